//! Reports that hold an indicator, newest first, page by page: a value of half the country costs no more than
//! one of two reports.

use desk::Sight;
use model::{Indicator, ReportId};

use super::Found;
use crate::report::{LINE_COLUMNS, line_from_row};
use crate::{Store, StoreError, sight};

impl Store {
    /// Reports in sight before `before` (`None`: from the newest) in which this indicator was seen, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn reports_naming(
        &self,
        indicator: &Indicator,
        sight: &Sight,
        before: Option<ReportId>,
        limit: u32,
    ) -> Result<Found<ReportId>, StoreError> {
        let sql = format!(
            "SELECT {LINE_COLUMNS} FROM report_indicators
             JOIN reports ON reports.id = report_indicators.report_id
             LEFT JOIN sources ON sources.report_id = reports.id
             WHERE indicator = $1 AND report_indicators.report_id < $2{}
             ORDER BY report_indicators.report_id DESC LIMIT $3",
            sight::condition(sight, 4)
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(indicator.to_string())
            .bind(before.map_or_else(|| "g".to_owned(), |id| id.to_string()))
            .bind(i64::from(limit) + 1);
        let rows = sight::bind(query, sight).fetch_all(&self.inner.read).await?;
        let mut lines = rows.iter().map(line_from_row).collect::<Result<Vec<_>, _>>()?;
        let has_more = lines.len() > limit as usize;
        lines.truncate(limit as usize);
        Ok(Found { next: lines.last().map(|line| line.id).filter(|_| has_more), lines })
    }
}
