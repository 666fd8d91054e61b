//! What officers wrote apart from a report, past its term: gone from rows, files and what an old backup brings.

use std::collections::BTreeSet;

use desk::retention::due_rules;
use desk::{BatchAction, CaseFacts, CaseOutcome, CloseReason, NewShift, Role, Sight, UnitId};
use model::{BatchId, CaseId, OfficerId, ReportId, Time};
use store::Store;
use store::audit::{Deed, Who};
use store::case::CaseFile;
use store::report::StepWords;
use store::retention::Erased;
use testkit::{TestDatabase, for_each_database};

use crate::fixture::{NOW, insert, officer, retention, words_in};

/// Words that must be nowhere afterwards, each planted in another place.
const PLANTED: [&str; 12] = [
    "DAU-VET-TIEU-DE",
    "DAU-VET-CAN-CU-BUOC",
    "DAU-VET-NOI-NHAN",
    "DAU-VET-DIEU-LUAT",
    "DAU-VET-TEN-BO-LOC",
    "DAU-VET-CAU-HOI",
    "DAU-VET-CAN-CU-DONG",
    "DAU-VET-CAN-CU-HOAN",
    "DAU-VET-TRA-LOI-DONG",
    "DAU-VET-CAN-CU-GOP",
    "DAU-VET-BAN-GIAO",
    "DAU-VET-VU-BI-GIU",
];

/// A day on which every rule about words is due.
const LATER: i64 = 366 * 21;

struct Written {
    by: OfficerId,
    case: CaseId,
    batch: BatchId,
    reports: Vec<ReportId>,
}

async fn batch(
    store: &Store,
    action: &BatchAction,
    words: impl Into<StepWords<'_>>,
    ids: &[ReportId],
    by: OfficerId,
) -> BatchId {
    let id = store.plan_batch(action, words, ids, false, by, NOW).await.unwrap();
    store.begin_batch(id, by, NOW).await.unwrap();
    store.run_batch(id, NOW).await.unwrap();
    id
}

async fn transferred(store: &Store, title: &str, report: ReportId, by: OfficerId) -> CaseId {
    let case = store.open_case(title, by, NOW).await.unwrap();
    store.link_case(case, report, false, by, NOW).await.unwrap();
    let version = store.case(case, &Sight::All).await.unwrap().case.version;
    let facts = CaseFacts {
        outcome: Some(CaseOutcome::Transferred),
        money_held: 1_000_000,
        article: "DAU-VET-DIEU-LUAT".to_owned(),
        recipient: "DAU-VET-NOI-NHAN".to_owned(),
        ..CaseFacts::default()
    };
    store.step_case(case, version, &facts, "DAU-VET-CAN-CU-BUOC", by, NOW).await.unwrap();
    case
}

/// Everything that officers write apart from a report, once.
async fn write(store: &Store) -> Written {
    let by = officer(store, "lan", &[Role::DutyOfficer, Role::Approver]).await;
    let mut reports = Vec::new();
    for number in 0..6 {
        reports.push(insert(store, number, NOW).await.id);
    }
    let case = transferred(store, "DAU-VET-TIEU-DE", reports[0], by).await;
    let dismiss = BatchAction::Dismiss { reason: CloseReason::NotFraud };
    let words = StepWords { ground: "DAU-VET-CAN-CU-DONG", answer: "DAU-VET-TRA-LOI-DONG" };
    let closed = batch(store, &dismiss, words, &reports[1..3], by).await;
    store.undo_batch(closed, "DAU-VET-CAN-CU-HOAN", by, NOW).await.unwrap();
    store.run_batch(closed, NOW).await.unwrap();
    let fold = BatchAction::Fold { into: reports[3] };
    batch(store, &fold, "DAU-VET-CAN-CU-GOP", &reports[4..], by).await;
    store.save_view("search", "DAU-VET-TEN-BO-LOC", "q=DAU-VET-CAU-HOI", true, by, NOW).await.unwrap();
    let shift = NewShift {
        unit: UnitId::ministry(),
        starts_at: NOW.plus_hours(1),
        ends_at: NOW.plus_hours(9),
        supervisor: by,
        officers: vec![by],
    };
    let shift = store.plan_shift(&shift, by, NOW).await.unwrap();
    store.write_shift_note(&shift, "DAU-VET-BAN-GIAO", by, NOW.plus_hours(8)).await.unwrap();
    store.save_draft(by, "call", "DAU-VET-NHAP", NOW).await.unwrap();
    Written { by, case, batch: closed, reports }
}

async fn erase(store: &Store, at: Time) -> Erased {
    store.erase_due(&due_rules(retention(), at), Who::System, at).await.unwrap()
}

/// What must be the same before and after.
async fn figures(store: &Store) -> String {
    let cases = store.case_figures(NOW.plus_days(-1), NOW.plus_days(1), &Sight::All).await.unwrap();
    format!("{cases:?} {:?}", store.counts(NOW.plus_days(-1), NOW.plus_days(1)).await.unwrap())
}

async fn file(store: &Store, case: CaseId) -> CaseFile {
    store.case(case, &Sight::All).await.unwrap()
}

#[tokio::test]
async fn words_of_officers_are_gone_from_every_file_and_the_figures_stay() {
    for_each_database(async |database| {
        let store = &database.store;
        let written = write(store).await;
        if database.engine() == store::Engine::Sqlite {
            assert!(words_in(database.folder(), &PLANTED).len() >= 11, "the words are there before");
        }
        let (before, at) = (figures(store).await, NOW.plus_days(LATER));
        let counted = store.count_erasable(&due_rules(retention(), at)).await.unwrap();
        // One case, two batches, one view, one note, one draft.
        assert_eq!(counted.words, 6);
        assert_eq!(erase(store, at).await.words, 6);
        assert!(!erase(store, at).await.is_anything(), "a second time finds nothing");
        assert_eq!(figures(store).await, before);
        let kept = file(store, written.case).await;
        assert_eq!((kept.case.title.as_str(), kept.steps[0].ground.as_str()), ("", ""));
        assert_eq!((kept.case.outcome, kept.facts.money_held), (Some(CaseOutcome::Transferred), 1_000_000));
        let (batch, _) = store.batch(written.batch, written.by, at).await.unwrap();
        assert_eq!((batch.ground.as_str(), batch.undone.unwrap().2.as_str()), ("", ""));
        assert_eq!(batch.answer, "");
        for sql in ["SELECT COUNT(*) FROM views", "SELECT COUNT(*) FROM drafts"] {
            assert_eq!(database.number(sql).await, 0, "{sql}");
        }
        let planted = "SELECT COUNT(*) FROM audit_lines WHERE why LIKE '%DAU-VET%'";
        assert_eq!(database.number(planted).await, 0, "the trail repeats none of it");
        store.backup(&database.folder().join("backup"), at).await.unwrap();
        assert_eq!(words_in(database.folder(), &PLANTED), Vec::<String>::new());
        let verified = store.verify().await.unwrap();
        assert!(verified.is_clean(), "{:?}", verified.problems);
        let lines = store.audit_lines_about(&format!("case:{}", written.case), 20).await.unwrap();
        let erased = |line: &&store::audit::AuditLine| line.what == Deed::EraseWords;
        assert_eq!(lines.iter().find(erased).map(|line| line.why.as_str()), Some("words-case"));
    })
    .await;
}

#[tokio::test]
async fn words_go_on_their_own_day_and_not_before() {
    for_each_database(async |database| {
        let store = &database.store;
        let written = write(store).await;
        let open = store.open_case("DAU-VET-CON-MO", written.by, NOW).await.unwrap();
        // From 22/11/2026, 07:00 in Viet Nam: a draft after 30 days, a note after 3 months, a view after 12, batches
        // after 60, a case after 240.
        for (day, words) in [
            ("2026-12-22", 0),
            ("2026-12-23", 1),
            ("2027-02-22", 0),
            ("2027-02-23", 1),
            ("2027-11-22", 0),
            ("2027-11-23", 1),
            ("2031-11-22", 0),
            ("2031-11-23", 2),
            ("2046-11-22", 0),
            ("2046-11-23", 1),
        ] {
            let at = desk::clocks::start_of_iso_day(day).unwrap();
            assert_eq!(erase(store, at).await.words, words, "{day}");
        }
        assert_eq!(file(store, open).await.case.title, "DAU-VET-CON-MO", "an open case keeps everything");
    })
    .await;
}

/// A hold on one report keeps what was written about it together with others.
#[tokio::test]
async fn a_hold_on_a_report_keeps_the_words_of_its_case_and_its_batches() {
    for_each_database(async |database| {
        let store = &database.store;
        let written = write(store).await;
        let held = transferred(store, "DAU-VET-VU-BI-GIU", written.reports[3], written.by).await;
        let minh = officer(store, "minh", &[Role::Approver]).await;
        let ground = "cơ quan điều tra yêu cầu";
        // Of the batch that joined reports, and of the second case.
        let hold = store.place_hold(written.reports[3], true, ground, written.by, NOW).await.unwrap();
        let at = NOW.plus_days(LATER);
        assert_eq!(erase(store, at).await.words, 5);
        assert_eq!(file(store, held).await.case.title, "DAU-VET-VU-BI-GIU");
        assert_eq!(file(store, written.case).await.case.title, "");
        store.lift_hold(hold, "đã xong", minh, at).await.unwrap();
        assert_eq!(erase(store, at).await.words, 2);
        assert_eq!(words_in(database.folder(), &PLANTED), Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn an_old_backup_brings_no_words_back() {
    for_each_database(async |database| {
        let store = &database.store;
        let written = write(store).await;
        let target = tempfile::tempdir().unwrap();
        let backup = target.path().join("backup");
        store.backup(&backup, NOW).await.unwrap();
        assert!(words_in(&backup, &PLANTED).len() >= 10);
        let at = NOW.plus_days(LATER);
        let to: TestDatabase = database.sibling().await;
        to.store.restore(&backup, retention(), at).await.unwrap();
        assert_eq!(words_in(to.folder(), &PLANTED), Vec::<String>::new());
        assert_eq!(file(&to.store, written.case).await.case.title, "");
        assert_eq!(figures(&to.store).await, figures(store).await);
        assert!(to.store.verify().await.unwrap().is_clean());
    })
    .await;
}

/// Columns that a page names: `table.column` in backquotes, and lines "- `table`: column, column".
fn columns_named(page: &str) -> BTreeSet<String> {
    let mut named: BTreeSet<String> =
        page.split('`').skip(1).step_by(2).filter(|text| text.contains('.')).map(str::to_owned).collect();
    for line in page.lines() {
        let Some((table, columns)) = line.strip_prefix("- `").and_then(|line| line.split_once("`: ")) else {
            continue;
        };
        named.extend(columns.split(", ").map(|column| format!("{table}.{column}")));
    }
    named
}

/// A column that a migration adds would have no rule without anybody having looked.
#[tokio::test]
async fn every_column_of_text_stands_on_the_page_of_personal_data() {
    let named = columns_named(include_str!("../../../../docs/personal-data.md"));
    let database = TestDatabase::sqlite().await;
    let columns = database
        .texts(
            "SELECT m.name || '.' || p.name AS named FROM sqlite_master AS m, pragma_table_info(m.name) AS p
             WHERE m.type = 'table' AND p.type IN ('TEXT', 'BYTEA') AND m.name <> 'migrations'",
        )
        .await;
    assert!(columns.len() > 200, "{}", columns.len());
    let unnamed: Vec<_> = columns.iter().filter(|column| !named.contains(*column)).collect();
    assert!(unnamed.is_empty(), "in no list of docs/personal-data.md: {unnamed:?}");
}
