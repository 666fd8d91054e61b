//! Accounts at providers, and sign-ins under way.

use desk::{NewUnit, Role, UnitKind};
use model::{OfficerId, Reference, Time};
use store::officer::attempt::{Attempt, WaitingForCode};
use store::officer::provider::{Known, Proved};
use store::{Store, StoreError, Version};
use testkit::for_each_database;

use crate::fixture::{NOW, officer};

const ISSUER: &str = "https://dang-nhap.example/realms/so";

fn proved(subject: &str) -> Proved {
    Proved { issuer: ISSUER.to_owned(), subject: subject.to_owned() }
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
