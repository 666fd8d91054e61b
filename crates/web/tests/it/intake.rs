//! What partners send over TAXII: reports to the desk, each object answered for, nothing listed.

use axum::body::Bytes;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use store::report::QueueFilter;
use testkit::{Answer, TestApp, for_each_database};

use crate::partner::partner;

const TAXII: &str = "application/taxii+json;version=2.1";
const OBJECTS: &str = "/taxii2/list/collections/intake/objects/";

async fn post(app: &TestApp, key: &str, kind: &str, body: impl Into<Bytes>) -> Answer {
    let bearer = format!("Bearer {key}");
    let mut headers = vec![("accept", TAXII), ("content-type", kind)];
    if !key.is_empty() {
        headers.push(("authorization", &bearer));
    }
    app.call(Method::POST, OBJECTS, &headers, body.into()).await
}

fn indicator(number: u32, pattern: &str) -> Value {
    json!({
        "type": "indicator", "spec_version": "2.1", "id": format!("indicator--8e2e2d2b-17d4-4cbf-938f-{number:012x}"),
        "created": "2026-11-22T00:00:00.000Z", "modified": "2026-11-22T00:00:00.000Z", "name": "Trang giả ngân hàng",
        "pattern": pattern, "pattern_type": "stix", "valid_from": "2026-11-22T00:00:00Z",
    })
}

async fn open_reports(app: &TestApp) -> usize {
    app.app.store.queue(&QueueFilter::default(), &desk::Sight::All, None, 100).await.unwrap().lines.len()
}

#[tokio::test]
async fn each_object_becomes_a_report_or_is_answered_with_a_reason() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let key = partner(&app, "doi-tac.example").await;
        let body = json!({"objects": [
            indicator(1, "[domain-name:value = 'ngan-hang-gia.example']"),
            indicator(2, "[file:hashes.'SHA-256' = 'khong-phai']"),
            indicator(3, "[x-khien-phone:value = '0900000001']"),
            {"type": "malware", "id": "malware--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f", "spec_version": "2.1"},
        ]});
        let sent = post(&app, &key, TAXII, body.to_string()).await;
        assert_eq!(sent.status, StatusCode::ACCEPTED, "{}", sent.text());
        let status = sent.json();
        assert_eq!(
            (&status["status"], &status["success_count"], &status["failure_count"]),
            (&json!("complete"), &json!(2), &json!(2))
        );
        assert_eq!(status["failures"][0]["message"], "read the value: not-a-hash");
        assert!(status["failures"][1]["message"].as_str().unwrap().contains("`malware`"));
        assert_eq!(open_reports(&app).await, 2);
        assert_eq!(app.app.store.head_serial().await.unwrap(), model::Serial(0), "nothing is listed");
        // Sent again, it is the same two reports.
        assert_eq!(post(&app, &key, TAXII, body.to_string()).await.json()["success_count"], 2);
        assert_eq!(open_reports(&app).await, 2);

        let path = format!("/taxii2/list/status/{}/", status["id"].as_str().unwrap());
        let bearer = format!("Bearer {key}");
        let read = app.get_with(&path, &[("accept", TAXII), ("authorization", &bearer)]).await;
        assert_eq!(read.json(), status);
        let other = format!("Bearer {}", partner(&app, "ben-khac.example").await);
        let read = app.get_with(&path, &[("accept", TAXII), ("authorization", &other)]).await;
        assert_eq!(read.status, StatusCode::NOT_FOUND, "somebody else's");
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_taken_is_refused_at_the_door() {
    let database = testkit::TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let key = partner(&app, "doi-tac.example").await;
    let empty = r#"{"objects":[]}"#;
    let nested = format!(r#"{{"objects":[{}{}]}}"#, "[".repeat(10_000), "]".repeat(10_000));
    let many = json!({"objects": vec![json!({}); 1_001]}).to_string();
    for (what, key, kind, body, status, code) in [
        ("no key", "", TAXII, empty, 401, "key-wanted"),
        ("a wrong key", "khien_x", TAXII, empty, 401, "key-refused"),
        ("another type", &key, "application/json", empty, 415, "unsupported-media-type"),
        ("no JSON", &key, TAXII, "{", 400, "malformed-json"),
        ("10,000 deep", &key, TAXII, &nested, 400, "malformed-json"),
        ("too many", &key, TAXII, &many, 400, "too-many-objects"),
    ] {
        let answer = post(&app, key, kind, body.to_owned()).await;
        assert_eq!(
            (answer.status.as_u16(), answer.json()["error_code"].as_str()),
            (status, Some(code)),
            "{what}"
        );
    }
    let elsewhere = "/taxii2/list/collections/all/objects/";
    let bearer = format!("Bearer {key}");
    let headers = [("accept", TAXII), ("content-type", TAXII), ("authorization", bearer.as_str())];
    let answer = app.call(Method::POST, elsewhere, &headers, Bytes::from_static(b"{}")).await;
    assert_eq!(
        (answer.status, answer.json()["error_code"].as_str()),
        (StatusCode::FORBIDDEN, Some("not-writable"))
    );
    let answer = app.get_with(OBJECTS, &[("accept", TAXII)]).await;
    assert_eq!(
        (answer.status, answer.json()["error_code"].as_str()),
        (StatusCode::FORBIDDEN, Some("not-readable"))
    );
    assert_eq!(open_reports(&app).await, 0);
}

/// Refused by its announced length, before a byte of it is read.
#[tokio::test]
async fn a_hundred_megabytes_are_refused_unread() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let database = testkit::TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let key = partner(&app, "doi-tac.example").await;
    let mut stream = tokio::net::TcpStream::connect(app.address).await.unwrap();
    let head = format!(
        "POST {OBJECTS} HTTP/1.1\r\nhost: x\r\naccept: {TAXII}\r\ncontent-type: {TAXII}\r\n\
         authorization: Bearer {key}\r\ncontent-length: 104857600\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = vec![0; 4096];
    let length = stream.read(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer[..length]).into_owned();
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
}

#[tokio::test]
async fn a_checked_certificate_stands_for_a_key() {
    let database = testkit::TestDatabase::sqlite().await;
    let app = TestApp::start_with(&database, |settings| {
        settings.client_name_header = Some("x-client-name".to_owned());
    })
    .await;
    partner(&app, "doi-tac.example").await;
    let send = async |name: &str| {
        let headers = [("accept", TAXII), ("content-type", TAXII), ("x-client-name", name)];
        app.call(Method::POST, OBJECTS, &headers, Bytes::from_static(b"{\"objects\":[]}")).await.status
    };
    assert_eq!(send("CN=doi-tac.example,O=Doi tac").await, StatusCode::ACCEPTED);
    assert_eq!(send("CN=la.example").await, StatusCode::UNAUTHORIZED);
}
