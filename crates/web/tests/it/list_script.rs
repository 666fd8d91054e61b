//! A list that tests write act by act, straight through the store.

use desk::Role;
use desk::guard::{ClearedListing, NewListing};
use model::{Level, ListingReason, Method, OfficerId, Serial};
use store::audit::Who;
use store::officer::NewOfficer;
use store::publication::Proposed;
use testkit::TestApp;

/// Two officers and the list they write.
pub(crate) struct Script<'a> {
    app: &'a TestApp,
    proposer: OfficerId,
    approver: OfficerId,
    made: u64,
}

impl<'a> Script<'a> {
    pub(crate) async fn new(app: &'a TestApp) -> Script<'a> {
        let store = &app.app.store;
        let number = store.count_officers().await.unwrap();
        let new = NewOfficer {
            name: format!("o{number}"),
            display_name: "Cán bộ".to_owned(),
            password_hash: String::new(),
            totp_secret: vec![0; 20],
            totp_step: 0,
            roles: vec![Role::Analyst, Role::Approver],
        };
        let proposer = store.create_officer(&new, Who::Command, app.now()).await.unwrap();
        let approver = NewOfficer { name: format!("{}-b", new.name), ..new };
        let approver = store.create_officer(&approver, Who::Command, app.now()).await.unwrap();
        Script { app, proposer, approver, made: 0 }
    }

    pub(crate) async fn list(&mut self, indicator: &str, level: Level) {
        self.put(indicator, level, Method::GovServiceApp).await;
    }

    pub(crate) async fn revise(&mut self, indicator: &str, level: Level) {
        self.put(indicator, level, Method::GovServiceApp).await;
    }

    pub(crate) async fn put(&mut self, indicator: &str, level: Level, method: Method) {
        let (store, now) = (&self.app.app.store, self.app.now());
        let cleared = self.cleared(indicator, level, method);
        let proposed = store.propose(cleared, self.proposer, None, now).await.unwrap();
        if let Proposed::Waiting(id) = proposed {
            store.approve(id, self.approver, &self.app.app.reference, now).await.unwrap();
        }
        self.follow().await;
    }

    fn cleared(&self, indicator: &str, level: Level, method: Method) -> ClearedListing {
        let listing = NewListing {
            indicator: indicator.parse().unwrap(),
            method,
            level,
            reason: ListingReason::Impersonation,
            expires_at: self.app.now().plus_days(90),
            evidence: "Trang giả mạo".to_owned(),
        };
        desk::guard::clear(listing, &self.app.app.reference, self.app.now()).unwrap()
    }

    pub(crate) async fn delist(&mut self, indicator: &str) {
        let (store, now) = (&self.app.app.store, self.app.now());
        let indicator = indicator.parse().unwrap();
        let id = store.propose_delist(&indicator, "nhầm", self.proposer, now).await.unwrap();
        store.approve(id, self.approver, &self.app.app.reference, now).await.unwrap();
        self.follow().await;
    }

    /// These at once, all in one millisecond.
    pub(crate) async fn bulk_of(&mut self, names: &[String], level: Level) {
        let cleared: Vec<ClearedListing> =
            names.iter().map(|name| self.cleared(name, level, Method::GovFine)).collect();
        self.app.app.store.bulk_list(&cleared, "mẫu", self.app.now()).await.unwrap();
        self.follow().await;
    }

    /// `count` fresh hosts at once, all in one millisecond.
    pub(crate) async fn bulk(&mut self, seed: u64, count: u64) {
        let names = (0..count).map(|number| format!("domain:s{seed}n{}.example", self.made + number));
        let cleared: Vec<ClearedListing> =
            names.map(|name| self.cleared(&name, Level::Block, Method::GovFine)).collect();
        self.made += count;
        self.app.app.store.bulk_list(&cleared, "mẫu", self.app.now()).await.unwrap();
        self.follow().await;
    }

    /// An act about one of the hosts of the list, or a new one.
    pub(crate) async fn random_act(&mut self, dice: &mut Dice) {
        let snapshot = self.app.app.snapshot.load();
        let place = dice.below(snapshot.len().max(1));
        let chosen = snapshot.iter().nth(place).map(|listing| listing.indicator.to_string());
        match (dice.below(4), chosen) {
            (0, Some(name)) => self.delist(&name).await,
            (1, Some(name)) => self.put(&name, Level::Warn, Method::GovServiceApp).await,
            (2, Some(name)) => {
                // Away and back again: another entry.
                self.delist(&name).await;
                self.list(&name, Level::Warn).await;
            }
            _ => {
                let seed = u64::try_from(dice.below(1_000_000)).unwrap();
                self.bulk(1_000 + seed, 2).await;
            }
        }
    }

    async fn follow(&self) {
        // As the follower of the binary does: from the log, act by act.
        let cell = &self.app.app.snapshot;
        let acts = self.app.app.store.acts_after(cell.load().serial(), 10_000).await.unwrap();
        let newer = cell.load().apply(&acts).unwrap();
        assert!(newer.serial() > Serial(0));
        cell.store(newer);
    }
}

/// Numbers that look random and are the same on every run (a linear congruence; Knuth's multiplier).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}
