//! The publication log as a public Merkle log: kept, signed, and served under `/log`.
//! Page: `docs/formats/transparency.md`.
//!
//! [`key`] signs; [`keep`](mod@keep) holds the tree in files and the newest hashes in memory; `routes` serves tiles, bundles,
//! checkpoint and proofs.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use arc_swap::ArcSwapOption;
use feed::tlog::merkle::{self, Hash};
use feed::tlog::{Checkpoint, PublicAct, Salt, note, tile};
use model::publication::ActHash;
use model::{Act, Serial};
use store::{Store, StoreError};

pub mod keep;
pub mod key;
mod routes;

pub use key::LogKey;
pub(crate) use routes::routes;

use keep::{Keep, KeepError, TileReader};

/// Acts read and hashed together.
const BATCH: u32 = 2_000;

/// The log of this deployment; cheap to clone.
#[derive(Clone)]
pub struct TransparencyLog(Arc<Inner>);

struct Inner {
    key: LogKey,
    keep: RwLock<Keep>,
    head: ArcSwapOption<Head>,
    /// Whether the tree was found to lead to the newest checkpoint since the start.
    checked: AtomicBool,
}

/// The newest checkpoint.
struct Head {
    checkpoint: Checkpoint,
    note: String,
}

/// The log cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum TransparencyError {
    /// The database does not answer.
    #[error("read the publication log")]
    Store(#[from] StoreError),
    /// A file cannot be written or read.
    #[error(transparent)]
    Keep(#[from] KeepError),
    /// The acts of the database do not lead to what was signed before. Nothing is signed any more: a second
    /// history under the same key could never be taken back.
    #[error("continue the log signed at size {size}: the acts of the database lead to another root")]
    Forked {
        /// Entries under the signed root.
        size: u64,
    },
}

impl TransparencyLog {
    /// The log whose files are in `folder`, made when it is missing. [`TransparencyLog::advance`] brings it up
    /// to the database.
    ///
    /// # Errors
    /// [`KeepError`] when the folder cannot be used.
    pub fn open(key: LogKey, folder: PathBuf) -> Result<TransparencyLog, KeepError> {
        let keep = Keep::open(folder)?;
        let head = keep.read_checkpoint()?.and_then(|note| {
            let checkpoint = key.open(&note).ok()?;
            Some(Arc::new(Head { checkpoint, note }))
        });
        let head = ArcSwapOption::from(head);
        Ok(TransparencyLog(Arc::new(Inner {
            key,
            keep: RwLock::new(keep),
            head,
            checked: AtomicBool::new(false),
        })))
    }

    /// The public key and name of the log.
    pub fn verifier_key(&self) -> String {
        self.0.key.verifier_key().to_string()
    }

    /// The notes by which each key handed over to the next, oldest first.
    pub fn renewals(&self) -> &[String] {
        self.0.key.renewals()
    }

    /// The newest signed checkpoint, as served; `None` before the first.
    pub fn checkpoint(&self) -> Option<String> {
        self.0.head.load().as_ref().map(|head| head.note.clone())
    }

    /// Entries under the newest checkpoint.
    pub fn size(&self) -> u64 {
        self.0.head.load().as_ref().map_or(0, |head| head.checkpoint.size)
    }

    /// Takes in every act that is not in the tree yet, and signs the new head. Called by one task only.
    ///
    /// # Errors
    /// [`TransparencyError::Forked`] when the database no longer holds what was signed.
    pub async fn advance(&self, store: &Store) -> Result<(), TransparencyError> {
        self.catch_up_after_start(store).await?;
        loop {
            let size = self.read().size();
            let acts = store.chained_acts_after(Serial(size), BATCH).await?;
            if acts.is_empty() {
                break;
            }
            self.push(&acts)?;
        }
        self.sign()
    }

    /// After a start the tree ends with its last full tile: the acts behind it are read again, and the whole
    /// must lead to what was signed.
    async fn catch_up_after_start(&self, store: &Store) -> Result<(), TransparencyError> {
        let Some(head) = self.0.head.load_full() else { return Ok(()) };
        if self.0.checked.load(Ordering::Relaxed) {
            return Ok(());
        }
        let Checkpoint { size, root, .. } = head.checkpoint;
        let is_whole = self.catch_up_to(store, size).await?;
        if !is_whole || self.root(size).ok() != Some(root) {
            // Files are only made again from acts that lead to the signed root: they are what is left of the
            // truth when the acts do not.
            if self.root_of_acts(store, size).await? != Some(root) {
                return Err(TransparencyError::Forked { size });
            }
            tracing::warn!("the files of the transparency log are damaged; making them again");
            self.write().clear();
            self.catch_up_to(store, size).await?;
        }
        self.0.checked.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Whether the tree has this size after all acts up to it were added.
    async fn catch_up_to(&self, store: &Store, wanted: u64) -> Result<bool, TransparencyError> {
        while self.read().size() < wanted {
            let size = self.read().size();
            let limit = u32::try_from(wanted - size).unwrap_or(BATCH).min(BATCH);
            let acts = store.chained_acts_after(Serial(size), limit).await?;
            if acts.is_empty() {
                return Ok(false);
            }
            self.push(&acts)?;
        }
        Ok(true)
    }

    /// The root over the first acts of the database, without any file; `None` when there are fewer.
    async fn root_of_acts(&self, store: &Store, wanted: u64) -> Result<Option<Hash>, StoreError> {
        let mut frontier = merkle::Frontier::default();
        while frontier.size() < wanted {
            let limit = u32::try_from(wanted - frontier.size()).unwrap_or(BATCH).min(BATCH);
            let acts = store.chained_acts_after(Serial(frontier.size()), limit).await?;
            if acts.is_empty() {
                return Ok(None);
            }
            acts.iter().for_each(|(act, hash)| frontier.push(merkle::leaf_hash(&self.entry(act, *hash))));
        }
        Ok(Some(frontier.root()))
    }

    fn push(&self, acts: &[(Act, ActHash)]) -> Result<(), KeepError> {
        let leaves: Vec<Hash> =
            acts.iter().map(|(act, hash)| merkle::leaf_hash(&self.entry(act, *hash))).collect();
        self.write().extend(&leaves)
    }

    fn sign(&self) -> Result<(), TransparencyError> {
        let size = self.read().size();
        // What a former key signed is signed again.
        let is_ours = |head: &Arc<Head>| key::open_checkpoint(self.0.key.verifier_key(), &head.note).is_ok();
        let head = self.0.head.load();
        if head.as_ref().is_some_and(|head| head.checkpoint.size >= size && is_ours(head)) {
            return Ok(());
        }
        let root = self.root(size)?;
        let checkpoint = Checkpoint { origin: self.0.key.verifier_key().name().to_owned(), size, root };
        let note = self.0.key.sign(&checkpoint);
        // On disk before anybody sees it: after a crash no other root is ever signed for this size.
        self.read().write_checkpoint(&note)?;
        self.0.head.store(Some(Arc::new(Head { checkpoint, note })));
        Ok(())
    }

    fn root(&self, size: u64) -> Result<Hash, KeepError> {
        merkle::root(size, &mut TileReader::new(&self.read(), size))
    }

    fn entry(&self, act: &Act, hash: ActHash) -> Vec<u8> {
        PublicAct { act, hash, salt: self.salt(act.serial) }.entry()
    }

    fn salt(&self, serial: Serial) -> Salt {
        Salt::of_act(self.0.key.secret(), serial)
    }

    /// The bytes of a tile; `None` when the log does not reach so far.
    fn tile(&self, id: tile::TileId) -> Result<Option<Vec<u8>>, KeepError> {
        self.read().tile(id)
    }

    /// The entries from `index * 256`, `width` of them; `None` when the log does not reach so far.
    async fn bundle(&self, store: &Store, index: u64, width: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let first = index * tile::WIDTH;
        if first + width > self.size() {
            return Ok(None);
        }
        let limit = u32::try_from(width).unwrap_or(u32::MAX);
        let acts = store.chained_acts_after(Serial(first), limit).await?;
        let mut bundle = Vec::with_capacity(acts.len() * 400);
        for (act, hash) in &acts {
            tile::push_entry(&mut bundle, &self.entry(act, *hash));
        }
        Ok(Some(bundle))
    }

    /// Proof that the act with this serial is in the log, for people and programs; `None` when the newest
    /// checkpoint does not cover it yet.
    ///
    /// # Errors
    /// [`KeepError`] when a tile cannot be read.
    pub fn proof(&self, serial: Serial) -> Result<Option<Proof>, KeepError> {
        let Some(head) = self.0.head.load_full() else { return Ok(None) };
        let size = head.checkpoint.size;
        let Some(index) = serial.0.checked_sub(1).filter(|index| *index < size) else { return Ok(None) };
        let keep = self.read();
        if keep.size() < size {
            return Ok(None);
        }
        let path = merkle::inclusion_proof(index, size, &mut TileReader::new(&keep, size))?;
        let text = note::proof_text(index, &path, &head.note);
        Ok(Some(Proof { index, size, text, salt: self.salt(serial) }))
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Keep> {
        self.0.keep.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, Keep> {
        self.0.keep.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Proof that one act is in the log.
pub struct Proof {
    /// Place of the entry, from 0.
    pub index: u64,
    /// Entries under the checkpoint.
    pub size: u64,
    /// The proof as a file.
    pub text: String,
    /// Opens the commitment of an entry that names no indicator; show it only while the act's listing stands.
    pub salt: Salt,
}
