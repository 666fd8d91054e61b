//! The list: decided by the rules of the desk, one act at a time, never a gap.

use desk::{ProposalState, Role};
use model::publication::{ActHash, Delta};
use model::{Action, Level, Method, OfficerId, Reference, Serial, Snapshot};
use store::publication::{ListFilter, Proposed};
use store::{Store, StoreError};
use testkit::for_each_database;

use crate::fixture::{NOW, cleared, indicator, insert, listing, officer};

/// A duty officer who proposes and two approvers.
async fn desk(store: &Store) -> (OfficerId, OfficerId, OfficerId) {
    (
        officer(store, "lan", &[Role::DutyOfficer, Role::Approver]).await,
        officer(store, "minh", &[Role::Approver]).await,
        officer(store, "hoa", &[Role::Approver]).await,
    )
}

async fn waiting(store: &Store, name: &str, by: OfficerId) -> model::ProposalId {
    match store.propose(cleared(name, Level::Block), by, None, NOW).await.unwrap() {
        Proposed::Waiting(id) => id,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_warning_is_published_by_one_officer_and_a_block_by_two() {
    for_each_database(async |database| {
        let store = &database.store;
        let (lan, minh, _) = desk(store).await;
        let report = insert(store, 1, NOW).await.id;
        let warn = store.propose(cleared("phone:+84900000001", Level::Warn), lan, Some(report), NOW);
        let Proposed::Published(first, Serial(1)) = warn.await.unwrap() else { panic!("waits") };
        assert_eq!(store.proposal(first).await.unwrap().serial, Some(Serial(1)));
        assert_eq!(store.proposals_from_report(report).await.unwrap()[0].id, first);

        let id = waiting(store, "domain:xacminh.example", lan).await;
        assert_eq!(store.head_serial().await.unwrap(), Serial(1));
        let own = store.approve(id, lan, Reference::embedded(), NOW).await;
        assert!(matches!(own, Err(StoreError::NotAllowed(desk::NotAllowed::OwnProposal))), "{own:?}");
        assert_eq!(store.approve(id, minh, Reference::embedded(), NOW).await.unwrap(), Serial(2));
        let again = store.approve(id, minh, Reference::embedded(), NOW).await;
        assert!(matches!(again, Err(StoreError::NotAllowed(_))), "{again:?}");

        let acts = store.acts_after(Serial(0), 10).await.unwrap();
        assert_eq!(acts.len(), 2);
        let act = &acts[1];
        assert_eq!((act.action, act.proposed_by, act.approved_by), (Action::List, Some(lan), Some(minh)));
        assert_eq!(act.indicator, indicator("domain:xacminh.example"));
        let snapshot = store.load_snapshot().await.unwrap();
        assert_eq!(snapshot, Snapshot::default().apply(&acts).unwrap());
        assert!(store.verify().await.unwrap().is_clean());
    })
    .await;
}

#[tokio::test]
async fn of_two_who_approve_at_once_one_succeeds() {
    for_each_database(async |database| {
        let store = &database.store;
        let (lan, minh, hoa) = desk(store).await;
        for round in 0..10 {
            let id = waiting(store, &format!("domain:xacminh{round}.example"), lan).await;
            let one = store.approve(id, minh, Reference::embedded(), NOW);
            let two = store.approve(id, hoa, Reference::embedded(), NOW);
            let (one, two) = tokio::join!(one, two);
            assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
            let refused = one.and(two).unwrap_err();
            let expected = matches!(refused, StoreError::NotAllowed(_) | StoreError::Conflict(_));
            assert!(expected, "{refused:?}");
        }
        assert_eq!(store.head_serial().await.unwrap(), Serial(10));
        assert_eq!(store.acts_after(Serial(0), 100).await.unwrap().len(), 10);
    })
    .await;
}

#[tokio::test]
async fn many_at_once_leave_no_gap_in_the_log() {
    for_each_database(async |database| {
        let (lan, ..) = desk(&database.store).await;
        let mut tasks = tokio::task::JoinSet::new();
        for number in 0..30 {
            let store = database.store.clone();
            tasks.spawn(async move {
                let warn = cleared(&format!("domain:n{number}.example"), Level::Warn);
                store.propose(warn, lan, None, NOW).await.unwrap();
            });
        }
        tasks.join_all().await;
        let acts = database.store.acts_after(Serial(0), 100).await.unwrap();
        let serials: Vec<u64> = acts.iter().map(|act| act.serial.0).collect();
        assert_eq!(serials, (1..=30).collect::<Vec<u64>>());
        assert!(database.store.verify().await.unwrap().is_clean());
    })
    .await;
}

#[tokio::test]
async fn a_second_proposal_about_the_same_thing_is_a_conflict_until_the_first_is_decided() {
    for_each_database(async |database| {
        let store = &database.store;
        let (lan, minh, hoa) = desk(store).await;
        let id = waiting(store, "domain:xacminh.example", lan).await;
        let second = cleared("domain:xacminh.example", Level::Block);
        let conflict = store.propose(second.clone(), minh, None, NOW).await;
        assert!(matches!(conflict, Err(StoreError::Conflict(_))), "{conflict:?}");
        store.reject(id, "chưa đủ chứng cứ", minh, NOW).await.unwrap();
        assert_eq!(store.head_serial().await.unwrap(), Serial(0));
        let rejected = store.proposal(id).await.unwrap();
        assert_eq!((rejected.state, rejected.decided_by), (ProposalState::Rejected, Some(minh)));
        assert_eq!(rejected.ground, "chưa đủ chứng cứ");
        let Proposed::Waiting(third) = store.propose(second, lan, None, NOW).await.unwrap() else {
            panic!("published")
        };
        assert!(store.withdraw(third, hoa, NOW).await.is_err());
        store.withdraw(third, lan, NOW).await.unwrap();
        assert!(store.proposals(ProposalState::Open, 10).await.unwrap().is_empty());
        assert_eq!(store.proposals_about(&indicator("domain:xacminh.example")).await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_listing_is_revised_and_delisted_and_its_history_stays() {
    for_each_database(async |database| {
        let store = &database.store;
        let (lan, minh, _) = desk(store).await;
        let name = indicator("domain:xacminh.example");
        store.propose(cleared("domain:xacminh.example", Level::Warn), lan, None, NOW).await.unwrap();
        let id = waiting(store, "domain:xacminh.example", lan).await;
        let later = NOW.plus_hours(1);
        store.approve(id, minh, Reference::embedded(), later).await.unwrap();
        let current = store.listing(&name).await.unwrap().unwrap();
        assert_eq!((current.level, current.listed_at, current.serial), (Level::Block, NOW, Serial(2)));
        assert!(matches!(store.delist(&name, " ", lan, later).await, Err(StoreError::NotAllowed(_))));
        store.delist(&name, "tên miền đã đổi chủ", lan, later).await.unwrap();
        assert_eq!(store.listing(&name).await.unwrap(), None);
        let again = store.delist(&name, "lần nữa", lan, later).await;
        assert!(matches!(again, Err(StoreError::NotFound("listing"))), "{again:?}");
        assert_eq!(store.head_serial().await.unwrap(), Serial(3));
        let history = store.history(&name).await.unwrap();
        let actions: Vec<Action> = history.iter().map(|act| act.action).collect();
        assert_eq!(actions, [Action::List, Action::Revise, Action::Delist]);
        let snapshot = store.load_snapshot().await.unwrap();
        let delta = Delta::new(Serial(2), &store.acts_after(Serial(2), 10).await.unwrap(), &snapshot);
        assert_eq!(delta.delisted, [name]);
        assert!(store.verify().await.unwrap().is_clean());
    })
    .await;
}

#[tokio::test]
async fn a_proposal_to_delist_waits_for_somebody_who_may() {
    for_each_database(async |database| {
        let store = &database.store;
        let (lan, minh, _) = desk(store).await;
        let analyst = officer(store, "an", &[Role::Analyst]).await;
        let name = indicator("domain:xacminh.example");
        let missing = store.propose_delist(&name, "nhầm", analyst, NOW).await;
        assert!(matches!(missing, Err(StoreError::NotFound("listing"))), "{missing:?}");
        store.propose(cleared("domain:xacminh.example", Level::Warn), lan, None, NOW).await.unwrap();
        let id = store.propose_delist(&name, "nhầm", analyst, NOW).await.unwrap();
        let refused = store.approve(id, analyst, Reference::embedded(), NOW).await;
        assert!(matches!(refused, Err(StoreError::NotAllowed(_))), "{refused:?}");
        assert_eq!(store.approve(id, minh, Reference::embedded(), NOW).await.unwrap(), Serial(2));
        assert!(store.load_snapshot().await.unwrap().is_empty());
        let act = &store.acts_before(None, 1).await.unwrap()[0];
        assert_eq!((act.action, act.evidence.as_str()), (Action::Delist, "nhầm"));
        assert_eq!((act.proposed_by, act.approved_by), (Some(analyst), Some(minh)));
    })
    .await;
}

#[tokio::test]
async fn the_guard_is_asked_again_at_approval_and_a_refusal_leaves_the_proposal_open() {
    for_each_database(async |database| {
        let store = &database.store;
        let (lan, minh, _) = desk(store).await;
        let id = waiting(store, "domain:xacminh.example", lan).await;
        let after_its_end = NOW.plus_days(91);
        let refused = store.approve(id, minh, Reference::embedded(), after_its_end).await;
        assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
        assert_eq!(store.proposal(id).await.unwrap().state, ProposalState::Open);
        assert_eq!(store.head_serial().await.unwrap(), Serial(0));
        assert_eq!(database.number("SELECT COUNT(*) FROM acts").await, 0);
    })
    .await;
}

#[tokio::test]
async fn whoever_has_no_role_or_is_disabled_decides_nothing() {
    for_each_database(async |database| {
        let store = &database.store;
        let (lan, ..) = desk(store).await;
        let admin = officer(store, "quan", &[Role::Administrator]).await;
        let warn = || cleared("domain:xacminh.example", Level::Warn);
        assert!(matches!(store.propose(warn(), admin, None, NOW).await, Err(StoreError::NotAllowed(_))));
        store.set_officer_enabled(lan, store::Version(1), false, admin, NOW).await.unwrap();
        assert!(matches!(store.propose(warn(), lan, None, NOW).await, Err(StoreError::NotAllowed(_))));
        let nobody = OfficerId(uuid::Uuid::nil());
        assert!(matches!(store.propose(warn(), nobody, None, NOW).await, Err(StoreError::NotFound(_))));
        assert_eq!(store.head_serial().await.unwrap(), Serial(0));
    })
    .await;
}

#[tokio::test]
async fn an_import_lists_what_is_new_once_and_keeps_the_chain() {
    for_each_database(async |database| {
        let store = &database.store;
        let (lan, ..) = desk(store).await;
        store.propose(cleared("domain:n7.example", Level::Warn), lan, None, NOW).await.unwrap();
        let mut all: Vec<_> =
            (0..2_500).map(|n| cleared(&format!("domain:n{n}.example"), Level::Block)).collect();
        all.push(cleared("domain:n3.example", Level::Block));
        let outcome = store.bulk_list(&all, "danh sách mẫu", NOW).await.unwrap();
        assert_eq!((outcome.listed, outcome.already_listed), (2_499, 2));
        assert_eq!(outcome.serial, Serial(2_500));
        let again = store.bulk_list(&all, "danh sách mẫu", NOW).await.unwrap();
        assert_eq!((again.listed, again.serial), (0, Serial(2_500)));
        let snapshot = store.load_snapshot().await.unwrap();
        assert_eq!((snapshot.len(), snapshot.serial()), (2_500, Serial(2_500)));
        let acts = store.acts_after(Serial(0), 10_000).await.unwrap();
        assert_eq!(snapshot, Snapshot::default().apply(&acts).unwrap());
        let report = store.verify().await.unwrap();
        assert!(report.is_clean(), "{:?}", report.problems);
        let last = acts.iter().fold(ActHash::ZERO, |hash, act| act.hash(hash));
        assert_eq!(report.act_hash, last);
    })
    .await;
}

#[tokio::test]
async fn what_has_expired_is_taken_off_once_by_the_system() {
    for_each_database(async |database| {
        let store = &database.store;
        let all: Vec<_> = (0..150).map(|n| cleared(&format!("domain:n{n}.example"), Level::Block)).collect();
        store.bulk_list(&all, "danh sách mẫu", NOW).await.unwrap();
        let end = listing("domain:n0.example", Level::Warn).expires_at;
        assert!(store.expired_listings(end.plus_hours(-1), 10).await.unwrap().is_empty());
        let other = database.open_again().await;
        let (one, two) = tokio::join!(store.delist_expired(end, 1_000), other.delist_expired(end, 1_000));
        assert_eq!(one.unwrap() + two.unwrap(), 150);
        assert!(store.load_snapshot().await.unwrap().is_empty());
        let act = &store.acts_before(None, 1).await.unwrap()[0];
        assert_eq!((act.serial, act.action, act.proposed_by), (Serial(300), Action::Delist, None));
        assert!(store.verify().await.unwrap().is_clean());
    })
    .await;
}

#[tokio::test]
async fn the_list_is_searched_page_by_page() {
    for_each_database(async |database| {
        let store = &database.store;
        let mut fine = listing("domain:a_b.example", Level::Warn);
        fine.method = Method::GovFine;
        let fine = desk::guard::clear(fine, Reference::embedded(), NOW).unwrap();
        let others = ["domain:axb.example", "phone:+84900000001", "domain:cxd.example"];
        let mut all = vec![fine];
        all.extend(others.map(|name| cleared(name, Level::Block)));
        store.bulk_list(&all, "mẫu", NOW).await.unwrap();
        let find = async |filter: ListFilter, before: Option<u64>, limit: u32| {
            let found = store.listings(&filter, before.map(Serial), limit).await.unwrap();
            found.iter().map(|l| l.indicator.value().to_owned()).collect::<Vec<_>>()
        };
        let any = ListFilter::default();
        assert_eq!(find(any.clone(), None, 2).await, ["cxd.example", "+84900000001"]);
        assert_eq!(find(any.clone(), Some(3), 2).await, ["axb.example", "a_b.example"]);
        let part = ListFilter { contains: "a_b".to_owned(), ..any.clone() };
        assert_eq!(find(part, None, 9).await, ["a_b.example"]);
        let kind = ListFilter { kind: Some(model::IndicatorKind::Phone), ..any.clone() };
        assert_eq!(find(kind, None, 9).await, ["+84900000001"]);
        let level = ListFilter { level: Some(Level::Warn), method: Some(Method::GovFine), ..any.clone() };
        assert_eq!(find(level, None, 9).await, ["a_b.example"]);
        let none = ListFilter { level: Some(Level::Warn), method: Some(Method::JobTask), ..any };
        assert!(find(none, None, 9).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_last_act_before_is_told_for_whatever_changed_since() {
    for_each_database(async |database| {
        let store = &database.store;
        let (lan, minh, _) = desk(store).await;
        for name in ["domain:mot.example", "domain:hai.example", "domain:ba.example"] {
            let id = waiting(store, name, lan).await;
            store.approve(id, minh, Reference::embedded(), NOW).await.unwrap();
        }
        for name in ["domain:mot.example", "domain:hai.example"] {
            store.delist(&indicator(name), "đã đổi chủ", lan, NOW).await.unwrap();
        }
        let id = waiting(store, "domain:mot.example", lan).await;
        store.approve(id, minh, Reference::embedded(), NOW).await.unwrap();
        let told = async |serial| {
            let acts = store.last_acts_up_to(Serial(serial)).await.unwrap();
            let mut serials: Vec<u64> = acts.iter().map(|act| act.serial.0).collect();
            serials.sort_unstable();
            serials
        };
        assert_eq!(told(0).await, [0; 0]);
        assert_eq!(told(3).await, [1, 2], "of `ba` nothing changed since");
        assert_eq!(told(4).await, [2, 4], "a delisting is a last act too");
        assert_eq!(told(6).await, [0; 0]);
    })
    .await;
}
