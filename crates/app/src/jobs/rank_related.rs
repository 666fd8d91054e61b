//! A new report changes the place of the reports that share an indicator with it.

use anyhow::Context as _;
use model::ReportId;
use store::{Store, StoreError};

/// Places again the reports related to the one named by `payload`.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn run(store: &Store, payload: &str) -> anyhow::Result<()> {
    let id: ReportId = payload.parse().with_context(|| format!("read `{payload}` as a report id"))?;
    match store.rank_related(id).await {
        // The report is gone: there is nothing to place.
        Err(StoreError::NotFound(_)) => Ok(()),
        other => Ok(other?),
    }
}
