//! An officer closes a report with a reason for the reporter, who reads it by the code; so does a program.

use axum::http::StatusCode;
use desk::Role;
use store::report::QueueFilter;
use testkit::{Answer, TestApp, for_each_database};

use crate::officer::{Officer, report};

/// Closes the report as it stands, or opens it again.
async fn step(officer: &Officer<'_>, path: &str, state: &str, answer: &str) -> Answer {
    let version = officer.get(path).await.field("version");
    let fields =
        [("version", version.as_str()), ("state", state), ("ground", "Nghi can Mẫu"), ("answer", answer)];
    officer.post(&format!("{path}/trang-thai"), &fields).await
}

/// The page of the code and the answer of the programming interface.
pub(crate) async fn by_code(app: &TestApp, code: &str) -> (Answer, serde_json::Value) {
    let page = app.post_form("/tra-ma", &[("ma", code)]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    (page, app.get(&format!("/api/v1/reports/{code}")).await.json())
}

#[tokio::test]
async fn the_reporter_reads_by_code_what_an_officer_wrote_for_them() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let officer = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
        let path = report(&app, "Có người gọi xưng công an", &[]).await;
        let lines =
            database.store.queue(&QueueFilter::default(), &desk::Sight::All, None, 2).await.unwrap().lines;
        let code =
            database.store.report(lines[0].id, &desk::Sight::All).await.unwrap().tracking_code.to_string();

        let long = format!("{} hết", "ă".repeat(600));
        for (answer, said) in
            [(long.as_str(), "dài quá 600 ký tự"), ("Đã xem.\r\nTỐI MẬT", "mang dấu độ mật")]
        {
            let refused = step(&officer, &path, "dismissed", answer).await;
            assert_eq!(refused.status, StatusCode::CONFLICT);
            for kept in [said, "Nghi can Mẫu", answer.split("\r\n").last().unwrap()] {
                assert!(refused.text().contains(kept), "{kept}: {}", refused.text());
            }
        }
        let (page, json) = by_code(&app, &code).await;
        assert!(!page.text().contains("Cán bộ trả lời") && json["state"] == "received", "{json}");

        let done = step(&officer, &path, "dismissed", "Số này <b>của ngân hàng</b>.\r\nBạn yên tâm.").await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        let (page, json) = by_code(&app, &code).await;
        let shown = "Số này &#60;b&#62;của ngân hàng&#60;/b&#62;.\nBạn yên tâm.</p>";
        assert!(page.text().contains("Cán bộ trả lời:") && page.text().contains(shown), "{}", page.text());
        assert!(page.text().contains("chưa thấy căn cứ"), "the state is still told in words");
        assert!(!page.text().contains("Nghi can Mẫu"), "the ground stays inside");
        assert_eq!(json["answer"], "Số này <b>của ngân hàng</b>.\nBạn yên tâm.");
        let english = app.post_form("/en/tra-ma", &[("ma", &code)]).await;
        assert!(english.text().contains("An officer answers:"), "{}", english.text());
        let history = officer.get(&path).await;
        assert!(history.text().contains("(đã trả lời người báo): Nghi can Mẫu"), "{}", history.text());

        step(&officer, &path, "in-progress", "").await;
        let (page, json) = by_code(&app, &code).await;
        assert!(!page.text().contains("Cán bộ trả lời") && json.get("answer").is_none(), "{json}");
    })
    .await;
}

#[tokio::test]
async fn only_who_may_close_may_answer() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let auditor = Officer::sign_in(&app, "soi", &[Role::Auditor]).await;
        let path = report(&app, "Có người gọi xưng công an", &[]).await;
        assert!(!auditor.get(&path).await.text().contains("name=\"answer\""));
        let fields = [("version", "1"), ("state", "dismissed"), ("ground", "vì vậy"), ("answer", "Đã xem.")];
        let refused = auditor.post(&format!("{path}/trang-thai"), &fields).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert_eq!(database.number("SELECT COUNT(*) FROM reports WHERE reporter_answer <> ''").await, 0);
    })
    .await;
}
