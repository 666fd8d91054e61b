//! An appeal from its form to its answer, with a clock, a second pair of eyes, and the log.

use axum::http::StatusCode;
use desk::Role;
use testkit::{Answer, TestApp, TestDatabase, for_each_database};

use crate::officer::{Officer, later};

const NAME: &str = "domain:quan-an-ngon.example";

async fn list(officer: &Officer<'_>, app: &TestApp) {
    let fields = [
        ("version", "1"),
        ("indicator", NAME),
        ("level", "warn"),
        ("listing_method", "gov-service-app"),
        ("listing_reason", "officer-finding"),
        ("days", "90"),
        ("evidence", "Trang giả mạo"),
    ];
    officer.done("/console/muc-de-xuat", &fields).await;
    app.follow_log().await;
}

/// Appeals against a page under the entry; answers with the code.
async fn appeal(app: &TestApp, entry: &str) -> String {
    let form = app.get(&format!("/khieu-nai?muc={entry}")).await;
    let fields = [
        ("submission", form.field("submission")),
        ("muc", entry.to_owned()),
        ("text", "Đây là trang của quán tôi, đã mười năm.".to_owned()),
        ("contact_name", "Chủ Quán".to_owned()),
        ("contact_phone", "0900 000 777".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let sent = app.post_form("/khieu-nai", &fields).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
    let start = sent.text().find("<p class=\"code\">").unwrap() + "<p class=\"code\">".len();
    sent.text()[start..start + 14].to_owned()
}

async fn track(app: &TestApp, code: &str) -> Answer {
    app.post_form("/tra-ma", &[("ma", code)]).await
}

/// The console's path of the only open appeal.
fn path_of(page: &Answer) -> String {
    let start = page.text().find("/console/khieu-nai/").expect("an appeal is open");
    page.text()[start..start + "/console/khieu-nai/".len() + 36].to_owned()
}

#[tokio::test]
async fn an_appeal_that_is_right_takes_the_entry_off_and_is_answered() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let an = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
        list(&an, &app).await;
        let page = app.get(&format!("/muc/{NAME}")).await;
        assert!(page.text().contains("/khieu-nai") && page.text().contains("22/11/2026"), "{}", page.text());
        let code = appeal(&app, "url:www.quan-an-ngon.example/thuc-don").await;
        let waiting = track(&app, &code).await;
        assert!(waiting.text().contains("25/11/2026"), "due in 72 hours: {}", waiting.text());
        assert!(waiting.text().contains("quan-an-ngon.example"));

        assert!(
            !an.get("/console/hang-doi").await.text().contains("quán tôi"),
            "not in the queue of reports"
        );
        let page = an.get("/console/khieu-nai").await;
        assert!(page.text().contains("quán tôi") && page.text().contains("3 ngày"), "{}", page.text());
        later(&app, 73 * 60);
        let an = Officer::sign_in(&app, "an-2", &[Role::DutyOfficer]).await;
        let page = an.get("/console/khieu-nai").await;
        assert!(page.text().contains("quá hạn"), "{}", page.text());
        let path = path_of(&page);
        let silent = an.post(&format!("{path}/go"), &[("ground", " ")]).await;
        assert_eq!(silent.status, StatusCode::CONFLICT);
        let page = an.done(&format!("{path}/go"), &[("ground", "Chủ quán đã chứng minh")]).await;
        assert!(page.text().contains("Không có khiếu nại nào đang chờ"), "{}", page.text());
        app.follow_log().await;
        let acts = database.store.history(&NAME.parse().unwrap()).await.unwrap();
        let last = acts.last().unwrap();
        assert_eq!(
            (last.action.slug(), last.evidence.as_str()),
            ("delist", "Khiếu nại đúng: Chủ quán đã chứng minh")
        );
        assert!(!app.get(&format!("/muc/{NAME}")).await.text().contains("Có trong danh sách cảnh báo"));
        let told = track(&app, &code).await;
        assert!(told.text().contains("mục đã được gỡ") && told.text().contains("Chủ quán đã chứng minh"));
        let again = an.post(&format!("{path}/giu"), &[("ground", "x")]).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "decided once");
        assert!(database.store.verify().await.unwrap().is_clean());
    })
    .await;
}

#[tokio::test]
async fn nobody_keeps_an_entry_that_they_listed() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let an = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
        let binh = Officer::sign_in(&app, "binh", &[Role::Approver]).await;
        let analyst = Officer::sign_in(&app, "chi", &[Role::Analyst]).await;
        list(&an, &app).await;
        let code = appeal(&app, NAME).await;
        let path = path_of(&an.get("/console/khieu-nai").await);
        let ground = [("ground", "Có ảnh chụp trang giả")];
        let own = an.post(&format!("{path}/giu"), &ground).await;
        assert_eq!(own.status, StatusCode::CONFLICT);
        assert!(own.text().contains("không tự giữ lại"), "{}", own.text());
        assert_eq!(analyst.post(&format!("{path}/giu"), &ground).await.status, StatusCode::FORBIDDEN);
        binh.done(&format!("{path}/giu"), &ground).await;
        let told = track(&app, &code).await;
        assert!(told.text().contains("Có ảnh chụp trang giả"), "{}", told.text());
        assert_eq!(database.store.head_serial().await.unwrap().0, 1, "the list has not changed");
        assert!(binh.get("/en/console/khieu-nai").await.text().contains("The entry stays"));
    })
    .await;
}

#[tokio::test]
async fn an_appeal_against_what_has_ended_needs_no_act() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let an = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
    list(&an, &app).await;
    let code = appeal(&app, NAME).await;
    an.done("/console/muc-go", &[("indicator", NAME), ("ground", "Nhầm")]).await;
    app.follow_log().await;
    let path = path_of(&an.get("/console/khieu-nai").await);
    an.done(&format!("{path}/go"), &[("ground", "Đã gỡ trước đó")]).await;
    assert_eq!(database.store.head_serial().await.unwrap().0, 2);
    assert!(track(&app, &code).await.text().contains("Đã gỡ trước đó"));
}

#[tokio::test]
async fn the_page_of_an_entry_says_how_many_reports_and_of_others_nothing() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let an = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
    for number in 0..3 {
        crate::officer::report(&app, &format!("lần {number}: vào http://quan-an-ngon.example"), &[NAME])
            .await;
    }
    let before = app.get(&format!("/muc/{NAME}")).await;
    assert!(!before.text().contains("3 phản ánh"), "nothing is told of what is not listed");
    list(&an, &app).await;
    let page = app.get(&format!("/muc/{NAME}")).await;
    assert!(page.text().contains("3 phản ánh"), "{}", page.text());
}
