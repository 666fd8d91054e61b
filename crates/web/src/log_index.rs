//! The index of the log that pages and events are cut from: made when first asked for, then kept up.

use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use feed::LogIndex;
use model::Serial;
use store::Store;
use tokio::sync::Mutex;

use crate::Error;

/// Acts read from the log at a time.
const ACTS_PER_READ: u32 = 20_000;

/// Holds the index. A node that nobody asks for versions never makes it.
#[derive(Default)]
pub(crate) struct LogIndexCell {
    index: RwLock<LogIndex>,
    /// Held by whoever reads on, so that a thousand first askers read the log once.
    reading: Mutex<()>,
}

impl LogIndexCell {
    /// Reads on until the index holds `wanted`.
    pub(crate) async fn catch_up(&self, store: &Store, wanted: Serial) -> Result<(), Error> {
        if self.read().head() >= wanted {
            return Ok(());
        }
        let _reading = self.reading.lock().await;
        loop {
            let head = self.read().head();
            if head >= wanted {
                return Ok(());
            }
            let lines = store.log_lines(head, ACTS_PER_READ).await?;
            if lines.is_empty() {
                return Err(Error::broken("the log ends before the snapshot"));
            }
            let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
            for line in &lines {
                index.push(line).map_err(Error::internal)?;
            }
        }
    }

    /// The index as it is; never held while waiting for anything.
    pub(crate) fn read(&self) -> RwLockReadGuard<'_, LogIndex> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }
}
