//! Every page of the portal: answers in both languages, with its frame and its headers.

use axum::http::StatusCode;
use testkit::{TestApp, TestDatabase, for_each_database};

/// Paths of every page that a reader can open without sending anything.
pub(crate) const PAGES: [&str; 17] = [
    "/",
    "/kiem-tra",
    "/toi-vua-chuyen-tien",
    "/toi-vua-chuyen-tien?ngan_hang=970436",
    "/co-nguoi-goi",
    "/co-nguoi-goi/bank.code",
    "/co-nguoi-goi/bank.code.lock.mobile.code",
    "/bao-tin",
    "/tra-ma",
    "/canh-bao",
    "/canh-bao/gov-judicial",
    "/muc/domain:khong-co-trong-danh-sach.example",
    "/duong-day-nong",
    "/khieu-nai",
    "/so-lieu",
    "/gioi-thieu",
    "/quyen-rieng-tu",
];

#[tokio::test]
async fn every_page_is_there_in_both_languages() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        for path in PAGES {
            let vietnamese = app.get(path).await;
            let english_path = if path == "/" { "/en".to_owned() } else { format!("/en{path}") };
            let english = app.get(&english_path).await;
            assert_eq!((vietnamese.status, english.status), (StatusCode::OK, StatusCode::OK), "{path}");
            assert!(vietnamese.text().contains("<html lang=\"vi\">"), "{path}");
            assert!(english.text().contains("<html lang=\"en\">"), "{path}");
            let twin = path.split('?').next().unwrap();
            assert!(english.text().contains(&format!("hreflang=\"vi\" href=\"{twin}\"")), "{path}");
            for answer in [&vietnamese, &english] {
                let text = answer.text();
                assert_eq!(text.matches("<h1").count(), 1, "{path} has one main heading");
                assert!(text.contains("<main id=\"main\""), "{path}");
                assert!(!text.contains(" style=") && !text.contains("<style"), "{path} has no inline style");
                assert!(!text.contains(" onclick"), "{path} has no inline script");
                assert_eq!(answer.header("set-cookie"), "", "{path} sets no cookie");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn headers_close_every_door() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    for path in ["/", "/khong-co-trang-nay", "/assets/khong-co.css"] {
        let answer = app.get(path).await;
        let policy = answer.header("content-security-policy").to_owned();
        assert!(policy.starts_with("default-src 'none'; style-src 'self'"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn files_are_kept_for_ever_under_the_name_of_their_content() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let home = app.get("/").await;
    let text = home.text();
    let mut first_visit = home.body.len();
    let start = text.find("/assets/portal.").unwrap();
    let css_path = &text[start..start + text[start..].find('"').unwrap()];
    let css = app.get(css_path).await;
    assert_eq!(css.status, StatusCode::OK);
    assert_eq!(css.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(css.header("content-type"), "text/css; charset=utf-8");
    first_visit += css.body.len();
    let font = css.text().find("/assets/be-vietnam-pro-400.").unwrap();
    let font_path = &css.text()[font..font + css.text()[font..].find(')').unwrap()];
    let font = app.get(font_path).await;
    assert_eq!((font.status, font.header("content-type")), (StatusCode::OK, "font/woff2"));
    // The promise of ui.md, kept even without compression.
    assert!(first_visit < 60 * 1024, "{first_visit} bytes");
    let small = app.get_with(css_path, &[("accept-encoding", "gzip")]).await;
    assert_eq!(small.header("content-encoding"), "gzip");
    assert!(small.body.len() * 2 < css.body.len());
}

#[tokio::test]
async fn an_address_that_names_nothing_is_told_in_words() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    for (path, status, words) in [
        ("/khong-co", StatusCode::NOT_FOUND, "Không có trang này"),
        ("/en/khong-co", StatusCode::NOT_FOUND, "There is no such page"),
        ("/canh-bao/khong-co", StatusCode::NOT_FOUND, "Không có trang này"),
        ("/muc/khong-phai-gi-ca", StatusCode::NOT_FOUND, "Không có trang này"),
        ("/duong-day-nong?tihn=48", StatusCode::BAD_REQUEST, "phần chúng tôi không hiểu"),
        ("/bao-tin/soan", StatusCode::METHOD_NOT_ALLOWED, "không nhận yêu cầu kiểu đó"),
    ] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.text().contains(words), "{path}: {}", answer.text());
    }
    // Keys that social networks append to a shared link are not the reader's mistake.
    let shared = app.get("/duong-day-nong?tinh=48&fbclid=abc&utm_source=zalo").await;
    assert_eq!(shared.status, StatusCode::OK);
}

#[tokio::test]
async fn machines_get_a_problem_document() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let answer = app.get("/api/v1/khong-co").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem = answer.json();
    assert_eq!((&problem["code"], &problem["status"]), (&"not-found".into(), &404.into()));
}
