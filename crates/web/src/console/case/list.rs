//! The list of cases, a form to open one, and the figures of a quarter.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use desk::case::figures::CaseFigures;
use desk::{CaseOutcome, Permission, clocks};
use model::{CaseId, Time};
use serde::Deserialize;

use super::super::frame::{Choice, Console, Fact};
use super::super::words;
use crate::auth::{Fields, Posted, SignedIn};
use crate::catalogue::Words;
use crate::extract::Query;
use crate::page::{self, Page};
use crate::{App, Error};

/// Cases of one page.
const PAGE_ROWS: u32 = 50;
/// Quarters to choose from: three years.
const QUARTERS: usize = 12;

/// The query of the list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct CasesQuery {
    /// `open`, or the slug of an outcome; empty: any.
    #[serde(default)]
    outcome: String,
    /// `2026-4`: which quarter is counted; empty: the one of today.
    #[serde(default)]
    quarter: String,
    /// The last case of the page before.
    #[serde(default)]
    before: String,
}

struct Row {
    href: String,
    number: String,
    title: String,
    outcome: String,
    opened: String,
    who: String,
}

#[derive(Template)]
#[template(path = "console/cases.html")]
struct CasesPage {
    c: Console,
    problem: Option<String>,
    typed: Fields,
    may_open: bool,
    outcomes: Vec<Choice>,
    quarters: Vec<Choice>,
    figures: Vec<Fact>,
    rows: Vec<Row>,
    first_href: Option<String>,
    next_href: Option<String>,
}

/// One page of the list.
pub(in super::super) async fn get_cases(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
    Query(query): Query<CasesQuery>,
) -> Result<Response, Error> {
    officer.require(Permission::ReadReports)?;
    cases_page(&app, page, officer, query, None, Fields::default()).await
}

pub(super) async fn refuse(
    app: &App,
    page: Page,
    posted: Posted,
    problem: String,
) -> Result<Response, Error> {
    let query = CasesQuery::default();
    let body = cases_page(app, page, posted.officer, query, Some(problem), posted.fields).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, body).into_response())
}

async fn cases_page(
    app: &App,
    page: Page,
    officer: SignedIn,
    query: CasesQuery,
    problem: Option<String>,
    typed: Fields,
) -> Result<Response, Error> {
    let sight = officer.sight();
    let before = (!query.before.is_empty()).then(|| query.before.parse::<CaseId>()).transpose();
    let before = before.map_err(|_| Error::BadRequest("bad-query"))?;
    let outcome = match query.outcome.as_str() {
        "" => None,
        "open" => Some(None),
        slug => Some(Some(CaseOutcome::from_slug(slug).ok_or(Error::BadRequest("bad-query"))?)),
    };
    let (cases, next) = app.store.cases(outcome, &sight, before, PAGE_ROWS).await?;
    let quarter = if query.quarter.is_empty() { quarter_of(app.now()) } else { query.quarter.clone() };
    let (from, to) = quarter_span(&quarter).ok_or(Error::BadRequest("bad-query"))?;
    let counted = app.store.case_figures(from, to, &sight).await?;
    let officers = app.store.officers().await?;
    let c = Console::new(app, page, officer).await?;
    let t = c.t();
    let rows = cases.iter().map(|case| Row {
        href: super::href(&c.page, case.id),
        number: number_words(t, case.number),
        title: words::case_title(t, &case.title),
        outcome: outcome_words(t, case.outcome),
        opened: case.opened_at.vietnam_date(),
        who: words::officer_name(t, Some(case.opened_by), &officers),
    });
    page::render(&CasesPage {
        problem,
        typed,
        may_open: c.officer().may(Permission::WorkReports),
        outcomes: outcomes(t, &query.outcome),
        quarters: quarters(t, app.now(), &quarter),
        figures: figure_facts(t, &counted),
        rows: rows.collect(),
        first_href: before.map(|_| query.href(&c.page, "")),
        next_href: next.map(|id| query.href(&c.page, &id.to_string())),
        c,
    })
}

impl CasesQuery {
    fn href(&self, page: &Page, before: &str) -> String {
        let pairs = [("outcome", &*self.outcome), ("quarter", &self.quarter), ("before", before)];
        page.address("/console/vu-an", &pairs)
    }
}

/// `3/2026`.
pub(super) fn number_words(t: Words, number: (u64, u64)) -> String {
    t.say_with("case-number", "number", format!("{}/{}", number.1, number.0)).into_owned()
}

/// What a case came to, or that it is open.
pub(super) fn outcome_words(t: Words, outcome: Option<CaseOutcome>) -> String {
    t.say(&format!("case-outcome-{}", outcome.map_or("open", CaseOutcome::slug))).into_owned()
}

fn outcomes(t: Words, chosen: &str) -> Vec<Choice> {
    let any = Choice::new("", t.say("console-any"), chosen.is_empty());
    let slugs = std::iter::once("open").chain(CaseOutcome::ALL.iter().map(|outcome| outcome.slug()));
    let each = slugs.map(|slug| Choice::new(slug, t.say(&format!("case-outcome-{slug}")), chosen == slug));
    std::iter::once(any).chain(each).collect()
}

/// The quarter of a time, in Viet Nam: `2026-4`.
fn quarter_of(now: Time) -> String {
    let date = now.vietnam_iso_date();
    let month: u32 = date[5..7].parse().expect("an ISO date has a month of two digits");
    format!("{}-{}", &date[..4], month.div_ceil(3))
}

/// From its first instant until the first of the next.
fn quarter_span(quarter: &str) -> Option<(Time, Time)> {
    let (year, number) = quarter.split_once('-')?;
    let (year, number): (u32, u32) = (year.parse().ok()?, number.parse().ok()?);
    if !(2000..=2999).contains(&year) || !(1..=4).contains(&number) {
        return None;
    }
    let first =
        |year: u32, number: u32| clocks::start_of_iso_day(&format!("{year}-{:02}-01", number * 3 - 2));
    let (next_year, next) = if number == 4 { (year + 1, 1) } else { (year, number + 1) };
    Some((first(year, number)?, first(next_year, next)?))
}

fn quarters(t: Words, now: Time, chosen: &str) -> Vec<Choice> {
    let today = quarter_of(now);
    let (year, number) = today.split_once('-').unwrap_or(("2026", "1"));
    let mut at: (u32, u32) = (year.parse().unwrap_or(2026), number.parse().unwrap_or(1));
    let mut choices = Vec::with_capacity(QUARTERS);
    for _ in 0..QUARTERS {
        let slug = format!("{}-{}", at.0, at.1);
        let values = [("number", at.1.into()), ("year", at.0.to_string().into())];
        choices.push(Choice::new(&slug, t.say_all("case-quarter", &values), slug == chosen));
        at = if at.1 == 1 { (at.0 - 1, 4) } else { (at.0, at.1 - 1) };
    }
    choices
}

fn figure_facts(t: Words, figures: &CaseFigures) -> Vec<Fact> {
    let signed = |amount: i64| {
        let sign = if amount < 0 { "−" } else { "" };
        format!("{sign}{}", t.number(amount.unsigned_abs()))
    };
    let mut facts = vec![
        Fact::new(t.say("case-figure-opened"), t.number(figures.opened)),
        Fact::new(t.say("case-figure-open"), t.number(figures.open_at_end)),
    ];
    for (outcome, count) in CaseOutcome::ALL.iter().zip(figures.outcomes) {
        facts.push(Fact::new(outcome_words(t, Some(*outcome)), t.number(count)));
    }
    facts.push(Fact::new(t.say("case-defendants"), signed(figures.defendants)));
    for (key, amount) in [
        ("case-lost", figures.money_lost),
        ("case-held", figures.money_held),
        ("case-returned", figures.money_returned),
    ] {
        facts.push(Fact::new(t.say(key), format!("{} đ", signed(amount))));
    }
    facts.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_follow_each_other_without_a_gap() {
        let words = |quarter: &str| {
            quarter_span(quarter).map(|(from, to)| format!("{} {}", from.vietnam_date(), to.vietnam_date()))
        };
        assert_eq!(words("2026-4").as_deref(), Some("01/10/2026 01/01/2027"));
        assert_eq!(words("2026-1").as_deref(), Some("01/01/2026 01/04/2026"));
        for bad in ["", "2026", "2026-0", "2026-5", "99-1", "x-1", "2026-1-1"] {
            assert_eq!(words(bad), None, "{bad}");
        }
        assert_eq!(quarter_of(quarter_span("2026-3").unwrap().1), "2026-4");
    }
}
