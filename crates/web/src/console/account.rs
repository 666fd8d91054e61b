//! One's own account and sessions.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::frame::{Console, Fact};
use super::words;
use crate::auth::{Posted, SignedIn};
use crate::page::{self, Page};
use crate::{App, Error};

struct SessionRow {
    id: String,
    since: String,
    seen: String,
    until: String,
    is_this: bool,
}

#[derive(Template)]
#[template(path = "console/account.html")]
struct AccountPage {
    c: Console,
    facts: Vec<Fact>,
    sessions: Vec<SessionRow>,
}

/// The account and the sessions that are open.
pub(super) async fn get_account(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
) -> Result<Response, Error> {
    let session = officer.0.clone();
    let sessions = app.store.sessions_of(session.officer.id, app.now()).await?;
    let c = Console::new(&app, page, officer).await?;
    let t = c.t();
    let names: Vec<String> = session.officer.roles.iter().map(|role| words::role(t, *role)).collect();
    let facts = [
        Fact::new(t.say("console-display-name"), session.officer.display_name.as_str()),
        Fact::new(t.say("console-login"), session.officer.name.as_str()),
        Fact::new(t.say("unit-mine"), session.officer.unit.name.as_str()),
        Fact::new(t.say("console-roles"), names.join(", ")),
    ];
    let rows = sessions.into_iter().map(|line| SessionRow {
        since: line.created_at.vietnam_date_time(),
        seen: line.seen_at.vietnam_date_time(),
        until: line.expires_at.vietnam_date_time(),
        is_this: line.id == session.id,
        id: line.id,
    });
    page::render(&AccountPage { facts: facts.into_iter().flatten().collect(), sessions: rows.collect(), c })
}

/// Ends one of one's own sessions.
pub(super) async fn end_session(
    State(app): State<App>,
    page: Page,
    posted: Posted,
) -> Result<Response, Error> {
    let (id, by) = (posted.fields.get("session"), posted.officer.0.officer.id);
    app.store.end_session(by, id, by, app.now()).await?;
    Ok(Redirect::to(&page.href("/console/tai-khoan")).into_response())
}
