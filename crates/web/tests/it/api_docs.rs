//! `docs/api.md` shows one call and its real answer each; rewritten with `UPDATE_GOLDEN=1`.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};
use testkit::{TestApp, TestDatabase};

const HEAD: &str = "# The JSON API by example

Written by the test `api_docs` from real answers of a fresh server; fields, codes and limits of every call are in
the OpenAPI document at `/api/v1/openapi.json` and, readable, at `/api`. No key is needed. Refusals are
`application/problem+json` with a fixed `code` each. Of the first answer only one reason of several is shown, and
its figures are rounded.

";

/// One reason of several and rounded figures, so that a better rule does not rewrite the page.
fn shorten(assessment: &mut Value) {
    let score = assessment["score"].as_f64().unwrap();
    assert!(score > 0.9, "{score}");
    assessment["score"] = json!(0.99);
    assessment["method"]["confidence"] = json!(0.6);
    let reasons = assessment["reasons"].as_array_mut().unwrap();
    reasons.retain(|reason| reason["code"] == "imitates-state");
    assert_eq!(reasons.len(), 1);
}

fn shown(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap()
}

#[tokio::test]
async fn the_page_shows_real_answers() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let mut page = HEAD.to_owned();

    let check = json!({"text": "VNeID: tai khoan bi khoa, cap nhat ngay tai http://vneid-capnhat.example", "channel": "sms"});
    let mut answer = app.post_json("/api/v1/check?lang=en", &check).await.json();
    shorten(&mut answer);
    example(&mut page, "Is this a scam?", "POST /api/v1/check?lang=en", Some(&check), &answer);

    let report = json!({
        "submission": "0190d3a1-7c35-7a2e-9f04-2a6a1f0c9b11",
        "text": "Có người gọi xưng là công an, bảo cài ứng dụng.",
        "province": "48", "money_lost": "2,5 triệu", "indicators": ["phone:0900000123"],
    });
    let mut answer = app.post_json("/api/v1/reports", &report).await.json();
    let code = answer["tracking_code"].as_str().unwrap().to_owned();
    // The code is random; everything else of the page is the same on every run.
    answer["tracking_code"] = json!("7K3M-Q0ZD-9XAE");
    answer["assessment"] = json!("… as above");
    example(&mut page, "Report it", "POST /api/v1/reports", Some(&report), &answer);

    let mut status = app.get(&format!("/api/v1/reports/{code}")).await.json();
    status["tracking_code"] = json!("7K3M-Q0ZD-9XAE");
    example(&mut page, "Follow the report", "GET /api/v1/reports/7K3M-Q0ZD-9XAE", None, &status);

    let path = "/api/v1/indicators/domain:www.vietcombank.com.vn?lang=en";
    example(&mut page, "Look one thing up", &format!("GET {path}"), None, &app.get(path).await.json());
    let path = "/api/v1/serial";
    example(&mut page, "Has the list changed?", &format!("GET {path}"), None, &app.get(path).await.json());
    let path = "/api/v1/feeds/json";
    example(&mut page, "Fetch the list", &format!("GET {path}"), None, &app.get(path).await.json());

    let bad = json!({"text": 5, "txt": "a"});
    let answer = app.post_json("/api/v1/check", &bad).await.json();
    example(&mut page, "A refusal", "POST /api/v1/check", Some(&bad), &answer);

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api.md");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(kept, page, "run with UPDATE_GOLDEN=1 to rewrite {}", path.display());
}

fn example(page: &mut String, title: &str, call: &str, body: Option<&Value>, answer: &Value) {
    write!(page, "## {title}\n\n`{call}`\n\n").unwrap();
    if let Some(body) = body {
        write!(page, "```json\n{}\n```\n\nanswers\n\n", shown(body)).unwrap();
    }
    write!(page, "```json\n{}\n```\n\n", shown(answer)).unwrap();
}
