//! What every command starts from: words, settings, reference data.

use std::net::SocketAddr;
use std::sync::Arc;

use model::{Reference, Time};
use store::{IdentityKey, Store, StoreSettings};
use web::catalogue::Words;

use crate::arguments::GlobalArguments;
use crate::complaint::{Complaint, OrComplain as _};
use crate::data_dir::DataDir;
use crate::settings::{Flag, Layers, Settings};

/// Words, settings and where things are.
pub(crate) struct Context {
    /// The reader's language.
    pub(crate) words: Words,
    /// File, environment and flags together.
    pub(crate) settings: Settings,
}

impl Context {
    /// Reads the settings.
    ///
    /// # Errors
    /// When the file cannot be read or a value does not fit.
    pub(crate) fn read(
        global: &GlobalArguments,
        more_flags: Vec<Flag>,
        words: Words,
        variables: &[(String, String)],
    ) -> anyhow::Result<Context> {
        let default_file = std::path::Path::new("khien.toml");
        let file = match &global.settings {
            Some(file) => Some(file.as_path()),
            None => default_file.is_file().then_some(default_file),
        };
        let file = match file {
            None => None,
            Some(file) => {
                let text = std::fs::read_to_string(file).or_complain("settings-file", file.display())?;
                Some((file.display().to_string(), text))
            }
        };
        let mut flags = more_flags;
        let storage = |flag, key, value: &Option<String>| {
            value.clone().map(|value| Flag { flag, section: "storage", key, value })
        };
        flags.extend(storage("data-dir", "data_dir", &global.data_dir));
        flags.extend(storage("database", "database", &global.database));
        let layers = Layers { file, variables: variables.to_vec(), flags };
        let settings = layers.settings().or_complain("settings", "")?;
        Ok(Context { words, settings })
    }

    /// The folder of the settings, which may not exist yet.
    pub(crate) fn data_dir(&self) -> DataDir {
        DataDir::new(&self.settings.storage)
    }

    /// The reference tables with the overrides of the data folder.
    ///
    /// # Errors
    /// When an override cannot be read or breaks a rule of its table.
    pub(crate) fn reference(&self) -> anyhow::Result<Arc<Reference>> {
        let folder = self.data_dir().overrides();
        if !folder.is_dir() {
            return Ok(Arc::new(Reference::embedded().clone()));
        }
        let text_of = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
        Reference::with_overrides(text_of).map(Arc::new).or_complain("reference", folder.display())
    }

    /// The database of the settings, made when it is missing.
    ///
    /// # Errors
    /// When the folder, the key or the database cannot be used.
    pub(crate) async fn open_store(&self) -> anyhow::Result<Store> {
        let folder = self.data_dir();
        folder.prepare().or_complain("data-dir", folder.root().display())?;
        let mut random = [0u8; 32];
        getrandom::fill(&mut random).or_complain("random", "")?;
        let key = folder.identity_key(random).or_complain("identity-key", "")?;
        if folder.key_is_exposed() {
            tracing::warn!("the identity key may be read by other users of this machine: chmod 600");
        }
        let settings = StoreSettings {
            database_url: folder.database_url(),
            identity_key: IdentityKey::new(key),
            evidence_dir: folder.evidence(),
        };
        Store::open(&settings).await.or_complain("database", redacted(&settings.database_url))
    }

    /// The database of the settings, which must be there already.
    ///
    /// # Errors
    /// As [`Context::open_store`], and when there is none.
    pub(crate) async fn open_existing_store(&self) -> anyhow::Result<Store> {
        let folder = self.data_dir();
        if !folder.has_database() {
            return Err(Complaint::new("no-database", folder.root().display()).into());
        }
        self.open_store().await
    }

    /// Where people reach the portal that listens on `address`: as set, else the address itself.
    pub(crate) fn base_url(&self, address: SocketAddr) -> String {
        let set = self.settings.server.public_url.trim_end_matches('/');
        if !set.is_empty() {
            return set.to_owned();
        }
        // A browser on this machine reaches a listener on every address by its name.
        let local = format!("localhost:{}", address.port());
        let host = if address.ip().is_unspecified() { local } else { address.to_string() };
        format!("http://{host}")
    }

    /// The present instant, from the machine's clock.
    pub(crate) fn now(&self) -> Time {
        now()
    }
}

/// A database URL without its password.
fn redacted(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    match rest.rsplit_once('@') {
        Some((user, place)) => {
            let user = user.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}@{place}")
        }
        None => url.to_owned(),
    }
}

/// The present instant, from the machine's clock.
pub(crate) fn now() -> Time {
    Time::from_millis(jiff::Timestamp::now().as_millisecond())
}
