//! The event that a report is part of: who else told of it, why they were joined, and how to part them.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use desk::event::{EventActKind, FoldReason};
use desk::{Permission, Sight};
use model::TrackingCode;
use store::StoreError;
use store::event::{Event, EventLine};
use store::officer::Officer;
use store::report::Report;

use super::decide::{finish, refuse, report_id};
use super::frame::Link;
use super::words;
use crate::auth::Posted;
use crate::catalogue::Words;
use crate::extract::Path;
use crate::page::Page;
use crate::{App, Error};

/// Reports of an event that are named on the page of one of them.
const REPORTS_MAX: u32 = 20;

/// The event as the page shows it.
pub(super) struct EventView {
    pub(super) summary: String,
    pub(super) reports: Vec<Link>,
    pub(super) acts: Vec<ActView>,
    /// Whether there is anything to take the report out of.
    pub(super) is_shared: bool,
}

/// One act of joining or parting.
pub(super) struct ActView {
    pub(super) id: u64,
    pub(super) at: String,
    pub(super) what: String,
    pub(super) who: String,
    pub(super) why: String,
    /// When and by whom it was undone; empty while it stands.
    pub(super) undone: String,
}

/// The event of `report`.
pub(super) async fn event_view(
    app: &App,
    page: &Page,
    report: &Report,
    officers: &[Officer],
    sight: &Sight,
) -> Result<EventView, Error> {
    let (t, now) = (page.t, app.now());
    let event = app.store.event_of(report.id, sight, REPORTS_MAX + 1).await?;
    let others = event.reports.iter().filter(|other| other.id != report.id).take(REPORTS_MAX as usize);
    let link = |other: &store::event::EventReport| {
        let parts = [
            words::state(t, other.state),
            words::province(&app.reference, other.province.as_deref()),
            words::money(t, other.money_lost),
            words::age(t, other.received_at, now),
        ];
        Link {
            href: page.href(&format!("/console/phan-anh/{}", other.id)),
            label: words::report_label(app, t, &other.tracking_code, other.method),
            note: parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        }
    };
    Ok(EventView {
        summary: summary(t, &event),
        reports: others.map(link).collect(),
        acts: event.acts.iter().map(|act| act_view(t, act, officers)).collect(),
        is_shared: event.reports_count > 1,
    })
}

fn summary(t: Words, event: &Event) -> String {
    if event.reports_count <= 1 {
        return t.say("console-event-alone").into_owned();
    }
    let values = [
        ("count", words::counted(t, event.reports_count).into()),
        ("money", words::money(t, Some(event.money_lost)).into()),
        ("last", event.last_at.vietnam_date_time().into()),
    ];
    t.say_all("console-event-summary", &values).into_owned()
}

fn act_view(t: Words, act: &EventLine, officers: &[Officer]) -> ActView {
    let why = match (act.kind, FoldReason::from_slug(&act.reason)) {
        (EventActKind::Fold, Some(reason)) => t.say(&format!("fold-{reason}")).into_owned(),
        _ => act.reason.clone(),
    };
    let undone = act.undone.map(|(at, by)| {
        let values = [("at", at.vietnam_date_time().into()), ("who", words::who(t, by, officers).into())];
        t.say_all("console-event-undone", &values).into_owned()
    });
    ActView {
        id: act.id,
        at: act.done_at.vietnam_date_time(),
        what: t.say(&format!("event-act-{}", act.kind)).into_owned(),
        who: words::who(t, act.done_by, officers),
        why,
        undone: undone.unwrap_or_default(),
    }
}

/// Joins the event of this report with that of another, named by its tracking code.
pub(super) async fn merge(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    posted.officer.require(Permission::WorkReports)?;
    let (id, by) = (report_id(&id)?, posted.officer.0.officer.id);
    let other = match posted.fields.get("code").parse::<TrackingCode>() {
        Ok(code) => app.store.report_by_code(&code).await?,
        Err(_) => None,
    };
    let Some(other) = other else {
        let problem = page.t.say("event-unknown-report").into_owned();
        return refuse(&app, page, posted, id, "merge", StatusCode::UNPROCESSABLE_ENTITY, problem).await;
    };
    let ground = posted.fields.get("ground").trim();
    if ground.is_empty() {
        return refuse_without_ground(&app, page, posted, id, "merge").await;
    }
    let done = app.store.merge_events(id, other, ground, by, app.now()).await;
    finish(&app, page, posted, id, "merge", done.map(|_| "merged")).await
}

/// Takes this report out of its event.
pub(super) async fn split(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    posted.officer.require(Permission::WorkReports)?;
    let (id, by) = (report_id(&id)?, posted.officer.0.officer.id);
    let ground = posted.fields.get("ground").trim();
    if ground.is_empty() {
        return refuse_without_ground(&app, page, posted, id, "split").await;
    }
    let done = app.store.split_event(&BTreeSet::from([id]), ground, by, app.now()).await;
    finish(&app, page, posted, id, "split", done.map(|_| "split")).await
}

/// Undoes an act on the event.
pub(super) async fn undo(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    posted.officer.require(Permission::WorkReports)?;
    let (id, by) = (report_id(&id)?, posted.officer.0.officer.id);
    let act = posted.fields.get("act").parse().map_err(|_| Error::BadRequest("bad-form"))?;
    let done: Result<(), StoreError> = app.store.undo_event_act(act, by, app.now()).await;
    finish(&app, page, posted, id, "undo", done.map(|()| "undone")).await
}

async fn refuse_without_ground(
    app: &App,
    page: Page,
    posted: Posted,
    id: model::ReportId,
    card: &'static str,
) -> Result<Response, Error> {
    let problem = page.t.say("clock-ground-missing").into_owned();
    refuse(app, page, posted, id, card, StatusCode::UNPROCESSABLE_ENTITY, problem).await
}
