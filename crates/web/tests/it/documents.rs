//! Letters about a report, their templates, and legal holds, over HTTP.

use axum::http::StatusCode;
use desk::Role;
use store::audit::Deed;
use testkit::{TestApp, TestDatabase, for_each_database};

use crate::officer::{Officer, report};

const TEXT: &str = "Công an gọi bảo cài VNeID giả ở http://vneid-capnhat.example <script>alert(1)</script>";

#[tokio::test]
async fn a_letter_is_a_download_on_record_and_names_nobody_without_a_reason() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let officer = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
        let path = report(&app, TEXT, &["phone:0900 000 123"]).await;
        for code in ["reception", "transfer", "result", "request"] {
            for (form, start) in [("docx", "PK"), ("pdf", "%PDF-1.7")] {
                let fields = [("document", code), ("form", form), ("recipient", "Ngân hàng <b>Mẫu</b>")];
                let letter = officer.post(&format!("{path}/van-ban"), &fields).await;
                assert_eq!(letter.status, StatusCode::OK, "{code} {form}: {}", letter.text());
                assert!(letter.body.starts_with(start.as_bytes()), "{code} {form}");
                assert!(letter.header("content-disposition").starts_with("attachment"));
                assert_eq!(letter.header("x-content-type-options"), "nosniff");
                // DOCX is stored unpacked: its words can be looked for.
                let words = String::from_utf8_lossy(&letter.body).into_owned();
                assert!(!words.contains("Người Mẫu") && !words.contains("<script>"), "{code}");
            }
        }
        let fields = [("document", "reception"), ("form", "docx"), ("reason", "lập biên bản")];
        let letter = officer.post(&format!("{path}/van-ban"), &fields).await;
        let words = String::from_utf8_lossy(&letter.body).into_owned();
        assert!(words.contains("Người Mẫu") && words.contains("&lt;script&gt;"));
        let id = path.rsplit('/').next().unwrap();
        let lines = database.store.audit_lines_about(&format!("report:{id}"), 50).await.unwrap();
        let deeds = |deed| lines.iter().filter(|line| line.what == deed).count();
        assert_eq!((deeds(Deed::MakeDocument), deeds(Deed::OpenIdentity)), (9, 1));
    })
    .await;
}

#[tokio::test]
async fn who_may_not_open_an_identity_makes_no_letter_with_it() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let path = report(&app, TEXT, &[]).await;
    let analyst = Officer::sign_in(&app, "an", &[Role::Analyst]).await;
    let fields = [("document", "result"), ("form", "pdf"), ("reason", "tò mò")];
    assert_eq!(analyst.post(&format!("{path}/van-ban"), &fields).await.status, StatusCode::FORBIDDEN);
    let auditor = Officer::sign_in(&app, "binh", &[Role::Auditor]).await;
    let fields = [("document", "result"), ("form", "pdf")];
    assert_eq!(auditor.post(&format!("{path}/van-ban"), &fields).await.status, StatusCode::FORBIDDEN);
    let unknown = [("document", "../../etc/passwd"), ("form", "pdf")];
    assert_eq!(analyst.post(&format!("{path}/van-ban"), &unknown).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_administrator_changes_a_template_and_a_broken_one_is_refused_with_its_place() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let admin = Officer::sign_in(&app, "quan", &[Role::Administrator]).await;
        let page = admin.get("/console/mau-van-ban").await;
        assert!(page.text().contains("Biên bản tiếp nhận") && page.text().contains("reporter.name"));
        let head = "title: Mẫu riêng\nkind: THÔNG BÁO\nsymbol: TB\nabout: x\nsign: TRƯỞNG PHÒNG\n---\n";
        let change = "/console/mau-van-ban/result";
        for (body, said) in [
            ("Tên {reporter.nam}", "Dòng 7, cột 5"),
            ("{% include \"/etc/passwd\" %}", "Dòng 7, cột 1"),
            ("TUYỆT MẬT", "độ mật"),
        ] {
            let text = format!("{head}{body}");
            let refused = admin.post(change, &[("version", "0"), ("text", &text), ("act", "keep")]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
            assert!(refused.text().contains(said), "{body}: {}", refused.text());
        }
        let text = format!("{head}Lời riêng của phòng <b>{{report.code}}</b>");
        let tried = admin.post(change, &[("version", "0"), ("text", &text), ("act", "try")]).await;
        assert!(tried.body.starts_with(b"%PDF"), "{}", tried.status);
        assert!(database.store.document_templates().await.unwrap().is_empty(), "trying keeps nothing");
        let kept = admin.post(change, &[("version", "0"), ("text", &text), ("act", "keep")]).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
        let stale = admin.post(change, &[("version", "0"), ("text", head), ("act", "keep")]).await;
        assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
        let again = admin.post(change, &[("version", "0"), ("text", &text), ("act", "keep")]).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "somebody has changed it since");
        let officer = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
        let path = report(&app, TEXT, &[]).await;
        let fields = [("document", "result"), ("form", "docx")];
        let letter = officer.post(&format!("{path}/van-ban"), &fields).await;
        let words = String::from_utf8_lossy(&letter.body).into_owned();
        assert!(words.contains("Lời riêng của phòng &lt;b&gt;"), "{}", letter.status);
        assert_eq!(officer.get("/console/mau-van-ban").await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn a_hold_is_placed_shown_and_lifted_by_another() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let path = report(&app, TEXT, &[]).await;
    let officer = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
    let fields = [("scope", "event"), ("ground", "Cơ quan điều tra yêu cầu")];
    let page = officer.done(&format!("{path}/giu"), &fields).await;
    assert!(page.text().contains("Cả vụ") && page.text().contains("Cơ quan điều tra yêu cầu"));
    let approver = Officer::sign_in(&app, "minh", &[Role::Approver]).await;
    let hold = approver.get(&path).await.field("hold");
    let fields = [("hold", hold.as_str()), ("ground", "Vụ án đã kết thúc")];
    assert_eq!(officer.post(&format!("{path}/thoi-giu"), &fields).await.status, StatusCode::FORBIDDEN);
    let page = approver.done(&format!("{path}/thoi-giu"), &fields).await;
    assert!(!page.text().contains("Cả vụ, kể cả phản ánh nhập vào sau</strong>"), "{}", page.text());
}
