//! Figures over all reports.

use model::report::ReportState;
use model::{Method, Time};
use sqlx::any::AnyRow;

use crate::row::Columns as _;
use crate::{Store, StoreError};

/// How many reports share one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count<T> {
    /// The value.
    pub value: T,
    /// How many.
    pub reports: u64,
}

/// Reports received in a span of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All of them.
    pub reports: u64,
    /// Sum of the money said to be lost, in đồng.
    pub money_lost: u64,
    /// By state, in the order of [`ReportState::ALL`], states without a report left out.
    pub by_state: Vec<Count<ReportState>>,
    /// By method, most frequent first; `None` where nobody knows.
    pub by_method: Vec<Count<Option<Method>>>,
    /// By code of the province, most frequent first; `None` where not said.
    pub by_province: Vec<Count<Option<String>>>,
}

impl Store {
    /// Figures of the reports received from `from` (included) to `to` (excluded).
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn counts(&self, from: Time, to: Time) -> Result<Counts, StoreError> {
        let mut tx = self.begin_read().await?;
        let rows = sqlx::query(
            "SELECT state, method, province, COUNT(*) AS reports,
                CAST(COALESCE(SUM(money_lost), 0) AS BIGINT) AS money_lost
             FROM reports WHERE received_at >= $1 AND received_at < $2
             GROUP BY state, method, province",
        )
        .bind(from.millis())
        .bind(to.millis())
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        let mut counts = Counts::default();
        for row in &rows {
            counts.add(row)?;
        }
        counts.by_state.sort_by_key(|count| count.value);
        counts.by_method.sort_by_key(|count| (std::cmp::Reverse(count.reports), count.value));
        counts.by_province.sort_by(|a, b| b.reports.cmp(&a.reports).then(a.value.cmp(&b.value)));
        Ok(counts)
    }
}

impl Counts {
    fn add(&mut self, row: &AnyRow) -> Result<(), StoreError> {
        let reports = row.unsigned("reports")?;
        self.reports += reports;
        self.money_lost = self.money_lost.saturating_add(row.unsigned("money_lost")?);
        add_to(&mut self.by_state, row.slug("state", ReportState::from_slug)?, reports);
        add_to(&mut self.by_method, row.parsed_or_none("method")?, reports);
        add_to(&mut self.by_province, row.text_or_none("province")?, reports);
        Ok(())
    }
}

fn add_to<T: PartialEq>(counts: &mut Vec<Count<T>>, value: T, reports: u64) {
    match counts.iter_mut().find(|count| count.value == value) {
        Some(count) => count.reports += reports,
        None => counts.push(Count { value, reports }),
    }
}
