//! What a list shows, asked for again: everything that matches the filter of the queue or of a search, up to a bound.

use desk::{Sight, search};
use store::report::QueueLine;

use super::queue::QueueQuery;
use super::search::{SearchQuery, indicator_meant};
use crate::{App, Error};

/// Lines that one statement of a search reads.
const SEARCH_LINES: u32 = 200;

/// A list and its filter.
pub(super) enum Selection {
    /// The queue.
    Queue(QueueQuery),
    /// A search.
    Search(SearchQuery),
}

impl Selection {
    /// The list named `from`, with the filter that stands in its address.
    ///
    /// # Errors
    /// [`Error::BadRequest`] when there is no such list or the filter is none of its.
    pub(super) fn read(from: &str, query: &str) -> Result<Selection, Error> {
        let bad = || Error::BadRequest("bad-form");
        let uri: axum::http::Uri = format!("/?{query}").parse().map_err(|_| bad())?;
        match from {
            "queue" => axum::extract::Query::try_from_uri(&uri).map(|query| Selection::Queue(query.0)),
            "search" => axum::extract::Query::try_from_uri(&uri).map(|query| Selection::Search(query.0)),
            _ => return Err(bad()),
        }
        .map_err(|_| bad())
    }

    /// The first `max` lines in sight that match, and whether there are more.
    pub(super) async fn lines(
        &self,
        app: &App,
        sight: &Sight,
        max: usize,
    ) -> Result<(Vec<QueueLine>, bool), Error> {
        match self {
            Selection::Queue(query) => {
                let limit = u32::try_from(max).unwrap_or(u32::MAX);
                let queue = app.store.queue(&query.filter()?, sight, None, limit).await?;
                Ok((queue.lines, queue.next.is_some()))
            }
            Selection::Search(query) => found(app, query, sight, max).await,
        }
    }
}

/// Page after page of a search.
async fn found(
    app: &App,
    query: &SearchQuery,
    sight: &Sight,
    max: usize,
) -> Result<(Vec<QueueLine>, bool), Error> {
    let mut lines = Vec::new();
    let indicator = indicator_meant(query.text()).filter(|_| query.wants_reports());
    let words = search::question(query.text());
    let (mut before_id, mut before_number) = (None, None);
    loop {
        let (page, has_more) = match &indicator {
            Some(indicator) => {
                let found = app.store.reports_naming(indicator, sight, before_id, SEARCH_LINES).await?;
                before_id = found.next;
                (found.lines, found.next.is_some())
            }
            None => {
                let filter = query.filter()?;
                let found =
                    app.store.search_reports(&words, &filter, sight, before_number, SEARCH_LINES).await?;
                before_number = found.next;
                (found.lines, found.next.is_some())
            }
        };
        lines.extend(page);
        if lines.len() > max || !has_more {
            let is_cut = lines.len() > max || has_more;
            lines.truncate(max);
            return Ok((lines, is_cut));
        }
    }
}

/// The filter of an address, to be sent along with a form.
pub(super) fn query_of(href: &str) -> String {
    href.split_once('?').map_or("", |(_, query)| query).to_owned()
}
