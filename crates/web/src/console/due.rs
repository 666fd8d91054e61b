//! What is overdue, due today and at risk, as of now or of any day.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use desk::{Permission, clocks};
use model::{ReportId, Time};
use serde::Deserialize;
use store::officer::Officer;
use store::report::{DueCursor, DueLine};

use super::frame::Console;
use super::{clock, words};
use crate::auth::SignedIn;
use crate::catalogue::Words;
use crate::extract::Query;
use crate::label::due_label;
use crate::page::{self, Page};
use crate::{App, Error};

/// Lines of one page.
const PAGE_LINES: u32 = 50;

/// The query of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DueQuery {
    /// An ISO day: the list as it will stand when that day begins. Empty: now.
    #[serde(default)]
    day: String,
    /// `millis,id` of the last line of the page before.
    #[serde(default)]
    after: String,
}

struct Row {
    href: String,
    number: String,
    kind: String,
    what: String,
    due: String,
    left: String,
    left_class: &'static str,
    status: String,
    status_class: &'static str,
    province: String,
    owner: String,
}

#[derive(Template)]
#[template(path = "console/due.html")]
struct DuePage {
    c: Console,
    day: String,
    summary: String,
    rows: Vec<Row>,
    first_href: Option<String>,
    next_href: Option<String>,
}

/// One page of sources whose time runs out.
pub(super) async fn get_due(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
    Query(query): Query<DueQuery>,
) -> Result<Response, Error> {
    officer.require(Permission::ReadReports)?;
    let now = match query.day.as_str() {
        "" => app.now(),
        day => clocks::start_of_iso_day(day).ok_or(Error::BadRequest("bad-query"))?,
    };
    let after = if query.after.is_empty() { None } else { Some(cursor(&query.after)?) };
    let due = app.store.due_sources(now, &officer.sight(), after, PAGE_LINES).await?;
    let counts = app.store.count_due(now, clocks::end_of_day(now), &officer.sight()).await?;
    let officers = app.store.officers().await?;
    let c = Console::new(&app, page, officer).await?;
    let t = c.t();
    let values =
        [("overdue", counts.overdue.into()), ("today", counts.today.into()), ("risk", counts.at_risk.into())];
    let href = |after: &str| {
        let pairs = [("day", query.day.as_str()), ("after", after)];
        let pairs = pairs.iter().filter(|(_, value)| !value.is_empty());
        let text: Vec<String> = pairs.map(|(name, value)| format!("{name}={value}")).collect();
        format!("{}?{}", c.page.href("/console/thoi-han"), text.join("&"))
    };
    page::render(&DuePage {
        summary: t.say_all("console-due-summary", &values).into_owned(),
        rows: due.lines.iter().map(|line| row(&app, &c.page, line, &officers, now)).collect(),
        first_href: after.map(|_| href("")),
        next_href: due.next.map(|next| href(&format!("{},{}", next.due_at.millis(), next.id))),
        day: query.day.clone(),
        c,
    })
}

fn cursor(text: &str) -> Result<DueCursor, Error> {
    let (due_at, id) = text.split_once(',').ok_or(Error::BadRequest("bad-query"))?;
    let millis = due_at.parse().map_err(|_| Error::BadRequest("bad-query"))?;
    let id: ReportId = id.parse().map_err(|_| Error::BadRequest("bad-query"))?;
    Ok(DueCursor { due_at: Time::from_millis(millis), id })
}

fn row(app: &App, page: &Page, line: &DueLine, officers: &[Officer], now: Time) -> Row {
    let t = page.t;
    let (left, left_class) = words::clock(t, line.due_at, now);
    let status = line.clock.status(now);
    let owner = line.assigned_to.map(|id| words::officer_name(t, Some(id), officers));
    Row {
        href: page.href(&format!("/console/phan-anh/{}", line.id)),
        number: format!("{}/{}", line.number, line.year),
        kind: words::source_kind(t, line.kind),
        what: what_is_due(app, t, line),
        due: due_label(t, line.due_at),
        left,
        left_class,
        status: t.say(&format!("clock-status-{status}")).into_owned(),
        status_class: clock::status_class(status),
        province: words::province(&app.reference, line.province.as_deref()),
        owner: owner.unwrap_or_else(|| t.say("console-due-nobody").into_owned()),
    }
}

/// Name of the running deadline that ends first.
pub(super) fn what_is_due(app: &App, t: Words, line: &DueLine) -> String {
    let first = line.clock.running().min_by_key(|deadline| deadline.due_at);
    first.map(|deadline| clock::deadline_name(app, t, deadline)).unwrap_or_default()
}
