//! Passkeys of officers: public keys whose private halves are in the officers' own devices.

use model::{OfficerId, Time};
use sqlx::any::AnyRow;

use super::session::{end_others, token_hash};
use super::target;
use crate::audit::{self, Deed, Who};
use crate::error::conflict_if_unique;
use crate::row::{Columns as _, column, new_uuid};
use crate::{Store, StoreError, Tx};

/// Passkeys of one officer, at most: a device or two, a key on a ring, and one in a drawer.
pub const PASSKEYS_MAX: u64 = 10;

/// A passkey to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPasskey {
    /// Whose.
    pub officer: OfficerId,
    /// The authenticator's own name for it, base64url.
    pub credential_id: String,
    /// `SubjectPublicKeyInfo`, DER.
    pub public_key: Vec<u8>,
    /// The host under which it was made.
    pub host: String,
    /// Signatures made with it so far; 0 when the authenticator does not count.
    pub sign_count: u32,
    /// As the officer calls it.
    pub name: String,
}

/// A passkey that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// Names it; not a secret.
    pub id: String,
    /// What was kept, and its newest count.
    pub key: NewPasskey,
    /// Since when.
    pub created_at: Time,
    /// Last sign-in; `None` before the first.
    pub used_at: Option<Time>,
}

impl Store {
    /// Keeps a passkey. `totp_step`: the step of the code that proved who adds it, which is used up.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the step was used before, the account is disabled, the passkey is there already or
    /// there are [`PASSKEYS_MAX`].
    pub async fn add_passkey(&self, new: &NewPasskey, totp_step: u64, now: Time) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let done = sqlx::query(
            "UPDATE officers SET totp_step = $2 WHERE id = $1 AND totp_step < $2 AND disabled_at IS NULL",
        )
        .bind(new.officer.to_string())
        .bind(column(totp_step))
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::Conflict("one-time code"));
        }
        let row = sqlx::query("SELECT COUNT(*) AS kept FROM passkeys WHERE officer_id = $1")
            .bind(new.officer.to_string())
            .fetch_one(&mut *tx)
            .await?;
        if row.unsigned("kept")? >= PASSKEYS_MAX {
            return Err(StoreError::Conflict("passkeys"));
        }
        sqlx::query(
            "INSERT INTO passkeys (id, officer_id, credential_id, public_key, host, sign_count, name, created_at,
                used_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL)",
        )
        .bind(new_uuid(now)?.to_string())
        .bind(new.officer.to_string())
        .bind(new.credential_id.as_str())
        .bind(new.public_key.clone())
        .bind(new.host.as_str())
        .bind(i64::from(new.sign_count))
        .bind(new.name.as_str())
        .bind(now.millis())
        .execute(&mut *tx)
        .await
        .map_err(|error| conflict_if_unique(error, "passkey"))?;
        let who = Who::Officer(new.officer);
        audit::append(&mut tx, now, who, Deed::AddPasskey, &target(new.officer), &new.name).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The passkeys of an officer, oldest first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn passkeys_of(&self, officer: OfficerId) -> Result<Vec<Passkey>, StoreError> {
        let sql = format!("{SELECT} WHERE officer_id = $1 ORDER BY created_at, id");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(officer.to_string())
            .fetch_all(&self.inner.read)
            .await?;
        rows.iter().map(passkey_from_row).collect()
    }

    /// The passkey that its authenticator calls so; `None` when there is none.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn passkey(&self, credential_id: &str) -> Result<Option<Passkey>, StoreError> {
        let sql = format!("{SELECT} WHERE credential_id = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(credential_id)
            .fetch_optional(&self.inner.read)
            .await?;
        row.as_ref().map(passkey_from_row).transpose()
    }

    /// Signs an officer in by a passkey whose answer was checked: uses up the challenge, and keeps the count.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the challenge was used before, the count has not grown, the passkey is gone or the
    /// account is disabled.
    pub async fn record_passkey_sign_in(
        &self,
        passkey: &Passkey,
        challenge: &str,
        challenge_ends_at: Time,
        sign_count: u32,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query("DELETE FROM passkey_uses WHERE expires_at <= $1")
            .bind(now.millis())
            .execute(&mut *tx)
            .await?;
        sqlx::query("INSERT INTO passkey_uses (challenge_hash, expires_at) VALUES ($1, $2)")
            .bind(token_hash(challenge))
            .bind(challenge_ends_at.millis())
            .execute(&mut *tx)
            .await
            .map_err(|error| conflict_if_unique(error, "challenge"))?;
        let officer = passkey.key.officer;
        // Takes the row, so that disabling the account at the same moment comes before or after.
        let open =
            sqlx::query("UPDATE officers SET failures = failures WHERE id = $1 AND disabled_at IS NULL")
                .bind(officer.to_string())
                .execute(&mut *tx)
                .await?;
        // A count that does not grow is a copy of the key (WebAuthn Level 2, 7.2, 21); 0 counts nothing.
        let counted = sqlx::query(
            "UPDATE passkeys SET sign_count = $2, used_at = $3
             WHERE id = $1 AND (sign_count < $2 OR (sign_count = 0 AND $2 = 0))",
        )
        .bind(passkey.id.as_str())
        .bind(i64::from(sign_count))
        .bind(now.millis())
        .execute(&mut *tx)
        .await?;
        if open.rows_affected() != 1 || counted.rows_affected() != 1 {
            return Err(StoreError::Conflict("passkey"));
        }
        audit::append(&mut tx, now, Who::Officer(officer), Deed::SignIn, &target(officer), "passkey").await?;
        tx.commit().await?;
        Ok(())
    }

    /// Ends a passkey of an officer, and every session of theirs but `session`: one's own, or by an administrator who
    /// may manage the account. Ending what has ended changes nothing.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`], [`StoreError::Unavailable`].
    pub async fn remove_passkey(
        &self,
        officer: OfficerId,
        id: &str,
        by: OfficerId,
        session: Option<&str>,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        if by != officer {
            self.require_over(&mut tx, by, officer).await?;
        }
        let row = sqlx::query("DELETE FROM passkeys WHERE officer_id = $1 AND id = $2 RETURNING name")
            .bind(officer.to_string())
            .bind(id)
            .fetch_optional(&mut *tx)
            .await?;
        if let Some(row) = row {
            let name = row.text("name")?;
            end_others(&mut tx, officer, session).await?;
            audit::append(&mut tx, now, Who::Officer(by), Deed::RemovePasskey, &target(officer), &name)
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

const SELECT: &str =
    "SELECT id, officer_id, credential_id, public_key, host, sign_count, name, created_at, used_at
    FROM passkeys";

fn passkey_from_row(row: &AnyRow) -> Result<Passkey, StoreError> {
    let sign_count = row.number("sign_count")?;
    Ok(Passkey {
        id: row.text("id")?,
        key: NewPasskey {
            officer: row.parsed("officer_id")?,
            credential_id: row.text("credential_id")?,
            public_key: row.bytes("public_key")?,
            host: row.text("host")?,
            sign_count: u32::try_from(sign_count)
                .map_err(|_| StoreError::Corrupt("unreadable sign_count".to_owned()))?,
            name: row.text("name")?,
        },
        created_at: row.time("created_at")?,
        used_at: row.time_or_none("used_at")?,
    })
}

/// Ends every passkey of an officer whose credentials are replaced.
pub(super) async fn end_all(tx: &mut Tx, officer: OfficerId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM passkeys WHERE officer_id = $1")
        .bind(officer.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
