//! Restoring a backup into an empty database.

use std::path::Path;

use desk::retention::due_rules;
use model::reference::Retention;
use model::{Serial, Time};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncBufReadExt as _, BufReader};

use super::tables::{Table, tables};
use super::{BackupError, FORMAT_VERSION, Manifest, TableEntry, at};
use crate::audit::{self, Deed, Who};
use crate::migrations::MIGRATIONS;
use crate::report::{hex_sha256, write_safely};
use crate::row::Columns as _;
use crate::{Store, Tx};

/// Rows in one statement. Not more: SQLite looks a parameter's name up in a list from its start.
const ROWS: usize = 40;

/// Tables that are empty in a fresh database; the others hold what [`Store::open`] puts there.
const EMPTY_WHEN_FRESH: [&str; 4] = ["officers", "reports", "acts", "audit_lines"];

impl Store {
    /// Restores the backup at `source` in one transaction. Every file is checked against the manifest
    /// first; afterwards nobody is signed in and no invitation is open. What is due at `now` by the rules of
    /// `retention` is erased in the same transaction: an old backup brings nothing back.
    ///
    /// # Errors
    /// [`BackupError`]: not empty, damaged, made with another identity key, made by another version.
    pub async fn restore(
        &self,
        source: &Path,
        retention: &Retention,
        now: Time,
    ) -> Result<Manifest, BackupError> {
        let manifest = read_manifest(source).await?;
        for (table, entry) in tables().zip(&manifest.tables) {
            check_file(table, entry, source).await?;
        }
        let files = self.restore_evidence(source).await?;
        if files != manifest.evidence_files {
            let problem = format!("{files} files where {} were written", manifest.evidence_files);
            return Err(BackupError::Damaged { path: source.join("evidence"), problem });
        }
        let mut tx = self.begin().await?;
        require_empty(&mut tx).await?;
        for table in [
            "sessions",
            "invitations",
            "sign_in_attempts",
            "passkey_uses",
            "logout_tokens",
            "key_checks",
            "log_heads",
            "units",
            "jobs",
        ] {
            let sql = format!("DELETE FROM {table}");
            sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut *tx).await?;
        }
        for table in tables() {
            restore_table(&mut tx, table, source).await?;
        }
        self.check_key(&mut tx).await?;
        let why = format!("backup of {}", manifest.made_at);
        audit::append(&mut tx, now, Who::Command, Deed::Restore, "", &why).await?;
        let erased = self.erase_restored(&mut tx, &due_rules(retention, now), now).await?;
        let head = sqlx::query("SELECT position FROM log_heads WHERE name = 'publication'")
            .fetch_one(&mut *tx)
            .await?;
        let serial = Serial(head.unsigned("position")?);
        tx.commit().await?;
        if erased.is_anything() {
            self.sweep_evidence(None).await?;
            self.sweep_database().await?;
        }
        self.announce(serial);
        Ok(manifest)
    }

    async fn restore_evidence(&self, source: &Path) -> Result<u64, BackupError> {
        let folder = source.join("evidence");
        let mut entries = tokio::fs::read_dir(&folder).await.map_err(at(&folder))?;
        let mut files = 0;
        while let Some(entry) = entries.next_entry().await.map_err(at(&folder))? {
            let path = entry.path();
            let bytes = tokio::fs::read(&path).await.map_err(at(&path))?;
            let name = hex_sha256(&bytes);
            if entry.file_name().to_str() != Some(name.as_str()) {
                let problem = "other bytes than its name says".to_owned();
                return Err(BackupError::Damaged { path, problem });
            }
            let to = self.inner.evidence_dir.join(&name);
            if !to.exists() {
                write_safely(&self.inner.evidence_dir, &to, &bytes).map_err(at(&to))?;
            }
            files += 1;
        }
        Ok(files)
    }
}

async fn read_manifest(source: &Path) -> Result<Manifest, BackupError> {
    let path = source.join("manifest.json");
    let bytes = tokio::fs::read(&path).await.map_err(at(&path))?;
    let damaged = |problem: String| BackupError::Damaged { path: path.clone(), problem };
    let manifest: Manifest =
        serde_json::from_slice(&bytes).map_err(|error| damaged(format!("not a manifest: {error}")))?;
    let (ours, _) = MIGRATIONS.last().expect("there is a first migration");
    if manifest.format != "khien-backup" || manifest.version != FORMAT_VERSION {
        return Err(damaged(format!("{} version {}", manifest.format, manifest.version)));
    }
    if manifest.schema != *ours {
        return Err(damaged(format!("made from schema `{}`, this program has `{ours}`", manifest.schema)));
    }
    let names: Vec<&str> = manifest.tables.iter().map(|entry| entry.name.as_str()).collect();
    if names != tables().map(|table| table.name).collect::<Vec<_>>() {
        return Err(damaged("other tables than this version has".to_owned()));
    }
    Ok(manifest)
}

fn table_path(source: &Path, table: &Table) -> std::path::PathBuf {
    source.join("tables").join(format!("{}.jsonl", table.name))
}

/// Compares a file with its entry in the manifest before anything of it is used.
async fn check_file(table: &Table, entry: &TableEntry, source: &Path) -> Result<(), BackupError> {
    let path = table_path(source, table);
    let mut lines = Lines::open(&path).await?;
    let mut hasher = Sha256::new();
    let mut count: u64 = 0;
    while let Some(line) = lines.next().await? {
        hasher.update(line.as_bytes());
        count += 1;
    }
    let is_whole = data_encoding::HEXLOWER.encode(&hasher.finalize()) == entry.sha256
        && count == entry.rows.saturating_add(1);
    if is_whole {
        Ok(())
    } else {
        Err(BackupError::Damaged { path, problem: "differs from the manifest".to_owned() })
    }
}

async fn require_empty(tx: &mut Tx) -> Result<(), BackupError> {
    for table in EMPTY_WHEN_FRESH {
        let sql = format!("SELECT COUNT(*) AS found FROM {table}");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_one(&mut **tx).await?;
        if row.number("found")? > 0 {
            return Err(BackupError::NotEmpty);
        }
    }
    Ok(())
}

async fn restore_table(tx: &mut Tx, table: &Table, source: &Path) -> Result<(), BackupError> {
    let path = table_path(source, table);
    let damaged = |problem: String| BackupError::Damaged { path: path.clone(), problem };
    let mut lines = Lines::open(&path).await?;
    let names = lines.next().await?.unwrap_or_default();
    let names: Vec<String> = serde_json::from_str(&names).map_err(|error| damaged(error.to_string()))?;
    if names != table.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>() {
        return Err(damaged("other columns than this version has".to_owned()));
    }
    let mut rows: Vec<Vec<Value>> = Vec::with_capacity(ROWS);
    loop {
        let line = lines.next().await?;
        if let Some(line) = &line {
            rows.push(serde_json::from_str(line).map_err(|error| damaged(error.to_string()))?);
        }
        if rows.len() == ROWS || (line.is_none() && !rows.is_empty()) {
            insert(tx, table, &rows).await?.ok_or_else(|| damaged("a value of another kind".to_owned()))?;
            rows.clear();
        }
        if line.is_none() {
            return Ok(());
        }
    }
}

/// Inserts rows; `None` when a value is not of the kind of its column.
async fn insert(tx: &mut Tx, table: &Table, rows: &[Vec<Value>]) -> Result<Option<()>, BackupError> {
    let width = table.columns.len();
    let row = |index: usize| {
        let places: Vec<String> = (1..=width).map(|number| format!("${}", index * width + number)).collect();
        format!("({})", places.join(", "))
    };
    let values = (0..rows.len()).map(row).collect::<Vec<_>>().join(", ");
    let sql = format!("INSERT INTO {} ({}) VALUES {values}", table.name, table.column_list());
    let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
    for row in rows {
        if row.len() != width {
            return Ok(None);
        }
        for (value, (_, kind)) in row.iter().zip(table.columns) {
            let Some(bound) = kind.bind(query, value) else { return Ok(None) };
            query = bound;
        }
    }
    query.execute(&mut **tx).await?;
    Ok(Some(()))
}

/// The lines of a file, each with its line feed.
struct Lines {
    reader: BufReader<tokio::fs::File>,
    path: std::path::PathBuf,
}

impl Lines {
    async fn open(path: &Path) -> Result<Lines, BackupError> {
        let file = tokio::fs::File::open(path).await.map_err(at(path))?;
        Ok(Lines { reader: BufReader::new(file), path: path.to_owned() })
    }

    async fn next(&mut self) -> Result<Option<String>, BackupError> {
        let mut line = String::new();
        let read = self.reader.read_line(&mut line).await.map_err(at(&self.path))?;
        Ok((read > 0).then_some(line))
    }
}
