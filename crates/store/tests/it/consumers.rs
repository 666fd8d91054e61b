//! Consumers: keys that open until they are revoked, quotas, and who is behind.

use desk::Role;
use desk::consumer::{ConsumerKind, Terms};
use model::{Level, Serial, Time};
use store::consumer::Channel;
use store::{StoreError, Version};
use testkit::for_each_database;

use crate::fixture::{NOW, cleared, officer};

fn terms(requests_per_day: u32) -> Terms {
    Terms {
        kind: ConsumerKind::Isp,
        contact: "trực NOC".to_owned(),
        formats: vec!["json".to_owned()],
        requests_per_day,
        networks: vec!["192.0.2.0/24".parse().unwrap()],
        notify: Vec::new(),
    }
}

fn seconds(count: i64) -> Time {
    Time::from_millis(NOW.millis() + count * 1_000)
}

#[tokio::test]
async fn a_key_opens_until_it_is_revoked_on_every_node() {
    for_each_database(async |database| {
        let store = &database.store;
        let admin = officer(store, "quan", &[Role::Administrator]).await;
        let id = store.create_consumer("isp.example", &terms(0), admin, NOW).await.unwrap();
        let key = store.create_consumer_key(id, admin, NOW).await.unwrap();
        assert!(key.secret.starts_with("khien_") && key.secret.len() == 49, "{}", key.secret.len());
        assert_eq!(store.consumer_by_key(&key.secret).unwrap().id, id);
        assert_eq!(store.consumer_by_name("isp.example").unwrap().terms, terms(0));
        assert!(store.consumer_by_key(&key.secret[..48]).is_none());

        let other = database.open_again().await;
        assert!(other.consumer_by_key(&key.secret).is_some(), "another node reads it at start");
        store.revoke_consumer_key(id, &key.id, admin, NOW).await.unwrap();
        assert!(store.consumer_by_key(&key.secret).is_none(), "at once");
        other.flush_consumers(NOW).await.unwrap();
        assert!(other.consumer_by_key(&key.secret).is_none(), "after a flush");
        assert_eq!(
            database.number("SELECT COUNT(*) FROM consumer_keys WHERE key_hash LIKE 'khien%'").await,
            0,
            "only hashes are kept"
        );

        let second = store.create_consumer_key(id, admin, NOW).await.unwrap();
        store.set_consumer_enabled(id, Version(1), false, admin, NOW).await.unwrap();
        assert!(store.consumer_by_key(&second.secret).is_none(), "a closed account opens nothing");
        let stale = store.set_consumer_enabled(id, Version(1), true, admin, NOW).await;
        assert!(matches!(stale, Err(StoreError::Conflict(_))), "{stale:?}");
        store.set_consumer_enabled(id, Version(2), true, admin, NOW).await.unwrap();
        assert!(store.consumer_by_key(&second.secret).is_some());
        assert!(store.verify().await.unwrap().is_clean());
    })
    .await;
}

#[tokio::test]
async fn only_an_administrator_makes_accounts_and_keys() {
    for_each_database(async |database| {
        let store = &database.store;
        let admin = officer(store, "quan", &[Role::Administrator]).await;
        let liaison = officer(store, "lan", &[Role::Liaison, Role::Approver]).await;
        let refused = store.create_consumer("isp.example", &terms(0), liaison, NOW).await;
        assert!(matches!(refused, Err(StoreError::NotAllowed(_))), "{refused:?}");
        let id = store.create_consumer("isp.example", &terms(0), admin, NOW).await.unwrap();
        let twice = store.create_consumer("isp.example", &terms(0), admin, NOW).await;
        assert!(matches!(twice, Err(StoreError::Conflict(_))), "{twice:?}");
        let refused = store.create_consumer_key(id, liaison, NOW).await.err();
        assert!(matches!(refused, Some(StoreError::NotAllowed(_))), "{refused:?}");
        let key = store.create_consumer_key(id, admin, NOW).await.unwrap();
        let refused = store.revoke_consumer_key(id, &key.id, liaison, NOW).await;
        assert!(matches!(refused, Err(StoreError::NotAllowed(_))), "{refused:?}");
        let lines = store.audit_lines_about(&format!("consumer:{id}"), 10).await.unwrap();
        let deeds: Vec<_> = lines.iter().map(|line| line.what.slug()).collect();
        assert_eq!(deeds, ["create-consumer", "create-consumer-key"]);
        assert!(lines.iter().all(|line| !line.why.contains(&key.secret)), "the trail holds no key");
    })
    .await;
}

#[tokio::test]
async fn a_quota_counts_over_nodes_restarts_and_days() {
    for_each_database(async |database| {
        let store = &database.store;
        let admin = officer(store, "quan", &[Role::Administrator]).await;
        store.create_consumer("isp.example", &terms(5), admin, NOW).await.unwrap();
        let other = database.open_again().await;
        let consumer = store.consumer_by_name("isp.example").unwrap();
        for _ in 0..2 {
            store.count_consumer_request(&consumer, NOW).unwrap();
            other.count_consumer_request(&consumer, NOW).unwrap();
        }
        let (one, two) = tokio::join!(store.flush_consumers(NOW), other.flush_consumers(NOW));
        one.and(two).unwrap();
        store.flush_consumers(NOW).await.unwrap();
        assert_eq!(store.consumers(NOW).await.unwrap()[0].requests_today, 4);
        store.count_consumer_request(&consumer, NOW).unwrap();
        let used = store.count_consumer_request(&consumer, NOW).unwrap_err();
        assert_eq!((used.requests_per_day, used.until), (5, NOW.plus_hours(17)), "midnight in Viet Nam");
        store.flush_consumers(NOW).await.unwrap();
        let again = database.open_again().await;
        again.flush_consumers(NOW).await.unwrap();
        assert!(again.count_consumer_request(&consumer, NOW).is_err(), "a restart forgets nothing");
        again.count_consumer_request(&consumer, used.until).unwrap();
    })
    .await;
}

#[tokio::test]
async fn who_is_behind_is_told_in_acts_and_since_when() {
    for_each_database(async |database| {
        let store = &database.store;
        let admin = officer(store, "quan", &[Role::Administrator]).await;
        let analyst = officer(store, "an", &[Role::Analyst]).await;
        let id = store.create_consumer("isp.example", &terms(0), admin, NOW).await.unwrap();
        for (at, name) in [(10, "domain:a.example"), (20, "domain:b.example"), (30, "domain:c.example")] {
            store.propose(cleared(name, Level::Warn), analyst, None, seconds(at)).await.unwrap();
        }
        store.note_consumer_seen(id, Channel::Dns, Serial(1), seconds(11));
        store.note_consumer_seen(id, Channel::Feed, Serial(3), seconds(31));
        let lines = store.consumers(seconds(40)).await.unwrap();
        let seen: Vec<_> = lines[0]
            .seen
            .iter()
            .map(|seen| (seen.channel, seen.behind(Serial(3)), seen.behind_since))
            .collect();
        assert_eq!(seen, [(Channel::Feed, 0, None), (Channel::Dns, 2, Some(seconds(20)))]);
        // A late word from another node does not take back what is known.
        store.note_consumer_seen(id, Channel::Feed, Serial(2), seconds(25));
        let lines = store.consumers(seconds(41)).await.unwrap();
        assert_eq!(lines[0].seen[0].serial, Serial(3));
    })
    .await;
}
