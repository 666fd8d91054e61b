//! The console in a real Chromium: accessibility, width, keyboard, and the pictures of `docs/screens/`.

use axum::http::StatusCode;
use desk::Role;
use serde_json::json;
use testkit::browser::{Visit, drive};
use testkit::{TestApp, TestDatabase};

use crate::officer::{Officer, later};
use crate::portal_browser::with_screen;

/// What happened, province, đồng lost, indicators; all made up.
const REPORTS: [(&str, &str, u64, &[&str]); 9] = [
    (
        "Có người gọi xưng cán bộ công an phường, bảo cài ứng dụng VNeID giả ở http://vneid-capnhat.example rồi đọc mã OTP. Tôi vừa chuyển 30 triệu vào tài khoản an toàn.",
        "48",
        30_000_000,
        &["phone:0900 000 123", "bank_account:970436:0123456789"],
    ),
    (
        "Nhận được tin nhắn cập nhật VNeID, tài khoản bị khoá, bấm vào http://vneid-capnhat.example",
        "79",
        0,
        &["phone:0900 000 123"],
    ),
    (
        "Con tôi bị nhốt ở nước ngoài, họ gọi về đòi 200 triệu tiền chuộc, nếu không sẽ đánh.",
        "31",
        200_000_000,
        &["phone:0900 000 456"],
    ),
    (
        "Việc nhẹ lương cao: làm nhiệm vụ like video nhận 280k một ngày, nạp tiền để lên cấp, giờ không rút được.",
        "01",
        86_500_000,
        &["domain:nhiemvu-hoahong.example"],
    ),
    (
        "Đầu tư sàn vàng quốc tế cam kết lãi 30% một tháng, thầy đọc lệnh, giờ sàn sập.",
        "01",
        1_250_000_000,
        &["domain:sanvang-quocte.example"],
    ),
    (
        "Shipper gọi đòi chuyển khoản đơn 16k rồi gửi link huỷ hội viên.",
        "92",
        16_000,
        &["phone:0900 000 789"],
    ),
    ("Quảng cáo cá cược, nạp lần đầu tặng 100%", "31", 0, &["domain:nhacai-tangqua.example"]),
    (
        "Fanpage bán tour giả, đã đặt cọc khách sạn.",
        "56",
        4_800_000,
        &["social_account:facebook:tour.gia.mau"],
    ),
    ("Có người chuyển nhầm tiền rồi đe doạ đòi lãi", "48", 0, &["phone:0900 000 321"]),
];

async fn fill(app: &TestApp) {
    for (minutes, (text, province, money, indicators)) in REPORTS.iter().enumerate() {
        let body = json!({
            "text": text, "province": province, "money_lost": money, "indicators": indicators,
            "happened_at": app.now().to_string(), "contact": {"name": "Người Mẫu"},
        });
        let answer = app.post_json("/api/v1/reports", &body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        later(app, 7 * minutes as i64 + 3);
    }
}

/// The paths of the reports in the queue, most urgent first.
async fn paths(officer: &Officer<'_>) -> Vec<String> {
    let queue = officer.get("/console/hang-doi").await;
    let rows = queue.text().split("class=\"line\" href=\"").skip(1);
    rows.map(|row| row.split('"').next().unwrap().to_owned()).collect()
}

/// A desk at work: one report recorded with a note and a proposal, a listing, others waiting.
async fn busy(officer: &Officer<'_>) -> String {
    let path = paths(officer).await;
    let mut busy = String::new();
    for path in path {
        let page = officer.get(&path).await;
        if page.text().contains("bank_account:970436:0123456789") {
            busy = path;
        }
    }
    let page = officer.done(&format!("{busy}/nhan"), &[("version", "1")]).await;
    let version = page.field("version");
    let fields = [("version", version.as_str()), ("kind", "denunciation")];
    officer.done(&format!("{busy}/ghi-so"), &fields).await;
    let note = "Đã gọi lại, người báo sẽ gửi ảnh chụp giao dịch. Đã báo ngân hàng tra soát.";
    officer.done(&format!("{busy}/ghi-chu"), &[("version", "1"), ("text", note)]).await;
    for (indicator, level) in [("domain:vneid-capnhat.example", "block"), ("phone:0900000123", "warn")] {
        let fields = [
            ("indicator", indicator),
            ("level", level),
            ("listing_method", "gov-service-app"),
            ("listing_reason", "impersonation"),
            ("days", "90"),
            ("evidence", "Trang giả mạo VNeID, hai phản ánh trong một ngày"),
        ];
        officer.done(&format!("{busy}/de-xuat"), &fields).await;
    }
    officer.app.follow_log().await;
    busy
}

#[tokio::test]
async fn every_page_of_the_console_is_accessible_and_fits() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let token =
        database.store.first_officer_token(app.now(), app.now().plus_hours(1)).await.unwrap().unwrap();
    let enrol = Visit::new(&app.url(&format!("/console/dau-tien/{token}")), 320).axe();
    let Some(seen) = drive(&[with_screen(enrol, "console-enrol-320")]).await else { return };
    assert_eq!(seen[0].violations, Vec::<String>::new(), "axe-core at {}", seen[0].url);

    let roles = [Role::DutyOfficer, Role::Approver, Role::Auditor, Role::Administrator];
    fill(&app).await;
    let other = Officer::sign_in(&app, "binh", &roles).await;
    let busy = busy(&other).await;
    let officer = Officer::sign_in(&app, "an", &roles).await;
    let (name, value) = officer.cookie.split_once('=').unwrap();
    let visit = |path: &str, width| Visit::new(&app.url(path), width).cookie(name, value).axe();
    let mut visits = Vec::new();
    for width in [320, 1280] {
        let pages = [
            "/console/danh-sach",
            "/console/thoi-han?day=2027-01-01",
            "/console/muc/phone:+84900000123",
            "/console/kiem-toan",
            "/console/can-bo",
            "/console/tai-khoan",
            "/console/lich-truc",
            "/console/ban-giao",
            "/console/nhac-viec",
            "/console/viec-chua-ai-giu",
        ];
        visits.extend(pages.map(|path| (width, visit(path, width))));
        let pictured =
            [("/console/hang-doi", "queue"), (&busy, "report-page"), ("/console/de-xuat", "proposals")];
        for (path, screen) in pictured {
            visits.push((width, with_screen(visit(path, width), &format!("console-{screen}-{width}"))));
        }
        visits.push((width, Visit::new(&app.url("/console/dang-nhap"), width).axe()));
        visits.push((width, visit("/console/hang-doi", width).dark()));
        visits.push((width, visit(&busy, width).dark()));
        visits.push((width, visit("/en/console/hang-doi", width)));
        visits.push((width, Visit::new(&app.url("/en/api"), width).axe()));
    }
    let (widths, visits): (Vec<u32>, Vec<Visit>) = visits.into_iter().unzip();
    let Some(all) = drive(&visits).await else { return };
    for (seen, width) in all.iter().zip(widths) {
        assert_eq!(seen.status, 200, "{}", seen.url);
        assert_eq!(seen.violations, Vec::<String>::new(), "axe-core at {} ({width})", seen.url);
        assert_eq!(seen.complaints, Vec::<String>::new(), "complaints of the browser at {}", seen.url);
        assert!(seen.scroll_width <= width, "{} is {} wide in {width}", seen.url, seen.scroll_width);
    }
}

#[tokio::test]
async fn a_proposal_is_approved_in_the_browser_without_javascript() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    fill(&app).await;
    let roles = [Role::DutyOfficer, Role::Approver];
    busy(&Officer::sign_in(&app, "binh", &roles).await).await;
    let officer = Officer::sign_in(&app, "an", &roles).await;
    let (name, value) = officer.cookie.split_once('=').unwrap();
    let visit = Visit::new(&app.url("/console/de-xuat"), 1280)
        .without_javascript()
        .cookie(name, value)
        .click("form[action$=duyet] button");
    let Some(all) = drive(&[visit]).await else { return };
    assert!(all[0].text.contains("Đã duyệt và công bố"), "{}", all[0].text);
    assert_eq!(database.store.head_serial().await.unwrap().0, 2);
}
