//! No byte left behind: files that no report names, and what SQLite keeps of erased rows.

use std::time::{Duration, UNIX_EPOCH};

use model::Time;

use crate::{Engine, Store, StoreError};

/// A file younger than this may belong to a report that is just being stored: its row comes after it.
const YOUNG: Duration = Duration::from_secs(60 * 60);

impl Store {
    /// Takes away the evidence files that no report names and that are older than an hour at `now`; `None`:
    /// of any age, while nobody else uses the store.
    pub(crate) async fn sweep_evidence(&self, now: Option<Time>) -> Result<u64, StoreError> {
        let folder = self.inner.evidence_dir.clone();
        let error = |source| StoreError::Evidence { path: folder.clone(), source };
        let mut entries = tokio::fs::read_dir(&folder).await.map_err(error)?;
        let mut files = 0;
        while let Some(entry) = entries.next_entry().await.map_err(error)? {
            let file = entry.metadata().await.map_err(error)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_young = now.is_some_and(|now| file.modified().is_ok_and(|at| !is_older(at, now)));
            if is_young || !file.is_file() || self.is_named(&name).await? {
                continue;
            }
            tokio::fs::remove_file(entry.path()).await.map_err(error)?;
            files += 1;
        }
        Ok(files)
    }

    async fn is_named(&self, sha256: &str) -> Result<bool, StoreError> {
        let row = sqlx::query("SELECT id FROM attachments WHERE sha256 = $1 LIMIT 1")
            .bind(sha256)
            .fetch_optional(&self.inner.read)
            .await?;
        Ok(row.is_some())
    }

    /// Rewrites the file of SQLite and empties its write-ahead log. Erased cells are overwritten at once
    /// (`secure_delete`), but a page that was split earlier may keep copies of moved rows in its free space, and
    /// the log keeps old pages: only a rewrite is sure. PostgreSQL's rows go with its own vacuum.
    pub(crate) async fn sweep_database(&self) -> Result<(), StoreError> {
        if self.inner.engine != Engine::Sqlite {
            return Ok(());
        }
        let mut connection = self.inner.write.acquire().await?;
        for sql in [
            // The copy is built in a file and not in memory: it is as large as the database.
            "PRAGMA temp_store = FILE",
            "VACUUM",
            "PRAGMA temp_store = MEMORY",
            // Waits for readers, at most the busy timeout, and cuts the log to nothing.
            "PRAGMA wal_checkpoint(TRUNCATE)",
        ] {
            sqlx::query(sql).execute(&mut *connection).await?;
        }
        Ok(())
    }
}

fn is_older(at: std::time::SystemTime, now: Time) -> bool {
    let now = UNIX_EPOCH + Duration::from_millis(u64::try_from(now.millis()).unwrap_or(0));
    now.duration_since(at).is_ok_and(|age| age >= YOUNG)
}
