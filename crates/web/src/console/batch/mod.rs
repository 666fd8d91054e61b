//! One act on many reports: chosen in a list, looked at, done, undone.
//!
//! [`form`](self) stands under every list of reports; `view` is the page of one batch.

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use desk::batch::BATCH_REPORTS_MAX;
use desk::{BatchAction, CloseReason, NotAllowed, Permission, UnitId};
use model::{BatchId, ReportId, TrackingCode};
use store::StoreError;
use store::report::StepWords;

use super::frame::Console;
use super::selection::Selection;
use crate::auth::{Fields, Posted};
use crate::extract::Path;
use crate::page::{self, Page};
use crate::{App, Error};

mod form;
mod view;

pub(super) use form::BatchForm;
pub(super) use view::{get_batch, get_batches};

#[derive(askama::Template)]
#[template(path = "console/batch_refused.html")]
struct RefusedPage {
    c: Console,
    message: String,
    /// What was typed, each with its label, so that nothing of it has to be thought of twice.
    typed: Vec<(String, String)>,
    back: String,
}

/// Plans an act and leads to its page, where it is looked at before it is begun.
pub(super) async fn create_batch(
    State(app): State<App>,
    page: Page,
    posted: Posted,
) -> Result<Response, Error> {
    posted.officer.require(Permission::WorkReports)?;
    let by = posted.officer.0.officer.id;
    let (reports, has_more) = chosen(&app, &posted).await?;
    if reports.is_empty() {
        return refuse(&app, page, posted, "batch-none").await;
    }
    let Some(action) = action(&app, &posted).await? else {
        return refuse(&app, page, posted, "batch-no-event").await;
    };
    let words = StepWords { ground: posted.fields.get("ground"), answer: posted.fields.get("answer") };
    match app.store.plan_batch(&action, words, &reports, has_more, by, app.now()).await {
        Ok(id) => Ok(Redirect::to(&href(&page, id)).into_response()),
        Err(StoreError::Step(step)) => refuse(&app, page, posted, &format!("step-{}", step.code())).await,
        Err(StoreError::NotAllowed(NotAllowed::GroundMissing)) => {
            refuse(&app, page, posted, "batch-no-ground").await
        }
        Err(StoreError::NotFound(_)) => refuse(&app, page, posted, "batch-no-target").await,
        Err(error) => Err(error.into()),
    }
}

/// Begins a batch and does it. What a process that dies here leaves is done by the job.
pub(super) async fn begin(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    posted.officer.require(Permission::WorkReports)?;
    let id = batch_id(&id)?;
    // A batch that was begun and stands half done is gone on with.
    match app.store.begin_batch(id, posted.officer.0.officer.id, app.now()).await {
        Ok(()) | Err(StoreError::Conflict(_)) => {}
        Err(error) => return Err(error.into()),
    }
    run(&app, id).await?;
    Ok(Redirect::to(&href(&page, id)).into_response())
}

/// Undoes a batch.
pub(super) async fn undo(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    posted.officer.require(Permission::WorkReports)?;
    let (id, by, ground) = (batch_id(&id)?, posted.officer.0.officer.id, posted.fields.get("ground"));
    match app.store.undo_batch(id, ground, by, app.now()).await {
        Ok(()) => {}
        Err(StoreError::NotAllowed(NotAllowed::GroundMissing)) => {
            return refuse(&app, page, posted, "batch-no-ground").await;
        }
        Err(error) => return Err(error.into()),
    }
    run(&app, id).await?;
    Ok(Redirect::to(&href(&page, id)).into_response())
}

/// How long a request waits for a batch; the page says how far it is, and it goes on without the request.
const WAIT: Duration = Duration::from_secs(5);

/// Does what is left of a batch, whether or not the browser waits for it.
async fn run(app: &App, id: BatchId) -> Result<(), Error> {
    let (store, now) = (app.store.clone(), app.now());
    let work = tokio::spawn(async move { store.run_batch(id, now).await });
    match tokio::time::timeout(WAIT, work).await {
        Ok(done) => Ok(done.map_err(Error::internal)??),
        // The job finishes it, should this process not.
        Err(_) => Ok(()),
    }
}

/// The reports that were ticked, or all that match, or those of a campaign.
async fn chosen(app: &App, posted: &Posted) -> Result<(Vec<ReportId>, bool), Error> {
    let fields = &posted.fields;
    if fields.get("from") == "campaign" {
        let of = fields.get("query").parse().map_err(|_| bad_form())?;
        let campaign = super::campaign::of_report(app, of, &posted.officer.sight()).await?;
        return Ok((campaign.members.iter().map(|member| member.node.id).collect(), campaign.is_cut));
    }
    if fields.get("which") == "all" {
        let selection = Selection::read(fields.get("from"), fields.get("query"))?;
        let (lines, has_more) = selection.lines(app, &posted.officer.sight(), BATCH_REPORTS_MAX).await?;
        return Ok((lines.into_iter().map(|line| line.id).collect(), has_more));
    }
    let ids = fields.all("report").map(str::parse).collect::<Result<Vec<ReportId>, _>>();
    Ok((ids.map_err(|_| bad_form())?, false))
}

/// What is to be done; `None` when the code names no report.
async fn action(app: &App, posted: &Posted) -> Result<Option<BatchAction>, Error> {
    let fields: &Fields = &posted.fields;
    Ok(Some(match fields.get("kind") {
        "assign" => match fields.get("officer") {
            "" | "me" => BatchAction::Assign { officer: posted.officer.0.officer.id },
            id => BatchAction::Assign { officer: id.parse().map_err(|_| bad_form())? },
        },
        "fold" => {
            let Ok(code) = fields.get("code").parse::<TrackingCode>() else { return Ok(None) };
            let Some(into) = app.store.report_by_code(&code).await? else { return Ok(None) };
            BatchAction::Fold { into }
        }
        "dismiss" => {
            let reason = CloseReason::from_slug(fields.get("reason")).ok_or_else(bad_form)?;
            BatchAction::Dismiss { reason }
        }
        "set-method" => {
            BatchAction::SetMethod { method: fields.get("method").parse().map_err(|_| bad_form())? }
        }
        "hand-over" => {
            let unit: UnitId = fields.get("unit").parse().map_err(|_| bad_form())?;
            BatchAction::HandOver { unit }
        }
        "open-case" => BatchAction::OpenCase { case: None },
        _ => return Err(bad_form()),
    }))
}

fn bad_form() -> Error {
    Error::BadRequest("bad-form")
}

fn batch_id(text: &str) -> Result<BatchId, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

fn href(page: &Page, id: BatchId) -> String {
    page.href(&format!("/console/hang-loat/{id}"))
}

async fn refuse(app: &App, page: Page, posted: Posted, key: &str) -> Result<Response, Error> {
    let c = Console::new(app, page, posted.officer).await?;
    let t = c.t();
    let typed = [("batch-ground", "ground"), ("console-answer", "answer")].into_iter();
    let typed = typed.map(|(label, name)| (t.say(label).into_owned(), posted.fields.get(name).to_owned()));
    let body = page::render(&RefusedPage {
        message: t.say(key).into_owned(),
        typed: typed.filter(|(_, text)| !text.is_empty()).collect(),
        back: c.page.href("/console/hang-doi"),
        c,
    })?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, body).into_response())
}
