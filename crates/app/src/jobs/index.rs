//! Reports that came before there was an index of words enter it, once, after a start.

use store::Store;
use tokio::sync::watch;

/// Enters what is missing, little by little, until done or told to stop. One that fails is tried at the next start;
/// new reports do not depend on it.
pub(super) async fn run(store: &Store, stopping: &watch::Receiver<bool>) {
    let mut after = None;
    while !*stopping.borrow() {
        match store.index_missing(after).await {
            Ok(Some(last)) => after = Some(last),
            Ok(None) => return,
            Err(error) => {
                tracing::warn!(error = %error, "could not enter reports into the index of words");
                return;
            }
        }
    }
}
