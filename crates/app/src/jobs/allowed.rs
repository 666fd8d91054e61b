//! Entries of the desk's own allow-list end at their day, and what other nodes have changed is read.

use std::time::Duration;

use store::Store;

use crate::context::now;

/// Between two looks. Other nodes learn of a change after this long at the latest; what is listed is checked in the
/// database in any case.
pub(super) const INTERVAL: Duration = Duration::from_secs(5);

/// Ends what is due and reads the list.
pub(super) async fn run(store: &Store) {
    match store.refresh_allowed(now()).await {
        Ok(0) => {}
        Ok(count) => tracing::info!(count, "ended {count} entries of the allow-list"),
        Err(error) => tracing::warn!(error = %error, "could not look after the allow-list"),
    }
}
