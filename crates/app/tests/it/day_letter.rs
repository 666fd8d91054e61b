//! The end of an officer's day, by keyboard alone: the letter drafted and taken as DOCX and PDF, the report closed, and
//! the reporter told by mail. The real binary, a real Chromium, and a mail server that is not ours (aiosmtpd).

use desk::Role;
use model::report::ReportChannel;
use model::report::{Contact, NewReport, ReportFields};
use model::{Assessment, TrackingCode};
use store::Store;
use store::audit::Who;
use store::officer::NewOfficer;
use testkit::keyboard::{Keyboard, Person};
use web::auth::{TotpSecret, password};

use crate::command::Khien;
use crate::reminder::{real_now, store_of};
use crate::smtp::Sink;

const PASSWORD: &str = "mưa rào tháng bảy";
const SEED: &[u8] = b"12345678901234567890";

/// An officer with a password, and a report of somebody who left an address.
async fn fill(store: &Store) {
    let now = real_now();
    let officer = NewOfficer {
        name: "an".to_owned(),
        display_name: "Cán bộ An".to_owned(),
        password_hash: password::hash(PASSWORD),
        totp_secret: SEED.to_vec(),
        totp_step: 0,
        roles: vec![Role::DutyOfficer],
    };
    store.create_officer(&officer, Who::Command, now).await.unwrap();
    let fields = ReportFields {
        submission: "01957d3e-0000-7000-8000-000000000007".to_owned(),
        text: "Có người gọi từ 0900 000 123 tự xưng công an".to_owned(),
        ..ReportFields::default()
    };
    let report = NewReport::parse(fields, ReportChannel::Web, now, |_| false).unwrap();
    let contact = Contact {
        name: "Nguoi Mau".to_owned(),
        email: Some("mau@thu.example".to_owned()),
        ..Contact::default()
    };
    let report = NewReport { contact: Some(contact), ..report };
    let code = TrackingCode::from_random(11);
    store.insert_report(&report, &Assessment::no_information(), code, now).await.unwrap();
}

async fn sign_in(keyboard: &Keyboard, address: &str) -> Person {
    let person = keyboard.open("an", &format!("http://{address}/console/hang-doi"), 1280).await;
    person.type_text("an").await;
    person.fill("Mật khẩu", PASSWORD).await;
    let secret = TotpSecret::from_bytes(SEED).unwrap();
    person.fill("Mã xác thực", &secret.code_at(real_now())).await;
    person.go("Enter").await;
    assert_eq!(person.focus().await.text, "Hàng đợi");
    person
}

/// Takes the notice of result in one of its forms; its bytes.
async fn letter(person: &Person, form: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    person.press("w").await;
    person.pick("Thông báo kết quả").await;
    person.choose("Dạng tệp", form).await;
    person.tab_to_role("button", "Tải bản dự thảo").await;
    let file = person.download("Enter", folder.path()).await;
    person.press("g").await;
    person.go("q").await;
    person.press("j").await;
    person.go("Enter").await;
    std::fs::read(file).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reported_is_told_by_mail_of_what_an_officer_did_by_keyboard() {
    let Some(mut server) = Sink::start() else { return };
    let Some(keyboard) = Keyboard::start().await else { return };
    let khien = Khien::new();
    khien.ok(&["officer", "add"]);
    let store = store_of(&khien).await;
    fill(&store).await;
    let served = khien.serve_with(|command| server.settings(command));
    let person = sign_in(&keyboard, &served.address).await;
    person.press("j").await;
    person.go("Enter").await;
    person.press("t").await;
    person.go("Enter").await;
    assert!(letter(&person, "DOCX").await.starts_with(b"PK"));
    assert!(letter(&person, "PDF").await.starts_with(b"%PDF-1.7"));
    person.press("d").await;
    person.type_text("Đã chặn trang giả.").await;
    person.tab_to_role("button", "Đã giải quyết").await;
    person.go("Enter").await;
    assert!(person.focus().await.text.contains("Đã đổi trạng thái"));
    let letter = server.letter();
    assert!(letter.contains("mau@thu.example") && letter.contains("resolved-"), "{letter}");
    assert!(
        !letter.contains("0900 000 123") && !letter.contains("Nguoi Mau"),
        "nothing of the report: {letter}"
    );
}
