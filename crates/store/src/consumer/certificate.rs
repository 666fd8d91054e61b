//! Certificates of consumers, known by their fingerprint: who shows one over TLS, and proves to have its key, is that
//! consumer. Nobody has to issue them, so a consumer makes its own.

use std::sync::Arc;

use desk::Permission;
use desk::consumer::Fingerprint;
use model::{ConsumerId, OfficerId, Time};

use super::{Consumer, exists, target};
use crate::audit::{self, Deed, Who};
use crate::error::conflict_if_unique;
use crate::row::new_uuid;
use crate::{Store, StoreError};

/// A certificate as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsumerCertificate {
    /// Names the row.
    pub id: String,
    /// SHA-256 of the certificate.
    pub fingerprint: Fingerprint,
    /// When it was added.
    pub created_at: Time,
    /// When it was revoked; `None` while it is good.
    pub revoked_at: Option<Time>,
}

impl Store {
    /// The open account with this certificate; `None` for one that is unknown, revoked or of a closed account. Reads
    /// memory only.
    pub fn consumer_by_certificate(&self, fingerprint: &Fingerprint) -> Option<Arc<Consumer>> {
        self.inner.consumers.known().by_certificate.get(fingerprint).cloned()
    }

    /// Adds a certificate to a consumer; the others stay good, so that one can be replaced without a gap.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`], [`StoreError::NotFound`], [`StoreError::Conflict`] when it is somebody's already.
    pub async fn add_consumer_certificate(
        &self,
        consumer: ConsumerId,
        fingerprint: &Fingerprint,
        by: OfficerId,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        self.require(&mut tx, by, Permission::ManageConsumers).await?;
        exists(&mut tx, consumer).await?;
        sqlx::query(
            "INSERT INTO consumer_certificates (id, consumer_id, fingerprint, created_at, revoked_at)
             VALUES ($1, $2, $3, $4, NULL)",
        )
        .bind(new_uuid(now)?.to_string())
        .bind(consumer.to_string())
        .bind(fingerprint.to_string())
        .bind(now.millis())
        .execute(&mut *tx)
        .await
        .map_err(|error| conflict_if_unique(error, "certificate"))?;
        let (who, why) = (Who::Officer(by), format!("certificate {fingerprint}"));
        audit::append(&mut tx, now, who, Deed::CreateConsumerKey, &target(consumer), &why).await?;
        tx.commit().await?;
        self.load_consumers().await
    }

    /// Revokes a certificate: at once on this node, within one flush on the others. Revoking twice changes nothing.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`], [`StoreError::NotFound`].
    pub async fn revoke_consumer_certificate(
        &self,
        consumer: ConsumerId,
        id: &str,
        by: OfficerId,
        now: Time,
    ) -> Result<(), StoreError> {
        use crate::row::Columns as _;
        let mut tx = self.begin().await?;
        self.require(&mut tx, by, Permission::ManageConsumers).await?;
        let row = sqlx::query(
            "UPDATE consumer_certificates SET revoked_at = COALESCE(revoked_at, $3)
             WHERE id = $1 AND consumer_id = $2 RETURNING fingerprint",
        )
        .bind(id)
        .bind(consumer.to_string())
        .bind(now.millis())
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(StoreError::NotFound("certificate"))?;
        let (who, why) = (Who::Officer(by), format!("certificate {}", row.text("fingerprint")?));
        audit::append(&mut tx, now, who, Deed::RevokeConsumerKey, &target(consumer), &why).await?;
        tx.commit().await?;
        self.load_consumers().await
    }
}
