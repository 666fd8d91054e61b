//! Files in the evidence folder, each named by the SHA-256 of its content.
//!
//! A file is written under a temporary name, flushed to the disk, renamed, and the folder flushed, all
//! before the row that names it is committed. A crash leaves at most a file that no row names.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use desk::Permission;
use model::report::NewAttachment;
use model::{AttachmentId, OfficerId, Time};
use sha2::{Digest, Sha256};

use super::Attachment;
use super::read::attachment_from_row;
use crate::audit::{self, Deed, Who};
use crate::{Store, StoreError, sight};

/// A file that is safely on the disk.
pub(super) struct StoredFile {
    pub(super) sha256: String,
}

impl Store {
    /// Writes files; one that is there already is not written again.
    pub(super) async fn keep_files(
        &self,
        attachments: &[NewAttachment],
    ) -> Result<Vec<StoredFile>, StoreError> {
        let mut files = Vec::with_capacity(attachments.len());
        for attachment in attachments {
            let folder = self.inner.evidence_dir.clone();
            let bytes = attachment.bytes.clone();
            let written = tokio::task::spawn_blocking(move || keep_file(&folder, &bytes));
            files.push(written.await.expect("writing a file does not panic")?);
        }
        Ok(files)
    }

    /// One attached file, read by an officer: audited.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::NotAllowed`]; [`StoreError::Evidence`] when the file is missing;
    /// [`StoreError::Corrupt`] when its bytes have changed.
    pub async fn read_attachment(
        &self,
        id: AttachmentId,
        by: OfficerId,
        now: Time,
    ) -> Result<(Attachment, Vec<u8>), StoreError> {
        let row = sqlx::query(
            "SELECT id, report_id, name, media_type, bytes_len, sha256, scanned_at, scan_found
             FROM attachments WHERE id = $1",
        )
        .bind(id.to_string())
        .fetch_optional(&self.inner.read)
        .await?
        .ok_or(StoreError::NotFound("attachment"))?;
        let attachment = attachment_from_row(&row)?;
        let mut tx = self.begin_read().await?;
        let officer = self.require(&mut tx, by, Permission::ReadReports).await?;
        sight::require_seen(&mut tx, &officer, attachment.report_id, now).await?;
        tx.commit().await?;
        let path = self.inner.evidence_dir.join(&attachment.sha256);
        let bytes = tokio::fs::read(&path).await.map_err(|source| StoreError::Evidence { path, source })?;
        if hex_sha256(&bytes) != attachment.sha256 {
            return Err(StoreError::Corrupt("evidence file with other bytes than were sent".to_owned()));
        }
        let mut tx = self.begin().await?;
        let target = format!("report:{}", attachment.report_id);
        let why = attachment.id.to_string();
        audit::append(&mut tx, now, Who::Officer(by), Deed::ReadAttachment, &target, &why).await?;
        tx.commit().await?;
        Ok((attachment, bytes))
    }
}

pub(crate) fn hex_sha256(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

fn keep_file(folder: &Path, bytes: &[u8]) -> Result<StoredFile, StoreError> {
    let sha256 = hex_sha256(bytes);
    let path = folder.join(&sha256);
    // One that is there may have been put there an instant ago by somebody whose flush is not done.
    let kept = if path.exists() { renew(folder, &path) } else { write_safely(folder, &path, bytes) };
    kept.map_err(|source| StoreError::Evidence { path, source })?;
    Ok(StoredFile { sha256 })
}

/// Writes a file so that it is there whole or not at all.
pub(crate) fn write_safely(folder: &Path, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut random = [0u8; 8];
    getrandom::fill(&mut random).map_err(std::io::Error::other)?;
    let partial: PathBuf = folder.join(format!(".{}.partial", data_encoding::HEXLOWER.encode(&random)));
    let mut file = std::fs::File::create_new(&partial)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&partial, path)?;
    sync_folder(folder)
}

/// Makes a file that is there as young as a new one: old ones that no row names are taken away.
fn renew(folder: &Path, path: &Path) -> std::io::Result<()> {
    let file = std::fs::File::options().append(true).open(path)?;
    file.set_modified(std::time::SystemTime::now())?;
    sync_folder(folder)
}

/// Makes the names in a folder survive a power cut.
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}
