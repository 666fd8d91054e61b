//! The legal clock of a source: kept, changed by audited acts, listed by urgency.

use desk::{ClockAct, ClockRefusal, Role};
use model::reference::Law;
use model::report::{ReportState, SourceKind};
use model::{Reference, ReportId, Time};
use store::audit::Deed;
use store::report::{DueCounts, DueCursor};
use store::{Store, StoreError, Version};
use testkit::for_each_database;

use crate::fixture::{NOW, insert, officer};

fn law() -> &'static Law {
    &Reference::embedded().law
}

/// Report `number`, recorded as a source at `at`.
async fn record(store: &Store, number: u64, by: model::OfficerId, at: Time) -> ReportId {
    let id = insert(store, number, at).await.id;
    store.record_source(id, Version(1), SourceKind::Denunciation, law(), by, at).await.unwrap();
    id
}

#[tokio::test]
async fn an_act_on_the_clock_is_kept_with_its_ground() {
    for_each_database(async |database| {
        let store = &database.store;
        let by = officer(store, "lan", &[Role::DutyOfficer]).await;
        let id = record(store, 1, by, NOW).await;
        let at = NOW.plus_hours(2);
        let version =
            store.act_on_clock(id, Version(2), ClockAct::Classify, "", law(), by, at).await.unwrap();
        let ground = "QĐ 12: liên quan 5 tỉnh";
        let version =
            store.act_on_clock(id, version, ClockAct::MarkComplex, ground, law(), by, at).await.unwrap();
        let clock = store.report(id, &desk::Sight::All).await.unwrap().source.unwrap().clock;
        let running: Vec<&str> = clock.running().map(|deadline| deadline.code.as_str()).collect();
        assert_eq!(running, ["resolve-complex"]);
        let lines = store.audit_lines_about(&format!("report:{id}"), 10).await.unwrap();
        let whys: Vec<&str> =
            lines.iter().filter(|line| line.what == Deed::SetClock).map(|line| line.why.as_str()).collect();
        assert_eq!(whys, ["classify: ", "mark-complex: QĐ 12: liên quan 5 tỉnh"]);
        // What the reporter sees by code follows.
        let code = store.report(id, &desk::Sight::All).await.unwrap().tracking_code;
        let due = store.report_status(&code).await.unwrap().unwrap().due;
        assert_eq!(due.iter().map(|due| due.code.as_str()).collect::<Vec<_>>(), ["resolve-complex"]);
        // A law table without any rule changes nothing of what was computed.
        let empty = Law::default();
        let refused = store.act_on_clock(id, version, ClockAct::AskExtension, "ĐN 3", &empty, by, at).await;
        assert!(matches!(refused, Err(StoreError::Clock(ClockRefusal::NotRunning(_)))), "{refused:?}");
        let kept = store.report(id, &desk::Sight::All).await.unwrap();
        assert_eq!((kept.version, kept.source.unwrap().clock), (version, clock));
    })
    .await;
}

#[tokio::test]
async fn resolving_ends_the_clock_and_a_suspended_source_cannot_be_resolved() {
    for_each_database(async |database| {
        let store = &database.store;
        let by = officer(store, "lan", &[Role::DutyOfficer]).await;
        let id = record(store, 1, by, NOW).await;
        let version =
            store.act_on_clock(id, Version(2), ClockAct::Suspend, "QĐ 7", law(), by, NOW).await.unwrap();
        let resolved = ReportState::Resolved;
        let refused = store.set_report_state(id, version, resolved, "không khởi tố", law(), by, NOW).await;
        assert!(matches!(refused, Err(StoreError::Clock(ClockRefusal::NotRunning(_)))), "{refused:?}");
        let version =
            store.act_on_clock(id, version, ClockAct::Resume, "QĐ 9", law(), by, NOW).await.unwrap();
        store.set_report_state(id, version, resolved, "không khởi tố", law(), by, NOW).await.unwrap();
        let report = store.report(id, &desk::Sight::All).await.unwrap();
        assert_eq!(report.state, resolved);
        assert_eq!(report.source.unwrap().clock.resolved_at, Some(NOW));
        let far = NOW.plus_days(4_000);
        assert!(store.due_sources(far, &desk::Sight::All, None, 10).await.unwrap().lines.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_is_due_is_listed_at_any_day_page_by_page() {
    for_each_database(async |database| {
        let store = &database.store;
        let by = officer(store, "lan", &[Role::DutyOfficer]).await;
        let mut ids = Vec::new();
        for number in 0..7 {
            ids.push(record(store, number, by, NOW.plus_hours(number as i64)).await);
        }
        let classified =
            store.act_on_clock(ids[0], Version(2), ClockAct::Classify, "", law(), by, NOW.plus_hours(9));
        classified.await.unwrap();
        let day = |now: Time| async move {
            let counts = store.count_due(now, now.plus_hours(4), &desk::Sight::All).await.unwrap();
            (counts.overdue, counts.today, counts.at_risk)
        };
        assert_eq!(day(NOW.plus_hours(7)).await, (0, 0, 0));
        // Of the six that are not classified, the first is due 25 hours after the first was recorded.
        assert_eq!(day(NOW.plus_hours(20)).await, (0, 0, 2), "in the last six hours of 24");
        assert_eq!(day(NOW.plus_hours(26)).await, (2, 4, 0));
        let none = DueCounts { overdue: 6, today: 0, at_risk: 1 };
        assert_eq!(
            store.count_due(NOW.plus_days(16), NOW.plus_days(17), &desk::Sight::All).await.unwrap(),
            none
        );
        let mut seen = Vec::new();
        let mut after: Option<DueCursor> = None;
        loop {
            let page = store.due_sources(NOW.plus_days(16), &desk::Sight::All, after, 3).await.unwrap();
            seen.extend(page.lines.iter().map(|line| line.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        ids.rotate_left(1);
        assert_eq!(seen, ids, "by what is due first; the classified one has its twenty days");
    })
    .await;
}

#[tokio::test]
async fn a_source_recorded_before_clocks_were_kept_still_runs() {
    for_each_database(async |database| {
        let store = &database.store;
        let by = officer(store, "lan", &[Role::DutyOfficer]).await;
        let id = record(store, 1, by, NOW).await;
        let due = NOW.plus_hours(24);
        database
            .execute(&format!(
                "UPDATE sources SET clock = NULL, next_due_at = NULL, at_risk_at = NULL,
                 due = '[{{\"code\":\"classify\",\"due_at\":\"{due}\"}}]'"
            ))
            .await;
        let clock = store.report(id, &desk::Sight::All).await.unwrap().source.unwrap().clock;
        assert_eq!(clock.next_due_at(), Some(NOW.plus_hours(24)));
        store.act_on_clock(id, Version(2), ClockAct::Classify, "", law(), by, NOW).await.unwrap();
        assert_eq!(
            store.report(id, &desk::Sight::All).await.unwrap().source.unwrap().clock.next_due_at(),
            None
        );
    })
    .await;
}
