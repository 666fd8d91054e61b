//! The whole list at once, for a node that starts.
//!
//! Rows cost more than bytes: a driver that serves two databases allocates for every value. So the
//! database joins 5,000 listings into one text, which is split here on another thread while the next is
//! fetched.

use model::publication::SnapshotBuilder;
use model::{Indicator, Level, Listing, ListingReason, Serial, Snapshot, Time};

use crate::row::{Columns as _, column};
use crate::{Store, StoreError, Tx};

/// Separates the fields of a listing: U+001F, the unit separator. No canonical value holds control
/// characters.
const FIELD: char = '\u{1f}';

/// Separates listings: U+001E, the record separator.
const RECORD: char = '\u{1e}';

/// Listings in one text.
const CHUNK: i64 = 5_000;

impl Store {
    /// The list as it stands now.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn load_snapshot(&self) -> Result<Snapshot, StoreError> {
        let mut tx = self.begin_read().await?;
        let head = sqlx::query("SELECT position FROM log_heads WHERE name = 'publication'")
            .fetch_one(&mut *tx)
            .await?;
        let head = Serial(head.unsigned("position")?);
        // Two texts ahead at most: the database is quicker than the packing.
        let (sender, mut receiver) = tokio::sync::mpsc::channel::<String>(2);
        let parsed = tokio::task::spawn_blocking(move || {
            let mut builder = SnapshotBuilder::default();
            while let Some(text) = receiver.blocking_recv() {
                for record in text.split(RECORD) {
                    builder.push(&parse(record)?);
                }
            }
            Ok::<_, StoreError>(builder.finish(head))
        });
        let mut after = 0;
        while let Some((last, text)) = self.load_chunk(&mut tx, after).await? {
            after = last;
            if sender.send(text).await.is_err() {
                // The other side has stopped at an error, which it answers with.
                break;
            }
        }
        drop(sender);
        tx.commit().await?;
        parsed.await.expect("splitting texts does not panic")
    }

    /// The next listings joined, and the serial of the last; `None` when there are no more.
    async fn load_chunk(&self, tx: &mut Tx, after: i64) -> Result<Option<(i64, String)>, StoreError> {
        let sql = format!(
            "SELECT MAX(serial) AS last, {}(indicator || $1 || method || $1 || level || $1 || reason
                || $1 || CAST(listed_at AS TEXT) || $1 || CAST(expires_at AS TEXT) || $1
                || CAST(serial AS TEXT), $2) AS joined
             FROM (SELECT serial, indicator, method, level, reason, listed_at, expires_at
                   FROM listings WHERE serial > $3 ORDER BY serial LIMIT $4) AS chunk",
            self.inner.engine.join_texts()
        );
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(FIELD.to_string())
            .bind(RECORD.to_string())
            .bind(after)
            .bind(CHUNK)
            .fetch_one(&mut **tx)
            .await?;
        match row.number_or_none("last")? {
            None => Ok(None),
            Some(last) => Ok(Some((last, row.text("joined")?))),
        }
    }
}

fn parse(record: &str) -> Result<Listing, StoreError> {
    let broken = || StoreError::Corrupt(format!("unreadable listing `{record}`"));
    let mut fields = record.split(FIELD);
    let mut next = || fields.next().ok_or_else(broken);
    let indicator: Indicator = crate::row::stored_indicator(next()?)?;
    let method = next()?.parse().map_err(|_| broken())?;
    let level = Level::from_slug(next()?).ok_or_else(broken)?;
    let reason = ListingReason::from_slug(next()?).ok_or_else(broken)?;
    let mut number = || next()?.parse::<i64>().map_err(|_| broken());
    let listed_at = Time::from_millis(number()?);
    let expires_at = Time::from_millis(number()?);
    let serial = Serial(u64::try_from(number()?).map_err(|_| broken())?);
    debug_assert!(column(serial.0) > 0);
    Ok(Listing { indicator, method, level, reason, listed_at, expires_at, serial })
}
