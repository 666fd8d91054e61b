//! Personal data past its term: gone from the rows, the files and what an old backup brings; figures stay.

use std::path::Path;

use desk::retention::due_rules;
use desk::{Role, Sight};
use model::report::{Contact, NewAttachment, NewReport, ReportState};
use model::{Level, OfficerId, ReportId, Time, TrackingCode, Verdict};
use store::audit::{Deed, Who};
use store::report::{Counts, StepWords};
use store::retention::Erased;
use store::{Engine, Store, StoreError, Version};
use testkit::{TestDatabase, for_each_database};

use crate::fixture::{NOW, assessment, cleared, indicator, insert, officer, report, retention, words_in};

/// Words that must be nowhere afterwards, each planted in another place.
const PLANTED: [&str; 10] = [
    "DAU-VET-LOI-KE",
    "DAU-VET-NOI-O",
    "DAU-VET-GHI-CHU",
    "DAU-VET-TEN-TEP",
    "DAU-VET-TRONG-TEP",
    "dau-vet.example",
    "DAU-VET-CHU-DE",
    "DAU-VET-DA-NOI",
    "dauvetmucluc",
    "DAU-VET-TRA-LOI",
];

/// Day after which everything of a report closed on the day of [`NOW`] is due, if it was no source.
const LATER: i64 = 2_200;

fn planted(number: u64) -> NewReport {
    let filler = "Có người gọi tự xưng công an, bảo chuyển tiền vào tài khoản an toàn. ".repeat(60);
    NewReport {
        text: format!("{filler} DAU-VET-LOI-KE DAUVETMUCLUC {number}"),
        place: "DAU-VET-NOI-O".to_owned(),
        indicators: vec![indicator("domain:dau-vet.example"), indicator("domain:cong-khai.example")],
        contact: Some(Contact {
            name: "Nguyễn Văn Mẫu".to_owned(), phone: None, email: None, sms: false
        }),
        attachments: vec![NewAttachment {
            name: "DAU-VET-TEN-TEP.txt".to_owned(),
            media_type: "text/plain",
            bytes: format!("DAU-VET-TRONG-TEP {number}").into_bytes(),
        }],
        ..report(number)
    }
}

async fn insert_planted(store: &Store, number: u64, by: OfficerId) -> ReportId {
    let mut assessed = assessment(Verdict::Suspicious, &["domain:dau-vet.example"]);
    assessed.reasons.push(model::Reason {
        code: "asks-otp".to_owned(),
        span: None,
        subject: Some("DAU-VET-CHU-DE".to_owned()),
        subject_en: Some("DAU-VET-CHU-DE-TIENG-ANH".to_owned()),
        weight: 1.0,
    });
    assessed.stated.push(model::Stated {
        kind: model::StatedKind::Names,
        value: "DAU-VET-DA-NOI".to_owned(),
        span: None,
    });
    let code = TrackingCode::from_random(number * 104_729);
    let id = store.insert_report(&planted(number), &assessed, code, NOW).await.unwrap().id;
    store.write_note(id, "DAU-VET-GHI-CHU", by, NOW).await.unwrap();
    store.index_report(id).await.unwrap();
    id
}

async fn close(store: &Store, id: ReportId, to: ReportState, by: OfficerId, now: Time) {
    let report = store.report(id, &Sight::All).await.unwrap();
    let mut version = report.version;
    if report.state == ReportState::Received {
        version = store.assign_report(id, version, Some(by), by, now).await.unwrap();
    }
    let law = &model::Reference::embedded().law;
    let words = StepWords { ground: "đã xong", answer: "DAU-VET-TRA-LOI" };
    store.set_report_state(id, version, to, words, law, by, now).await.unwrap();
}

/// Forty closed reports among forty that come and go around them, so that pages split and move.
async fn fill(store: &Store, by: OfficerId) -> Vec<ReportId> {
    let mut ids = Vec::new();
    for number in 0..40 {
        let id = insert_planted(store, 1_000 + number, by).await;
        let to = if number % 2 == 0 { ReportState::Dismissed } else { ReportState::Resolved };
        close(store, id, to, by, NOW).await;
        insert(store, number, NOW).await;
        ids.push(id);
    }
    // A warning by one officer is published at once.
    let published = cleared("domain:cong-khai.example", Level::Warn);
    store.propose(published, by, Some(ids[0]), NOW).await.unwrap();
    ids
}

async fn erase(store: &Store, at: Time) -> Erased {
    store.erase_due(&due_rules(retention(), at), Who::System, at).await.unwrap()
}

async fn figures(store: &Store) -> Counts {
    store.counts(NOW.plus_days(-1), NOW.plus_days(1)).await.unwrap()
}

/// Which planted words stand in which files of the folder, read as bytes.
fn found_in(folder: &Path) -> Vec<String> {
    words_in(folder, &PLANTED)
}

#[tokio::test]
async fn what_is_due_is_gone_from_every_file_and_the_figures_stay() {
    for_each_database(async |database| {
        let store = &database.store;
        let lan = officer(store, "lan", &[Role::DutyOfficer]).await;
        let ids = fill(store, lan).await;
        if database.engine() == Engine::Sqlite {
            assert!(found_in(database.folder()).len() >= PLANTED.len(), "the words are there before");
        }
        let before = figures(store).await;
        let at = NOW.plus_days(LATER);
        let rules = due_rules(retention(), at);
        let counted = store.count_erasable(&rules).await.unwrap();
        assert_eq!((counted.identities, counted.contents), (40, 40));
        let erased = erase(store, at).await;
        assert_eq!(erased, Erased { identities: 40, contents: 40, files: 40, words: 0 });
        assert!(!erase(store, at).await.is_anything(), "a second time finds nothing");
        assert_eq!(figures(store).await, before);
        let report = store.report(ids[0], &Sight::All).await.unwrap();
        assert_eq!((report.text.as_str(), report.place.as_str(), report.has_identity), ("", "", false));
        assert_eq!(report.erased_at, Some(at));
        assert_eq!((report.money_lost, report.assessment.verdict), (Some(2_500_000), Verdict::Suspicious));
        // What was published stays published; what was not is gone.
        let names: Vec<String> = report.indicators.iter().map(|one| one.indicator.to_string()).collect();
        assert_eq!(names, ["domain:cong-khai.example"]);
        assert_eq!(database.number("SELECT COUNT(*) FROM reports WHERE text LIKE '%DAU-VET%'").await, 0);
        assert_eq!(database.number("SELECT COUNT(*) FROM notes WHERE text <> ''").await, 0);
        assert_eq!(database.number("SELECT COUNT(*) FROM reports WHERE reporter_answer <> ''").await, 0);
        let backup = database.folder().join("backup");
        store.backup(&backup, at).await.unwrap();
        assert_eq!(found_in(database.folder()), Vec::<String>::new());
        let verified = store.verify().await.unwrap();
        assert!(verified.is_clean(), "{:?}", verified.problems);
        let lines = store.audit_lines_about(&format!("report:{}", ids[0]), 20).await.unwrap();
        let deeds: Vec<_> = lines.iter().rev().take(2).map(|line| (line.what, line.why.clone())).collect();
        assert!(deeds.contains(&(Deed::EraseContent, "content-dismissed".to_owned())), "{deeds:?}");
    })
    .await;
}

#[tokio::test]
async fn nothing_goes_before_its_day() {
    for_each_database(async |database| {
        let store = &database.store;
        let lan = officer(store, "lan", &[Role::DutyOfficer]).await;
        let dismissed = insert_planted(store, 1, lan).await;
        let open = insert_planted(store, 2, lan).await;
        let source = insert_planted(store, 3, lan).await;
        close(store, dismissed, ReportState::Dismissed, lan, NOW).await;
        let law = &model::Reference::embedded().law;
        let kind = model::report::SourceKind::Denunciation;
        store.record_source(source, Version(1), kind, law, lan, NOW).await.unwrap();
        close(store, source, ReportState::Resolved, lan, NOW).await;
        // 22/11/2026, 07:00 in Viet Nam: identity on 23/5/2027, content on 23/11/2027.
        for (days, expected) in [(181, (0, 0)), (182, (1, 0)), (365, (0, 0)), (366, (0, 1)), (LATER, (0, 0))]
        {
            let erased = erase(store, NOW.plus_days(days)).await;
            assert_eq!((erased.identities, erased.contents), expected, "after {days} days");
        }
        assert!(
            store.report(open, &Sight::All).await.unwrap().has_identity,
            "an open report keeps everything"
        );
        assert!(!store.report(source, &Sight::All).await.unwrap().text.is_empty(), "a source is kept longer");
        let erased = erase(store, NOW.plus_days(366 * 20)).await;
        assert_eq!((erased.identities, erased.contents), (1, 1));
    })
    .await;
}

/// A report that was erased may be opened again: what is written then has a term from the day on which it is closed.
#[tokio::test]
async fn what_is_written_after_erasing_goes_on_its_own_day() {
    for_each_database(async |database| {
        let store = &database.store;
        let lan = officer(store, "lan", &[Role::DutyOfficer]).await;
        let (again, open) = (insert_planted(store, 1, lan).await, insert_planted(store, 2, lan).await);
        for id in [again, open] {
            close(store, id, ReportState::Dismissed, lan, NOW).await;
        }
        assert_eq!(erase(store, NOW.plus_days(366)).await.contents, 2);
        assert_eq!(erase(store, NOW.plus_days(399)).await.contents, 0, "closed once, erased once");
        let law = &model::Reference::embedded().law;
        for id in [again, open] {
            let (at, version) = (NOW.plus_days(400), store.report(id, &Sight::All).await.unwrap().version);
            let to = ReportState::InProgress;
            store.set_report_state(id, version, to, "xem lại", law, lan, at).await.unwrap();
            store.write_note(id, "DAU-VET-GHI-CHU", lan, at).await.unwrap();
        }
        // Closed again on 6/1/2028: due on 7/1/2029.
        close(store, again, ReportState::Dismissed, lan, NOW.plus_days(410)).await;
        let rules = due_rules(retention(), NOW.plus_days(777));
        assert_eq!(store.count_erasable(&rules).await.unwrap().contents, 1);
        let code = store.report(again, &Sight::All).await.unwrap().tracking_code;
        for (days, contents, answer) in
            [(411, 0, "DAU-VET-TRA-LOI"), (776, 0, "DAU-VET-TRA-LOI"), (777, 1, ""), (LATER, 0, "")]
        {
            let erased = erase(store, NOW.plus_days(days)).await;
            assert_eq!(erased.contents, contents, "after {days} days");
            assert_eq!(
                store.report_status(&code).await.unwrap().unwrap().answer,
                answer,
                "after {days} days"
            );
        }
        let report = store.report(again, &Sight::All).await.unwrap();
        assert_eq!(report.erased_at, Some(NOW.plus_days(777)));
        assert!(report.notes.iter().all(|note| note.text.is_empty()), "{:?}", report.notes);
        let report = store.report(open, &Sight::All).await.unwrap();
        assert!(report.notes.iter().any(|note| !note.text.is_empty()), "an open report keeps everything");
        assert!(!found_in(database.folder()).contains(&"DAU-VET-TRA-LOI".to_owned()));
        assert!(store.verify().await.unwrap().is_clean());
    })
    .await;
}

#[tokio::test]
async fn a_hold_keeps_a_report_or_its_event_until_somebody_else_lifts_it() {
    for_each_database(async |database| {
        let store = &database.store;
        let lan = officer(store, "lan", &[Role::DutyOfficer]).await;
        let minh = officer(store, "minh", &[Role::Approver]).await;
        let (one, two) = (insert_planted(store, 1, lan).await, insert_planted(store, 2, lan).await);
        let alone = insert_planted(store, 3, lan).await;
        for id in [one, two, alone] {
            close(store, id, ReportState::Dismissed, lan, NOW).await;
        }
        store.merge_events(one, two, "một vụ", lan, NOW).await.unwrap();
        for (by, ground) in [(lan, " "), (minh, "cơ quan điều tra yêu cầu")] {
            let refused = store.place_hold(one, true, ground, by, NOW).await;
            assert!(matches!(refused, Err(StoreError::NotAllowed(_))), "{refused:?}");
        }
        let hold = store.place_hold(one, true, "cơ quan điều tra yêu cầu", lan, NOW).await.unwrap();
        let at = NOW.plus_days(LATER);
        let erased = erase(store, at).await;
        assert_eq!((erased.identities, erased.contents), (1, 1), "only the one outside the event");
        assert!(store.report(alone, &Sight::All).await.unwrap().erased_at.is_some());
        assert_eq!(store.holds_on(two).await.unwrap().len(), 1);
        let refused = store.lift_hold(hold, "đã xong", lan, at).await;
        assert!(matches!(refused, Err(StoreError::NotAllowed(_))), "{refused:?}");
        store.lift_hold(hold, "đã xong", minh, at).await.unwrap();
        assert!(matches!(store.lift_hold(hold, "đã xong", minh, at).await, Err(StoreError::NotFound(_))));
        assert_eq!(erase(store, at).await.contents, 2);
    })
    .await;
}

/// The backup is as old as the data in it; restoring it later must not bring back what has been erased since.
#[tokio::test]
async fn an_old_backup_brings_nothing_back() {
    for_each_database(async |database| {
        let store = &database.store;
        let lan = officer(store, "lan", &[Role::DutyOfficer]).await;
        let ids = fill(store, lan).await;
        let target = tempfile::tempdir().unwrap();
        let backup = target.path().join("backup");
        store.backup(&backup, NOW).await.unwrap();
        assert!(!found_in(&backup).is_empty());
        let at = NOW.plus_days(LATER);
        erase(store, at).await;
        let to: TestDatabase = database.sibling().await;
        to.store.restore(&backup, retention(), at).await.unwrap();
        assert_eq!(found_in(to.folder()), Vec::<String>::new());
        assert_eq!(to.number("SELECT COUNT(*) FROM identities").await, 0);
        assert_eq!(to.store.report(ids[3], &Sight::All).await.unwrap().text, "");
        assert_eq!(figures(&to.store).await, figures(store).await);
        assert!(to.store.verify().await.unwrap().is_clean());
    })
    .await;
}

#[tokio::test]
async fn a_file_that_another_report_names_stays() {
    for_each_database(async |database| {
        let store = &database.store;
        let lan = officer(store, "lan", &[Role::DutyOfficer]).await;
        let mut same = planted(1);
        let shared = same.attachments.clone();
        let first = insert_planted(store, 1, lan).await;
        close(store, first, ReportState::Dismissed, lan, NOW).await;
        same.submission = uuid::Uuid::from_u64_pair(77, 7);
        same.attachments = shared;
        let code = TrackingCode::from_random(5);
        let second =
            store.insert_report(&same, &assessment(Verdict::Suspicious, &[]), code, NOW).await.unwrap().id;
        let erased = erase(store, NOW.plus_days(LATER)).await;
        assert_eq!((erased.contents, erased.files), (1, 0));
        let attachment = store.report(second, &Sight::All).await.unwrap().attachments[0].id;
        assert!(store.read_attachment(attachment, lan, NOW).await.is_ok());
    })
    .await;
}
