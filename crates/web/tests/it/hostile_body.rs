//! Bodies made to cost us: packed bombs and deep ones, to every road that takes a body.

use std::io::Write as _;
use std::time::Instant;

use axum::body::Bytes;
use axum::http::{Method, StatusCode};
use testkit::{Answer, TestApp, TestDatabase};

use crate::partner::partner;

/// Every road by which somebody outside sends a body, with its type.
const ROADS: &[(&str, &str)] = &[
    ("/api/v1/check", "application/json"),
    ("/api/v1/reports", "application/json"),
    ("/api/v1/reports/bulk", "application/x-ndjson"),
    ("/api/v1/sms", "application/json"),
    ("/taxii2/list/collections/intake/objects/", "application/taxii+json;version=2.1"),
    ("/kiem-tra", "application/x-www-form-urlencoded"),
    ("/bao-tin", "multipart/form-data; boundary=x"),
    ("/console/dang-nhap", "application/x-www-form-urlencoded"),
];

/// 1 GiB of zeroes, twice packed: some kilobytes.
fn bomb() -> Bytes {
    let pack = |bytes: &[u8], times: usize| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        (0..times).for_each(|_| packer.write_all(bytes).unwrap());
        packer.finish().unwrap()
    };
    let inner = pack(&vec![0; 1 << 20], 64);
    Bytes::from(pack(&inner, 16))
}

async fn send(app: &TestApp, key: &str, road: (&str, &str), more: &[(&str, &str)], body: Bytes) -> Answer {
    let bearer = format!("Bearer {key}");
    let mut headers = vec![("content-type", road.1), ("authorization", bearer.as_str())];
    if road.0.starts_with("/taxii2/") {
        headers.push(("accept", road.1));
    }
    headers.extend_from_slice(more);
    app.call(Method::POST, road.0, &headers, body).await
}

#[tokio::test]
async fn a_packed_bomb_is_refused_unread_on_every_road() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let key = partner(&app, "doi-tac.example").await;
    let bomb = bomb();
    for road in ROADS {
        for encoding in ["gzip", "GZIP", "deflate", "zstd", "br", "gzip, gzip", "x"] {
            let start = Instant::now();
            let answer = send(&app, &key, *road, &[("content-encoding", encoding)], bomb.clone()).await;
            assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{} {encoding}", road.0);
            assert_eq!(answer.header("accept-encoding"), "identity", "it says what would be taken");
            assert!(start.elapsed().as_secs() < 10, "{}", road.0);
        }
        let plain =
            send(&app, &key, *road, &[("content-encoding", "identity")], Bytes::from_static(b"{}")).await;
        assert_ne!(plain.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{}", road.0);
        // Without the header it is bytes like any others: no road unpacks them.
        let bytes = send(&app, &key, *road, &[], bomb.clone()).await;
        assert!(!bytes.status.is_server_error(), "{} {}", road.0, bytes.status);
        assert_eq!(app.get("/").await.status, StatusCode::OK, "others are answered");
    }
    assert_eq!(database.number("SELECT COUNT(*) FROM reports").await, 0);
}

#[tokio::test]
async fn depth_is_refused_on_every_road() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let key = partner(&app, "doi-tac.example").await;
    for (open, close) in [("[", "]"), ("{\"objects\":", "}"), ("{\"text\":[", "]}")] {
        let deep = format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
        for road in ROADS.iter().filter(|road| road.1.contains("json")) {
            let answer = send(&app, &key, *road, &[], Bytes::from(deep.clone())).await;
            // A file of rows is answered for row by row.
            let is_refused = answer.status.is_client_error() || answer.json()["stored"] == 0
                // What the envelope does not know is skipped without being kept.
                || answer.json()["total_count"] == 0;
            assert!(is_refused, "{} {}", road.0, answer.status);
        }
    }
    assert_eq!(database.number("SELECT COUNT(*) FROM reports").await, 0);
}
