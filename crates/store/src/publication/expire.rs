//! Listings that have come to their end.

use model::{Indicator, Serial, Time};

use super::append::{By, Change, append, lock_head};
use super::listing_in;
use crate::audit::{self, Deed, Who};
use crate::row::{Columns as _, column};
use crate::{Store, StoreError};

/// The ground of an act by which a listing ended by itself.
const GROUND: &str = "expired";

impl Store {
    /// Listings whose end is at or before `now`, earliest first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn expired_listings(&self, now: Time, limit: u32) -> Result<Vec<Indicator>, StoreError> {
        let rows = sqlx::query(
            "SELECT indicator FROM listings WHERE expires_at <= $1 ORDER BY expires_at, serial LIMIT $2",
        )
        .bind(now.millis())
        .bind(i64::from(limit))
        .fetch_all(&self.inner.read)
        .await?;
        rows.iter().map(|row| row.indicator()).collect()
    }

    /// When the next listing ends; `None` for an empty list.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn next_expiry(&self) -> Result<Option<Time>, StoreError> {
        let row = sqlx::query("SELECT expires_at FROM listings ORDER BY expires_at LIMIT 1")
            .fetch_optional(&self.inner.read)
            .await?;
        row.map(|row| row.time("expires_at")).transpose()
    }

    /// Takes the expired listings off, at most `limit`, as the system. Answers how many; running it twice
    /// or on two nodes takes each off once.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn delist_expired(&self, now: Time, limit: u32) -> Result<u64, StoreError> {
        let mut delisted = 0;
        for chunk in self.expired_listings(now, limit).await?.chunks(100) {
            let mut tx = self.begin().await?;
            // First, so that no other node delists the same entries meanwhile.
            lock_head(&mut tx).await?;
            let mut last: Option<Serial> = None;
            for indicator in chunk {
                let still = listing_in(&mut tx, indicator).await?;
                if still.is_some_and(|listing| listing.expires_at <= now) {
                    let change = Change::Remove(indicator.clone(), GROUND.to_owned());
                    last = Some(append(self, &mut tx, change, By::default(), now).await?);
                    delisted += 1;
                }
            }
            if let Some(serial) = last {
                let why = format!("{GROUND}, up to serial {}", column(serial.0));
                audit::append(&mut tx, now, Who::System, Deed::AppendAct, "", &why).await?;
                tx.commit().await?;
                self.announce(serial);
            }
        }
        Ok(delisted)
    }
}
