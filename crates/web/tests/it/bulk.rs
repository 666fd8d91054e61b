//! Files of many reports by API and console: each row answered for, none twice, nothing half done.

use axum::body::Bytes;
use axum::http::{Method, StatusCode};
use desk::Role;
use serde_json::{Value, json};
use store::report::QueueFilter;
use testkit::{Answer, TestApp, TestDatabase, for_each_database};

use crate::officer::Officer;
use crate::partner::partner;

const CSV: &str = "text/csv";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

async fn send(app: &TestApp, key: &str, kind: &str, more: &[(&str, &str)], body: impl Into<Bytes>) -> Answer {
    let bearer = format!("Bearer {key}");
    let mut headers = vec![("content-type", kind)];
    if !key.is_empty() {
        headers.push(("authorization", &bearer));
    }
    headers.extend_from_slice(more);
    app.call(Method::POST, "/api/v1/reports/bulk", &headers, body.into()).await
}

async fn open_reports(app: &TestApp) -> usize {
    app.app.store.queue(&QueueFilter::default(), &desk::Sight::All, None, 100).await.unwrap().lines.len()
}

#[tokio::test]
async fn each_row_is_answered_for_and_taken_once() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let key = partner(&app, "ngan-hang.example").await;
        let lines = [
            json!({"reference": "BC-1", "text": "Giả công an", "indicators": ["phone:0900000123"],
                "contact": {"phone": "0900 000 456"}}),
            json!({"reference": 2, "text": "", "province": "99"}),
            json!({"text": "Không có số riêng"}),
        ];
        let body = lines.map(|line| line.to_string()).join("\n");
        let kind = "application/x-ndjson";
        let first = send(&app, &key, kind, &[("idempotency-key", "k1")], body.clone()).await;
        assert_eq!(first.status, StatusCode::OK, "{}", first.text());
        let first = first.json();
        assert_eq!((&first["stored"], &first["refused"]), (&json!(2), &json!(1)));
        let codes: Vec<&str> = first["rows"][1]["fields"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| f["code"].as_str().unwrap())
            .collect();
        assert_eq!(codes, ["unknown-province", "nothing-reported"]);
        assert_eq!(first["rows"][1]["row"], 2);
        assert!(first["rows"][1]["message"].as_str().unwrap().contains("Không có tỉnh"));

        let again = send(&app, &key, kind, &[("idempotency-key", "k1")], body.clone()).await.json();
        assert_eq!((&again["repeated"], &again["stored"]), (&json!(2), &json!(0)));
        for row in [0, 2] {
            assert_eq!(first["rows"][row]["tracking_code"], again["rows"][row]["tracking_code"]);
        }
        let other = send(&app, &key, kind, &[("idempotency-key", "k1")], "{\"text\":\"x\"}").await;
        assert_eq!((other.status, &other.json()["code"]), (StatusCode::CONFLICT, &json!("idempotency-key")));
        assert_eq!(open_reports(&app).await, 2);

        let code = first["rows"][0]["tracking_code"].as_str().unwrap();
        let officer = Officer::sign_in(&app, "truc", &[Role::DutyOfficer]).await;
        let id = app.app.store.report_by_code(&code.parse().unwrap()).await.unwrap().unwrap();
        let page = officer.get(&format!("/console/phan-anh/{id}")).await;
        assert!(page.text().contains("ngan-hang.example · BC-1"), "the page tells who sent it");
        assert!(app.app.store.verify().await.unwrap().is_clean());
    })
    .await;
}

#[tokio::test]
async fn what_is_no_partner_or_no_file_is_refused() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start_with(&database, |settings| settings.bulk_bytes_max = 1_000).await;
    let key = partner(&app, "ngan-hang.example").await;
    let large = "x".repeat(1_001);
    for (key, kind, body, status, code) in [
        ("", CSV, "text\nx", 401, "key-wanted"),
        ("khien_sai", CSV, "text\nx", 401, "key-refused"),
        (&key, "application/json", "{}", 415, "unsupported-media-type"),
        (&key, CSV, "cột lạ\nx", 422, "invalid-fields"),
        (&key, CSV, &large, 413, "too-large"),
    ] {
        let answer = send(&app, key, kind, &[], body.to_owned()).await;
        assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (status, Some(code)));
    }
    assert_eq!(open_reports(&app).await, 0);
}

#[tokio::test]
async fn results_as_csv_hold_no_formula() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let key = partner(&app, "ngan-hang.example").await;
    let body = "reference,text\n\"=HYPERLINK(\"\"http://gia.example\"\")\",Giả công an\n@x,-\n";
    let answer = send(&app, &key, CSV, &[("accept", "text/csv")], body).await;
    let text = answer.text();
    assert!(
        text.contains("\"'=HYPERLINK(\"\"http://gia.example\"\")\"") && text.contains("\"'@x\""),
        "{text}"
    );
    for cell in text.split([',', '\n']).map(|cell| cell.trim_start_matches('"')) {
        assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
    }
}

/// A workbook that openpyxl wrote.
async fn workbook(rows: u32) -> Option<Vec<u8>> {
    let python = testkit::python::interpreter()?;
    let request = json!({"reader": "workbook", "rows": rows});
    let answer: Value = testkit::python::read(&python, &request).await;
    Some(data_encoding::BASE64.decode(answer["workbook"].as_str().unwrap().as_bytes()).unwrap())
}

/// 1,000 rows; `KHIEN_BULK_ROWS=10000` for as many as a file may hold.
#[tokio::test]
async fn a_workbook_of_a_bank_is_answered_row_by_row() {
    let rows: u32 = std::env::var("KHIEN_BULK_ROWS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000);
    let Some(book) = workbook(rows).await else { return };
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let key = partner(&app, "ngan-hang.example").await;
    let start = std::time::Instant::now();
    let answer = send(&app, &key, XLSX, &[], book.clone()).await;
    let spent = start.elapsed();
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let result = answer.json();
    let wrong = rows / 1_000;
    assert_eq!((&result["stored"], &result["refused"]), (&json!(rows - wrong), &json!(wrong)));
    assert_eq!(result["rows"].as_array().unwrap().len(), rows as usize);
    eprintln!("{rows} rows of {} bytes answered for in {:.1} s", book.len(), spent.as_secs_f64());
}

#[tokio::test]
async fn an_officer_brings_a_file_in() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let officer = Officer::sign_in(&app, "truc", &[Role::DutyOfficer]).await;
    let page = officer.get("/console/nhap").await;
    assert_eq!(page.status, StatusCode::OK);
    let csrf = page.field("csrf");
    let csv = "Nội dung,Số điện thoại\nGiả công an,0900000123\n,\nGiả ngân hàng,không rõ\n";
    let post = async |csrf: &str, answer: &str| {
        let fields = [("csrf", csrf), ("sender", "Ngân hàng X"), ("answer", answer)];
        let file = ("file", "bang.csv", "text/csv", csv.as_bytes());
        app.post_multipart_with("/console/nhap", &[("cookie", &officer.cookie)], &fields, &[file]).await
    };
    let done = post(&csrf, "page").await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    assert!(
        done.text().contains("Nhận mới 1 dòng, 0 dòng đã có từ trước, 1 dòng không nhận được"),
        "{}",
        done.text()
    );
    assert!(done.text().contains("Không nhận ra “không rõ”"));
    let results = post(&csrf, "csv").await;
    assert!(results.text().contains("\"repeated\""), "{}", results.text());
    assert_eq!(post("sai", "page").await.status, StatusCode::FORBIDDEN);
    let auditor = Officer::sign_in(&app, "kiem", &[Role::Auditor]).await;
    assert_eq!(auditor.get("/console/nhap").await.status, StatusCode::FORBIDDEN);
}
