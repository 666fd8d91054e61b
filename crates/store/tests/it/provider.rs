//! Accounts at providers, and sign-ins under way.

use desk::{NewUnit, Role, UnitKind};
use model::{OfficerId, Reference, Time};
use store::audit::Deed;
use store::officer::attempt::{Attempt, WaitingForCode};
use store::officer::provider::{Known, Proved};
use store::officer::session::SessionLife;
use store::officer::sign_out::{Ended, SignOut};
use store::{Store, StoreError, Version};
use testkit::for_each_database;

use crate::fixture::{NOW, officer};

const ISSUER: &str = "https://dang-nhap.example/realms/so";

fn proved(subject: &str) -> Proved {
    Proved { issuer: ISSUER.to_owned(), subject: subject.to_owned(), session: Some("o-1".to_owned()) }
}

fn attempt() -> Attempt {
    Attempt { provider: "so".to_owned(), next: "/console/hang-doi".to_owned() }
}

fn minutes(count: i64) -> Time {
    Time::from_millis(NOW.millis() + count * 60_000)
}

async fn known(store: &Store, subject: &str, account: &str) -> Known {
    store.known_by_provider(&proved(subject), Some(account)).await.unwrap()
}

#[tokio::test]
async fn an_account_is_tied_at_its_first_sign_in_and_then_the_subject_counts() {
    for_each_database(async |database| {
        let store = &database.store;
        let chief = officer(store, "quan", &[Role::Administrator]).await;
        let (lan, minh) = (officer(store, "lan", &[]).await, officer(store, "minh", &[]).await);
        assert_eq!(known(store, "s1", "lan").await, Known::Nobody);
        store.allow_provider(lan, ISSUER, "lan", chief, NOW).await.unwrap();
        let taken = store.allow_provider(minh, ISSUER, "lan", chief, NOW).await;
        assert!(matches!(taken, Err(StoreError::Conflict(_))), "{taken:?}");
        store.allow_provider(minh, ISSUER, "minh", chief, NOW).await.unwrap();
        assert_eq!(known(store, "s1", "lan").await, Known::Officer(lan));
        assert_eq!(store.known_by_provider(&proved("s1"), None).await.unwrap(), Known::Nobody);
        store.record_provider_sign_in(lan, &proved("s1"), None, NOW).await.unwrap();
        // The name means nothing any more, neither for another subject nor for this one.
        assert_eq!(known(store, "s2", "lan").await, Known::Nobody);
        assert_eq!(known(store, "s1", "minh").await, Known::Officer(lan), "the tie wins over a name");
        let other = store.record_provider_sign_in(lan, &proved("s2"), None, NOW).await;
        assert!(matches!(other, Err(StoreError::Conflict(_))), "{other:?}");
        let twice = store.record_provider_sign_in(minh, &proved("s1"), None, NOW).await;
        assert!(matches!(twice, Err(StoreError::Conflict(_))), "{twice:?}");
        // Named anew, it waits anew.
        store.allow_provider(lan, ISSUER, "lan.moi", chief, NOW).await.unwrap();
        assert_eq!(known(store, "s1", "x").await, Known::Nobody);
        store.forbid_provider(lan, ISSUER, chief, NOW).await.unwrap();
        assert_eq!(known(store, "s3", "lan.moi").await, Known::Nobody);
        assert!(store.verify().await.unwrap().is_clean());
    })
    .await;
}

#[tokio::test]
async fn our_own_code_is_used_up_with_the_sign_in() {
    for_each_database(async |database| {
        let store = &database.store;
        let chief = officer(store, "quan", &[Role::Administrator]).await;
        let lan = officer(store, "lan", &[]).await;
        store.allow_provider(lan, ISSUER, "lan", chief, NOW).await.unwrap();
        store.record_provider_sign_in(lan, &proved("s1"), Some(7), NOW).await.unwrap();
        let again = store.record_provider_sign_in(lan, &proved("s1"), Some(7), NOW).await;
        assert!(matches!(again, Err(StoreError::Conflict(_))), "{again:?}");
        store.set_officer_enabled(lan, Version(1), false, chief, NOW).await.unwrap();
        assert_eq!(known(store, "s1", "lan").await, Known::Disabled(lan));
        let disabled = store.record_provider_sign_in(lan, &proved("s1"), None, NOW).await;
        assert!(matches!(disabled, Err(StoreError::Conflict(_))), "{disabled:?}");
    })
    .await;
}

#[tokio::test]
async fn an_administrator_of_another_unit_names_nobody() {
    for_each_database(async |database| {
        let store = &database.store;
        let unit = NewUnit {
            id: "da-nang".parse().unwrap(),
            kind: UnitKind::Province,
            parent: Some("ministry".parse().unwrap()),
            name: "Đà Nẵng".to_owned(),
            province: Some("48".to_owned()),
            commune: None,
            methods: Vec::new(),
        };
        store.create_unit(&unit, Reference::embedded(), None, NOW).await.unwrap();
        let there = officer(store, "quan", &[Role::Administrator]).await;
        store.set_officer_unit(there, Version(1), &unit.id, None, NOW).await.unwrap();
        let lan = officer(store, "lan", &[]).await;
        let analyst = officer(store, "an", &[Role::Analyst]).await;
        let refused = |by: OfficerId| store.allow_provider(lan, ISSUER, "lan", by, NOW);
        for by in [there, analyst] {
            assert!(matches!(refused(by).await, Err(StoreError::NotAllowed(_))));
            let ended = store.forbid_provider(lan, ISSUER, by, NOW).await;
            assert!(matches!(ended, Err(StoreError::NotAllowed(_))));
        }
    })
    .await;
}

#[tokio::test]
async fn a_sign_in_under_way_is_used_once_and_ends() {
    for_each_database(async |database| {
        let store = &database.store;
        let lan = officer(store, "lan", &[]).await;
        store.begin_attempt("one", &attempt(), minutes(10), NOW).await.unwrap();
        store.begin_attempt("two", &attempt(), minutes(10), NOW).await.unwrap();
        let taken = tokio::join!(store.take_attempt("one", NOW), store.take_attempt("one", NOW));
        let taken = [taken.0.unwrap(), taken.1.unwrap()];
        assert_eq!(taken.iter().flatten().count(), 1, "{taken:?}");
        assert_eq!(store.take_attempt("two", minutes(10)).await.unwrap(), None, "its time is over");
        let waiting = WaitingForCode { officer: lan, proved: proved("s1"), attempt: attempt() };
        store.await_code("three", &waiting, minutes(10), NOW).await.unwrap();
        assert_eq!(store.take_attempt("three", NOW).await.unwrap(), None, "it is past that");
        assert_eq!(store.waiting_for_code("three", NOW).await.unwrap(), Some(waiting));
        assert_eq!(store.waiting_for_code("two", NOW).await.unwrap(), None);
        assert_eq!(store.waiting_for_code("three", minutes(10)).await.unwrap(), None);
        store.end_attempt("three").await.unwrap();
        assert_eq!(store.waiting_for_code("three", NOW).await.unwrap(), None);
    })
    .await;
}

/// Sessions of Lan: of two sessions there, of one without a name, and of none there; one of another provider.
async fn sessions(store: &Store, lan: OfficerId) {
    let life = SessionLife { absolute_ms: 3_600_000, idle_ms: 3_600_000 };
    for (token, session) in [("one", Some("o-1")), ("two", Some("o-2")), ("nameless", None)] {
        let by = Proved { session: session.map(str::to_owned), ..proved("s1") };
        store.begin_session_by(lan, Some(&by), token, "csrf", life, NOW).await.unwrap();
    }
    let other = Proved { issuer: "https://khac.example".to_owned(), ..proved("s1") };
    store.begin_session_by(lan, Some(&other), "elsewhere", "csrf", life, NOW).await.unwrap();
    store.begin_session(lan, "own", "csrf", life, NOW).await.unwrap();
}

/// The sessions that are still good.
async fn left(store: &Store) -> Vec<&'static str> {
    let mut left = Vec::new();
    for token in ["one", "two", "nameless", "elsewhere", "own"] {
        if store.session(token, NOW).await.unwrap().is_some() {
            left.push(token);
        }
    }
    left
}

#[tokio::test]
async fn a_provider_ends_what_its_word_began_and_says_it_once() {
    for_each_database(async |database| {
        let store = &database.store;
        let chief = officer(store, "quan", &[Role::Administrator]).await;
        let lan = officer(store, "lan", &[]).await;
        store.allow_provider(lan, ISSUER, "lan", chief, NOW).await.unwrap();
        store.record_provider_sign_in(lan, &proved("s1"), None, NOW).await.unwrap();
        sessions(store, lan).await;
        let said = |id: &str, ended| SignOut {
            issuer: ISSUER.to_owned(),
            ended,
            token_id: id.to_owned(),
            token_ends_at: minutes(3),
        };
        let session = |subject: &str, session: &str| Ended::Session {
            subject: subject.to_owned(),
            session: session.to_owned(),
        };
        let end = async |said: &SignOut| store.end_provider_sessions(said, NOW).await.unwrap();
        assert_eq!(end(&said("a", Ended::Account("s2".to_owned()))).await, 0, "nobody here");
        assert_eq!(end(&said("b", session("s2", "o-1"))).await, 0, "another's session of that name");
        assert_eq!(end(&said("c", Ended::AnyAccount("o-3".to_owned()))).await, 0);
        assert_eq!(left(store).await.len(), 5);
        assert_eq!(end(&said("d", Ended::AnyAccount("o-1".to_owned()))).await, 1);
        assert_eq!(left(store).await, ["two", "nameless", "elsewhere", "own"]);
        assert_eq!(end(&said("e", session("s1", "o-4"))).await, 1, "that without a name may be it");
        assert_eq!(left(store).await, ["two", "elsewhere", "own"]);
        assert_eq!(end(&said("f", Ended::Account("s1".to_owned()))).await, 1);
        assert_eq!(left(store).await, ["elsewhere", "own"]);
        let again = said("f", Ended::Account("s1".to_owned()));
        let twice = store.end_provider_sessions(&again, minutes(2)).await;
        assert!(matches!(twice, Err(StoreError::Conflict(_))), "{twice:?}");
        // Forgotten when it can be used no more; what checks tokens refuses it then.
        assert_eq!(store.end_provider_sessions(&again, minutes(3)).await.unwrap(), 0);
        assert_eq!(database.number("SELECT COUNT(*) FROM logout_tokens").await, 1);
        let lines = store.audit_lines(None, 50).await.unwrap();
        let ended = lines.iter().filter(|line| line.what == Deed::EndProviderSessions);
        let ended: Vec<_> = ended.map(|line| (line.target.as_str(), line.why.as_str())).collect();
        let target = format!("officer:{lan}");
        assert_eq!(ended, [(target.as_str(), "https://dang-nhap.example/realms/so: 1"); 3]);
        assert!(store.verify().await.unwrap().is_clean());
    })
    .await;
}
