//! What an officer is typing, kept on the server so that nothing is lost when a line or a machine fails.

use model::{OfficerId, Time};

use crate::audit::{self, Deed, Who};
use crate::crypt::{self, Sealed};
use crate::row::Columns as _;
use crate::{Store, StoreError};

fn name(by: OfficerId, form: &str) -> String {
    format!("draft:{by}:{form}")
}

impl Store {
    /// Keeps what `by` has typed into `form` so far, encrypted; the first keeping is in the audit trail.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn save_draft(
        &self,
        by: OfficerId,
        form: &str,
        text: &str,
        now: Time,
    ) -> Result<(), StoreError> {
        let sealed = crypt::seal(&self.inner.key, &name(by, form), text.as_bytes())?;
        let mut tx = self.begin().await?;
        let changed = sqlx::query(
            "UPDATE drafts SET nonce = $3, ciphertext = $4, updated_at = $5 WHERE officer_id = $1 AND form = $2",
        )
        .bind(by.to_string())
        .bind(form)
        .bind(sealed.nonce.clone())
        .bind(sealed.ciphertext.clone())
        .bind(now.millis())
        .execute(&mut *tx)
        .await?;
        if changed.rows_affected() == 0 {
            sqlx::query(
                "INSERT INTO drafts (officer_id, form, nonce, ciphertext, created_at, updated_at)
                 VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (officer_id, form) DO NOTHING",
            )
            .bind(by.to_string())
            .bind(form)
            .bind(sealed.nonce)
            .bind(sealed.ciphertext)
            .bind(now.millis())
            .execute(&mut *tx)
            .await?;
            audit::append(&mut tx, now, Who::Officer(by), Deed::BeginDraft, form, "").await?;
        }
        Ok(tx.commit().await?)
    }

    /// What `by` has typed into `form`, and when it was kept last; `None` when there is nothing.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`], [`StoreError::Unavailable`].
    pub async fn draft(&self, by: OfficerId, form: &str) -> Result<Option<(String, Time)>, StoreError> {
        let row = sqlx::query(
            "SELECT nonce, ciphertext, updated_at FROM drafts WHERE officer_id = $1 AND form = $2",
        )
        .bind(by.to_string())
        .bind(form)
        .fetch_optional(&self.inner.read)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let sealed = Sealed { nonce: row.bytes("nonce")?, ciphertext: row.bytes("ciphertext")? };
        let plain = crypt::open(&self.inner.key, &name(by, form), &sealed)?;
        let text = String::from_utf8(plain);
        let text = text.map_err(|_| StoreError::Corrupt("unreadable draft".to_owned()))?;
        Ok(Some((text, row.time("updated_at")?)))
    }

    /// Forgets what `by` has typed into `form`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn drop_draft(&self, by: OfficerId, form: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM drafts WHERE officer_id = $1 AND form = $2")
            .bind(by.to_string())
            .bind(form)
            .execute(&self.inner.write)
            .await?;
        Ok(())
    }
}
