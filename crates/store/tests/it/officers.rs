//! Officers: invited once, signed in with each code once, gone when disabled.

use desk::{Permission, Role};
use model::Time;
use store::officer::session::SessionLife;
use store::{StoreError, Version};
use testkit::for_each_database;

use crate::fixture::{NOW, new_officer, officer};

const LIFE: SessionLife = SessionLife { absolute_ms: 8 * 3_600_000, idle_ms: 30 * 60_000 };

fn minutes(count: i64) -> Time {
    Time::from_millis(NOW.millis() + count * 60_000)
}

#[tokio::test]
async fn the_first_officer_comes_by_a_link_that_is_good_once() {
    for_each_database(async |database| {
        let store = &database.store;
        let end = NOW.plus_hours(1);
        let old = store.first_officer_token(NOW, end).await.unwrap().unwrap();
        let token = store.first_officer_token(NOW, end).await.unwrap().unwrap();
        assert_eq!(store.invitation(&old, NOW).await.unwrap(), None, "a new link ends the one before");
        assert!(store.invitation(&token, NOW).await.unwrap().unwrap().is_first);
        assert_eq!(store.invitation(&token, end).await.unwrap(), None, "it has an end");
        let new = new_officer("Lan", &[Role::Administrator]);
        let one = store.accept_invitation(&token, &new, NOW);
        let other = new_officer("minh", &[Role::Administrator]);
        let two = store.accept_invitation(&token, &other, NOW);
        let (one, two) = tokio::join!(one, two);
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        assert_eq!(store.count_officers().await.unwrap(), 1);
        assert_eq!(store.first_officer_token(NOW, end).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn an_invited_officer_gets_the_roles_of_the_invitation_and_no_others() {
    for_each_database(async |database| {
        let store = &database.store;
        let admin = officer(store, "quan", &[Role::Administrator]).await;
        let duty = officer(store, "lan", &[Role::DutyOfficer]).await;
        let end = NOW.plus_days(1);
        let refused =
            store.invite_officer(&[Role::Approver], &desk::UnitId::ministry(), duty, NOW, end).await;
        assert!(matches!(refused, Err(StoreError::NotAllowed(_))), "{refused:?}");
        let token =
            store.invite_officer(&[Role::Analyst], &desk::UnitId::ministry(), admin, NOW, end).await.unwrap();
        let greedy = new_officer("an", &[Role::Administrator, Role::Approver]);
        let id = store.accept_invitation(&token, &greedy, NOW).await.unwrap();
        assert_eq!(store.officer(id).await.unwrap().roles, [Role::Analyst]);
        let again = store.accept_invitation(&token, &new_officer("x", &[]), NOW).await;
        assert!(matches!(again, Err(StoreError::NotFound("invitation"))), "{again:?}");
    })
    .await;
}

#[tokio::test]
async fn a_taken_name_is_a_conflict_and_the_link_stays_good() {
    for_each_database(async |database| {
        let store = &database.store;
        let admin = officer(store, "quan", &[Role::Administrator]).await;
        let token = store
            .invite_officer(&[Role::Press], &desk::UnitId::ministry(), admin, NOW, NOW.plus_days(1))
            .await
            .unwrap();
        let taken = store.accept_invitation(&token, &new_officer("QUAN", &[]), NOW).await;
        assert!(matches!(taken, Err(StoreError::Conflict("officer name"))), "{taken:?}");
        store.accept_invitation(&token, &new_officer("bao", &[]), NOW).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn secrets_come_back_and_a_code_is_good_once() {
    for_each_database(async |database| {
        let store = &database.store;
        let id = officer(store, "lan", &[Role::DutyOfficer]).await;
        let secrets = store.officer_secrets("LAN").await.unwrap().unwrap();
        assert_eq!(secrets.totp_secret, b"twenty bytes of seed");
        assert_eq!((secrets.failures, secrets.locked_until), (0, Time::EPOCH));
        assert!(store.officer_secrets("nobody").await.unwrap().is_none());
        assert_eq!(store.record_sign_in_failure(id, Time::EPOCH, NOW).await.unwrap(), 1);
        assert_eq!(store.record_sign_in_failure(id, minutes(5), NOW).await.unwrap(), 2);
        let locked = store.officer_secrets("lan").await.unwrap().unwrap();
        assert_eq!((locked.failures, locked.locked_until), (2, minutes(5)));
        let (one, two) = tokio::join!(store.record_sign_in(id, 100, NOW), store.record_sign_in(id, 100, NOW));
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        assert!(store.record_sign_in(id, 99, NOW).await.is_err());
        store.record_sign_in(id, 101, NOW).await.unwrap();
        assert_eq!(store.officer_secrets("lan").await.unwrap().unwrap().failures, 0);
    })
    .await;
}

#[tokio::test]
async fn a_session_ends_by_age_by_idleness_and_by_hand() {
    for_each_database(async |database| {
        let store = &database.store;
        let id = officer(store, "lan", &[Role::DutyOfficer]).await;
        store.begin_session(id, "token one", "csrf one", LIFE, NOW).await.unwrap();
        let session = store.session("token one", minutes(29)).await.unwrap().unwrap();
        assert_eq!((session.officer.id, session.csrf_token.as_str()), (id, "csrf one"));
        assert!(store.session("token one", minutes(58)).await.unwrap().is_some(), "use keeps it alive");
        assert!(store.session("token one", minutes(89)).await.unwrap().is_none(), "idle for 31 minutes");
        assert!(store.session("token two", NOW).await.unwrap().is_none());
        for step in 0..20 {
            store.session("token one", minutes(58 + 25 * step)).await.unwrap();
        }
        assert!(store.session("token one", minutes(8 * 60)).await.unwrap().is_none(), "eight hours old");

        store.begin_session(id, "token two", "csrf two", LIFE, minutes(500)).await.unwrap();
        store.begin_session(id, "token three", "csrf three", LIFE, minutes(501)).await.unwrap();
        let open = store.sessions_of(id, minutes(502)).await.unwrap();
        assert_eq!(open.len(), 2);
        store.end_session(id, &open[1].id, id, minutes(502)).await.unwrap();
        assert!(store.session("token two", minutes(503)).await.unwrap().is_none());
        assert!(store.session("token three", minutes(503)).await.unwrap().is_some());
        let stored = database
            .number("SELECT COUNT(*) FROM sessions WHERE token_hash LIKE '%token%' OR token_hash = ''")
            .await;
        assert_eq!(stored, 0);
    })
    .await;
}

#[tokio::test]
async fn disabling_ends_the_sessions_and_new_roles_hold_at_once() {
    for_each_database(async |database| {
        let store = &database.store;
        let admin = officer(store, "quan", &[Role::Administrator]).await;
        let id = officer(store, "lan", &[Role::DutyOfficer]).await;
        store.begin_session(id, "token", "csrf", LIFE, NOW).await.unwrap();
        let version = store.set_officer_roles(id, Version(1), &[Role::Press], admin, NOW).await.unwrap();
        let session = store.session("token", NOW).await.unwrap().unwrap();
        assert!(!session.officer.may(Permission::ReadReports));
        let stale = store.set_officer_roles(id, Version(1), &[], admin, NOW).await;
        assert!(matches!(stale, Err(StoreError::Conflict("officer"))), "{stale:?}");
        let version = store.set_officer_enabled(id, version, false, admin, NOW).await.unwrap();
        assert!(store.session("token", NOW).await.unwrap().is_none());
        assert!(store.record_sign_in(id, 500, NOW).await.is_err());
        store.set_officer_enabled(id, version, true, admin, NOW).await.unwrap();
        assert!(store.session("token", NOW).await.unwrap().is_none(), "an ended session stays ended");
        store.begin_session(id, "token again", "csrf", LIFE, NOW).await.unwrap();
        store.set_credentials(id, "$new", b"another seed", store::audit::Who::Command, NOW).await.unwrap();
        assert!(store.session("token again", NOW).await.unwrap().is_none());
        let secrets = store.officer_secrets("lan").await.unwrap().unwrap();
        assert_eq!(
            (secrets.password_hash.as_str(), secrets.totp_secret.as_slice()),
            ("$new", b"another seed".as_slice())
        );
        assert_eq!(store.officers().await.unwrap().len(), 2);
    })
    .await;
}
