//! Sessions and passkeys of one officer, for an administrator: seen, and ended.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use desk::{NotAllowed, Permission};
use model::OfficerId;
use store::StoreError;
use store::officer::session::SessionLine;

use super::frame::Console;
use super::{act, officers, passkey};
use crate::auth::{Posted, SignedIn};
use crate::extract::Path;
use crate::page::{self, Page};
use crate::{App, Error};

/// One session on a page.
pub(super) struct Row {
    pub(super) id: String,
    pub(super) since: String,
    pub(super) seen: String,
    pub(super) until: String,
    /// Whether it is the one in which the page is read.
    pub(super) is_this: bool,
}

/// Sessions as a page shows them; `this` is the id of the one in which it is read, empty where that does not matter.
pub(super) fn rows(sessions: Vec<SessionLine>, this: &str) -> Vec<Row> {
    let row = |line: SessionLine| Row {
        since: line.created_at.vietnam_date_time(),
        seen: line.seen_at.vietnam_date_time(),
        until: line.expires_at.vietnam_date_time(),
        is_this: line.id == this,
        id: line.id,
    };
    sessions.into_iter().map(row).collect()
}

#[derive(Template)]
#[template(path = "console/sessions.html")]
struct SessionsPage {
    c: Console,
    heading: String,
    href: String,
    rows: Vec<Row>,
    passkeys: Vec<passkey::Row>,
    passkey_href: String,
}

/// The sessions that are open.
pub(super) async fn get_sessions(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    officer.require(Permission::ManageOfficers)?;
    let id: OfficerId = act::named(&id)?;
    let whose = app.store.officer(id).await?;
    if !officer.sight().sees(&whose.unit.id, whose.unit.province.as_deref()) {
        return Err(StoreError::from(NotAllowed::OtherUnit).into());
    }
    let sessions = app.store.sessions_of(id, app.now()).await?;
    let passkeys = app.store.passkeys_of(id).await?;
    let c = Console::new(&app, page, officer).await?;
    page::render(&SessionsPage {
        heading: c.t().say_with("sessions-of", "name", whose.display_name).into_owned(),
        href: href(&c.page, id),
        rows: rows(sessions, ""),
        passkeys: passkey::rows(&passkeys),
        passkey_href: c.page.href(&format!("/console/can-bo/{id}/khoa-truy-cap")),
        c,
    })
}

/// Ends one.
pub(super) async fn end_session(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    let (id, by) = officers::managed(&id, &posted)?;
    app.store.end_session(id, posted.fields.get("session"), by, app.now()).await?;
    Ok(back(&page, id))
}

/// The way back to the page.
pub(super) fn back(page: &Page, id: OfficerId) -> Response {
    act::back(&href(page, id))
}

fn href(page: &Page, id: OfficerId) -> String {
    page.href(&format!("/console/can-bo/{id}/phien"))
}
