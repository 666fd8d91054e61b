//! An event as officers see it.

use desk::Sight;
use desk::event::EventActKind;
use model::ReportId;
use model::report::ReportState;
use sqlx::any::AnyRow;

use super::graph::head_of;
use super::{Event, EventLine, EventReport};
use crate::row::Columns as _;
use crate::{Store, StoreError, sight};

/// Acts that are shown, newest first.
const ACTS_MAX: i64 = 50;

impl Store {
    /// The event that a report is in, with the first `limit` of its reports that are in sight. How many it holds, the
    /// money and the acts are those of the whole event.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Unavailable`].
    pub async fn event_of(&self, report: ReportId, sight: &Sight, limit: u32) -> Result<Event, StoreError> {
        let mut tx = self.begin_read().await?;
        let head = head_of(&mut tx, report).await?;
        let totals = sqlx::query(
            "SELECT COUNT(*) AS reports, CAST(COALESCE(SUM(money_lost), 0) AS BIGINT) AS money,
                MAX(received_at) AS last_at
             FROM reports WHERE event_id = $1 OR id = $1",
        )
        .bind(head.to_string())
        .fetch_one(&mut *tx)
        .await?;
        let sql = format!(
            "SELECT id, state, received_at, province, money_lost, method
             FROM reports WHERE (event_id = $1 OR id = $1){} ORDER BY id LIMIT $2",
            sight::condition(sight, 3)
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(head.to_string()).bind(i64::from(limit));
        let rows = sight::bind(query, sight).fetch_all(&mut *tx).await?;
        let acts = sqlx::query(
            "SELECT id, kind, reason, done_at, done_by, undone_at, undone_by FROM event_acts
             WHERE id IN (
                SELECT made_by FROM event_links JOIN reports ON reports.id = event_links.b
                WHERE reports.event_id = $1 OR reports.id = $1
                UNION SELECT made_by FROM event_links JOIN reports ON reports.id = event_links.a
                WHERE reports.event_id = $1 OR reports.id = $1
                UNION SELECT act_id FROM event_cuts
                JOIN event_links ON event_links.id = event_cuts.link_id
                JOIN reports ON reports.id = event_links.a OR reports.id = event_links.b
                WHERE reports.event_id = $1 OR reports.id = $1)
             ORDER BY id DESC LIMIT $2",
        )
        .bind(head.to_string())
        .bind(ACTS_MAX)
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(Event {
            head,
            reports_count: totals.unsigned("reports")?,
            money_lost: totals.unsigned("money")?,
            last_at: totals.time("last_at")?,
            reports: rows.iter().map(report_from_row).collect::<Result<_, _>>()?,
            acts: acts.iter().map(act_from_row).collect::<Result<_, _>>()?,
        })
    }
}

fn report_from_row(row: &AnyRow) -> Result<EventReport, StoreError> {
    Ok(EventReport {
        id: row.parsed("id")?,
        state: row.slug("state", ReportState::from_slug)?,
        received_at: row.time("received_at")?,
        province: row.text_or_none("province")?,
        money_lost: row.number_or_none("money_lost")?.map(i64::unsigned_abs),
        method: row.parsed_or_none("method")?,
    })
}

fn act_from_row(row: &AnyRow) -> Result<EventLine, StoreError> {
    let undone_by = row.parsed_or_none("undone_by")?;
    Ok(EventLine {
        id: row.unsigned("id")?,
        kind: row.slug("kind", EventActKind::from_slug)?,
        reason: row.text("reason")?,
        done_at: row.time("done_at")?,
        done_by: row.parsed("done_by")?,
        undone: row.time_or_none("undone_at")?.zip(undone_by),
    })
}
