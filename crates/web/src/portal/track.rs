//! Tra mã: where a report stands, by its code alone, without any identity.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use desk::appeal::AppealState;
use desk::report_state::is_closed;
use model::report::ReportState;
use model::{Time, TrackingCode};
use serde::Deserialize;
use store::report::ReportStatus;

use crate::catalogue::Words;
use crate::challenge::Mark;
use crate::extract::{Form, Query};
use crate::label::{due_label, kind_label, value_label};
use crate::limits::{Action, ClientAddr};
use crate::page::{self, Page};
use crate::{App, Error};

/// The code, in the address of the picture (`?ma=`) or in the form.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct CodeFields {
    ma: String,
}

/// One step of the way of a report.
struct Step {
    name: String,
    at: String,
    is_done: bool,
}

/// One deadline of a recorded source.
struct Due {
    name: String,
    due_on: String,
}

struct StatusView {
    state: ReportState,
    /// What an officer wrote for the reporter; empty when nobody did.
    answer: String,
    steps: Vec<Step>,
    /// When the reporter added something.
    added: Vec<String>,
    due: Vec<Due>,
}

#[derive(Template)]
#[template(path = "portal/track.html")]
struct TrackPage<'a> {
    t: Words,
    page: Page,
    typed: &'a str,
    /// Key of the sentence that says what is wrong with the code; empty when nothing is.
    problem: &'static str,
    status: Option<StatusView>,
    appeal: Option<AppealView>,
    /// The form to add something; `None` where nothing can be added.
    adding: Option<Adding>,
    mark: Mark,
}

/// What was typed to be added, and what came of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Adding {
    pub(super) submission: String,
    pub(super) text: String,
    /// What has to be put right; empty when nothing has.
    pub(super) problem: String,
    /// What is asked of the client; `None`: nothing.
    pub(super) mark: Option<Mark>,
    /// Whether something was added just now.
    pub(super) is_done: bool,
}

/// Where an appeal stands.
struct AppealView {
    state: AppealState,
    entry: String,
    due_on: String,
    ground: String,
}

/// The form, or the state of the report whose code is in the address.
pub(super) async fn get_track(
    State(app): State<App>,
    page: Page,
    client: ClientAddr,
    Query(fields): Query<CodeFields>,
) -> Result<Response, Error> {
    if fields.ma.is_empty() {
        let t = page.t;
        let (adding, mark) = (None, Mark::default());
        let empty = TrackPage { t, page, typed: "", problem: "", status: None, appeal: None, adding, mark };
        return page::render(&empty);
    }
    answer(&app, page, client, &fields.ma, None).await
}

/// The state of the report whose code was typed.
pub(super) async fn create_track(
    State(app): State<App>,
    page: Page,
    client: ClientAddr,
    Form(fields): Form<CodeFields>,
) -> Result<Response, Error> {
    answer(&app, page, client, &fields.ma, None).await
}

/// The page of a report that something was to be added to; the code was counted with the form.
pub(super) async fn again(
    app: &App,
    page: Page,
    code: &TrackingCode,
    adding: Adding,
    http: StatusCode,
) -> Result<Response, Error> {
    let answer = page_of(app, page, &code.to_string(), Some(adding)).await?;
    let is_found = answer.status() == StatusCode::OK;
    Ok(if is_found { (http, answer).into_response() } else { answer })
}

/// The state of the report whose code is `typed`.
pub(super) async fn answer(
    app: &App,
    page: Page,
    client: ClientAddr,
    typed: &str,
    adding: Option<Adding>,
) -> Result<Response, Error> {
    app.limits.check(Action::Track, client)?;
    page_of(app, page, typed, adding).await
}

async fn page_of(app: &App, page: Page, typed: &str, adding: Option<Adding>) -> Result<Response, Error> {
    let t = page.t;
    let nothing = |problem, http| (None, None, problem, http);
    let (status, appeal, problem, http) = match typed.parse::<TrackingCode>() {
        Err(_) => nothing("track-not-a-code", StatusCode::UNPROCESSABLE_ENTITY),
        Ok(code) => match appeal_view(app, &code, t).await? {
            Some(appeal) => (None, Some(appeal), "", StatusCode::OK),
            None => match app.store.report_status(&code).await? {
                None => nothing("track-unknown", StatusCode::NOT_FOUND),
                Some(status) => {
                    let added = app.store.additions_by_code(&code).await?;
                    (Some(view(app, &status, &added, t)), None, "", StatusCode::OK)
                }
            },
        },
    };
    let is_open = status.as_ref().is_some_and(|status| !is_closed(status.state));
    let mut adding = if is_open { Some(adding.unwrap_or_default()) } else { adding };
    let mut mark = Mark::default();
    if let Some(adding) = &mut adding {
        if adding.submission.is_empty() {
            adding.submission = super::report::new_submission()?;
        }
        let plain = || Mark { value: app.marks().make(&adding.submission, app.now()), asked: None };
        mark = adding.mark.take().unwrap_or_else(plain);
    }
    let html = page::render(&TrackPage { t, page, typed, problem, status, appeal, adding, mark })?;
    Ok((http, html).into_response())
}

async fn appeal_view(app: &App, code: &TrackingCode, t: Words) -> Result<Option<AppealView>, Error> {
    let Some(id) = app.store.report_by_code(code).await? else { return Ok(None) };
    let Some(appeal) = app.store.appeal(id).await? else { return Ok(None) };
    let name = kind_label(appeal.indicator.kind(), t);
    Ok(Some(AppealView {
        state: appeal.state,
        entry: format!("{name} {}", value_label(&appeal.indicator, &app.reference)),
        due_on: due_label(t, appeal.due_at),
        ground: appeal.ground,
    }))
}

fn view(app: &App, status: &ReportStatus, added: &[Time], t: Words) -> StatusView {
    let updated = status.updated_at.vietnam_date_time();
    let is_closed = is_closed(status.state);
    let is_begun = status.state != ReportState::Received;
    let name = |state: ReportState| t.say(&format!("state-{}", state.slug())).into_owned();
    let mut steps = vec![Step {
        name: name(ReportState::Received),
        at: status.received_at.vietnam_date_time(),
        is_done: true,
    }];
    let at_now = |state| if status.state == state { updated.clone() } else { String::new() };
    steps.push(Step {
        name: name(ReportState::InProgress),
        at: at_now(ReportState::InProgress),
        is_done: is_begun,
    });
    if let Some(recorded_at) = status.recorded_at {
        let at = recorded_at.vietnam_date_time();
        steps.push(Step { name: name(ReportState::Recorded), at, is_done: true });
    }
    let end = if is_closed { status.state } else { ReportState::Resolved };
    steps.push(Step { name: name(end), at: at_now(end), is_done: is_closed });
    let due_name = |code: &str| {
        let deadline = app.reference.law.deadlines.iter().find(|deadline| deadline.code == code);
        deadline.map_or_else(|| code.to_owned(), |deadline| t.of(&deadline.name).to_owned())
    };
    let due = status.due.iter();
    let due = due.map(|due| Due { name: due_name(&due.code), due_on: due_label(t, due.due_at) });
    let added = added.iter().map(|at| at.vietnam_date_time()).collect();
    let due = if is_closed { Vec::new() } else { due.collect() };
    StatusView { state: status.state, answer: status.answer.clone(), steps, added, due }
}
