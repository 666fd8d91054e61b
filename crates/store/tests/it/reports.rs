//! Reports: stored once, read back whole, followed without identity.

use desk::Role;
use model::report::{NewAttachment, ReportState, SourceKind};
use model::{Method, Reference, TrackingCode, Verdict};
use store::audit::{Deed, Who};
use store::report::{Origin, QueueFilter, SourceDue};
use store::{StoreError, Version};
use testkit::for_each_database;

use crate::fixture::{NOW, assessment, contact, indicator, insert, officer, report};

#[tokio::test]
async fn a_report_reads_back_as_it_was_sent() {
    for_each_database(async |database| {
        let store = &database.store;
        let mut new = report(1);
        new.attachments = vec![NewAttachment {
            name: "ảnh.png".to_owned(),
            media_type: "image/png",
            bytes: b"\x89PNG sample".to_vec(),
        }];
        let assessed = assessment(Verdict::Dangerous, &["domain:xacminh.example", "phone:+84900000002"]);
        let code = TrackingCode::from_random(5);
        let inserted = store.insert_report(&new, &assessed, code.clone(), NOW).await.unwrap();
        assert!(inserted.was_new);
        let read = store.report(inserted.id, &desk::Sight::All).await.unwrap();
        assert_eq!(read.text, new.text);
        assert_eq!((read.happened_at, read.money_lost), (new.happened_at, new.money_lost));
        assert_eq!((read.province, read.place), (new.province, new.place));
        assert_eq!((read.state, read.received_at), (ReportState::Received, NOW));
        assert_eq!((read.method, read.claimed_method), (new.method, new.method));
        assert_eq!((read.tracking_code, read.version), (code, Version(1)));
        assert_eq!(read.assessment, assessed);
        assert!(!read.has_identity);
        let seen: Vec<_> = read.indicators.iter().map(|i| (i.indicator.to_string(), i.origin)).collect();
        let expected = [
            ("domain:xacminh.example".to_owned(), Origin::Named),
            ("phone:+84900000002".to_owned(), Origin::Found),
        ];
        assert_eq!(seen, expected);
        let by = officer(store, "lan", &[Role::DutyOfficer]).await;
        let (file, bytes) = store.read_attachment(read.attachments[0].id, by, NOW).await.unwrap();
        assert_eq!((file.name.as_str(), bytes.as_slice()), ("ảnh.png", b"\x89PNG sample".as_slice()));
    })
    .await;
}

#[tokio::test]
async fn the_same_submission_again_is_the_same_report() {
    for_each_database(async |database| {
        let store = &database.store;
        let first = insert(store, 1, NOW).await;
        let code = TrackingCode::from_random(99);
        let again =
            store.insert_report(&report(1), &assessment(Verdict::Spam, &[]), code, NOW).await.unwrap();
        assert_eq!((again.id, &again.tracking_code), (first.id, &first.tracking_code));
        assert!(!again.was_new);
        assert_eq!(database.number("SELECT COUNT(*) FROM reports").await, 1);
        assert_eq!(database.number("SELECT COUNT(*) FROM jobs").await, 1);
    })
    .await;
}

#[tokio::test]
async fn fifty_at_once_are_all_kept_and_one_submission_sent_ten_times_is_one() {
    for_each_database(async |database| {
        let mut tasks = tokio::task::JoinSet::new();
        for number in 0..50 {
            let store = database.store.clone();
            tasks.spawn(async move { insert(&store, number, NOW).await.id });
        }
        for _ in 0..10 {
            let store = database.store.clone();
            tasks.spawn(async move { insert(&store, 1_000, NOW).await.id });
        }
        let mut ids = tasks.join_all().await;
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 51);
        assert_eq!(database.number("SELECT COUNT(*) FROM reports").await, 51);
        assert_eq!(database.number("SELECT MAX(position) FROM audit_lines").await, 51);
    })
    .await;
}

#[tokio::test]
async fn a_tracking_code_drawn_twice_is_a_conflict_that_leaves_nothing() {
    for_each_database(async |database| {
        let store = &database.store;
        let code = TrackingCode::from_random(5);
        let assessed = assessment(Verdict::NoInformation, &[]);
        store.insert_report(&report(1), &assessed, code.clone(), NOW).await.unwrap();
        let mut second = report(2);
        second.contact = Some(contact());
        let outcome = store.insert_report(&second, &assessed, code, NOW).await;
        assert!(matches!(outcome, Err(StoreError::Conflict("tracking code"))), "{outcome:?}");
        for table in ["reports", "jobs", "audit_lines", "report_indicators"] {
            assert_eq!(database.number(&format!("SELECT COUNT(*) FROM {table}")).await, 1, "{table}");
        }
        assert_eq!(database.number("SELECT COUNT(*) FROM identities").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_tracking_code_shows_states_and_dates_only() {
    for_each_database(async |database| {
        let store = &database.store;
        let inserted = insert(store, 1, NOW).await;
        let by = officer(store, "lan", &[Role::DutyOfficer]).await;
        let law = &Reference::embedded().law;
        let later = NOW.plus_hours(1);
        let kind = SourceKind::Denunciation;
        let source = store.record_source(inserted.id, Version(1), kind, law, by, later).await.unwrap();
        assert_eq!((source.year, source.number), (2026, 1));
        let status = store.report_status(&inserted.tracking_code).await.unwrap().unwrap();
        assert_eq!((status.state, status.received_at), (ReportState::Recorded, NOW));
        assert_eq!((status.updated_at, status.recorded_at), (later, Some(later)));
        let running: Vec<SourceDue> = source.clock.running().map(SourceDue::from).collect();
        assert_eq!(status.due, running);
        assert_eq!(running.len(), 2, "to be classified and resolved");
        assert_eq!(store.report_status(&TrackingCode::from_random(1)).await.unwrap(), None);
        assert_eq!(store.report(inserted.id, &desk::Sight::All).await.unwrap().source, Some(source));
    })
    .await;
}

#[tokio::test]
async fn the_register_numbers_without_gaps_and_starts_again_each_year() {
    for_each_database(async |database| {
        let store = &database.store;
        let by = officer(store, "lan", &[Role::DutyOfficer]).await;
        let law = &Reference::embedded().law;
        let mut numbers = Vec::new();
        for (index, days) in [0, 1, 2, 60].into_iter().enumerate() {
            let id = insert(store, index as u64, NOW).await.id;
            let at = NOW.plus_days(days);
            let kind = SourceKind::CrimeInformation;
            let source = store.record_source(id, Version(1), kind, law, by, at).await.unwrap();
            numbers.push((source.year, source.number));
            let again = store.record_source(id, Version(2), kind, law, by, at).await;
            assert!(matches!(again, Err(StoreError::Step(_))), "{again:?}");
        }
        assert_eq!(numbers, [(2026, 1), (2026, 2), (2026, 3), (2027, 1)]);
    })
    .await;
}

#[tokio::test]
async fn a_lost_update_is_refused() {
    for_each_database(async |database| {
        let store = &database.store;
        let id = insert(store, 1, NOW).await.id;
        let by = officer(store, "lan", &[Role::DutyOfficer]).await;
        let version = store.set_method(id, Version(1), Method::JobTask, by, NOW).await.unwrap();
        assert_eq!(version, Version(2));
        let stale = store.set_method(id, Version(1), Method::GovFine, by, NOW).await;
        assert!(matches!(stale, Err(StoreError::Conflict("report"))), "{stale:?}");
        let missing = store.set_method(model::ReportId(uuid::Uuid::nil()), version, Method::Other, by, NOW);
        assert!(matches!(missing.await, Err(StoreError::NotFound("report"))));
        let read = store.report(id, &desk::Sight::All).await.unwrap();
        assert_eq!((read.method, read.method_by_officer), (Some(Method::JobTask), true));
        assert_eq!(read.claimed_method, Some(Method::GovJudicial));
    })
    .await;
}

#[tokio::test]
async fn a_state_follows_the_rules_of_the_desk_and_a_refusal_changes_nothing() {
    for_each_database(async |database| {
        let store = &database.store;
        let id = insert(store, 1, NOW).await.id;
        let duty = officer(store, "lan", &[Role::DutyOfficer]).await;
        let auditor = officer(store, "soi", &[Role::Auditor]).await;
        let dismissed = ReportState::Dismissed;
        let law = &Reference::embedded().law;
        let no_ground = store.set_report_state(id, Version(1), dismissed, " ", law, duty, NOW).await;
        assert!(matches!(no_ground, Err(StoreError::Step(_))), "{no_ground:?}");
        let no_role = store.set_report_state(id, Version(1), dismissed, "trùng", law, auditor, NOW).await;
        assert!(matches!(no_role, Err(StoreError::NotAllowed(_))), "{no_role:?}");
        assert_eq!(store.report(id, &desk::Sight::All).await.unwrap().version, Version(1));
        let version = store.assign_report(id, Version(1), Some(duty), duty, NOW).await.unwrap();
        assert_eq!(store.report(id, &desk::Sight::All).await.unwrap().state, ReportState::InProgress);
        store.set_report_state(id, version, dismissed, "trùng với tin khác", law, duty, NOW).await.unwrap();
        assert!(
            store.queue(&QueueFilter::default(), &desk::Sight::All, None, 10).await.unwrap().lines.is_empty()
        );
        let lines = store.audit_lines_about(&format!("report:{id}"), 10).await.unwrap();
        let deeds: Vec<(Deed, Who)> = lines.iter().map(|line| (line.what, line.who)).collect();
        let by = Who::Officer(duty);
        let expected =
            [(Deed::CreateReport, Who::Public), (Deed::AssignReport, by), (Deed::SetReportState, by)];
        assert_eq!(deeds, expected);
    })
    .await;
}

#[tokio::test]
async fn notes_are_kept_in_order() {
    for_each_database(async |database| {
        let store = &database.store;
        let id = insert(store, 1, NOW).await.id;
        let by = officer(store, "lan", &[Role::Analyst]).await;
        store.write_note(id, "đã gọi ngân hàng", by, NOW).await.unwrap();
        store.write_note(id, "ngân hàng đã giữ tiền", by, NOW.plus_hours(1)).await.unwrap();
        let notes = store.report(id, &desk::Sight::All).await.unwrap().notes;
        let texts: Vec<&str> = notes.iter().map(|note| note.text.as_str()).collect();
        assert_eq!(texts, ["đã gọi ngân hàng", "ngân hàng đã giữ tiền"]);
    })
    .await;
}

#[tokio::test]
async fn reports_that_share_an_indicator_are_found() {
    for_each_database(async |database| {
        let store = &database.store;
        for number in 0..3 {
            insert(store, number, NOW.plus_hours(number as i64)).await;
        }
        let shared = indicator("domain:xacminh.example");
        let related = store.reports_with_indicator(&shared, &desk::Sight::All, 2).await.unwrap();
        assert_eq!(related.len(), 2);
        assert!(related[0].received_at > related[1].received_at);
        assert_eq!(store.count_reports_with_indicator(&shared).await.unwrap(), 3);
        let read = store.report(related[0].id, &desk::Sight::All).await.unwrap();
        assert_eq!(read.indicators[0].other_reports, 2);
        assert_eq!(store.count_reports_with_indicator(&indicator("domain:khac.example")).await.unwrap(), 0);
    })
    .await;
}
