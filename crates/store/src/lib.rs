//! The only crate with SQL: SQLite by default, PostgreSQL by URL.
//!
//! Every change is one transaction that also holds its audit line and its follow-up job. Time arrives as
//! an argument. In reading order:
//! - [`Store`]: opening, and one `impl` block per topic in the modules below;
//! - [`report`]: reports, evidence, identities, the queue;
//! - [`event`]: reports that tell of the same, joined and parted;
//! - [`batch`]: one act on many reports, done piece by piece and undone;
//! - [`case`]: investigations of reports, their outcomes and figures;
//! - [`campaign`]: reports that hang together, grown when somebody looks;
//! - [`view`]: views that officers keep, and lists given out as files;
//! - [`search`]: reports found by words, by what they name, by who sent them;
//! - [`appeal`]: appeals against entries, with their clock and their answer;
//! - [`publication`]: proposals, the log, the current listings, a stream of new serials;
//! - [`allowed`]: what the desk itself keeps off the list;
//! - [`consumer`]: who gets the list, with keys, quotas and how far behind each is;
//! - [`push`]: addresses that acts are pushed to, and what came of it;
//! - [`officer`]: accounts, units, invitations, sessions; `sight`: what each officer may see, as SQL;
//! - [`roster`]: who is on duty, what happens when a shift ends, what it leaves in words;
//! - [`reminder`]: what officers are told of deadlines; [`calendar`]: the same for a calendar program;
//! - [`document`]: templates of letters as they were changed;
//! - [`retention`]: personal data erased when its rule says, and legal holds;
//! - [`audit`]: the chained trail; [`oversight`]: what an auditor asks it; [`verify`]: proof that both logs are unbroken;
//! - `draft`: what an officer is typing;
//! - `intake`: what became of what partners sent; [`quarantine`]: what came and is no report;
//! - [`job`]: work to be done after a change;
//! - [`backup`]: one portable copy of everything, for either database;
//! - `engine`: every place where the two databases differ; `migrations`; `crypt`; `row`; `rows`.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use store::{IdentityKey, Store, StoreSettings};
//!
//! let folder = tempfile::tempdir()?;
//! let store = Store::open(&StoreSettings {
//!     database_url: format!("sqlite://{}", folder.path().join("khien.db").display()),
//!     identity_key: IdentityKey::new([7; 32]), // 32 random bytes, kept outside the database
//!     evidence_dir: folder.path().join("evidence"),
//! })
//! .await?;
//! assert_eq!(store.head_serial().await?, model::Serial(0));
//! assert!(store.verify().await?.is_clean());
//! # Ok(())
//! # }
//! ```

use std::path::PathBuf;
use std::sync::Arc;

use model::Serial;
use sqlx::AnyPool;
use tokio::sync::watch;

pub mod allowed;
pub mod appeal;
pub mod audit;
pub mod backup;
pub mod batch;
pub mod calendar;
pub mod campaign;
pub mod case;
pub mod consumer;
mod crypt;
pub mod document;
mod draft;
mod engine;
mod error;
pub mod event;
mod ground;
mod intake;
pub mod job;
mod migrations;
pub mod officer;
pub mod oversight;
pub mod publication;
pub mod push;
pub mod quarantine;
pub mod reminder;
pub mod report;
pub mod retention;
pub mod roster;
mod row;
mod rows;
pub mod search;
pub(crate) mod sight;
pub mod verify;
pub mod view;

pub use crypt::IdentityKey;
pub use engine::Engine;
pub use error::StoreError;

/// A transaction; dropped without commit it leaves nothing.
pub(crate) type Tx = sqlx::Transaction<'static, sqlx::Any>;

/// Where the store keeps things.
#[derive(Clone, Debug)]
pub struct StoreSettings {
    /// `sqlite:///path/to/khien.db` (created when missing) or `postgres://user:password@host/database`.
    pub database_url: String,
    /// Encrypts identities and second factors; the same key every time.
    pub identity_key: IdentityKey,
    /// Folder of attached files, created when missing.
    pub evidence_dir: PathBuf,
}

/// The state of one row when it was read. A change that names an older state is refused with
/// [`StoreError::Conflict`], so that nobody overwrites what they have not seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Version(pub i64);

/// The database and the evidence folder. Cheap to clone; clones share connections.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    engine: Engine,
    write: AnyPool,
    read: AnyPool,
    key: IdentityKey,
    evidence_dir: PathBuf,
    serial: watch::Sender<Serial>,
    consumers: consumer::Registry,
    allowed: allowed::Registry,
    group: report::Group,
}

impl Store {
    /// Opens the database, applies missing migrations, checks the key, and starts following the log.
    ///
    /// Must be called within a tokio runtime.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database cannot be reached, [`StoreError::WrongKey`],
    /// [`StoreError::Migration`], [`StoreError::Evidence`] when the folder cannot be made.
    pub async fn open(settings: &StoreSettings) -> Result<Store, StoreError> {
        sqlx::any::install_default_drivers();
        let engine = Engine::of_url(&settings.database_url).ok_or_else(|| {
            let text = "a database URL starts with sqlite: or postgres:";
            StoreError::Unavailable(sqlx::Error::Configuration(text.into()))
        })?;
        tokio::fs::create_dir_all(&settings.evidence_dir)
            .await
            .map_err(|source| StoreError::Evidence { path: settings.evidence_dir.clone(), source })?;
        let (write, read) = engine.connect(&settings.database_url).await?;
        let store = Store {
            inner: Arc::new(Inner {
                engine,
                write,
                read,
                key: settings.identity_key.clone(),
                evidence_dir: settings.evidence_dir.clone(),
                serial: watch::Sender::new(Serial(0)),
                consumers: consumer::Registry::default(),
                allowed: allowed::Registry::default(),
                group: report::Group::default(),
            }),
        };
        let mut tx = store.begin().await?;
        migrations::run(engine, &mut tx).await?;
        store.check_key(&mut tx).await?;
        tx.commit().await?;
        store.load_consumers().await?;
        store.load_allowed().await?;
        store.follow_log(&settings.database_url).await?;
        Ok(store)
    }

    /// Which database this is.
    pub fn engine(&self) -> Engine {
        self.inner.engine
    }

    /// A key for the marks of public forms, the same on every node.
    pub fn form_key(&self) -> [u8; 32] {
        self.inner.key.derive("khien form mark")
    }

    /// The key that seals challenges of passkeys, the same on every node.
    pub fn passkey_key(&self) -> [u8; 32] {
        self.inner.key.derive("khien passkey challenge")
    }

    /// Whether the database answers now.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.inner.read).await?;
        Ok(())
    }

    /// Ends all connections after the statements that run now.
    pub async fn close(&self) {
        self.inner.read.close().await;
        self.inner.write.close().await;
    }

    /// A transaction that writes.
    pub(crate) async fn begin(&self) -> Result<Tx, StoreError> {
        self.inner.engine.begin(&self.inner.write, self.inner.engine.begin_write()).await
    }

    /// A transaction that only reads, and sees one state of the database throughout.
    pub(crate) async fn begin_read(&self) -> Result<Tx, StoreError> {
        self.inner.engine.begin(&self.inner.read, self.inner.engine.begin_read()).await
    }

    /// Whether this is the public key of the deployment's transparency log; the first one asked about becomes
    /// it. Two nodes with different keys would sign two histories.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::WrongKey`].
    pub async fn is_log_key(&self, verifier_key: &str) -> Result<bool, StoreError> {
        const NAME: &str = "log";
        use row::Columns as _;
        let mut tx = self.begin().await?;
        let sealed = crypt::seal(&self.inner.key, NAME, verifier_key.as_bytes())?;
        sqlx::query(
            "INSERT INTO key_checks (name, nonce, ciphertext) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING",
        )
        .bind(NAME)
        .bind(sealed.nonce)
        .bind(sealed.ciphertext)
        .execute(&mut *tx)
        .await?;
        let row = sqlx::query("SELECT nonce, ciphertext FROM key_checks WHERE name = $1")
            .bind(NAME)
            .fetch_one(&mut *tx)
            .await?;
        let sealed = crypt::Sealed { nonce: row.bytes("nonce")?, ciphertext: row.bytes("ciphertext")? };
        tx.commit().await?;
        Ok(crypt::open(&self.inner.key, NAME, &sealed)? == verifier_key.as_bytes())
    }

    /// Notes that the key of the transparency log was renewed: from `former` to `newest`. Whether `former` was the one.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::WrongKey`].
    pub async fn renew_log_key(&self, former: &str, newest: &str) -> Result<bool, StoreError> {
        const NAME: &str = "log";
        if !self.is_log_key(former).await? {
            return Ok(false);
        }
        let sealed = crypt::seal(&self.inner.key, NAME, newest.as_bytes())?;
        let mut tx = self.begin().await?;
        sqlx::query("UPDATE key_checks SET nonce = $2, ciphertext = $3 WHERE name = $1")
            .bind(NAME)
            .bind(sealed.nonce)
            .bind(sealed.ciphertext)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Stores a known text under the key on first use; later opens it, to prove the key is the same.
    async fn check_key(&self, tx: &mut Tx) -> Result<(), StoreError> {
        const NAME: &str = "identity";
        use row::Columns as _;
        let row = sqlx::query("SELECT nonce, ciphertext FROM key_checks WHERE name = $1")
            .bind(NAME)
            .fetch_optional(&mut **tx)
            .await?;
        if let Some(row) = row {
            let sealed = crypt::Sealed { nonce: row.bytes("nonce")?, ciphertext: row.bytes("ciphertext")? };
            return crypt::open(&self.inner.key, NAME, &sealed).map(|_| ());
        }
        let sealed = crypt::seal(&self.inner.key, NAME, NAME.as_bytes())?;
        sqlx::query("INSERT INTO key_checks (name, nonce, ciphertext) VALUES ($1, $2, $3)")
            .bind(NAME)
            .bind(sealed.nonce)
            .bind(sealed.ciphertext)
            .execute(&mut **tx)
            .await?;
        Ok(())
    }
}
