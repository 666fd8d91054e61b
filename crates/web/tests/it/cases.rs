//! A case from its first report to its outcome and its figures, in a browser without JavaScript.

use axum::http::StatusCode;
use desk::{Role, Sight};
use testkit::{TestApp, TestDatabase, for_each_database};

use crate::officer::{Officer, report};

/// The tracking code of the report at this path of the console.
async fn code(app: &TestApp, path: &str) -> String {
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    app.app.store.report(id, &Sight::All).await.unwrap().tracking_code.to_string()
}

#[tokio::test]
async fn from_a_report_to_an_outcome() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let lan = Officer::sign_in(&app, "lan", &[Role::DutyOfficer]).await;
        let first = report(&app, "Sàn vàng giả", &["domain:san.example"]).await;
        let second = report(&app, "Cũng sàn vàng ấy", &["domain:san.example"]).await;
        let (one, two) = (code(&app, &first).await, code(&app, &second).await);
        lan.done(&format!("{first}/gop"), &[("version", "1"), ("code", &two), ("ground", "cùng sàn")]).await;

        let refused = lan.post("/console/vu-an", &[("title", "Sàn vàng"), ("code", "xyz")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("Không có phản ánh nào mang mã này"), "{}", refused.text());
        let sent = lan.post("/console/vu-an", &[("title", "Sàn vàng"), ("code", &one)]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        let path = sent.header("location").to_owned();
        let page = lan.get(&path).await;
        // Both were sent by the same person and name the same sum.
        assert!(page.text().contains("2 phản ánh, 1 thiệt hại, 30.000.000 đ"), "{}", page.text());

        let step = async |version: &str, fields: &[(&str, &str)]| {
            let mut all = vec![("version", version)];
            all.extend_from_slice(fields);
            lan.post(&format!("{path}/ket-qua"), &all).await
        };
        let transfer = ("outcome", "transferred");
        let silent = step("2", &[transfer, ("recipient", "Công an tỉnh Mẫu")]).await;
        assert_eq!(silent.status, StatusCode::CONFLICT);
        assert!(silent.text().contains("Đổi kết quả cần lý do"), "{}", silent.text());
        assert!(silent.text().contains("Công an tỉnh Mẫu"), "what was typed is kept");
        let wrong = step("2", &[("held", "nhiều")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let much = step("2", &[("held", "31.000.000")]).await;
        assert!(much.text().contains("không thể lớn hơn tiền bị chiếm đoạt"), "{}", much.text());
        let done = step(
            "2",
            &[
                transfer,
                ("recipient", "Công an tỉnh Mẫu"),
                ("held", "20.000.000 đ"),
                ("ground", "đúng thẩm quyền"),
            ],
        )
        .await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        assert_eq!(step("2", &[("held", "1")]).await.status, StatusCode::CONFLICT, "seen before it changed");
        let page = lan.get(&path).await;
        assert!(page.text().contains("Đã chuyển cơ quan có thẩm quyền"), "{}", page.text());
        assert!(page.text().contains("đúng thẩm quyền"));

        let letter = lan.post(&format!("{path}/phieu-chuyen"), &[("form", "docx")]).await;
        assert_eq!(letter.status, StatusCode::OK);
        let words = String::from_utf8_lossy(&letter.body);
        assert!(words.contains("Công an tỉnh Mẫu") && words.contains(&one), "{words}");
        let pdf = lan.post(&format!("{path}/phieu-chuyen"), &[("form", "pdf")]).await;
        assert_eq!(pdf.header("content-type"), "application/pdf");

        let list = lan.get("/console/vu-an?outcome=transferred").await;
        assert!(list.text().contains("Sàn vàng") && list.text().contains("20.000.000 đ"), "{}", list.text());
        let none = lan.get("/en/console/vu-an?outcome=prosecuted&quarter=2020-1").await;
        assert!(none.text().contains("No case here."), "{}", none.text());
        for bad in ["outcome=x", "quarter=2020-9", "before=x"] {
            assert_eq!(
                lan.get(&format!("/console/vu-an?{bad}")).await.status,
                StatusCode::BAD_REQUEST,
                "{bad}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn reports_go_in_and_out_and_an_analyst_enters_no_outcome() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let mai = Officer::sign_in(&app, "mai", &[Role::Analyst]).await;
    let path = report(&app, "Việc nhẹ lương cao", &[]).await;
    let (id, code) = (path.rsplit('/').next().unwrap().to_owned(), code(&app, &path).await);
    let sent = mai.post("/console/vu-an", &[("title", "Việc nhẹ")]).await;
    let case = sent.header("location").to_owned();
    let page = mai.done(&format!("{case}/phan-anh"), &[("code", &code), ("scope", "report")]).await;
    assert!(page.text().contains("Đã đưa vào 1 phản ánh."), "{}", page.text());
    let other = mai.post("/console/vu-an", &[("title", "Vụ khác"), ("code", &code)]).await;
    let other = mai.get(other.header("location")).await;
    assert!(other.text().contains("0 phản ánh"), "of one case at most: {}", other.text());
    let refused = mai.post(&format!("{case}/ket-qua"), &[("version", "2"), ("outcome", "prevented")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let page = mai.done(&format!("{case}/bo"), &[("report", &id)]).await;
    assert!(page.text().contains("Chưa có phản ánh nào"), "{}", page.text());
    let untitled = mai.post("/console/vu-an", &[("title", " ")]).await;
    assert_eq!(untitled.status, StatusCode::UNPROCESSABLE_ENTITY);
}
