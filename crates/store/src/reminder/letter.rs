//! The address an officer wants to be told at, and the letter that goes there.

use model::{OfficerId, Time};

use super::{COLUMNS, Reminder, from_row};
use crate::audit::{self, Deed, Who};
use crate::crypt::{self, Sealed};
use crate::row::Columns as _;
use crate::{Store, StoreError};

/// What a letter is written from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReminderLetter {
    /// To whom.
    pub address: String,
    /// About what.
    pub reminder: Reminder,
}

/// What the ciphertext of an address is bound to.
fn name(officer: OfficerId) -> String {
    format!("officer-address:{officer}")
}

impl Store {
    /// Keeps the address an officer wants to be told at, encrypted; an empty one takes it away.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn set_officer_address(
        &self,
        officer: OfficerId,
        address: &str,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query("DELETE FROM officer_addresses WHERE officer_id = $1")
            .bind(officer.to_string())
            .execute(&mut *tx)
            .await?;
        if !address.is_empty() {
            let sealed = crypt::seal(&self.inner.key, &name(officer), address.as_bytes())?;
            sqlx::query(
                "INSERT INTO officer_addresses (officer_id, nonce, ciphertext, updated_at) VALUES ($1, $2, $3, $4)",
            )
            .bind(officer.to_string())
            .bind(sealed.nonce)
            .bind(sealed.ciphertext)
            .bind(now.millis())
            .execute(&mut *tx)
            .await?;
        }
        let (who, target) = (Who::Officer(officer), format!("officer:{officer}"));
        audit::append(&mut tx, now, who, Deed::SetAddress, &target, "").await?;
        tx.commit().await?;
        Ok(())
    }

    /// The address an officer wants to be told at; `None` when there is none.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`], [`StoreError::Unavailable`].
    pub async fn officer_address(&self, officer: OfficerId) -> Result<Option<String>, StoreError> {
        let row = sqlx::query("SELECT nonce, ciphertext FROM officer_addresses WHERE officer_id = $1")
            .bind(officer.to_string())
            .fetch_optional(&self.inner.read)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let sealed = Sealed { nonce: row.bytes("nonce")?, ciphertext: row.bytes("ciphertext")? };
        let plain = crypt::open(&self.inner.key, &name(officer), &sealed)?;
        let unreadable = |_| StoreError::Corrupt("unreadable address of an officer".to_owned());
        String::from_utf8(plain).map(Some).map_err(unreadable)
    }

    /// The letter of a reminder; `None` when it was taken by a mail server already, the officer left no address, or
    /// may not sign in any more.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`], [`StoreError::Unavailable`].
    pub async fn reminder_letter(&self, id: &str) -> Result<Option<ReminderLetter>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM reminders WHERE id = $1 AND mailed_at IS NULL
                AND EXISTS (SELECT 1 FROM officers WHERE officers.id = officer_id AND disabled_at IS NULL)"
        );
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id).fetch_optional(&self.inner.read).await?;
        let Some(row) = row else { return Ok(None) };
        let address = self.officer_address(row.parsed("officer_id")?).await?;
        let reminder = from_row(&row)?;
        Ok(address.map(|address| ReminderLetter { address, reminder }))
    }

    /// Notes that a mail server took the letter of a reminder, so that it is not sent again.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn reminder_mailed(&self, id: &str, now: Time) -> Result<(), StoreError> {
        sqlx::query("UPDATE reminders SET mailed_at = $2 WHERE id = $1 AND mailed_at IS NULL")
            .bind(id)
            .bind(now.millis())
            .execute(&self.inner.write)
            .await?;
        Ok(())
    }
}
