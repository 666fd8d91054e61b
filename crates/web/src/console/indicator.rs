//! One indicator: how it stands, its history, the reports it was seen in, and what may be done.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use desk::{Permission, guard};
use model::Indicator;
use serde::Deserialize;
use url::form_urlencoded;

use super::frame::{Console, Fact, Line, Link, Tag};
use super::terms::{Attempt, Terms};
use super::{act, decide, report, words};
use crate::auth::{Posted, SignedIn};
use crate::extract::{Path, Query};
use crate::label::value_label;
use crate::page::{self, Page};
use crate::{App, Error};

/// Reports shown; the number of all is beside them.
const REPORTS_MAX: u32 = 50;

/// The query of an indicator's page.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IndicatorQuery {
    #[serde(default)]
    done: String,
}

#[derive(Template)]
#[template(path = "console/indicator.html")]
struct IndicatorPage {
    c: Console,
    full: String,
    value: String,
    kind: String,
    tags: Vec<Tag>,
    attempt: Attempt,
    done: Option<String>,
    facts: Vec<Fact>,
    refusal: Option<String>,
    acts: Vec<Line>,
    reports: Vec<Link>,
    reports_count: String,
    reports_href: String,
    is_listed: bool,
    may_propose: bool,
    may_delist: bool,
    propose_href: String,
    delist_href: String,
    terms: Terms,
}

/// One indicator.
pub(super) async fn get_indicator(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
    Path(text): Path<String>,
    Query(query): Query<IndicatorQuery>,
) -> Result<Response, Error> {
    officer.require(Permission::ReadList)?;
    let indicator: Indicator = text.parse().map_err(|_| Error::NotFound)?;
    indicator_page(&app, page, officer, &indicator, Attempt::default(), &query.done).await
}

/// Proposes to list it, or to change how it is listed.
pub(super) async fn propose(State(app): State<App>, page: Page, posted: Posted) -> Result<Response, Error> {
    let indicator = posted_indicator(&posted)?;
    match decide::propose_listing(&app, &page, &posted, None).await? {
        Ok(done) => Ok(act::back(&done_href(&page, &indicator, done))),
        Err((status, problem)) => {
            let again = |page, problem| again(&app, page, posted, &indicator, "propose", problem);
            act::refuse(page, status, problem, again).await
        }
    }
}

/// Takes it off the list, on a ground.
pub(super) async fn delist(State(app): State<App>, page: Page, posted: Posted) -> Result<Response, Error> {
    let indicator = posted_indicator(&posted)?;
    let outcome = app.store.delist(&indicator, posted.fields.get("ground"), posted.by(), app.now()).await;
    let outcome = outcome.map(|_| done_href(&page, &indicator, "delisted"));
    act::finish(page, outcome, |page, problem| again(&app, page, posted, &indicator, "delist", problem)).await
}

fn posted_indicator(posted: &Posted) -> Result<Indicator, Error> {
    act::chosen(posted.fields.get("indicator"))
}

fn done_href(page: &Page, indicator: &Indicator, done: &str) -> String {
    format!("{}?done={done}", report::indicator_href(page, indicator))
}

/// The page after an attempt that did not go through, with what was typed.
async fn again(
    app: &App,
    page: Page,
    posted: Posted,
    indicator: &Indicator,
    card: &'static str,
    problem: String,
) -> Result<Response, Error> {
    let attempt = Attempt { card, problem: Some(problem), fields: posted.fields };
    indicator_page(app, page, posted.officer, indicator, attempt, "").await
}

fn encoded(indicator: &Indicator) -> String {
    form_urlencoded::byte_serialize(indicator.to_string().as_bytes()).collect()
}

async fn indicator_page(
    app: &App,
    page: Page,
    officer: SignedIn,
    indicator: &Indicator,
    attempt: Attempt,
    done: &str,
) -> Result<Response, Error> {
    let listing = app.store.listing(indicator).await?;
    let acts = app.store.history(indicator).await?;
    let officers = app.store.officers().await?;
    // Who may read the list need not be allowed to read reports.
    let (reports, count) = if officer.may(Permission::ReadReports) {
        let reports = app.store.reports_with_indicator(indicator, &officer.sight(), REPORTS_MAX).await?;
        (reports, app.store.count_reports_with_indicator(indicator).await?)
    } else {
        (Vec::new(), 0)
    };
    let c = Console::new(app, page, officer).await?;
    let (t, now) = (c.t(), app.now());
    let acts = acts.iter().rev().map(|act| Line {
        at: act.at.vietnam_date_time(),
        what: format!("{} · {}", words::action(t, act.action), words::level(t, act.level)),
        who: words::officer_name(t, act.approved_by, &officers),
        why: act.evidence.clone(),
    });
    let facts = match &listing {
        None => vec![Fact::new(t.say("console-state"), t.say("console-not-listed"))],
        Some(listing) => vec![
            Fact::new(t.say("console-level"), words::level(t, listing.level)),
            Fact::new(t.say("console-method"), words::method(t, &app.reference, Some(listing.method))),
            Fact::new(t.say("console-listing-reason"), words::listing_reason(t, listing.reason)),
            Fact::new(t.say("console-listed-at"), listing.listed_at.vietnam_date_time()),
            Fact::new(t.say("console-expires"), listing.expires_at.vietnam_date()),
            Fact::new(t.say("console-serial"), t.number(listing.serial.0)),
        ],
    };
    let refusal =
        guard::check(indicator, &app.reference).and_then(|()| app.store.check_allowed(indicator)).err();
    let done = (!done.is_empty()).then(|| format!("console-done-{done}")).filter(|key| t.has(key));
    page::render(&IndicatorPage {
        full: indicator.to_string(),
        value: value_label(indicator, &app.reference),
        kind: words::kind(t, indicator.kind()),
        tags: report::indicator_tags(app, t, indicator),
        done: done.map(|key| t.say(&key).into_owned()),
        facts: facts.into_iter().flatten().collect(),
        refusal: refusal.map(|refusal| words::refusal(t, &refusal)),
        acts: acts.collect(),
        reports: reports.iter().map(|other| words::related_link(app, &c.page, other, now)).collect(),
        reports_count: words::counted(t, count),
        reports_href: format!("{}?show=reports&q={}", c.page.href("/console/tim"), encoded(indicator)),
        is_listed: listing.is_some(),
        may_propose: c.officer().may(Permission::Propose),
        may_delist: c.officer().may(Permission::Delist),
        propose_href: c.page.href("/console/muc-de-xuat"),
        delist_href: c.page.href("/console/muc-go"),
        terms: Terms::new(app, t, &attempt, Some(indicator.kind()), listing.as_ref(), None),
        attempt,
        c,
    })
}
