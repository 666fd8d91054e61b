//! An event as officers see it.

use desk::Sight;
use desk::event::EventActKind;
use model::ReportId;
use model::report::ReportState;
use sqlx::any::AnyRow;

use super::graph::head_of;
use super::{Event, EventLine, EventReport};
use crate::report::COUNTED_MAX;
use crate::row::{Columns as _, column};
use crate::{Store, StoreError, sight};

/// Acts that are shown, newest first.
const ACTS_MAX: i64 = 50;

/// What was done to an event, newest first: the acts that linked or parted its newest reports.
const ACTS: &str = "WITH members AS (
        SELECT id FROM reports WHERE id = $1 UNION ALL SELECT id FROM (
            SELECT id FROM reports WHERE event_id = $1 ORDER BY event_id DESC, id DESC LIMIT $3) AS newest),
    links AS (
        SELECT id, made_by FROM (SELECT id, made_by FROM event_links
            WHERE b IN (SELECT id FROM members) LIMIT $3) AS to_members
        UNION SELECT id, made_by FROM (SELECT id, made_by FROM event_links
            WHERE a IN (SELECT id FROM members) LIMIT $3) AS from_members)
    SELECT id, kind, reason, done_at, done_by, undone_at, undone_by FROM event_acts
    WHERE id IN (
        SELECT made_by FROM links
        UNION SELECT act_id FROM event_cuts WHERE link_id IN (SELECT id FROM links))
    ORDER BY id DESC LIMIT $2";

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
            "SELECT COUNT(*) AS reports, CAST(COALESCE(SUM(money_lost), 0) AS BIGINT) AS money FROM (
                SELECT money_lost FROM reports WHERE id = $1 UNION ALL SELECT money_lost FROM (
                    SELECT money_lost FROM reports WHERE event_id = $1 ORDER BY event_id, id LIMIT $2) AS rest
             ) AS counted",
        )
        .bind(head.to_string())
        .bind(column(COUNTED_MAX))
        .fetch_one(&mut *tx)
        .await?;
        let newest = sqlx::query(
            "SELECT MAX(received_at) AS last_at FROM (
                SELECT received_at FROM reports WHERE id = $1 UNION ALL SELECT received_at FROM (
                    SELECT received_at FROM reports WHERE event_id = $1
                    ORDER BY event_id DESC, id DESC LIMIT 1) AS last) AS both_ends",
        )
        .bind(head.to_string())
        .fetch_one(&mut *tx)
        .await?;
        let seen = sight::condition(sight, 3);
        let sql = format!(
            "SELECT id, tracking_code, state, received_at, province, money_lost, method FROM reports WHERE id = $1{seen}
             UNION ALL SELECT id, tracking_code, state, received_at, province, money_lost, method FROM (
                SELECT id, tracking_code, state, received_at, province, money_lost, method FROM reports
                WHERE event_id = $1{seen} ORDER BY event_id, id LIMIT $2) AS rest ORDER BY id LIMIT $2"
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(head.to_string()).bind(i64::from(limit));
        let rows = sight::bind(query, sight).fetch_all(&mut *tx).await?;
        let acts = sqlx::query(ACTS)
            .bind(head.to_string())
            .bind(ACTS_MAX)
            .bind(column(COUNTED_MAX))
            .fetch_all(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(Event {
            head,
            reports_count: totals.unsigned("reports")?,
            money_lost: totals.unsigned("money")?,
            last_at: newest.time("last_at")?,
            reports: rows.iter().map(report_from_row).collect::<Result<_, _>>()?,
            acts: acts.iter().map(act_from_row).collect::<Result<_, _>>()?,
        })
    }
}

fn report_from_row(row: &AnyRow) -> Result<EventReport, StoreError> {
    Ok(EventReport {
        id: row.parsed("id")?,
        tracking_code: row.parsed("tracking_code")?,
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
