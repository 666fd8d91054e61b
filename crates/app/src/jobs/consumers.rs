//! What consumers were given is noted in memory, and written here every few seconds.

use std::time::Duration;

use store::Store;

use crate::context::now;

/// Between two flushes. Other nodes learn of a new or revoked key after this long at the latest.
pub(super) const INTERVAL: Duration = Duration::from_secs(10);

/// Writes the notes and reads what other nodes have changed.
pub(super) async fn run(store: &Store) {
    if let Err(error) = store.flush_consumers(now()).await {
        tracing::warn!(error = %error, "could not write what consumers were given; it stays noted");
    }
}
