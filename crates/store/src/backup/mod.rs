//! One portable copy of everything, for either database.
//!
//! A backup is a folder: `manifest.json`, `tables/<name>.jsonl` and `evidence/<sha256>`. It is made from
//! one state of the database while the server runs, and restores into an empty database of either kind,
//! so that moving from SQLite to PostgreSQL is a backup and a restore. The format is in
//! `docs/formats/backup.md`.
//!
//! The identity key is **not** in it: whoever finds a backup reads no reporter's name. Without the key a
//! backup cannot be restored, so the key is kept elsewhere, apart.
//!
//! In reading order: `tables` (what is copied), `write`, `restore`.

use std::path::PathBuf;

use model::Time;
use serde::{Deserialize, Serialize};

use crate::StoreError;

mod restore;
mod tables;
mod write;

/// Version of the format. A restore takes this one only.
pub const FORMAT_VERSION: u64 = 1;

/// Why a backup was not made or not restored. A failed restore leaves the database empty as it was.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database failed.
    #[error("copy the database")]
    Store(#[from] StoreError),
    /// A file of the backup could not be read or written.
    #[error("read or write `{path}`")]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// There is something at the place where the backup was to go.
    #[error("make a backup at `{0}`, where something is already")]
    Exists(PathBuf),
    /// The database to restore into holds something.
    #[error("restore into a database that is not empty")]
    NotEmpty,
    /// A file of the backup is not as it was written.
    #[error("read `{path}`: {problem}")]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> BackupError {
        BackupError::Store(error.into())
    }
}

/// The file `manifest.json`: what the backup holds. Without it a folder is not a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Always `khien-backup`.
    pub format: String,
    /// [`FORMAT_VERSION`].
    pub version: u64,
    /// When it was made.
    pub made_at: Time,
    /// Name of the last migration of the database it was made from.
    pub schema: String,
    /// Every table, in the order in which it is restored.
    pub tables: Vec<TableEntry>,
    /// Files of evidence.
    pub evidence_files: u64,
}

/// One table of the manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableEntry {
    /// Its name; the file is `tables/<name>.jsonl`.
    pub name: String,
    /// How many rows.
    pub rows: u64,
    /// SHA-256 of the file, 64 hex digits.
    pub sha256: String,
}

/// Names a file in an error.
fn at(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> BackupError {
    let path = path.to_owned();
    move |source| BackupError::File { path, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_about_the_format_says_what_is_written() {
        let page = include_str!("../../../../docs/formats/backup.md");
        let sample = page.split("```json").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        let manifest: Manifest = serde_json::from_str(sample).unwrap();
        assert_eq!((manifest.format.as_str(), manifest.version), ("khien-backup", FORMAT_VERSION));
        let schema = crate::migrations::MIGRATIONS.last().map(|(name, _)| (*name).to_owned());
        assert_eq!(Some(manifest.schema), schema);
        let names: Vec<String> = tables::tables().map(|table| format!("`{}`", table.name)).collect();
        assert!(page.contains(&names.join(", ")), "{names:?}");
    }
}
