//! What the sender stores between two requests.

use model::{Serial, Time};

use super::acknowledgement::{Acknowledgement, put};
use super::{PushState, SELECT, Subscription, from_row};
use crate::audit::{self, Deed, Who};
use crate::consumer::Channel;
use crate::row::{Columns as _, column};
use crate::{Store, StoreError};

/// An address that is served: open, of an open account.
const SERVED: &str = "p.state IN ('pending', 'active') AND c.disabled_at IS NULL";

impl Store {
    /// Ids of the addresses that are to be served.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn pushes_to_serve(&self) -> Result<Vec<String>, StoreError> {
        let sql = format!(
            "SELECT p.id AS id FROM pushes AS p JOIN consumers AS c ON c.id = p.consumer_id WHERE {SERVED}
             ORDER BY p.id"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&self.inner.read).await?;
        rows.iter().map(|row| row.text("id")).collect()
    }

    /// One address that is to be served, as it stands; `None` when it is not served any more.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn push_to_serve(&self, id: &str) -> Result<Option<Subscription>, StoreError> {
        let sql = format!("{SELECT} WHERE p.id = $1 AND {SERVED}");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id).fetch_optional(&self.inner.read).await?;
        row.map(|row| from_row(&row)).transpose()
    }

    /// Takes an address for this node until `until`; `None` when another node has it.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn claim_push(
        &self,
        id: &str,
        node: &str,
        now: Time,
        until: Time,
    ) -> Result<Option<Subscription>, StoreError> {
        let mut tx = self.begin().await?;
        let done = sqlx::query(
            "UPDATE pushes SET leased_by = $2, leased_until = $4
             WHERE id = $1 AND (leased_by = $2 OR leased_until <= $3)",
        )
        .bind(id)
        .bind(node)
        .bind(now.millis())
        .bind(until.millis())
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(None);
        }
        let sql = format!("{SELECT} WHERE p.id = $1 AND {SERVED}");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id).fetch_optional(&mut *tx).await?;
        let subscription = row.map(|row| from_row(&row)).transpose()?;
        tx.commit().await?;
        Ok(subscription)
    }

    /// Ends the probes of an address; it stands in `state` from now on.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn end_onboarding(
        &self,
        push: &Subscription,
        state: PushState,
        why: &str,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "UPDATE pushes SET state = $2, last_error = $3, attempts = 0, next_attempt_at = 0, leased_until = 0
             WHERE id = $1 AND state = 'pending'",
        )
        .bind(push.id.as_str())
        .bind(state.slug())
        .bind(why)
        .execute(&mut *tx)
        .await?;
        let why = format!("push:{} {} {why}", push.id, state.slug());
        let target = format!("consumer:{}", push.consumer_id);
        audit::append(&mut tx, now, Who::System, Deed::RegisterPush, &target, why.trim_end()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Begins a push of the acts up to `last`; answers its number. Stored before it is sent, so that a try after a
    /// crash carries the same acts under the same number.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when one is in flight.
    pub async fn begin_push(&self, push: &Subscription, last: Serial) -> Result<u64, StoreError> {
        let row = sqlx::query(
            "UPDATE pushes SET sequence = sequence + 1, in_flight_to = $2, attempts = 0
             WHERE id = $1 AND in_flight_to IS NULL RETURNING sequence",
        )
        .bind(push.id.as_str())
        .bind(column(last.0))
        .fetch_optional(&self.inner.write)
        .await?
        .ok_or(StoreError::Conflict("push"))?;
        row.unsigned("sequence")
    }

    /// A try failed; the next one is not before `next_attempt_at`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn fail_push(
        &self,
        push: &Subscription,
        why: &str,
        next_attempt_at: Time,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE pushes SET attempts = attempts + 1, last_error = $2, next_attempt_at = $3, leased_until = 0
             WHERE id = $1",
        )
        .bind(push.id.as_str())
        .bind(why)
        .bind(next_attempt_at.millis())
        .execute(&self.inner.write)
        .await?;
        Ok(())
    }

    /// The push up to `last` was delivered, with these acknowledgements.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn finish_push(
        &self,
        push: &Subscription,
        last: Serial,
        results: &[Acknowledgement],
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        end_flight(&mut tx, push, last, "").await?;
        for result in results {
            put(&mut tx, push.consumer_id, result, now).await?;
        }
        tx.commit().await?;
        self.note_consumer_seen(push.consumer_id, Channel::Push, last, now);
        Ok(())
    }

    /// The push of these acts is given up: it goes to the dead letters, and the next one may be sent.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn bury_push(
        &self,
        push: &Subscription,
        sequence: u64,
        (first, last): (Serial, Serial),
        why: &str,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        end_flight(&mut tx, push, last, why).await?;
        sqlx::query(
            "INSERT INTO push_dead_letters (push_id, sequence, serial_first, serial_last, attempts, error, buried_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(push.id.as_str())
        .bind(column(sequence))
        .bind(column(first.0))
        .bind(column(last.0))
        .bind(column(push.attempts + 1))
        .bind(why)
        .bind(now.millis())
        .execute(&mut *tx)
        .await?;
        let why = format!("push:{} {sequence} serials {first} to {last}: {why}", push.id);
        let target = format!("consumer:{}", push.consumer_id);
        audit::append(&mut tx, now, Who::System, Deed::BuryPush, &target, &why).await?;
        tx.commit().await?;
        Ok(())
    }
}

async fn end_flight(
    tx: &mut crate::Tx,
    push: &Subscription,
    last: Serial,
    why: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE pushes SET delivered = $2, in_flight_to = NULL, attempts = 0, next_attempt_at = 0,
            last_error = $3, leased_until = 0 WHERE id = $1",
    )
    .bind(push.id.as_str())
    .bind(column(last.0))
    .bind(why)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
