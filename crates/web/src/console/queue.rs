//! The queue: one line per open report, most urgent first.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use desk::{Permission, UnitId};
use model::report::ReportState;
use model::{Indicator, Method, ReportId, Time};
use serde::Deserialize;
use store::officer::{Officer, Unit};
use store::report::{QueueCursor, QueueFilter, QueueLine};

use super::batch::BatchForm;
use super::columns::Columns;
use super::frame::{Choice, Console, Link};
use super::selection::query_of;
use super::views::ListForm;
use super::{units, words};
use crate::auth::SignedIn;
use crate::catalogue::Words;
use crate::extract::Query;
use crate::label::value_label;
use crate::page::{self, Page};
use crate::{App, Error};

/// Lines of one page: what fits two screens.
const PAGE_LINES: u32 = 50;

/// The query of the queue.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QueueQuery {
    #[serde(default)]
    state: String,
    #[serde(default)]
    province: String,
    #[serde(default)]
    method: String,
    /// Short name of a unit.
    #[serde(default)]
    unit: String,
    /// `newest`; empty: most urgent first.
    #[serde(default)]
    sort: String,
    /// Names of columns.
    #[serde(default)]
    columns: String,
    /// `1`: those that are folded away as spam, instead of all others.
    #[serde(default)]
    spam: String,
    /// Code of what was just done.
    #[serde(default)]
    done: String,
    /// `place,id` of the last line of the page before.
    #[serde(default)]
    after: String,
}

/// One line as the table shows it (`console/report_rows.html`).
pub(super) struct Row {
    pub(super) id: String,
    pub(super) code: String,
    pub(super) href: String,
    pub(super) urgency: String,
    pub(super) urgency_class: &'static str,
    pub(super) clock: String,
    pub(super) clock_class: &'static str,
    pub(super) line: String,
    pub(super) verdict: String,
    pub(super) verdict_class: &'static str,
    pub(super) state: String,
    pub(super) method: String,
    pub(super) province: String,
    pub(super) money: String,
    pub(super) indicators: String,
    pub(super) indicators_full: String,
    pub(super) owner: String,
    pub(super) age: String,
    pub(super) has_news: bool,
}

#[derive(Template)]
#[template(path = "console/queue.html")]
struct QueuePage {
    c: Console,
    summary: String,
    done: Option<String>,
    units: Vec<Choice>,
    states: Vec<Choice>,
    provinces: Vec<Choice>,
    methods: Vec<Choice>,
    rows: Vec<Row>,
    batch: Option<BatchForm>,
    list: ListForm,
    columns: Columns,
    /// The way to those that are folded away, with how many there are; or back.
    folded: Option<Link>,
    first_href: Option<String>,
    next_href: Option<String>,
}

/// One page of the queue.
pub(super) async fn get_queue(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
    Query(query): Query<QueueQuery>,
) -> Result<Response, Error> {
    officer.require(Permission::ReadReports)?;
    let filter = query.filter()?;
    let after = if query.after.is_empty() { None } else { Some(cursor(&query.after)?) };
    let queue = app.store.queue(&filter, &officer.sight(), after, PAGE_LINES).await?;
    let officers = app.store.officers().await?;
    let (units, sight) = (app.store.units().await?, officer.sight());
    let c = Console::new(&app, page, officer).await?;
    let (t, now) = (c.t(), app.now());
    let rows = queue.lines.iter().map(|line| row(&app, &c.page, line, &officers, now)).collect::<Vec<_>>();
    let more = if queue.next.is_some() { "console-queue-count-more" } else { "console-queue-count" };
    let folded = folded_link(&app, &c.page, filter.folded_away).await?;
    let next = queue.next.map(|cursor| format!("{},{}", cursor.place, cursor.id));
    let batch = BatchForm::new(&app, &c, &officers, &units, "queue", query_of(&query.href(&c.page, "")));
    let columns = Columns::read(&query.columns)?;
    let address = query_of(&query.href(&c.page, ""));
    let list = ListForm::new(&app, &c, "queue", address, &columns, &query.sort).await?;
    page::render(&QueuePage {
        batch,
        list,
        columns,
        summary: t.say_with(more, "count", rows.len()).into_owned(),
        done: (query.done == "moved").then(|| t.say("console-done-moved").into_owned()),
        units: query.units(&units::within(units, &sight), t),
        states: states(t, "console-state-open", &query.state),
        provinces: provinces(&app, t, &query.province),
        methods: methods(&app, t, &query.method),
        rows,
        folded,
        first_href: after.map(|_| query.href(&c.page, "")),
        next_href: next.map(|after| query.href(&c.page, &after)),
        c,
    })
}

/// The way to the reports that are folded away as spam, where there are some; from there the way back.
async fn folded_link(app: &App, page: &Page, is_there: bool) -> Result<Option<Link>, Error> {
    let path = page.href("/console/hang-doi");
    if is_there {
        let label = page.t.say("console-folded-back").into_owned();
        return Ok(Some(Link { href: path, label, note: String::new() }));
    }
    let count = app.store.count_folded_away().await?;
    let label = page.t.say_with("console-folded-show", "count", count).into_owned();
    Ok((count > 0).then(|| Link { href: format!("{path}?spam=1"), label, note: String::new() }))
}

impl QueueQuery {
    pub(super) fn filter(&self) -> Result<QueueFilter, Error> {
        let (state, method) = (state_chosen(&self.state)?, method_chosen(&self.method)?);
        let province = (!self.province.is_empty()).then(|| self.province.clone());
        let unit = match self.unit.as_str() {
            "" => None,
            id => Some(id.parse::<UnitId>().map_err(|_| Error::BadRequest("bad-query"))?),
        };
        let is_newest_first = match self.sort.as_str() {
            "" => false,
            "newest" => true,
            _ => return Err(Error::BadRequest("bad-query")),
        };
        let folded_away = self.spam == "1";
        Columns::read(&self.columns)?;
        Ok(QueueFilter {
            state,
            province,
            method,
            unit,
            is_newest_first,
            folded_away,
            ..QueueFilter::default()
        })
    }

    /// The units to choose from; none where there is but one.
    fn units(&self, units: &[Unit], t: Words) -> Vec<Choice> {
        if units.len() < 2 {
            return Vec::new();
        }
        let any = Choice::new("", t.say("console-any"), self.unit.is_empty());
        let each = units::choices(units, |id| self.unit == id.as_str());
        std::iter::once(any).chain(each).collect()
    }

    /// The address of the page after `after` with the same filters.
    fn href(&self, page: &Page, after: &str) -> String {
        let pairs = [
            ("state", &*self.state),
            ("province", &self.province),
            ("method", &self.method),
            ("unit", &self.unit),
            ("sort", &self.sort),
            ("columns", &self.columns),
            ("spam", &self.spam),
            ("after", after),
        ];
        page.address("/console/hang-doi", &pairs)
    }
}

/// The state that a query names; `None`: any.
pub(super) fn state_chosen(slug: &str) -> Result<Option<ReportState>, Error> {
    let state =
        (!slug.is_empty()).then(|| ReportState::from_slug(slug).ok_or(Error::BadRequest("bad-query")));
    state.transpose()
}

/// The method that a query names; `None`: any.
pub(super) fn method_chosen(slug: &str) -> Result<Option<Method>, Error> {
    let method = (!slug.is_empty()).then(|| slug.parse().map_err(|_| Error::BadRequest("bad-query")));
    method.transpose()
}

/// Every state, after the choice that `any` names.
pub(super) fn states(t: Words, any: &str, chosen: &str) -> Vec<Choice> {
    let each = ReportState::ALL
        .iter()
        .map(|state| Choice::new(state.slug(), words::state(t, *state), chosen == state.slug()));
    std::iter::once(Choice::new("", t.say(any), chosen.is_empty())).chain(each).collect()
}

/// Every province, after "any".
pub(super) fn provinces(app: &App, t: Words, chosen: &str) -> Vec<Choice> {
    let each = app
        .reference
        .places
        .provinces
        .iter()
        .map(|province| Choice::new(&province.code, province.name.as_str(), chosen == province.code));
    std::iter::once(Choice::new("", t.say("console-any"), chosen.is_empty())).chain(each).collect()
}

/// Every method, after "any".
pub(super) fn methods(app: &App, t: Words, chosen: &str) -> Vec<Choice> {
    let each = Method::ALL.iter().map(|method| {
        let name = words::method(t, &app.reference, Some(*method));
        Choice::new(method.slug(), name, chosen == method.slug())
    });
    std::iter::once(Choice::new("", t.say("console-any"), chosen.is_empty())).chain(each).collect()
}

fn cursor(text: &str) -> Result<QueueCursor, Error> {
    let (place, id) = text.split_once(',').ok_or(Error::BadRequest("bad-query"))?;
    let place = place.parse().map_err(|_| Error::BadRequest("bad-query"))?;
    let id: ReportId = id.parse().map_err(|_| Error::BadRequest("bad-query"))?;
    Ok(QueueCursor { place, id })
}

pub(super) fn row(app: &App, page: &Page, line: &QueueLine, officers: &[Officer], now: Time) -> Row {
    let t = page.t;
    let (clock, clock_class) = line.due_at.map(|due_at| words::clock(t, due_at, now)).unwrap_or_default();
    let more = line.indicator_count.saturating_sub(1);
    let first = line.indicator_first.parse::<Indicator>();
    let value = first.map(|first| value_label(&first, &app.reference)).unwrap_or_default();
    let indicators = if more > 0 { format!("{value} +{}", t.number(more)) } else { value };
    let (urgency, urgency_class) = words::urgency(t, line.urgency);
    Row {
        id: line.id.to_string(),
        code: line.tracking_code.to_string(),
        href: page.href(&format!("/console/phan-anh/{}", line.id)),
        urgency,
        urgency_class,
        clock,
        clock_class,
        line: excerpt(&line.excerpt, t),
        verdict: words::verdict(t, line.verdict),
        verdict_class: words::verdict_class(line.verdict),
        state: words::state(t, line.state),
        method: words::method(t, &app.reference, line.method),
        province: words::province(&app.reference, line.province.as_deref()),
        money: words::money(t, line.money_lost),
        indicators,
        indicators_full: line.indicator_first.clone(),
        owner: line.assigned_to.map(|id| words::officer_name(t, Some(id), officers)).unwrap_or_default(),
        age: words::age(t, line.received_at, now),
        has_news: line.has_news,
    }
}

fn excerpt(text: &str, t: Words) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() { t.say("console-no-text").into_owned() } else { line }
}
