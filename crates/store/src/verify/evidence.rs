//! Looks for every file of evidence that a row names.

use std::path::Path;

use super::{Problem, VerifyReport};
use crate::row::Columns as _;
use crate::{StoreError, Tx};

/// Rows read at a time.
const PAGE: i64 = 5_000;

/// Existence and length only: the content is checked whenever a file is read, and by every backup.
pub(super) async fn look(tx: &mut Tx, folder: &Path, report: &mut VerifyReport) -> Result<(), StoreError> {
    let mut after = String::new();
    loop {
        let rows =
            sqlx::query("SELECT id, sha256, bytes_len FROM attachments WHERE id > $1 ORDER BY id LIMIT $2")
                .bind(after.as_str())
                .bind(PAGE)
                .fetch_all(&mut **tx)
                .await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.text("id")?;
        for row in &rows {
            report.evidence_files += 1;
            let name = row.text("sha256")?;
            let length = tokio::fs::metadata(folder.join(&name)).await.map(|file| file.len());
            if length.ok() != Some(row.unsigned("bytes_len")?) {
                report.push(Problem::EvidenceMissing(name));
            }
        }
    }
}
