//! An officer reads a report and decides.

use axum::http::StatusCode;
use desk::Role;
use testkit::{TestApp, TestDatabase, for_each_database};

use crate::officer::{Officer, report};

const TEXT: &str = "Công an gọi bảo cài VNeID giả ở http://vneid-capnhat.example <script>alert(1)</script>";

#[tokio::test]
async fn a_report_goes_from_the_queue_to_the_register() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let officer = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
        let path = report(&app, TEXT, &["phone:0900 000 123"]).await;
        let queue = officer.get("/console/hang-doi").await;
        assert!(queue.text().contains(&path) && queue.text().contains("30.000.000 đ"), "{}", queue.text());

        let page = officer.get(&path).await;
        for expected in ["phone:+84900000123", "vneid-capnhat.example", "Có để lại liên hệ", "30.000.000 đ"]
        {
            assert!(page.text().contains(expected), "{expected}");
        }
        assert!(!page.text().contains("<script>alert") && !page.text().contains("Người Mẫu"));

        let version = page.field("version");
        let page = officer.done(&format!("{path}/nhan"), &[("version", &version)]).await;
        assert!(page.text().contains("Đang xử lý") && page.text().contains("Cán bộ an"));

        let stale =
            officer.post(&format!("{path}/ghi-so"), &[("version", &version), ("kind", "denunciation")]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        assert!(stale.text().contains("Có người vừa thay đổi"), "{}", stale.text());

        let version = stale.field("version");
        let fields = [("version", version.as_str()), ("kind", "denunciation")];
        let page = officer.done(&format!("{path}/ghi-so"), &fields).await;
        for expected in ["1/2026", "Tố giác về tội phạm", "Đã ghi nhận nguồn tin", "23/11/2026 10:00"]
        {
            assert!(page.text().contains(expected), "{expected}: {}", page.text());
        }
    })
    .await;
}

#[tokio::test]
async fn two_officers_on_one_report_see_each_other_and_overwrite_nothing() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let an = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
        let binh = Officer::sign_in(&app, "binh", &[Role::DutyOfficer]).await;
        let path = report(&app, TEXT, &[]).await;
        let alone = an.get(&path).await;
        assert!(!alone.text().contains("Cũng mở phản ánh này"), "{}", alone.text());
        let (version, seen) = (alone.field("version"), alone.field("seen"));

        let page = binh.get(&path).await;
        assert!(page.text().contains("Cũng mở phản ánh này trong 20 phút qua: Cán bộ an (10:00)"));
        let asked = an.get(&format!("{path}/ai-dang-mo")).await;
        assert_eq!(asked.text(), "Cũng mở phản ánh này trong 20 phút qua: Cán bộ binh (10:00)");
        binh.done(&format!("{path}/nhan"), &[("version", &page.field("version"))]).await;

        // An still has the page of before: nothing is changed, what was typed stays, and the page tells what happened.
        let typed =
            [("version", version.as_str()), ("seen", &seen), ("state", "dismissed"), ("ground", "tin rác")];
        let stale = an.post(&format!("{path}/trang-thai"), &typed).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        for expected in ["Trong lúc đó:", "Cán bộ binh", "tin rác"] {
            assert!(stale.text().contains(expected), "{expected}: {}", stale.text());
        }
        let list = stale.text().split("Trong lúc đó:").nth(1).unwrap().split("</ul>").next().unwrap();
        assert_eq!(list.matches("<li>").count(), 1, "{list}");

        // Refused for another reason, the page tells of no change.
        let fields = [
            ("version", &*stale.field("version")),
            ("seen", &*stale.field("seen")),
            ("state", "dismissed"),
            ("ground", " "),
        ];
        let again = an.post(&format!("{path}/trang-thai"), &fields).await;
        assert!(again.status == StatusCode::CONFLICT && !again.text().contains("Trong lúc đó:"));
    })
    .await;
}

#[tokio::test]
async fn method_note_and_ground_are_kept() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let officer = Officer::sign_in(&app, "an", &[Role::Analyst]).await;
    let path = report(&app, TEXT, &[]).await;
    officer.done(&format!("{path}/ghi-chu"), &[("version", "1"), ("text", "Đã gọi <b>lại</b>")]).await;
    let empty = officer.post(&format!("{path}/ghi-chu"), &[("version", "1"), ("text", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("version", "1"), ("method", "job-task")];
    let page = officer.done(&format!("{path}/phuong-thuc"), &fields).await;
    assert!(page.text().contains("Đã gọi &#60;b&#62;lại&#60;/b&#62;"), "{}", page.text());

    let version = page.field("version");
    let silent = [("version", version.as_str()), ("state", "dismissed"), ("ground", "")];
    let refused = officer.post(&format!("{path}/trang-thai"), &silent).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "dismissing needs a ground");
    let fields =
        [("version", version.as_str()), ("state", "dismissed"), ("ground", "Trùng với phản ánh khác")];
    let page = officer.done(&format!("{path}/trang-thai"), &fields).await;
    assert!(page.text().contains("Không xử lý") && page.text().contains("Trùng với phản ánh khác"));
    assert!(!officer.get("/console/hang-doi").await.text().contains(&path));
    assert!(officer.get("/console/hang-doi?state=dismissed").await.text().contains(&path));
}

#[tokio::test]
async fn an_identity_is_opened_with_a_reason_and_leaves_a_trace() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let officer = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
        let path = report(&app, TEXT, &[]).await;
        let silent = officer.post(&format!("{path}/danh-tinh"), &[("version", "1"), ("reason", " ")]).await;
        assert_eq!(silent.status, StatusCode::CONFLICT);
        assert!(!silent.text().contains("Người Mẫu"));
        let fields = [("version", "1"), ("reason", "Cần gọi lại xin ảnh chụp")];
        let opened = officer.post(&format!("{path}/danh-tinh"), &fields).await;
        assert!(opened.text().contains("Người Mẫu") && opened.text().contains("+84900000456"));
        assert_eq!(opened.header("cache-control"), "no-store");
        assert!(officer.get(&path).await.text().contains("Cần gọi lại xin ảnh chụp"));

        let analyst = Officer::sign_in(&app, "binh", &[Role::Analyst]).await;
        let refused = analyst.post(&format!("{path}/danh-tinh"), &fields).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(!refused.text().contains("Người Mẫu"));
    })
    .await;
}

#[tokio::test]
async fn a_file_is_only_ever_a_download() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let officer = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
    let submission = app.get("/bao-tin").await.field("submission");
    let fields = [("submission", submission.as_str()), ("text", "Xem tệp")];
    let content = b"<html><script>alert(1)</script></html>";
    let files: [(&str, &str, &str, &[u8]); 1] = [("attachments", "ảnh 1.html", "image/png", content)];
    assert_eq!(app.post_multipart("/bao-tin", &fields, &files).await.status, StatusCode::CREATED);
    let queue = officer.get("/console/hang-doi").await;
    let start = queue.text().find("/console/phan-anh/").unwrap();
    let path = &queue.text()[start..start + "/console/phan-anh/".len() + 36];
    let page = officer.get(path).await;
    let start = page.text().find(&format!("{path}/tep/")).unwrap();
    let file: String = page.text()[start..].chars().take_while(|c| *c != '"').collect();
    let answer = officer.get(&file).await;
    assert_eq!(answer.body.as_ref(), content);
    assert_eq!(answer.header("content-type"), "application/octet-stream");
    assert!(
        answer.header("content-disposition").starts_with("attachment; filename*=UTF-8''%E1%BA%A3nh%201.html")
    );
    assert!(answer.header("content-security-policy").contains("sandbox"));
    assert!(officer.get(path).await.text().contains("Tải tệp gửi kèm"), "the download is in the time line");
    assert_eq!(app.get(&file).await.status, StatusCode::SEE_OTHER, "nobody else gets it");
}

#[tokio::test]
async fn pages_and_decisions_need_their_role() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let path = report(&app, TEXT, &[]).await;
    let press = Officer::sign_in(&app, "press", &[Role::Press]).await;
    let auditor = Officer::sign_in(&app, "audit", &[Role::Auditor]).await;
    let forbidden = ["/console/hang-doi", &path, "/console/kiem-toan", "/console/can-bo"];
    for page in forbidden {
        assert_eq!(press.get(page).await.status, StatusCode::FORBIDDEN, "{page}");
    }
    for page in ["/console/danh-sach", "/console/de-xuat", "/console/nhat-ky"] {
        assert_eq!(press.get(page).await.status, StatusCode::OK, "{page}");
    }
    assert_eq!(auditor.get("/console/kiem-toan").await.status, StatusCode::OK);
    let page = auditor.get(&path).await;
    assert!(!page.text().contains("name=\"version\""), "an auditor is offered no decision");
    for (decision, fields) in [
        ("nhan", vec![]),
        ("ghi-so", vec![("kind", "denunciation")]),
        ("phuong-thuc", vec![("method", "other")]),
        ("trang-thai", vec![("state", "dismissed"), ("ground", "vì vậy")]),
        ("ghi-chu", vec![("text", "ghi")]),
    ] {
        let mut all = vec![("version", "1")];
        all.extend(fields);
        let answer = auditor.post(&format!("{path}/{decision}"), &all).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{decision}");
    }
}

#[tokio::test]
async fn the_queue_is_filtered_and_paged() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let officer = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
    assert!(officer.get("/console/hang-doi").await.text().contains("Không có phản ánh nào"));
    for number in 0..55 {
        report(&app, &format!("Phản ánh số {number}"), &[]).await;
    }
    let first = officer.get("/console/hang-doi?province=48").await;
    assert_eq!(first.text().matches("<tr data-row>").count(), 50);
    let start = first.text().find("rel=\"next\" href=\"").unwrap() + "rel=\"next\" href=\"".len();
    let next: String = first.text()[start..].chars().take_while(|c| *c != '"').collect();
    let second = officer.get(&next.replace("&#38;", "&").replace("&amp;", "&")).await;
    assert_eq!(second.text().matches("<tr data-row>").count(), 5);
    assert_eq!(officer.get("/console/hang-doi?province=01").await.text().matches("<tr data-row>").count(), 0);
    assert_eq!(officer.get("/console/hang-doi?nonsense=1").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn search_leads_to_a_report_or_an_indicator() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let officer = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
    let path = report(&app, TEXT, &["phone:0900000123"]).await;
    let heading = officer.get(&path).await;
    let start = heading.text().find("<h1>Phản ánh ").unwrap() + "<h1>Phản ánh ".len();
    let code = &heading.text()[start..start + 14];
    let found = officer.get(&format!("/console/tim?q={}", code.to_lowercase())).await;
    assert_eq!(found.header("location"), path);
    let found = officer.get("/console/tim?q=0900%20000%20123").await;
    assert_eq!(found.header("location"), "/console/muc/phone:+84900000123");
    let page = officer.get(found.header("location")).await;
    assert!(page.text().contains(&path), "{}", page.text());
    assert_eq!(officer.get("/console/tim?q=%3F%3F").await.status, StatusCode::NOT_FOUND);
    let all = officer.get("/console/tim?show=reports&q=0900%20000%20123").await;
    assert!(all.text().contains(&path), "{}", all.text());
}

#[tokio::test]
async fn words_and_senders_are_found_page_by_page() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let officer = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
        let liaison = Officer::sign_in(&app, "lien", &[Role::Liaison]).await;
        let mut paths = Vec::new();
        for number in 0..55 {
            let path = report(&app, &format!("Bị lừa mua vé xem bóng đá lần {number}"), &[]).await;
            database.store.index_report(path.rsplit('/').next().unwrap().parse().unwrap()).await.unwrap();
            paths.push(path);
        }
        let first = officer.get("/console/tim?q=ve+BONG+da&province=48").await;
        assert_eq!((first.status, first.text().matches("<tr data-row>").count()), (StatusCode::OK, 50));
        let start = first.text().find("rel=\"next\" href=\"").unwrap() + "rel=\"next\" href=\"".len();
        let next: String = first.text()[start..].chars().take_while(|c| *c != '"').collect();
        let second = officer.get(&next.replace("&#38;", "&").replace("&amp;", "&")).await;
        assert_eq!(second.text().matches("<tr data-row>").count(), 5);
        assert!(second.text().contains(&paths[0]));
        let none = officer.get("/console/tim?q=bong+da&province=01").await;
        assert!(none.text().contains("Không có phản ánh nào"), "{}", none.text());
        assert_eq!(liaison.get("/console/tim?q=bong+da").await.status, StatusCode::NOT_FOUND);
        for bad in ["before=x&q=bong", "state=x&q=bong", "page=2"] {
            let answer = officer.get(&format!("/console/tim?{bad}")).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{bad}");
        }

        let fields = [("sender", "người mẫu"), ("reason", "đối chiếu người báo")];
        let found = officer.post("/console/tim/nguoi-bao", &fields).await;
        assert_eq!(found.text().matches("<tr data-row>").count(), 50, "{}", found.text());
        let blank = officer.post("/console/tim/nguoi-bao", &[("sender", "người mẫu")]).await;
        assert_eq!(blank.status, StatusCode::CONFLICT);
        let refused = liaison.post("/console/tim/nguoi-bao", &fields).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn the_clock_of_a_source_is_worked_act_by_act() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let officer = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
        let path = report(&app, TEXT, &["phone:0900 000 123"]).await;
        let version = officer.get(&path).await.field("version");
        let fields = [("version", version.as_str()), ("kind", "denunciation")];
        let page = officer.done(&format!("{path}/ghi-so"), &fields).await;
        assert!(page.text().contains("Đã phân loại") && page.text().contains("Tạm đình chỉ giải quyết"));

        let act = async |act: &str, ground: &str| {
            let version = officer.get(&path).await.field("version");
            let fields = [("version", version.as_str()), ("act", act), ("ground", ground)];
            officer.post(&format!("{path}/thoi-han"), &fields).await
        };
        let refused = act("grant-extension", "QĐ 5").await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.text().contains("Chưa có đề nghị gia hạn"), "{}", refused.text());
        let refused = act("suspend", " ").await;
        assert!(refused.text().contains("Cần ghi căn cứ"), "{}", refused.text());
        act("classify", "").await;
        act("mark-complex", "QĐ 12: nhiều địa phương").await;
        let page = officer.get(&path).await;
        for expected in ["hết ngày 22/01/2027", "Chậm nhất đến 17/01/2027 23:59", "Vụ việc phức tạp: QĐ 12"]
        {
            assert!(page.text().contains(expected), "{expected}: {}", page.text());
        }

        let due = async |day: &str| officer.get(&format!("/console/thoi-han?day={day}")).await;
        assert!(due("2026-11-23").await.text().contains("Không có nguồn tin nào sắp đến hạn"));
        assert!(due("2027-01-15").await.text().contains("Sắp đến hạn: 1"));
        assert!(due("2027-01-22").await.text().contains("Trong ngày: 1"));
        let late = due("2027-01-23").await;
        assert!(
            late.text().contains("Quá hạn: 1") && late.text().contains("Chưa ai nhận"),
            "{}",
            late.text()
        );
        assert_eq!(due("2027-02-29").await.status, StatusCode::BAD_REQUEST);
        let calendar = officer.get("/console/thoi-han.ics").await;
        assert!(calendar.text().contains("DTSTART:20270122T165900Z"), "{}", calendar.text());
        assert!(!calendar.text().contains("VNeID"), "nothing of what was reported");
    })
    .await;
}

#[tokio::test]
async fn reports_are_joined_parted_and_joined_again() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let officer = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
        let first = report(&app, TEXT, &["phone:0900 000 123"]).await;
        let second = report(&app, "Người lạ xin mã OTP", &["phone:0900 000 456"]).await;
        let code = officer.get(&second).await.text().split("<h1>").nth(1).unwrap().to_owned();
        let code = code.split("</h1>").next().unwrap().rsplit(' ').next().unwrap().to_owned();
        let fields = [("version", "1"), ("code", code.as_str()), ("ground", "")];
        let refused = officer.post(&format!("{first}/gop"), &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("Cần ghi căn cứ") && refused.text().contains(&code));
        let fields = [("version", "1"), ("code", code.as_str()), ("ground", "cùng kịch bản")];
        let page = officer.done(&format!("{first}/gop"), &fields).await;
        for expected in ["2 phản ánh", "60.000.000", "cùng kịch bản", "Gộp vụ", second.as_str()] {
            assert!(page.text().contains(expected), "{expected}: {}", page.text());
        }
        let again = officer.post(&format!("{first}/gop"), &fields).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        assert!(again.text().contains("đã cùng một vụ"), "{}", again.text());
        let fields = [("version", "1"), ("ground", "khác người gọi")];
        let page = officer.done(&format!("{second}/tach"), &fields).await;
        assert!(page.text().contains("Chưa có phản ánh nào khác"), "{}", page.text());
        let act = page.field("act");
        let page = officer.done(&format!("{second}/hoan-tac"), &[("version", "1"), ("act", &act)]).await;
        assert!(page.text().contains("2 phản ánh") && page.text().contains("Đã hoàn tác lúc"));
        let fields = [("version", "1"), ("code", "SAI-MA"), ("ground", "x")];
        let refused = officer.post(&format!("{first}/gop"), &fields).await;
        assert!(refused.text().contains("Không có phản ánh nào mang mã này"), "{}", refused.text());
    })
    .await;
}
