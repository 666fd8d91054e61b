//! What officers do to a report. Each answers with the report page: after success by a redirect, else
//! with the reason in words and everything that was typed.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{ClockAct, Permission, UnitId, guard};
use model::ReportId;
use model::report::{ReportState, SourceKind};
use store::StoreError;
use store::publication::Proposed;
use store::report::StepWords;

use super::frame::{Console, Fact};
use super::report::report_page;
use super::terms::{self, Attempt};
use super::{act, words};
use crate::auth::Posted;
use crate::extract::Path;
use crate::page::{self, Page};
use crate::{App, Error};

/// Characters of a note.
const NOTE_CHARS_MAX: usize = 4_000;

/// Takes a report in hand.
pub(super) async fn take_report(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    let (id, version, by) = (report_id(&id)?, posted.version()?, posted.by());
    let done = app.store.assign_report(id, version, Some(by), by, app.now()).await;
    finish(&app, page, posted, id, "take", done.map(|_| "taken")).await
}

/// Records a report as a source; the legal clocks start.
pub(super) async fn record_source(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    let (id, version, by) = (report_id(&id)?, posted.version()?, posted.by());
    let kind = SourceKind::from_slug(posted.fields.get("kind")).ok_or(Error::BadRequest("bad-form"))?;
    let done = app.store.record_source(id, version, kind, &app.reference.law, by, app.now()).await;
    finish(&app, page, posted, id, "record", done.map(|_| "recorded")).await
}

/// Sets the method.
pub(super) async fn set_method(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    let (id, version, by) = (report_id(&id)?, posted.version()?, posted.by());
    let method = act::chosen(posted.fields.get("method"))?;
    let done = app.store.set_method(id, version, method, by, app.now()).await;
    finish(&app, page, posted, id, "method", done.map(|_| "method-set")).await
}

/// Writes a note.
pub(super) async fn write_note(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    let (id, by) = (report_id(&id)?, posted.by());
    let text = posted.fields.get("text");
    if text.is_empty() || text.chars().count() > NOTE_CHARS_MAX {
        let problem = page.t.say("console-note-rule").into_owned();
        return refuse(&app, page, posted, id, "note", StatusCode::UNPROCESSABLE_ENTITY, problem).await;
    }
    let done = app.store.write_note(id, text, by, app.now()).await;
    finish(&app, page, posted, id, "note", done.map(|()| "noted")).await
}

/// Resolves, dismisses or opens again.
pub(super) async fn set_state(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    let (id, version, by) = (report_id(&id)?, posted.version()?, posted.by());
    let to = ReportState::from_slug(posted.fields.get("state")).ok_or(Error::BadRequest("bad-form"))?;
    let words = StepWords { ground: posted.fields.get("ground"), answer: posted.fields.get("answer") };
    let law = &app.reference.law;
    let done = if to == ReportState::Dismissed && posted.fields.get("spam") == "1" {
        app.store.dismiss_as_spam(id, version, words, law, by, app.now()).await
    } else {
        app.store.set_report_state(id, version, to, words, law, by, app.now()).await
    };
    finish(&app, page, posted, id, to.slug(), done.map(|_| "state-set")).await
}

/// Does an act on the legal clock.
pub(super) async fn act_on_clock(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    let (id, version, by) = (report_id(&id)?, posted.version()?, posted.by());
    let act = ClockAct::from_slug(posted.fields.get("act")).ok_or(Error::BadRequest("bad-form"))?;
    let (ground, law) = (posted.fields.get("ground"), &app.reference.law);
    let done = app.store.act_on_clock(id, version, act, ground, law, by, app.now()).await;
    finish(&app, page, posted, id, act.slug(), done.map(|_| "clock-set")).await
}

/// Lays a report on another unit's desk. The officer may not see it afterwards, so that the way leads to the queue.
pub(super) async fn move_report(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    let (id, version, by) = (report_id(&id)?, posted.version()?, posted.by());
    let to: UnitId = act::chosen(posted.fields.get("unit"))?;
    let ground = posted.fields.get("ground");
    match app.store.move_report(id, version, &to, ground, by, app.now()).await {
        Ok(_) => {
            let href = format!("{}?done=moved", page.href("/console/hang-doi"));
            Ok(act::back(&href))
        }
        Err(error) => finish(&app, page, posted, id, "move", Err(error)).await,
    }
}

/// Proposes to list one of the report's indicators.
pub(super) async fn propose(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    let id = report_id(&id)?;
    match propose_listing(&app, &page, &posted, Some(id)).await? {
        Ok(done) => finish(&app, page, posted, id, "propose", Ok(done)).await,
        Err((status, problem)) => refuse(&app, page, posted, id, "propose", status, problem).await,
    }
}

/// Reads, clears and proposes an entry: the code of what was done, or the status and the reason in words.
pub(super) async fn propose_listing(
    app: &App,
    page: &Page,
    posted: &Posted,
    report: Option<ReportId>,
) -> Result<Result<&'static str, (StatusCode, String)>, Error> {
    posted.officer.require(Permission::Propose)?;
    if let Some(id) = report {
        // What the officer may not see is refused before the form is read.
        app.store.open_report(id, &posted.officer.sight(), posted.by(), app.now()).await?;
    }
    let (t, now, by) = (page.t, app.now(), posted.by());
    let listing = match terms::read_listing(&posted.fields, now, t) {
        Ok(listing) => listing,
        Err(problem) => return Ok(Err((StatusCode::UNPROCESSABLE_ENTITY, problem))),
    };
    let cleared = match guard::clear_proposal(listing, &app.reference, now) {
        Ok(cleared) => cleared,
        Err(refusal) => return Ok(Err((StatusCode::CONFLICT, words::refusal(t, &refusal)))),
    };
    match app.store.propose(cleared, by, report, now).await {
        Ok(Proposed::Published(..)) => Ok(Ok("published")),
        Ok(Proposed::Waiting(_)) => Ok(Ok("proposed")),
        Err(StoreError::Conflict(_)) => {
            Ok(Err((StatusCode::CONFLICT, t.say("console-proposal-open").into_owned())))
        }
        Err(error) => match words::problem(t, &error) {
            Some(problem) => Ok(Err(problem)),
            None => Err(error.into()),
        },
    }
}

#[derive(Template)]
#[template(path = "console/identity.html")]
struct IdentityPage {
    c: Console,
    facts: Vec<Fact>,
    back: String,
}

/// Opens the reporter's identity; the reason is in the audit trail before the answer is given.
pub(super) async fn open_identity(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    let (id, by) = (report_id(&id)?, posted.by());
    let contact = match app.store.open_identity(id, by, posted.fields.get("reason"), app.now()).await {
        Ok(contact) => contact,
        Err(error) => return finish(&app, page, posted, id, "identity", Err(error)).await,
    };
    let c = Console::new(&app, page, posted.officer).await?;
    let t = c.t();
    let facts = [
        Fact::new(t.say("console-contact-name"), contact.name),
        Fact::new(t.say("console-contact-phone"), contact.phone.unwrap_or_default()),
        Fact::new(t.say("console-contact-email"), contact.email.unwrap_or_default()),
    ];
    let back = c.page.href(&format!("/console/phan-anh/{id}"));
    page::render(&IdentityPage { facts: facts.into_iter().flatten().collect(), back, c })
}

pub(super) fn report_id(text: &str) -> Result<ReportId, Error> {
    act::named(text)
}

/// Back to the report: with what was done, or with why not.
pub(super) async fn finish(
    app: &App,
    page: Page,
    posted: Posted,
    id: ReportId,
    card: &'static str,
    outcome: Result<&'static str, StoreError>,
) -> Result<Response, Error> {
    let outcome =
        outcome.map(|done| format!("{}?done={done}", page.href(&format!("/console/phan-anh/{id}"))));
    act::finish(page, outcome, |page, problem| again(app, page, posted, id, card, problem)).await
}

pub(super) async fn refuse(
    app: &App,
    page: Page,
    posted: Posted,
    id: ReportId,
    card: &'static str,
    status: StatusCode,
    problem: String,
) -> Result<Response, Error> {
    act::refuse(page, status, problem, |page, problem| again(app, page, posted, id, card, problem)).await
}

async fn again(
    app: &App,
    page: Page,
    posted: Posted,
    id: ReportId,
    card: &'static str,
    problem: String,
) -> Result<Response, Error> {
    let attempt = Attempt { card, problem: Some(problem), fields: posted.fields };
    report_page(app, page, posted.officer, id, attempt, "").await
}
