//! What is overdue, due today and at risk, as of now or of any day; and the same as a calendar file.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
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
use crate::page::{self, Page};
use crate::{App, Error};

/// Lines of one page.
const PAGE_LINES: u32 = 50;

/// Entries of the calendar file: the next ones due; calendars read it again.
const CALENDAR_MAX: u32 = 500;

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
        due: line.due_at.vietnam_date_time(),
        left,
        left_class,
        status: t.say(&format!("clock-status-{status}")).into_owned(),
        status_class: clock::status_class(status),
        province: words::province(&app.reference, line.province.as_deref()),
        owner: owner.unwrap_or_else(|| t.say("console-due-nobody").into_owned()),
    }
}

/// Name of the running deadline that ends first.
fn what_is_due(app: &App, t: Words, line: &DueLine) -> String {
    let first = line.clock.running().min_by_key(|deadline| deadline.due_at);
    first.map(|deadline| clock::deadline_name(app, t, deadline)).unwrap_or_default()
}

/// The next deadlines as iCalendar (RFC 5545): numbers of the register and what is due, nothing of what
/// was reported.
pub(super) async fn get_calendar(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
) -> Result<Response, Error> {
    officer.require(Permission::ReadReports)?;
    let (t, now) = (page.t, app.now());
    // Far enough for every deadline to be in its last quarter.
    let due = app.store.due_sources(now.plus_days(3_650), &officer.sight(), None, CALENDAR_MAX).await?;
    let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Khien//VI\r\n");
    for line in &due.lines {
        let number = format!("{}/{}", line.number, line.year);
        let summary = format!("{number}: {}", what_is_due(&app, t, line));
        text.push_str("BEGIN:VEVENT\r\n");
        push_line(&mut text, &format!("UID:{}-{}", line.id, line.due_at.millis()));
        push_line(&mut text, &format!("DTSTAMP:{}", stamp(now)));
        push_line(&mut text, &format!("DTSTART:{}", stamp(Time::from_millis(line.due_at.millis() - 60_000))));
        push_line(&mut text, &format!("SUMMARY:{}", escaped(&summary)));
        text.push_str("BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P1D\r\n");
        push_line(&mut text, &format!("DESCRIPTION:{}", escaped(&summary)));
        text.push_str("END:VALARM\r\nEND:VEVENT\r\n");
    }
    text.push_str("END:VCALENDAR\r\n");
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"khien-thoi-han.ics\""),
    ];
    Ok((headers, text).into_response())
}

/// UTC as `yyyymmddThhmmssZ` (RFC 5545, 3.3.5).
fn stamp(time: Time) -> String {
    let seconds = Time::from_millis(time.seconds() * 1_000).to_string();
    let digits: String = seconds.chars().filter(|c| !matches!(c, '-' | ':')).collect();
    digits.split('.').next().unwrap_or_default().trim_end_matches('Z').to_owned() + "Z"
}

/// Text with what has a meaning in iCalendar escaped (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// Adds a line folded at 75 octets (RFC 5545, 3.1).
fn push_line(text: &mut String, line: &str) {
    let mut octets = 0;
    for c in line.chars() {
        if octets + c.len_utf8() > 74 {
            text.push_str("\r\n ");
            octets = 1;
        }
        octets += c.len_utf8();
        text.push(c);
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calendar_lines_are_folded_and_escaped() {
        let mut text = String::new();
        push_line(&mut text, &format!("SUMMARY:{}", escaped(&"Phân loại, ".repeat(12))));
        assert!(text.lines().all(|line| line.len() <= 75), "{text}");
        assert!(text.lines().skip(1).all(|line| line.starts_with(' ')), "{text}");
        assert_eq!(text.replace("\r\n ", "").matches("Phân loại\\, ").count(), 12);
        assert_eq!(stamp("2026-11-22T15:30:00+07:00".parse().unwrap()), "20261122T083000Z");
    }
}
