//! The queue: most urgent first, page by page, filtered; and the figures over all reports.

use desk::Role;
use model::report::ReportState;
use model::{Method, ReportId, TrackingCode, Verdict};
use store::report::{BulkReport, QueueFilter};
use store::{Store, StoreError, Version};
use testkit::for_each_database;

use crate::fixture::{NOW, assessment, indicator, insert, officer, report};

/// 60 reports; each third a kidnapping, each fourth from Hà Nội, each fifth dismissed.
async fn fill(store: &Store) {
    let reports: Vec<BulkReport> = (0..60)
        .map(|number: u64| {
            let mut new = report(number);
            new.indicators = vec![indicator(&format!("domain:n{number}.example"))];
            new.money_lost = Some(number);
            if number.is_multiple_of(3) {
                new.method = Some(Method::CoerceKidnap);
            }
            if number.is_multiple_of(4) {
                new.province = Some("01".to_owned());
            }
            let dismissed = number.is_multiple_of(5);
            BulkReport {
                report: new,
                assessment: assessment(Verdict::NoInformation, &[]),
                tracking_code: TrackingCode::from_random(number),
                received_at: NOW.plus_hours(number as i64 % 7),
                state: if dismissed { ReportState::Dismissed } else { ReportState::Received },
            }
        })
        .collect();
    store.bulk_insert_reports(&reports, "mẫu", NOW).await.unwrap();
}

async fn all_pages(store: &Store, filter: &QueueFilter, limit: u32) -> Vec<(i64, ReportId)> {
    let mut lines = Vec::new();
    let mut after = None;
    loop {
        let page = store.queue(filter, &desk::Sight::All, after, limit).await.unwrap();
        assert!(page.lines.len() <= limit as usize);
        lines.extend(page.lines.iter().map(|line| (line.place, line.id)));
        after = page.next;
        if after.is_none() {
            return lines;
        }
    }
}

#[tokio::test]
async fn pages_join_to_the_whole_in_order() {
    for_each_database(async |database| {
        let store = &database.store;
        fill(store).await;
        let any = QueueFilter::default();
        let whole = all_pages(store, &any, 1_000).await;
        assert_eq!(whole.len(), 48);
        assert!(whole.is_sorted());
        for limit in [1, 7, 48] {
            assert_eq!(all_pages(store, &any, limit).await, whole, "{limit}");
        }
        let first = &store.queue(&any, &desk::Sight::All, None, 1).await.unwrap().lines[0];
        assert_eq!(first.method, Some(Method::CoerceKidnap), "a life comes first");
    })
    .await;
}

#[tokio::test]
async fn filters_add_up() {
    for_each_database(async |database| {
        let store = &database.store;
        fill(store).await;
        let check = async |filter: QueueFilter, expected: usize| {
            assert_eq!(all_pages(store, &filter, 10).await.len(), expected, "{filter:?}");
        };
        let any = QueueFilter::default();
        let kidnap = Some(Method::CoerceKidnap);
        let hanoi = Some("01".to_owned());
        check(QueueFilter { state: Some(ReportState::Dismissed), ..any.clone() }, 12).await;
        check(QueueFilter { state: Some(ReportState::Recorded), ..any.clone() }, 0).await;
        check(QueueFilter { province: hanoi.clone(), ..any.clone() }, 12).await;
        check(QueueFilter { method: kidnap, ..any.clone() }, 16).await;
        check(QueueFilter { method: kidnap, province: hanoi.clone(), ..any.clone() }, 4).await;
        let state = Some(ReportState::Dismissed);
        check(QueueFilter { state, method: kidnap, province: hanoi, ..any.clone() }, 1).await;
        let lan = officer(store, "lan", &[Role::DutyOfficer]).await;
        check(QueueFilter { assigned_to: Some(lan), ..any.clone() }, 0).await;
        let id = store.queue(&any, &desk::Sight::All, None, 1).await.unwrap().lines[0].id;
        store.assign_report(id, Version(1), Some(lan), lan, NOW).await.unwrap();
        check(QueueFilter { assigned_to: Some(lan), ..any }, 1).await;
    })
    .await;
}

#[tokio::test]
async fn figures_add_up() {
    for_each_database(async |database| {
        let store = &database.store;
        fill(store).await;
        let counts = store.counts(NOW, NOW.plus_days(1)).await.unwrap();
        assert_eq!((counts.reports, counts.money_lost), (60, (0..60).sum()));
        let by_state: Vec<_> = counts.by_state.iter().map(|c| (c.value, c.reports)).collect();
        assert_eq!(by_state, [(ReportState::Received, 48), (ReportState::Dismissed, 12)]);
        let by_method: Vec<_> = counts.by_method.iter().map(|c| (c.value, c.reports)).collect();
        assert_eq!(by_method, [(Some(Method::GovJudicial), 40), (Some(Method::CoerceKidnap), 20)]);
        let by_province: Vec<_> =
            counts.by_province.iter().map(|c| (c.value.as_deref(), c.reports)).collect();
        assert_eq!(by_province, [(Some("48"), 45), (Some("01"), 15)]);
        let hour = store.counts(NOW.plus_hours(6), NOW.plus_hours(7)).await.unwrap();
        assert_eq!(hour.reports, 8);
        assert_eq!(store.counts(NOW.plus_days(1), NOW.plus_days(2)).await.unwrap().reports, 0);
    })
    .await;
}

#[tokio::test]
async fn a_batch_with_a_known_submission_leaves_nothing() {
    for_each_database(async |database| {
        let store = &database.store;
        insert(store, 30, NOW).await;
        let reports: Vec<BulkReport> = (20..40)
            .map(|number| BulkReport {
                report: report(number),
                assessment: assessment(Verdict::NoInformation, &[]),
                tracking_code: TrackingCode::from_random(number),
                received_at: NOW,
                state: ReportState::Received,
            })
            .collect();
        let conflict = store.bulk_insert_reports(&reports, "mẫu", NOW).await;
        assert!(matches!(conflict, Err(StoreError::Conflict(_))), "{conflict:?}");
        assert_eq!(database.number("SELECT COUNT(*) FROM reports").await, 1);
        assert_eq!(database.number("SELECT COUNT(*) FROM report_indicators").await, 1);
    })
    .await;
}
