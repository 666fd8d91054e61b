//! Officers' decisions as training data, by an explicit and audited act. Never anybody's identity.

use model::report::ReportState;
use model::{Method, Time};

use crate::audit::{self, Deed, Who};
use crate::row::Columns as _;
use crate::{Store, StoreError};

/// One decided report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The words of the report, as sent: they may name people.
    pub text: String,
    /// The officer's method; `None` for a dismissed report.
    pub method: Option<Method>,
}

impl Store {
    /// The words and methods of reports that officers have decided: those with an officer's method that were
    /// recorded or resolved and, where asked for, those dismissed. One audit line says `why` and how many.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn export_training(
        &self,
        with_dismissed: bool,
        why: &str,
        now: Time,
    ) -> Result<Vec<Decided>, StoreError> {
        let mut tx = self.begin().await?;
        let rows = sqlx::query(
            "SELECT text, method, state FROM reports
             WHERE (method_by_officer = 1 AND state IN ($1, $2)) OR ($3 = 1 AND state = $4)
             ORDER BY id",
        )
        .bind(ReportState::Recorded.slug())
        .bind(ReportState::Resolved.slug())
        .bind(i64::from(with_dismissed))
        .bind(ReportState::Dismissed.slug())
        .fetch_all(&mut *tx)
        .await?;
        let mut decided = Vec::with_capacity(rows.len());
        for row in &rows {
            let dismissed = row.slug("state", ReportState::from_slug)? == ReportState::Dismissed;
            let method = if dismissed { None } else { row.parsed_or_none("method")? };
            decided.push(Decided { text: row.text("text")?, method });
        }
        let detail = format!("{} reports: {why}", decided.len());
        audit::append(&mut tx, now, Who::Command, Deed::ExportTraining, "", &detail).await?;
        tx.commit().await?;
        Ok(decided)
    }
}
