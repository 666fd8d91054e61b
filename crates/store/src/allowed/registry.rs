//! The entries in force, in the memory of a node and within a transaction.

use std::sync::Arc;

use desk::guard;
use model::Indicator;
use model::publication::AllowList;
use tokio::sync::watch;

use crate::row::Columns as _;
use crate::{Store, StoreError, Tx};

/// In memory, one per store.
pub(crate) struct Registry(watch::Sender<Arc<AllowList>>);

impl Default for Registry {
    fn default() -> Registry {
        Registry(watch::Sender::new(Arc::default()))
    }
}

impl Store {
    /// The entries in force, as this node knows them.
    pub fn allow_list(&self) -> Arc<AllowList> {
        self.inner.allowed.0.borrow().clone()
    }

    /// The entries in force, and a wake-up whenever they change: at once for changes on this node, within one refresh
    /// for those of other nodes.
    pub fn allow_list_changes(&self) -> watch::Receiver<Arc<AllowList>> {
        self.inner.allowed.0.subscribe()
    }

    /// Reads the entries in force into memory.
    pub(crate) async fn load_allowed(&self) -> Result<(), StoreError> {
        let mut tx = self.begin_read().await?;
        let list = standing_in(&mut tx).await?;
        tx.commit().await?;
        self.inner.allowed.0.send_if_modified(|known| {
            let is_new = list.version() > known.version();
            if is_new {
                *known = Arc::new(list);
            }
            is_new
        });
        Ok(())
    }
}

/// The entries in force, read within a transaction. The version counts confirmations and ends: it only grows.
pub(crate) async fn standing_in(tx: &mut Tx) -> Result<AllowList, StoreError> {
    let row = sqlx::query(
        "SELECT COUNT(confirmed_at) AS confirmed,
            SUM(CASE WHEN confirmed_at IS NOT NULL AND ended_at IS NOT NULL THEN 1 ELSE 0 END) AS ended
         FROM allowed",
    )
    .fetch_one(&mut **tx)
    .await?;
    let version = row.unsigned("confirmed")? + row.number_or_none("ended")?.unwrap_or(0).unsigned_abs();
    if version == 0 {
        return Ok(AllowList::default());
    }
    let rows =
        sqlx::query("SELECT indicator FROM allowed WHERE confirmed_at IS NOT NULL AND ended_at IS NULL")
            .fetch_all(&mut **tx)
            .await?;
    let entries: Vec<Indicator> = rows.iter().map(|row| row.indicator()).collect::<Result<_, _>>()?;
    Ok(AllowList::new(version, entries))
}

/// Refuses to list what an entry in force protects. Call it while the head of the log is held: then no entry can come
/// into force in between.
pub(crate) async fn refuse_in(tx: &mut Tx, indicator: &Indicator) -> Result<(), StoreError> {
    let allowed = standing_in(tx).await?;
    Ok(guard::check_allowed(indicator, &allowed)?)
}
