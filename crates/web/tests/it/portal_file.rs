//! Files in the box: pictures, apps, and what is none of them; the same through the API.

use std::io::Cursor;

use axum::http::StatusCode;
use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use qrcode::{Color, QrCode};
use testkit::{TestApp, TestDatabase};

pub(crate) const VIETQR: &str = "00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA530370454065000005802VN62170813mua sách cũ63045B11";
pub(crate) const APK: &[u8] = include_bytes!("../../../detect/tests/files/vneid-gia.apk");
/// A screenshot of a made-up message, as a telephone shows it.
pub(crate) const SCREENSHOT: &[u8] = include_bytes!("../files/tin-nhan.png");

/// A code as a PNG.
pub(crate) fn code(text: &str) -> Vec<u8> {
    let code = QrCode::new(text).unwrap();
    let (width, colors) = (code.width(), code.to_colors());
    let side = u32::try_from((width + 8) * 6).unwrap();
    let picture = GrayImage::from_fn(side, side, |x, y| {
        let at = |pixel: u32| (pixel as usize / 6).checked_sub(4).filter(|at| *at < width);
        match (at(x), at(y)) {
            (Some(x), Some(y)) if colors[y * width + x] == Color::Dark => Luma([0]),
            _ => Luma([255]),
        }
    });
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageLuma8(picture).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A server without the program that reads writing, so that answers are the same everywhere.
async fn start(database: &TestDatabase) -> TestApp {
    TestApp::start_with(database, |settings| settings.writing.program = String::new()).await
}

async fn send(app: &TestApp, text: &str, name: &str, content: &[u8]) -> (StatusCode, String) {
    let fields = [("text", text), ("tinh", "48")];
    let answer = app
        .post_multipart("/kiem-tra", &fields, &[("file", name, "application/octet-stream", content)])
        .await;
    (answer.status, answer.text().to_owned())
}

#[tokio::test]
async fn a_picture_of_a_code_says_whom_it_pays() {
    let database = TestDatabase::sqlite().await;
    let app = start(&database).await;
    let (status, page) = send(&app, "", "ma.png", &code(VIETQR)).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("Vietcombank 0123456789, 500.000 đ, “mua sách cũ”"), "{page}");
    assert!(!page.contains("<mark>000201"), "what nobody can read is not shown: {page}");
    assert!(page.contains("/muc/bank_account:970436:0123456789"), "{page}");
    assert!(page.contains("chưa cài phần đọc chữ"), "{page}");
}

#[tokio::test]
async fn words_and_a_code_are_weighed_together() {
    let database = TestDatabase::sqlite().await;
    let app = start(&database).await;
    let words = "Điện lực yêu cầu thanh toán trong hôm nay theo mã trong ảnh. Cảm ơn quý khách";
    let (_, page) = send(&app, words, "ma.png", &code(VIETQR)).await;
    assert!(page.contains("Nhân danh cơ quan"), "{page}");
}

#[tokio::test]
async fn an_app_is_taken_apart_and_told() {
    let database = TestDatabase::sqlite().await;
    let app = start(&database).await;
    // Its name and claimed type say nothing: content decides.
    let (status, page) = send(&app, "", "anh.png", APK).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("Nguy hiểm: nhiều dấu hiệu lừa đảo"), "{page}");
    for told in ["vn.dancu.capnhat.example", "quyền trợ năng", "CN=Mau Thu", "Khớp với tệp"] {
        assert!(page.contains(told), "{told}: {page}");
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_told_and_the_words_are_kept() {
    let database = TestDatabase::sqlite().await;
    let app = start(&database).await;
    for (content, told) in
        [(&b"%PDF-1.7 \0\xff"[..], "Chúng tôi chỉ đọc được ảnh"), (b"\x89PNG\r\n\x1a\nbroken", "Ảnh bị hỏng")]
    {
        let (status, page) = send(&app, "lời đã gõ", "tep", content).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains(told) && page.contains("lời đã gõ</textarea>"), "{page}");
    }
    let (status, page) = send(&app, "", "", b"").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Ô đang trống"), "{page}");
    let (status, page) = send(&app, "Chiều nay 5 giờ đón con giúp em nhé", "", b"").await;
    assert_eq!(status, StatusCode::OK, "a browser sends an empty file when none was chosen");
    assert!(page.contains("đón con"), "{page}");
}

#[tokio::test]
async fn a_file_beyond_the_limit_is_refused() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start_with(&database, |settings| settings.check_file_bytes_max = 50_000).await;
    let (status, _) = send(&app, "", "to.png", &vec![0; 60_000]).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    let (status, _) = send(&app, "", "to.png", &vec![0; 900_000]).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_file_leaves_no_trace() {
    let database = TestDatabase::sqlite().await;
    let app = start(&database).await;
    send(&app, "", "a.apk", APK).await;
    send(&app, "", "a.png", &code(VIETQR)).await;
    for table in ["reports", "report_indicators", "identities", "audit_lines", "jobs"] {
        assert_eq!(database.number(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
    }
}

#[tokio::test]
async fn the_api_takes_files_and_says_what_it_read() {
    let database = TestDatabase::sqlite().await;
    let app = start(&database).await;
    let file = |content: &'static [u8]| [("file", "x", "application/octet-stream", content)];
    let answer = app.post_multipart("/api/v1/check", &[], &file(APK)).await;
    assert_eq!(answer.status, StatusCode::OK);
    let json = answer.json();
    assert_eq!(json["verdict"], "dangerous");
    assert_eq!(json["read"]["kind"], "app");
    assert_eq!(json["read"]["app"]["package"], "vn.dancu.capnhat.example");
    assert_eq!(json["read"]["app"]["signature"], "holds");
    let picture: &'static [u8] = Box::leak(code(VIETQR).into_boxed_slice());
    let json = app.post_multipart("/api/v1/check", &[("text", "gửi giúp em")], &file(picture)).await.json();
    assert_eq!(json["read"]["codes"][0], VIETQR);
    assert_eq!(json["read"]["writing"], "not-installed");
    assert_eq!(json["indicators"][0]["indicator"], "bank_account:970436:0123456789");
    for (fields, files, code) in
        [(vec![("text", "a")], vec![], "missing"), (vec![], file(b"\0\x01\x02").to_vec(), "file-unknown")]
    {
        let refused = app.post_multipart("/api/v1/check", &fields, &files).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.json()["fields"][0]["code"], code);
    }
    let unknown = app.post_multipart("/api/v1/check", &[("la", "x")], &file(APK)).await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn writing_in_a_screenshot_is_read_and_weighed() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let home = app.get("/").await;
    if home.text().contains("chỉ đọc được mã QR") {
        let required = std::env::var("KHIEN_TEST_REQUIRE").is_ok_and(|list| list.contains("tesseract"));
        assert!(!required, "KHIEN_TEST_REQUIRE lists tesseract: install tesseract-ocr and tesseract-ocr-vie");
        eprintln!("not run: tesseract");
        return;
    }
    let (status, page) = send(&app, "", "man-hinh.png", SCREENSHOT).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("Đáng ngờ: hãy kiểm tra lại"), "{page}");
    assert!(page.contains("do máy đọc"), "{page}");
    assert!(page.contains("0900 000 123") || page.contains("0900000123"), "{page}");
}
