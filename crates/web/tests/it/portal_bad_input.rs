//! What a hostile or unlucky client sends: each gets a clear answer, and the server goes on.

use std::time::Duration;

use axum::body::Bytes;
use axum::http::{Method, StatusCode};
use testkit::{TestApp, TestDatabase};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use web::limits::Rates;

#[tokio::test]
async fn a_body_that_is_too_large_is_told_in_words() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let text = "a".repeat(300 * 1024);
    let answer = app.post_form("/kiem-tra", &[("text", &text)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.text().contains("quá lớn (tối đa 1 MB)"), "{}", answer.text());
}

#[tokio::test]
async fn files_that_are_too_large_together_keep_what_was_typed() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start_with(&database, |settings| settings.report_bytes_max = 100_000).await;
    let submission = app.get("/bao-tin").await.field("submission");
    let fields = [("submission", submission.as_str()), ("text", "Chuyện đã gõ")];
    let large = vec![b'x'; 120_000];
    let answer =
        app.post_multipart("/bao-tin", &fields, &[("attachments", "a.txt", "text/plain", &large)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.text().contains("Chuyện đã gõ"), "{}", answer.text());
    assert!(answer.text().contains("không tệp nào được nhận"), "{}", answer.text());
    assert_eq!(database.number("SELECT COUNT(*) FROM reports").await, 0);
}

#[tokio::test]
async fn one_file_over_its_own_limit_is_named() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let submission = app.get("/bao-tin").await.field("submission");
    let large = vec![b'x'; 10 * 1024 * 1024 + 10];
    let fields = [("submission", submission.as_str()), ("text", "Chuyện đã gõ")];
    let answer =
        app.post_multipart("/bao-tin", &fields, &[("attachments", "to.bin", "video/mp4", &large)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("Tệp “to.bin” quá lớn"), "{}", answer.text());
}

#[tokio::test]
async fn broken_utf8_and_nul_are_read_as_far_as_they_go() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let body = Bytes::from_static(b"text=chuy%E1%BB%83n+ti%FF%FEn+%00+OTP");
    let answer = app.call(Method::POST, "/kiem-tra", &headers, body).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text().contains("chuyển ti\u{fffd}"), "{}", answer.text());
    let raw = Bytes::from_static(b"text=\xff\xfe\x00raw");
    let answer = app.call(Method::POST, "/kiem-tra", &headers, raw).await;
    assert!(answer.status == StatusCode::OK || answer.status == StatusCode::BAD_REQUEST, "{}", answer.status);
}

#[tokio::test]
async fn a_message_with_ten_thousand_numbers_is_answered() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let numbers: Vec<String> = (0..10_000).map(|n| format!("0900{n:06}")).collect();
    let answer = app.post_form("/kiem-tra", &[("text", &numbers.join(" "))]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text().contains("mục nữa không hiện ở đây"));
}

#[tokio::test]
async fn a_wrong_type_a_broken_form_and_an_unknown_field_are_told_apart() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let json = app.post_json("/kiem-tra", &serde_json::json!({"text": "x"})).await;
    assert_eq!(json.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let report = app.post_form("/bao-tin", &[("text", "x")]).await;
    assert_eq!(report.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let unknown = app.post_form("/kiem-tra", &[("text", "x"), ("admin", "1")]).await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    let headers = [("content-type", "multipart/form-data; boundary=x")];
    let broken = app.call(Method::POST, "/bao-tin", &headers, Bytes::from_static(b"--x\r\nnonsense")).await;
    assert_eq!(broken.status, StatusCode::BAD_REQUEST);
    for answer in [json, report, unknown, broken] {
        assert!(answer.text().contains("<h1>"), "a page in words: {}", answer.text());
    }
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    for headers in
        [[("sec-fetch-site", "cross-site")], [("origin", "https://evil.example")], [("origin", "null")]]
    {
        let answer = app.post_form_with("/kiem-tra", &headers, &[("text", "x")]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
    }
    let own = format!("http://{}", app.address);
    for headers in [[("sec-fetch-site", "same-origin")], [("origin", own.as_str())]] {
        let answer = app.post_form_with("/kiem-tra", &headers, &[("text", "x")]).await;
        assert_eq!(answer.status, StatusCode::OK, "{headers:?}");
    }
}

#[tokio::test]
async fn too_many_checks_are_asked_to_wait_and_others_are_not() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start_with(&database, |settings| {
        settings.rates = Rates { check: 2, ..Rates::OFF };
        settings.client_address_header = Some("x-forwarded-for".to_owned());
    })
    .await;
    let check = async |address: &str| {
        app.post_form_with("/kiem-tra", &[("x-forwarded-for", address)], &[("text", "x")]).await
    };
    for _ in 0..2 {
        assert_eq!(check("192.0.2.1").await.status, StatusCode::OK);
    }
    let refused = check("198.51.100.9, 192.0.2.1").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
    assert!(refused.text().contains("Bạn gửi quá nhanh"));
    assert_eq!(check("192.0.2.2").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_slow_client_is_let_go() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start_with(&database, |settings| {
        settings.header_timeout = Duration::from_millis(200);
        settings.body_timeout = Duration::from_millis(200);
    })
    .await;
    let mut head = TcpStream::connect(app.address).await.unwrap();
    head.write_all(b"POST /kiem-tra HTTP/1.1\r\nhost: a").await.unwrap();
    let mut rest = Vec::new();
    head.read_to_end(&mut rest).await.unwrap();
    assert!(!String::from_utf8_lossy(&rest).starts_with("HTTP/1.1 200"), "the connection ends");

    let mut body = TcpStream::connect(app.address).await.unwrap();
    let request = "POST /kiem-tra HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\
        content-type: application/x-www-form-urlencoded\r\n\r\ntext=a";
    body.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    body.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    assert_eq!(app.get("/").await.status, StatusCode::OK, "the server goes on");
}
