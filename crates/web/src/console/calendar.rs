//! Deadlines and shifts as iCalendar (RFC 5545): as a file to download, and under a secret address that a calendar
//! program reads by itself. Numbers of the register and what is due, nothing of what was reported.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use desk::Permission;
use model::Time;
use store::calendar::CalendarScope;
use store::officer::Officer;
use store::report::DueLine;
use store::roster::Shift;

use super::due::what_is_due;
use super::words;
use crate::auth::SignedIn;
use crate::catalogue::Words;
use crate::extract::Path;
use crate::limits::{Action, ClientAddr};
use crate::page::Page;
use crate::{App, Error};

/// Deadlines of one calendar: the next ones due; calendars read it again.
const DEADLINES_MAX: u32 = 500;

/// Days of shifts before and after now.
const SHIFT_DAYS: (i64, i64) = (31, 92);

/// The next deadlines that the officer sees, and the officer's shifts.
pub(super) async fn get_calendar(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
) -> Result<Response, Error> {
    officer.require(Permission::ReadReports)?;
    // Far enough for every deadline to be in its last quarter.
    let far = app.now().plus_days(3_650);
    let due = app.store.due_sources(far, &officer.sight(), None, DEADLINES_MAX).await?;
    calendar(&app, page.t, &officer.0.officer, &due.lines, true).await
}

/// The calendar of whoever holds the address.
pub(super) async fn get_linked(
    State(app): State<App>,
    page: Page,
    client: ClientAddr,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    app.limits.check(Action::Track, client)?;
    let token = token.strip_suffix(".ics").unwrap_or(&token);
    let (officer, scope) = app.store.calendar_owner(token).await?.ok_or(Error::NotFound)?;
    if !officer.may(Permission::ReadReports) {
        return Err(Error::NotFound);
    }
    let lines = match scope {
        CalendarScope::Mine => app.store.due_sources_of(officer.id, DEADLINES_MAX).await?,
        CalendarScope::Unit => {
            let far = app.now().plus_days(3_650);
            app.store.due_sources(far, &officer.unit.sight(), None, DEADLINES_MAX).await?.lines
        }
    };
    calendar(&app, page.t, &officer, &lines, false).await
}

async fn calendar(
    app: &App,
    t: Words,
    officer: &Officer,
    lines: &[DueLine],
    is_download: bool,
) -> Result<Response, Error> {
    let now = app.now();
    let (before, after) = SHIFT_DAYS;
    let shifts = app.store.shifts_of(officer.id, now.plus_days(-before), now.plus_days(after)).await?;
    let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Khien//VI\r\n");
    for line in lines {
        push_deadline(&mut text, app, t, line, now);
    }
    let officers = app.store.officers().await?;
    for kept in &shifts {
        push_shift(&mut text, t, kept, &officers, now);
    }
    text.push_str("END:VCALENDAR\r\n");
    let disposition = if is_download {
        "attachment; filename=\"khien-thoi-han.ics\""
    } else {
        "inline; filename=\"khien.ics\""
    };
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, text).into_response())
}

/// A deadline ends a minute before the first instant that is too late, so that it stands on its last day.
fn push_deadline(text: &mut String, app: &App, t: Words, line: &DueLine, now: Time) {
    let summary = format!("{}/{}: {}", line.number, line.year, what_is_due(app, t, line));
    text.push_str("BEGIN:VEVENT\r\n");
    push_line(text, &format!("UID:{}-{}", line.id, line.due_at.millis()));
    push_line(text, &format!("DTSTAMP:{}", stamp(now)));
    push_line(text, &format!("DTSTART:{}", stamp(Time::from_millis(line.due_at.millis() - 60_000))));
    push_line(text, &format!("SUMMARY:{}", escaped(&summary)));
    text.push_str("BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P1D\r\n");
    push_line(text, &format!("DESCRIPTION:{}", escaped(&summary)));
    text.push_str("END:VALARM\r\nEND:VEVENT\r\n");
}

fn push_shift(text: &mut String, t: Words, kept: &Shift, officers: &[Officer], now: Time) {
    let people = kept.shift.people();
    let names: Vec<String> = people.iter().map(|id| words::officer_name(t, Some(*id), officers)).collect();
    let summary = t.say_with("roster-calendar", "names", names.join(", "));
    text.push_str("BEGIN:VEVENT\r\n");
    push_line(text, &format!("UID:{}", kept.id));
    push_line(text, &format!("DTSTAMP:{}", stamp(now)));
    push_line(text, &format!("DTSTART:{}", stamp(kept.shift.starts_at)));
    push_line(text, &format!("DTEND:{}", stamp(kept.shift.ends_at)));
    push_line(text, &format!("SUMMARY:{}", escaped(&summary)));
    text.push_str("END:VEVENT\r\n");
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
