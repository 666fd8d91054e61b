//! Consumers: made in the console, let in by their key, held to their terms.

use axum::http::StatusCode;
use desk::Role;
use testkit::{Answer, TestApp, for_each_database};

use crate::officer::{Officer, later};

const NEW: &[(&str, &str)] = &[
    ("name", "isp.example"),
    ("kind", "isp"),
    ("contact", "Trực NOC, 0900 000 111"),
    ("requests_per_day", "3"),
    ("networks", "127.0.0.0/8 ::1"),
    ("formats", "json"),
    ("formats", "csv"),
];

/// The only consumer's path in the console.
fn path_of(page: &Answer) -> String {
    let start = page.text().find("/console/don-vi-nhan/0").expect("a consumer is there");
    page.text()[start..start + "/console/don-vi-nhan/".len() + 36].to_owned()
}

/// The key that a page shows once.
fn key_of(page: &Answer) -> String {
    let start = page.text().find("khien_").expect("the page shows a key");
    page.text()[start..start + 49].to_owned()
}

async fn fetch(app: &TestApp, key: &str, path: &str) -> Answer {
    app.get_with(path, &[("authorization", &format!("Bearer {key}"))]).await
}

#[tokio::test]
async fn a_consumer_is_made_given_a_key_and_seen() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let admin = Officer::sign_in(&app, "quan", &[Role::Administrator]).await;
        let analyst = Officer::sign_in(&app, "an", &[Role::Analyst]).await;
        let page = admin.done("/console/don-vi-nhan/moi", NEW).await;
        assert!(page.text().contains("isp.example") && page.text().contains("Chưa nhận lần nào"));
        let path = path_of(&page);
        let shown = admin.post(&format!("{path}/khoa-api"), &[]).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
        let key = key_of(&shown);
        assert!(!admin.get("/console/don-vi-nhan").await.text().contains(&key), "shown once");
        let tsig = shown.text().split("algorithm hmac-sha256").count();
        assert_eq!(tsig, 2, "with the key for transfers beside it: {}", shown.text());

        let listing = [
            ("version", "1"),
            ("indicator", "domain:vneid-capnhat.example"),
            ("level", "warn"),
            ("listing_method", "gov-service-app"),
            ("listing_reason", "impersonation"),
            ("days", "90"),
            ("evidence", "Trang giả mạo"),
        ];
        analyst.done("/console/muc-de-xuat", &listing).await;
        app.follow_log().await;
        assert_eq!(fetch(&app, &key, "/feeds/json").await.status, StatusCode::OK);
        let page = admin.get("/console/don-vi-nhan").await;
        assert!(page.text().contains("Theo kịp") && page.text().contains("1 trên 3 lượt"), "{}", page.text());

        let mut second = listing;
        second[1].1 = "domain:vneid-moi.example";
        analyst.done("/console/muc-de-xuat", &second).await;
        app.follow_log().await;
        later(&app, 20);
        let page = admin.get("/console/don-vi-nhan").await;
        assert!(page.text().contains("Đang chậm"), "{}", page.text());
        assert!(page.text().contains("thiếu 1 lượt thay đổi, từ 20 phút trước"), "{}", page.text());

        let english = admin.get("/en/console/don-vi-nhan").await;
        assert!(english.text().contains("lacks 1 changes, since 20"), "{}", english.text());
        assert_eq!(analyst.get("/console/don-vi-nhan").await.status, StatusCode::FORBIDDEN);
        assert_eq!(analyst.post(&format!("{path}/khoa-api"), &[]).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn a_key_is_held_to_format_quota_and_address() {
    for_each_database(async |database| {
        let app = TestApp::start_with(database, |settings| {
            settings.client_address_header = Some("x-forwarded-for".to_owned());
        })
        .await;
        let admin = Officer::sign_in(&app, "quan", &[Role::Administrator]).await;
        let path = path_of(&admin.done("/console/don-vi-nhan/moi", NEW).await);
        let key = key_of(&admin.post(&format!("{path}/khoa-api"), &[]).await);

        let wrong = fetch(&app, "khien_nothing", "/feeds/json").await;
        assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
        assert_eq!(wrong.json()["code"], "key-refused");
        assert!(wrong.header("www-authenticate").starts_with("Bearer"));
        let format = fetch(&app, &key, "/feeds/rpz").await;
        assert_eq!(
            (format.status, &format.json()["code"]),
            (StatusCode::FORBIDDEN, &"consumer-format".into())
        );
        let bearer = format!("Bearer {key}");
        let elsewhere = [("authorization", bearer.as_str()), ("x-forwarded-for", "203.0.113.9")];
        let elsewhere = app.get_with("/feeds/json", &elsewhere).await;
        assert_eq!(elsewhere.json()["code"], "consumer-address");

        for _ in 0..3 {
            assert_eq!(fetch(&app, &key, "/feeds/csv").await.status, StatusCode::OK);
        }
        let used = fetch(&app, &key, "/feeds/csv").await;
        assert_eq!(used.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(used.header("retry-after").parse::<u64>().unwrap() > 0);
        assert_eq!(app.get("/feeds/csv").await.status, StatusCode::OK, "the public is not counted with it");

        let page = admin.get("/console/don-vi-nhan").await;
        let start = page.text().find("/khoa-api/").unwrap() + "/khoa-api/".len();
        let id = page.text()[start..start + 36].to_owned();
        admin.done(&format!("{path}/khoa-api/{id}/huy"), &[]).await;
        assert_eq!(fetch(&app, &key, "/feeds/csv").await.status, StatusCode::UNAUTHORIZED, "at once");
    })
    .await;
}

#[tokio::test]
async fn terms_that_do_not_fit_are_refused_in_words() {
    let database = testkit::TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let admin = Officer::sign_in(&app, "quan", &[Role::Administrator]).await;
    let mut bad = NEW.to_vec();
    bad[0].1 = "Nhà mạng";
    let refused = admin.post("/console/don-vi-nhan/moi", &bad).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("chữ thường không dấu"), "{}", refused.text());
    let mut bad = NEW.to_vec();
    bad[4].1 = "192.0.2.0/99";
    let refused = admin.post("/console/don-vi-nhan/moi", &bad).await;
    assert!(refused.text().contains("192.0.2.0/99") && refused.text().contains("dải địa chỉ"));
    let path = path_of(&admin.done("/console/don-vi-nhan/moi", NEW).await);
    let mut terms = NEW.to_vec();
    terms[3].1 = "10";
    terms.push(("version", "1"));
    let page = admin.done(&format!("{path}/thoa-thuan"), &terms).await;
    assert!(page.text().contains("0 trên 10 lượt"), "{}", page.text());
    let stale = admin.post(&format!("{path}/thoa-thuan"), &terms).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    admin.done(&format!("{path}/dong"), &[("version", "2")]).await;
    assert!(database.store.consumer_by_name("isp.example").is_none());
}
