//! Reports found by words, by what they name, and by who sent them.

use desk::{Role, Sight, search::question};
use model::report::{NewReport, ReportState};
use model::{ReportId, Verdict};
use store::report::COUNTED_MAX;
use store::search::SearchFilter;
use store::{Store, StoreError};
use testkit::for_each_database;

use crate::fixture::{NOW, assessment, contact, indicator, officer, report};

async fn insert(store: &Store, number: u64, change: impl FnOnce(&mut NewReport)) -> ReportId {
    let mut new = report(number);
    change(&mut new);
    let code = model::TrackingCode::from_random(number * 7919);
    let at = model::Time::from_millis(NOW.millis() + number as i64);
    let stored = store.insert_report(&new, &assessment(Verdict::NoInformation, &[]), code, at).await.unwrap();
    stored.id
}

async fn found(store: &Store, text: &str) -> Vec<ReportId> {
    let page =
        store.search_reports(&question(text), &SearchFilter::default(), &Sight::All, None, 50).await.unwrap();
    assert_eq!(page.next, None);
    page.lines.iter().map(|line| line.id).collect()
}

#[tokio::test]
async fn words_are_found_with_and_without_marks_in_texts_notes_and_indicators() {
    for_each_database(async |database| {
        let store = &database.store;
        let by = officer(store, "an", &[Role::DutyOfficer]).await;
        let one = insert(store, 1, |new| new.text = "Gọi từ số lạ, bảo CHUYỂN TIỀN ngay".to_owned()).await;
        let two = insert(store, 2, |new| {
            new.text = "chuyen tien vao tai khoan la".to_owned();
            new.indicators = vec![indicator("phone:+84900000123")];
        })
        .await;
        assert_eq!(found(store, "chuyển tiền").await, [], "not in the index yet");
        for id in [one, two, two] {
            store.index_report(id).await.unwrap();
        }
        assert_eq!(found(store, "chuyển tiền").await, [two, one]);
        assert_eq!(found(store, "CHUYEN tien").await, [two, one]);
        assert_eq!(found(store, "tien chuyen ngay").await, [one]);
        assert_eq!(found(store, "0900 000 123").await, [two]);
        assert_eq!(found(store, "chuyển khoản gấp").await, []);
        assert_eq!(found(store, "").await, []);
        store.write_note(one, "Đã gọi lại cho người báo", by, NOW).await.unwrap();
        store.write_note(two, "Đã gọi lại", by, NOW).await.unwrap();
        assert_eq!(found(store, "goi lai nguoi").await, [one]);
        let filter = SearchFilter { state: Some(ReportState::Dismissed), ..SearchFilter::default() };
        let none = store.search_reports(&question("tien"), &filter, &Sight::All, None, 50).await.unwrap();
        assert_eq!((none.lines.len(), none.next), (0, None));
        let elsewhere = Sight::Province("92".to_owned());
        let all = SearchFilter::default();
        let unseen = store.search_reports(&question("tien"), &all, &elsewhere, None, 50).await.unwrap();
        assert_eq!(unseen.lines.len(), 0);
        let phone = indicator("phone:+84900000123");
        assert_eq!(store.reports_naming(&phone, &elsewhere, None, 50).await.unwrap().lines.len(), 0);
        assert_eq!(store.reports_naming(&phone, &Sight::All, None, 50).await.unwrap().lines.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn pages_follow_each_other_over_blocks_without_gap_or_repeat() {
    for_each_database(async |database| {
        let store = &database.store;
        let mut batch = Vec::new();
        for number in 0..2_500u64 {
            let mut new = report(number);
            new.text = format!("tin nhan so {number} {}", if number % 7 == 0 { "đặc biệt" } else { "" });
            batch.push(store::report::BulkReport {
                report: new,
                assessment: assessment(Verdict::NoInformation, &[]),
                tracking_code: model::TrackingCode::from_random(number * 7919),
                received_at: model::Time::from_millis(NOW.millis() + number as i64),
                state: if number % 2 == 0 { ReportState::Received } else { ReportState::Dismissed },
            });
        }
        store.bulk_insert_reports(&batch, "thử", NOW).await.unwrap();
        let filter = SearchFilter { state: Some(ReportState::Received), ..SearchFilter::default() };
        for (text, filter, expected) in [
            ("tin nhắn", SearchFilter::default(), 2_500),
            ("đặc biệt", SearchFilter::default(), 358),
            ("dac biet tin", filter, 179),
        ] {
            let (mut all, mut before) = (Vec::new(), None);
            loop {
                let page =
                    store.search_reports(&question(text), &filter, &Sight::All, before, 60).await.unwrap();
                assert!(page.lines.len() <= 60);
                all.extend(page.lines.iter().map(|line| (line.received_at, line.id)));
                before = page.next;
                if before.is_none() {
                    break;
                }
            }
            assert_eq!(all.len(), expected, "{text}");
            assert!(all.is_sorted_by(|a, b| a > b), "{text}: newest first, each once");
        }
        let shared = indicator("domain:xacminh.example");
        assert_eq!(store.count_reports_with_indicator(&shared).await.unwrap(), COUNTED_MAX + 1);
        let (mut count, mut before) = (0, None);
        loop {
            let page = store.reports_naming(&shared, &Sight::All, before, 400).await.unwrap();
            count += page.lines.len();
            before = page.next;
            if before.is_none() {
                break;
            }
        }
        assert_eq!(count, 2_500);
    })
    .await;
}

#[tokio::test]
async fn what_came_before_the_index_is_entered_later() {
    for_each_database(async |database| {
        let store = &database.store;
        for number in 0..450 {
            insert(store, number, |_| ()).await;
        }
        let mut after = None;
        loop {
            after = store.index_missing(after).await.unwrap();
            if after.is_none() {
                break;
            }
        }
        assert_eq!(database.number("SELECT COUNT(*) FROM search_numbers").await, 450);
        assert!(store.index_missing(None).await.unwrap().is_some());
        assert_eq!(database.number("SELECT COUNT(*) FROM search_numbers").await, 450);
    })
    .await;
}

#[tokio::test]
async fn a_sender_is_found_by_whole_name_only_with_a_reason_and_until_erased() {
    for_each_database(async |database| {
        let store = &database.store;
        let by = officer(store, "an", &[Role::DutyOfficer]).await;
        let analyst = officer(store, "binh", &[Role::Analyst]).await;
        let id = insert(store, 1, |new| new.contact = Some(contact())).await;
        insert(store, 2, |_| ()).await;
        let find = async |text: &str| {
            let page = store.reports_of_sender(text, "đối chiếu", by, None, 10, NOW).await.unwrap();
            page.lines.iter().map(|line| line.id).collect::<Vec<_>>()
        };
        for text in ["NGUYEN VAN MAU", "0900 000 001", "+84900000001", "mau@mail.example"] {
            assert_eq!(find(text).await, [id], "{text}");
        }
        for text in ["Nguyễn", "Văn Mẫu", "0900 000 002", ""] {
            assert_eq!(find(text).await, [], "{text}");
        }
        let blank = store.reports_of_sender("Nguyễn Văn Mẫu", " ", by, None, 10, NOW).await;
        assert!(matches!(blank, Err(StoreError::NotAllowed(_))));
        let other = store.reports_of_sender("Nguyễn Văn Mẫu", "xem", analyst, None, 10, NOW).await;
        assert!(matches!(other, Err(StoreError::NotAllowed(_))));
        let lines = store.audit_lines(None, 20).await.unwrap();
        let searches: Vec<_> = lines.iter().filter(|line| line.what.slug() == "search-sender").collect();
        assert_eq!(searches.len(), 8);
        assert!(searches.iter().all(|line| line.target.is_empty() && !line.why.contains("Nguy")));
        assert_eq!(database.number("SELECT COUNT(*) FROM search_postings WHERE word = 'nguyen'").await, 0);
        store.erase_identity(id, store::audit::Who::System, "hết hạn", NOW).await.unwrap();
        assert_eq!(find("NGUYEN VAN MAU").await, []);
        assert_eq!(database.number("SELECT COUNT(*) FROM identity_digests").await, 0);
    })
    .await;
}
