//! Breaking the glass: an officer sees other units' desks for a short time, and says why first.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use desk::Permission;
use store::officer::glass::{GLASS_MINUTES, GLASS_REASON_CHARS_MIN};

use super::frame::Console;
use super::words;
use crate::auth::{Posted, SignedIn};
use crate::page::{self, Page};
use crate::{App, Error};

#[derive(Template)]
#[template(path = "console/glass.html")]
struct GlassPage {
    c: Console,
    problem: Option<String>,
    lead: String,
    hint: String,
    typed: String,
}

/// What it means, and the form.
pub(super) async fn get_glass(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
) -> Result<Response, Error> {
    officer.require(Permission::BreakGlass)?;
    glass_page(&app, page, officer, None, String::new()).await
}

/// Breaks it.
pub(super) async fn break_glass(
    State(app): State<App>,
    page: Page,
    posted: Posted,
) -> Result<Response, Error> {
    posted.officer.require(Permission::BreakGlass)?;
    let (by, reason) = (posted.officer.0.officer.id, posted.fields.get("reason"));
    let Err(error) = app.store.break_glass(by, reason, app.now()).await else {
        return Ok(Redirect::to(&page.href("/console/hang-doi")).into_response());
    };
    let Some((_, problem)) = words::problem(page.t, &error) else { return Err(error.into()) };
    let typed = reason.to_owned();
    let body = glass_page(&app, page, posted.officer, Some(problem), typed).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, body).into_response())
}

/// Ends it before its time.
pub(super) async fn mend_glass(
    State(app): State<App>,
    page: Page,
    posted: Posted,
) -> Result<Response, Error> {
    app.store.mend_glass(posted.officer.0.officer.id, app.now()).await?;
    Ok(Redirect::to(&page.href("/console/hang-doi")).into_response())
}

async fn glass_page(
    app: &App,
    page: Page,
    officer: SignedIn,
    problem: Option<String>,
    typed: String,
) -> Result<Response, Error> {
    let c = Console::new(app, page, officer).await?;
    let t = c.t();
    page::render(&GlassPage {
        problem,
        lead: t.say_with("glass-lead", "minutes", GLASS_MINUTES).into_owned(),
        hint: t.say_with("glass-hint", "count", GLASS_REASON_CHARS_MIN).into_owned(),
        typed,
        c,
    })
}
