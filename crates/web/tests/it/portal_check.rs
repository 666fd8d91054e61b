//! The box and its answer, by plain form posts.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use serde_json::json;
use testkit::{TestApp, TestDatabase, for_each_database};

const SCAM: &str = "Toi la cong an, tai khoan cua anh lien quan duong day rua tien. \
    Chuyen tien vao tai khoan an toan 0900 000 123 trong 30 phut, khong noi voi ai.";

#[tokio::test]
async fn a_scam_gets_a_verdict_advice_and_a_way_to_report() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let answer = app.post_form("/kiem-tra", &[("text", SCAM)]).await;
        assert_eq!(answer.status, StatusCode::OK);
        let text = answer.text();
        assert!(text.contains("Nguy hiểm: nhiều dấu hiệu lừa đảo"), "{text}");
        assert!(text.contains("<mark>"), "{text}");
        assert!(text.contains("action=\"/bao-tin/soan\""), "{text}");
        assert_eq!(answer.header("cache-control"), "no-store");
        let now = text.find("id=\"now\"").unwrap();
        let why = text.find("id=\"why\"").unwrap();
        let call = text.find("id=\"call\"").unwrap();
        let report = text.find("id=\"report\"").unwrap();
        assert!(now < why && why < call && call < report);
    })
    .await;
}

#[tokio::test]
async fn a_reason_names_the_service_in_the_language_of_the_page() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let (host, vi, en) =
        ("luonghuu-tangthem.com", "bảo hiểm xã hội, lương hưu", "social insurance and pensions");
    for (path, own, other) in [("/kiem-tra", vi, en), ("/en/kiem-tra", en, vi)] {
        let answer = app.post_form(path, &[("text", host)]).await;
        let page = answer.text();
        assert!(page.contains(own) && !page.contains(other), "{page}");
    }
    for (path, own) in [("/api/v1/check", vi), ("/api/v1/check?lang=en", en)] {
        let answer = app.post_json(path, &json!({"text": host})).await.json();
        let reasons = answer["reasons"].as_array().unwrap();
        let reason = reasons.iter().find(|reason| reason["code"] == "service-bait").unwrap();
        assert_eq!(reason["subject"], own);
        assert!(reason["text"].as_str().unwrap().contains(own), "{reason}");
    }
}

#[tokio::test]
async fn nothing_known_is_never_called_safe() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let answer = app.post_form("/kiem-tra", &[("text", "Chiều nay 5 giờ đón con giúp em nhé")]).await;
    assert!(answer.text().contains("Chưa có thông tin: không có nghĩa là an toàn"), "{}", answer.text());
    let english = app.post_form("/en/kiem-tra", &[("text", "Pick up the kids at five")]).await;
    assert!(english.text().contains("that does not mean it is safe"), "{}", english.text());
}

#[tokio::test]
async fn hostile_text_is_shown_as_text() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let hostile = "\"><script>alert(1)</script><img src=x onerror=alert(2)>' {{7*7}} \u{202e}\u{0}";
    for path in ["/kiem-tra", "/bao-tin/soan"] {
        let answer = app.post_form(path, &[("text", hostile)]).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        let text = answer.text();
        assert!(!text.contains("<script>alert") && !text.contains("<img src=x"), "{path}: {text}");
        assert!(text.contains("&#60;script&#62;"), "{path}: {text}");
    }
}

#[tokio::test]
async fn a_check_leaves_no_trace() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        app.post_form("/kiem-tra", &[("text", SCAM), ("tinh", "48")]).await;
        app.get("/muc/phone:+84900000123").await;
        for table in ["reports", "report_indicators", "identities", "audit_lines", "jobs"] {
            assert_eq!(database.number(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
        }
    })
    .await;
}

/// Everything the process logs, at the finest level.
#[derive(Clone, Default)]
struct Logged(Arc<Mutex<Vec<u8>>>);

impl Write for Logged {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn nothing_a_citizen_sends_is_logged() {
    let logged = Logged::default();
    let writer = logged.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    // The test's runtime has one thread, so this covers the server too.
    let _logging = tracing::subscriber::set_default(subscriber);
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    app.post_form("/kiem-tra", &[("text", SCAM)]).await;
    app.post_form("/kiem-tra", &[("text", SCAM), ("la", "field")]).await;
    app.get("/muc/phone:+84900000123").await;
    app.get("/muc/phone:khong-phai-so-90000").await;
    let submission = app.get("/bao-tin").await.field("submission");
    let fields = [("submission", submission.as_str()), ("text", SCAM), ("contact_phone", "0900 000 123")];
    app.post_multipart("/bao-tin", &fields, &[]).await;
    database.store.close().await;
    let failed = app.post_multipart("/bao-tin", &[("submission", &submission), ("text", SCAM)], &[]).await;
    assert_eq!(failed.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(failed.text().contains("rua tien"), "what was typed is kept when the database is away");
    let logged = String::from_utf8(logged.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("could not store a report"), "the log is read at all: {logged}");
    for secret in ["rua tien", "0900", "900000123", "90000", &submission] {
        assert!(!logged.contains(secret), "`{secret}` is in the log");
    }
}

#[tokio::test]
async fn the_province_travels_in_the_form() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let answer = app.post_form("/kiem-tra", &[("text", SCAM), ("tinh", "48")]).await;
    assert!(answer.text().contains("<option value=\"48\" selected>"), "{}", answer.text());
    assert_eq!(answer.field("province"), "48");
    let unknown = app.post_form("/kiem-tra", &[("text", SCAM), ("tinh", "99")]).await;
    assert_eq!(unknown.status, StatusCode::OK);
}
