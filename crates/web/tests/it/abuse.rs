//! What spammers, colluding reporters and hostile files do to the desk: nothing.

use axum::http::StatusCode;
use desk::Role;
use testkit::{TestApp, TestDatabase, for_each_database};

use crate::officer::Officer;

/// Requests of the flood: few in the suite, 10,000 by `KHIEN_TEST_FLOOD=10000`.
fn flood() -> usize {
    std::env::var("KHIEN_TEST_FLOOD").ok().and_then(|count| count.parse().ok()).unwrap_or(400)
}

/// Sends one report over the API from an address of its own; answers with the status.
async fn send(app: &TestApp, address: &str, text: &str, indicators: &[&str]) -> StatusCode {
    let body = serde_json::json!({ "text": text, "indicators": indicators });
    let headers = [("content-type", "application/json"), ("x-forwarded-for", address)];
    let body = serde_json::to_vec(&body).unwrap().into();
    app.call(axum::http::Method::POST, "/api/v1/reports", &headers, body).await.status
}

#[tokio::test]
async fn a_thousand_colluding_reporters_list_nothing() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start_with(&database, |settings| {
        settings.client_address_header = Some("x-forwarded-for".to_owned());
    })
    .await;
    let reporters = if flood() >= 10_000 { 1_000 } else { 200 };
    for number in 0..reporters {
        let address = format!("198.51.{}.{}", number / 250, number % 250 + 1);
        let text =
            format!("Trang doi-thu.example lừa đảo tôi, lần {number}, gọi 0900 000 {:03}", number % 1000);
        let status = send(&app, &address, &text, &["domain:doi-thu.example"]).await;
        assert_eq!(status, StatusCode::CREATED, "{number}");
    }
    assert_eq!(database.number("SELECT COUNT(*) FROM reports").await, reporters);
    for table in ["acts", "listings", "proposals"] {
        assert_eq!(database.number(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
    }
    let answer = app.post_json("/api/v1/check", &serde_json::json!({ "text": "doi-thu.example" })).await;
    assert_ne!(answer.json()["verdict"], "listed", "{}", answer.text());
    assert_ne!(answer.json()["verdict"], "dangerous", "{}", answer.text());
}

#[tokio::test]
async fn a_flood_from_one_address_is_a_few_reports_and_others_go_on() {
    for_each_database(async |database| {
        let app = TestApp::start_with(database, |settings| {
            settings.client_address_header = Some("x-forwarded-for".to_owned());
            settings.rates.create_report = 20;
        })
        .await;
        let started = std::time::Instant::now();
        let (mut taken, mut refused) = (0, 0);
        for _ in 0..flood() {
            match send(&app, "203.0.113.9", "Nhận quà tại qua-tang.example ngay hôm nay", &[]).await {
                StatusCode::CREATED => taken += 1,
                StatusCode::TOO_MANY_REQUESTS => refused += 1,
                other => panic!("{other}"),
            }
        }
        let seconds = started.elapsed().as_secs_f64();
        // Twenty at once, and one more every three seconds.
        assert!(f64::from(taken) <= 21.0 + seconds / 3.0, "{taken} in {seconds} s");
        assert_eq!(usize::try_from(taken + refused).unwrap(), flood());
        assert_eq!(send(&app, "203.0.113.10", "Tôi bị lừa thật", &[]).await, StatusCode::CREATED);
        let stored = database.number("SELECT COUNT(*) FROM reports").await;
        assert_eq!(stored, i64::from(taken) + 1, "what was refused left nothing");
        eprintln!("{} spam reports in {seconds:.1} s: {taken} taken, {refused} refused", flood());
    })
    .await;
}

/// A deflated entry of a hundred megabytes of zeros, a hundred kilobytes long.
fn zip_bomb() -> Vec<u8> {
    use std::io::Write as _;
    let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..100 {
        packer.write_all(&vec![0u8; 1 << 20]).unwrap();
    }
    let packed = packer.finish().unwrap();
    let mut file = b"PK\x03\x04\x14\0\0\0\x08\0".to_vec();
    file.extend([0u8; 8]);
    file.extend(u32::try_from(packed.len()).unwrap().to_le_bytes());
    file.extend((100u32 << 20).to_le_bytes());
    file.extend([5, 0, 0, 0]);
    file.extend(b"a.bin");
    file.extend(packed);
    file
}

/// A message of ten thousand parts, each in the one before.
fn mail_of_parts() -> Vec<u8> {
    let mut mail = String::from("Subject: x\r\nMIME-Version: 1.0\r\n");
    for number in 0..10_000 {
        mail.push_str(&format!("Content-Type: multipart/mixed; boundary=b{number}\r\n\r\n--b{number}\r\n"));
    }
    mail.into_bytes()
}

/// Files as a stranger sends them: name, claimed media type, content, and what it is by content.
fn hostile() -> Vec<(&'static str, &'static str, Vec<u8>, &'static str)> {
    let svg =
        b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"><script>alert(1)</script></svg>";
    vec![
        ("bomb.zip", "application/zip", zip_bomb(), "application/zip"),
        ("anh.svg", "image/svg+xml", svg.to_vec(), "text/plain"),
        ("anh.html", "text/html", b"<!doctype html><script>alert(1)</script>".to_vec(), "text/plain"),
        ("anh.gif", "text/javascript", b"GIF89a/*\0\0*/=1;alert(document.cookie)".to_vec(), "image/gif"),
        (
            "hoa-don.pdf",
            "text/html",
            b"%PDF-1.7\n<script>alert(1)</script>PK\x03\x04".to_vec(),
            "application/pdf",
        ),
        ("thu.eml", "message/rfc822", mail_of_parts(), "text/plain"),
        (
            "anh.png",
            "image/png",
            b"MZ\x90\0 This program".to_vec(),
            "application/vnd.microsoft.portable-executable",
        ),
    ]
}

#[tokio::test]
async fn hostile_files_are_typed_by_content_and_only_ever_downloaded() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let officer = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
        for (name, claimed, content, media_type) in hostile() {
            let submission = app.get("/bao-tin").await.field("submission");
            let fields = [("submission", submission.as_str()), ("text", "Họ gửi tôi tệp này")];
            let files = [("attachments", name, claimed, content.as_slice())];
            let started = std::time::Instant::now();
            let answer = app.post_multipart("/bao-tin", &fields, &files).await;
            assert_eq!(answer.status, StatusCode::CREATED, "{name}: {}", answer.text());
            assert!(started.elapsed().as_secs() < 20, "{name} keeps the server busy");
            let count = format!(
                "SELECT COUNT(*) FROM attachments WHERE name = '{name}' AND media_type = '{media_type}'"
            );
            assert_eq!(database.number(&count).await, 1, "{name} is {media_type}");
            let queue = database.store.audit_lines(None, 5).await.unwrap();
            let made = queue.iter().find(|line| line.what == store::audit::Deed::CreateReport).unwrap();
            let path = format!("/console/phan-anh/{}", made.target.strip_prefix("report:").unwrap());
            let page = officer.get(&path).await;
            assert!(!page.text().contains("alert("), "{name} is not shown");
            let link = page.text().split("/tep/").nth(1).unwrap().split('"').next().unwrap().to_owned();
            let file = officer.get(&format!("{path}/tep/{link}")).await;
            assert_eq!(file.body, content, "{name}");
            assert_eq!(file.header("content-type"), "application/octet-stream");
            assert!(file.header("content-disposition").starts_with("attachment;"));
            assert_eq!(file.header("x-content-type-options"), "nosniff");
            assert!(file.header("content-security-policy").contains("sandbox"), "{name}");
        }
    })
    .await;
}
