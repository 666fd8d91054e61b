//! Signing in: what lets an officer in, what keeps everybody else out.

use axum::http::StatusCode;
use desk::Role;
use testkit::{TestApp, TestDatabase, for_each_database};
use web::auth::TotpSecret;

use crate::officer::{self, Officer, PASSWORD, later, secret, try_sign_in};

const REFUSED: &str = "Tên, mật khẩu hoặc mã không đúng";

#[tokio::test]
async fn the_first_officer_follows_the_link_once() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let token = database.store.first_officer_token(app.now(), app.now().plus_hours(1)).await.unwrap();
        let path = format!("/console/dau-tien/{}", token.unwrap());
        let form = app.get(&path).await;
        assert!(form.text().contains("<svg") && form.text().contains("Tạo tài khoản đầu tiên"));
        let shown = form.field("secret");
        let code = TotpSecret::from_base32(&shown).unwrap().code_at(app.now());
        let fields = [
            ("secret", shown.as_str()),
            ("display_name", "Nguyễn Văn Mẫu"),
            ("login", "mau"),
            ("password", PASSWORD),
            ("roles", "administrator"),
            ("roles", "approver"),
            ("code", code.as_str()),
        ];
        let wrong = fields.map(|(name, value)| if name == "code" { (name, "000000") } else { (name, value) });
        let answer = app.post_form(&path, &wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!((answer.field("secret"), answer.field("login")), (shown.clone(), "mau".to_owned()));

        let answer = app.post_form(&path, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        assert_eq!(app.get(&path).await.status, StatusCode::NOT_FOUND, "the link works once");
        let again = try_sign_in(&app, "mau", PASSWORD, &code).await;
        assert!(again.text().contains(REFUSED), "the code that proved the factor is used up");
        later(&app, 1);
        let code = TotpSecret::from_base32(&shown).unwrap().code_at(app.now());
        let answer = try_sign_in(&app, "mau", PASSWORD, &code).await;
        let officer = Officer::from_answer(&app, &answer).await;
        let account = officer.get("/console/tai-khoan").await;
        assert!(account.text().contains("Người duyệt, Quản trị"), "{}", account.text());
    })
    .await;
}

#[tokio::test]
async fn an_invited_officer_gets_the_roles_of_the_invitation() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let chief = Officer::sign_in(&app, "chief", &[Role::Administrator]).await;
    let page = chief.post("/console/can-bo/moi", &[("roles", "analyst")]).await;
    let own = app.url("/console/loi-moi/");
    assert!(page.text().contains(&own), "the link can be copied as it is");
    let start = page.text().find("/console/loi-moi/").unwrap();
    let path: String = page.text()[start..].chars().take_while(|c| *c != '<').collect();
    let shown = app.get(&path).await.field("secret");
    let code = TotpSecret::from_base32(&shown).unwrap().code_at(app.now());
    let fields = [
        ("secret", shown.as_str()),
        ("display_name", "Trần Thị Mẫu"),
        ("login", "tran.mau"),
        ("password", PASSWORD),
        ("roles", "administrator"),
        ("code", &code),
    ];
    assert_eq!(app.post_form(&path, &fields).await.status, StatusCode::SEE_OTHER);
    let officers = database.store.officers().await.unwrap();
    let new = officers.iter().find(|officer| officer.name == "tran.mau").unwrap();
    assert_eq!(new.roles, [Role::Analyst], "nobody chooses more than they were invited to");
}

#[tokio::test]
async fn whatever_is_wrong_the_answer_is_the_same() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    officer::create(&app, "an", &[Role::DutyOfficer]).await;
    let code = secret().code_at(app.now());
    let mut answers = Vec::new();
    for (name, password, code) in [
        ("an", "sai mật khẩu rồi", code.as_str()),
        ("an", PASSWORD, "000000"),
        ("nobody", PASSWORD, code.as_str()),
        ("", "", ""),
    ] {
        let answer = try_sign_in(&app, name, password, code).await;
        assert_eq!((answer.status, answer.header("set-cookie")), (StatusCode::UNAUTHORIZED, ""), "{name}");
        assert!(answer.text().contains(REFUSED));
        answers.push(answer.text().replace(&format!("value=\"{name}\""), ""));
    }
    assert!(
        answers.windows(2).all(|pair| pair[0].len().abs_diff(pair[1].len()) <= 16),
        "nothing tells them apart"
    );
}

#[tokio::test]
async fn a_code_works_once() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let _first = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
        let replayed = try_sign_in(&app, "an", PASSWORD, &secret().code_at(app.now())).await;
        assert_eq!(replayed.status, StatusCode::UNAUTHORIZED);
        later(&app, 1);
        let fresh = try_sign_in(&app, "an", PASSWORD, &secret().code_at(app.now())).await;
        assert_eq!(fresh.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn after_five_wrong_attempts_even_the_right_ones_wait() {
    for_each_database(async |database| {
        let app = TestApp::start(database).await;
        officer::create(&app, "an", &[Role::DutyOfficer]).await;
        for _ in 0..5 {
            try_sign_in(&app, "an", "sai mật khẩu rồi", "000000").await;
        }
        let right = try_sign_in(&app, "an", PASSWORD, &secret().code_at(app.now())).await;
        assert_eq!(right.status, StatusCode::UNAUTHORIZED);
        assert!(right.text().contains(REFUSED), "being locked is not told apart");
        later(&app, 2);
        let right = try_sign_in(&app, "an", PASSWORD, &secret().code_at(app.now())).await;
        assert_eq!(right.status, StatusCode::SEE_OTHER, "{}", right.text());
    })
    .await;
}

#[tokio::test]
async fn attempts_from_one_address_are_limited() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start_with(&database, |settings| settings.rates.sign_in = 3).await;
    for _ in 0..3 {
        assert_eq!(try_sign_in(&app, "nobody", "x", "1").await.status, StatusCode::UNAUTHORIZED);
    }
    let limited = try_sign_in(&app, "nobody", "x", "1").await;
    assert_eq!(limited.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!limited.header("retry-after").is_empty());
}

#[tokio::test]
async fn a_session_ends_when_idle_and_at_the_end_of_the_shift() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let began_at = app.now();
    let officer = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
    for _ in 0..29 {
        later(&app, 25);
        let answer = officer.get("/console/hang-doi").await;
        if answer.status == StatusCode::SEE_OTHER {
            break;
        }
    }
    assert!(app.now() > began_at.plus_hours(11), "kept alive by use until the end of the shift");
    assert!(officer.get("/console/hang-doi").await.status == StatusCode::SEE_OTHER);

    later(&app, 1);
    let code = secret().code_at(app.now());
    let officer = Officer::from_answer(&app, &try_sign_in(&app, "an", PASSWORD, &code).await).await;
    later(&app, 31);
    let answer = officer.get("/console/hang-doi?state=received").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.header("location").contains("next=%2Fconsole%2Fhang-doi%3Fstate%3Dreceived"));
}

#[tokio::test]
async fn a_form_without_the_token_of_the_session_is_refused() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let officer = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
    let path = officer::report(&app, "Có người gọi xưng là công an", &[]).await;
    let version = officer.get(&path).await.field("version");
    let cookie = [("cookie", officer.cookie.as_str())];
    for fields in [vec![("version", version.as_str())], vec![("version", &version), ("csrf", "guess")]] {
        let answer = app.post_form_with(&format!("{path}/nhan"), &cookie, &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{fields:?}");
    }
    let elsewhere = [("cookie", officer.cookie.as_str()), ("origin", "https://evil.example")];
    let answer = app.post_form_with("/console/dang-xuat", &elsewhere, &[]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let nobody = app.post_form(&format!("{path}/nhan"), &[("version", &version)]).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn over_tls_the_cookie_is_bound_to_the_host() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start_with(&database, |settings| settings.behind_tls = true).await;
    officer::create(&app, "an", &[Role::DutyOfficer]).await;
    let answer = try_sign_in(&app, "an", PASSWORD, &secret().code_at(app.now())).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-khien-session="), "{cookie}");
    for part in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
}

#[tokio::test]
async fn an_officer_ends_another_session_and_signs_out() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database).await;
    let here = Officer::sign_in(&app, "an", &[Role::DutyOfficer]).await;
    later(&app, 1);
    let answer = try_sign_in(&app, "an", PASSWORD, &secret().code_at(app.now())).await;
    let there = Officer::from_answer(&app, &answer).await;
    let account = here.get("/console/tai-khoan").await;
    here.done("/console/tai-khoan/ket-thuc", &[("session", &account.field("session"))]).await;
    assert_eq!(there.get("/console/tai-khoan").await.status, StatusCode::SEE_OTHER);
    here.done("/console/dang-xuat", &[]).await;
    assert_eq!(here.get("/console/tai-khoan").await.status, StatusCode::SEE_OTHER);
}
