//! The list at the newest serial, shared by every reader without waiting.

use std::sync::Arc;

use arc_swap::{ArcSwap, Guard};
use model::{Serial, Snapshot};
use tokio::sync::watch;

/// Holds the newest [`Snapshot`]; cheap to clone, every clone is the same cell.
#[derive(Clone, Debug)]
pub struct SnapshotCell {
    newest: Arc<ArcSwap<Snapshot>>,
    serial: watch::Sender<Serial>,
}

impl SnapshotCell {
    /// A cell that holds `snapshot`.
    pub fn new(snapshot: Snapshot) -> SnapshotCell {
        let serial = watch::Sender::new(snapshot.serial());
        SnapshotCell { newest: Arc::new(ArcSwap::from_pointee(snapshot)), serial }
    }

    /// The newest snapshot for one short look-up; the cheapest way.
    pub fn peek(&self) -> Guard<Arc<Snapshot>> {
        self.newest.load()
    }

    /// The newest snapshot, to keep while an answer is being written.
    pub fn load(&self) -> Arc<Snapshot> {
        self.newest.load_full()
    }

    /// Replaces the snapshot by a newer one and tells those who wait; an older one is ignored.
    pub fn store(&self, snapshot: Snapshot) {
        self.serial.send_if_modified(|serial| {
            if snapshot.serial() < *serial {
                return false;
            }
            *serial = snapshot.serial();
            self.newest.store(Arc::new(snapshot));
            true
        });
    }

    /// Follows the serial: resolves whenever a newer snapshot is in place.
    pub fn subscribe(&self) -> watch::Receiver<Serial> {
        self.serial.subscribe()
    }
}

impl Default for SnapshotCell {
    fn default() -> SnapshotCell {
        SnapshotCell::new(Snapshot::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_snapshot_never_replaces_a_newer_one() {
        let cell = SnapshotCell::default();
        let follower = cell.subscribe();
        cell.store(Snapshot::new(Serial(5), Vec::new()));
        cell.store(Snapshot::new(Serial(3), Vec::new()));
        assert_eq!((cell.load().serial(), *follower.borrow()), (Serial(5), Serial(5)));
    }
}
