//! The data folder: database, evidence, overrides, and the key that stays outside the database.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use crate::settings::{StorageSettings, TransparencySettings};

/// Bytes of the identity key.
const KEY_BYTES: usize = 32;

/// Where everything is that is not in a database server.
#[derive(Clone, Debug)]
pub struct DataDir {
    root: PathBuf,
    database: String,
    key_file: PathBuf,
}

/// Why the data folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DataDirError {
    /// A file or folder could not be made or read.
    #[error("use `{path}`")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The key file does not hold 64 hex digits.
    #[error("read the identity key from `{path}`: it is not 64 hex digits")]
    Key {
        /// Which file.
        path: PathBuf,
    },
    /// There is a database, but the key it was used with is gone.
    #[error("find the identity key `{path}` of the database that is there; put the key back from its backup")]
    KeyGone {
        /// Where the key should be.
        path: PathBuf,
    },
}

impl DataDir {
    /// The folder these settings name; nothing is touched yet.
    pub fn new(settings: &StorageSettings) -> DataDir {
        let root = settings.data_dir.clone();
        let key_file = if settings.identity_key_file.as_os_str().is_empty() {
            root.join("identity.key")
        } else {
            settings.identity_key_file.clone()
        };
        DataDir { root, database: settings.database.clone(), key_file }
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The URL of the database: as set, or SQLite in the folder.
    pub fn database_url(&self) -> String {
        if self.database.is_empty() {
            format!("sqlite://{}", self.database_file().display())
        } else {
            self.database.clone()
        }
    }

    /// Whether there is a database to look into without making one.
    pub fn has_database(&self) -> bool {
        !self.database.is_empty() || self.database_file().is_file()
    }

    /// Evidence files, by content.
    pub fn evidence(&self) -> PathBuf {
        self.root.join("evidence")
    }

    /// Reference tables that replace those compiled in.
    pub fn overrides(&self) -> PathBuf {
        self.root.join("reference")
    }

    /// Tiles and head of the transparency log.
    pub fn log(&self) -> PathBuf {
        self.root.join("log")
    }

    /// Where the key of the transparency log is or will be.
    pub fn log_key_file(&self, settings: &TransparencySettings) -> PathBuf {
        if settings.key_file.as_os_str().is_empty() {
            self.root.join("log.key")
        } else {
            settings.key_file.clone()
        }
    }

    fn database_file(&self) -> PathBuf {
        self.root.join("khien.db")
    }

    /// Makes the folders, closed to other users, where they are missing.
    ///
    /// # Errors
    /// [`DataDirError::Io`].
    pub fn prepare(&self) -> Result<(), DataDirError> {
        for folder in [self.root.clone(), self.evidence()] {
            fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(&folder)
                .map_err(|source| DataDirError::Io { path: folder, source })?;
        }
        Ok(())
    }

    /// The identity key; made from `random` when there is neither a key nor a database yet.
    ///
    /// # Errors
    /// [`DataDirError::KeyGone`] rather than a new key beside an old database: a new key would make every
    /// stored identity unreadable without anybody noticing.
    pub fn identity_key(&self, random: [u8; KEY_BYTES]) -> Result<[u8; KEY_BYTES], DataDirError> {
        let path = &self.key_file;
        let failed = |source| DataDirError::Io { path: path.clone(), source };
        match fs::read_to_string(path) {
            Ok(text) => {
                let key = data_encoding::HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes()).ok();
                let key = key.and_then(|key| key.try_into().ok());
                key.ok_or_else(|| DataDirError::Key { path: path.clone() })
            }
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(error)),
            Err(_) if self.database_file().exists() => Err(DataDirError::KeyGone { path: path.clone() }),
            Err(_) => {
                write_key(path, &data_encoding::HEXLOWER.encode(&random)).map_err(failed)?;
                Ok(random)
            }
        }
    }

    /// Where the identity key is or will be.
    pub fn key_file(&self) -> &Path {
        &self.key_file
    }

    /// Whether the identity key is there.
    pub fn has_key(&self) -> bool {
        self.key_file.is_file()
    }

    /// Whether other users of the machine may read the identity key.
    pub fn key_is_exposed(&self) -> bool {
        fs::metadata(&self.key_file).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
    }
}

/// Writes the key beside its place and links it there, so that a crash leaves no half key and two starts at
/// once make one key.
pub(crate) fn write_key(path: &Path, key: &str) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let draft = path.with_extension(format!("draft-{}", std::process::id()));
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    writeln!(file, "{key}")?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    linked?;
    fs::File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data_dir(root: &Path) -> DataDir {
        DataDir::new(&StorageSettings { data_dir: root.join("data"), ..StorageSettings::default() })
    }

    #[test]
    fn folder_and_key_are_made_once_and_closed_to_others() {
        let root = tempfile::tempdir().unwrap();
        let dir = data_dir(root.path());
        dir.prepare().unwrap();
        assert_eq!(dir.identity_key([7; 32]).unwrap(), [7; 32]);
        assert_eq!(dir.identity_key([8; 32]).unwrap(), [7; 32]);
        assert!(!dir.key_is_exposed());
        let mode = fs::metadata(dir.root()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        let names: Vec<_> =
            fs::read_dir(dir.root()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names.len(), 2, "{names:?}");
    }

    #[test]
    fn a_key_is_never_made_beside_an_old_database() {
        let root = tempfile::tempdir().unwrap();
        let dir = data_dir(root.path());
        dir.prepare().unwrap();
        fs::write(dir.root().join("khien.db"), "").unwrap();
        assert!(matches!(dir.identity_key([7; 32]), Err(DataDirError::KeyGone { .. })));
    }

    #[test]
    fn a_damaged_key_is_refused() {
        let root = tempfile::tempdir().unwrap();
        let dir = data_dir(root.path());
        dir.prepare().unwrap();
        for text in ["", "abc", &"g".repeat(64), &"a".repeat(62)] {
            fs::write(dir.root().join("identity.key"), text).unwrap();
            assert!(matches!(dir.identity_key([7; 32]), Err(DataDirError::Key { .. })), "{text}");
        }
    }
}
