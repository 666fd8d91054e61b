//! Có người gọi cho tôi: questions in the address, numbers in no address, nothing kept.

use axum::http::StatusCode;
use testkit::{TestApp, TestDatabase};

#[tokio::test]
async fn questions_lead_to_a_verdict() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let question = app.get("/co-nguoi-goi/bank.code.lock.mobile").await.text().to_owned();
    assert!(question.contains("/co-nguoi-goi/bank.code.lock.mobile.money"), "{question}");
    let verdict = app.get("/co-nguoi-goi/bank.code.lock.mobile.nothing").await.text().to_owned();
    for words in ["Nguy hiểm", "Ngân hàng không hỏi mã OTP", "Điều bạn kể", "Đọc mã OTP, số thẻ, mật khẩu"]
    {
        assert!(verdict.contains(words), "{words}: {verdict}");
    }
    assert!(!verdict.contains("Bạn đã lỡ làm theo"));
    let english = app.get("/en/co-nguoi-goi/bank.code.lock.mobile.code").await.text().to_owned();
    assert!(
        english.contains("Banks do not ask for codes") && english.contains("every minute counts"),
        "{english}"
    );
    for unknown in ["/co-nguoi-goi/ai-do", "/co-nguoi-goi/bank.code.lock.mobile.nothing.nothing"] {
        assert_eq!(app.get(unknown).await.status, StatusCode::NOT_FOUND, "{unknown}");
    }
}

#[tokio::test]
async fn a_number_is_looked_at_and_kept_nowhere() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let forged = app
        .post_form("/co-nguoi-goi", &[("so", "+84069 234 8560"), ("xung_la", "police")])
        .await
        .text()
        .to_owned();
    assert!(forged.contains("Nguy hiểm") && forged.contains("Không có số nào như vậy"), "{forged}");
    let real =
        app.post_form("/co-nguoi-goi", &[("so", "18008098"), ("xung_la", "carrier")]).await.text().to_owned();
    assert!(real.contains("Số này đúng là của") && !real.contains("Kênh chính thức"), "{real}");
    let hidden = app.post_form("/co-nguoi-goi", &[("so", ""), ("xung_la", "")]).await.text().to_owned();
    assert!(hidden.contains("Không hiện số"), "{hidden}");
    let english = app.post_form("/en/co-nguoi-goi", &[("so", "+63 917 000 0000"), ("xung_la", "bank")]).await;
    assert!(english.text().contains("They claim to be in Viet Nam"), "{}", english.text());
}
