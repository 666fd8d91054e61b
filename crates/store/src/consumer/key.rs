//! Keys of consumers. A key is 32 random bytes, so its SHA-256 alone is enough to keep: nobody can try them
//! all, and a look-up costs one hash.

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use desk::Permission;
use model::{ConsumerId, OfficerId, Time};
use sha2::{Digest, Sha256};

use super::{exists, target};
use crate::audit::{self, Deed, Who};
use crate::row::new_uuid;
use crate::{Store, StoreError};

/// What a key starts with, so that people and scanners for leaked secrets know one when they see it.
const MARK: &str = "khien_";

/// Characters of a key that are kept to tell it apart: the mark and eight of 43.
const PREFIX_CHARS: usize = MARK.len() + 8;

/// A key as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsumerKey {
    /// Names it; not a secret.
    pub id: String,
    /// Its first characters.
    pub prefix: String,
    /// When it was made.
    pub created_at: Time,
    /// When it was revoked; `None` while it is good.
    pub revoked_at: Option<Time>,
}

/// A key that was just made. The only time the key itself is seen.
#[derive(Clone)]
pub struct NewKey {
    /// Names it; not a secret.
    pub id: String,
    /// The key, to be handed over.
    pub secret: String,
}

/// The hash a key is known by.
pub(super) fn hash(key: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(key.as_bytes()))
}

impl Store {
    /// Makes a further key for a consumer; the others stay good, so that one can be replaced without a gap.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`], [`StoreError::NotFound`], [`StoreError::Random`].
    pub async fn create_consumer_key(
        &self,
        consumer: ConsumerId,
        by: OfficerId,
        now: Time,
    ) -> Result<NewKey, StoreError> {
        let mut random = [0u8; 32];
        getrandom::fill(&mut random).map_err(|_| StoreError::Random)?;
        let secret = format!("{MARK}{}", BASE64URL_NOPAD.encode(&random));
        let prefix = &secret[..PREFIX_CHARS];
        let mut tx = self.begin().await?;
        self.require(&mut tx, by, Permission::ManageConsumers).await?;
        exists(&mut tx, consumer).await?;
        let id = new_uuid(now)?.to_string();
        sqlx::query(
            "INSERT INTO consumer_keys (id, consumer_id, key_hash, prefix, created_at, revoked_at)
             VALUES ($1, $2, $3, $4, $5, NULL)",
        )
        .bind(id.as_str())
        .bind(consumer.to_string())
        .bind(hash(&secret))
        .bind(prefix)
        .bind(now.millis())
        .execute(&mut *tx)
        .await?;
        let who = Who::Officer(by);
        audit::append(&mut tx, now, who, Deed::CreateConsumerKey, &target(consumer), prefix).await?;
        tx.commit().await?;
        self.load_consumers().await?;
        Ok(NewKey { id, secret })
    }

    /// Revokes a key: at once on this node, within one flush on the others. Revoking twice changes nothing.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`], [`StoreError::NotFound`].
    pub async fn revoke_consumer_key(
        &self,
        consumer: ConsumerId,
        key: &str,
        by: OfficerId,
        now: Time,
    ) -> Result<(), StoreError> {
        use crate::row::Columns as _;
        let mut tx = self.begin().await?;
        self.require(&mut tx, by, Permission::ManageConsumers).await?;
        let row = sqlx::query(
            "UPDATE consumer_keys SET revoked_at = COALESCE(revoked_at, $3) WHERE id = $1 AND consumer_id = $2
             RETURNING prefix",
        )
        .bind(key)
        .bind(consumer.to_string())
        .bind(now.millis())
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(StoreError::NotFound("key"))?;
        let (who, prefix) = (Who::Officer(by), row.text("prefix")?);
        audit::append(&mut tx, now, who, Deed::RevokeConsumerKey, &target(consumer), &prefix).await?;
        tx.commit().await?;
        self.load_consumers().await
    }
}
