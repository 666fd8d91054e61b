//! What became of the objects that partners sent, kept for a while so that they can ask again.

use model::{ConsumerId, Time};
use uuid::Uuid;

use crate::row::Columns as _;
use crate::{Store, StoreError};

/// Days for which an answer is kept.
const KEPT_DAYS: i64 = 30;

impl Store {
    /// Keeps an answer, and lets those go that are too old.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn keep_intake_status(
        &self,
        id: Uuid,
        consumer: ConsumerId,
        body: &str,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query("DELETE FROM intake_statuses WHERE created_at < $1")
            .bind(now.plus_days(-KEPT_DAYS).millis())
            .execute(&mut *tx)
            .await?;
        sqlx::query(
            "INSERT INTO intake_statuses (id, consumer_id, created_at, body) VALUES ($1, $2, $3, $4)",
        )
        .bind(id.to_string())
        .bind(consumer.to_string())
        .bind(now.millis())
        .bind(body)
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// The answer with this identifier, if this consumer got it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Unavailable`].
    pub async fn intake_status(&self, id: Uuid, consumer: ConsumerId) -> Result<String, StoreError> {
        let row = sqlx::query("SELECT body FROM intake_statuses WHERE id = $1 AND consumer_id = $2")
            .bind(id.to_string())
            .bind(consumer.to_string())
            .fetch_optional(&self.inner.read)
            .await?;
        row.ok_or(StoreError::NotFound("intake status"))?.text("body")
    }
}
