//! What every handler may use.

use std::ops::Deref;
use std::sync::Arc;

use detect::Engine;
use model::{Reference, Time};
use store::Store;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};

use crate::api::prefixes::KeptIndex;
use crate::auth::oidc::Provider;
use crate::auth::passkey::Challenges;
use crate::challenge::Marks;
use crate::console;
use crate::file::Reader;
use crate::limits::Limits;
use crate::log_index::LogIndexCell;
use crate::portal;
use crate::refusals::Refusals;
use crate::transparency::TransparencyLog;
use crate::{SnapshotCell, WebSettings};

/// Tells the time; a test gives its own.
pub type Clock = Arc<dyn Fn() -> Time + Send + Sync>;

/// The parts of an [`App`].
pub struct AppParts {
    /// Reports, officers, the publication log.
    pub store: Store,
    /// The recognition engine, built once.
    pub engine: Engine,
    /// The reference tables, with the overrides of the data folder.
    pub reference: Arc<Reference>,
    /// The list at the newest serial; whoever follows the log stores into it.
    pub snapshot: SnapshotCell,
    /// The publication log as a public Merkle log; `None`: not kept here.
    pub transparency: Option<TransparencyLog>,
    /// Tells the time.
    pub clock: Clock,
    /// How often one client may do what.
    pub limits: Limits,
    /// Settings of the HTTP side.
    pub settings: WebSettings,
}

/// The state of the router; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    parts: AppParts,
    memory: portal::Memory,
    prefixes: KeptIndex,
    uploads: Semaphore,
    streams: Arc<Semaphore>,
    reader: Reader,
    log_index: LogIndexCell,
    blast: console::BlastMemory,
    refusals: Refusals,
    marks: Marks,
    providers: Vec<Provider>,
    challenges: Challenges,
}

/// Streams of events open at the same time; each holds a connection and reads the log at each act.
const STREAMS_MAX: usize = 512;

impl App {
    /// From its parts.
    pub fn new(parts: AppParts) -> App {
        let uploads = Semaphore::new(parts.settings.uploads_max.max(1));
        let streams = Arc::new(Semaphore::new(STREAMS_MAX));
        let reader = Reader::new(parts.settings.writing.clone());
        let marks = Marks::new(&parts.store.form_key());
        let providers = parts.settings.providers.iter().map(Provider::new).collect();
        let challenges = Challenges::new(&parts.store.passkey_key());
        App(Arc::new(Inner {
            parts,
            memory: portal::Memory::default(),
            prefixes: KeptIndex::default(),
            uploads,
            streams,
            reader,
            log_index: LogIndexCell::default(),
            blast: console::BlastMemory::default(),
            refusals: Refusals::default(),
            marks,
            providers,
            challenges,
        }))
    }

    /// The present instant.
    pub fn now(&self) -> Time {
        (self.clock)()
    }

    /// What the portal remembers between two requests.
    pub(crate) fn memory(&self) -> &portal::Memory {
        &self.0.memory
    }

    /// Reads files that are to be checked.
    pub(crate) fn reader(&self) -> &Reader {
        &self.0.reader
    }

    /// The index of the log, for formats whose objects have versions.
    pub(crate) fn log_index(&self) -> &LogIndexCell {
        &self.0.log_index
    }

    /// Bodies that were refused.
    pub(crate) fn refusals(&self) -> &Refusals {
        &self.0.refusals
    }

    /// What stands beside the proposals, as last looked up.
    pub(crate) fn blast(&self) -> &console::BlastMemory {
        &self.0.blast
    }

    /// Providers whose accounts may sign officers in, in the order of the settings.
    pub(crate) fn providers(&self) -> &[Provider] {
        &self.0.providers
    }

    /// Challenges for devices that hold passkeys.
    pub(crate) fn challenges(&self) -> &Challenges {
        &self.0.challenges
    }

    /// Marks of forms.
    pub(crate) fn marks(&self) -> &Marks {
        &self.0.marks
    }

    /// The list by hash prefix, as far as somebody asked for it.
    pub(crate) fn prefixes(&self) -> &KeptIndex {
        &self.0.prefixes
    }

    /// A place among the uploads that are read at the same time; waits for one to become free.
    pub(crate) async fn upload_place(&self) -> SemaphorePermit<'_> {
        self.0.uploads.acquire().await.expect("the semaphore is never closed")
    }
}

impl App {
    /// A place among the streams of events; `None` when all are taken.
    pub(crate) fn stream_place(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.0.streams).try_acquire_owned().ok()
    }
}

impl Deref for App {
    type Target = AppParts;

    fn deref(&self) -> &AppParts {
        &self.0.parts
    }
}
