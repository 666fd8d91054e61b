//! The roster: a month of shifts, planned one by one or copied from the week before.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use desk::roster::{Month, shift_times};
use desk::{NewShift, Permission, RosterError, UnitId, clocks};
use model::{OfficerId, Time};
use serde::Deserialize;
use store::StoreError;
use store::officer::Officer;
use store::roster::Shift;

use super::frame::{Choice, Console};
use super::{act, units, words};
use crate::auth::{Fields, Posted, SignedIn};
use crate::catalogue::Words;
use crate::extract::{Path, Query};
use crate::page::{self, Page};
use crate::{App, Error};

/// The query of the page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RosterQuery {
    /// `yyyy-mm`; empty: this month.
    #[serde(default)]
    month: String,
    /// Short name of a unit; empty: one's own.
    #[serde(default)]
    unit: String,
    /// The day in the form, ISO.
    #[serde(default)]
    day: String,
    /// Code of what was just done.
    #[serde(default)]
    done: String,
}

struct ShiftRow {
    hours: String,
    supervisor: String,
    officers: String,
    is_now: bool,
    remove_href: Option<String>,
    remove_label: String,
}

struct DayCell {
    iso: String,
    number: i8,
    href: String,
    label: String,
    is_inside: bool,
    is_today: bool,
    shifts: Vec<ShiftRow>,
}

struct WeekRow {
    monday: String,
    copy_label: String,
    days: Vec<DayCell>,
}

#[derive(Template)]
#[template(path = "console/roster.html")]
struct RosterPage {
    c: Console,
    problem: Option<String>,
    done: Option<String>,
    month: String,
    month_words: String,
    previous_href: String,
    next_href: String,
    unit: String,
    units: Vec<Choice>,
    weeks: Vec<WeekRow>,
    weekdays: Vec<String>,
    may_plan: bool,
    typed: Fields,
    day: String,
    supervisors: Vec<Choice>,
    officers: Vec<Choice>,
    on_duty: String,
}

/// The month.
pub(super) async fn get_roster(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
    Query(query): Query<RosterQuery>,
) -> Result<Response, Error> {
    if !officer.may(Permission::ReadReports) {
        officer.require(Permission::ManageRoster)?;
    }
    roster_page(&app, page, officer, &query, None, Fields::default()).await
}

/// Plans a shift.
pub(super) async fn plan(State(app): State<App>, page: Page, posted: Posted) -> Result<Response, Error> {
    posted.officer.require(Permission::ManageRoster)?;
    let by = posted.by();
    let outcome = match read(&posted.fields) {
        Ok(shift) => app.store.plan_shift(&shift, by, app.now()).await.map(|_| "planned"),
        Err(error) => Err(error.into()),
    };
    finish(&app, page, posted, outcome).await
}

/// Copies the week before into the week that begins on the day given.
pub(super) async fn copy(State(app): State<App>, page: Page, posted: Posted) -> Result<Response, Error> {
    posted.officer.require(Permission::ManageRoster)?;
    let by = posted.by();
    let unit: UnitId = act::chosen(posted.fields.get("unit"))?;
    let outcome = match clocks::start_of_iso_day(posted.fields.get("week")) {
        Some(week) => app.store.copy_shifts(&unit, week, by, app.now()).await.map(|_| "copied"),
        None => Err(RosterError::Day.into()),
    };
    finish(&app, page, posted, outcome).await
}

/// Takes a shift out of the plan.
pub(super) async fn remove(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    posted.officer.require(Permission::ManageRoster)?;
    let outcome = app.store.remove_shift(&id, posted.by(), app.now()).await;
    finish(&app, page, posted, outcome.map(|()| "removed")).await
}

fn read(fields: &Fields) -> Result<NewShift, RosterError> {
    let (starts_at, ends_at) = shift_times(fields.get("day"), fields.get("from"), fields.get("to"))?;
    let officers = fields.all("officers").map(str::parse::<OfficerId>);
    Ok(NewShift {
        unit: fields.get("unit").parse().map_err(|_| RosterError::NotOfUnit)?,
        starts_at,
        ends_at,
        supervisor: fields.get("supervisor").parse().map_err(|_| RosterError::Nobody)?,
        officers: officers.collect::<Result<_, _>>().map_err(|_| RosterError::NotOfUnit)?,
    })
}

async fn finish(
    app: &App,
    page: Page,
    posted: Posted,
    outcome: Result<&'static str, StoreError>,
) -> Result<Response, Error> {
    // Only what we know how to write into an address goes back into one.
    let unit: Option<UnitId> = posted.fields.get("unit").parse().ok();
    let query = RosterQuery {
        month: Month::of(posted.fields.get("month")).map(|month| month.iso).unwrap_or_default(),
        unit: unit.map(|unit| unit.to_string()).unwrap_or_default(),
        ..RosterQuery::default()
    };
    let outcome = outcome.map(|done| query.href(&page, &query.month, "", done));
    act::finish(page, outcome, |page, problem| {
        roster_page(app, page, posted.officer, &query, Some(problem), posted.fields)
    })
    .await
}

impl RosterQuery {
    fn href(&self, page: &Page, month: &str, day: &str, done: &str) -> String {
        let pairs = [("month", month), ("unit", &*self.unit), ("day", day), ("done", done)];
        page.address("/console/lich-truc", &pairs)
    }
}

async fn roster_page(
    app: &App,
    page: Page,
    officer: SignedIn,
    query: &RosterQuery,
    problem: Option<String>,
    typed: Fields,
) -> Result<Response, Error> {
    let now = app.now();
    let month = match query.month.as_str() {
        "" => Month::at(now),
        text => Month::of(text).ok_or(Error::BadRequest("bad-query"))?,
    };
    let seen = units::seen(app, &officer).await?;
    let unit: UnitId = match query.unit.as_str() {
        "" => officer.0.officer.unit.id.clone(),
        id => id.parse().map_err(|_| Error::BadRequest("bad-query"))?,
    };
    let kept = seen.iter().find(|kept| kept.unit.id == unit).ok_or(Error::Forbidden("other-unit"))?;
    let (from, to) = month.span();
    let shifts = app.store.shifts(&unit, from, to).await?;
    let today = app.store.shifts(&unit, now, Time::from_millis(now.millis() + 1)).await?;
    let people = able(app.store.officers().await?, &kept.unit);
    let c = Console::new(app, page, officer).await?;
    let t = c.t();
    let may_plan = c.officer().may(Permission::ManageRoster);
    let query = RosterQuery { month: month.iso.clone(), ..query.clone() };
    let view = View { c: &c, query: &query, people: &people, now, may_plan };
    let done =
        (!query.done.is_empty()).then(|| format!("roster-done-{}", query.done)).filter(|key| t.has(key));
    page::render(&RosterPage {
        problem,
        done: done.map(|key| t.say(&key).into_owned()),
        month_words: format!("{}/{}", &month.iso[5..], &month.iso[..4]),
        previous_href: query.href(&c.page, &month.previous, "", ""),
        next_href: query.href(&c.page, &month.next, "", ""),
        units: units::choices(&seen, |id| *id == unit),
        weeks: month.weeks.iter().map(|week| view.week(week, &shifts)).collect(),
        weekdays: (1..=7).map(|day| t.say(&format!("roster-weekday-{day}")).into_owned()).collect(),
        day: if query.day.is_empty() { now.vietnam_iso_date() } else { query.day.clone() },
        supervisors: choices(&people, |_| true, |id| typed.get("supervisor") == id),
        officers: choices(
            &people,
            |officer| officer.may(Permission::WorkReports),
            |id| typed.all("officers").any(|one| one == id),
        ),
        on_duty: on_duty(t, &today, &people),
        unit: unit.to_string(),
        month: month.iso.clone(),
        typed,
        may_plan,
        c,
    })
}

/// Who can be on duty at a unit: who sees its desk and reads reports.
fn able(mut officers: Vec<Officer>, unit: &desk::NewUnit) -> Vec<Officer> {
    officers.retain(|officer| {
        officer.may(Permission::ReadReports) && officer.unit.sight().sees(&unit.id, unit.province.as_deref())
    });
    // Those of the unit itself first.
    officers.sort_by_key(|officer| officer.unit.id != unit.id);
    officers
}

fn choices(
    people: &[Officer],
    allowed: impl Fn(&Officer) -> bool,
    selected: impl Fn(&str) -> bool,
) -> Vec<Choice> {
    let choice = |officer: &Officer| {
        let id = officer.id.to_string();
        let chosen = selected(&id);
        Choice { hint: officer.unit.name.clone(), ..Choice::new(&id, officer.display_name.as_str(), chosen) }
    };
    people.iter().filter(|officer| allowed(officer)).map(choice).collect()
}

fn on_duty(t: Words, shifts: &[Shift], people: &[Officer]) -> String {
    let names = |shift: &Shift| {
        let all = shift.shift.people();
        all.into_iter().map(|id| words::officer_name(t, Some(id), people)).collect::<Vec<_>>()
    };
    let names: Vec<String> = shifts.iter().flat_map(names).collect();
    if names.is_empty() {
        t.say("roster-nobody-now").into_owned()
    } else {
        t.say_with("roster-now", "names", names.join(", ")).into_owned()
    }
}

/// What the cells of a month are made from.
struct View<'a> {
    c: &'a Console,
    query: &'a RosterQuery,
    people: &'a [Officer],
    now: Time,
    may_plan: bool,
}

impl View<'_> {
    fn week(&self, days: &[desk::roster::Day], shifts: &[Shift]) -> WeekRow {
        let monday = days.first().map(|day| day.iso.clone()).unwrap_or_default();
        WeekRow {
            copy_label: self.c.t().say_with("roster-copy-week", "day", dotted(&monday)).into_owned(),
            days: days.iter().map(|day| self.day(day, shifts)).collect(),
            monday,
        }
    }

    fn day(&self, day: &desk::roster::Day, shifts: &[Shift]) -> DayCell {
        let of_day = shifts.iter().filter(|kept| kept.shift.starts_at.vietnam_iso_date() == day.iso);
        DayCell {
            href: format!("{}#moi", self.query.href(&self.c.page, &self.query.month, &day.iso, "")),
            label: self
                .c
                .t()
                .say_all("roster-day", &[("number", day.number.into()), ("day", dotted(&day.iso).into())])
                .into_owned(),
            iso: day.iso.clone(),
            number: day.number,
            is_inside: day.is_inside,
            is_today: day.iso == self.now.vietnam_iso_date(),
            shifts: of_day.map(|kept| self.shift(kept)).collect(),
        }
    }

    fn shift(&self, kept: &Shift) -> ShiftRow {
        let (t, shift) = (self.c.t(), &kept.shift);
        let name = |id: &OfficerId| words::officer_name(t, Some(*id), self.people);
        let clock = |at: Time| at.vietnam_date_time()[11..].to_owned();
        let hours = format!("{}–{}", clock(shift.starts_at), clock(shift.ends_at));
        let removable = self.may_plan && shift.starts_at > self.now;
        let values = [("hours", hours.as_str().into()), ("day", shift.starts_at.vietnam_date().into())];
        ShiftRow {
            supervisor: name(&shift.supervisor),
            officers: shift.officers.iter().map(name).collect::<Vec<_>>().join(", "),
            is_now: shift.starts_at <= self.now && self.now < shift.ends_at,
            remove_href: removable.then(|| self.c.page.href(&format!("/console/lich-truc/{}/xoa", kept.id))),
            remove_label: t.say_all("roster-remove-name", &values).into_owned(),
            hours,
        }
    }
}

/// An ISO day as `dd/mm/yyyy`.
fn dotted(iso: &str) -> String {
    clocks::start_of_iso_day(iso).map(Time::vietnam_date).unwrap_or_default()
}
