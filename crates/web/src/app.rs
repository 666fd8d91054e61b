//! What every handler may use.

use std::ops::Deref;
use std::sync::Arc;

use model::{Reference, Time};
use store::Store;

use crate::limits::Limits;
use crate::{SnapshotCell, WebSettings};

/// Tells the time; a test gives its own.
pub type Clock = Arc<dyn Fn() -> Time + Send + Sync>;

/// The parts of an [`App`].
pub struct AppParts {
    /// Reports, officers, the publication log.
    pub store: Store,
    /// The reference tables, with the overrides of the data folder.
    pub reference: Arc<Reference>,
    /// The list at the newest serial; whoever follows the log stores into it.
    pub snapshot: SnapshotCell,
    /// Tells the time.
    pub clock: Clock,
    /// How often one client may do what.
    pub limits: Limits,
    /// Settings of the HTTP side.
    pub settings: WebSettings,
}

/// The state of the router; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<AppParts>);

impl App {
    /// From its parts.
    pub fn new(parts: AppParts) -> App {
        App(Arc::new(parts))
    }

    /// The present instant.
    pub fn now(&self) -> Time {
        (self.clock)()
    }
}

impl Deref for App {
    type Target = AppParts;

    fn deref(&self) -> &AppParts {
        &self.0
    }
}
