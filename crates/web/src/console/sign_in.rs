//! Signing in and out.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use model::{OfficerId, Time};
use serde::Deserialize;
use store::StoreError;
use store::officer::OfficerSecrets;
use store::officer::provider::Proved;
use store::officer::session::SessionLife;

use super::frame::Link;
use super::passkey::{self, Asking};
use crate::auth::oidc::Provider;
use crate::auth::{Fields, Posted, Token, TotpSecret, cookie, lockout, password};
use crate::extract::Query;
use crate::limits::{Action, ClientAddr};
use crate::page::{self, Page};
use crate::{App, Error};

/// A session ends 12 hours after sign-in, a long shift, and half an hour after its last use. Source:
/// OWASP Session Management Cheat Sheet, "Session Expiration" (15 to 30 minutes idle where much is at
/// stake, an absolute end within a working day).
const LIFE: SessionLife = SessionLife { absolute_ms: 12 * 3_600_000, idle_ms: 30 * 60_000 };

#[derive(Template)]
#[template(path = "console/sign_in.html")]
struct SignInPage {
    page: Page,
    problem: Option<String>,
    notice: Option<String>,
    next: String,
    login: String,
    providers: Vec<Link>,
    passkey: Option<Asking>,
}

/// The query of the sign-in page.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SignInQuery {
    #[serde(default)]
    next: String,
    #[serde(default)]
    done: String,
}

impl SignInQuery {
    /// Where to go after signing in.
    pub(super) fn next(&self, page: &Page) -> String {
        safe_next(&self.next, page)
    }
}

fn sign_in_page(app: &App, page: Page, headers: &HeaderMap, next: String) -> SignInPage {
    let there: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    let link = |provider: &Provider| {
        let settings = provider.settings();
        let path = format!("/console/dang-nhap/qua/{}", settings.slug);
        Link {
            href: format!("{}?next={there}", page.href(&path)),
            label: page.t.say_with("provider-sign-in", "provider", settings.name.as_str()).into_owned(),
            note: String::new(),
        }
    };
    let providers = app.providers().iter().map(link).collect();
    let passkey = passkey::asking(app, headers, None);
    SignInPage { problem: None, notice: None, next, login: String::new(), providers, passkey, page }
}

/// The form with what went wrong elsewhere.
pub(super) fn page_with(
    app: &App,
    page: Page,
    headers: &HeaderMap,
    problem: String,
    next: String,
) -> Result<Response, Error> {
    page::render(&SignInPage { problem: Some(problem), ..sign_in_page(app, page, headers, next) })
}

/// The form.
pub(super) async fn get_sign_in(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
    Query(query): Query<SignInQuery>,
) -> Result<Response, Error> {
    let next = query.next(&page);
    if let Some(token) = cookie::session_token(&headers, app.settings.behind_tls)
        && app.store.session(token, app.now()).await?.is_some()
    {
        return Ok(Redirect::to(&next).into_response());
    }
    let key = match query.done.as_str() {
        "enrolled" => Some("console-sign-in-enrolled"),
        "signed-out" => Some("console-sign-in-signed-out"),
        "cookie" => Some("console-sign-in-no-cookie"),
        _ => None,
    };
    let notice = key.map(|key| page.t.say(key).into_owned());
    page::render(&SignInPage { notice, ..sign_in_page(&app, page, &headers, next) })
}

/// Checks name, password and code together; whichever is wrong, the answer is the same.
pub(super) async fn create_session(
    State(app): State<App>,
    page: Page,
    client: ClientAddr,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Error> {
    app.limits.check(Action::SignIn, client)?;
    let fields = Fields::read(request, &app).await?;
    let next = safe_next(fields.get("next"), &page);
    let now = app.now();
    let login = fields.get("login").to_owned();
    let secrets = app.store.officer_secrets(&login).await?;
    match accepted_step(secrets.as_ref(), &fields, now).await? {
        Some((id, step)) => match app.store.record_sign_in(id, step, now).await {
            Ok(()) => return begin_session(&app, id, None, &page, &next).await,
            // Another request used this code in between.
            Err(StoreError::Conflict(_)) => {}
            Err(error) => return Err(error.into()),
        },
        None => {
            if let Some(secrets) = &secrets {
                count_failure(&app, secrets, now).await?;
            }
        }
    }
    let problem = Some(page.t.say("console-sign-in-refused").into_owned());
    let body = page::render(&SignInPage { problem, login, ..sign_in_page(&app, page, &headers, next) })?;
    Ok((StatusCode::UNAUTHORIZED, body).into_response())
}

/// Who signs in with which step of the second factor; `None` when anything is wrong. Every part is
/// checked whatever the others say, so that the time of the answer tells nothing.
async fn accepted_step(
    secrets: Option<&OfficerSecrets>,
    fields: &Fields,
    now: Time,
) -> Result<Option<(OfficerId, u64)>, Error> {
    let typed = fields.exact("password").to_owned();
    let stored = secrets.map(|secrets| secrets.password_hash.clone());
    let password_fits = tokio::task::spawn_blocking(move || password::verify(&typed, stored.as_deref()))
        .await
        .map_err(Error::internal)?;
    let Some(secrets) = secrets else { return Ok(None) };
    let step = accepted_code(secrets, fields.get("code"), now)?;
    Ok(step.filter(|_| password_fits).map(|step| (secrets.officer.id, step)))
}

/// The step of the second factor whose code this is; `None` when it is none, was used before, or the account rests or
/// is disabled.
pub(super) fn accepted_code(secrets: &OfficerSecrets, code: &str, now: Time) -> Result<Option<u64>, Error> {
    let totp = TotpSecret::from_bytes(&secrets.totp_secret).map_err(Error::internal)?;
    let step = totp.matching_step(code, now).filter(|step| *step > secrets.totp_step);
    let is_open = secrets.locked_until <= now && secrets.officer.disabled_at.is_none();
    Ok(step.filter(|_| is_open))
}

/// Counts a wrong attempt, unless the account rests.
pub(super) async fn count_failure(app: &App, secrets: &OfficerSecrets, now: Time) -> Result<(), Error> {
    if secrets.locked_until <= now {
        let locked_until = lockout::locked_until(secrets.failures + 1, now);
        app.store.record_sign_in_failure(secrets.officer.id, locked_until, now).await?;
    }
    Ok(())
}

/// Begins a session and sends the browser on. `by`: the provider on whose word.
pub(super) async fn begin_session(
    app: &App,
    id: OfficerId,
    by: Option<&Proved>,
    page: &Page,
    next: &str,
) -> Result<Response, Error> {
    let token = Token::random().to_string();
    let csrf_token = Token::random().to_string();
    app.store.begin_session_by(id, by, &token, &csrf_token, LIFE, app.now()).await?;
    tracing::info!(officer.id = %id, "officer `{id}` signed in");
    // Through the sign-in page: it sends on whoever has the cookie, and tells the others why it is not there.
    let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    let href = format!("{}?done=cookie&next={next}", page.href("/console/dang-nhap"));
    let set = cookie::set(&token, app.settings.behind_tls);
    Ok(([(header::SET_COOKIE, set)], Redirect::to(&href)).into_response())
}

/// Ends this session.
pub(super) async fn delete_session(
    State(app): State<App>,
    page: Page,
    posted: Posted,
) -> Result<Response, Error> {
    let session = &posted.officer.0;
    app.store.end_session(session.officer.id, &session.id, session.officer.id, app.now()).await?;
    let clear = cookie::clear(app.settings.behind_tls);
    let href = format!("{}?done=signed-out", page.href("/console/dang-nhap"));
    Ok(([(header::SET_COOKIE, clear)], Redirect::to(&href)).into_response())
}

/// Where to go after signing in: only to a page of the console, never to another site.
pub(super) fn safe_next(next: &str, page: &Page) -> String {
    let inside = next.starts_with("/console/") || next.starts_with("/en/console/");
    let plain = next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if inside && plain && !next.contains("dang-nhap") {
        next.to_owned()
    } else {
        page.href("/console/hang-doi")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_never_leads_to_another_site() {
        let page = Page::at("/console/dang-nhap");
        let kept = "/console/phan-anh/0190?x=1";
        assert_eq!(safe_next(kept, &page), kept);
        for elsewhere in [
            "",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/console/\nx",
            "/console/dang-nhap",
            "/",
        ] {
            assert_eq!(safe_next(elsewhere, &page), "/console/hang-doi", "{elsewhere:?}");
        }
    }
}
