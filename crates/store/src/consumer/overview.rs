//! Who is behind.

use std::collections::HashMap;

use model::{ConsumerId, Serial, Time};

use super::{COLUMNS, Channel, Consumer, ConsumerCertificate, ConsumerKey, from_row};
use crate::row::Columns as _;
use crate::{Store, StoreError};

/// What a consumer was last given by one road.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Which road.
    pub channel: Channel,
    /// The list as it was given.
    pub serial: Serial,
    /// When.
    pub at: Time,
    /// When the first act it lacks was published; `None` when it lacks none.
    pub behind_since: Option<Time>,
}

/// A consumer with everything the desk wants to know of it.
#[derive(Clone, Debug)]
pub struct ConsumerLine {
    /// The account, open or closed.
    pub consumer: Consumer,
    /// Its keys, oldest first, revoked ones included.
    pub keys: Vec<ConsumerKey>,
    /// Its certificates, oldest first, revoked ones included.
    pub certificates: Vec<ConsumerCertificate>,
    /// Each road it has used, in the order of [`Channel::ALL`].
    pub seen: Vec<Seen>,
    /// Requests of today, in Viet Nam.
    pub requests_today: u64,
}

impl Store {
    /// Every consumer by name, with what this node has noted up to now.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn consumers(&self, now: Time) -> Result<Vec<ConsumerLine>, StoreError> {
        self.flush_consumers(now).await?;
        let mut tx = self.begin_read().await?;
        let sql = format!("SELECT {COLUMNS} FROM consumers ORDER BY name");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&mut *tx).await?;
        let key_rows = sqlx::query(
            "SELECT id, consumer_id, prefix, created_at, revoked_at FROM consumer_keys ORDER BY created_at, id",
        )
        .fetch_all(&mut *tx)
        .await?;
        let certificate_rows = sqlx::query(
            "SELECT id, consumer_id, fingerprint, created_at, revoked_at FROM consumer_certificates
             ORDER BY created_at, id",
        )
        .fetch_all(&mut *tx)
        .await?;
        let seen_rows = sqlx::query(
            "SELECT s.consumer_id AS consumer_id, s.channel AS channel, s.serial AS serial,
                s.seen_at AS seen_at, a.at AS missed_at
             FROM consumer_seen AS s LEFT JOIN acts AS a ON a.serial = s.serial + 1",
        )
        .fetch_all(&mut *tx)
        .await?;
        let day_rows = sqlx::query("SELECT consumer_id, requests FROM consumer_days WHERE day = $1")
            .bind(now.vietnam_iso_date())
            .fetch_all(&mut *tx)
            .await?;
        tx.commit().await?;

        let mut keys: HashMap<ConsumerId, Vec<ConsumerKey>> = HashMap::new();
        for row in &key_rows {
            keys.entry(row.parsed("consumer_id")?).or_default().push(ConsumerKey {
                id: row.text("id")?,
                prefix: row.text("prefix")?,
                created_at: row.time("created_at")?,
                revoked_at: row.time_or_none("revoked_at")?,
            });
        }
        let mut certificates: HashMap<ConsumerId, Vec<ConsumerCertificate>> = HashMap::new();
        for row in &certificate_rows {
            certificates.entry(row.parsed("consumer_id")?).or_default().push(ConsumerCertificate {
                id: row.text("id")?,
                fingerprint: row.parsed("fingerprint")?,
                created_at: row.time("created_at")?,
                revoked_at: row.time_or_none("revoked_at")?,
            });
        }
        let mut seen: HashMap<ConsumerId, Vec<Seen>> = HashMap::new();
        for row in &seen_rows {
            seen.entry(row.parsed("consumer_id")?).or_default().push(Seen {
                channel: row.slug("channel", Channel::from_slug)?,
                serial: Serial(row.unsigned("serial")?),
                at: row.time("seen_at")?,
                behind_since: row.time_or_none("missed_at")?,
            });
        }
        let mut days: HashMap<ConsumerId, u64> = HashMap::new();
        for row in &day_rows {
            days.insert(row.parsed("consumer_id")?, row.unsigned("requests")?);
        }
        let line = |row| {
            let consumer = from_row(row)?;
            let mut seen = seen.remove(&consumer.id).unwrap_or_default();
            seen.sort_by_key(|seen| seen.channel);
            Ok(ConsumerLine {
                keys: keys.remove(&consumer.id).unwrap_or_default(),
                certificates: certificates.remove(&consumer.id).unwrap_or_default(),
                seen,
                requests_today: days.remove(&consumer.id).unwrap_or_default(),
                consumer,
            })
        };
        rows.iter().map(line).collect()
    }
}
