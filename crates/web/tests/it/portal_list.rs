//! What the portal shows of the published list, and the appeal against an entry.

use axum::http::StatusCode;
use desk::guard::{NewListing, clear};
use model::{Indicator, IndicatorKind, Level, ListingReason, Method, Reference};
use testkit::{TestApp, TestDatabase, for_each_database};

const NAME: &str = "xac-minh-tai-khoan.example";

async fn list(database: &TestDatabase, app: &TestApp) {
    let listing = NewListing {
        indicator: Indicator::parse(IndicatorKind::Domain, NAME).unwrap(),
        method: Method::OrgBankPhish,
        level: Level::Block,
        reason: ListingReason::Impersonation,
        expires_at: app.now().plus_days(90),
        evidence: "Ảnh chụp trang giả, mẫu".to_owned(),
    };
    let cleared = clear(listing, Reference::embedded(), app.now()).unwrap();
    database.store.bulk_list(&[cleared], "test", app.now()).await.unwrap();
    app.follow_log().await;
}

#[tokio::test]
async fn a_listed_name_is_shown_wherever_the_list_is() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let before = app.get(&format!("/muc/domain:{NAME}")).await;
        assert!(before.text().contains("không có nghĩa là an toàn"), "{}", before.text());
        list(database, &app).await;

        let page = app.get(&format!("/muc/domain:{NAME}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text().contains("Có trong danh sách cảnh báo"), "{}", page.text());
        assert!(page.text().contains("22/11/2026") && page.text().contains("20/02/2027"), "{}", page.text());
        let below = app.get(&format!("/muc/url:sub.{NAME}/login")).await;
        assert!(below.text().contains("Có trong danh sách cảnh báo"), "covered by its domain");

        let answer = app.post_form("/kiem-tra", &[("text", &format!("vào https://{NAME}/a nhé"))]).await;
        assert!(answer.text().contains("Có trong danh sách cảnh báo"), "{}", answer.text());
        for path in ["/", "/canh-bao", "/canh-bao/org-bank-phish", "/so-lieu"] {
            assert!(app.get(path).await.text().contains(NAME), "{path} shows the newest entry");
        }
    })
    .await;
}

#[tokio::test]
async fn another_writing_leads_to_the_canonical_page() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    for (path, canonical) in [
        ("/muc/domain:WWW.Vi-Du.Example.", "/muc/domain:www.vi-du.example"),
        ("/en/muc/phone:0900%20000%20123", "/en/muc/phone:+84900000123"),
    ] {
        let answer = app.get(path).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::PERMANENT_REDIRECT, canonical));
        assert_eq!(app.get(canonical).await.status, StatusCode::OK, "{canonical}");
    }
}

#[tokio::test]
async fn the_page_of_an_indicator_never_tells_of_reports() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let before = app.get("/muc/phone:+84900000123").await;
    let submission = app.get("/bao-tin").await.field("submission");
    let fields = [("submission", submission.as_str()), ("text", "Lừa"), ("others", "0900 000 123")];
    let sent = app.post_multipart("/bao-tin", &fields, &[]).await;
    assert_eq!(sent.status, StatusCode::CREATED);
    assert_eq!(database.number("SELECT COUNT(*) FROM report_indicators").await, 1);
    assert_eq!(app.get("/muc/phone:+84900000123").await.text(), before.text());
}

#[tokio::test]
async fn an_appeal_gets_a_code_and_never_counts_against_the_entry() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        list(database, &app).await;
        let form = app.get(&format!("/khieu-nai?muc=domain:{NAME}")).await;
        let submission = form.field("submission");
        let fields = [
            ("submission", submission.as_str()),
            ("muc", NAME),
            ("text", "Trang này của cửa hàng tôi."),
            ("contact_email", "chu@cua-hang.example"),
        ];
        let sent = app.post_form("/khieu-nai", &fields).await;
        assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
        assert!(sent.text().contains("class=\"code\""), "{}", sent.text());
        assert_eq!(database.number("SELECT COUNT(*) FROM reports").await, 1);
        assert_eq!(database.number("SELECT COUNT(*) FROM report_indicators").await, 0);
        assert_eq!(database.number("SELECT COUNT(*) FROM identities").await, 1);
    })
    .await;
}
