//! What an officer writes for the reporter when a report is closed: read by its code until the report is opened again,
//! and nowhere in the trail.

use desk::report_state::{ANSWER_CHARS_MAX, StepError};
use desk::{Role, Sight};
use model::report::ReportState;
use model::{OfficerId, Reference, ReportId, TrackingCode};
use store::report::StepWords;
use store::{Store, StoreError, Version};
use testkit::for_each_database;

use crate::fixture::{NOW, insert, officer};

/// Takes a step, with a ground and this answer.
async fn step(
    store: &Store,
    id: ReportId,
    to: ReportState,
    answer: &str,
    by: OfficerId,
) -> Result<Version, StoreError> {
    let version = store.report(id, &Sight::All).await.unwrap().version;
    let words = StepWords { ground: "Căn cứ nội bộ", answer };
    store.set_report_state(id, version, to, words, &Reference::embedded().law, by, NOW).await
}

async fn check(store: &Store, code: &TrackingCode, expected: (ReportState, &str)) {
    let status = store.report_status(code).await.unwrap().unwrap();
    assert_eq!((status.state, status.answer.as_str()), expected);
}

#[tokio::test]
async fn an_answer_stands_until_the_report_is_opened_again() {
    for_each_database(async |database| {
        use ReportState::{Dismissed, InProgress, Resolved};
        let store = &database.store;
        let by = officer(store, "lan", &[Role::DutyOfficer]).await;
        let inserted = insert(store, 1, NOW).await;
        let (id, code) = (inserted.id, &inserted.tracking_code);
        step(store, id, Dismissed, " Trang này có thật.\r\nBạn yên tâm. ", by).await.unwrap();
        check(store, code, (Dismissed, "Trang này có thật.\nBạn yên tâm.")).await;
        step(store, id, InProgress, "", by).await.unwrap();
        check(store, code, (InProgress, "")).await;
        step(store, id, Resolved, "", by).await.unwrap();
        check(store, code, (Resolved, "")).await;
        step(store, id, InProgress, "", by).await.unwrap();
        let version = store.report(id, &Sight::All).await.unwrap().version;
        let words = StepWords { ground: "Quảng cáo", answer: "Đây là quảng cáo." };
        store.dismiss_as_spam(id, version, words, &Reference::embedded().law, by, NOW).await.unwrap();
        check(store, code, (Dismissed, "Đây là quảng cáo.")).await;

        let lines = store.audit_lines_about(&format!("report:{id}"), 20).await.unwrap();
        let whys: Vec<&str> = lines.iter().map(|line| line.why.as_str()).collect();
        for said in
            ["received > dismissed (answered): Căn cứ nội bộ", "in-progress > resolved: Căn cứ nội bộ"]
        {
            assert!(whys.contains(&said), "{said}: {whys:?}");
        }
        for answer in ["yên tâm", "Đây là"] {
            let sql = format!("SELECT COUNT(*) FROM audit_lines WHERE why LIKE '%{answer}%'");
            assert_eq!(database.number(&sql).await, 0, "{answer}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_may_not_be_given_changes_nothing() {
    for_each_database(async |database| {
        let store = &database.store;
        let by = officer(store, "lan", &[Role::DutyOfficer]).await;
        let auditor = officer(store, "soi", &[Role::Auditor]).await;
        let inserted = insert(store, 1, NOW).await;
        let (id, dismissed) = (inserted.id, ReportState::Dismissed);
        let long = "ă".repeat(ANSWER_CHARS_MAX + 1);
        for (to, answer, expected) in [
            (dismissed, long.as_str(), StepError::AnswerTooLong { chars: ANSWER_CHARS_MAX + 1 }),
            (dismissed, "MẬT\nĐã chuyển điều tra.", StepError::AnswerMarkedSecret),
            (ReportState::InProgress, "Đang xem.", StepError::AnswerTooEarly { to: ReportState::InProgress }),
        ] {
            let refused = step(store, id, to, answer, by).await;
            assert!(matches!(&refused, Err(StoreError::Step(error)) if *error == expected), "{refused:?}");
        }
        let no_role = step(store, id, dismissed, "Đã xem.", auditor).await;
        assert!(matches!(no_role, Err(StoreError::NotAllowed(_))), "{no_role:?}");
        check(store, &inserted.tracking_code, (ReportState::Received, "")).await;
        assert_eq!(store.report(id, &Sight::All).await.unwrap().version, Version(1));
        step(store, id, dismissed, &long[..long.len() - "ă".len()], by).await.unwrap();
        check(store, &inserted.tracking_code, (dismissed, &long[..long.len() - "ă".len()])).await;
    })
    .await;
}
