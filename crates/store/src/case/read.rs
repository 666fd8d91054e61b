//! Cases as officers see them.

use desk::{CaseOutcome, NotAllowed, Sight};
use model::{CaseId, ReportId};

use super::{COLUMNS, Case, CaseFile, step_from_row};
use crate::report::{RelatedReport, related_from_row};
use crate::row::Columns as _;
use crate::{Store, StoreError, Tx, sight};

impl Store {
    /// A case with its history and what its reports tell.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::NotAllowed`] when it is a case of a unit that is not in sight.
    pub async fn case(&self, id: CaseId, sight: &Sight) -> Result<CaseFile, StoreError> {
        let mut tx = self.begin_read().await?;
        let sql = format!("SELECT {COLUMNS} FROM cases WHERE id = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id.to_string()).fetch_optional(&mut *tx).await?;
        let row = row.ok_or(StoreError::NotFound("case"))?;
        if !sight::sees(sight, &row)? {
            return Err(NotAllowed::OtherUnit.into());
        }
        let steps = sqlx::query(
            "SELECT at, officer_id, facts, ground FROM case_steps WHERE case_id = $1 ORDER BY position",
        )
        .bind(id.to_string())
        .fetch_all(&mut *tx)
        .await?;
        let steps = steps.iter().map(step_from_row).collect::<Result<Vec<_>, _>>()?;
        let (reports, losses, money_told) = told(&mut tx, id).await?;
        tx.commit().await?;
        let facts = steps.last().map(|step| step.facts.clone()).unwrap_or_default();
        Ok(CaseFile { case: Case::from_row(&row)?, facts, steps, reports, losses, money_told })
    }

    /// Cases in sight before `before` (`None`: from the newest), newest first, at most `limit`. `outcome`: `None` any,
    /// `Some(None)` open ones, else those that came to it.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn cases(
        &self,
        outcome: Option<Option<CaseOutcome>>,
        sight: &Sight,
        before: Option<CaseId>,
        limit: u32,
    ) -> Result<(Vec<Case>, Option<CaseId>), StoreError> {
        let wanted = match outcome {
            None => String::new(),
            Some(None) => " AND outcome IS NULL".to_owned(),
            // A slug of ours, never what somebody typed.
            Some(Some(outcome)) => format!(" AND outcome = '{outcome}'"),
        };
        let seen = sight::condition(sight, 3).replace("reports.", "cases.");
        let sql =
            format!("SELECT {COLUMNS} FROM cases WHERE id < $1{wanted}{seen} ORDER BY id DESC LIMIT $2");
        let query = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(before.map_or_else(|| "g".to_owned(), |id| id.to_string()))
            .bind(i64::from(limit) + 1);
        let rows = sight::bind(query, sight).fetch_all(&self.inner.read).await?;
        let mut cases = rows.iter().map(Case::from_row).collect::<Result<Vec<_>, _>>()?;
        let has_more = cases.len() > limit as usize;
        cases.truncate(limit as usize);
        let next = cases.last().map(|case| case.id).filter(|_| has_more);
        Ok((cases, next))
    }

    /// Reports of a case that are in sight, after `after` (`None`: from the oldest), at most `limit`. The case itself
    /// must be in sight: see [`Store::case`].
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn case_reports(
        &self,
        id: CaseId,
        sight: &Sight,
        after: Option<ReportId>,
        limit: u32,
    ) -> Result<(Vec<RelatedReport>, Option<ReportId>), StoreError> {
        let sql = format!(
            "SELECT reports.id AS id, tracking_code, state, received_at, province, money_lost, method, verdict
             FROM case_reports JOIN reports ON reports.id = case_reports.report_id
             WHERE case_id = $1 AND case_reports.report_id > $2{} ORDER BY case_reports.report_id LIMIT $3",
            sight::condition(sight, 4)
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(id.to_string())
            .bind(after.map(|id| id.to_string()).unwrap_or_default())
            .bind(i64::from(limit) + 1);
        let rows = sight::bind(query, sight).fetch_all(&self.inner.read).await?;
        let mut reports = rows.iter().map(related_from_row).collect::<Result<Vec<_>, _>>()?;
        let has_more = reports.len() > limit as usize;
        reports.truncate(limit as usize);
        let next = reports.last().map(|report| report.id).filter(|_| has_more);
        Ok((reports, next))
    }

    /// The case that a report is of; `None` when it is of none.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn case_of(&self, report: ReportId) -> Result<Option<Case>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM case_reports JOIN cases ON cases.id = case_reports.case_id WHERE report_id = $1"
        );
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(report.to_string())
            .fetch_optional(&self.inner.read)
            .await?;
        row.map(|row| Case::from_row(&row)).transpose()
    }

    /// The case with this number of this year; `None` when there is none.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn case_by_number(&self, year: u64, number: u64) -> Result<Option<CaseId>, StoreError> {
        let row = sqlx::query("SELECT id FROM cases WHERE year = $1 AND number = $2")
            .bind(crate::row::column(year))
            .bind(crate::row::column(number))
            .fetch_optional(&self.inner.read)
            .await?;
        row.map(|row| row.parsed("id")).transpose()
    }
}

/// Reports of a case, how many losses they tell, and how much, in đồng: each loss once, as the largest of those who
/// tell it.
pub(super) async fn told(tx: &mut Tx, id: CaseId) -> Result<(u64, u64, u64), StoreError> {
    let row = sqlx::query(
        "SELECT CAST(COALESCE(SUM(reports), 0) AS BIGINT) AS reports,
            CAST(COALESCE(SUM(CASE WHEN money > 0 THEN 1 ELSE 0 END), 0) AS BIGINT) AS losses,
            CAST(COALESCE(SUM(money), 0) AS BIGINT) AS money
         FROM (SELECT COUNT(*) AS reports, MAX(money) AS money FROM case_reports WHERE case_id = $1
            GROUP BY loss_id) AS told",
    )
    .bind(id.to_string())
    .fetch_one(&mut **tx)
    .await?;
    Ok((row.unsigned("reports")?, row.unsigned("losses")?, row.unsigned("money")?))
}
