//! Khiếu nại: somebody says that an entry of the list is wrong.
//!
//! An appeal is a row of its own with a clock; its text, contact and code stand in a report that carries no
//! assessment and names no indicator, so that appealing never counts against what is appealed.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use model::report::{FieldError, NewReport, ReportChannel, ReportFields};
use model::{Indicator, IndicatorKind};
use serde::Deserialize;

use super::report;
use crate::catalogue::Words;
use crate::challenge::{self, Brought, Mark};
use crate::extract::{Form, Query};
use crate::label::value_label;
use crate::limits::ClientAddr;
use crate::page::{self, Page};
use crate::{App, Error, error};

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct AppealQuery {
    muc: String,
}

/// What the form sends.
#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields, default)]
pub(super) struct AppealForm {
    submission: String,
    muc: String,
    text: String,
    contact_name: String,
    contact_phone: String,
    contact_email: String,
    mark: String,
    work: String,
}

struct Problem {
    id: &'static str,
    sentence: String,
}

#[derive(Template)]
#[template(path = "portal/appeal.html")]
struct AppealPage {
    t: Words,
    page: Page,
    typed: AppealForm,
    /// The entry as people read it; empty when none is named yet.
    entry: String,
    problems: Vec<Problem>,
    code: Option<String>,
    mark: Mark,
}

impl AppealPage {
    fn problem(&self, id: &str) -> Option<&str> {
        self.problems.iter().find(|problem| problem.id == id).map(|problem| problem.sentence.as_str())
    }
}

/// The form.
pub(super) async fn get_appeal(
    State(app): State<App>,
    page: Page,
    Query(query): Query<AppealQuery>,
) -> Result<Response, Error> {
    let typed = AppealForm { submission: report::new_submission()?, muc: query.muc, ..AppealForm::default() };
    appeal_page(&app, page, typed, Vec::new(), None)
}

fn appeal_page(
    app: &App,
    page: Page,
    typed: AppealForm,
    problems: Vec<Problem>,
    code: Option<String>,
) -> Result<Response, Error> {
    let entry = entry(app, &typed.muc).map(|entry| value_label(&entry, &app.reference)).unwrap_or_default();
    let mark = Mark { value: app.marks().make(&typed.submission, app.now()), asked: None };
    page::render(&AppealPage { t: page.t, page, typed, entry, problems, code, mark })
}

/// The listed entry that covers what `text` names: in canonical writing, as any kind, or as the engine reads it.
fn entry(app: &App, text: &str) -> Option<Indicator> {
    let text = text.trim();
    let snapshot = app.snapshot.load();
    let is_listed = |indicator: &Indicator| snapshot.covering(indicator).is_some();
    let entry_of = |indicator: Indicator| snapshot.covering(&indicator).map(|listing| listing.indicator);
    let canonical = text.parse::<Indicator>().ok().filter(is_listed);
    let by_kind = || {
        let kinds = IndicatorKind::ALL.iter();
        kinds.filter_map(|kind| Indicator::parse(*kind, text).ok()).find(is_listed)
    };
    let by_engine = || {
        let submission = detect::Submission { text, sender: None, channel: None };
        let found = app.engine.assess(&submission, &*snapshot).indicators;
        found.into_iter().map(|found| found.indicator).find(is_listed)
    };
    canonical.or_else(by_kind).or_else(by_engine).and_then(entry_of)
}

/// Takes an appeal; answers with a code to follow it by.
pub(super) async fn create_appeal(
    State(app): State<App>,
    page: Page,
    client: ClientAddr,
    Form(form): Form<AppealForm>,
) -> Result<Response, Error> {
    let share = challenge::count(&app, client)?;
    let now = app.now();
    let t = page.t;
    let entry = entry(&app, &form.muc);
    let mut problems = Vec::new();
    if entry.is_none() {
        problems.push(Problem { id: "muc", sentence: t.say("appeal-not-listed").into_owned() });
    }
    if form.text.trim().is_empty() {
        problems.push(Problem { id: "text", sentence: t.say("appeal-no-ground").into_owned() });
    }
    let fields = ReportFields {
        submission: form.submission.clone(),
        text: form.text.clone(),
        contact_name: form.contact_name.clone(),
        contact_phone: form.contact_phone.clone(),
        contact_email: form.contact_email.clone(),
        ..ReportFields::default()
    };
    let parsed = NewReport::parse(fields, ReportChannel::Web, now, |_| false);
    let sentence =
        |error: &FieldError| Problem { id: error.field, sentence: error::field_sentence(error, t) };
    let (report, entry) = match (parsed, entry) {
        (Ok(report), Some(entry)) if problems.is_empty() => (report, entry),
        (parsed, _) => {
            problems.extend(parsed.err().iter().flatten().map(sentence));
            let html = appeal_page(&app, page, form, problems, None)?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, html).into_response());
        }
    };
    let brought = Brought { submission: &form.submission, mark: &form.mark, work: &form.work };
    if let Some(mark) = challenge::ask(&app, client, share, brought) {
        let name = value_label(&entry, &app.reference);
        let again = AppealPage { t, page, typed: form, entry: name, problems: Vec::new(), code: None, mark };
        return Ok((StatusCode::TOO_MANY_REQUESTS, page::render(&again)?).into_response());
    }
    let code = report::insert_appeal(&app, &report, &entry, now).await?;
    let html = appeal_page(&app, page, form, Vec::new(), Some(code.to_string()))?;
    Ok((StatusCode::CREATED, html).into_response())
}
