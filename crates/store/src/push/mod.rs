//! Addresses that acts are pushed to, and what came of it: registered and closed here, `progress` is what the sender
//! stores between two requests, `acknowledgement` what consumers say they did.

use desk::Permission;
pub use desk::consumer::PushState;
use model::{ConsumerId, OfficerId, Serial, Time};
use sqlx::any::AnyRow;

use crate::audit::{self, Deed, Who};
use crate::crypt::{self, Sealed};
use crate::row::{Columns as _, new_uuid};
use crate::{Store, StoreError};

mod acknowledgement;
mod progress;

pub use acknowledgement::{Acknowledgement, AcknowledgementCounts};

/// One address and how far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// Which.
    pub id: String,
    /// Whose.
    pub consumer_id: ConsumerId,
    /// Whose, by name.
    pub consumer_name: String,
    /// Where to.
    pub address: String,
    /// Where it stands.
    pub state: PushState,
    /// Up to this serial every act is delivered or a dead letter.
    pub delivered: Serial,
    /// Number of the push begun last; 0 before the first.
    pub sequence: u64,
    /// The last act in it; `None` when it has an end.
    pub in_flight_to: Option<Serial>,
    /// Failed tries of it.
    pub attempts: u64,
    /// No try before.
    pub next_attempt_at: Time,
    /// Code of the last failure; empty when the last try went well.
    pub last_error: String,
    /// When it was registered.
    pub created_at: Time,
}

/// A push that its receiver kept refusing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadLetter {
    /// Which subscription.
    pub push_id: String,
    /// Its number.
    pub sequence: u64,
    /// The first act in it.
    pub first: Serial,
    /// The last act in it.
    pub last: Serial,
    /// Refusals.
    pub attempts: u64,
    /// The last one.
    pub error: String,
    /// When it was given up.
    pub buried_at: Time,
}

pub(super) const SELECT: &str = "SELECT p.id AS id, p.consumer_id AS consumer_id, c.name AS consumer_name,
    p.address AS address, p.state AS state, p.delivered AS delivered, p.sequence AS sequence,
    p.in_flight_to AS in_flight_to, p.attempts AS attempts, p.next_attempt_at AS next_attempt_at,
    p.last_error AS last_error, p.created_at AS created_at
    FROM pushes AS p JOIN consumers AS c ON c.id = p.consumer_id";

pub(super) fn from_row(row: &AnyRow) -> Result<Subscription, StoreError> {
    Ok(Subscription {
        id: row.text("id")?,
        consumer_id: row.parsed("consumer_id")?,
        consumer_name: row.text("consumer_name")?,
        address: row.text("address")?,
        state: row.slug("state", PushState::from_slug)?,
        delivered: Serial(row.unsigned("delivered")?),
        sequence: row.unsigned("sequence")?,
        in_flight_to: row.number_or_none("in_flight_to")?.map(|serial| Serial(serial.unsigned_abs())),
        attempts: row.unsigned("attempts")?,
        next_attempt_at: row.time("next_attempt_at")?,
        last_error: row.text("last_error")?,
        created_at: row.time("created_at")?,
    })
}

impl Store {
    /// Registers an address; acts after the present serial will be pushed once its receiver has passed the probes.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`], [`StoreError::NotFound`].
    pub async fn create_push(
        &self,
        consumer: ConsumerId,
        address: &str,
        by: OfficerId,
        now: Time,
    ) -> Result<String, StoreError> {
        let mut tx = self.begin().await?;
        self.require(&mut tx, by, Permission::ManageConsumers).await?;
        let known = sqlx::query("SELECT id FROM consumers WHERE id = $1")
            .bind(consumer.to_string())
            .fetch_optional(&mut *tx)
            .await?;
        known.ok_or(StoreError::NotFound("consumer"))?;
        let id = new_uuid(now)?.to_string();
        sqlx::query(
            "INSERT INTO pushes (id, consumer_id, address, state, created_at, delivered, sequence, in_flight_to,
                attempts, next_attempt_at, last_error, leased_by, leased_until, version)
             SELECT $1, $2, $3, 'pending', $4, position, 0, NULL, 0, 0, '', '', 0, 1
             FROM log_heads WHERE name = 'publication'",
        )
        .bind(id.as_str())
        .bind(consumer.to_string())
        .bind(address)
        .bind(now.millis())
        .execute(&mut *tx)
        .await?;
        let why = format!("push:{id} to {address}");
        let target = format!("consumer:{consumer}");
        audit::append(&mut tx, now, Who::Officer(by), Deed::RegisterPush, &target, &why).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Closes an address, or starts the probes of one anew.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`], [`StoreError::NotFound`].
    pub async fn set_push_state(
        &self,
        id: &str,
        state: PushState,
        by: OfficerId,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        self.require(&mut tx, by, Permission::ManageConsumers).await?;
        let row = sqlx::query(
            "UPDATE pushes SET state = $2, attempts = 0, next_attempt_at = 0, last_error = '',
                version = version + 1 WHERE id = $1 RETURNING consumer_id",
        )
        .bind(id)
        .bind(state.slug())
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(StoreError::NotFound("push"))?;
        let why = format!("push:{id} {}", state.slug());
        let target = format!("consumer:{}", row.text("consumer_id")?);
        audit::append(&mut tx, now, Who::Officer(by), Deed::RegisterPush, &target, &why).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Every address that is not closed, oldest first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn pushes(&self) -> Result<Vec<Subscription>, StoreError> {
        let sql = format!("{SELECT} WHERE p.state <> 'closed' ORDER BY p.created_at, p.id");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&self.inner.read).await?;
        rows.iter().map(from_row).collect()
    }

    /// The newest dead letters, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn dead_letters(&self, limit: u32) -> Result<Vec<DeadLetter>, StoreError> {
        let rows = sqlx::query(
            "SELECT push_id, sequence, serial_first, serial_last, attempts, error, buried_at
             FROM push_dead_letters ORDER BY buried_at DESC, sequence DESC LIMIT $1",
        )
        .bind(i64::from(limit))
        .fetch_all(&self.inner.read)
        .await?;
        let letter = |row: &AnyRow| {
            Ok(DeadLetter {
                push_id: row.text("push_id")?,
                sequence: row.unsigned("sequence")?,
                first: Serial(row.unsigned("serial_first")?),
                last: Serial(row.unsigned("serial_last")?),
                attempts: row.unsigned("attempts")?,
                error: row.text("error")?,
                buried_at: row.time("buried_at")?,
            })
        };
        rows.iter().map(letter).collect()
    }

    /// The seed of the key that pushes are signed with, made the first time anybody asks.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`], [`StoreError::Random`], [`StoreError::Unavailable`].
    pub async fn push_key(&self, now: Time) -> Result<[u8; 32], StoreError> {
        const NAME: &str = "ed25519";
        const BOUND_TO: &str = "push-key:ed25519";
        let mut seed = [0u8; 32];
        getrandom::fill(&mut seed).map_err(|_| StoreError::Random)?;
        let sealed = crypt::seal(&self.inner.key, BOUND_TO, &seed)?;
        // Of two nodes that make one at the same time, one wins.
        sqlx::query(
            "INSERT INTO push_keys (name, nonce, ciphertext, created_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (name) DO NOTHING",
        )
        .bind(NAME)
        .bind(sealed.nonce)
        .bind(sealed.ciphertext)
        .bind(now.millis())
        .execute(&self.inner.write)
        .await?;
        let row = sqlx::query("SELECT nonce, ciphertext FROM push_keys WHERE name = $1")
            .bind(NAME)
            .fetch_one(&self.inner.write)
            .await?;
        let sealed = Sealed { nonce: row.bytes("nonce")?, ciphertext: row.bytes("ciphertext")? };
        let seed = crypt::open(&self.inner.key, BOUND_TO, &sealed)?;
        seed.try_into().map_err(|_| StoreError::Corrupt("push key".to_owned()))
    }
}
