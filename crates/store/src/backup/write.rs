//! Making a backup while serving.

use std::path::Path;

use model::Time;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt as _;

use super::tables::{Table, tables};
use super::{BackupError, FORMAT_VERSION, Manifest, TableEntry, at};
use crate::report::hex_sha256;
use crate::row::Columns as _;
use crate::{Store, StoreError, Tx};

/// Rows read at a time.
const PAGE: usize = 2_000;

impl Store {
    /// Makes a backup at `target`, which must not exist. It is written beside it under the name with
    /// `.partial` added and renamed at the end, so that half a backup is never taken for one.
    ///
    /// # Errors
    /// [`BackupError`]; a file of evidence that has changed or is missing stops it.
    pub async fn backup(&self, target: &Path, now: Time) -> Result<Manifest, BackupError> {
        if target.exists() {
            return Err(BackupError::Exists(target.to_owned()));
        }
        let mut name = target.file_name().unwrap_or_default().to_owned();
        name.push(".partial");
        let partial = target.with_file_name(name);
        if partial.exists() {
            tokio::fs::remove_dir_all(&partial).await.map_err(at(&partial))?;
        }
        for folder in ["tables", "evidence"] {
            let folder = partial.join(folder);
            tokio::fs::create_dir_all(&folder).await.map_err(at(&folder))?;
        }
        let manifest = self.write_all(&partial, now).await?;
        tokio::fs::rename(&partial, target).await.map_err(at(target))?;
        Ok(manifest)
    }

    async fn write_all(&self, folder: &Path, now: Time) -> Result<Manifest, BackupError> {
        let mut tx = self.begin_read().await?;
        let schema = sqlx::query("SELECT name FROM migrations ORDER BY position DESC LIMIT 1")
            .fetch_one(&mut *tx)
            .await?
            .text("name")?;
        let mut written = Vec::new();
        for table in tables() {
            written.push(write_table(&mut tx, table, folder).await?);
        }
        let evidence_files = self.copy_evidence(&mut tx, folder).await?;
        tx.commit().await?;
        let manifest = Manifest {
            format: "khien-backup".to_owned(),
            version: FORMAT_VERSION,
            made_at: now,
            schema,
            tables: written,
            evidence_files,
        };
        let path = folder.join("manifest.json");
        let json = serde_json::to_vec_pretty(&manifest).expect("a manifest is plain data");
        tokio::fs::write(&path, json).await.map_err(at(&path))?;
        Ok(manifest)
    }

    /// Copies every file that a row of the same state of the database names; files are never changed, so
    /// it does not matter that others are being added meanwhile.
    async fn copy_evidence(&self, tx: &mut Tx, folder: &Path) -> Result<u64, BackupError> {
        let mut after = String::new();
        let mut files = 0;
        loop {
            let row = sqlx::query("SELECT sha256 FROM attachments WHERE sha256 > $1 ORDER BY sha256 LIMIT 1")
                .bind(after.as_str())
                .fetch_optional(&mut **tx)
                .await?;
            let Some(row) = row else { return Ok(files) };
            after = row.text("sha256")?;
            let from = self.inner.evidence_dir.join(&after);
            let bytes = tokio::fs::read(&from).await.map_err(at(&from))?;
            if hex_sha256(&bytes) != after {
                let problem = "other bytes than its name says".to_owned();
                return Err(BackupError::Damaged { path: from, problem });
            }
            let to = folder.join("evidence").join(&after);
            tokio::fs::write(&to, bytes).await.map_err(at(&to))?;
            files += 1;
        }
    }
}

/// Writes the names of the columns, then each row, one JSON array to a line.
async fn write_table(tx: &mut Tx, table: &Table, folder: &Path) -> Result<TableEntry, BackupError> {
    let path = folder.join("tables").join(format!("{}.jsonl", table.name));
    let mut file = tokio::fs::File::create(&path).await.map_err(at(&path))?;
    let mut hasher = Sha256::new();
    let names: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
    let mut text = serde_json::to_string(&names).expect("names are plain data") + "\n";
    let mut rows = 0;
    let mut last_key: Option<Vec<Value>> = None;
    loop {
        let page = read_page(tx, table, last_key.as_deref()).await?;
        for row in &page {
            text.push_str(&serde_json::to_string(row).expect("values are plain data"));
            text.push('\n');
        }
        hasher.update(text.as_bytes());
        file.write_all(text.as_bytes()).await.map_err(at(&path))?;
        text.clear();
        rows += page.len() as u64;
        let is_last = page.len() < PAGE;
        last_key = page.into_iter().next_back().map(|row| row[..table.key_len].to_vec());
        if is_last {
            break;
        }
    }
    file.sync_all().await.map_err(at(&path))?;
    let sha256 = data_encoding::HEXLOWER.encode(&hasher.finalize());
    Ok(TableEntry { name: table.name.to_owned(), rows, sha256 })
}

async fn read_page(
    tx: &mut Tx,
    table: &Table,
    after: Option<&[Value]>,
) -> Result<Vec<Vec<Value>>, StoreError> {
    let (columns, keys) = (table.column_list(), table.key_list());
    let condition = match after {
        None => String::new(),
        Some(key) => {
            let places: Vec<String> = (1..=key.len()).map(|number| format!("${number}")).collect();
            format!("WHERE ({keys}) > ({})", places.join(", "))
        }
    };
    let sql = format!("SELECT {columns} FROM {} {condition} ORDER BY {keys} LIMIT {PAGE}", table.name);
    let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
    for (value, (_, kind)) in after.unwrap_or_default().iter().zip(table.columns) {
        query = kind.bind(query, value).expect("a key that was read is of its own kind");
    }
    let rows = query.fetch_all(&mut **tx).await?;
    rows.iter().map(|row| table.columns.iter().map(|(name, kind)| kind.read(row, name)).collect()).collect()
}
