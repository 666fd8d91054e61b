//! Cases as figures count them.

use std::collections::BTreeMap;

use desk::Sight;
use desk::case::figures::{CaseFigures, CaseHistory, figures};
use model::{CaseId, Time};

use super::step_from_row;
use crate::row::Columns as _;
use crate::{Store, StoreError, sight};

impl Store {
    /// Figures of the cases in sight, from `from` until before `to`: each case, defendant and đồng once.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn case_figures(&self, from: Time, to: Time, sight: &Sight) -> Result<CaseFigures, StoreError> {
        let mut tx = self.begin_read().await?;
        let seen = sight::condition(sight, 2).replace("reports.", "cases.");
        let mut cases: BTreeMap<CaseId, CaseHistory> = BTreeMap::new();
        let sql = format!("SELECT id, opened_at FROM cases WHERE opened_at < $1{seen}");
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(to.millis());
        for row in &sight::bind(query, sight).fetch_all(&mut *tx).await? {
            let (id, opened_at) = (row.parsed("id")?, row.time("opened_at")?);
            cases.insert(id, CaseHistory { id, opened_at, steps: Vec::new(), losses: Vec::new() });
        }
        let sql = format!(
            "SELECT case_id, at, officer_id, facts, ground FROM case_steps JOIN cases ON cases.id = case_id
             WHERE at < $1{seen} ORDER BY case_id, position"
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(to.millis());
        for row in &sight::bind(query, sight).fetch_all(&mut *tx).await? {
            let step = step_from_row(row)?;
            if let Some(case) = cases.get_mut(&row.parsed("case_id")?) {
                case.steps.push((step.at, step.facts));
            }
        }
        let sql = format!(
            "SELECT case_id, MIN(linked_at) AS linked_at, MAX(money) AS money
             FROM case_reports JOIN cases ON cases.id = case_id
             WHERE linked_at < $1{seen} GROUP BY case_id, loss_id ORDER BY case_id"
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(to.millis());
        for row in &sight::bind(query, sight).fetch_all(&mut *tx).await? {
            if let Some(case) = cases.get_mut(&row.parsed("case_id")?) {
                case.losses.push((row.time("linked_at")?, row.unsigned("money")?));
            }
        }
        tx.commit().await?;
        Ok(figures(&cases.into_values().collect::<Vec<_>>(), from, to))
    }
}
