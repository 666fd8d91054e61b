//! One's own account and sessions.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use store::calendar::CalendarScope;

use super::frame::{Console, Fact};
use super::passkey::{self, Asking, Row};
use super::{act, provider_account, sessions, words};
use crate::auth::{Posted, SignedIn, Token};
use crate::page::{self, Page};
use crate::{App, Error};

#[derive(Template)]
#[template(path = "console/account.html")]
struct AccountPage {
    c: Console,
    facts: Vec<Fact>,
    sessions: Vec<sessions::Row>,
    problem: Option<String>,
    address: String,
    calendar: Option<String>,
    new_link: Option<String>,
    login: String,
    passkeys: Vec<Row>,
    asking: Option<Asking>,
}

/// The account and the sessions that are open.
pub(super) async fn get_account(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
    officer: SignedIn,
) -> Result<Response, Error> {
    account_page(&app, page, &headers, officer, Shown::default()).await
}

/// What an act on the account leaves to show.
#[derive(Default)]
struct Shown {
    problem: Option<String>,
    typed_address: Option<String>,
    new_link: Option<String>,
}

/// The page with what went wrong elsewhere on it.
pub(super) async fn page_with(
    app: &App,
    page: Page,
    headers: &HeaderMap,
    officer: SignedIn,
    problem: String,
) -> Result<Response, Error> {
    let shown = Shown { problem: Some(problem), ..Shown::default() };
    account_page(app, page, headers, officer, shown).await
}

async fn account_page(
    app: &App,
    page: Page,
    headers: &HeaderMap,
    officer: SignedIn,
    shown: Shown,
) -> Result<Response, Error> {
    let session = officer.0.clone();
    let me = session.officer.id;
    let address = app.store.officer_address(me).await?.unwrap_or_default();
    let link = app.store.calendar_link(me).await?;
    let sessions = app.store.sessions_of(me, app.now()).await?;
    let passkeys = app.store.passkeys_of(me).await?;
    let mut elsewhere = app.store.provider_accounts().await?;
    elsewhere.retain(|account| account.officer == me);
    let c = Console::new(app, page, officer).await?;
    let t = c.t();
    let names: Vec<String> = session.officer.roles.iter().map(|role| words::role(t, *role)).collect();
    let facts = [
        Fact::new(t.say("console-display-name"), session.officer.display_name.as_str()),
        Fact::new(t.say("console-login"), session.officer.name.as_str()),
        Fact::new(t.say("unit-mine"), session.officer.unit.name.as_str()),
        Fact::new(t.say("console-roles"), names.join(", ")),
    ];
    let elsewhere = app.providers().iter().filter_map(|provider| {
        let settings = provider.settings();
        let account = elsewhere.iter().find(|account| account.issuer == settings.issuer)?;
        let label = t.say_with("provider-account", "provider", settings.name.as_str());
        let state = provider_account::state(t, Some(account));
        Fact::new(label, format!("{} · {state}", account.account))
    });
    let calendar = |(since, scope): (model::Time, CalendarScope)| {
        let key = format!("calendar-{}", scope.slug());
        let values = [("since", since.vietnam_date_time().into()), ("scope", t.say(&key).into())];
        t.say_all("calendar-is", &values).into_owned()
    };
    page::render(&AccountPage {
        facts: facts.into_iter().flatten().chain(elsewhere).collect(),
        sessions: sessions::rows(sessions, &session.id),
        problem: shown.problem,
        address: shown.typed_address.unwrap_or(address),
        calendar: link.map(calendar),
        new_link: shown.new_link,
        login: session.officer.name.clone(),
        asking: passkey::asking(app, headers, Some((me, &passkeys))),
        passkeys: passkey::rows(&passkeys),
        c,
    })
}

/// Sets the address one is told at; empty: none.
pub(super) async fn set_address(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Error> {
    let address = posted.fields.get("address").to_owned();
    if !address.is_empty() && !is_address(&address) {
        let problem = Some(page.t.say("account-bad-address").into_owned());
        let shown = Shown { problem, typed_address: Some(address), ..Shown::default() };
        let body = account_page(&app, page, &headers, posted.officer, shown).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, body).into_response());
    }
    app.store.set_officer_address(posted.by(), &address, app.now()).await?;
    Ok(back(&page))
}

/// Whether a mail server could take it: one `@`, no blanks, a dot on the right, at most 254 octets (RFC 5321,
/// 4.5.3.1.3). Whether somebody reads there only a letter can tell.
fn is_address(text: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_graphic() && !"<>()[],;:\\\"".contains(c))
    };
    text.len() <= 254
        && text.split_once('@').is_some_and(|(user, host)| {
            plain(user)
                && plain(host)
                && !host.contains('@')
                && host.contains('.')
                && !host.starts_with('.')
                && !host.ends_with('.')
        })
}

/// Makes a calendar address, shown this once, or ends it.
pub(super) async fn set_calendar(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Error> {
    let me = posted.by();
    let Some(scope) = CalendarScope::from_slug(posted.fields.get("scope")) else {
        app.store.drop_calendar_link(me, app.now()).await?;
        return Ok(back(&page));
    };
    let token = Token::random().to_string();
    app.store.set_calendar_link(me, &token, scope, app.now()).await?;
    let base = app.settings.public_url.clone().unwrap_or_default();
    let new_link = Some(format!("{base}{}", page.href(&format!("/console/lich/{token}.ics"))));
    account_page(&app, page, &headers, posted.officer, Shown { new_link, ..Shown::default() }).await
}

/// Ends one of one's own sessions.
pub(super) async fn end_session(
    State(app): State<App>,
    page: Page,
    posted: Posted,
) -> Result<Response, Error> {
    let me = posted.by();
    app.store.end_session(me, posted.fields.get("session"), me, app.now()).await?;
    Ok(back(&page))
}

/// The way back to the page.
pub(super) fn back(page: &Page) -> Response {
    act::back(&page.href("/console/tai-khoan"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_that_a_server_could_take() {
        for good in ["lan@khien.example", "a.b+c@mail.khien.example"] {
            assert!(is_address(good), "{good}");
        }
        let long = format!("{}@khien.example", "a".repeat(250));
        for bad in [
            "",
            "lan",
            "@khien.example",
            "lan@",
            "lan@khien",
            "a@b@c.example",
            "a b@c.example",
            "a@.example",
            "<a>@c.example",
            "a@c.example\r\nBcc: b@c.example",
            &long,
        ] {
            assert!(!is_address(bad), "{bad:?}");
        }
    }
}
