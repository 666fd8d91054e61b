//! What officers close as spam folds its likes away, and what became of a source's reports weighs its next one; both
//! are undone with the closing.

use std::collections::BTreeSet;

use desk::Role;
use desk::weight::SourceRecord;
use model::report::{Contact, NewReport, ReportState};
use model::{Assessment, Method, OfficerId, Reference, ReportId, TrackingCode};
use store::Store;
use store::event::FoldInput;
use store::report::QueueFilter;
use testkit::for_each_database;

use crate::fixture::{NOW, officer, report};

fn is_near(a: u64, b: u64) -> bool {
    (a ^ b).count_ones() <= 3
}

/// Stores report `number` of a person with this telephone, as `change` makes it, and does its follow-up work with this
/// text and sketch.
async fn came(
    store: &Store,
    number: u64,
    phone: &str,
    (text, sketch): (&str, u64),
    change: impl FnOnce(&mut NewReport),
) -> ReportId {
    let contact =
        Contact { name: "Người Mẫu".to_owned(), phone: Some(phone.to_owned()), email: None, sms: false };
    let mut new = NewReport {
        contact: Some(contact),
        money_lost: None,
        method: Some(Method::GovJudicial),
        ..report(number)
    };
    change(&mut new);
    let code = TrackingCode::from_random(number * 7919);
    let id = store.insert_report(&new, &Assessment::no_information(), code, NOW).await.unwrap().id;
    let input = FoldInput {
        plain_words: Some(text.as_bytes().to_vec()),
        sketch: Some(sketch),
        ignored: vec!["domain:xacminh.example".parse().unwrap()],
    };
    store.fold_report(id, &input, is_near, NOW).await.unwrap();
    store.fold_spam(id, &input, is_near).await.unwrap();
    store.weigh_report(id).await.unwrap();
    id
}

/// Checks which reports are in the queue, or put aside. Those of one millisecond have no order among each other.
async fn check(store: &Store, folded_away: bool, expected: &[ReportId]) {
    let filter = QueueFilter { folded_away, ..QueueFilter::default() };
    let lines = store.queue(&filter, &desk::Sight::All, None, 100).await.unwrap().lines;
    let ids: BTreeSet<ReportId> = lines.iter().map(|line| line.id).collect();
    assert_eq!(ids, expected.iter().copied().collect(), "put aside: {folded_away}");
}

async fn close_as_spam(store: &Store, id: ReportId, by: OfficerId) {
    let version = store.report(id, &desk::Sight::All).await.unwrap().version;
    let law = &Reference::embedded().law;
    store.dismiss_as_spam(id, version, "Quảng cáo", law, by, NOW).await.unwrap();
}

async fn set_state(store: &Store, id: ReportId, to: ReportState, by: OfficerId) {
    let version = store.report(id, &desk::Sight::All).await.unwrap().version;
    let law = &Reference::embedded().law;
    store.set_report_state(id, version, to, "Xem lại", law, by, NOW).await.unwrap();
}

const SPAM: (&str, u64) = ("nhan qua tai day", 0xff00);

#[tokio::test]
async fn what_says_the_same_as_spam_is_put_aside_and_comes_back() {
    for_each_database(async |database| {
        let store = &database.store;
        let by = officer(store, "an", &[Role::DutyOfficer]).await;
        let spam = came(store, 1, "+84900000001", SPAM, |_| ()).await;
        close_as_spam(store, spam, by).await;
        let same = came(store, 2, "+84900000002", SPAM, |_| ()).await;
        let near = came(store, 3, "+84900000003", ("khac chu", 0xff01), |_| ()).await;
        let other = came(store, 4, "+84900000004", ("chuyen khac", 0x00ff), |_| ()).await;
        let lost = came(store, 5, "+84900000005", SPAM, |new| new.money_lost = Some(1)).await;
        let danger =
            came(store, 6, "+84900000006", SPAM, |new| new.method = Some(Method::CoerceKidnap)).await;
        check(store, false, &[other, lost, danger]).await;
        check(store, true, &[same, near]).await;
        assert_eq!(store.count_folded_away().await.unwrap(), 2);
        assert_eq!(store.report(same, &desk::Sight::All).await.unwrap().spam_of, Some(spam));

        // Whoever takes one in hand has it in the queue; a closing that is undone brings back all others.
        let version = store.report(near, &desk::Sight::All).await.unwrap().version;
        store.assign_report(near, version, Some(by), by, NOW).await.unwrap();
        check(store, true, &[same]).await;
        set_state(store, spam, ReportState::InProgress, by).await;
        check(store, true, &[]).await;
        check(store, false, &[spam, same, near, other, lost, danger]).await;
        let later = came(store, 7, "+84900000007", SPAM, |_| ()).await;
        assert_eq!(store.report(later, &desk::Sight::All).await.unwrap().spam_of, None);
    })
    .await;
}

#[tokio::test]
async fn a_source_of_spam_weighs_little_and_its_record_goes_with_its_identity() {
    for_each_database(async |database| {
        let store = &database.store;
        let by = officer(store, "an", &[Role::DutyOfficer]).await;
        let mut earlier = Vec::new();
        for number in 1..=3 {
            let text = (["mot", "hai", "ba"][number as usize - 1], 0xf << (number * 8));
            let id = came(store, number, "+84900000001", text, |_| ()).await;
            close_as_spam(store, id, by).await;
            earlier.push(id);
        }
        let doubted = came(store, 4, "+84900000001", ("bon", 0xf0f0_0000_0000), |_| ()).await;
        let unknown = came(store, 5, "+84900000002", ("nam", 0x0f0f_0000_0000), |_| ()).await;
        assert_eq!(store.source_record(doubted).await.unwrap(), (SourceRecord { confirmed: 0, spam: 3 }, 18));
        assert_eq!(store.source_record(unknown).await.unwrap(), (SourceRecord::default(), 100));
        let lines = store.queue(&QueueFilter::default(), &desk::Sight::All, None, 10).await.unwrap().lines;
        let order: Vec<ReportId> = lines.iter().map(|line| line.id).collect();
        assert_eq!(order, [unknown, doubted], "the same in all else, the doubted one waits");
        // Its earlier reports name the same domain and weigh little, so that they push nobody forward by much.
        let urgency = |id| lines.iter().find(|line| line.id == id).unwrap().urgency;
        assert!(urgency(doubted) < urgency(unknown));

        set_state(store, earlier[0], ReportState::InProgress, by).await;
        set_state(store, earlier[0], ReportState::Resolved, by).await;
        let record = SourceRecord { confirmed: 1, spam: 2 };
        assert_eq!(store.source_record(doubted).await.unwrap(), (record, record.weight()));

        for id in earlier.into_iter().chain([doubted]) {
            assert_eq!(database.number("SELECT COUNT(*) FROM source_records").await, 1);
            store.erase_identity(id, store::audit::Who::System, "quá hạn", NOW).await.unwrap();
        }
        assert_eq!(database.number("SELECT COUNT(*) FROM source_records").await, 0);
        assert!(store.verify().await.unwrap().is_clean());
    })
    .await;
}
