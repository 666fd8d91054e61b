//! The publication log → the list in memory and the zone, at once.

use std::time::Duration;

use store::{Store, StoreError};
use tokio::sync::watch;
use web::SnapshotCell;

use super::dns::Published;
use super::health::Health;

/// Acts read and applied together. Each batch copies a touched part of the list once.
const BATCH: u32 = 10_000;

/// Longest time between two looks at the log, so that readiness says something about now.
const LOOK_INTERVAL: Duration = Duration::from_secs(5);

/// Applies every new act to the list in memory, until told to stop.
pub(super) async fn follow(
    store: Store,
    cell: SnapshotCell,
    zone: Option<Published>,
    health: Health,
    mut stopping: watch::Receiver<bool>,
) {
    let mut changes = store.serial_changes();
    let mut failing = false;
    while !*stopping.borrow() {
        match catch_up(&store, &cell, zone.as_ref()).await {
            Ok(()) => {
                health.caught_up();
                if failing {
                    tracing::info!("following the publication log again");
                }
                failing = false;
            }
            Err(error) if !failing => {
                tracing::warn!(error = %error, "could not follow the publication log; the list in memory stays");
                failing = true;
            }
            Err(_) => {}
        }
        tokio::select! {
            changed = changes.changed(), if !failing => {
                if changed.is_err() {
                    return;
                }
            }
            () = tokio::time::sleep(LOOK_INTERVAL) => {}
            _ = stopping.changed() => return,
        }
    }
}

async fn catch_up(store: &Store, cell: &SnapshotCell, zone: Option<&Published>) -> Result<(), StoreError> {
    loop {
        let snapshot = cell.load();
        let acts = store.acts_after(snapshot.serial(), BATCH).await?;
        if acts.is_empty() {
            return Ok(());
        }
        match snapshot.apply(&acts) {
            Ok(newer) => {
                if let Some(zone) = zone {
                    zone.record(&snapshot, &acts);
                }
                cell.store(newer);
            }
            Err(gap) => {
                tracing::warn!(error = %gap, "the publication log did not continue the list; loading it whole");
                cell.store(store.load_snapshot().await?);
            }
        }
        if let Some(zone) = zone {
            zone.publish(cell.load());
        }
    }
}
