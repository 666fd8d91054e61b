//! Addresses with a stroke too many at their end.

use axum::body::Bytes;
use axum::http::{Method, StatusCode};
use desk::Role;
use testkit::{Answer, TestApp, TestDatabase};
use web::label::public_path;

use crate::officer::Officer;

/// Headers that stand on every answer, in alphabetical order.
fn guards(answer: &Answer) -> Vec<String> {
    let names = [
        "cache-control",
        "content-security-policy",
        "cross-origin-opener-policy",
        "permissions-policy",
        "referrer-policy",
        "x-content-type-options",
        "x-frame-options",
    ];
    names.iter().map(|name| format!("{name}: {}", answer.header(name))).collect()
}

#[tokio::test]
async fn who_reads_is_led_to_the_address_without_the_stroke() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let plain = app.get("/khong-co").await;
    for (path, expected) in [
        ("/en/", "/en"),
        ("/en/?q=a%26b&c=%2F%2Fevil.example/", "/en?q=a%26b&c=%2F%2Fevil.example/"),
        ("/?", ""),
        ("/kiem-tra/?x=//evil.example/", "/kiem-tra?x=//evil.example/"),
        ("/en/canh-bao/gov-judicial/", "/en/canh-bao/gov-judicial"),
        ("/console/", "/console"),
        ("/en/console/hang-doi/?state=received", "/en/console/hang-doi?state=received"),
        ("/api/v1/serial/", "/api/v1/serial"),
        ("/feeds/hosts/", "/feeds/hosts"),
        ("/%2F/evil.example/", "/%2F/evil.example"),
        ("/%5Cevil.example/", "/%5Cevil.example"),
    ] {
        for method in [Method::GET, Method::HEAD] {
            let answer = app.call(method.clone(), path, &[], Bytes::new()).await;
            if expected.is_empty() {
                assert_eq!(answer.status, StatusCode::OK, "{method} {path}");
                continue;
            }
            assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT, "{method} {path}");
            assert_eq!(answer.header("location"), expected, "{method} {path}");
            assert_eq!(guards(&answer), guards(&plain), "{method} {path}");
            assert!(answer.body.is_empty(), "{method} {path}");
        }
    }
    assert_eq!(app.get("/en").await.status, StatusCode::OK);
    // An entry may end with a stroke of its own.
    let path = public_path(&"url:https://mau.example/duong/".parse().unwrap());
    assert_eq!((path.ends_with('/'), app.get(&path).await.status), (true, StatusCode::OK), "{path}");
}

#[tokio::test]
async fn no_address_leads_to_another_host() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    for path in [
        "//evil.example/",
        "///evil.example/",
        "//evil.example/%2e%2e/",
        "/\\evil.example/",
        "/\\/evil.example/",
        "/en//evil.example/",
        "/en/",
        "//",
    ] {
        let host = ("host", "evil.example");
        for headers in [&[][..], &[host][..], &[("x-forwarded-host", "evil.example")][..]] {
            let answer = app.call(Method::GET, path, headers, Bytes::new()).await;
            let address = answer.header("location");
            match path {
                "/en/" => assert_eq!(address, "/en"),
                "//" => assert_eq!(address, "/"),
                _ => assert_eq!((answer.status, address), (StatusCode::NOT_FOUND, ""), "{path}"),
            }
        }
    }
}

#[tokio::test]
async fn who_sends_is_told_and_nothing_is_taken() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let page = app.post_form("/bao-tin/", &[("text", "Có người gọi xưng công an")]).await;
    assert_eq!((page.status, page.header("location")), (StatusCode::NOT_FOUND, ""));
    assert!(page.text().contains("thừa dấu / ở cuối"), "{}", page.text());
    let english = app.post_form("/en/bao-tin/", &[("text", "A caller")]).await;
    assert!(english.text().contains("a stroke (/) too many"), "{}", english.text());
    let body = serde_json::json!({ "text": "Có người gọi" });
    let problem = app.post_json("/api/v1/reports/", &body).await;
    assert_eq!((problem.status, &problem.json()["code"]), (StatusCode::NOT_FOUND, &"stroke-at-end".into()));
    let officer = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
    assert_eq!(officer.post("/console/vu-an/", &[("title", "Vụ mẫu")]).await.status, StatusCode::NOT_FOUND);
    for table in ["reports", "cases"] {
        assert_eq!(database.number(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
    }
    let unknown = app.post_form("/khong-co", &[]).await;
    assert!(unknown.text().contains("Không có trang này"), "{}", unknown.text());
}
