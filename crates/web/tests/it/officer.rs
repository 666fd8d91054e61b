//! A signed-in officer as a browser without JavaScript: a cookie, and the token of its forms.

use axum::http::StatusCode;
use desk::Role;
use model::{OfficerId, Time};
use store::Version;
use store::audit::Who;
use store::officer::NewOfficer;
use testkit::{Answer, TestApp};
use web::auth::{TotpSecret, password};

pub(crate) const PASSWORD: &str = "mưa rào tháng bảy";

/// The second factor of every test officer.
pub(crate) fn secret() -> TotpSecret {
    TotpSecret::from_bytes(b"12345678901234567890").unwrap()
}

/// Makes an account without signing in.
pub(crate) async fn create(app: &TestApp, name: &str, roles: &[Role]) -> OfficerId {
    let new = NewOfficer {
        name: name.to_owned(),
        display_name: format!("Cán bộ {name}"),
        password_hash: password::hash(PASSWORD),
        totp_secret: secret().as_bytes().to_vec(),
        totp_step: 0,
        roles: roles.to_vec(),
    };
    app.app.store.create_officer(&new, Who::Command, app.now()).await.unwrap()
}

/// Tries to sign in with these.
pub(crate) async fn try_sign_in(app: &TestApp, name: &str, password: &str, code: &str) -> Answer {
    let fields = [("login", name), ("password", password), ("code", code), ("next", "")];
    app.post_form("/console/dang-nhap", &fields).await
}

/// An officer at work.
pub(crate) struct Officer<'a> {
    pub(crate) app: &'a TestApp,
    pub(crate) cookie: String,
    pub(crate) csrf: String,
}

impl<'a> Officer<'a> {
    /// Makes an account with these roles and signs in.
    pub(crate) async fn sign_in(app: &'a TestApp, name: &str, roles: &[Role]) -> Officer<'a> {
        create(app, name, roles).await;
        let answer = try_sign_in(app, name, PASSWORD, &secret().code_at(app.now())).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        Officer::from_answer(app, &answer).await
    }

    /// Makes an account in a unit with these roles and signs in.
    pub(crate) async fn sign_in_of(app: &'a TestApp, name: &str, roles: &[Role], unit: &str) -> Officer<'a> {
        let id = create(app, name, roles).await;
        let unit = unit.parse().unwrap();
        app.app.store.set_officer_unit(id, Version(1), &unit, None, app.now()).await.unwrap();
        let answer = try_sign_in(app, name, PASSWORD, &secret().code_at(app.now())).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        Officer::from_answer(app, &answer).await
    }

    /// Takes over the session that a sign-in began.
    pub(crate) async fn from_answer(app: &'a TestApp, answer: &Answer) -> Officer<'a> {
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        let account = app.get_with("/console/tai-khoan", &[("cookie", &cookie)]).await;
        assert_eq!(account.status, StatusCode::OK, "{}", account.text());
        Officer { csrf: account.field("csrf"), app, cookie }
    }

    /// Fetches a page.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.app.get_with(path, &[("cookie", &self.cookie)]).await
    }

    /// Sends a form with the token of the session.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend_from_slice(fields);
        self.app.post_form_with(path, &[("cookie", &self.cookie)], &all).await
    }

    /// Sends a form that must be taken, and fetches the page it leads to.
    pub(crate) async fn done(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.post(path, fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.text());
        self.get(answer.header("location")).await
    }
}

/// Stores a report over the API and answers with its path in the console.
pub(crate) async fn report(app: &TestApp, text: &str, indicators: &[&str]) -> String {
    let body = serde_json::json!({
        "text": text, "indicators": indicators, "money_lost": 30_000_000, "province": "48",
        "contact": {"name": "Người Mẫu", "phone": "0900 000 456"},
    });
    let answer = app.post_json("/api/v1/reports", &body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    let code = answer.json()["tracking_code"].as_str().unwrap().parse().unwrap();
    let id = app.app.store.report_by_code(&code).await.unwrap().unwrap();
    format!("/console/phan-anh/{id}")
}

/// Minutes after the clock of the test.
pub(crate) fn later(app: &TestApp, minutes: i64) {
    app.set_now(Time::from_millis(app.now().millis() + minutes * 60_000));
}
