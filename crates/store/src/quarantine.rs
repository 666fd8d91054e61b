//! What came and is no report, with the reason: a person looks at it where it lies.

use model::Time;

use crate::row::{Columns as _, column, new_uuid};
use crate::{Store, StoreError};

/// Days for which a line is kept.
const KEPT_DAYS: i64 = 90;

/// Something that is no report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantined {
    /// Where it lies: folder and number in the mailbox.
    pub reference: String,
    /// Stable code of the reason; the catalogue holds a sentence `mail-<code>` in each language.
    pub reason: String,
    /// Its length.
    pub bytes_len: u64,
    /// When it was read.
    pub received_at: Time,
}

impl Store {
    /// Notes something that is no report, and lets lines go that are too old. The same a second time, after a death
    /// before it was put apart, is noted once.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn quarantine(
        &self,
        reference: &str,
        reason: &str,
        bytes_len: u64,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query("DELETE FROM quarantine WHERE received_at < $1")
            .bind(now.plus_days(-KEPT_DAYS).millis())
            .execute(&mut *tx)
            .await?;
        sqlx::query(
            "INSERT INTO quarantine (id, reference, reason, bytes_len, received_at)
             SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS BIGINT), CAST($5 AS BIGINT)
             WHERE NOT EXISTS (SELECT 1 FROM quarantine WHERE reference = $2 AND reason = $3 AND bytes_len = $4)",
        )
        .bind(new_uuid(now)?.to_string())
        .bind(reference)
        .bind(reason)
        .bind(column(bytes_len))
        .bind(now.millis())
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// The newest of what was set apart, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn quarantined(&self, limit: u32) -> Result<Vec<Quarantined>, StoreError> {
        let rows = sqlx::query(
            "SELECT reference, reason, bytes_len, received_at FROM quarantine ORDER BY received_at DESC LIMIT $1",
        )
        .bind(i64::from(limit))
        .fetch_all(&self.inner.read)
        .await?;
        let read = |row: &sqlx::any::AnyRow| {
            Ok(Quarantined {
                reference: row.text("reference")?,
                reason: row.text("reason")?,
                bytes_len: row.unsigned("bytes_len")?,
                received_at: row.time("received_at")?,
            })
        };
        rows.iter().map(read).collect()
    }
}
