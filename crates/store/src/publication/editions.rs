//! The log as versions of entries, for formats whose objects have versions.
//!
//! As in `load`, the database joins many rows into one text: rows cost more than bytes.

use model::publication::{ActHash, Beginning, Edition, LogLine};
use model::{Action, IndicatorKind, Level, ListingReason, Method, Serial, Time};

use crate::row::{Columns as _, column, stored_indicator};
use crate::{Store, StoreError};

/// Separates the fields of a row and the rows: U+001F and U+001E. No stored value holds control characters.
const FIELD: char = '\u{1f}';
const RECORD: char = '\u{1e}';

/// Enough of an indicator to know its kind: no slug is longer.
const KIND_CHARS: u8 = 16;

/// The act that began the entry which act `acts` is about.
const BEGINNING: &str = "CASE WHEN acts.action = 'list' THEN acts.serial ELSE (
    SELECT MAX(earlier.serial) FROM acts AS earlier
    WHERE earlier.indicator = acts.indicator AND earlier.serial < acts.serial AND earlier.action = 'list') END";

impl Store {
    /// What an index keeps of the acts after `serial`, in order, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn log_lines(&self, serial: Serial, limit: u32) -> Result<Vec<LogLine>, StoreError> {
        let sql = format!(
            "SELECT {}(CAST(serial AS TEXT) || $1 || CAST(at AS TEXT) || $1 || action || $1 || kind || $1
                || method || $1 || CAST(previous AS TEXT) || $1
                || CAST(beginning AS TEXT), $2) AS joined
             FROM (SELECT acts.serial, acts.at, acts.action, substr(acts.indicator, 1, {KIND_CHARS}) AS kind, acts.method,
                    CASE WHEN acts.action = 'list' THEN 0 ELSE (
                        SELECT MAX(earlier.serial) FROM acts AS earlier
                        WHERE earlier.indicator = acts.indicator AND earlier.serial < acts.serial)
                    END AS previous,
                    {BEGINNING} AS beginning
                FROM acts WHERE acts.serial > $3 ORDER BY acts.serial LIMIT $4) AS chunk",
            self.inner.engine.join_texts()
        );
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(FIELD.to_string())
            .bind(RECORD.to_string())
            .bind(column(serial.0))
            .bind(i64::from(limit))
            .fetch_one(&self.inner.read)
            .await?;
        let mut lines = records(row.text_or_none("joined")?.as_deref(), line)?;
        lines.sort_unstable_by_key(|line| line.serial);
        Ok(lines)
    }

    /// The editions that these acts left, in order. Serials beyond the log are left out.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn editions(&self, serials: &[Serial]) -> Result<Vec<Edition>, StoreError> {
        let (Some(first), Some(last)) = (serials.iter().min(), serials.iter().max()) else {
            return Ok(Vec::new());
        };
        let span = last.0 - first.0 + 1;
        let dense = span <= 2 * serials.len() as u64;
        let wanted = if dense {
            format!("BETWEEN {first} AND {last}")
        } else {
            // Numbers, so nothing can be smuggled in; as text, because a statement of many parameters
            // spends its time counting them.
            let list: Vec<String> = serials.iter().map(Serial::to_string).collect();
            format!("IN ({})", list.join(", "))
        };
        let mut editions = self.editions_where(&format!("acts.serial {wanted}")).await?;
        if dense && span > serials.len() as u64 {
            let mut sorted = serials.to_vec();
            sorted.sort_unstable();
            editions.retain(|edition| sorted.binary_search(&edition.serial).is_ok());
        }
        Ok(editions)
    }

    /// Every edition of the entry that act `beginning` began, oldest first; none when that act listed nothing.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn editions_of(&self, beginning: Serial) -> Result<Vec<Edition>, StoreError> {
        let entry = format!(
            "acts.indicator = (SELECT own.indicator FROM acts AS own
                WHERE own.serial = {beginning} AND own.action = 'list')"
        );
        let mut editions = self.editions_where(&entry).await?;
        editions.retain(|edition| edition.beginning.serial == beginning);
        Ok(editions)
    }

    /// The last edition of each entry that these acts began, in the order of the log.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn last_editions(&self, beginnings: &[Serial]) -> Result<Vec<Edition>, StoreError> {
        if beginnings.is_empty() {
            return Ok(Vec::new());
        }
        let list: Vec<String> = beginnings.iter().map(Serial::to_string).collect();
        let last = format!(
            "acts.serial IN (
                SELECT (SELECT MAX(later.serial) FROM acts AS later
                    WHERE later.indicator = own.indicator AND later.serial >= own.serial
                        AND later.serial < COALESCE((SELECT MIN(next.serial) FROM acts AS next
                            WHERE next.indicator = own.indicator AND next.serial > own.serial
                                AND next.action = 'list'), {}))
                FROM acts AS own WHERE own.serial IN ({}))",
            i64::MAX,
            list.join(", ")
        );
        self.editions_where(&last).await
    }

    /// `condition` is made of numbers and our own words only.
    async fn editions_where(&self, condition: &str) -> Result<Vec<Edition>, StoreError> {
        let sql = format!(
            "SELECT {}(CAST(chunk.serial AS TEXT) || $1 || CAST(chunk.at AS TEXT) || $1 || chunk.action || $1
                || chunk.indicator || $1 || chunk.method || $1 || chunk.level || $1 || chunk.reason || $1
                || CAST(chunk.expires_at AS TEXT) || $1 || CAST(began.serial AS TEXT) || $1
                || CAST(began.at AS TEXT) || $1 || began.hash, $2) AS joined
             FROM (SELECT acts.serial, acts.at, acts.action, acts.indicator, acts.method, acts.level, acts.reason,
                    acts.expires_at, {BEGINNING} AS beginning
                FROM acts WHERE {condition}) AS chunk
             JOIN acts AS began ON began.serial = chunk.beginning",
            self.inner.engine.join_texts()
        );
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .persistent(false)
            .bind(FIELD.to_string())
            .bind(RECORD.to_string())
            .fetch_one(&self.inner.read)
            .await?;
        let mut editions = records(row.text_or_none("joined")?.as_deref(), edition)?;
        editions.sort_unstable_by_key(|edition| edition.serial);
        Ok(editions)
    }
}

/// Splits a joined text; none when there were no rows.
fn records<T>(
    joined: Option<&str>,
    parse: impl Fn(&mut Fields<'_>) -> Option<T>,
) -> Result<Vec<T>, StoreError> {
    let Some(joined) = joined else { return Ok(Vec::new()) };
    joined
        .split(RECORD)
        .map(|record| {
            let parsed = parse(&mut Fields(record.split(FIELD)));
            parsed.ok_or_else(|| StoreError::Corrupt(format!("unreadable act `{record}`")))
        })
        .collect()
}

/// The fields of one row, in the order of the statement.
struct Fields<'a>(std::str::Split<'a, char>);

impl<'a> Fields<'a> {
    fn text(&mut self) -> Option<&'a str> {
        self.0.next()
    }

    fn number(&mut self) -> Option<i64> {
        self.text()?.parse().ok()
    }

    fn serial(&mut self) -> Option<Serial> {
        self.text()?.parse().ok().map(Serial)
    }

    fn time(&mut self) -> Option<Time> {
        self.number().map(Time::from_millis)
    }
}

fn line(fields: &mut Fields<'_>) -> Option<LogLine> {
    Some(LogLine {
        serial: fields.serial()?,
        at: fields.time()?,
        action: Action::from_slug(fields.text()?)?,
        kind: IndicatorKind::from_slug(fields.text()?.split(':').next()?)?,
        method: fields.text()?.parse::<Method>().ok()?,
        previous: fields.serial().filter(|serial| serial.0 > 0),
        beginning: fields.serial()?,
    })
}

fn edition(fields: &mut Fields<'_>) -> Option<Edition> {
    Some(Edition {
        serial: fields.serial()?,
        at: fields.time()?,
        action: Action::from_slug(fields.text()?)?,
        indicator: stored_indicator(fields.text()?).ok()?,
        method: fields.text()?.parse::<Method>().ok()?,
        level: Level::from_slug(fields.text()?)?,
        reason: ListingReason::from_slug(fields.text()?)?,
        expires_at: fields.time()?,
        beginning: Beginning {
            serial: fields.serial()?,
            at: fields.time()?,
            hash: fields.text()?.parse::<ActHash>().ok()?,
        },
    })
}
