//! Tra mã: where a report stands, by its code alone, without any identity.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use desk::appeal::AppealState;
use model::TrackingCode;
use model::report::ReportState;
use serde::Deserialize;
use store::report::ReportStatus;

use crate::catalogue::Words;
use crate::extract::{Form, Query};
use crate::label::{kind_label, value_label};
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
    steps: Vec<Step>,
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
        return page::render(&TrackPage { t, page, typed: "", problem: "", status: None, appeal: None });
    }
    answer(&app, page, client, &fields.ma).await
}

/// The state of the report whose code was typed.
pub(super) async fn create_track(
    State(app): State<App>,
    page: Page,
    client: ClientAddr,
    Form(fields): Form<CodeFields>,
) -> Result<Response, Error> {
    answer(&app, page, client, &fields.ma).await
}

async fn answer(app: &App, page: Page, client: ClientAddr, typed: &str) -> Result<Response, Error> {
    app.limits.check(Action::Track, client)?;
    let t = page.t;
    let nothing = |problem, http| (None, None, problem, http);
    let (status, appeal, problem, http) = match typed.parse::<TrackingCode>() {
        Err(_) => nothing("track-not-a-code", StatusCode::UNPROCESSABLE_ENTITY),
        Ok(code) => match appeal_view(app, &code, t).await? {
            Some(appeal) => (None, Some(appeal), "", StatusCode::OK),
            None => match app.store.report_status(&code).await? {
                None => nothing("track-unknown", StatusCode::NOT_FOUND),
                Some(status) => (Some(view(app, &status, t)), None, "", StatusCode::OK),
            },
        },
    };
    let html = page::render(&TrackPage { t, page, typed, problem, status, appeal })?;
    Ok((http, html).into_response())
}

async fn appeal_view(app: &App, code: &TrackingCode, t: Words) -> Result<Option<AppealView>, Error> {
    let Some(id) = app.store.report_by_code(code).await? else { return Ok(None) };
    let Some(appeal) = app.store.appeal(id).await? else { return Ok(None) };
    let name = kind_label(appeal.indicator.kind(), t);
    Ok(Some(AppealView {
        state: appeal.state,
        entry: format!("{name} {}", value_label(&appeal.indicator, &app.reference)),
        due_on: appeal.due_at.vietnam_date_time(),
        ground: appeal.ground,
    }))
}

fn view(app: &App, status: &ReportStatus, t: Words) -> StatusView {
    let updated = status.updated_at.vietnam_date_time();
    let is_closed = matches!(status.state, ReportState::Resolved | ReportState::Dismissed);
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
    let due = due.map(|due| Due { name: due_name(&due.code), due_on: due.due_at.vietnam_date_time() });
    StatusView { state: status.state, steps, due: if is_closed { Vec::new() } else { due.collect() } }
}
