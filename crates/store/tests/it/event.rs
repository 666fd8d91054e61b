//! Events on both engines: folded by rule, merged, split and undone by officers.

use std::collections::BTreeSet;

use desk::Role;
use desk::event::{EventActKind, EventError, FoldReason};
use model::report::NewReport;
use model::{Indicator, Method, ReportId, Time, TrackingCode, Verdict};
use store::event::FoldInput;
use store::{Store, StoreError};
use testkit::for_each_database;

use crate::fixture::{NOW, assessment, indicator, officer, report};

/// Stores report `number` with these indicators, an hour after the one before.
async fn insert(store: &Store, number: u64, method: Method, indicators: &[&str]) -> ReportId {
    let at = NOW.plus_hours(number as i64);
    let new = NewReport {
        indicators: indicators.iter().map(|text| indicator(text)).collect(),
        method: Some(method),
        ..report(number)
    };
    let code = TrackingCode::from_random(number * 7919);
    let inserted =
        store.insert_report(&new, &assessment(Verdict::NoInformation, &[]), code, at).await.unwrap();
    inserted.id
}

async fn fold(store: &Store, id: ReportId, input: &FoldInput) -> Option<FoldReason> {
    let near = |a: u64, b: u64| (a ^ b).count_ones() <= 2;
    store.fold_report(id, input, near, NOW.plus_days(3)).await.unwrap()
}

/// The events of these reports as places in `ids`: `0 1 | 2`.
async fn events(store: &Store, ids: &[ReportId]) -> String {
    let mut events: Vec<BTreeSet<usize>> = Vec::new();
    for id in ids {
        let event = store.event_of(*id, &desk::Sight::All, 100).await.unwrap();
        assert_eq!(event.reports_count as usize, event.reports.len());
        assert_eq!(event.head, event.reports[0].id);
        let places = event.reports.iter().map(|report| ids.iter().position(|id| *id == report.id).unwrap());
        events.push(places.collect());
    }
    events.sort();
    events.dedup();
    let event = |event: &BTreeSet<usize>| event.iter().map(usize::to_string).collect::<Vec<_>>().join(" ");
    events.iter().map(event).collect::<Vec<_>>().join(" | ")
}

#[tokio::test]
async fn a_new_report_joins_the_event_it_tells_of() {
    for_each_database(async |database| {
        let store = &database.store;
        let account = "bank_account:970436:0900000123";
        let phone = "phone:+84900000123";
        let judicial = Method::GovJudicial;
        let ids = [
            insert(store, 0, judicial, &[account]).await,
            insert(store, 1, Method::JobTask, &[account, phone]).await,
            insert(store, 2, Method::JobTask, &[phone]).await,
            insert(store, 3, judicial, &[phone]).await,
            insert(store, 4, judicial, &["domain:khac.example"]).await,
            insert(store, 5, judicial, &[]).await,
            insert(store, 6, Method::JobTask, &[]).await,
        ];
        let text = |words: &[u8]| FoldInput { plain_words: Some(words.to_vec()), ..FoldInput::default() };
        let sketch = |sketch| FoldInput { sketch: Some(sketch), ..FoldInput::default() };
        assert_eq!(fold(store, ids[0], &text(b"aa")).await, None);
        assert_eq!(fold(store, ids[1], &FoldInput::default()).await, Some(FoldReason::SameAccount));
        assert_eq!(fold(store, ids[2], &FoldInput::default()).await, Some(FoldReason::SameCaller));
        assert_eq!(
            fold(store, ids[3], &FoldInput::default()).await,
            None,
            "the newest with the number is of another method"
        );
        assert_eq!(fold(store, ids[4], &sketch(u64::MAX)).await, None);
        assert_eq!(fold(store, ids[5], &sketch(u64::MAX - 1)).await, Some(FoldReason::SameTemplate));
        assert_eq!(fold(store, ids[6], &text(b"aa")).await, Some(FoldReason::SameText));
        assert_eq!(events(store, &ids).await, "0 1 2 6 | 3 | 4 5");
        // A job may run twice.
        assert_eq!(fold(store, ids[1], &FoldInput::default()).await, None);
        assert_eq!(events(store, &ids).await, "0 1 2 6 | 3 | 4 5");
        let event = store.event_of(ids[2], &desk::Sight::All, 2).await.unwrap();
        assert_eq!((event.head, event.reports_count, event.reports.len()), (ids[0], 4, 2));
        assert_eq!(event.money_lost, 4 * 2_500_000);
        assert_eq!(event.last_at, NOW.plus_hours(6));
        let reasons: Vec<&str> = event.acts.iter().map(|act| act.reason.as_str()).collect();
        assert_eq!(reasons, ["same-text", "same-caller", "same-account"]);
    })
    .await;
}

#[tokio::test]
async fn a_common_or_official_value_joins_nothing() {
    for_each_database(async |database| {
        let store = &database.store;
        let shared = "domain:chung.example";
        let first = insert(store, 0, Method::GovFine, &[shared]).await;
        let second = insert(store, 1, Method::GovFine, &[shared]).await;
        let ignored: Vec<Indicator> = vec![indicator(shared)];
        let input = FoldInput { ignored, ..FoldInput::default() };
        assert_eq!(fold(store, second, &input).await, None);
        assert_eq!(events(store, &[first, second]).await, "0 | 1");
    })
    .await;
}

#[tokio::test]
async fn events_are_merged_split_and_any_act_is_undone_later() {
    for_each_database(async |database| {
        let store = &database.store;
        let by = officer(store, "lan", &[Role::DutyOfficer]).await;
        let auditor = officer(store, "soi", &[Role::Auditor]).await;
        let mut ids = Vec::new();
        for number in 0..5 {
            ids.push(insert(store, number, Method::GovFine, &[]).await);
        }
        let at = |hours| NOW.plus_days(1).plus_hours(hours);
        let merge = async |a: usize, b: usize, hours| {
            store.merge_events(ids[a], ids[b], "cùng tài khoản nhận", by, at(hours)).await
        };
        let (first, _) = (merge(1, 0, 0).await.unwrap(), merge(2, 0, 1).await.unwrap());
        let third = merge(4, 3, 2).await.unwrap();
        let fourth = merge(0, 3, 3).await.unwrap();
        assert_eq!(events(store, &ids).await, "0 1 2 3 4");
        assert!(matches!(merge(2, 3, 4).await, Err(StoreError::Event(EventError::SameEvent))));
        let refused = store.merge_events(ids[0], ids[1], "", auditor, at(4)).await;
        assert!(matches!(refused, Err(StoreError::NotAllowed(_))), "{refused:?}");
        let out = BTreeSet::from([ids[0], ids[4]]);
        let split = store.split_event(&out, "khác phương thức", by, at(5)).await.unwrap();
        assert_eq!(events(store, &ids).await, "0 4 | 1 2 3");
        store.undo_event_act(fourth, by, at(6)).await.unwrap();
        assert_eq!(events(store, &ids).await, "0 4 | 1 2 3");
        store.undo_event_act(split, by, at(7)).await.unwrap();
        assert_eq!(events(store, &ids).await, "0 1 2 | 3 4");
        store.undo_event_act(first, by, at(8)).await.unwrap();
        assert_eq!(events(store, &ids).await, "0 2 | 1 | 3 4");
        let again = store.undo_event_act(first, by, at(9)).await;
        assert!(matches!(again, Err(StoreError::Event(EventError::NotStanding(_)))), "{again:?}");
        store.undo_event_act(third, by, at(9)).await.unwrap();
        let event = store.event_of(ids[3], &desk::Sight::All, 10).await.unwrap();
        let acts: Vec<(EventActKind, Option<Time>)> =
            event.acts.iter().map(|act| (act.kind, act.undone.map(|(at, _)| at))).collect();
        assert!(acts.contains(&(EventActKind::Merge, Some(at(9)))), "{acts:?}");
        assert!(store.verify().await.unwrap().is_clean());
    })
    .await;
}
