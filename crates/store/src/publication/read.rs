//! Reading the log and the list.

use model::publication::ActHash;
use model::{Act, Indicator, IndicatorKind, Level, Listing, Method, Serial};

use super::{act_from_row, listing_from_row};
use crate::row::{Columns as _, column};
use crate::{Store, StoreError};

const ACT_COLUMNS: &str = "serial, at, action, indicator, method, level, reason, expires_at, proposed_by,
    approved_by, evidence";

/// Which listings to show. Each `None` or empty text means "any".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListFilter {
    /// Part of the value of the indicator.
    pub contains: String,
    /// Only of this kind.
    pub kind: Option<IndicatorKind>,
    /// Only of this method.
    pub method: Option<Method>,
    /// Only at this level.
    pub level: Option<Level>,
}

impl Store {
    /// The serial of the last act; 0 before the first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn head_serial(&self) -> Result<Serial, StoreError> {
        let row = sqlx::query("SELECT position FROM log_heads WHERE name = 'publication'")
            .fetch_one(&self.inner.read)
            .await?;
        Ok(Serial(row.unsigned("position")?))
    }

    /// Acts after `serial`, in order, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn acts_after(&self, serial: Serial, limit: u32) -> Result<Vec<Act>, StoreError> {
        let sql = format!("SELECT {ACT_COLUMNS} FROM acts WHERE serial > $1 ORDER BY serial LIMIT $2");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(column(serial.0))
            .bind(i64::from(limit))
            .fetch_all(&self.inner.read)
            .await?;
        rows.iter().map(act_from_row).collect()
    }

    /// Acts after `serial`, in order, at most `limit`, each with its hash: computed from the act as it stands
    /// now and the hash stored with the one before, so that a changed act has another hash.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn chained_acts_after(
        &self,
        serial: Serial,
        limit: u32,
    ) -> Result<Vec<(Act, ActHash)>, StoreError> {
        let sql = format!("SELECT {ACT_COLUMNS}, hash FROM acts WHERE serial >= $1 ORDER BY serial LIMIT $2");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(column(serial.0))
            .bind(i64::from(limit) + i64::from(serial.0 > 0))
            .fetch_all(&self.inner.read)
            .await?;
        let mut previous = ActHash::ZERO;
        let mut acts = Vec::with_capacity(rows.len());
        for row in &rows {
            let act = act_from_row(row)?;
            if act.serial > serial {
                let hash = act.hash(previous);
                acts.push((act, hash));
            }
            previous = row.parsed("hash")?;
        }
        Ok(acts)
    }

    /// Acts before `serial` (`None`: from the newest), newest first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn acts_before(&self, serial: Option<Serial>, limit: u32) -> Result<Vec<Act>, StoreError> {
        let sql = format!("SELECT {ACT_COLUMNS} FROM acts WHERE serial < $1 ORDER BY serial DESC LIMIT $2");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(serial.map_or(i64::MAX, |serial| column(serial.0)))
            .bind(i64::from(limit))
            .fetch_all(&self.inner.read)
            .await?;
        rows.iter().map(act_from_row).collect()
    }

    /// For each indicator acted upon after `serial`: the last act about it up to `serial`, if there is one.
    /// With [`Store::acts_after`] this tells what each act changed.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn last_acts_up_to(&self, serial: Serial) -> Result<Vec<Act>, StoreError> {
        let sql = format!(
            "SELECT {ACT_COLUMNS} FROM acts WHERE serial IN (
                SELECT MAX(earlier.serial) FROM acts AS earlier
                WHERE earlier.serial <= $1
                    AND earlier.indicator IN (SELECT later.indicator FROM acts AS later WHERE later.serial > $2)
                GROUP BY earlier.indicator)"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(column(serial.0))
            .bind(column(serial.0))
            .fetch_all(&self.inner.read)
            .await?;
        rows.iter().map(act_from_row).collect()
    }

    /// Every act about an indicator, oldest first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn history(&self, indicator: &Indicator) -> Result<Vec<Act>, StoreError> {
        let sql = format!("SELECT {ACT_COLUMNS} FROM acts WHERE indicator = $1 ORDER BY serial");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(indicator.to_string())
            .fetch_all(&self.inner.read)
            .await?;
        rows.iter().map(act_from_row).collect()
    }

    /// The current entry for exactly this indicator; `None` when there is none.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn listing(&self, indicator: &Indicator) -> Result<Option<Listing>, StoreError> {
        let mut tx = self.begin_read().await?;
        let listing = super::listing_in(&mut tx, indicator).await?;
        tx.commit().await?;
        Ok(listing)
    }

    /// Current entries last changed before `before` (`None`: from the newest), newest first, at most
    /// `limit`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn listings(
        &self,
        filter: &ListFilter,
        before: Option<Serial>,
        limit: u32,
    ) -> Result<Vec<Listing>, StoreError> {
        let rows = sqlx::query(
            "SELECT serial, indicator, method, level, reason, listed_at, expires_at FROM listings
             WHERE serial < $1 AND indicator LIKE $2 ESCAPE '\\'
                AND (CAST($3 AS TEXT) IS NULL OR method = $3) AND (CAST($4 AS TEXT) IS NULL OR level = $4)
             ORDER BY serial DESC LIMIT $5",
        )
        .bind(before.map_or(i64::MAX, |serial| column(serial.0)))
        .bind(pattern(filter))
        .bind(filter.method.map(Method::slug))
        .bind(filter.level.map(Level::slug))
        .bind(i64::from(limit))
        .fetch_all(&self.inner.read)
        .await?;
        rows.iter().map(listing_from_row).collect()
    }
}

/// `kind:%part%`, with the signs that LIKE takes for itself escaped.
fn pattern(filter: &ListFilter) -> String {
    let kind = filter.kind.map_or("%".to_owned(), |kind| kind.slug().replace('_', "\\_"));
    let part = filter.contains.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("{kind}:%{part}%")
}
