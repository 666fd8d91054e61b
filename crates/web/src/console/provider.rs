//! Signing in with an account at a provider: away to it, back from it, and our own code where the provider's second
//! factor does not count. The pages and accounts of `sign_in` stay the way in when a provider is away.

use askama::Template;
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use model::{OfficerId, Time};
use store::StoreError;
use store::officer::attempt::{Attempt, WaitingForCode};
use store::officer::provider::{Known, Proved};
use subtle::ConstantTimeEq as _;
use url::form_urlencoded;

use super::sign_in::{self, SignInQuery};
use crate::auth::oidc::{Identity, OidcError, Proof, Provider};
use crate::auth::{Fields, Token, cookie};
use crate::extract::{Path, Query};
use crate::limits::{Action, ClientAddr};
use crate::page::{self, Page};
use crate::{App, Error};

/// Why nobody was signed in, as the audit trail says it; who tried reads less.
enum Refused {
    /// The provider does not answer.
    Away,
    /// Somebody whose account there is nobody's here, or is disabled here.
    Nobody(Option<OfficerId>, &'static str),
    /// The way there and back was broken: begin again.
    Broken(&'static str),
}

#[derive(Template)]
#[template(path = "console/code.html")]
struct CodePage {
    page: Page,
    problem: Option<String>,
    provider: String,
}

/// What a provider sends a browser back with; members we do not know are left alone.
#[derive(Default)]
struct Answer {
    code: Option<String>,
    state: String,
    issuer: Option<String>,
}

impl Answer {
    /// From the query of the address; a name that stands twice makes the whole answer void (RFC 6749, 3.1).
    fn read(query: &str) -> Answer {
        let mut answer = Answer::default();
        let mut seen = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if seen.contains(&name) {
                return Answer::default();
            }
            match &*name {
                "code" => answer.code = Some(value.into_owned()),
                "state" => answer.state = value.into_owned(),
                "iss" => answer.issuer = Some(value.into_owned()),
                _ => {}
            }
            seen.push(name);
        }
        answer
    }
}

/// The provider with this short name.
pub(super) fn provider<'a>(app: &'a App, slug: &str) -> Result<&'a Provider, Error> {
    app.providers().iter().find(|provider| provider.settings().slug == slug).ok_or(Error::NotFound)
}

/// Where a provider sends browsers back to; registered there, so it is the same in both languages.
fn redirect_uri(app: &App, headers: &HeaderMap, slug: &str) -> String {
    format!("{}{}", app.settings.base_url(headers), back_path(slug))
}

/// The path of that address.
pub(super) fn back_path(slug: &str) -> String {
    format!("/console/dang-nhap/qua/{slug}/ve")
}

fn ends_at(now: Time) -> Time {
    Time::from_millis(now.millis() + cookie::ATTEMPT_SECONDS * 1000)
}

/// Sends the browser to a provider.
pub(super) async fn leave(
    State(app): State<App>,
    page: Page,
    client: ClientAddr,
    headers: HeaderMap,
    Path(slug): Path<String>,
    Query(query): Query<SignInQuery>,
) -> Result<Response, Error> {
    app.limits.check(Action::SignIn, client)?;
    let provider = provider(&app, &slug)?;
    let (now, token) = (app.now(), Token::random());
    let next = query.next(&page);
    let uri = redirect_uri(&app, &headers, &slug);
    let asked = provider.authorization(&Proof::new(&token), &uri, page.lang(), now).await;
    let href = match asked {
        Ok(href) => href,
        Err(error) => {
            tell(provider, &error);
            return refuse(&app, page, &headers, next, &Refused::Away).await;
        }
    };
    let attempt = Attempt { provider: slug, next };
    app.store.begin_attempt(&token.to_string(), &attempt, ends_at(now), now).await?;
    let set = cookie::set_attempt(&token.to_string(), app.settings.behind_tls);
    Ok(([(header::SET_COOKIE, set)], Redirect::to(&href)).into_response())
}

/// Takes what the browser brings back.
pub(super) async fn come_back(
    State(app): State<App>,
    client: ClientAddr,
    headers: HeaderMap,
    Path(slug): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Error> {
    app.limits.check(Action::SignIn, client)?;
    let provider = provider(&app, &slug)?;
    let answer = Answer::read(uri.query().unwrap_or(""));
    let here = Page::at(uri.path());
    let token = cookie::attempt_token(&headers, app.settings.behind_tls).and_then(|text| text.parse().ok());
    let Some(token) = token.filter(|token| is_own(token, &answer)) else {
        let next = here.href("/console/hang-doi");
        return refuse(&app, here, &headers, next, &Refused::Broken("state")).await;
    };
    let now = app.now();
    let Some(attempt) = app.store.take_attempt(&token.to_string(), now).await? else {
        let next = here.href("/console/hang-doi");
        return refuse(&app, here, &headers, next, &Refused::Broken("used")).await;
    };
    // In the language in which they left.
    let page = Page { path: here.path, ..Page::at(&attempt.next) };
    let uri = redirect_uri(&app, &headers, &slug);
    let outcome = redeem(provider, &attempt, &answer, &Proof::new(&token), &uri, now).await;
    match outcome {
        Ok(identity) => enter(&app, page, &headers, provider, attempt, identity).await,
        Err(refused) => refuse(&app, page, &headers, attempt.next, &refused).await,
    }
}

/// Whether the answer belongs to the sign-in that this browser began.
fn is_own(token: &Token, answer: &Answer) -> bool {
    Proof::new(token).state().as_bytes().ct_eq(answer.state.as_bytes()).into()
}

async fn redeem(
    provider: &Provider,
    attempt: &Attempt,
    answer: &Answer,
    proof: &Proof,
    redirect_uri: &str,
    now: Time,
) -> Result<Identity, Refused> {
    // Sent away to one provider and back from another (RFC 9207, 1).
    if attempt.provider != provider.settings().slug {
        return Err(Refused::Broken("provider"));
    }
    let code = answer.code.as_deref().ok_or(Refused::Broken("denied"))?;
    let redeemed = provider.redeem(code, answer.issuer.as_deref(), proof, redirect_uri, now).await;
    redeemed.map_err(|error| {
        tell(provider, &error);
        if error.is_away() { Refused::Away } else { Refused::Broken(error.code()) }
    })
}

/// Signs in whom the provider named, or asks for our own code first.
async fn enter(
    app: &App,
    page: Page,
    headers: &HeaderMap,
    provider: &Provider,
    attempt: Attempt,
    identity: Identity,
) -> Result<Response, Error> {
    let now = app.now();
    let Identity { subject, session, account, second_factor } = identity;
    let proved = Proved { issuer: provider.settings().issuer.clone(), subject, session };
    let officer = match app.store.known_by_provider(&proved, account.as_deref()).await? {
        Known::Officer(id) => id,
        Known::Disabled(id) => {
            return refuse(app, page, headers, attempt.next, &Refused::Nobody(Some(id), "disabled")).await;
        }
        Known::Nobody => {
            return refuse(app, page, headers, attempt.next, &Refused::Nobody(None, "unknown")).await;
        }
    };
    if second_factor {
        return match app.store.record_provider_sign_in(officer, &proved, None, now).await {
            Ok(()) => begin(app, officer, &proved, &page, &attempt.next).await,
            Err(StoreError::Conflict(_)) => {
                let refused = Refused::Nobody(Some(officer), "changed");
                refuse(app, page, headers, attempt.next, &refused).await
            }
            Err(error) => Err(error.into()),
        };
    }
    // A token of its own: the one before went through a provider.
    let token = Token::random().to_string();
    let waiting = WaitingForCode { officer, proved, attempt };
    app.store.await_code(&token, &waiting, ends_at(now), now).await?;
    let set = cookie::set_attempt(&token, app.settings.behind_tls);
    let href = page.href("/console/dang-nhap/ma");
    Ok(([(header::SET_COOKIE, set)], Redirect::to(&href)).into_response())
}

async fn begin(
    app: &App,
    officer: OfficerId,
    proved: &Proved,
    page: &Page,
    next: &str,
) -> Result<Response, Error> {
    let mut response = sign_in::begin_session(app, officer, Some(proved), page, next).await?;
    let clear = cookie::clear_attempt(app.settings.behind_tls);
    response.headers_mut().append(header::SET_COOKIE, clear);
    Ok(response)
}

/// The form for our own code.
pub(super) async fn get_code(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
) -> Result<Response, Error> {
    match waiting(&app, &headers).await? {
        Some((_, waiting)) => code_page(&app, page, &waiting, None),
        None => Ok(Redirect::to(&page.href("/console/dang-nhap")).into_response()),
    }
}

/// Checks the code, as `sign_in` does.
pub(super) async fn enter_code(
    State(app): State<App>,
    page: Page,
    client: ClientAddr,
    headers: HeaderMap,
    request: axum::extract::Request,
) -> Result<Response, Error> {
    app.limits.check(Action::SignIn, client)?;
    let fields = Fields::read(request, &app).await?;
    let now = app.now();
    let Some((token, waiting)) = waiting(&app, &headers).await? else {
        let next = page.href("/console/hang-doi");
        return refuse(&app, page, &headers, next, &Refused::Broken("used")).await;
    };
    let officer = app.store.officer(waiting.officer).await?;
    let Some(secrets) = app.store.officer_secrets(&officer.name).await? else { return Err(Error::NotFound) };
    match sign_in::accepted_code(&secrets, fields.get("code"), now)? {
        Some(step) => {
            let done = app.store.record_provider_sign_in(officer.id, &waiting.proved, Some(step), now).await;
            match done {
                Ok(()) => {
                    app.store.end_attempt(&token).await?;
                    return begin(&app, officer.id, &waiting.proved, &page, &waiting.attempt.next).await;
                }
                Err(StoreError::Conflict(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        None => sign_in::count_failure(&app, &secrets, now).await?,
    }
    let problem = Some(page.t.say("provider-code-wrong").into_owned());
    let body = code_page(&app, page, &waiting, problem)?;
    Ok((StatusCode::UNAUTHORIZED, body).into_response())
}

/// The sign-in that only lacks our own code, with the token of its browser.
async fn waiting(app: &App, headers: &HeaderMap) -> Result<Option<(String, WaitingForCode)>, Error> {
    let Some(token) = cookie::attempt_token(headers, app.settings.behind_tls) else { return Ok(None) };
    let waiting = app.store.waiting_for_code(token, app.now()).await?;
    Ok(waiting.map(|waiting| (token.to_owned(), waiting)))
}

fn code_page(
    app: &App,
    page: Page,
    waiting: &WaitingForCode,
    problem: Option<String>,
) -> Result<Response, Error> {
    let slug = &waiting.attempt.provider;
    let known = app.providers().iter().find(|provider| provider.settings().slug == *slug);
    let provider = known.map_or_else(String::new, |provider| provider.settings().name.clone());
    page::render(&CodePage { page, problem, provider })
}

/// The sign-in page with what went wrong. An unknown account and a disabled one read the same.
async fn refuse(
    app: &App,
    page: Page,
    headers: &HeaderMap,
    next: String,
    refused: &Refused,
) -> Result<Response, Error> {
    let (status, key) = match refused {
        Refused::Away => (StatusCode::SERVICE_UNAVAILABLE, "provider-away"),
        Refused::Nobody(..) => (StatusCode::UNAUTHORIZED, "provider-nobody"),
        Refused::Broken(_) => (StatusCode::UNAUTHORIZED, "provider-broken"),
    };
    match refused {
        // What anybody can send without having been anywhere is not written down.
        Refused::Away | Refused::Broken("state" | "used") => {}
        Refused::Nobody(officer, why) => app.store.record_sign_in_refusal(*officer, why, app.now()).await?,
        Refused::Broken(why) => app.store.record_sign_in_refusal(None, why, app.now()).await?,
    }
    let problem = page.t.say(key).into_owned();
    let body = sign_in::page_with(app, page, headers, problem, next)?;
    let clear = cookie::clear_attempt(app.settings.behind_tls);
    Ok((status, [(header::SET_COOKIE, clear)], body).into_response())
}

/// A failure is logged once, without anything that was sent.
fn tell(provider: &Provider, error: &OidcError) {
    let slug = &provider.settings().slug;
    let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    tracing::warn!(provider = %slug, code = error.code(), cause, "provider `{slug}` signed nobody in: {error}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_in_which_a_name_stands_twice_is_void() {
        let good = Answer::read("code=a&state=b&iss=https%3A%2F%2Fdang-nhap.example&session_state=x");
        assert_eq!((good.code.as_deref(), good.state.as_str()), (Some("a"), "b"));
        assert_eq!(good.issuer.as_deref(), Some("https://dang-nhap.example"));
        for query in ["code=a&state=b&code=c", "state=b&state=b", "code=a&%73tate=b&state=c", ""] {
            let answer = Answer::read(query);
            assert_eq!((answer.code, answer.state.as_str()), (None, ""), "{query}");
        }
    }
}
