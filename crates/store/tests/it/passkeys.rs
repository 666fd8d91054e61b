//! Passkeys of officers: kept, used, ended.

use desk::Role;
use model::{OfficerId, Time};
use store::officer::passkey::{NewPasskey, PASSKEYS_MAX};
use store::officer::session::SessionLife;
use store::{StoreError, Version};
use testkit::for_each_database;

use crate::fixture::{NOW, officer};

const LIFE: SessionLife = SessionLife { absolute_ms: 8 * 3_600_000, idle_ms: 30 * 60_000 };
const ENDS: Time = Time::from_millis(NOW.millis() + 1_800_000);

fn new(officer: OfficerId, credential_id: &str, sign_count: u32) -> NewPasskey {
    NewPasskey {
        officer,
        credential_id: credential_id.to_owned(),
        public_key: vec![1, 2, 3],
        host: "khien.example".to_owned(),
        sign_count,
        name: "máy bàn".to_owned(),
    }
}

#[tokio::test]
async fn a_passkey_is_kept_once_and_by_a_fresh_code() {
    for_each_database(async |database| {
        let store = &database.store;
        let (lan, minh) = (officer(store, "lan", &[]).await, officer(store, "minh", &[]).await);
        store.add_passkey(&new(lan, "k0", 0), 1, NOW).await.unwrap();
        let refused = async |passkey: &NewPasskey, step: u64| {
            let outcome = store.add_passkey(passkey, step, NOW).await;
            assert!(matches!(outcome, Err(StoreError::Conflict(_))), "{outcome:?}");
        };
        refused(&new(lan, "k1", 0), 1).await;
        refused(&new(minh, "k0", 0), 1).await;
        for number in 1..PASSKEYS_MAX {
            store.add_passkey(&new(lan, &format!("k{number}"), 0), number + 1, NOW).await.unwrap();
        }
        refused(&new(lan, "one too many", 0), 100).await;
        assert_eq!(store.passkeys_of(lan).await.unwrap().len() as u64, PASSKEYS_MAX);
        assert_eq!(store.passkeys_of(minh).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_challenge_is_good_once_and_a_count_only_grows() {
    for_each_database(async |database| {
        let store = &database.store;
        let chief = officer(store, "quan", &[Role::Administrator]).await;
        let lan = officer(store, "lan", &[]).await;
        store.add_passkey(&new(lan, "counts", 5), 1, NOW).await.unwrap();
        store.add_passkey(&new(lan, "does not", 0), 2, NOW).await.unwrap();
        let counting = store.passkey("counts").await.unwrap().unwrap();
        let plain = store.passkey("does not").await.unwrap().unwrap();
        store.record_passkey_sign_in(&counting, "c1", ENDS, 6, NOW).await.unwrap();
        let refused = async |passkey, challenge: &str, count: u32| {
            let outcome = store.record_passkey_sign_in(passkey, challenge, ENDS, count, NOW).await;
            assert!(matches!(outcome, Err(StoreError::Conflict(_))), "{challenge} {count}: {outcome:?}");
        };
        refused(&counting, "c1", 7).await;
        for count in [0, 5, 6] {
            refused(&counting, "c2", count).await;
        }
        store.record_passkey_sign_in(&plain, "c2", ENDS, 0, NOW).await.unwrap();
        store.record_passkey_sign_in(&plain, "c3", ENDS, 0, NOW).await.unwrap();
        assert_eq!(store.passkey("counts").await.unwrap().unwrap().key.sign_count, 6);
        store.set_officer_enabled(lan, Version(1), false, chief, NOW).await.unwrap();
        refused(&plain, "c4", 0).await;
        assert!(store.verify().await.unwrap().is_clean());
    })
    .await;
}

#[tokio::test]
async fn whoever_ends_a_passkey_ends_the_other_sessions() {
    for_each_database(async |database| {
        let store = &database.store;
        let chief = officer(store, "quan", &[Role::Administrator]).await;
        let lan = officer(store, "lan", &[Role::Analyst]).await;
        store.add_passkey(&new(lan, "k1", 0), 1, NOW).await.unwrap();
        store.add_passkey(&new(lan, "k2", 0), 2, NOW).await.unwrap();
        for token in ["here", "there"] {
            store.begin_session(lan, token, "csrf", LIFE, NOW).await.unwrap();
        }
        let here = store.session("here", NOW).await.unwrap().unwrap();
        let kept = store.passkeys_of(lan).await.unwrap();
        let by_another = store.remove_passkey(chief, &kept[0].id, lan, None, NOW).await;
        assert!(matches!(by_another, Err(StoreError::NotAllowed(_))), "{by_another:?}");
        store.remove_passkey(lan, &kept[0].id, lan, Some(&here.id), NOW).await.unwrap();
        assert!(store.session("here", NOW).await.unwrap().is_some());
        assert!(store.session("there", NOW).await.unwrap().is_none());
        store.remove_passkey(lan, &kept[1].id, chief, None, NOW).await.unwrap();
        assert!(store.session("here", NOW).await.unwrap().is_none());
        let gone = store.record_passkey_sign_in(&kept[1], "c1", ENDS, 0, NOW).await;
        assert!(matches!(gone, Err(StoreError::Conflict(_))), "{gone:?}");
        store.add_passkey(&new(lan, "k3", 0), 3, NOW).await.unwrap();
        store.set_credentials(lan, "$new", b"another seed", store::audit::Who::Command, NOW).await.unwrap();
        assert_eq!(
            store.passkeys_of(lan).await.unwrap(),
            [],
            "new credentials end what was added with the old"
        );
    })
    .await;
}
