//! What consumers say they did about an act.

use std::collections::HashMap;

use desk::consumer::AckStatus;
use model::{ConsumerId, Serial, Time};

use crate::row::{Columns as _, column};
use crate::{Store, StoreError, Tx};

/// What a consumer did about one act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    /// The act.
    pub serial: Serial,
    /// What was done.
    pub status: AckStatus,
    /// Why nothing was done; else a remark, may be empty.
    pub reason: String,
}

/// How many acts a consumer has answered in which way.
pub type AcknowledgementCounts = HashMap<(ConsumerId, AckStatus), u64>;

impl Store {
    /// Keeps what a consumer says; a later word about the same act replaces the earlier one. An act that is not in the
    /// log is left out. Answers how many were kept.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn acknowledge(
        &self,
        consumer: ConsumerId,
        results: &[Acknowledgement],
        now: Time,
    ) -> Result<u64, StoreError> {
        let mut tx = self.begin().await?;
        let mut kept = 0;
        for result in results {
            kept += put(&mut tx, consumer, result, now).await?;
        }
        tx.commit().await?;
        Ok(kept)
    }

    /// What a consumer said about the acts from `first` to `last`, in order.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn acknowledgements(
        &self,
        consumer: ConsumerId,
        first: Serial,
        last: Serial,
    ) -> Result<Vec<Acknowledgement>, StoreError> {
        let rows = sqlx::query(
            "SELECT serial, status, reason FROM acknowledgements
             WHERE consumer_id = $1 AND serial >= $2 AND serial <= $3 ORDER BY serial",
        )
        .bind(consumer.to_string())
        .bind(column(first.0))
        .bind(column(last.0))
        .fetch_all(&self.inner.read)
        .await?;
        let one = |row: &sqlx::any::AnyRow| {
            Ok(Acknowledgement {
                serial: Serial(row.unsigned("serial")?),
                status: row.slug("status", AckStatus::from_slug)?,
                reason: row.text("reason")?,
            })
        };
        rows.iter().map(one).collect()
    }

    /// Acknowledgements of every consumer, counted by status.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn count_acknowledgements(&self) -> Result<AcknowledgementCounts, StoreError> {
        let rows = sqlx::query(
            "SELECT consumer_id, status, COUNT(*) AS acts FROM acknowledgements GROUP BY consumer_id, status",
        )
        .fetch_all(&self.inner.read)
        .await?;
        let one = |row: &sqlx::any::AnyRow| {
            let status = row.slug("status", AckStatus::from_slug)?;
            Ok(((row.parsed("consumer_id")?, status), row.unsigned("acts")?))
        };
        rows.iter().map(one).collect()
    }
}

pub(super) async fn put(
    tx: &mut Tx,
    consumer: ConsumerId,
    result: &Acknowledgement,
    now: Time,
) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "INSERT INTO acknowledgements (consumer_id, serial, status, reason, at)
         SELECT $1, serial, $3, $4, $5 FROM acts WHERE serial = $2
         ON CONFLICT (consumer_id, serial) DO UPDATE SET status = excluded.status, reason = excluded.reason,
            at = excluded.at",
    )
    .bind(consumer.to_string())
    .bind(column(result.serial.0))
    .bind(result.status.slug())
    .bind(result.reason.as_str())
    .bind(now.millis())
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}
