//! The queue: open reports, most urgent first, page by page.

use desk::{Sight, UnitId};
use model::report::ReportState;
use model::{Method, OfficerId, ReportId, Time, TrackingCode, Verdict};
use sqlx::any::AnyRow;

use crate::row::Columns as _;
use crate::{Store, StoreError, Version, sight};

/// Which reports to show. Each `None` means "any".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueFilter {
    /// Only in this state; `None`: all open ones.
    pub state: Option<ReportState>,
    /// Only from this province.
    pub province: Option<String>,
    /// Only of this method.
    pub method: Option<Method>,
    /// Only those this officer works on.
    pub assigned_to: Option<OfficerId>,
    /// Only those on the desk of this unit.
    pub unit: Option<UnitId>,
    /// The newest first instead of the most urgent.
    pub is_newest_first: bool,
    /// Those that are folded away as spam, instead of all others.
    pub folded_away: bool,
}

/// The last line of a page; the next page starts after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueCursor {
    /// Its place.
    pub place: i64,
    /// Its report.
    pub id: ReportId,
}

/// One line of the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueLine {
    /// Which report.
    pub id: ReportId,
    /// The code its reporter keeps.
    pub tracking_code: TrackingCode,
    /// Where it stands.
    pub state: ReportState,
    /// Place in the queue; smaller comes first.
    pub place: i64,
    /// Head start in minutes.
    pub urgency: i64,
    /// When it came.
    pub received_at: Time,
    /// Code of the province; `None` when not said.
    pub province: Option<String>,
    /// Đồng; `None` when not said.
    pub money_lost: Option<u64>,
    /// The method; `None` when nobody knows.
    pub method: Option<Method>,
    /// Of the first assessment.
    pub verdict: Verdict,
    /// The first indicator as `kind:value`; empty when there is none.
    pub indicator_first: String,
    /// How many there are.
    pub indicator_count: u64,
    /// Who works on it; `None` while nobody does.
    pub assigned_to: Option<OfficerId>,
    /// The first [`EXCERPT_CHARS`] characters of what happened.
    pub excerpt: String,
    /// The running deadline that ends first; `None` while none runs.
    pub due_at: Option<Time>,
    /// Whether the reporter added something that no officer has opened yet.
    pub has_news: bool,
    /// State of the row.
    pub version: Version,
}

/// Characters of the account shown in one line.
pub const EXCERPT_CHARS: usize = 160;

/// One page of the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    /// Most urgent first.
    pub lines: Vec<QueueLine>,
    /// Where the next page starts; `None` on the last one.
    pub next: Option<QueueCursor>,
}

impl Store {
    /// A page of the queue in sight after `after` (`None`: the first), at most `limit` lines.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn queue(
        &self,
        filter: &QueueFilter,
        sight: &Sight,
        after: Option<QueueCursor>,
        limit: u32,
    ) -> Result<Queue, StoreError> {
        let sql = queue_sql(filter, sight);
        // Before the first id there is: the least text, or a letter after every hex digit.
        let first_id = if filter.is_newest_first { "g" } else { "" };
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(after.filter(|_| !filter.is_newest_first).map_or(i64::MIN, |cursor| cursor.place))
            .bind(after.map_or_else(|| first_id.to_owned(), |cursor| cursor.id.to_string()))
            .bind(i64::from(limit) + 1);
        if let Some(state) = filter.state {
            query = query.bind(state.slug());
        }
        if let Some(province) = &filter.province {
            query = query.bind(province.as_str());
        }
        if let Some(method) = filter.method {
            query = query.bind(method.slug());
        }
        if let Some(officer) = filter.assigned_to {
            query = query.bind(officer.to_string());
        }
        if let Some(unit) = filter.unit.as_ref().filter(|unit| **unit != UnitId::ministry()) {
            query = query.bind(unit.as_str());
        }
        let rows = sight::bind(query, sight).fetch_all(&self.inner.read).await?;
        let mut lines = rows.iter().map(line_from_row).collect::<Result<Vec<_>, _>>()?;
        let has_more = lines.len() > limit as usize;
        lines.truncate(limit as usize);
        let last = lines.last().map(|line| QueueCursor { place: line.place, id: line.id });
        Ok(Queue { next: last.filter(|_| has_more), lines })
    }
}

/// What [`line_from_row`] reads, of `reports` with its row of `sources`.
pub(crate) const LINE_COLUMNS: &str =
    "id, tracking_code, state, place_in_queue, urgency, received_at, province, money_lost,
    method, verdict, indicator_first, indicator_count, assigned_to, version, next_due_at, news_at,
    SUBSTR(text, 1, 160) AS excerpt";

/// Only the conditions that are asked for, so that either database picks the index made for them.
fn queue_sql(filter: &QueueFilter, sight: &Sight) -> String {
    // Newest first, every place passes: the cursor is the id alone.
    let (after, order) = if filter.is_newest_first {
        ("place_in_queue >= $1 AND id < $2", "id DESC")
    } else {
        ("(place_in_queue, id) > ($1, $2)", "place_in_queue, id")
    };
    let mut sql = format!(
        "SELECT {LINE_COLUMNS} FROM reports LEFT JOIN sources ON sources.report_id = reports.id WHERE {after}",
    );
    let mut parameter = 3;
    let mut equals = |sql: &mut String, column: &str| {
        parameter += 1;
        sql.push_str(&format!(" AND {column} = ${parameter}"));
    };
    match filter.state {
        Some(_) => equals(&mut sql, "state"),
        None => sql.push_str(" AND is_open = 1"),
    }
    if filter.province.is_some() {
        equals(&mut sql, "province");
    }
    if filter.method.is_some() {
        equals(&mut sql, "method");
    }
    if filter.assigned_to.is_some() {
        equals(&mut sql, "assigned_to");
    }
    match &filter.unit {
        None => {}
        Some(unit) if *unit == UnitId::ministry() => sql.push_str(" AND unit_id IS NULL"),
        Some(_) => equals(&mut sql, "unit_id"),
    }
    sql.push_str(if filter.folded_away { " AND spam_of IS NOT NULL" } else { " AND spam_of IS NULL" });
    sql.push_str(&sight::condition(sight, parameter + 1));
    sql.push_str(&format!(" ORDER BY {order} LIMIT $3"));
    sql
}

pub(crate) fn line_from_row(row: &AnyRow) -> Result<QueueLine, StoreError> {
    Ok(QueueLine {
        id: row.parsed("id")?,
        tracking_code: row.parsed("tracking_code")?,
        state: row.slug("state", ReportState::from_slug)?,
        place: row.number("place_in_queue")?,
        urgency: row.number("urgency")?,
        received_at: row.time("received_at")?,
        province: row.text_or_none("province")?,
        money_lost: row.number_or_none("money_lost")?.map(i64::unsigned_abs),
        method: row.parsed_or_none("method")?,
        verdict: row.slug("verdict", Verdict::from_slug)?,
        indicator_first: row.text("indicator_first")?,
        indicator_count: row.unsigned("indicator_count")?,
        assigned_to: row.parsed_or_none("assigned_to")?,
        excerpt: row.text("excerpt")?,
        due_at: row.time_or_none("next_due_at")?,
        has_news: row.number_or_none("news_at")?.is_some(),
        version: Version(row.number("version")?),
    })
}
