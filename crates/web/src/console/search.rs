//! The one search field: a tracking code, an indicator, or words that stand in reports.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use desk::{Permission, Sight, search};
use model::{Indicator, IndicatorKind, ReportId, TrackingCode};
use serde::Deserialize;
use store::report::QueueLine;
use store::search::SearchFilter;

use super::batch::BatchForm;
use super::columns::Columns;
use super::frame::{Choice, Console};
use super::queue::{self, Row};
use super::report;
use super::selection::query_of;
use super::views::ListForm;
use crate::auth::{Posted, SignedIn};
use crate::extract::Query;
use crate::page::{self, Page};
use crate::{App, Error};

/// Lines of one page, as in the queue.
const PAGE_LINES: u32 = 50;

/// The query of a search.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SearchQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    province: String,
    #[serde(default)]
    method: String,
    /// `reports`: list reports even when the text names an indicator, which has a page of its own.
    #[serde(default)]
    show: String,
    /// Names of columns.
    #[serde(default)]
    columns: String,
    /// Cursor of the last line of the page before.
    #[serde(default)]
    before: String,
}

#[derive(Template)]
#[template(path = "console/search.html")]
struct SearchPage {
    c: Console,
    q: String,
    show: String,
    summary: String,
    problem: Option<String>,
    states: Vec<Choice>,
    provinces: Vec<Choice>,
    methods: Vec<Choice>,
    rows: Vec<Row>,
    batch: Option<BatchForm>,
    list: ListForm,
    columns: Columns,
    may_search_sender: bool,
    first_href: Option<String>,
    next_href: Option<String>,
}

/// Leads to what is meant, or lists what was found.
pub(super) async fn get_search(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
    Query(query): Query<SearchQuery>,
) -> Result<Response, Error> {
    let text = query.q.trim();
    let may_read = officer.may(Permission::ReadReports);
    if may_read
        && let Ok(code) = text.parse::<TrackingCode>()
        && let Some(id) = app.store.report_by_code(&code).await?
    {
        return Ok(Redirect::to(&page.href(&format!("/console/phan-anh/{id}"))).into_response());
    }
    let indicator = indicator_meant(text);
    let wants_reports = may_read && query.show == "reports";
    if let Some(indicator) = &indicator
        && officer.may(Permission::ReadList)
        && !wants_reports
    {
        return Ok(Redirect::to(&report::indicator_href(&page, indicator)).into_response());
    }
    if !may_read {
        return Err(Error::NotFound);
    }
    let sight = officer.sight();
    let (lines, next) = match indicator.filter(|_| wants_reports) {
        Some(indicator) => by_indicator(&app, &query, &sight, &indicator).await?,
        None => by_words(&app, &query, &sight).await?,
    };
    let found = Listed { lines, next, problem: None, is_sender: false };
    let is_question = !search::question(text).is_empty();
    let body = search_page(&app, page, officer, query, found).await?;
    let status = if is_question { StatusCode::OK } else { StatusCode::NOT_FOUND };
    Ok((status, body).into_response())
}

/// Reports of one sender: asked for in the body of a form, so that no name stands in an address.
pub(super) async fn find_sender(
    State(app): State<App>,
    page: Page,
    posted: Posted,
) -> Result<Response, Error> {
    posted.officer.require(Permission::OpenIdentity)?;
    let (sender, reason) = (posted.fields.get("sender"), posted.fields.get("reason"));
    let by = posted.officer.0.officer.id;
    let found = app.store.reports_of_sender(sender, reason, by, None, PAGE_LINES, app.now()).await;
    let (status, found) = match found {
        Ok(found) => {
            (StatusCode::OK, Listed { lines: found.lines, next: None, problem: None, is_sender: true })
        }
        Err(error) => match super::words::problem(page.t, &error) {
            Some((status, problem)) => (status, Listed { problem: Some(problem), ..Listed::default() }),
            None => return Err(error.into()),
        },
    };
    let body = search_page(&app, page, posted.officer, SearchQuery::default(), found).await?;
    Ok((status, body).into_response())
}

/// What a search ended in.
#[derive(Default)]
struct Listed {
    lines: Vec<QueueLine>,
    next: Option<String>,
    problem: Option<String>,
    is_sender: bool,
}

async fn by_words(
    app: &App,
    query: &SearchQuery,
    sight: &Sight,
) -> Result<(Vec<QueueLine>, Option<String>), Error> {
    let before = (!query.before.is_empty()).then(|| query.before.parse::<u64>()).transpose();
    let before = before.map_err(|_| Error::BadRequest("bad-query"))?;
    let words = search::question(&query.q);
    let found = app.store.search_reports(&words, &query.filter()?, sight, before, PAGE_LINES).await?;
    Ok((found.lines, found.next.map(|number| number.to_string())))
}

async fn by_indicator(
    app: &App,
    query: &SearchQuery,
    sight: &Sight,
    indicator: &Indicator,
) -> Result<(Vec<QueueLine>, Option<String>), Error> {
    let before = (!query.before.is_empty()).then(|| query.before.parse::<ReportId>()).transpose();
    let before = before.map_err(|_| Error::BadRequest("bad-query"))?;
    let found = app.store.reports_naming(indicator, sight, before, PAGE_LINES).await?;
    Ok((found.lines, found.next.map(|id| id.to_string())))
}

async fn search_page(
    app: &App,
    page: Page,
    officer: SignedIn,
    query: SearchQuery,
    found: Listed,
) -> Result<Response, Error> {
    let officers = app.store.officers().await?;
    let c = Console::new(app, page, officer).await?;
    let (t, now) = (c.t(), app.now());
    let rows: Vec<Row> =
        found.lines.iter().map(|line| queue::row(app, &c.page, line, &officers, now)).collect();
    let is_question = found.is_sender || !search::question(&query.q).is_empty();
    let summary = match (rows.len(), found.next.is_some()) {
        (0, false) if found.problem.is_none() && is_question => t.say("console-search-none"),
        (0, false) => t.say("console-search-nothing"),
        (count, false) => t.say_with("console-queue-count", "count", count),
        (count, true) => t.say_with("console-queue-count-more", "count", count),
    };
    let batch = match found.is_sender {
        // Who sent them stands in no address, so that "all that match" could not be asked for again.
        true => None,
        false => BatchForm::new(
            app,
            &c,
            &officers,
            &app.store.units().await?,
            "search",
            query_of(&query.href(&c.page, "")),
        ),
    };
    let columns = Columns::read(&query.columns)?;
    let address = query_of(&query.href(&c.page, ""));
    let list = ListForm::new(app, &c, "search", address, &columns, "").await?;
    page::render(&SearchPage {
        batch,
        list,
        columns,
        summary: summary.into_owned(),
        problem: found.problem,
        states: queue::states(t, "console-any", &query.state),
        provinces: queue::provinces(app, t, &query.province),
        methods: queue::methods(app, t, &query.method),
        rows,
        may_search_sender: c.officer().may(Permission::OpenIdentity),
        first_href: (!query.before.is_empty()).then(|| query.href(&c.page, "")),
        next_href: found.next.map(|next| query.href(&c.page, &next)),
        q: query.q,
        show: query.show,
        c,
    })
}

impl SearchQuery {
    /// What is asked for.
    pub(super) fn text(&self) -> &str {
        self.q.trim()
    }

    /// Whether reports are wanted even when the text names an indicator.
    pub(super) fn wants_reports(&self) -> bool {
        self.show == "reports"
    }

    pub(super) fn filter(&self) -> Result<SearchFilter, Error> {
        let province = (!self.province.is_empty()).then(|| self.province.clone());
        Columns::read(&self.columns)?;
        let (state, method) = (queue::state_chosen(&self.state)?, queue::method_chosen(&self.method)?);
        Ok(SearchFilter { state, province, method })
    }

    /// The address of the page after `before` with the same question.
    fn href(&self, page: &Page, before: &str) -> String {
        let pairs = [
            ("q", &*self.q),
            ("state", &self.state),
            ("province", &self.province),
            ("method", &self.method),
            ("show", &self.show),
            ("columns", &self.columns),
            ("before", before),
        ];
        page.address("/console/tim", &pairs)
    }
}

/// `kind:value`, else the first kind that reads the text, the most particular first.
pub(super) fn indicator_meant(text: &str) -> Option<Indicator> {
    const KINDS: [IndicatorKind; 6] = [
        IndicatorKind::Phone,
        IndicatorKind::Email,
        IndicatorKind::BankAccount,
        IndicatorKind::CryptoWallet,
        IndicatorKind::Domain,
        IndicatorKind::Url,
    ];
    if text.is_empty() {
        return None;
    }
    text.parse().ok().or_else(|| KINDS.iter().find_map(|kind| Indicator::parse(*kind, text).ok()))
}
