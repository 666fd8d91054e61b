//! What an officer was told: deadlines, escalations, work that came with a shift; and work that nobody does.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use desk::Permission;
use model::Time;
use store::reminder::{Reminder, ReminderKind};
use store::report::QueueLine;

use super::batch::BatchForm;
use super::columns::Columns;
use super::frame::Console;
use super::queue;
use crate::auth::{Posted, SignedIn};
use crate::page::{self, Page};
use crate::told::reminder_sentence;
use crate::{App, Error};

/// Reminders of one page; older ones are in the trail.
const REMINDERS_MAX: u32 = 200;

/// Lines of each sort of work that nobody does.
const UNOWNED_MAX: u32 = 100;

struct ReminderRow {
    href: String,
    what: String,
    kind: String,
    class: &'static str,
    due: String,
    at: String,
    is_new: bool,
    mailed: String,
}

#[derive(Template)]
#[template(path = "console/inbox.html")]
struct InboxPage {
    c: Console,
    rows: Vec<ReminderRow>,
    has_new: bool,
    until: i64,
}

/// What one was told, the newest first.
pub(super) async fn get_inbox(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
) -> Result<Response, Error> {
    officer.require(Permission::ReadReports)?;
    let reminders = app.store.reminders(officer.0.officer.id, REMINDERS_MAX).await?;
    let c = Console::new(&app, page, officer).await?;
    page::render(&InboxPage {
        rows: reminders.iter().map(|one| row(&app, &c.page, one)).collect(),
        has_new: reminders.iter().any(|one| one.read_at.is_none()),
        until: reminders.first().map_or(0, |one| one.created_at.millis()),
        c,
    })
}

/// Puts away what the page showed.
pub(super) async fn put_away(State(app): State<App>, page: Page, posted: Posted) -> Result<Response, Error> {
    posted.officer.require(Permission::ReadReports)?;
    let until = posted.fields.get("until").parse().map_err(|_| Error::BadRequest("bad-form"))?;
    let me = posted.officer.0.officer.id;
    app.store.put_reminders_away(me, Time::from_millis(until), app.now()).await?;
    Ok(Redirect::to(&page.href("/console/nhac-viec")).into_response())
}

fn row(app: &App, page: &Page, one: &Reminder) -> ReminderRow {
    let t = page.t;
    let path = match one.target.split_once(':') {
        Some(("report", id)) => format!("/console/phan-anh/{id}"),
        _ => "/console/ban-giao".to_owned(),
    };
    let is_over = one.due_at.is_some_and(|due| due <= one.created_at);
    ReminderRow {
        href: page.href(&path),
        what: reminder_sentence(&app.reference.law, t, one),
        kind: t.say(&format!("reminder-{}", one.kind.slug())).into_owned(),
        class: match one.kind {
            ReminderKind::HandOver => "",
            _ if is_over => "red",
            _ => "amber",
        },
        due: one.due_at.map(Time::vietnam_date_time).unwrap_or_default(),
        at: one.created_at.vietnam_date_time(),
        is_new: one.read_at.is_none(),
        mailed: one
            .mailed_at
            .map(|at| t.say_with("reminder-mailed", "at", at.vietnam_date_time()).into_owned())
            .unwrap_or_default(),
    }
}

#[derive(Template)]
#[template(path = "console/unowned.html")]
struct UnownedPage {
    c: Console,
    /// The rows are shown without a form for many at once.
    batch: Option<BatchForm>,
    columns: Columns,
    parts: Vec<Part>,
}

struct Part {
    heading: String,
    empty: String,
    rows: Vec<queue::Row>,
}

/// Work that nobody does.
pub(super) async fn get_unowned(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
) -> Result<Response, Error> {
    officer.require(Permission::ReadReports)?;
    let now = app.now();
    let unowned = app.store.unowned(&officer.sight(), now, UNOWNED_MAX).await?;
    let officers = app.store.officers().await?;
    let c = Console::new(&app, page, officer).await?;
    let t = c.t();
    let part = |name: &str, lines: &[QueueLine]| Part {
        heading: t.say(&format!("unowned-{name}")).into_owned(),
        empty: t.say("unowned-none").into_owned(),
        rows: lines.iter().map(|line| queue::row(&app, &c.page, line, &officers, now)).collect(),
    };
    let parts = vec![
        part("sources", &unowned.sources),
        part("begun", &unowned.begun),
        part("off-duty", &unowned.off_duty),
    ];
    page::render(&UnownedPage { batch: None, columns: Columns::read("")?, parts, c })
}
