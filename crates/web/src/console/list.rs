//! The published list, newest change first.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use desk::Permission;
use model::{IndicatorKind, Level, Serial};
use serde::Deserialize;
use store::publication::ListFilter;

use super::frame::{Choice, Console};
use super::{report, words};
use crate::auth::SignedIn;
use crate::extract::Query;
use crate::label::value_label;
use crate::page::{self, Page};
use crate::{App, Error};

/// Lines of one page.
const PAGE_LINES: u32 = 100;

/// The query of the list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    level: String,
    /// Serial of the last line of the page before.
    #[serde(default)]
    before: String,
}

struct Row {
    href: String,
    value: String,
    kind: String,
    level: String,
    level_class: &'static str,
    method: String,
    reason: String,
    listed: String,
    expires: String,
    serial: String,
}

#[derive(Template)]
#[template(path = "console/list.html")]
struct ListPage {
    c: Console,
    summary: String,
    q: String,
    kinds: Vec<Choice>,
    levels: Vec<Choice>,
    rows: Vec<Row>,
    first_href: Option<String>,
    next_href: Option<String>,
}

/// One page of the list.
pub(super) async fn get_list(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
    Query(query): Query<ListQuery>,
) -> Result<Response, Error> {
    officer.require(Permission::ReadList)?;
    let before = match query.before.as_str() {
        "" => None,
        serial => Some(Serial(serial.parse().map_err(|_| Error::BadRequest("bad-query"))?)),
    };
    let filter = ListFilter {
        contains: query.q.trim().to_lowercase(),
        kind: IndicatorKind::from_slug(&query.kind),
        method: None,
        level: Level::from_slug(&query.level),
    };
    let listings = app.store.listings(&filter, before, PAGE_LINES).await?;
    let last = listings.last().filter(|_| listings.len() == PAGE_LINES as usize).map(|last| last.serial);
    let c = Console::new(&app, page, officer).await?;
    let t = c.t();
    let rows = listings.iter().map(|listing| Row {
        href: report::indicator_href(&c.page, &listing.indicator),
        value: value_label(&listing.indicator, &app.reference),
        kind: words::kind(t, listing.indicator.kind()),
        level: words::level(t, listing.level),
        level_class: words::level_class(listing.level),
        method: words::method(t, &app.reference, Some(listing.method)),
        reason: words::listing_reason(t, listing.reason),
        listed: listing.listed_at.vietnam_date(),
        expires: listing.expires_at.vietnam_date(),
        serial: t.number(listing.serial.0),
    });
    let snapshot = app.snapshot.peek();
    let values = [("count", snapshot.len().into()), ("serial", snapshot.serial().0.into())];
    page::render(&ListPage {
        summary: t.say_all("console-list-summary", &values).into_owned(),
        rows: rows.collect(),
        kinds: query.kinds(&c),
        levels: query.levels(&c),
        first_href: before.map(|_| query.href(&c.page, "")),
        next_href: last.map(|serial| query.href(&c.page, &serial.to_string())),
        q: query.q,
        c,
    })
}

impl ListQuery {
    fn kinds(&self, c: &Console) -> Vec<Choice> {
        let t = c.t();
        let any = Choice::new("", t.say("console-any"), self.kind.is_empty());
        let each = IndicatorKind::ALL
            .iter()
            .map(|kind| Choice::new(kind.slug(), words::kind(t, *kind), self.kind == kind.slug()));
        std::iter::once(any).chain(each).collect()
    }

    fn levels(&self, c: &Console) -> Vec<Choice> {
        let t = c.t();
        let any = Choice::new("", t.say("console-any"), self.level.is_empty());
        let each = Level::ALL
            .iter()
            .map(|level| Choice::new(level.slug(), words::level(t, *level), self.level == level.slug()));
        std::iter::once(any).chain(each).collect()
    }

    fn href(&self, page: &Page, before: &str) -> String {
        let pairs = [("q", &*self.q), ("kind", &self.kind), ("level", &self.level), ("before", before)];
        page.address("/console/danh-sach", &pairs)
    }
}
