//! What was published: the log of acts.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use desk::Permission;
use model::Serial;
use serde::Deserialize;

use super::frame::Console;
use super::{report, words};
use crate::auth::SignedIn;
use crate::extract::Query;
use crate::page::{self, Page};
use crate::{App, Error};

/// Lines of one page.
const PAGE_LINES: u32 = 100;

/// The query of a log.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LogQuery {
    /// Position of the last line of the page before.
    before: Option<u64>,
}

struct Row {
    position: String,
    at: String,
    what: String,
    target: String,
    href: Option<String>,
    who: String,
    why: String,
}

#[derive(Template)]
#[template(path = "console/log.html")]
struct LogPage {
    c: Console,
    title: String,
    lead: String,
    rows: Vec<Row>,
    first_href: Option<String>,
    next_href: Option<String>,
}

/// The publication log, newest act first.
pub(super) async fn get_acts(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
    Query(query): Query<LogQuery>,
) -> Result<Response, Error> {
    officer.require(Permission::ReadList)?;
    let acts = app.store.acts_before(query.before.map(Serial), PAGE_LINES).await?;
    let officers = app.store.officers().await?;
    let c = Console::new(&app, page, officer).await?;
    let t = c.t();
    let rows = acts.iter().map(|act| Row {
        position: t.number(act.serial.0),
        at: act.at.vietnam_date_time(),
        what: format!("{} · {}", words::action(t, act.action), words::level(t, act.level)),
        target: act.indicator.to_string(),
        href: Some(report::indicator_href(&c.page, &act.indicator)),
        who: two_names(
            words::officer_name(t, act.proposed_by, &officers),
            &words::officer_name(t, act.approved_by, &officers),
        ),
        why: act.evidence.clone(),
    });
    let rows = rows.collect();
    let last = acts.last().map(|act| act.serial.0);
    log_page(c, &query, "console-log", "/console/nhat-ky", rows, last)
}

fn log_page(
    c: Console,
    query: &LogQuery,
    key: &str,
    path: &str,
    rows: Vec<Row>,
    last: Option<u64>,
) -> Result<Response, Error> {
    let t = c.t();
    let is_full = rows.len() == PAGE_LINES as usize;
    page::render(&LogPage {
        title: t.say(key).into_owned(),
        lead: t.say(&format!("{key}-lead")).into_owned(),
        first_href: query.before.map(|_| c.page.href(path)),
        next_href: last.filter(|_| is_full).map(|last| format!("{}?before={last}", c.page.href(path))),
        rows,
        c,
    })
}

fn two_names(proposed: String, approved: &str) -> String {
    if proposed == approved { proposed } else { format!("{proposed} → {approved}") }
}
