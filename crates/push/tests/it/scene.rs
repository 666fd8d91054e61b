//! A store with a consumer, a list that grows, and a courier, under a clock of the test's own.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use desk::Role;
use desk::consumer::{ConsumerKind, Terms};
use desk::guard::{self, NewListing};
use model::{ConsumerId, Level, ListingReason, Method, OfficerId, Reference, Time};
use push::{AddressRules, Client, ClientSettings, Courier, Next, SigningKey};
use store::audit::Who;
use store::officer::NewOfficer;
use store::push::Subscription;
use testkit::TestDatabase;
use testkit::receiver::Receiver;

/// 2026-11-22T00:00:00Z.
pub(crate) const START: Time = Time::from_millis(1_795_305_600_000);

/// Shared by the sender and the receiver.
#[derive(Clone)]
pub(crate) struct TestClock(Arc<AtomicI64>);

impl TestClock {
    pub(crate) fn new() -> TestClock {
        TestClock(Arc::new(AtomicI64::new(START.millis())))
    }

    pub(crate) fn now(&self) -> Time {
        Time::from_millis(self.0.load(Ordering::SeqCst))
    }

    /// As a receiver reads it.
    pub(crate) fn seconds(&self) -> testkit::receiver::Seconds {
        let clock = self.clone();
        Arc::new(move || clock.now().seconds())
    }

    pub(crate) fn set(&self, now: Time) {
        self.0.store(now.millis(), Ordering::SeqCst);
    }

    pub(crate) fn pass(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000, Ordering::SeqCst);
    }
}

pub(crate) struct Scene<'a> {
    pub(crate) database: &'a TestDatabase,
    pub(crate) clock: TestClock,
    pub(crate) admin: OfficerId,
    pub(crate) consumer: ConsumerId,
    analyst: OfficerId,
    next_name: AtomicU64,
}

impl<'a> Scene<'a> {
    pub(crate) async fn new(database: &'a TestDatabase) -> Scene<'a> {
        let store = &database.store;
        let officer = async |name: &str, role| {
            let new = NewOfficer {
                name: name.to_owned(),
                display_name: format!("Cán bộ {name}"),
                password_hash: String::new(),
                totp_secret: vec![0; 20],
                totp_step: 0,
                roles: vec![role],
            };
            store.create_officer(&new, Who::Command, START).await.unwrap()
        };
        let admin = officer("quan", Role::Administrator).await;
        let analyst = officer("an", Role::Analyst).await;
        let terms = Terms {
            kind: ConsumerKind::Isp,
            contact: "NOC".to_owned(),
            formats: Vec::new(),
            requests_per_day: 0,
            networks: Vec::new(),
            notify: Vec::new(),
        };
        let consumer = store.create_consumer("isp.example", &terms, admin, START).await.unwrap();
        Scene { database, clock: TestClock::new(), admin, consumer, analyst, next_name: AtomicU64::new(1) }
    }

    /// Publishes this many acts, one after the other.
    pub(crate) async fn publish(&self, count: u64) {
        for _ in 0..count {
            let number = self.next_name.fetch_add(1, Ordering::SeqCst);
            let listing = NewListing {
                indicator: format!("domain:lua-dao-{number}.example").parse().unwrap(),
                method: Method::GovJudicial,
                level: Level::Warn,
                reason: ListingReason::Impersonation,
                expires_at: self.clock.now().plus_days(90),
                evidence: "giả trang xác minh".to_owned(),
            };
            let now = self.clock.now();
            let cleared = guard::clear(listing, Reference::embedded(), now).unwrap();
            self.database.store.propose(cleared, self.analyst, None, now).await.unwrap();
        }
    }

    pub(crate) async fn key(&self) -> SigningKey {
        SigningKey::from_seed(&self.database.store.push_key(START).await.unwrap())
    }

    /// A courier that trusts these receivers, which are on the loopback network.
    pub(crate) async fn courier(&self, receivers: &[&Receiver], timeout: Duration) -> Courier {
        let rules = AddressRules { allowed: vec!["127.0.0.0/8".parse().unwrap()] };
        self.courier_with(receivers, rules, timeout, "node-1").await
    }

    pub(crate) async fn courier_with(
        &self,
        receivers: &[&Receiver],
        rules: AddressRules,
        timeout: Duration,
        node: &str,
    ) -> Courier {
        let key = self.key().await;
        receivers.iter().for_each(|receiver| receiver.trust(&key.public_jwk()));
        let roots = receivers.iter().map(|receiver| receiver.certificate.clone()).collect();
        let client = Client::new(ClientSettings { rules, timeout, roots });
        Courier::new(self.database.store.clone(), client, key, node.to_owned())
    }

    pub(crate) async fn register(&self, url: &str) -> String {
        self.database.store.create_push(self.consumer, url, self.admin, self.clock.now()).await.unwrap()
    }

    pub(crate) async fn subscription(&self, id: &str) -> Subscription {
        let all = self.database.store.pushes().await.unwrap();
        all.into_iter().find(|one| one.id == id).unwrap()
    }

    /// Takes steps, letting the clock jump to whenever the next one is due, until there is nothing to do before
    /// `seconds` from now have passed.
    pub(crate) async fn drive(&self, courier: &Courier, id: &str, seconds: i64) -> Next {
        let until = Time::from_millis(self.clock.now().millis() + seconds * 1_000);
        loop {
            let next = courier.step(id, [9; 32], self.clock.now()).await.unwrap();
            match next {
                Next::Now => {}
                Next::At(at) if at <= until => self.clock.set(at),
                Next::At(_) => {
                    self.clock.set(until);
                    return next;
                }
                Next::Grown | Next::Never => return next,
            }
        }
    }
}
