//! The JSON API: what it answers, what it refuses and how.

use axum::body::Bytes;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use testkit::{Answer, TestApp, TestDatabase, for_each_database};

async fn post(app: &TestApp, path: &str, content_type: &str, body: &[u8]) -> Answer {
    app.call(Method::POST, path, &[("content-type", content_type)], Bytes::copy_from_slice(body)).await
}

#[tokio::test]
async fn a_message_is_assessed_and_leaves_no_trace() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let before = database.number("SELECT COUNT(*) FROM audit_lines").await;
        let text = "CONG AN TP moi ban cai ung dung VNeID tai http://vneid-capnhat.example de tranh bi khoa tai khoan";
        let answer = app.post_json("/api/v1/check", &json!({"text": text, "channel": "sms"})).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let body = answer.json();
        let found = body["indicators"].as_array().unwrap();
        let domain = found.iter().find(|one| one["indicator"].as_str().unwrap().contains("vneid-capnhat.example"));
        let span = &domain.expect("the link is found")["span"];
        let range = span["start"].as_u64().unwrap() as usize..span["end"].as_u64().unwrap() as usize;
        assert!(text[range].contains("vneid-capnhat.example"));
        assert!(["dangerous", "suspicious"].contains(&body["verdict"].as_str().unwrap()), "{body}");
        assert!(body["reasons"].as_array().unwrap().iter().all(|reason| reason["text"] != ""));
        assert!(!body["advice"].as_array().unwrap().is_empty());
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(database.number("SELECT COUNT(*) FROM reports").await, 0);
        assert_eq!(database.number("SELECT COUNT(*) FROM audit_lines").await, before);
        let english = app.post_json("/api/v1/check?lang=en", &json!({"text": text})).await.json();
        assert_ne!(english["verdict_text"], body["verdict_text"]);
    })
    .await;
}

#[tokio::test]
async fn nothing_known_is_never_called_safe() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    for text in ["", "Con về ăn cơm nhé", "0900 000 123"] {
        let body = app.post_json("/api/v1/check", &json!({"text": text})).await.json();
        assert_eq!(body["verdict"], "no_information", "{text}");
        assert!(body["verdict_text"].as_str().unwrap().contains("không có nghĩa là an toàn"));
    }
    let body = app.get("/api/v1/indicators/domain:chua-ai-biet.example").await.json();
    assert_eq!((&body["verdict"], &body["serial"]), (&json!("no_information"), &json!(0)));
}

/// Body, content type → status, code, then fields or position.
#[tokio::test]
async fn bad_input_is_named() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let json = "application/json";
    let large = format!("{{\"text\":\"{}\"}}", "a".repeat(300 * 1024));
    let cases: [(&str, &str, &[u8], u16, &str); 14] = [
        ("/api/v1/check", "text/plain", b"{}", 415, "unsupported-media-type"),
        ("/api/v1/check", "application/x-www-form-urlencoded", b"text=a", 415, "unsupported-media-type"),
        ("/api/v1/check", json, b"{\"text\":", 400, "malformed-json {\"column\":8,\"line\":1}"),
        ("/api/v1/check", json, b"{\"text\":\"\\ud83d\"}", 400, "malformed-json {\"column\":16,\"line\":1}"),
        ("/api/v1/check", json, b"{\"text\":\"a\xff\"}", 400, "not-utf-8 {\"byte\":10}"),
        ("/api/v1/check", json, b"{}", 422, "invalid-fields text:missing"),
        ("/api/v1/check", json, b"{\"text\":5,\"sender\":[]}", 422, "invalid-fields sender:wrong-type text:wrong-type"),
        ("/api/v1/check", json, b"{\"text\":\"a\",\"txt\":1}", 422, "invalid-fields body:unknown-field"),
        ("/api/v1/check", json, b"[]", 422, "invalid-fields body:not-an-object"),
        ("/api/v1/check?lang=fr", json, b"{\"text\":\"a\"}", 400, "unknown-language"),
        ("/api/v1/check?language=en", json, b"{\"text\":\"a\"}", 400, "bad-query"),
        ("/api/v1/check", json, large.as_bytes(), 413, "too-large"),
        ("/api/v1/reports", json, b"{\"text\":\"a\",\"province\":\"00\",\"money_lost\":-5}", 422, "invalid-fields money_lost:wrong-type"),
        (
            "/api/v1/reports",
            json,
            b"{\"submission\":\"x\",\"text\":\"a\",\"happened_at\":\"3026-01-01\",\"province\":\"00\",\"money_lost\":\"9999999 t\xe1\xbb\xb7\",\"method\":\"magic\",\"indicators\":[\"?\"],\"contact\":{\"phone\":\"x\"}}",
            422,
            "invalid-fields submission:not-a-uuid happened_at:date-in-future province:unknown-province \
             money_lost:amount-too-large method:unknown-method indicators:not-an-indicator contact_phone:not-a-phone",
        ),
    ];
    for (path, content_type, body, status, expected) in cases {
        let answer = post(&app, path, content_type, body).await;
        let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
        assert_eq!(answer.status.as_u16(), status, "{shown}: {}", answer.text());
        assert_eq!(answer.header("content-type"), "application/problem+json", "{shown}");
        assert_eq!(problem(&answer.json()), expected, "{shown}");
    }
}

/// A problem in one line: code, then position or fields.
fn problem(body: &Value) -> String {
    let mut line = body["code"].as_str().unwrap().to_owned();
    assert!(body["type"].as_str().unwrap().ends_with(&format!("#{line}")));
    assert!(!body["title"].as_str().unwrap().is_empty());
    if !body["position"].is_null() {
        line.push_str(&format!(" {}", body["position"]));
    }
    for field in body["fields"].as_array().into_iter().flatten() {
        assert!(!field["title"].as_str().unwrap().starts_with("field-"), "{field} has no words");
        line.push_str(&format!(" {}:{}", field["field"].as_str().unwrap(), field["code"].as_str().unwrap()));
    }
    line
}

#[tokio::test]
async fn a_message_of_ten_thousand_indicators_is_answered() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let text: String = (0..10_000).map(|number| format!("http://n{number}.example ")).collect();
    let body = app.post_json("/api/v1/check", &json!({"text": text})).await.json();
    assert_eq!(body["indicators"].as_array().unwrap().len(), 100);
    assert!(body["indicators_left_out"].as_u64().unwrap() > 0);
}

#[tokio::test]
async fn the_same_submission_is_one_report() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let body = json!({"submission": "0190d3a1-7c35-7a2e-9f04-2a6a1f0c9b11", "text": "Bị lừa 5 triệu", "money_lost": 5_000_000});
        let first = app.post_json("/api/v1/reports", &body).await;
        assert_eq!(first.status, StatusCode::CREATED, "{}", first.text());
        let again = app.post_json("/api/v1/reports", &body).await;
        let code = first.json()["tracking_code"].as_str().unwrap().to_owned();
        assert_eq!(again.json()["tracking_code"], code.as_str());
        assert_eq!(database.number("SELECT COUNT(*) FROM reports WHERE money_lost = 5000000").await, 1);

        let status = app.get(first.header("location")).await.json();
        assert_eq!((&status["state"], &status["received_at"]), (&json!("received"), &json!(app.now().to_string())));
        assert_eq!(app.get(&format!("/api/v1/reports/{}", code.to_lowercase())).await.status, StatusCode::OK);
        let unknown = model::TrackingCode::from_random(7);
        assert_eq!(app.get(&format!("/api/v1/reports/{unknown}")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(app.get("/api/v1/reports/x").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn a_marking_of_state_secrets_is_refused() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let answer = app.post_json("/api/v1/reports", &json!({"text": "TỐI MẬT\nBáo cáo"})).await;
    assert_eq!(problem(&answer.json()), "invalid-fields text:secret-marking");
    assert_eq!(database.number("SELECT COUNT(*) FROM reports").await, 0);
}

#[tokio::test]
async fn reports_are_limited_and_the_wait_is_told() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start_with(&database, |settings| settings.rates.create_report = 1).await;
    let body = json!({"text": "Bị lừa"});
    assert_eq!(app.post_json("/api/v1/reports", &body).await.status, StatusCode::CREATED);
    let limited = app.post_json("/api/v1/reports", &body).await;
    assert_eq!(limited.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(limited.json()["retry_after_seconds"].to_string(), limited.header("retry-after"));
}

#[tokio::test]
async fn every_call_is_described_and_every_description_is_a_call() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let document = app.get("/api/v1/openapi.json").await.json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut calls = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            assert!(!operation["summary"].as_str().unwrap().is_empty(), "{method} {path}");
            assert!(operation["responses"].as_object().unwrap().len() > 1 || path.ends_with("/serial"));
            let real = path.replace("{format}", "json").replace("{code}", "x").replace("{indicator}", "x");
            // A stream has no end to wait for; behind the list it is refused.
            let real = real.replace("/acts/stream", "/acts/stream?after=1");
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let answer = app.call(method.clone(), &real, &[], Bytes::new()).await;
            let is_missing =
                answer.status == StatusCode::NOT_FOUND || answer.status == StatusCode::METHOD_NOT_ALLOWED;
            assert!(!is_missing, "{method} {real}: {}", answer.status);
            calls.push(format!("{method} {path}"));
        }
    }
    calls.sort();
    assert_eq!(
        calls,
        [
            "GET /api/v1/acts/stream",
            "GET /api/v1/feeds/{format}",
            "GET /api/v1/hashes/{prefix}",
            "GET /api/v1/imitated/{indicator}",
            "GET /api/v1/indicators/{indicator}",
            "GET /api/v1/prefixes",
            "GET /api/v1/reports/{code}",
            "GET /api/v1/serial",
            "GET /api/v1/unrepresentable",
            "POST /api/v1/acknowledgements",
            "POST /api/v1/check",
            "POST /api/v1/check/caller",
            "POST /api/v1/reports",
            "POST /api/v1/reports/bulk",
            "POST /api/v1/sms",
        ]
    );
    let text = document.to_string();
    for reference in text.split("\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(!document["components"]["schemas"][name].is_null(), "schema {name} is missing");
    }
}

#[tokio::test]
async fn the_page_explains_every_call_and_code_in_both_languages() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    for path in ["/api", "/en/api"] {
        let page = app.get(path).await;
        assert_eq!(page.status, StatusCode::OK);
        for expected in
            ["POST /api/v1/check", "GET /api/v1/feeds/{format}", "id=\"invalid-fields\"", "openapi.json"]
        {
            assert!(page.text().contains(expected), "{path}: {expected}");
        }
        assert!(!page.text().contains("error-"), "a code without words on {path}");
    }
}

#[tokio::test]
async fn an_unknown_address_or_method_is_a_problem_too() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let answer = app.get("/api/v1/nothing").await;
    assert_eq!((answer.status, problem(&answer.json()).as_str()), (StatusCode::NOT_FOUND, "not-found"));
    let answer = app.get("/api/v1/check").await;
    assert_eq!(problem(&answer.json()), "method-not-allowed");
    assert_eq!(answer.header("allow"), "POST");
}

#[tokio::test]
async fn a_conversation_is_assessed_and_spans_name_their_message() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let thread = json!([
        {"text": "Alo em, anh đang họp không nghe máy được"},
        {"text": "Anh cần gì ạ?", "from": "me"},
        {"text": "Cho anh mượn 5 triệu, chiều anh gửi lại"},
    ]);
    let body = app.post_json("/api/v1/check", &json!({"thread": thread})).await.json();
    assert!(["dangerous", "suspicious"].contains(&body["verdict"].as_str().unwrap()), "{body}");
    let reasons = body["reasons"].as_array().unwrap();
    let borrowed =
        reasons.iter().find(|reason| reason["code"] == "borrows-money").expect("the reason is there");
    assert_eq!(
        (&borrowed["span"]["message"], &borrowed["span"]["start"]),
        (&json!(2), &json!(0)),
        "{borrowed}"
    );
    for (bad, fields) in [
        (json!({"text": "a", "thread": []}), "thread text-and-thread"),
        (json!({"thread": [1]}), "thread wrong-type"),
        (json!({"thread": [{"txt": "a"}]}), "body unknown-field"),
        (json!({"sender": "a"}), "text missing"),
    ] {
        let refused = app.post_json("/api/v1/check", &bad).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
        let first = refused.json()["fields"][0].clone();
        let told = format!("{} {}", first["field"].as_str().unwrap(), first["code"].as_str().unwrap());
        assert_eq!(told, fields, "{bad}");
    }
}

#[tokio::test]
async fn a_number_that_rang_is_looked_at() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let call = json!({"number": "+84069 234 8560", "claim": "police"});
    let body = app.post_json("/api/v1/check/caller?lang=en", &call).await.json();
    assert_eq!(
        (&body["kind"], &body["assessment"]["verdict"]),
        (&json!("impossible"), &json!("dangerous")),
        "{body}"
    );
    assert!(body["never"].as_str().unwrap().contains("written summons"));
    let hidden = app.post_json("/api/v1/check/caller", &json!({})).await.json();
    assert_eq!(
        (&hidden["kind"], &hidden["assessment"]["verdict"]),
        (&json!("hidden"), &json!("no_information"))
    );
    let refused = app.post_json("/api/v1/check/caller", &json!({"claim": "vua"})).await;
    assert_eq!(refused.json()["fields"][0]["code"], "unknown-claim");
}

#[tokio::test]
async fn whom_a_host_imitates_is_told_with_the_real_one() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let body = app.get("/api/v1/imitated/domain:vietcombank-xacminh.top").await.json();
    assert_eq!(
        (&body["imitated"]["owner"], &body["imitated"]["likeness"]),
        (&json!("Vietcombank"), &json!("joined"))
    );
    let real = body["imitated"]["official"].as_array().unwrap();
    assert!(real.contains(&json!("vietcombank.com.vn")), "{body}");
    assert!(app.get("/api/v1/imitated/domain:vietcombank.com.vn").await.json()["imitated"].is_null());
    assert_eq!(app.get("/api/v1/imitated/phone:+84900000123").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = app.get("/muc/domain:vietcombank-xacminh.top").await.text().to_owned();
    assert!(page.contains("giống tên của Vietcombank") && page.contains("vietcombank.com.vn"), "{page}");
}
