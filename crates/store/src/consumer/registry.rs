//! What a node remembers of the consumers, so that no request of theirs waits for the database: the open
//! accounts by key and name, and what happened since the last flush.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use desk::consumer::Fingerprint;
use model::{ConsumerId, Serial, Time};
use tokio::sync::watch;

use super::{COLUMNS, Channel, Consumer, Seen, from_row, key};
use crate::row::{Columns as _, column};
use crate::{Store, StoreError};

/// The consumer has used up what was agreed for the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("answer more than the {requests_per_day} requests agreed for a day")]
pub struct QuotaUsed {
    /// What was agreed.
    pub requests_per_day: u32,
    /// When the next day begins in Viet Nam.
    pub until: Time,
}

/// In memory, one per store.
#[derive(Default)]
pub(crate) struct Registry {
    known: RwLock<Arc<Known>>,
    notes: Mutex<Notes>,
    /// How often the accounts were read.
    pub(super) readings: watch::Sender<u64>,
}

/// Open accounts only.
#[derive(Default)]
pub(super) struct Known {
    by_key: HashMap<String, Arc<Consumer>>,
    by_name: HashMap<String, Arc<Consumer>>,
    pub(super) by_certificate: HashMap<Fingerprint, Arc<Consumer>>,
    /// The identifier of each good key, and whose it is.
    pub(super) keys: Vec<(String, Arc<Consumer>)>,
}

/// What happened since the last flush.
#[derive(Default)]
struct Notes {
    seen: HashMap<(ConsumerId, Channel), (Serial, Time)>,
    days: HashMap<ConsumerId, Day>,
}

/// Requests of one consumer on one day.
#[derive(Default, Clone)]
struct Day {
    date: String,
    /// Of all nodes, as last read.
    stored: u64,
    /// Of this node since then.
    fresh: u64,
}

impl Registry {
    pub(super) fn known(&self) -> Arc<Known> {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// These requests are in the database now.
    fn written(&self, days: &[(ConsumerId, String, u64)]) {
        let mut notes = self.notes();
        for (id, date, written) in days {
            if let Some(day) = notes.days.get_mut(id).filter(|day| day.date == *date) {
                day.fresh -= written;
                day.stored += written;
            }
        }
    }
}

impl Store {
    /// The open account this key belongs to; `None` for a key that is wrong, revoked or of a closed account.
    /// Reads memory only.
    pub fn consumer_by_key(&self, key: &str) -> Option<Arc<Consumer>> {
        self.inner.consumers.known().by_key.get(&key::hash(key)).cloned()
    }

    /// The open account with this name, which is also that of its TSIG key. Reads memory only.
    pub fn consumer_by_name(&self, name: &str) -> Option<Arc<Consumer>> {
        self.inner.consumers.known().by_name.get(name).cloned()
    }

    /// Remembers that a consumer was given the list at `serial`. Kept in memory until the next flush.
    pub fn note_consumer_seen(&self, id: ConsumerId, channel: Channel, serial: Serial, at: Time) {
        self.inner.consumers.notes().seen.insert((id, channel), (serial, at));
    }

    /// Counts one request of a consumer against its quota. Between two flushes a node does not know of
    /// requests that other nodes answer.
    ///
    /// # Errors
    /// [`QuotaUsed`].
    pub fn count_consumer_request(&self, consumer: &Consumer, now: Time) -> Result<(), QuotaUsed> {
        let requests_per_day = consumer.terms.requests_per_day;
        let date = now.vietnam_iso_date();
        let mut notes = self.inner.consumers.notes();
        let day = notes.days.entry(consumer.id).or_default();
        if day.date != date {
            *day = Day { date, ..Day::default() };
        }
        if requests_per_day > 0 && day.stored + day.fresh >= u64::from(requests_per_day) {
            return Err(QuotaUsed { requests_per_day, until: next_day(now) });
        }
        day.fresh += 1;
        Ok(())
    }

    /// Writes what was noted since the last time, and reads what other nodes have changed. To be called every
    /// few seconds, and before the store is closed. Several nodes may do so at the same time.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; nothing noted is lost then.
    pub async fn flush_consumers(&self, now: Time) -> Result<(), StoreError> {
        let (seen, days) = {
            let mut notes = self.inner.consumers.notes();
            let days: Vec<(ConsumerId, String, u64)> = notes
                .days
                .iter()
                .filter(|(_, day)| day.fresh > 0)
                .map(|(id, day)| (*id, day.date.clone(), day.fresh))
                .collect();
            (std::mem::take(&mut notes.seen), days)
        };
        if let Err(error) = self.write_notes(&seen, &days, now).await {
            let mut notes = self.inner.consumers.notes();
            for (key, value) in seen {
                notes.seen.entry(key).or_insert(value);
            }
            return Err(error);
        }
        self.inner.consumers.written(&days);
        self.load_consumers().await?;
        self.load_days(now).await
    }

    async fn write_notes(
        &self,
        seen: &HashMap<(ConsumerId, Channel), (Serial, Time)>,
        days: &[(ConsumerId, String, u64)],
        now: Time,
    ) -> Result<(), StoreError> {
        if seen.is_empty() && days.is_empty() {
            return Ok(());
        }
        let mut tx = self.begin().await?;
        // In one order on every node, so that two flushes never wait for each other's rows.
        let mut in_order: Vec<_> = seen.iter().collect();
        in_order.sort_by_key(|((id, channel), _)| (*id, *channel));
        for ((id, channel), (serial, at)) in in_order {
            sqlx::query(
                "INSERT INTO consumer_seen (consumer_id, channel, serial, seen_at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (consumer_id, channel) DO UPDATE SET serial = excluded.serial,
                    seen_at = excluded.seen_at WHERE consumer_seen.seen_at <= excluded.seen_at",
            )
            .bind(id.to_string())
            .bind(channel.slug())
            .bind(column(serial.0))
            .bind(at.millis())
            .execute(&mut *tx)
            .await?;
        }
        let mut days = days.to_vec();
        days.sort();
        for (id, date, fresh) in &days {
            sqlx::query(
                "INSERT INTO consumer_days (consumer_id, day, requests) VALUES ($1, $2, $3)
                 ON CONFLICT (consumer_id, day) DO UPDATE
                    SET requests = consumer_days.requests + excluded.requests",
            )
            .bind(id.to_string())
            .bind(date.as_str())
            .bind(column(*fresh))
            .execute(&mut *tx)
            .await?;
        }
        // A count says nothing after its month.
        sqlx::query("DELETE FROM consumer_days WHERE day < $1")
            .bind(now.plus_days(-31).vietnam_iso_date())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Reads the open accounts into memory.
    pub(crate) async fn load_consumers(&self) -> Result<(), StoreError> {
        let mut tx = self.begin_read().await?;
        let sql = format!("SELECT {COLUMNS} FROM consumers WHERE disabled_at IS NULL");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&mut *tx).await?;
        let keys = sqlx::query(
            "SELECT id, consumer_id, key_hash FROM consumer_keys WHERE revoked_at IS NULL
                 ORDER BY created_at, id",
        )
        .fetch_all(&mut *tx)
        .await?;
        let certificates = sqlx::query(
            "SELECT consumer_id, fingerprint FROM consumer_certificates WHERE revoked_at IS NULL",
        )
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        let mut known = Known::default();
        let mut by_id: HashMap<ConsumerId, Arc<Consumer>> = HashMap::new();
        for row in &rows {
            let consumer = Arc::new(from_row(row)?);
            by_id.insert(consumer.id, Arc::clone(&consumer));
            known.by_name.insert(consumer.name.clone(), consumer);
        }
        for row in &keys {
            if let Some(consumer) = by_id.get(&row.parsed("consumer_id")?) {
                known.by_key.insert(row.text("key_hash")?, Arc::clone(consumer));
                known.keys.push((row.text("id")?, Arc::clone(consumer)));
            }
        }
        for row in &certificates {
            if let Some(consumer) = by_id.get(&row.parsed("consumer_id")?) {
                known.by_certificate.insert(row.parsed("fingerprint")?, Arc::clone(consumer));
            }
        }
        *self.inner.consumers.known.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(known);
        self.inner.consumers.readings.send_modify(|readings| *readings += 1);
        Ok(())
    }

    /// Reads the counts of today, of all nodes, into memory.
    pub(crate) async fn load_days(&self, now: Time) -> Result<(), StoreError> {
        let date = now.vietnam_iso_date();
        let rows = sqlx::query("SELECT consumer_id, requests FROM consumer_days WHERE day = $1")
            .bind(date.as_str())
            .fetch_all(&self.inner.read)
            .await?;
        let mut notes = self.inner.consumers.notes();
        for row in &rows {
            let day = notes.days.entry(row.parsed("consumer_id")?).or_default();
            if day.date != date {
                *day = Day { date: date.clone(), ..Day::default() };
            }
            day.stored = day.stored.max(row.unsigned("requests")?);
        }
        Ok(())
    }
}

/// Midnight in Viet Nam, which has kept UTC+7 without summer time since 1975 (tz database, Asia/Ho_Chi_Minh).
fn next_day(now: Time) -> Time {
    const DAY_MS: i64 = 86_400_000;
    const OFFSET_MS: i64 = 7 * 3_600_000;
    let local = now.millis() + OFFSET_MS;
    Time::from_millis(local - local.rem_euclid(DAY_MS) + DAY_MS - OFFSET_MS)
}

impl Seen {
    /// Acts the consumer lacks at this head of the log.
    pub fn behind(&self, head: Serial) -> u64 {
        head.0.saturating_sub(self.serial.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_viet_nam_begins_at_17_utc() {
        // 2026-11-22T16:59:59.999Z and one millisecond later.
        assert_eq!(next_day(Time::from_millis(1_795_366_799_999)), Time::from_millis(1_795_366_800_000));
        assert_eq!(next_day(Time::from_millis(1_795_366_800_000)), Time::from_millis(1_795_453_200_000));
    }
}
