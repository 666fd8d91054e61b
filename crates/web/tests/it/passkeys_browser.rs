//! Passkeys, made and used in a real Chromium with its own virtual device.

use axum::http::StatusCode;
use desk::Role;
use store::audit::Deed;
use testkit::browser::{Seen, Visit, drive};
use testkit::{TestApp, TestDatabase};

use crate::officer::{Officer, later, secret};

/// Browsers know passkeys under a name only, and take this one for secure.
fn at(app: &TestApp, path: &str) -> String {
    format!("http://localhost:{}{path}", app.address.port())
}

fn visit(app: &TestApp, path: &str, cookie: &str, owner: bool) -> Visit {
    let (name, value) = cookie.split_once('=').unwrap();
    Visit::new(&at(app, path), 1280).with_passkeys(owner).cookie(name, value)
}

/// Adds a passkey on one's own account.
fn adding(visit: Visit, app: &TestApp, name: &str) -> Visit {
    let code = secret().code_at(app.now());
    visit.fill("#passkey-name", name).fill("#passkey-code", &code)
}

const SIGN_OUT: &str = ".who form button";

async fn one(visit: Visit) -> Option<Seen> {
    Some(drive(&[visit]).await?.remove(0))
}

#[tokio::test]
async fn an_officer_adds_a_passkey_and_signs_in_with_it() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let lan = Officer::sign_in(&app, "lan", &[Role::DutyOfficer]).await;
    later(&app, 1);
    let start = adding(visit(&app, "/console/tai-khoan", &lan.cookie, true), &app, "điện thoại cơ quan");
    let steps = start.click("#passkey-add").click(SIGN_OUT).click("#passkey-sign-in");
    let Some(seen) = one(steps.axe()).await else { return };
    assert_eq!(seen.url, at(&app, "/console/hang-doi"), "{}", seen.text);
    assert!(seen.text.contains("Cán bộ lan") && seen.complaints.is_empty(), "{:?}", seen.complaints);
    let store = &app.app.store;
    let lines = store.audit_lines(None, 3).await.unwrap();
    let told: Vec<(Deed, &str)> = lines.iter().map(|line| (line.what, line.why.as_str())).collect();
    assert_eq!(
        told,
        [(Deed::SignIn, "passkey"), (Deed::EndSession, ""), (Deed::AddPasskey, "điện thoại cơ quan")]
    );
    let officer = store.officers().await.unwrap().remove(0);
    let passkey = store.passkeys_of(officer.id).await.unwrap().remove(0);
    assert_eq!((passkey.key.host.as_str(), passkey.used_at), ("localhost", Some(app.now())));
    assert!(store.verify().await.unwrap().is_clean());
}

#[tokio::test]
async fn a_passkey_that_was_ended_or_whose_officer_is_disabled_signs_nobody_in() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let chief = Officer::sign_in(&app, "quan", &[Role::Administrator]).await;
    let lan = Officer::sign_in(&app, "lan", &[Role::DutyOfficer]).await;
    later(&app, 1);
    let start = adding(visit(&app, "/console/tai-khoan", &lan.cookie, true), &app, "máy bàn");
    // Added, ended at once on the same page, then tried.
    let remove = "form[action$=\"/khoa-truy-cap/xoa\"] button";
    let steps = start.click("#passkey-add").click(remove).click(SIGN_OUT).click("#passkey-sign-in");
    let Some(seen) = one(steps).await else { return };
    assert!(seen.status == 401 && seen.text.contains("không đăng nhập được"), "{}", seen.text);

    // One that stands, seen and ended by an administrator, who ends the sessions with it.
    later(&app, 1);
    let code = secret().code_at(app.now());
    let answer = crate::officer::try_sign_in(&app, "lan", crate::officer::PASSWORD, &code).await;
    let lan = Officer::from_answer(&app, &answer).await;
    later(&app, 1);
    let start = adding(visit(&app, "/console/tai-khoan", &lan.cookie, true), &app, "máy bàn");
    let Some(seen) = one(start.click("#passkey-add").axe()).await else { return };
    assert!(seen.text.contains("máy bàn") && seen.violations.is_empty(), "{:?}", seen.violations);
    let store = &app.app.store;
    let officers = store.officers().await.unwrap();
    let id = officers.iter().find(|one| one.name == "lan").unwrap().id;
    let path = format!("/console/can-bo/{id}/phien");
    let page = chief.get(&path).await;
    assert!(page.text().contains("máy bàn"), "{}", page.text());
    let passkey = page.field("passkey");
    chief.done(&format!("/console/can-bo/{id}/khoa-truy-cap"), &[("passkey", &passkey)]).await;
    assert_eq!(lan.get("/console/tai-khoan").await.status, StatusCode::SEE_OTHER, "its sessions ended");
    assert!(store.passkeys_of(id).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_device_that_does_not_know_its_holder_makes_no_passkey() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let lan = Officer::sign_in(&app, "lan", &[Role::DutyOfficer]).await;
    later(&app, 1);
    let start = adding(visit(&app, "/console/tai-khoan", &lan.cookie, false), &app, "máy lạ");
    let steps = start.press("#passkey-add").wait_for("[data-said]:not([hidden])");
    let Some(seen) = one(steps).await else { return };
    assert!(seen.text.contains("Máy chưa đưa ra khóa"), "{}", seen.text);
    let officer = app.app.store.officers().await.unwrap().remove(0);
    assert!(app.app.store.passkeys_of(officer.id).await.unwrap().is_empty());
}

#[tokio::test]
async fn under_an_address_in_numbers_there_are_no_passkeys() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let lan = Officer::sign_in(&app, "lan", &[Role::DutyOfficer]).await;
    assert!(!app.get("/console/dang-nhap").await.text().contains("data-passkey"));
    assert!(lan.get("/console/tai-khoan").await.text().contains("chỉ thêm được khi trang này mở qua https"));
}
