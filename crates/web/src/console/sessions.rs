//! Sessions and passkeys of one officer, for an administrator: seen, and ended.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use desk::{NotAllowed, Permission};
use model::OfficerId;
use store::StoreError;

use super::frame::Console;
use super::passkey;
use crate::auth::{Posted, SignedIn};
use crate::extract::Path;
use crate::page::{self, Page};
use crate::{App, Error};

struct Row {
    id: String,
    since: String,
    seen: String,
    until: String,
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
    let id: OfficerId = id.parse().map_err(|_| Error::NotFound)?;
    let whose = app.store.officer(id).await?;
    if !officer.sight().sees(&whose.unit.id, whose.unit.province.as_deref()) {
        return Err(StoreError::from(NotAllowed::OtherUnit).into());
    }
    let sessions = app.store.sessions_of(id, app.now()).await?;
    let passkeys = app.store.passkeys_of(id).await?;
    let c = Console::new(&app, page, officer).await?;
    let rows = sessions.into_iter().map(|line| Row {
        since: line.created_at.vietnam_date_time(),
        seen: line.seen_at.vietnam_date_time(),
        until: line.expires_at.vietnam_date_time(),
        id: line.id,
    });
    page::render(&SessionsPage {
        heading: c.t().say_with("sessions-of", "name", whose.display_name).into_owned(),
        href: c.page.href(&format!("/console/can-bo/{id}/phien")),
        rows: rows.collect(),
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
    posted.officer.require(Permission::ManageOfficers)?;
    let id: OfficerId = id.parse().map_err(|_| Error::NotFound)?;
    let (session, by) = (posted.fields.get("session"), posted.officer.0.officer.id);
    app.store.end_session(id, session, by, app.now()).await?;
    Ok(Redirect::to(&page.href(&format!("/console/can-bo/{id}/phien"))).into_response())
}
