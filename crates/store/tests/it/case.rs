//! Cases, on both databases: reports linked once, money counted once, figures that add up.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use desk::{CaseError, CaseFacts, CaseOutcome, NewUnit, NotAllowed, Role, Sight, UnitKind};
use model::report::{Contact, NewReport};
use model::{CaseId, OfficerId, Reference, ReportId, Time, TrackingCode, Verdict};
use store::case::Linked;
use store::{Store, StoreError, Version};
use testkit::for_each_database;

use crate::fixture::{CODE_OF_N, NOW, assessment, insert, officer, report};

/// A report of somebody (empty: of nobody known) who lost this much.
async fn told(store: &Store, number: u64, phone: &str, money: u64) -> ReportId {
    let contact = Contact { name: String::new(), phone: Some(phone.to_owned()), email: None, sms: false };
    let new = NewReport {
        money_lost: Some(money),
        contact: (!phone.is_empty()).then_some(contact),
        ..report(number)
    };
    let code = TrackingCode::from_random(number * 7919);
    let assessment = assessment(Verdict::NoInformation, &[]);
    store.insert_report(&new, &assessment, code, NOW.plus_hours(number as i64)).await.unwrap().id
}

fn linked(linked: u64, already: u64, other_case: u64, other_unit: u64) -> Linked {
    Linked { linked, already, other_case, other_unit }
}

async fn step(
    store: &Store,
    id: CaseId,
    by: OfficerId,
    at: Time,
    change: impl FnOnce(&mut CaseFacts),
) -> Result<(), StoreError> {
    let file = store.case(id, &Sight::All).await.unwrap();
    let mut facts = file.facts;
    change(&mut facts);
    store.step_case(id, file.case.version, &facts, "theo quyết định", by, at).await
}

#[tokio::test]
async fn one_loss_told_by_four_roads_is_counted_once() {
    for_each_database(async |database| {
        let store = &database.store;
        let by = officer(store, "lan", &[Role::DutyOfficer]).await;
        let at = NOW.plus_days(2);
        let ids = [
            told(store, 0, "+84900000001", 30_000_000).await,
            told(store, 1, "+84900000001", 30_000_000).await,
            told(store, 2, "", 30_000_000).await,
            told(store, 3, "+84900000002", 30_000_000).await,
            told(store, 4, "+84900000003", 5_000_000).await,
        ];
        for other in &ids[1..4] {
            store.merge_events(ids[0], *other, "cùng vụ", by, at).await.unwrap();
        }
        let case = store.open_case("Giả danh công an", by, at).await.unwrap();
        assert_eq!(store.link_case(case, ids[1], true, by, at).await.unwrap(), linked(4, 0, 0, 0));
        assert_eq!(store.link_case(case, ids[4], false, by, at).await.unwrap(), linked(1, 0, 0, 0));
        assert_eq!(store.link_case(case, ids[0], true, by, at).await.unwrap(), linked(0, 4, 0, 0));
        let file = store.case(case, &Sight::All).await.unwrap();
        assert_eq!((file.reports, file.losses, file.money_told), (5, 3, 65_000_000));
        // A second case takes none of them.
        let second = store.open_case("Vụ khác", by, at).await.unwrap();
        assert_eq!(store.link_case(second, ids[2], true, by, at).await.unwrap(), linked(0, 0, 4, 0));
        assert_eq!(store.case_of(ids[2]).await.unwrap().unwrap().id, case);
        // Who led the loss goes out: the others still tell it, once.
        store.unlink_case(case, ids[0], by, at).await.unwrap();
        let file = store.case(case, &Sight::All).await.unwrap();
        assert_eq!((file.reports, file.losses, file.money_told), (4, 3, 65_000_000));
        assert!(matches!(store.unlink_case(case, ids[0], by, at).await, Err(StoreError::NotFound(_))));
        assert_eq!(store.link_case(second, ids[0], false, by, at).await.unwrap(), linked(1, 0, 0, 0));
        assert_eq!(store.case_by_number(2026, 2).await.unwrap(), Some(second));
        assert!(store.verify().await.unwrap().is_clean());
    })
    .await;
}

#[tokio::test]
async fn steps_are_checked_kept_and_counted_by_period() {
    for_each_database(async |database| {
        let store = &database.store;
        let by = officer(store, "lan", &[Role::DutyOfficer]).await;
        let analyst = officer(store, "mai", &[Role::Analyst]).await;
        let at = |days| NOW.plus_days(days);
        let report = told(store, 0, "", 50_000_000).await;
        let case = store.open_case("Sàn vàng", analyst, at(1)).await.unwrap();
        store.link_case(case, report, false, analyst, at(1)).await.unwrap();
        let refused = step(store, case, analyst, at(2), |facts| facts.money_held = 1).await;
        assert!(matches!(refused, Err(StoreError::NotAllowed(NotAllowed::MissingPermission(_)))));
        let refused = step(store, case, by, at(2), |facts| facts.money_held = 50_000_001).await;
        assert!(matches!(refused, Err(StoreError::Case(CaseError::Money))), "{refused:?}");
        step(store, case, by, at(2), |facts| facts.money_held = 20_000_000).await.unwrap();
        step(store, case, by, at(40), |facts| {
            facts.outcome = Some(CaseOutcome::Prosecuted);
            facts.defendants = 4;
            facts.money_lost = Some(70_000_000);
            facts.article = "Điều 174".to_owned();
        })
        .await
        .unwrap();
        step(store, case, by, at(100), |facts| {
            (facts.money_held, facts.money_returned) = (5_000_000, 15_000_000);
        })
        .await
        .unwrap();
        let stale = store.step_case(case, Version(1), &CaseFacts::default(), "x", by, at(101)).await;
        assert!(matches!(stale, Err(StoreError::Conflict(_))), "{stale:?}");
        let file = store.case(case, &Sight::All).await.unwrap();
        assert_eq!((file.steps.len(), file.facts.defendants), (3, 4));
        assert_eq!(file.steps[0].facts.outcome, None);
        assert_eq!(file.case.outcome, Some(CaseOutcome::Prosecuted));
        let first = store.case_figures(at(0), at(90), &Sight::All).await.unwrap();
        assert_eq!((first.opened, first.outcomes, first.defendants), (1, [0, 0, 0, 0, 1], 4));
        assert_eq!((first.money_lost, first.money_held, first.money_returned), (70_000_000, 20_000_000, 0));
        let second = store.case_figures(at(90), at(180), &Sight::All).await.unwrap();
        assert_eq!((second.opened, second.outcomes, second.defendants), (0, [0; 5], 0));
        assert_eq!(
            (second.money_lost, second.money_held, second.money_returned),
            (0, -15_000_000, 15_000_000)
        );
        let prosecuted = Some(Some(CaseOutcome::Prosecuted));
        assert_eq!(store.cases(prosecuted, &Sight::All, None, 10).await.unwrap().0.len(), 1);
        assert!(store.cases(Some(None), &Sight::All, None, 10).await.unwrap().0.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_case_and_its_reports_are_seen_by_their_units_alone() {
    for_each_database(async |database| {
        let store = &database.store;
        for (id, province) in [("da-nang", "48"), ("ha-noi", "01")] {
            let unit = NewUnit {
                id: id.parse().unwrap(),
                kind: UnitKind::Province,
                parent: Some("ministry".parse().unwrap()),
                name: id.to_owned(),
                province: Some(province.to_owned()),
                commune: None,
                methods: Vec::new(),
            };
            store.create_unit(&unit, Reference::embedded(), None, NOW).await.unwrap();
        }
        let root = officer(store, "goc", &[Role::DutyOfficer]).await;
        let local = officer(store, "hoa", &[Role::DutyOfficer]).await;
        store.set_officer_unit(local, Version(1), &"da-nang".parse().unwrap(), None, NOW).await.unwrap();
        let far = officer(store, "thu", &[Role::DutyOfficer]).await;
        store.set_officer_unit(far, Version(1), &"ha-noi".parse().unwrap(), None, NOW).await.unwrap();
        let (mine, other) = (insert(store, 0, NOW).await.id, insert(store, 1, NOW).await.id);
        let unit = "da-nang".parse().unwrap();
        store.move_report(mine, Version(1), &unit, "đúng nơi", root, NOW).await.unwrap();
        store.merge_events(mine, other, "cùng vụ", root, NOW).await.unwrap();
        let case = store.open_case("Vụ của tỉnh", local, NOW).await.unwrap();
        assert!(store.link_case(case, other, true, local, NOW).await.is_err());
        assert_eq!(store.link_case(case, mine, true, local, NOW).await.unwrap(), linked(1, 0, 0, 1));
        store.link_case(case, other, false, root, NOW).await.unwrap();
        let sight = |id| async move { store.officer(id).await.unwrap().unit.sight() };
        let (here, there) = (sight(local).await, sight(far).await);
        assert_eq!(store.case_reports(case, &here, None, 10).await.unwrap().0.len(), 1);
        assert_eq!(store.case_reports(case, &Sight::All, None, 10).await.unwrap().0.len(), 2);
        let refused = store.case(case, &there).await;
        assert!(matches!(refused, Err(StoreError::NotAllowed(NotAllowed::OtherUnit))), "{refused:?}");
        assert!(store.cases(None, &there, None, 10).await.unwrap().0.is_empty());
        assert!(step(store, case, far, NOW, |facts| facts.money_held = 1).await.is_err());
        assert!(store.unlink_case(case, mine, far, NOW).await.is_err());
        let tomorrow = NOW.plus_days(1);
        assert_eq!(store.case_figures(NOW, tomorrow, &here).await.unwrap().opened, 1);
        assert_eq!(store.case_figures(NOW, tomorrow, &there).await.unwrap().opened, 0);
    })
    .await;
}

#[tokio::test]
#[expect(clippy::print_stdout, reason = "the figure is the point")]
async fn ten_thousand_reports_are_linked_to_one_case_and_read_page_by_page() {
    const REPORTS: u64 = 10_000;
    for_each_database(async |database| {
        let store = &database.store;
        let by = officer(store, "lan", &[Role::DutyOfficer]).await;
        let first = told(store, 0, "+84900000001", 7).await;
        // The rest behind the store's back: the test is of the case, not of intake. One report in ten repeats a loss.
        database
            .execute(&format!(
                "INSERT INTO reports (id, submission, tracking_code, channel, state, is_open, place_in_queue, urgency,
                    received_at, updated_at, text, place, money_lost, method_by_officer, verdict, assessment,
                    indicator_first, indicator_count, version, event_id)
                 WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {REPORTS} - 1)
                 SELECT 'f0000000-0000-7000-8000-0000000' || CAST(10000 + n AS TEXT), 's' || CAST(n AS TEXT),
                    {CODE_OF_N}, 'web', 'received', 1, 0, 0, 0, 0, '', '', 1000 + n - n % 10 * (n % 10 / 9),
                    0, 'no_information', '{{}}', '', 0, 1, '{first}' FROM numbers"
            ))
            .await;
        let case = store.open_case("Một vụ rất lớn", by, NOW).await.unwrap();
        let start = Instant::now();
        assert_eq!(store.link_case(case, first, true, by, NOW).await.unwrap().linked, REPORTS);
        let linking = start.elapsed();
        let (mut seen, mut after, mut pages, mut slowest) = (BTreeSet::new(), None, 0, Duration::ZERO);
        loop {
            let start = Instant::now();
            let (page, next) = store.case_reports(case, &Sight::All, after, 100).await.unwrap();
            slowest = slowest.max(start.elapsed());
            seen.extend(page.iter().map(|report| report.id));
            pages += 1;
            after = next;
            if next.is_none() {
                break;
            }
        }
        assert_eq!((seen.len() as u64, pages), (REPORTS, 100));
        let start = Instant::now();
        let file = store.case(case, &Sight::All).await.unwrap();
        let reading = start.elapsed();
        assert_eq!(file.reports, REPORTS);
        assert!(file.losses < REPORTS && file.losses > REPORTS / 2, "{}", file.losses);
        println!(
            "{:?} {REPORTS} reports: linked in {linking:.1?}, case read in {reading:.1?}, slowest page {slowest:.1?}",
            database.engine()
        );
        let one_more = insert(store, 5, NOW).await.id;
        let full = store.link_case(case, one_more, false, by, NOW).await;
        assert!(matches!(full, Err(StoreError::Case(CaseError::Full))), "{full:?}");
    })
    .await;
}
