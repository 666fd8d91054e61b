//! What one shift leaves to the next in words: to be read, and said to have been read.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use desk::Permission;
use model::{OfficerId, Time};
use store::StoreError;
use store::officer::Officer;
use store::roster::{Shift, ShiftNote};

use super::frame::{Choice, Console};
use super::{act, words};
use crate::auth::{Fields, Posted, SignedIn};
use crate::catalogue::Words;
use crate::page::{self, Page};
use crate::{App, Error};

/// Days of notes that are shown.
const SHOWN_DAYS: i64 = 7;

/// Days around now in which an officer's own shifts lie that a note can be written for.
const OWN_DAYS: i64 = 1;

struct NoteRow {
    id: String,
    heading: String,
    text: String,
    read_by: String,
}

#[derive(Template)]
#[template(path = "console/handover.html")]
struct HandoverPage {
    c: Console,
    problem: Option<String>,
    unread: Vec<NoteRow>,
    shifts: Vec<Choice>,
    typed: Fields,
    notes: Vec<NoteRow>,
}

/// What is to be read, the form, and the notes of the last days.
pub(super) async fn get_handover(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
) -> Result<Response, Error> {
    officer.require(Permission::ReadReports)?;
    handover_page(&app, page, officer, None, Fields::default()).await
}

/// Leaves a note.
pub(super) async fn write_note(
    State(app): State<App>,
    page: Page,
    posted: Posted,
) -> Result<Response, Error> {
    posted.officer.require(Permission::ReadReports)?;
    let (shift, text) = (posted.fields.get("shift"), posted.fields.get("text"));
    let outcome = app.store.write_shift_note(shift, text, posted.by(), app.now()).await.map(|_| ());
    finish(&app, page, posted, outcome).await
}

/// Says that a note was read.
pub(super) async fn read_note(State(app): State<App>, page: Page, posted: Posted) -> Result<Response, Error> {
    posted.officer.require(Permission::ReadReports)?;
    let outcome = app.store.read_shift_note(posted.fields.get("note"), posted.by(), app.now()).await;
    finish(&app, page, posted, outcome).await
}

async fn finish(
    app: &App,
    page: Page,
    posted: Posted,
    outcome: Result<(), StoreError>,
) -> Result<Response, Error> {
    let outcome = outcome.map(|()| page.href("/console/ban-giao"));
    act::finish(page, outcome, |page, problem| {
        handover_page(app, page, posted.officer, Some(problem), posted.fields)
    })
    .await
}

async fn handover_page(
    app: &App,
    page: Page,
    officer: SignedIn,
    problem: Option<String>,
    typed: Fields,
) -> Result<Response, Error> {
    let (now, me) = (app.now(), officer.id());
    let unit = officer.0.officer.unit.id.clone();
    let (from, to) = (now.plus_days(-OWN_DAYS), now.plus_days(OWN_DAYS));
    let mine = app.store.shifts_of(me, from, to).await?;
    let unread = app.store.unread_shift_notes(me, now).await?;
    // Of one's own unit, and of every desk on which one is on duty these days.
    let mut desks = vec![unit];
    desks.extend(mine.iter().map(|kept| kept.shift.unit.clone()));
    desks.sort();
    desks.dedup();
    let mut notes = Vec::new();
    for desk in &desks {
        notes.extend(app.store.shift_notes(desk, now.plus_days(-SHOWN_DAYS), to).await?);
    }
    let officers = app.store.officers().await?;
    let c = Console::new(app, page, officer).await?;
    let t = c.t();
    page::render(&HandoverPage {
        problem,
        unread: unread.iter().map(|note| row(t, None, note, &officers)).collect(),
        shifts: own_shifts(&mine, now, typed.get("shift")),
        notes: notes.iter().map(|(shift, note)| row(t, Some(shift), note, &officers)).collect(),
        typed,
        c,
    })
}

/// Shifts of one's own that have begun, the last first.
fn own_shifts(shifts: &[Shift], now: Time, chosen: &str) -> Vec<Choice> {
    let begun = shifts.iter().rev().filter(|kept| kept.shift.starts_at <= now);
    begun.map(|kept| Choice::new(&kept.id, hours(kept), kept.id == chosen)).collect()
}

fn hours(kept: &Shift) -> String {
    format!("{} – {}", kept.shift.starts_at.vietnam_date_time(), kept.shift.ends_at.vietnam_date_time())
}

fn row(t: Words, shift: Option<&Shift>, note: &ShiftNote, officers: &[Officer]) -> NoteRow {
    let name = |id: OfficerId| words::officer_name(t, Some(id), officers);
    let read = |(id, at): &(OfficerId, Time)| format!("{} {}", name(*id), at.vietnam_date_time());
    let written = format!("{} {}", name(note.officer), note.written_at.vietnam_date_time());
    let parts = shift.map(hours).into_iter().chain([written]);
    let read_by: Vec<String> = note.read_by.iter().map(read).collect();
    NoteRow {
        id: note.id.clone(),
        heading: parts.collect::<Vec<_>>().join(" · "),
        text: note.text.clone(),
        read_by: if read_by.is_empty() {
            t.say("handover-unread-by-all").into_owned()
        } else {
            t.say_with("handover-read-by", "names", read_by.join(", ")).into_owned()
        },
    }
}
