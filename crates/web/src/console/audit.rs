//! The auditor's page: who saw what, when and why; and the proof that the trail is unbroken.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use desk::{Permission, clocks};
use model::{Indicator, OfficerId, ReportId, TrackingCode};
use serde::Deserialize;
use store::audit::{AuditLine, Deed};
use store::officer::Officer;
use store::oversight::AuditFilter;

use super::frame::{Choice, Console};
use super::{report, words};
use crate::auth::{Posted, SignedIn};
use crate::catalogue::Words;
use crate::extract::Query;
use crate::page::{self, Page};
use crate::{App, Error};

/// Lines of one page.
const PAGE_LINES: u32 = 100;

/// The query of the page. What is empty asks for nothing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AuditQuery {
    /// Id of an officer.
    #[serde(default)]
    officer: String,
    /// Tracking code or id of a report, an indicator, or a target as the trail writes it.
    #[serde(default)]
    about: String,
    /// Slug of a deed.
    #[serde(default)]
    deed: String,
    /// First day, ISO, in Viet Nam.
    #[serde(default)]
    from: String,
    /// Last day, ISO, in Viet Nam.
    #[serde(default)]
    to: String,
    /// Position of the last line of the page before.
    before: Option<u64>,
}

struct Row {
    position: String,
    at: String,
    what: String,
    class: &'static str,
    target: String,
    href: Option<String>,
    who: String,
    why: String,
}

#[derive(Template)]
#[template(path = "console/audit.html")]
struct AuditPage {
    c: Console,
    query: AuditQuery,
    officers: Vec<Choice>,
    deeds: Vec<Choice>,
    verified: Option<(bool, Vec<String>)>,
    rows: Vec<Row>,
    first_href: Option<String>,
    next_href: Option<String>,
}

/// The trail, newest line first.
pub(super) async fn get_audit(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
    Query(query): Query<AuditQuery>,
) -> Result<Response, Error> {
    officer.require(Permission::ReadAudit)?;
    audit_page(&app, page, officer, query, None).await
}

/// Reads both logs from their first line, and says whether each is as it was written.
pub(super) async fn verify(State(app): State<App>, page: Page, posted: Posted) -> Result<Response, Error> {
    posted.officer.require(Permission::ReadAudit)?;
    let report = app.store.verify().await?;
    let t = page.t;
    let values = [
        ("lines", t.number(report.audit_lines).into()),
        ("acts", t.number(report.acts).into()),
        ("problems", t.number(report.problem_count).into()),
        ("hash", report.audit_hash.to_string().into()),
    ];
    let key = if report.is_clean() { "audit-verified" } else { "audit-broken" };
    let mut lines = vec![t.say_all(key, &values).into_owned()];
    lines.extend(report.problems.iter().map(ToString::to_string));
    let verified = Some((report.is_clean(), lines));
    audit_page(&app, page, posted.officer, AuditQuery::default(), verified).await
}

impl AuditQuery {
    async fn filter(&self, app: &App) -> Result<AuditFilter, Error> {
        let bad = || Error::BadRequest("bad-query");
        let day = |text: &str| match text {
            "" => Ok(None),
            day => clocks::start_of_iso_day(day).map(Some).ok_or_else(bad),
        };
        let who = match self.officer.as_str() {
            "" => None,
            id => Some(id.parse::<OfficerId>().map_err(|_| bad())?),
        };
        let what = match self.deed.as_str() {
            "" => None,
            slug => Some(Deed::from_slug(slug).ok_or_else(bad)?),
        };
        let to = day(&self.to)?.map(|day| day.plus_days(1));
        Ok(AuditFilter { who, what, target: self.target(app).await?, from: day(&self.from)?, to })
    }

    /// As the trail writes it.
    async fn target(&self, app: &App) -> Result<Option<String>, Error> {
        let text = self.about.trim();
        if text.is_empty() {
            return Ok(None);
        }
        if let Ok(id) = text.parse::<ReportId>() {
            return Ok(Some(format!("report:{id}")));
        }
        if let Ok(code) = text.parse::<TrackingCode>()
            && let Some(id) = app.store.report_by_code(&code).await?
        {
            return Ok(Some(format!("report:{id}")));
        }
        let indicator = text.parse::<Indicator>().map(|indicator| indicator.to_string());
        Ok(Some(indicator.unwrap_or_else(|_| text.to_owned())))
    }

    /// The address of the page after `before` with the same filters.
    fn href(&self, page: &Page, before: Option<u64>) -> String {
        let before = before.map(|position| position.to_string()).unwrap_or_default();
        let pairs = [
            ("officer", self.officer.as_str()),
            ("about", &self.about),
            ("deed", &self.deed),
            ("from", &self.from),
            ("to", &self.to),
            ("before", &before),
        ];
        page.address("/console/kiem-toan", &pairs)
    }
}

async fn audit_page(
    app: &App,
    page: Page,
    officer: SignedIn,
    query: AuditQuery,
    verified: Option<(bool, Vec<String>)>,
) -> Result<Response, Error> {
    let filter = query.filter(app).await?;
    let lines = app.store.audit_search(&filter, &officer.sight(), query.before, PAGE_LINES).await?;
    let officers = app.store.officers().await?;
    let c = Console::new(app, page, officer).await?;
    let t = c.t();
    let is_full = lines.len() == PAGE_LINES as usize;
    let last = lines.last().map(|line| line.position).filter(|_| is_full);
    let any = || Choice::new("", t.say("console-any"), false);
    let people = officers.iter().map(|one| {
        let id = one.id.to_string();
        let selected = query.officer == id;
        Choice::new(&id, format!("{} · {}", one.display_name, one.unit.name), selected)
    });
    let deeds = Deed::ALL.iter().map(|deed| {
        let label = t.say(&format!("deed-{}", deed.slug())).into_owned();
        Choice::new(deed.slug(), label, query.deed == deed.slug())
    });
    page::render(&AuditPage {
        officers: std::iter::once(any()).chain(people).collect(),
        deeds: std::iter::once(any()).chain(deeds).collect(),
        verified,
        rows: lines.iter().map(|line| row(&c, line, &officers)).collect(),
        first_href: query.before.map(|_| query.href(&c.page, None)),
        next_href: last.map(|last| query.href(&c.page, Some(last))),
        query,
        c,
    })
}

fn row(c: &Console, line: &AuditLine, officers: &[Officer]) -> Row {
    let t = c.t();
    Row {
        position: t.number(line.position),
        at: line.at.vietnam_date_time(),
        what: t.say(&format!("deed-{}", line.what.slug())).into_owned(),
        class: class(line.what),
        href: target_href(c, &line.target),
        target: target_words(t, &line.target, officers),
        who: words::who(t, line.who, officers),
        why: line.why.clone(),
    }
}

/// What an auditor looks for first stands out.
fn class(deed: Deed) -> &'static str {
    match deed {
        Deed::BreakGlass | Deed::RefuseReport | Deed::RefuseSignIn => "red",
        Deed::OpenIdentity | Deed::SetRoles | Deed::SetUnit | Deed::MoveReport | Deed::SetCredentials => {
            "amber"
        }
        _ => "",
    }
}

/// `report:<id>` leads to the report for those who may read it; an indicator to its page.
fn target_href(c: &Console, target: &str) -> Option<String> {
    if let Some(id) = target.strip_prefix("report:") {
        let may = c.officer().may(Permission::ReadReports);
        return may.then(|| c.page.href(&format!("/console/phan-anh/{id}")));
    }
    target.parse().ok().map(|indicator| report::indicator_href(&c.page, &indicator))
}

fn target_words(t: Words, target: &str, officers: &[Officer]) -> String {
    match target.strip_prefix("officer:").map(str::parse) {
        Some(Ok(id)) => words::officer_name(t, Some(id), officers),
        _ => target.to_owned(),
    }
}
