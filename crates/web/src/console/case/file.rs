//! The page of one case.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use desk::case::next_outcomes;
use desk::{CaseFacts, CaseOutcome, Permission};
use model::{CaseId, ReportId};
use serde::Deserialize;
use store::case::{CaseFile, CaseStep};
use store::officer::Officer;

use super::super::frame::{Choice, Console, Fact, Line, Link};
use super::super::{act, words};
use super::list::{number_words, outcome_words};
use super::{case_id, href};
use crate::auth::{Fields, Posted, SignedIn};
use crate::catalogue::Words;
use crate::extract::{Path, Query};
use crate::page::{self, Page};
use crate::{App, Error};

/// Reports of one page.
const PAGE_ROWS: u32 = 100;

/// The query of the page of a case.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct CaseQuery {
    /// The last report of the page before.
    #[serde(default)]
    after: String,
    /// What linking came to: linked, already there, of another case, of another unit.
    #[serde(default)]
    linked: String,
}

struct Row {
    id: String,
    link: Link,
}

#[derive(Template)]
#[template(path = "console/case.html")]
struct CasePage {
    c: Console,
    href: String,
    version: i64,
    number: String,
    title: String,
    outcome: String,
    opened: String,
    problem: Option<String>,
    done: Option<String>,
    typed: Fields,
    told: String,
    facts: Vec<Fact>,
    steps: Vec<Line>,
    may_link: bool,
    may_step: bool,
    is_transferred: bool,
    outcomes: Vec<Choice>,
    now: Stated,
    rows: Vec<Row>,
    first_href: Option<String>,
    next_href: Option<String>,
}

/// What stands in the form of a step at first.
struct Stated {
    defendants: String,
    lost: String,
    held: String,
    returned: String,
    article: String,
    recipient: String,
}

/// One case.
pub(in super::super) async fn get_case(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
    Path(id): Path<String>,
    Query(query): Query<CaseQuery>,
) -> Result<Response, Error> {
    officer.require(Permission::ReadReports)?;
    case_page(&app, page, officer, case_id(&id)?, query, None, Fields::default()).await
}

/// The page after an attempt that did not go through, with what was typed.
pub(super) async fn refuse(
    app: &App,
    page: Page,
    posted: Posted,
    id: CaseId,
    status: StatusCode,
    problem: String,
) -> Result<Response, Error> {
    act::refuse(page, status, problem, |page, problem| again(app, page, posted, id, problem)).await
}

pub(super) async fn again(
    app: &App,
    page: Page,
    posted: Posted,
    id: CaseId,
    problem: String,
) -> Result<Response, Error> {
    let query = CaseQuery::default();
    case_page(app, page, posted.officer, id, query, Some(problem), posted.fields).await
}

async fn case_page(
    app: &App,
    page: Page,
    officer: SignedIn,
    id: CaseId,
    query: CaseQuery,
    problem: Option<String>,
    typed: Fields,
) -> Result<Response, Error> {
    let (sight, now) = (officer.sight(), app.now());
    let file = app.store.case(id, &sight).await?;
    let after = (!query.after.is_empty()).then(|| query.after.parse::<ReportId>()).transpose();
    let after = after.map_err(|_| Error::BadRequest("bad-query"))?;
    let (reports, next) = app.store.case_reports(id, &sight, after, PAGE_ROWS).await?;
    let officers = app.store.officers().await?;
    let c = Console::new(app, page, officer).await?;
    let t = c.t();
    let href = href(&c.page, id);
    let rows = reports.iter().map(|report| Row {
        id: report.id.to_string(),
        link: words::related_link(app, &c.page, report, now),
    });
    page::render(&CasePage {
        version: file.case.version.0,
        number: number_words(t, file.case.number),
        title: words::case_title(t, &file.case.title),
        outcome: outcome_words(t, file.case.outcome),
        opened: opened_words(t, &file, &officers),
        problem,
        done: linked_words(t, &query.linked),
        told: told_words(t, &file),
        facts: facts(t, &file.facts),
        steps: file.steps.iter().rev().map(|step| step_line(t, step, &officers)).collect(),
        may_link: c.officer().may(Permission::WorkReports),
        may_step: c.officer().may(Permission::RecordSource),
        is_transferred: file.case.outcome == Some(CaseOutcome::Transferred),
        outcomes: outcomes(t, file.case.outcome, typed.get("outcome")),
        now: stated(&file.facts, &typed),
        typed,
        rows: rows.collect(),
        first_href: after.map(|_| href.clone()),
        next_href: next.map(|id| format!("{href}?after={id}")),
        href,
        c,
    })
}

fn opened_words(t: Words, file: &CaseFile, officers: &[Officer]) -> String {
    let values = [
        ("who", words::officer_name(t, Some(file.case.opened_by), officers).into()),
        ("at", file.case.opened_at.vietnam_date_time().into()),
    ];
    t.say_all("case-opened", &values).into_owned()
}

fn told_words(t: Words, file: &CaseFile) -> String {
    let values = [
        ("reports", t.number(file.reports).into()),
        ("losses", t.number(file.losses).into()),
        ("money", words::money(t, Some(file.money_told)).into()),
    ];
    t.say_all("case-told", &values).into_owned()
}

/// `4-0-1-2` as a sentence; nothing when it is no such thing.
fn linked_words(t: Words, linked: &str) -> Option<String> {
    let counts: Vec<u64> = linked.split('-').map(str::parse).collect::<Result<_, _>>().ok()?;
    let [new, already, other_case, other_unit] = counts.try_into().ok()?;
    let left = [
        ("case-linked", new),
        ("case-linked-already", already),
        ("case-linked-other-case", other_case),
        ("case-linked-other-unit", other_unit),
    ];
    let said = left.iter().enumerate().filter(|(index, (_, count))| *index == 0 || *count > 0);
    let said = said.map(|(_, (key, count))| t.say_with(key, "count", t.number(*count)).into_owned());
    Some(said.collect::<Vec<_>>().join(" "))
}

/// What is known, line by line.
fn facts(t: Words, known: &CaseFacts) -> Vec<Fact> {
    let money = |amount: u64| if amount == 0 { String::new() } else { words::money(t, Some(amount)) };
    let count = if known.defendants == 0 { String::new() } else { t.number(known.defendants) };
    let facts = [
        Fact::new(t.say("case-defendants"), count),
        Fact::new(t.say("case-lost-stated"), words::money(t, known.money_lost)),
        Fact::new(t.say("case-held"), money(known.money_held)),
        Fact::new(t.say("case-returned"), money(known.money_returned)),
        Fact::new(t.say("case-article"), known.article.as_str()),
        Fact::new(t.say("case-recipient"), known.recipient.as_str()),
    ];
    facts.into_iter().flatten().collect()
}

fn step_line(t: Words, step: &CaseStep, officers: &[Officer]) -> Line {
    let known = facts(t, &step.facts);
    let known = known.iter().map(|fact| format!("{}: {}", fact.label, fact.value));
    let ground = (!step.ground.is_empty()).then(|| step.ground.clone());
    Line {
        at: step.at.vietnam_date_time(),
        what: outcome_words(t, step.facts.outcome),
        who: words::officer_name(t, Some(step.by), officers),
        why: ground.into_iter().chain(known).collect::<Vec<_>>().join(" · "),
    }
}

/// What the case may come to from here, and where it stands.
fn outcomes(t: Words, at: Option<CaseOutcome>, typed: &str) -> Vec<Choice> {
    let mut all = vec![at];
    all.extend(next_outcomes(at).iter().copied().filter(|outcome| *outcome != at));
    let choice = |outcome: Option<CaseOutcome>| {
        let slug = outcome.map_or("", CaseOutcome::slug);
        let selected = if typed.is_empty() { outcome == at } else { slug == typed };
        Choice::new(slug, outcome_words(t, outcome), selected)
    };
    all.into_iter().map(choice).collect()
}

fn stated(known: &CaseFacts, typed: &Fields) -> Stated {
    let or = |name: &str, value: String| {
        let text = typed.get(name);
        if text.is_empty() { value } else { text.to_owned() }
    };
    let number = |amount: u64| if amount == 0 { String::new() } else { amount.to_string() };
    Stated {
        defendants: or("defendants", number(known.defendants)),
        lost: or("lost", known.money_lost.map(|lost| lost.to_string()).unwrap_or_default()),
        held: or("held", number(known.money_held)),
        returned: or("returned", number(known.money_returned)),
        article: or("article", known.article.clone()),
        recipient: or("recipient", known.recipient.clone()),
    }
}
