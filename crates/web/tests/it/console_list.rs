//! From a proposal to the list and back.

use axum::http::StatusCode;
use desk::Role;
use testkit::{TestApp, TestDatabase, for_each_database};

use crate::officer::{Officer, report};

const NAME: &str = "domain:vneid-capnhat.example";

fn terms<'a>(indicator: &'a str, level: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("version", "1"),
        ("indicator", indicator),
        ("level", level),
        ("listing_method", "gov-service-app"),
        ("listing_reason", "impersonation"),
        ("days", "90"),
        ("evidence", "Trang giả mạo VNeID, ba phản ánh"),
    ]
}

/// The path of the only open proposal.
fn proposal_path(text: &str) -> String {
    let start = text.find("id=\"p-").expect("a proposal is open") + "id=\"p-".len();
    format!("/console/de-xuat/{}", &text[start..start + 36])
}

#[tokio::test]
async fn a_block_takes_two_officers_and_its_delisting_one() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let both = [Role::DutyOfficer, Role::Approver];
        let first = Officer::sign_in(&app, "an", &both).await;
        let second = Officer::sign_in(&app, "binh", &both).await;
        let path = report(&app, "Trang http://vneid-capnhat.example", &[]).await;
        let page = first.done(&format!("{path}/de-xuat"), &terms(NAME, "block")).await;
        assert!(page.text().contains("Chờ một cán bộ khác duyệt"), "{}", page.text());

        let proposals = first.get("/console/de-xuat").await;
        let proposal = proposal_path(proposals.text());
        assert!(!proposals.text().contains(&format!("{proposal}/duyet")), "no button to approve one's own");
        assert!(
            proposals.text().contains("Chặn tên này và mọi tên con của nó; 0 mục"),
            "{}",
            proposals.text()
        );
        let own = first.post(&format!("{proposal}/duyet"), &[]).await;
        assert_eq!(own.status, StatusCode::CONFLICT);
        assert!(own.text().contains("không tự duyệt"), "{}", own.text());
        assert_eq!(database.store.head_serial().await.unwrap().0, 0);

        let done = second.done(&format!("{proposal}/duyet"), &[]).await;
        assert!(done.text().contains("Đã duyệt và công bố"));
        app.follow_log().await;
        let twice = second.post(&format!("{proposal}/duyet"), &[]).await;
        assert_eq!(twice.status, StatusCode::CONFLICT, "decided once");

        let list = second.get("/console/danh-sach?q=capnhat").await;
        assert!(list.text().contains("vneid-capnhat.example") && list.text().contains("1 mục"));
        let entry = first.get(&format!("/console/muc/{NAME}")).await;
        assert!(entry.text().contains("Chặn") && entry.text().contains("Trang giả mạo VNeID"));

        let silent = first.post("/console/muc-go", &[("indicator", NAME), ("ground", "")]).await;
        assert_eq!(silent.status, StatusCode::CONFLICT);
        let fields = [("indicator", NAME), ("ground", "Tên miền đã đổi chủ")];
        let gone = first.done("/console/muc-go", &fields).await;
        assert!(gone.text().contains("Không có trong danh sách"), "{}", gone.text());
        let log = first.get("/console/nhat-ky").await;
        assert!(log.text().contains("Gỡ") && log.text().contains("Tên miền đã đổi chủ"));
    })
    .await;
}

#[tokio::test]
async fn a_warning_takes_one_officer_and_can_be_revised() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let officer = Officer::sign_in(&app, "an", &[Role::Analyst]).await;
    let page = officer.done("/console/muc-de-xuat", &terms(NAME, "warn")).await;
    assert!(page.text().contains("Đã công bố"), "{}", page.text());
    let mut longer = terms(NAME, "warn");
    longer[5].1 = "200";
    officer.done("/console/muc-de-xuat", &longer).await;
    let acts = database.store.history(&NAME.parse().unwrap()).await.unwrap();
    assert_eq!(acts.iter().map(|act| act.action.slug()).collect::<Vec<_>>(), ["list", "revise"]);
}

#[tokio::test]
async fn the_guard_refuses_with_the_reason_and_keeps_what_was_typed() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let officer = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
    let path = report(&app, "Nhiều trang", &["domain:vneid.gov.vn"]).await;
    for (indicator, reason) in [
        ("domain:facebook.com", "nhiều người cùng đăng"),
        ("domain:xyz.gov.vn", "gov.vn"),
        ("domain:vietcombank.com.vn", "kênh chính thức"),
        ("domain:com.vn", "đuôi tên miền chung"),
    ] {
        let refused = officer.post(&format!("{path}/de-xuat"), &terms(indicator, "block")).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{indicator}");
        assert!(refused.text().contains(reason), "{indicator}: {}", refused.text());
        assert!(refused.text().contains("Trang giả mạo VNeID, ba phản ánh"), "what was typed is kept");
    }
    let mut endless = terms(NAME, "block");
    endless[5].1 = "9999";
    assert_eq!(officer.post("/console/muc-de-xuat", &endless).await.status, StatusCode::CONFLICT);
    endless[5].1 = "mãi mãi";
    assert_eq!(officer.post("/console/muc-de-xuat", &endless).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(database.store.head_serial().await.unwrap().0, 0);
    assert_eq!(database.number("SELECT COUNT(*) FROM proposals").await, 0);
}

#[tokio::test]
async fn a_proposal_is_rejected_with_a_ground_or_withdrawn() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let analyst = Officer::sign_in(&app, "an", &[Role::Analyst]).await;
    let approver = Officer::sign_in(&app, "binh", &[Role::Approver]).await;
    analyst.done("/console/muc-de-xuat", &terms(NAME, "block")).await;
    let again = analyst.post("/console/muc-de-xuat", &terms(NAME, "block")).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.text().contains("đang chờ duyệt"), "{}", again.text());

    let proposal = proposal_path(approver.get("/console/de-xuat").await.text());
    let outsider = analyst.post(&format!("{proposal}/tu-choi"), &[("ground", "vì")]).await;
    assert_eq!(outsider.status, StatusCode::FORBIDDEN);
    assert_eq!(approver.post(&format!("{proposal}/tu-choi"), &[]).await.status, StatusCode::CONFLICT);
    approver.done(&format!("{proposal}/tu-choi"), &[("ground", "Chưa đủ chứng cứ")]).await;

    analyst.done("/console/muc-de-xuat", &terms(NAME, "block")).await;
    let proposal = proposal_path(analyst.get("/console/de-xuat").await.text());
    let page = analyst.done(&format!("{proposal}/rut"), &[]).await;
    assert!(page.text().contains("Không có đề xuất nào đang chờ"));
}

#[tokio::test]
async fn an_administrator_manages_officers_but_not_themselves() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let chief = Officer::sign_in(&app, "chief", &[Role::Administrator]).await;
    let officer = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
    let officers = database.store.officers().await.unwrap();
    let id_of = |name: &str| officers.iter().find(|officer| officer.name == name).unwrap().id;
    let (own, other) = (id_of("chief"), id_of("an"));
    for (path, fields) in [("khoa", vec![]), ("vai-tro", vec![("roles", "press")])] {
        let mut all = vec![("version", "1")];
        all.extend(fields);
        let answer = chief.post(&format!("/console/can-bo/{own}/{path}"), &all).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{path}");
    }
    chief.done(&format!("/console/can-bo/{other}/vai-tro"), &[("version", "1"), ("roles", "press")]).await;
    assert_eq!(officer.get("/console/hang-doi").await.status, StatusCode::FORBIDDEN, "at once");
    chief.done(&format!("/console/can-bo/{other}/khoa"), &[("version", "2")]).await;
    assert_eq!(
        officer.get("/console/tai-khoan").await.status,
        StatusCode::SEE_OTHER,
        "the session has ended"
    );
    let stale = chief.post(&format!("/console/can-bo/{other}/mo"), &[("version", "2")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert_eq!(
        officer.post("/console/can-bo/moi", &[("roles", "press")]).await.status,
        StatusCode::UNAUTHORIZED
    );
}
