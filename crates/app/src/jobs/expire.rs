//! Every listing ends: those past their expiry are taken off, as acts of the system.

use store::Store;

use crate::context::now;

/// Listings taken off in one go, so that a large wave leaves room for the desk between two goes.
const BATCH: u32 = 500;

/// Takes off what has ended.
pub(super) async fn run(store: &Store) {
    loop {
        match store.delist_expired(now(), BATCH).await {
            Ok(0) => return,
            Ok(count) => tracing::info!(count, "took {count} expired listings off"),
            Err(error) => {
                tracing::warn!(error = %error, "could not take expired listings off");
                return;
            }
        }
    }
}
