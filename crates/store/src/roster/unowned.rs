//! Work that nobody does: begun and in nobody's hands, or in the hands of somebody who went home.

use desk::Sight;
use model::Time;

use crate::report::{LINE_COLUMNS, QueueLine, line_from_row};
use crate::{Store, StoreError, sight};

/// Open work without anybody at it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unowned {
    /// Sources whose clock runs, in nobody's hands; what is due first first.
    pub sources: Vec<QueueLine>,
    /// Reports that somebody began, in nobody's hands; the most urgent first.
    pub begun: Vec<QueueLine>,
    /// Reports in the hands of somebody whose shifts are over for now, sources in their hands left out; the most
    /// urgent first.
    pub off_duty: Vec<QueueLine>,
}

const SOURCES: &str = "next_due_at IS NOT NULL AND assigned_to IS NULL";
// Whether it is open is no way in: a planner without statistics would read every open report.
const BEGUN: &str = "state = 'in-progress' AND is_open + 0 = 1 AND assigned_to IS NULL";
const OFF_DUTY: &str = "is_open = 1 AND assigned_to IN (
        SELECT officer_id FROM shift_officers JOIN shifts ON shifts.id = shift_id WHERE ends_at <= $1 AND ends_at > $2)
    AND assigned_to NOT IN (
        SELECT officer_id FROM shift_officers JOIN shifts ON shifts.id = shift_id
        WHERE starts_at <= $1 AND ends_at > $1)
    AND sources.report_id IS NULL";

/// A shift that ended longer ago says nothing of today.
const SHIFT_DAYS: i64 = 14;

impl Store {
    /// Work in sight that nobody does at `now`; of each sort at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn unowned(&self, sight: &Sight, now: Time, limit: u32) -> Result<Unowned, StoreError> {
        Ok(Unowned {
            sources: self.lines(SOURCES, "next_due_at", sight, now, limit).await?,
            begun: self.lines(BEGUN, "place_in_queue", sight, now, limit).await?,
            off_duty: self.lines(OFF_DUTY, "place_in_queue", sight, now, limit).await?,
        })
    }

    async fn lines(
        &self,
        condition: &str,
        order: &str,
        sight: &Sight,
        now: Time,
        limit: u32,
    ) -> Result<Vec<QueueLine>, StoreError> {
        // Every statement has the same parameters, so that one function binds them; the first two are named so that
        // PostgreSQL knows their type where a condition leaves them out.
        let sql = format!(
            "SELECT {LINE_COLUMNS} FROM reports LEFT JOIN sources ON sources.report_id = reports.id
             WHERE CAST($1 AS BIGINT) >= CAST($2 AS BIGINT) AND {condition}{} ORDER BY {order}, id LIMIT $3",
            sight::condition(sight, 4)
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(now.millis())
            .bind(now.plus_days(-SHIFT_DAYS).millis())
            .bind(i64::from(limit));
        let rows = sight::bind(query, sight).fetch_all(&self.inner.read).await?;
        rows.iter().map(line_from_row).collect()
    }
}
