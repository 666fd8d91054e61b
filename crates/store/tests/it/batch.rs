//! One act on many reports, on both databases: decided row by row, gone on with after a death, undone exactly.

use std::time::{Duration, Instant};

use desk::report_state::ANSWER_CHARS_MAX;
use desk::{
    BatchAction, BatchRowState, BatchSkip, BatchState, CloseReason, NewUnit, NotAllowed, Role, Sight,
    UnitKind,
};
use model::report::{ReportState, SourceKind};
use model::{BatchId, Method, OfficerId, Reference, ReportId, Time};
use store::audit::Deed;
use store::job::JobKind;
use store::report::StepWords;
use store::{Store, StoreError, Version};
use testkit::{TestDatabase, for_each_database};

use crate::fixture::{NOW, insert, officer};

/// Everything a batch may change, one line for each report.
const REPORTS: &str = "SELECT id || ' ' || state || ' ' || CAST(is_open AS TEXT) || ' ' || CAST(updated_at AS TEXT)
    || ' ' || COALESCE(assigned_to, '-') || ' ' || COALESCE(method, '-') || ' ' || CAST(method_by_officer AS TEXT)
    || ' ' || COALESCE(unit_id, '-') || ' ' || COALESCE(unit_province, '-') || ' ' || COALESCE(unit_reason, '-')
    || ' ' || CAST(place_in_queue AS TEXT) || ' ' || CAST(urgency AS TEXT) || ' ' || COALESCE(event_id, '-')
    || ' ' || reporter_answer FROM reports ORDER BY id";

struct Desk {
    by: OfficerId,
    other: OfficerId,
    reports: Vec<ReportId>,
}

async fn make_unit(store: &Store, id: &str, province: &str) {
    let unit = NewUnit {
        id: id.parse().unwrap(),
        kind: UnitKind::Province,
        parent: Some("ministry".parse().unwrap()),
        name: format!("Đơn vị {id}"),
        province: Some(province.to_owned()),
        commune: None,
        methods: Vec::new(),
    };
    store.create_unit(&unit, Reference::embedded(), None, NOW).await.unwrap();
}

/// Reports in every state in which one may be.
async fn desk(store: &Store, count: u64) -> Desk {
    make_unit(store, "da-nang", "48").await;
    make_unit(store, "ha-noi", "01").await;
    let by = officer(store, "lan", &[Role::DutyOfficer]).await;
    let other = officer(store, "mai", &[Role::DutyOfficer]).await;
    let mut reports = Vec::new();
    for number in 0..count {
        let id = insert(store, number, NOW.plus_hours(number as i64)).await.id;
        let (at, law) = (NOW.plus_days(30), &Reference::embedded().law);
        match number % 7 {
            1 => drop(store.assign_report(id, Version(1), Some(other), by, at).await.unwrap()),
            2 => drop(store.set_method(id, Version(1), Method::GovFine, by, at).await.unwrap()),
            3 => {
                let unit = "da-nang".parse().unwrap();
                store.move_report(id, Version(1), &unit, "đúng nơi", by, at).await.unwrap();
            }
            4 => {
                let words = StepWords { ground: "rác", answer: "Đây là quảng cáo." };
                store
                    .set_report_state(id, Version(1), ReportState::Dismissed, words, law, by, at)
                    .await
                    .unwrap();
            }
            5 => {
                let kind = SourceKind::Denunciation;
                store.record_source(id, Version(1), kind, law, by, at).await.unwrap();
            }
            6 => drop(store.merge_events(id, reports[number as usize - 5], "cùng vụ", by, at).await.unwrap()),
            _ => {}
        }
        reports.push(id);
    }
    Desk { by, other, reports }
}

fn actions(desk: &Desk) -> [BatchAction; 6] {
    [
        BatchAction::Assign { officer: desk.other },
        BatchAction::Fold { into: desk.reports[3] },
        BatchAction::Fold { into: desk.reports[desk.reports.len() - 1] },
        BatchAction::Dismiss { reason: CloseReason::Spam },
        BatchAction::SetMethod { method: Method::JobTask },
        BatchAction::HandOver { unit: "ha-noi".parse().unwrap() },
    ]
}

async fn plan(store: &Store, desk: &Desk, action: &BatchAction, reports: &[ReportId], at: Time) -> BatchId {
    let is_closing = matches!(action, BatchAction::Dismiss { .. });
    let answer = if is_closing { " Không có dấu hiệu lừa đảo.\r\nBạn yên tâm." } else { "" };
    let words = StepWords { ground: "một đợt", answer };
    store.plan_batch(action, words, reports, false, desk.by, at).await.unwrap()
}

async fn done(store: &Store, desk: &Desk, action: &BatchAction, reports: &[ReportId], at: Time) -> BatchId {
    let id = plan(store, desk, action, reports, at).await;
    store.begin_batch(id, desk.by, at).await.unwrap();
    store.run_batch(id, at).await.unwrap();
    id
}

async fn undone(store: &Store, id: BatchId, by: OfficerId, at: Time) {
    store.undo_batch(id, "làm nhầm", by, at).await.unwrap();
    store.run_batch(id, at).await.unwrap();
}

/// `done 3, skipped already 2`.
async fn counts(store: &Store, id: BatchId, by: OfficerId) -> String {
    let (_, counts) = store.batch(id, by, NOW).await.unwrap();
    let line = |count: &store::batch::BatchCount| match count.skip {
        None => format!("{} {}", count.state, count.reports),
        Some(skip) => format!("{} {skip} {}", count.state, count.reports),
    };
    counts.iter().map(line).collect::<Vec<_>>().join(", ")
}

#[tokio::test]
async fn every_act_is_undone_to_exactly_the_state_before() {
    for_each_database(async |database| {
        let store = &database.store;
        let desk = desk(store, 42).await;
        let before = database.texts(REPORTS).await;
        let jobs = database.number("SELECT COUNT(*) FROM jobs WHERE kind = 'closed'").await;
        let at = NOW.plus_days(40);
        let expected = [
            "done 26, skipped already 5, skipped closed 5",
            "done 30, skipped already 6",
            "done 29, skipped already 7",
            "done 26, skipped closed 5, skipped recorded 5",
            "done 36",
            "done 31, skipped closed 5",
        ];
        for (action, expected) in actions(&desk).iter().zip(expected) {
            let planned = plan(store, &desk, action, &desk.reports[..36], at).await;
            assert_eq!(database.texts(REPORTS).await, before, "a plan changes nothing: {action:?}");
            store.begin_batch(planned, desk.by, at).await.unwrap();
            store.run_batch(planned, at).await.unwrap();
            let said = counts(store, planned, desk.by).await;
            if !matches!(action, BatchAction::Fold { .. }) {
                assert_eq!(said, expected, "{action:?}");
            }
            assert_ne!(database.texts(REPORTS).await, before, "{action:?}");
            undone(store, planned, desk.by, at.plus_hours(1)).await;
            assert_eq!(database.texts(REPORTS).await, before, "{action:?} was not undone exactly");
        }
        let left = database.number("SELECT COUNT(*) FROM jobs WHERE kind = 'closed'").await;
        assert!(left >= jobs, "notices that were due are kept");
        assert!(store.verify().await.unwrap().is_clean());
    })
    .await;
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }
}

/// Any sequence of acts on any reports, undone from the last to the first, ends where it began.
#[tokio::test]
async fn any_sequence_of_acts_is_undone_exactly() {
    let rounds =
        std::env::var("KHIEN_TEST_BATCH_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(6);
    for_each_database(async |database| {
        let store = &database.store;
        let desk = desk(store, 28).await;
        let before = database.texts(REPORTS).await;
        let mut at = NOW.plus_days(40);
        for seed in 0..rounds {
            let mut dice = Dice(seed);
            let mut batches = Vec::new();
            for _ in 0..1 + dice.roll(4) {
                at = at.plus_hours(1);
                let action = &actions(&desk)[dice.roll(6)];
                let some: Vec<ReportId> = desk.reports.iter().copied().filter(|_| dice.roll(3) > 0).collect();
                batches.push(done(store, &desk, action, &some, at).await);
            }
            while let Some(batch) = batches.pop() {
                at = at.plus_hours(1);
                undone(store, batch, desk.by, at).await;
                assert!(!counts(store, batch, desk.by).await.contains("kept"), "seed {seed}");
            }
            assert_eq!(database.texts(REPORTS).await, before, "seed {seed}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_somebody_has_touched_is_left_alone_and_said() {
    for_each_database(async |database| {
        let store = &database.store;
        let desk = desk(store, 8).await;
        let at = NOW.plus_days(40);
        let dismiss = BatchAction::Dismiss { reason: CloseReason::NotFraud };
        let (first, second, third) = (desk.reports[0], desk.reports[7], desk.reports[2]);
        let batch = plan(store, &desk, &dismiss, &[first, second, third], at).await;
        // Between the look and the act.
        store.write_note(first, "đang xem", desk.other, at).await.unwrap();
        store.assign_report(third, Version(2), Some(desk.other), desk.other, at).await.unwrap();
        store.begin_batch(batch, desk.by, at).await.unwrap();
        assert!(matches!(store.begin_batch(batch, desk.by, at).await, Err(StoreError::Conflict(_))));
        store.run_batch(batch, at).await.unwrap();
        assert_eq!(counts(store, batch, desk.by).await, "done 2, skipped changed 1");
        // Between the act and its undo.
        let law = &Reference::embedded().law;
        let open = ReportState::InProgress;
        store.set_report_state(second, Version(2), open, "xem lại", law, desk.other, at).await.unwrap();
        undone(store, batch, desk.by, at.plus_days(300)).await;
        assert_eq!(counts(store, batch, desk.by).await, "kept touched 1, skipped changed 1, undone 1");
        let states = [first, second, third].map(|id| store.report(id, &Sight::All));
        let mut said = Vec::new();
        for state in states {
            said.push(state.await.unwrap().state);
        }
        assert_eq!(said, [ReportState::Received, ReportState::InProgress, ReportState::InProgress]);
        let again = store.undo_batch(batch, "lần nữa", desk.by, at).await;
        assert!(matches!(again, Err(StoreError::Conflict(_))), "{again:?}");
        let (kept, _) = store.batch(batch, desk.other, at).await.unwrap();
        assert_eq!((kept.state, kept.undone.unwrap().2.as_str()), (BatchState::Undone, "làm nhầm"));
    })
    .await;
}

/// What is said to the reporters stands in their reports while these are closed, and never in the trail.
#[tokio::test]
async fn an_answer_for_all_stands_in_each_report_until_it_is_put_back() {
    for_each_database(async |database| {
        let store = &database.store;
        let desk = desk(store, 4).await;
        let at = NOW.plus_days(40);
        let dismiss = BatchAction::Dismiss { reason: CloseReason::Spam };
        let (one, other) = (desk.reports[0], desk.reports[3]);
        let batch = plan(store, &desk, &dismiss, &[one, other], at).await;
        let said = async |id: ReportId| {
            let code = store.report(id, &Sight::All).await.unwrap().tracking_code;
            store.report_status(&code).await.unwrap().unwrap().answer
        };
        assert_eq!(said(one).await, "", "a plan says nothing");
        store.begin_batch(batch, desk.by, at).await.unwrap();
        store.run_batch(batch, at).await.unwrap();
        for id in [one, other] {
            assert_eq!(said(id).await, "Không có dấu hiệu lừa đảo.\nBạn yên tâm.");
        }
        let lines = store.audit_lines_about(&format!("report:{one}"), 20).await.unwrap();
        let why = format!("received > dismissed (answered): spam (batch:{batch}) · một đợt");
        assert!(lines.iter().any(|line| line.why == why), "{lines:?}");
        assert_eq!(database.number("SELECT COUNT(*) FROM audit_lines WHERE why LIKE '%yên tâm%'").await, 0);
        // One was opened again by hand: it is left as it is, and so is what it says.
        let law = &Reference::embedded().law;
        let version = store.report(other, &Sight::All).await.unwrap().version;
        let open = ReportState::InProgress;
        let version =
            store.set_report_state(other, version, open, "xem lại", law, desk.by, at).await.unwrap();
        let words = StepWords { ground: "rác thật", answer: "Đã xem lại." };
        let closed = ReportState::Dismissed;
        store.set_report_state(other, version, closed, words, law, desk.by, at).await.unwrap();
        undone(store, batch, desk.by, at).await;
        assert_eq!((said(one).await.as_str(), said(other).await.as_str()), ("", "Đã xem lại."));
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_may_not_be_given_makes_no_plan() {
    for_each_database(async |database| {
        let store = &database.store;
        let desk = desk(store, 2).await;
        let (dismiss, give) =
            (BatchAction::Dismiss { reason: CloseReason::Spam }, BatchAction::Assign { officer: desk.other });
        let long = "ă".repeat(ANSWER_CHARS_MAX + 1);
        for (action, answer, expected) in [
            (&dismiss, long.as_str(), "answer-too-long"),
            (&dismiss, "Đã xem.\nTỐI MẬT", "answer-marked-secret"),
            (&give, "Đã xem.", "answer-too-early"),
        ] {
            let words = StepWords { ground: "một đợt", answer };
            let refused = store.plan_batch(action, words, &desk.reports, false, desk.by, NOW).await;
            assert!(
                matches!(&refused, Err(StoreError::Step(step)) if step.code() == expected),
                "{refused:?}"
            );
        }
        assert_eq!(database.number("SELECT COUNT(*) FROM batches").await, 0);
    })
    .await;
}

/// A report that was folded and taken out again by hand stays out.
#[tokio::test]
async fn a_fold_that_was_undone_by_hand_is_not_undone_twice() {
    for_each_database(async |database| {
        let store = &database.store;
        let desk = desk(store, 5).await;
        let at = NOW.plus_days(40);
        let fold = BatchAction::Fold { into: desk.reports[0] };
        let batch = done(store, &desk, &fold, &desk.reports, at).await;
        assert_eq!(counts(store, batch, desk.by).await, "done 4, skipped already 1");
        let event = store.event_of(desk.reports[4], &Sight::All, 10).await.unwrap();
        assert_eq!((event.head, event.reports_count), (desk.reports[0], 5));
        store.undo_event_act(event.acts[0].id, desk.other, at).await.unwrap();
        undone(store, batch, desk.by, at).await;
        assert_eq!(counts(store, batch, desk.by).await, "kept touched 1, skipped already 1, undone 3");
        for report in &desk.reports {
            assert_eq!(store.event_of(*report, &Sight::All, 10).await.unwrap().reports_count, 1);
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_acts_on_what_he_may_not_see() {
    for_each_database(async |database| {
        let store = &database.store;
        let desk = desk(store, 14).await;
        let at = NOW.plus_days(40);
        let local = officer(store, "hoa", &[Role::Analyst]).await;
        store.set_officer_unit(local, Version(1), &"da-nang".parse().unwrap(), None, NOW).await.unwrap();
        let far = officer(store, "thu", &[Role::Analyst]).await;
        store.set_officer_unit(far, Version(1), &"ha-noi".parse().unwrap(), None, NOW).await.unwrap();
        let auditor = officer(store, "kiem", &[Role::Auditor]).await;
        let method = BatchAction::SetMethod { method: Method::JobTask };
        let reports = &desk.reports;
        let batch = store.plan_batch(&method, "", reports, false, local, at).await.unwrap();
        store.begin_batch(batch, local, at).await.unwrap();
        store.run_batch(batch, at).await.unwrap();
        assert_eq!(counts(store, batch, local).await, "done 2, skipped other-unit 12");
        let sight = store.officer(local).await.unwrap().unit.sight();
        let rows = store.batch_rows(batch, &sight, 0, 100).await.unwrap();
        assert_eq!((rows.len(), rows.iter().filter(|row| row.report.is_some()).count()), (14, 2));
        let hidden = rows.iter().find(|row| row.report.is_none()).unwrap();
        assert_eq!((hidden.state, hidden.skip), (BatchRowState::Skipped, Some(BatchSkip::OtherUnit)));
        // Another unit neither looks at it nor undoes it; an auditor changes nothing.
        for (who, what) in [(far, NotAllowed::OtherUnit)] {
            let refused = store.batch(batch, who, at).await;
            assert!(matches!(refused, Err(StoreError::NotAllowed(reason)) if reason == what));
            let refused = store.undo_batch(batch, "thử", who, at).await;
            assert!(matches!(refused, Err(StoreError::NotAllowed(reason)) if reason == what));
        }
        assert!(store.plan_batch(&method, "", reports, false, auditor, at).await.is_err());
        assert!(store.undo_batch(batch, "thử", auditor, at).await.is_err());
        let fold = BatchAction::Fold { into: reports[0] };
        assert!(store.plan_batch(&fold, "cùng vụ", reports, false, local, at).await.is_err());
        let give = BatchAction::Assign { officer: far };
        let planned = store.plan_batch(&give, "", reports, false, local, at).await.unwrap();
        assert_eq!(counts(store, planned, local).await, "skipped officer-cannot 2, skipped other-unit 12");
        // What was handed to a desk out of sight is taken back by who handed it over.
        let away = BatchAction::HandOver { unit: "ha-noi".parse().unwrap() };
        let batch = store.plan_batch(&away, "đúng nơi", reports, false, local, at).await.unwrap();
        store.begin_batch(batch, local, at).await.unwrap();
        store.run_batch(batch, at).await.unwrap();
        assert!(store.report(reports[3], &sight).await.is_err());
        undone(store, batch, local, at).await;
        assert!(store.report(reports[3], &sight).await.is_ok());
    })
    .await;
}

/// The process dies in the middle, again and again, while doing and while undoing: the job goes on where it stopped,
/// and every report is done once.
#[tokio::test]
async fn a_batch_that_was_cut_short_is_done_by_the_job_once_for_each_report() {
    for_each_database(async |database| {
        let desk = desk(&database.store, 91).await;
        let at = NOW.plus_days(40);
        let method = BatchAction::SetMethod { method: Method::JobTask };
        let before = database.texts(REPORTS).await;
        let batch = plan(&database.store, &desk, &method, &desk.reports, at).await;
        database.store.begin_batch(batch, desk.by, at).await.unwrap();
        // One chunk, then the process is gone.
        assert!(database.store.run_batch_chunk(batch, at).await.unwrap());
        assert!(counts(&database.store, batch, desk.by).await.starts_with("done 25, waiting 66"));
        cut_short(database, batch, at).await;
        assert_eq!(counts(&database.store, batch, desk.by).await, "done 91");
        assert_eq!(lines(database, Deed::SetMethod, batch).await, 91);
        database.store.undo_batch(batch, "làm nhầm", desk.by, at).await.unwrap();
        cut_short(database, batch, at).await;
        assert_eq!(counts(&database.store, batch, desk.by).await, "undone 91");
        assert_eq!(lines(database, Deed::PutBack, batch).await, 91);
        assert_eq!(database.texts(REPORTS).await, before);
        assert!(database.store.verify().await.unwrap().is_clean());
    })
    .await;
}

async fn lines(database: &TestDatabase, deed: Deed, batch: BatchId) -> i64 {
    let sql = format!(
        "SELECT COUNT(DISTINCT target) FROM audit_lines WHERE what = '{}' AND why LIKE '%(batch:{batch})'",
        deed.slug()
    );
    let all = database.number(&sql.replace("DISTINCT target", "target")).await;
    assert_eq!(all, database.number(&sql).await, "one line for each report");
    all
}

/// Runs the batch and drops the work after some milliseconds, three times, then lets the job finish it.
async fn cut_short(database: &TestDatabase, batch: BatchId, at: Time) {
    for millis in [1, 4, 12] {
        // With connections of its own, as a process has that is killed.
        let store = database.open_again().await;
        let work = tokio::spawn(async move { store.run_batch(batch, at).await });
        let _ = tokio::time::timeout(Duration::from_millis(millis), async {
            while !work.is_finished() {
                tokio::task::yield_now().await;
            }
        })
        .await;
        work.abort();
        let _ = work.await;
    }
    let store = database.open_again().await;
    while let Some(job) = store.claim_job(at).await.unwrap() {
        if job.kind == JobKind::Batch {
            store.run_batch(job.payload.parse().unwrap(), at).await.unwrap();
        }
        store.finish_job(&job).await.unwrap();
    }
    store.close().await;
}

#[tokio::test]
#[expect(clippy::print_stdout, reason = "the figure is the point")]
async fn a_thousand_reports_at_once_and_no_more() {
    for_each_database(async |database| {
        let store = &database.store;
        let by = officer(store, "lan", &[Role::DutyOfficer]).await;
        let mut reports = Vec::new();
        for number in 0..1_005 {
            reports.push(insert(store, number, NOW).await.id);
        }
        let before = database.texts(REPORTS).await;
        let folded =
            std::env::var("KHIEN_TEST_BATCH_FOLD").ok().and_then(|text| text.parse().ok()).unwrap_or(200);
        let fold = BatchAction::Fold { into: reports[100] };
        let dismiss = BatchAction::Dismiss { reason: CloseReason::Spam };
        for (action, some) in [(fold, &reports[..folded]), (dismiss, &reports[..])] {
            let start = Instant::now();
            let id = store.plan_batch(&action, "một đợt", some, false, by, NOW).await.unwrap();
            let planned = start.elapsed();
            let (batch, _) = store.batch(id, by, NOW).await.unwrap();
            assert_eq!(batch.has_more, some.len() > 1_000);
            store.begin_batch(id, by, NOW).await.unwrap();
            store.run_batch(id, NOW).await.unwrap();
            let run = start.elapsed();
            undone(store, id, by, NOW).await;
            let (kind, engine) = (action.kind(), database.engine());
            println!(
                "{engine:?} {kind} {} reports: planned {planned:.1?}, done {:.1?}, undone {:.1?}",
                some.len().min(1_000),
                run - planned,
                start.elapsed() - run
            );
            assert_eq!(database.texts(REPORTS).await, before);
        }
    })
    .await;
}

/// Everything that a case adds to its reports.
const LINKS: &str = "SELECT report_id || ' ' || case_id || ' ' || CAST(money AS TEXT) || ' ' || loss_id
    FROM case_reports ORDER BY report_id";

#[tokio::test]
async fn a_case_is_opened_with_many_reports_and_they_are_taken_out_again() {
    for_each_database(async |database| {
        let store = &database.store;
        let desk = desk(store, 40).await;
        let other = store.open_case("vụ khác", desk.by, NOW).await.unwrap();
        store.link_case(other, desk.reports[0], false, desk.by, NOW).await.unwrap();
        let (reports, links) = (database.texts(REPORTS).await, database.texts(LINKS).await);
        let action = BatchAction::OpenCase { case: None };
        let refused = store.plan_batch(&action, " ", &desk.reports, false, desk.by, NOW).await;
        assert!(matches!(refused, Err(StoreError::NotAllowed(NotAllowed::GroundMissing))), "{refused:?}");
        let id = plan(store, &desk, &action, &desk.reports, NOW).await;
        assert_eq!(counts(store, id, desk.by).await, "skipped other-case 1, waiting 39");
        let cases = "SELECT COUNT(*) FROM cases";
        assert_eq!(database.number(cases).await, 1, "a plan opens nothing");
        store.begin_batch(id, desk.by, NOW).await.unwrap();
        store.run_batch(id, NOW).await.unwrap();
        let (batch, _) = store.batch(id, desk.by, NOW).await.unwrap();
        let BatchAction::OpenCase { case: Some(case) } = batch.action else { panic!("{:?}", batch.action) };
        let file = store.case(case, &Sight::All).await.unwrap();
        assert_eq!((file.case.title.as_str(), file.reports), ("một đợt", 39));
        assert_eq!(database.number("SELECT COUNT(*) FROM case_reports").await, 40);
        // One of them is taken out by hand meanwhile: it is not put anywhere.
        store.unlink_case(case, desk.reports[5], desk.by, NOW).await.unwrap();
        undone(store, id, desk.by, NOW).await;
        assert_eq!(counts(store, id, desk.by).await, "kept touched 1, skipped other-case 1, undone 38");
        assert_eq!(database.texts(REPORTS).await, reports, "a report is not changed by it");
        assert_eq!(database.texts(LINKS).await, links);
        assert_eq!(database.number(cases).await, 2, "the case keeps its number");
        assert!(store.verify().await.unwrap().is_clean());
    })
    .await;
}
