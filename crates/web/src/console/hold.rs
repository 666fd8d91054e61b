//! Legal holds on a report: placed, shown, lifted.

use axum::extract::State;
use axum::response::Response;
use desk::Permission;
use model::ReportId;
use store::officer::Officer;
use uuid::Uuid;

use super::decide::{finish, report_id};
use super::words;
use crate::auth::Posted;
use crate::catalogue::Words;
use crate::extract::Path;
use crate::page::Page;
use crate::{App, Error};

/// One hold as the page shows it.
pub(super) struct HoldRow {
    pub(super) id: String,
    pub(super) at: String,
    pub(super) who: String,
    pub(super) scope: String,
    pub(super) ground: String,
}

/// Holds that keep this report.
pub(super) async fn hold_rows(
    app: &App,
    t: Words,
    id: ReportId,
    officers: &[Officer],
) -> Result<Vec<HoldRow>, Error> {
    let holds = app.store.holds_on(id).await?;
    let row = |hold: &store::retention::LegalHold| HoldRow {
        id: hold.id.to_string(),
        at: hold.placed_at.vietnam_date_time(),
        who: words::officer_name(t, Some(hold.placed_by), officers),
        scope: t.say(if hold.whole_event { "hold-event" } else { "hold-report" }).into_owned(),
        ground: hold.ground.clone(),
    };
    Ok(holds.iter().map(row).collect())
}

/// Keeps a report or its event from being erased.
pub(super) async fn place(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    posted.officer.require(Permission::RecordSource)?;
    let (id, by) = (report_id(&id)?, posted.officer.0.officer.id);
    let whole_event = posted.fields.get("scope") == "event";
    let done = app.store.place_hold(id, whole_event, posted.fields.get("ground"), by, app.now()).await;
    finish(&app, page, posted, id, "hold", done.map(|_| "held")).await
}

/// Lifts a hold.
pub(super) async fn lift(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    posted.officer.require(Permission::Approve)?;
    let (id, by) = (report_id(&id)?, posted.officer.0.officer.id);
    let hold: Uuid = posted.fields.get("hold").parse().map_err(|_| Error::BadRequest("bad-form"))?;
    let done = app.store.lift_hold(hold, posted.fields.get("ground"), by, app.now()).await;
    finish(&app, page, posted, id, "hold", done.map(|()| "lifted")).await
}
