//! The reporter adds to a report by its code alone; an officer sees it, and nobody else sees anything.

use axum::http::StatusCode;
use desk::Role;
use model::report::ReportState;
use store::report::{ADDITIONS_MAX, QueueFilter, QueueLine};
use testkit::{Answer, TestApp, TestDatabase, for_each_database};

use crate::officer::{self, Officer};
use crate::portal_report::code_of;

/// Sends a report; its code.
async fn report(app: &TestApp) -> String {
    let submission = app.get("/bao-tin").await.field("submission");
    let fields = [
        ("submission", submission.as_str()),
        ("text", "Có người gọi xưng công an"),
        ("contact_name", "Người Mẫu Kín"),
    ];
    code_of(app.post_multipart("/bao-tin", &fields, &[]).await.text())
}

/// Adds something, on the page of the code.
async fn add(app: &TestApp, code: &str, text: &str, files: &[(&str, &str, &str, &[u8])]) -> Answer {
    let page = app.post_form("/tra-ma", &[("ma", code)]).await;
    let submission = page.field("submission");
    let fields = [("ma", code), ("submission", submission.as_str()), ("text", text)];
    app.post_multipart("/tra-ma/bo-sung", &fields, files).await
}

async fn only_line(database: &TestDatabase) -> QueueLine {
    let lines =
        database.store.queue(&QueueFilter::default(), &desk::Sight::All, None, 10).await.unwrap().lines;
    assert_eq!(lines.len(), 1);
    lines.into_iter().next().unwrap()
}

#[tokio::test]
async fn what_is_added_reaches_the_officer_and_shows_nothing_to_whoever_has_the_code() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let officer = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
        let code = report(&app).await;
        assert!(!only_line(database).await.has_news);

        let added = add(
            &app,
            &code,
            "Chúng gọi lại từ 0900 000 321",
            &[("attachments", "anh.png", "image/png", b"\x89PNG\r\n\x1a\n rest")],
        )
        .await;
        assert_eq!(added.status, StatusCode::CREATED, "{}", added.text());
        assert!(added.text().contains("Đã nhận phần bổ sung"));
        for secret in ["0900 000 321", "anh.png", "Người Mẫu Kín", "xưng công an"] {
            assert!(!added.text().contains(secret), "{secret}");
        }
        assert!(added.text().contains("Bạn đã bổ sung lúc:"), "{}", added.text());

        let line = only_line(database).await;
        assert!(line.has_news);
        assert!(officer.get("/console/hang-doi").await.text().contains("Bổ sung"));
        let page = officer.get(&format!("/console/phan-anh/{}", line.id)).await;
        for told in ["Chúng gọi lại từ 0900 000 321", "anh.png", "+84900000321", "Người báo bổ sung bằng mã"]
        {
            assert!(page.text().contains(told), "{told}: {}", page.text());
        }
        assert!(!only_line(database).await.has_news, "somebody has seen it");
        let caller = "phone:+84900000321".parse().unwrap();
        let found = database.store.reports_with_indicator(&caller, &desk::Sight::All, 5);
        assert_eq!(found.await.unwrap().len(), 1);
        assert!(database.store.verify().await.unwrap().is_clean());
    })
    .await;
}

#[tokio::test]
async fn nothing_is_added_twice_to_nobody_to_a_closed_report_or_without_end() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let code = report(&app).await;
        let page = app.post_form("/tra-ma", &[("ma", &code)]).await;
        let submission = page.field("submission");
        let fields = [("ma", code.as_str()), ("submission", &submission), ("text", "Thêm một điều")];
        for _ in 0..2 {
            let answer = app.post_multipart("/tra-ma/bo-sung", &fields, &[]).await;
            assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        }
        assert_eq!(database.number("SELECT COUNT(*) FROM additions").await, 1);

        let unknown = model::TrackingCode::from_random(7).to_string();
        let other = [("ma", unknown.as_str()), ("submission", &submission), ("text", "Thêm")];
        assert_eq!(app.post_multipart("/tra-ma/bo-sung", &other, &[]).await.status, StatusCode::NOT_FOUND);
        let empty = add(&app, &code, " ", &[]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", empty.text());
        let marked = add(&app, &code, "TUYỆT MẬT\nKế hoạch", &[]).await;
        assert_eq!(marked.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", marked.text());

        for number in 1..ADDITIONS_MAX {
            assert_eq!(add(&app, &code, &format!("Lần {number}"), &[]).await.status, StatusCode::CREATED);
        }
        let full = add(&app, &code, "Lần cuối", &[]).await;
        assert_eq!(full.status, StatusCode::CONFLICT);
        assert!(full.text().contains("quá nhiều lần") && full.text().contains("Lần cuối"), "{}", full.text());

        let by = officer::create(&app, "an", &[Role::DutyOfficer]).await;
        let line = only_line(database).await;
        let law = &app.app.reference.law;
        let to = ReportState::Dismissed;
        let closed =
            database.store.set_report_state(line.id, line.version, to, "Trùng", law, by, app.now()).await;
        closed.unwrap();
        let late = app
            .post_multipart("/tra-ma/bo-sung", &[fields[0], ("submission", &uuid()), fields[2]], &[])
            .await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.text().contains("đã khép lại"), "{}", late.text());
        assert!(!app.post_form("/tra-ma", &[("ma", &code)]).await.text().contains("Gửi bổ sung"));
    })
    .await;
}

fn uuid() -> String {
    uuid::Uuid::new_v4().to_string()
}
