//! The portal in a real Chromium: accessibility, contrast, width, JavaScript off, and the pictures of
//! `docs/screens/` (written when `KHIEN_SCREENS` is set, so that a test run changes no file).

use std::path::{Path, PathBuf};

use testkit::browser::{Seen, Visit, drive};
use testkit::{TestApp, TestDatabase};

use crate::portal_file::{APK, SCREENSHOT, VIETQR, code};
use crate::portal_pages::PAGES;

const SCAM: &str = "Cong an TP thong bao: tai khoan cua ong/ba lien quan duong day rua tien. Yeu cau chuyen toan bo \
    tien vao tai khoan an toan de xac minh trong 30 phut tai https://bocongan-xacminh.example/dieu-tra hoac goi \
    0900 000 123. Khong duoc noi voi bat ky ai.";

pub(crate) fn screens() -> Option<PathBuf> {
    std::env::var_os("KHIEN_SCREENS")?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/screens");
    std::fs::create_dir_all(&folder).unwrap();
    Some(folder)
}

pub(crate) fn with_screen(visit: Visit, name: &str) -> Visit {
    match screens() {
        Some(folder) => visit.screenshot(&folder.join(format!("{name}.png"))),
        None => visit,
    }
}

fn assert_good(seen: &Seen, width: u32) {
    assert_eq!(seen.violations, Vec::<String>::new(), "axe-core at {}", seen.url);
    assert_eq!(seen.complaints, Vec::<String>::new(), "complaints of the browser at {}", seen.url);
    assert!(seen.scroll_width <= width, "{} is {} wide in {width}", seen.url, seen.scroll_width);
}

#[tokio::test]
async fn every_page_is_accessible_and_fits_a_narrow_phone() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let mut visits = Vec::new();
    for path in PAGES {
        visits.push(Visit::new(&app.url(path), 320).axe_with_enhanced_contrast());
        visits.push(Visit::new(&app.url(path), 320).dark().axe_with_enhanced_contrast());
    }
    visits.push(Visit::new(&app.url("/khong-co-trang-nay"), 320).axe_with_enhanced_contrast());
    let Some(all) = drive(&visits).await else { return };
    for seen in &all {
        let own = app.url("/");
        let foreign = seen.requests.iter().find(|url| !url.starts_with(&own) && !url.starts_with("data:"));
        assert_eq!(foreign, None, "{} asks nobody else", seen.url);
        if seen.status == 200 {
            assert_good(seen, 320);
        } else {
            assert_eq!(seen.violations, Vec::<String>::new(), "axe-core at {}", seen.url);
        }
    }
}

#[tokio::test]
async fn each_answer_is_accessible_and_pictured() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let home = app.url("/");
    let mut visits = Vec::new();
    for width in [320, 1280] {
        visits.push(with_screen(Visit::new(&home, width), &format!("check-{width}")));
        let answer = Visit::new(&home, width)
            .fill("#text", SCAM)
            .click("form .main-action")
            .axe_with_enhanced_contrast();
        visits.push(with_screen(answer, &format!("answer-dangerous-{width}")));
        let form = Visit::new(&home, width).fill("#text", SCAM).click("form .main-action");
        let form = form.click("#report + p + form button").axe_with_enhanced_contrast();
        visits.push(with_screen(form, &format!("report-{width}")));
        let wrong =
            Visit::new(&app.url("/bao-tin"), width).fill("#money_lost", "nhiều").fill("#others", "không nhớ");
        let wrong = wrong.click("form .main-action").axe_with_enhanced_contrast();
        visits.push(with_screen(wrong, &format!("report-errors-{width}")));
        let ticket = Visit::new(&app.url("/bao-tin"), width).fill("#text", "Có người gọi xưng công an.");
        let ticket = ticket.click("form .main-action").axe_with_enhanced_contrast();
        visits.push(with_screen(ticket, &format!("ticket-{width}")));
        visits.push(with_screen(
            Visit::new(&app.url("/toi-vua-chuyen-tien"), width),
            &format!("first-hour-{width}"),
        ));
        visits.push(with_screen(
            Visit::new(&app.url("/co-nguoi-goi"), width),
            &format!("call-question-{width}"),
        ));
        let host = Visit::new(&home, width).fill("#text", "http://vietcombank-xacminh.top/dang-nhap");
        let host = host.click("form .main-action").axe_with_enhanced_contrast();
        visits.push(with_screen(host, &format!("answer-domain-{width}")));
    }
    let dark = Visit::new(&home, 320).dark().fill("#text", SCAM).click("form .main-action");
    visits.push(with_screen(dark.axe_with_enhanced_contrast(), "answer-dangerous-dark-320"));
    let Some(all) = drive(&visits).await else { return };
    for (seen, width) in all.iter().zip([320; 8].into_iter().chain([1280; 8]).chain([320])) {
        assert_eq!(seen.violations, Vec::<String>::new(), "axe-core at {}", seen.url);
        assert!(seen.scroll_width <= width, "{} is {} wide in {width}", seen.url, seen.scroll_width);
    }
}

#[tokio::test]
async fn a_file_is_chosen_and_answered() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let folder = tempfile::tempdir().unwrap();
    let own = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    };
    let files = [
        ("vietqr", own("ma.png", &code(VIETQR)), "Vietcombank 0123456789"),
        ("apk", own("capnhat.apk", APK), "quyền trợ năng"),
        ("screenshot", own("man-hinh.png", SCREENSHOT), "trong ảnh"),
    ];
    let mut visits = Vec::new();
    for width in [320, 1280] {
        for (name, path, _) in &files {
            let visit = Visit::new(&app.url("/"), width).choose("#file", path).click("form .main-action");
            visits.push(with_screen(visit.axe_with_enhanced_contrast(), &format!("answer-{name}-{width}")));
        }
    }
    let without = Visit::new(&app.url("/"), 320).without_javascript();
    visits.push(without.choose("#file", &files[1].1).click("form .main-action"));
    let Some(all) = drive(&visits).await else { return };
    for (seen, index) in all.iter().zip([0, 1, 2, 0, 1, 2, 1]) {
        assert!(seen.text.contains(files[index].2), "{}", seen.text);
        assert_eq!(seen.violations, Vec::<String>::new(), "axe-core at {}", seen.url);
    }
    for (seen, width) in all.iter().zip([320, 320, 320, 1280, 1280, 1280, 320]) {
        assert!(seen.scroll_width <= width, "{} is {} wide in {width}", seen.url, seen.scroll_width);
    }
}

#[tokio::test]
async fn a_report_goes_from_the_box_to_its_state_without_javascript() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let sent = Visit::new(&app.url("/"), 320)
        .without_javascript()
        .fill("#text", SCAM)
        .click("form .main-action")
        .click("#report + p + form button")
        .fill("#money_lost", "2,5 triệu")
        .click("form .main-action");
    let Some(all) = drive(&[sent]).await else { return };
    assert_eq!(all[0].status, 201, "{}", all[0].text);
    let text = &all[0].text;
    let start = text.find("class=\"code\">").expect("the page shows a code") + "class=\"code\">".len();
    let code = &text[start..start + 14];
    let state = Visit::new(&app.url("/tra-ma"), 320)
        .without_javascript()
        .fill("#ma", code)
        .click("form .main-action");
    let all = drive(&[state]).await.expect("the browser was here a moment ago");
    assert!(all[0].text.contains("đang chờ cán bộ đọc"), "{}", all[0].text);
}

/// Five taps from the first question to the verdict, with nothing but links.
#[tokio::test]
async fn a_call_is_judged_in_five_taps_without_javascript() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let tapped = |width: u32| {
        let mut visit = Visit::new(&app.url("/co-nguoi-goi"), width).without_javascript();
        for tap in ["police", "transfer", "secret", "short", "money"] {
            visit = visit.click(&format!(".taps a[href$=\"{tap}\"]"));
        }
        with_screen(visit, &format!("call-verdict-{width}"))
    };
    let Some(all) = drive(&[tapped(320), tapped(1280)]).await else { return };
    for seen in &all {
        assert!(seen.url.ends_with("/co-nguoi-goi/police.transfer.secret.short.money"), "{}", seen.url);
        assert!(seen.text.contains("Nguy hiểm") && seen.text.contains("Bạn đã lỡ làm theo"), "{}", seen.text);
    }
}
