//! From the form to the code, and from the code to the state.

use axum::http::StatusCode;
use testkit::{TestApp, TestDatabase, for_each_database};

pub(crate) fn code_of(text: &str) -> String {
    let start = text.find("class=\"code\">").expect("the page shows a code") + "class=\"code\">".len();
    text[start..start + 14].to_owned()
}

#[tokio::test]
async fn a_report_gets_a_code_that_shows_its_state() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let form = app.get("/bao-tin").await;
        let submission = form.field("submission");
        let fields = [
            ("submission", submission.as_str()),
            ("text", "Có người gọi tự xưng công an, bảo tôi chuyển tiền."),
            ("happened_on", "21/11/2026"),
            ("happened_time", "18:30"),
            ("province", "48"),
            ("money_lost", "2,5 triệu"),
            ("others", "0900 000 123\n"),
            ("contact_name", "Người Mẫu"),
            ("contact_phone", "0900 000 456"),
        ];
        let files: [(&str, &str, &str, &[u8]); 2] = [
            ("attachments", "../../etc/passwd.png", "image/png", b"\x89PNG\r\n\x1a\n rest"),
            ("attachments", "", "application/octet-stream", b""),
        ];
        let answer = app.post_multipart("/bao-tin", &fields, &files).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        let code = code_of(answer.text());
        assert_eq!(database.number("SELECT COUNT(*) FROM reports WHERE money_lost = 2500000").await, 1);
        assert_eq!(
            database
                .number(
                    "SELECT COUNT(*) FROM attachments WHERE name = 'passwd.png' AND media_type = 'image/png'"
                )
                .await,
            1
        );

        let again = app.post_multipart("/bao-tin", &fields, &files).await;
        assert_eq!(code_of(again.text()), code, "the same form sent twice is one report");
        assert_eq!(database.number("SELECT COUNT(*) FROM reports").await, 1);

        let status = app.post_form("/tra-ma", &[("ma", &code.to_lowercase().replace('-', " "))]).await;
        assert_eq!(status.status, StatusCode::OK);
        assert!(status.text().contains("22/11/2026 10:00"), "{}", status.text());
        for secret in ["Người Mẫu", "000 456", "000456", "tự xưng"] {
            assert!(!status.text().contains(secret), "{secret}");
        }
        let by_picture = app.get(&format!("/en/tra-ma?ma={code}")).await;
        assert!(by_picture.text().contains("waits for an officer"), "{}", by_picture.text());
    })
    .await;
}

#[tokio::test]
async fn a_wrong_code_is_told_apart_from_an_unknown_one() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let wrong = app.post_form("/tra-ma", &[("ma", "khong phai ma")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("Mã này chưa đúng") && wrong.text().contains("khong phai ma"));
    let unknown = model::TrackingCode::from_random(7).to_string();
    let unknown = app.post_form("/tra-ma", &[("ma", &unknown)]).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert!(unknown.text().contains("Không có báo tin nào mang mã này"));
}

#[tokio::test]
async fn a_report_with_mistakes_keeps_everything_typed_and_names_each_one() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let submission = app.get("/bao-tin").await.field("submission");
    let fields = [
        ("submission", submission.as_str()),
        ("text", "Kể <b>lại</b> chuyện"),
        ("happened_on", "3026-01-01"),
        ("happened_time", "07:05"),
        ("province", "48"),
        ("place", "Phường mẫu"),
        ("money_lost", "nhiều lắm"),
        ("others", "cái gì đó\n0900 000 123"),
        ("contact_phone", "không nhớ"),
    ];
    let answer = app
        .post_multipart(
            "/bao-tin",
            &fields,
            &[("attachments", "anh chup.jpg", "image/jpeg", b"\xff\xd8\xff")],
        )
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = answer.text();
    for kept in [
        "Kể &#60;b&#62;lại&#60;/b&#62; chuyện",
        "3026-01-01",
        "07:05",
        "Phường mẫu",
        "nhiều lắm",
        "cái gì đó",
        "không nhớ",
    ] {
        assert!(text.contains(kept), "{kept} is kept: {text}");
    }
    for (field, words) in [
        ("happened_on", "Ngày này chưa tới"),
        ("money_lost", "Chưa phải là số tiền"),
        ("others", "Không nhận ra “cái gì đó”"),
        ("contact_phone", "Chưa phải là số điện thoại"),
    ] {
        assert!(text.contains(&format!("href=\"#{field}\"")), "{field} is in the summary");
        assert!(text.contains(&format!("id=\"{field}-error\"")), "{field} is named at the field");
        assert!(text.contains(words), "{words}");
    }
    assert!(text.contains("<strong>anh chup.jpg</strong>"), "the file to choose again is named");
    assert_eq!(answer.field("submission"), submission);
    assert_eq!(database.number("SELECT COUNT(*) FROM reports").await, 0);
}

#[tokio::test]
async fn a_marking_of_state_secrets_is_refused_with_an_explanation() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let submission = app.get("/bao-tin").await.field("submission");
    let fields = [("submission", submission.as_str()), ("text", "TUYỆT MẬT\nKế hoạch")];
    let answer = app.post_multipart("/bao-tin", &fields, &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("không được đưa lên mạng"), "{}", answer.text());
    assert_eq!(database.number("SELECT COUNT(*) FROM reports").await, 0);
}

#[tokio::test]
async fn a_check_fills_in_the_form() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let fields = [("text", "Công an gọi từ 0900 000 123 bảo chuyển tiền ngay"), ("province", "48")];
    let form = app.post_form("/bao-tin/soan", &fields).await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.text().contains("value=\"phone:+84900000123\" checked"), "{}", form.text());
    assert!(form.text().contains("0900 000 123"));
    assert!(form.text().contains("<option value=\"48\" selected>"));
}

#[tokio::test]
async fn an_appeal_against_what_is_not_listed_is_told_so() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let form = app.get("/khieu-nai?muc=domain:khong-co.example").await;
    let submission = form.field("submission");
    let fields = [
        ("submission", submission.as_str()),
        ("muc", "domain:khong-co.example"),
        ("text", "Trang này của tôi"),
    ];
    let answer = app.post_form("/khieu-nai", &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("không có trong danh sách"), "{}", answer.text());
    assert!(answer.text().contains("Trang này của tôi"), "what was typed is kept");
    assert_eq!(database.number("SELECT COUNT(*) FROM report_indicators").await, 0);
}
