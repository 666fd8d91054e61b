//! Several officers on one report: who else has it open, and what changed since a form was opened.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use desk::Permission;
use model::{OfficerId, ReportId, Time};
use store::audit::AuditLine;
use store::officer::Officer;
use store::report::Report;

use super::frame::Line;
use super::terms::Attempt;
use super::{decide, report, words};
use crate::auth::SignedIn;
use crate::catalogue::Words;
use crate::extract::Path;
use crate::page::Page;
use crate::{App, Error};

/// Who else has opened the report lately, in a sentence; empty when nobody has. What a page asks for again and again
/// while it is open.
pub(super) async fn get_presence(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    officer.require(Permission::ReadReports)?;
    let id = decide::report_id(&id)?;
    let report = app.store.report(id, &officer.sight()).await?;
    let officers = app.store.officers().await?;
    let me = officer.0.officer.id;
    Ok(words_of(&app, page.t, report.id, me, &officers).await?.into_response())
}

/// The sentence. It is written from the trail of openings, so that every node knows it and nothing more is stored.
pub(super) async fn words_of(
    app: &App,
    t: Words,
    id: ReportId,
    me: OfficerId,
    officers: &[Officer],
) -> Result<String, Error> {
    let readers = app.store.recent_readers(id, app.now()).await?;
    let others = readers.into_iter().filter(|(officer, _)| *officer != me);
    let clock = |at: Time| at.vietnam_date_time()[11..].to_owned();
    let names: Vec<String> = others
        .map(|(officer, at)| format!("{} ({})", words::officer_name(t, Some(officer), officers), clock(at)))
        .collect();
    if names.is_empty() {
        return Ok(String::new());
    }
    Ok(t.say_with("presence-others", "names", names.join(", ")).into_owned())
}

/// What was done to the report after the form of a refused attempt was opened; nothing when the form was not stale.
pub(super) fn meanwhile(
    app: &App,
    t: Words,
    report: &Report,
    attempt: &Attempt,
    lines: &[AuditLine],
    officers: &[Officer],
) -> Vec<Line> {
    let typed = attempt.typed("version");
    let is_stale = attempt.problem.is_some() && !typed.is_empty() && typed != report.version.0.to_string();
    let Some(seen) = attempt.typed("seen").parse::<u64>().ok().filter(|_| is_stale) else {
        return Vec::new();
    };
    let newer: Vec<AuditLine> = lines.iter().filter(|line| line.position > seen).cloned().collect();
    report::audit_rows(app, t, &newer, officers)
}
