//! What a virus scanner said of attached files. The program shows them to it; nobody reads them on that occasion.

use model::{AttachmentId, ReportId, Time};

use super::evidence::hex_sha256;
use crate::row::Columns as _;
use crate::{Store, StoreError};

/// What a scanner said of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scan {
    /// Nobody looked at it yet, or nobody could.
    NotScanned,
    /// Nothing is known against it, as of then.
    Clean(Time),
    /// It was known by this name then.
    Found(String, Time),
}

impl Store {
    /// The files of a report that no scanner has looked at, oldest first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn unscanned_files(&self, report: ReportId) -> Result<Vec<AttachmentId>, StoreError> {
        let rows =
            sqlx::query("SELECT id FROM attachments WHERE report_id = $1 AND scanned_at IS NULL ORDER BY id")
                .bind(report.to_string())
                .fetch_all(&self.inner.read)
                .await?;
        rows.iter().map(|row| row.parsed("id")).collect()
    }

    /// The content of an attached file, for the program to show to a scanner.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::Evidence`] when the file is missing; [`StoreError::Corrupt`] when its
    /// bytes have changed.
    pub async fn file_to_scan(&self, id: AttachmentId) -> Result<Vec<u8>, StoreError> {
        let row = sqlx::query("SELECT sha256 FROM attachments WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&self.inner.read)
            .await?
            .ok_or(StoreError::NotFound("attachment"))?;
        let sha256 = row.text("sha256")?;
        let path = self.inner.evidence_dir.join(&sha256);
        let bytes = tokio::fs::read(&path).await.map_err(|source| StoreError::Evidence { path, source })?;
        if hex_sha256(&bytes) == sha256 {
            Ok(bytes)
        } else {
            Err(StoreError::Corrupt("evidence file with other bytes than were sent".to_owned()))
        }
    }

    /// Notes what a scanner said: the name of what it found, or `None`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn note_scan(
        &self,
        id: AttachmentId,
        found: Option<&str>,
        now: Time,
    ) -> Result<(), StoreError> {
        sqlx::query("UPDATE attachments SET scanned_at = $2, scan_found = $3 WHERE id = $1")
            .bind(id.to_string())
            .bind(now.millis())
            .bind(found)
            .execute(&self.inner.write)
            .await?;
        Ok(())
    }
}
