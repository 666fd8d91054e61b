//! Does what is left of an act on many reports, after a process that had begun it died.

use anyhow::Context as _;
use model::BatchId;
use store::{Store, StoreError};

use crate::context::now;

/// Goes on with the batch named by `payload`.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn run(store: &Store, payload: &str) -> anyhow::Result<()> {
    let id: BatchId = payload.parse().with_context(|| format!("read `{payload}` as a batch id"))?;
    match store.run_batch(id, now()).await {
        // The batch is gone: there is nothing to do.
        Err(StoreError::NotFound(_)) => Ok(()),
        other => Ok(other?),
    }
}
