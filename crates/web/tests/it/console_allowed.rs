//! The allow-list in the console: two add, one ends; what it hits comes off the list; everything that publishes it.

use axum::http::StatusCode;
use desk::Role;
use model::{Indicator, Reference};
use serde_json::Value;
use store::audit::Deed;
use testkit::{Answer, TestApp, TestDatabase, for_each_database};

use crate::officer::{Officer, later};

const PAGE: &str = "/console/cho-phep";

fn entry(indicator: &str) -> Vec<(&str, &str)> {
    vec![
        ("indicator", indicator),
        ("owner", "Bệnh viện Mẫu"),
        ("source", "công văn 12/BVM"),
        ("reason", "đặt lịch khám cho người bệnh"),
        ("days", "90"),
    ]
}

fn listing<'a>(indicator: &'a str, level: &'a str) -> [(&'a str, &'a str); 7] {
    [
        ("version", "1"),
        ("indicator", indicator),
        ("level", level),
        ("listing_method", "gov-service-app"),
        ("listing_reason", "impersonation"),
        ("days", "90"),
        ("evidence", "Trang giả mạo"),
    ]
}

/// The path of the first entry on the page that the officer may do something about.
fn path_of(page: &Answer) -> String {
    let start = page.text().find("/console/cho-phep/0").expect("an entry is there");
    page.text()[start..start + "/console/cho-phep/".len() + 36].to_owned()
}

fn listed(app: &TestApp) -> Vec<String> {
    app.app.snapshot.load().iter().map(|listing| listing.indicator.to_string()).collect()
}

async fn warninglist(app: &TestApp) -> (u64, bool) {
    let list = app.get("/feeds/misp/warninglists/khien/list.json").await.json();
    let names = list["list"].as_array().unwrap();
    (list["version"].as_u64().unwrap(), names.contains(&Value::from("benhvien.example")))
}

#[tokio::test]
async fn two_add_an_entry_what_it_hits_comes_off_and_one_ends_it() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let an = Officer::sign_in(&app, "an", &[Role::Analyst, Role::Approver]).await;
        let binh = Officer::sign_in(&app, "binh", &[Role::Approver]).await;
        for name in
            ["domain:dat-lich.benhvien.example", "url:benhvien.example/tra-cuu", "domain:khac.example"]
        {
            an.done("/console/muc-de-xuat", &listing(name, "warn")).await;
        }
        let before = warninglist(&app).await;
        let page = an.done(&format!("{PAGE}/moi"), &entry("benhvien.example")).await;
        assert!(page.text().contains("Chờ người thứ hai"), "{}", page.text());
        let path = path_of(&page);
        let own = an.post(&format!("{path}/duyet"), &[]).await;
        assert_eq!(own.status, StatusCode::CONFLICT, "not one's own");
        assert_eq!(warninglist(&app).await, before, "a proposal protects nothing");
        let page = binh.done(&format!("{path}/duyet"), &[]).await;
        assert!(page.text().contains("Đang có hiệu lực") && page.text().contains("công văn 12/BVM"));
        app.follow_log().await;
        assert_eq!(listed(&app), ["domain:khac.example"]);
        let acts = database.store.history(&"url:benhvien.example/tra-cuu".parse().unwrap()).await.unwrap();
        assert!(acts[1].evidence.contains("Bệnh viện Mẫu"), "the log says why: {}", acts[1].evidence);
        assert_eq!(warninglist(&app).await, (before.0 + 1, true));

        for name in ["domain:benhvien.example", "domain:m.benhvien.example", "email:a@benhvien.example"] {
            let refused = an.post("/console/muc-de-xuat", &listing(name, "warn")).await;
            assert_eq!(refused.status, StatusCode::CONFLICT, "{name}");
            assert!(refused.text().contains("danh sách được phép"), "{name}: {}", refused.text());
        }
        let again = an.post(&format!("{PAGE}/moi"), &entry("benhvien.example")).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "one entry for one thing");

        let silent = binh.post(&format!("{path}/het"), &[]).await;
        assert_eq!(silent.status, StatusCode::CONFLICT);
        let page = binh.done(&format!("{path}/het"), &[("ground", "đã đổi tên miền")]).await;
        assert!(page.text().contains("đã đổi tên miền"), "{}", page.text());
        assert_eq!(warninglist(&app).await, (before.0 + 2, false));
        an.done("/console/muc-de-xuat", &listing("domain:benhvien.example", "warn")).await;
        let trail = database.store.audit_lines(None, 100).await.unwrap();
        for deed in [Deed::ProposeAllowed, Deed::ConfirmAllowed, Deed::EndAllowed] {
            assert_eq!(trail.iter().filter(|line| line.what == deed).count(), 1, "{deed:?}");
        }
        assert!(database.store.verify().await.unwrap().is_clean());
    })
    .await;
}

#[tokio::test]
async fn an_entry_ends_at_its_day_and_a_waiting_block_cannot_pass_it() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let an = Officer::sign_in(&app, "an", &[Role::Analyst]).await;
        let binh = Officer::sign_in(&app, "binh", &[Role::Approver]).await;
        an.done("/console/muc-de-xuat", &listing("domain:benhvien.example", "block")).await;
        let page = an.done(&format!("{PAGE}/moi"), &entry("benhvien.example")).await;
        let path = path_of(&binh.get(PAGE).await);
        assert!(!page.text().contains("/duyet"), "an analyst confirms nothing");
        binh.done(&format!("{path}/duyet"), &[]).await;
        let proposals = binh.get("/console/de-xuat").await;
        assert!(proposals.text().contains("Tên được bảo vệ bị chặn lây: 1"), "{}", proposals.text());
        let start = proposals.text().find("id=\"p-").unwrap() + 6;
        let proposal = format!("/console/de-xuat/{}", &proposals.text()[start..start + 36]);
        let refused = binh.post(&format!("{proposal}/duyet"), &[]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert_eq!(database.store.head_serial().await.unwrap().0, 0);

        later(&app, 90 * 24 * 60 - 1);
        assert_eq!(database.store.refresh_allowed(app.now()).await.unwrap(), 0);
        assert!(!database.store.allow_list().is_empty());
        later(&app, 1);
        assert_eq!(database.store.refresh_allowed(app.now()).await.unwrap(), 1);
        assert!(database.store.allow_list().is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_page_shows_the_tables_and_refuses_what_is_needless_or_too_wide() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let an = Officer::sign_in(&app, "an", &[Role::Analyst]).await;
    let page = an.get(PAGE).await;
    let channels = Reference::embedded().official.channels.len();
    let channels = format!("{}.{:03} kênh chính thức", channels / 1_000, channels % 1_000);
    assert!(page.text().contains(&channels), "{channels}: {}", page.text());
    assert!(page.text().contains("domain:vietcombank.com.vn") && page.text().contains("facebook.com"));
    for (indicator, reason) in [
        ("com.vn", "không thuộc riêng ai"),
        ("vietcombank.com.vn", "đã được các bảng có sẵn bảo vệ"),
        ("url:benhvien.example/a", "hãy đưa cả máy chủ"),
    ] {
        let refused = an.post(&format!("{PAGE}/moi"), &entry(indicator)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{indicator}");
        assert!(refused.text().contains(reason), "{indicator}: {}", refused.text());
        assert!(refused.text().contains("công văn 12/BVM"), "what was typed is kept");
    }
    let english = an.get("/en/console/cho-phep").await;
    assert!(english.text().contains("In the tables already"), "{}", english.text());
}

#[tokio::test]
async fn a_name_that_many_visit_is_blocked_only_over_an_approvers_ground() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let an = Officer::sign_in(&app, "an", &[Role::Analyst]).await;
        let binh = Officer::sign_in(&app, "binh", &[Role::Approver]).await;
        let popular: Indicator = "domain:vnexpress.net".parse().unwrap();
        an.done("/console/muc-de-xuat", &listing("domain:vnexpress.net", "block")).await;
        let proposals = binh.get("/console/de-xuat").await;
        assert!(proposals.text().contains("Rất nhiều người truy cập vnexpress.net"), "{}", proposals.text());
        let start = proposals.text().find("id=\"p-").unwrap() + 6;
        let proposal = format!("/console/de-xuat/{}/duyet", &proposals.text()[start..start + 36]);
        for ground in ["", "   "] {
            let refused = binh.post(&proposal, &[("ground", ground)]).await;
            assert_eq!(refused.status, StatusCode::CONFLICT);
            assert!(refused.text().contains("người duyệt phải ghi lý do"), "{}", refused.text());
        }
        assert_eq!(database.store.head_serial().await.unwrap().0, 0);
        binh.done(&proposal, &[("ground", "trang bị chiếm, toà soạn đề nghị")]).await;
        assert!(database.store.listing(&popular).await.unwrap().is_some());
        let trail = database.store.audit_lines(None, 100).await.unwrap();
        let approved = trail.iter().find(|line| line.what == Deed::Approve).unwrap();
        assert!(approved.why.contains("trang bị chiếm, toà soạn đề nghị"), "{}", approved.why);
        // A warning harms nobody: one officer is enough.
        an.done("/console/muc-de-xuat", &listing("domain:dantri.com.vn", "warn")).await;
        assert_eq!(database.store.head_serial().await.unwrap().0, 2);
    })
    .await;
}
