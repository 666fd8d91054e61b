//! Who may hold what: connections and transfers.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Notify, Semaphore, SemaphorePermit};
use tokio::time::timeout;

use super::ServerLimits;

/// Connections and transfers of one server.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) limits: ServerLimits,
    open: AtomicUsize,
    /// Connections without a request at work, the longest waiting first.
    waiting: Mutex<BTreeMap<u64, Arc<Notify>>>,
    next: AtomicU64,
    /// Free transfers of each consumer.
    transfers: Vec<Semaphore>,
}

/// One open connection; closes its place when dropped.
pub(super) struct Place(Arc<Places>);

/// A connection that waits for a request; no longer, when dropped.
pub(super) struct Waiting<'a> {
    places: &'a Places,
    number: u64,
    give_way: Arc<Notify>,
}

impl Places {
    pub(super) fn new(limits: ServerLimits, consumers: usize) -> Places {
        Places {
            limits,
            open: AtomicUsize::new(0),
            waiting: Mutex::default(),
            next: AtomicU64::new(0),
            transfers: (0..consumers).map(|_| Semaphore::new(limits.transfers_max.max(1))).collect(),
        }
    }

    /// A place for a new connection, at the cost of the one that waits longest when all are taken; `None`
    /// when none of them waits.
    pub(super) fn take(self: &Arc<Places>) -> Option<Place> {
        let is_full = self.open.load(Ordering::Relaxed) >= self.limits.connections_max;
        if is_full && !self.close_the_longest_waiting() {
            return None;
        }
        self.open.fetch_add(1, Ordering::Relaxed);
        Some(Place(self.clone()))
    }

    /// Whether there was one.
    pub(super) fn close_the_longest_waiting(&self) -> bool {
        let longest = self.lock().pop_first();
        longest.inspect(|(_, give_way)| give_way.notify_one()).is_some()
    }

    /// Says that a connection waits for a request.
    pub(super) fn wait(&self) -> Waiting<'_> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let give_way = Arc::new(Notify::new());
        self.lock().insert(number, give_way.clone());
        Waiting { places: self, number, give_way }
    }

    /// A transfer's turn; `None` when it did not come in time.
    pub(super) async fn turn(&self, consumer: usize) -> Option<SemaphorePermit<'_>> {
        let turn = timeout(self.limits.idle, self.transfers[consumer].acquire());
        turn.await.ok().and_then(Result::ok)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<u64, Arc<Notify>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting<'_> {
    /// Ends when the connection is to give way to another one.
    pub(super) async fn is_called_away(&self) {
        self.give_way.notified().await;
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.places.lock().remove(&self.number);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::Relaxed);
    }
}
