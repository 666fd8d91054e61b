//! The allow-list: what officers have put out of reach of the list, and what the tables keep out of reach anyway.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use desk::Permission;
use desk::allow::{AllowedFields, EXPIRY_DAYS_MAX, NewAllowed};
use model::AllowedId;
use model::reference::hosts::ProtectedHost;
use model::report::FieldError;
use store::StoreError;
use store::allowed::Allowed;
use store::officer::Officer;

use super::frame::Console;
use super::{act, report, words};
use crate::auth::{Fields, Posted, SignedIn};
use crate::error::field_sentence;
use crate::extract::Path;
use crate::page::{self, Page};
use crate::{App, Error};

/// Ended entries that are shown.
const ENDED_MAX: u32 = 50;

/// Days that the form proposes.
const USUAL_DAYS: i64 = 365;

struct Row {
    href: String,
    indicator: String,
    indicator_href: String,
    owner: String,
    source: String,
    reason: String,
    expires: String,
    proposed: String,
    confirmed: String,
    ended: String,
    may_confirm: bool,
    may_end: bool,
}

/// One entry of the tables that are compiled in or replaced in the data folder.
struct TableRow {
    name: String,
    owner: String,
    source: String,
}

#[derive(Template)]
#[template(path = "console/allowed.html")]
struct AllowedPage {
    c: Console,
    problem: Option<String>,
    waiting: Vec<Row>,
    standing: Vec<Row>,
    ended: Vec<Row>,
    channels: Vec<TableRow>,
    hosts: Vec<TableRow>,
    popular: String,
    may_propose: bool,
    typed: Fields,
    days: String,
    days_max: i64,
}

/// The allow-list.
pub(super) async fn get_allowed(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
) -> Result<Response, Error> {
    officer.require(Permission::ReadList)?;
    allowed_page(&app, page, officer, None, Fields::default()).await
}

/// Proposes an entry.
pub(super) async fn propose(State(app): State<App>, page: Page, posted: Posted) -> Result<Response, Error> {
    posted.officer.require(Permission::Propose)?;
    let fields = AllowedFields {
        indicator: posted.fields.get("indicator"),
        owner: posted.fields.get("owner"),
        source: posted.fields.get("source"),
        reason: posted.fields.get("reason"),
        days: posted.fields.get("days"),
    };
    match NewAllowed::parse(&fields, &app.reference, app.now()) {
        Ok(entry) => {
            let outcome = app.store.propose_allowed(&entry, posted.by(), app.now()).await;
            finish(&app, page, posted, outcome.map(|_| ())).await
        }
        Err(errors) => {
            let sentences = errors.iter().map(|error: &FieldError| field_sentence(error, page.t));
            let problem = sentences.collect::<Vec<_>>().join(" ");
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            act::refuse(page, status, problem, |page, problem| again(&app, page, posted, problem)).await
        }
    }
}

/// Confirms an entry that somebody else proposed.
pub(super) async fn confirm(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    let id: AllowedId = act::named(&id)?;
    posted.officer.require(Permission::Approve)?;
    let outcome = app.store.confirm_allowed(id, posted.by(), app.now()).await;
    finish(&app, page, posted, outcome.map(|_| ())).await
}

/// Ends an entry, or refuses one that waits.
pub(super) async fn end(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    let id: AllowedId = act::named(&id)?;
    posted.officer.require(Permission::Delist)?;
    let outcome = app.store.end_allowed(id, posted.fields.get("ground"), posted.by(), app.now()).await;
    finish(&app, page, posted, outcome).await
}

async fn finish(
    app: &App,
    page: Page,
    posted: Posted,
    outcome: Result<(), StoreError>,
) -> Result<Response, Error> {
    let outcome = outcome.map(|()| page.href("/console/cho-phep"));
    act::finish(page, outcome, |page, problem| again(app, page, posted, problem)).await
}

async fn again(app: &App, page: Page, posted: Posted, problem: String) -> Result<Response, Error> {
    allowed_page(app, page, posted.officer, Some(problem), posted.fields).await
}

async fn allowed_page(
    app: &App,
    page: Page,
    officer: SignedIn,
    problem: Option<String>,
    typed: Fields,
) -> Result<Response, Error> {
    let entries = app.store.allowed(ENDED_MAX).await?;
    let officers = app.store.officers().await?;
    let c = Console::new(app, page, officer).await?;
    let rows = |wanted: fn(&Allowed) -> bool| {
        entries.iter().filter(|entry| wanted(entry)).map(|entry| row(&c, entry, &officers)).collect()
    };
    let days = typed.get("days");
    page::render(&AllowedPage {
        problem,
        waiting: rows(|entry| entry.ended_at.is_none() && entry.confirmed_at.is_none()),
        standing: rows(|entry| entry.ended_at.is_none() && entry.confirmed_at.is_some()),
        ended: rows(|entry| entry.ended_at.is_some()),
        channels: channels(app, &c),
        hosts: hosts(app, &c),
        popular: c.t().number(app.reference.popular.len() as u64),
        may_propose: c.officer().may(Permission::Propose),
        days: if days.is_empty() { USUAL_DAYS.to_string() } else { days.to_owned() },
        days_max: EXPIRY_DAYS_MAX,
        typed,
        c,
    })
}

fn row(c: &Console, allowed: &Allowed, officers: &[Officer]) -> Row {
    let t = c.t();
    let by =
        |id, at: model::Time| format!("{}, {}", words::officer_name(t, id, officers), at.vietnam_date_time());
    let own = allowed.proposed_by == c.officer().id();
    let stands = allowed.ended_at.is_none();
    let ended = allowed.ended_at.map(|at| format!("{} · {}", by(allowed.ended_by, at), allowed.ended_why));
    Row {
        href: c.page.href(&format!("/console/cho-phep/{}", allowed.id)),
        indicator: allowed.entry.indicator.to_string(),
        indicator_href: report::indicator_href(&c.page, &allowed.entry.indicator),
        owner: allowed.entry.owner.clone(),
        source: allowed.entry.source.clone(),
        reason: allowed.entry.reason.clone(),
        expires: allowed.entry.expires_at.vietnam_date(),
        proposed: by(Some(allowed.proposed_by), allowed.proposed_at),
        confirmed: allowed.confirmed_at.map(|at| by(allowed.confirmed_by, at)).unwrap_or_default(),
        ended: ended.unwrap_or_default(),
        may_confirm: stands && allowed.confirmed_at.is_none() && !own && c.officer().may(Permission::Approve),
        may_end: stands && c.officer().may(Permission::Delist),
    }
}

/// The official channels of the tables.
fn channels(app: &App, c: &Console) -> Vec<TableRow> {
    let rows = app.reference.official.channels.iter().map(|channel| TableRow {
        name: channel.indicator.to_string(),
        owner: c.t().of(&channel.owner).to_owned(),
        source: format!("{}, {}", channel.source, channel.verified_on),
    });
    rows.collect()
}

/// The hosts of the tables, by name.
fn hosts(app: &App, c: &Console) -> Vec<TableRow> {
    let mut names: Vec<&str> = app.reference.hosts.names().map(|(name, _)| name).collect();
    names.sort_unstable();
    let why = |name: &str| match app.reference.hosts.protection(name) {
        Some(ProtectedHost::Shortener) => "allowed-host-shortener",
        Some(ProtectedHost::Infrastructure) => "allowed-host-infrastructure",
        _ => "allowed-host-shared",
    };
    let row = |name: &str| TableRow {
        name: name.to_owned(),
        owner: c.t().say(why(name)).into_owned(),
        source: "hosts.toml".to_owned(),
    };
    names.into_iter().map(row).collect()
}
