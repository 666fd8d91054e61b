//! Reports enter the index of words, and leave it.

use std::collections::{BTreeMap, BTreeSet};

use desk::search::{indicator_words, words};
use model::ReportId;
use sqlx::any::AnyRow;

use super::{BLOCK, postings};
use crate::row::{Columns as _, column};
use crate::{Store, StoreError, Tx};

/// Rows of one statement, well below what either database takes as parameters.
const ROWS_MAX: usize = 300;

/// Notes that are read when a report is entered; later ones are added as they are written.
const NOTES_MAX: i64 = 100;

/// Reports that one transaction enters.
const BATCH: i64 = 200;

impl Store {
    /// Enters a report into the index of words. Twice is the same as once.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn index_report(&self, id: ReportId) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        index_in(&mut tx, &[id]).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Enters what is not in the index yet, of the reports after `after` (`None`: from the first): where to go on,
    /// `None` at the end.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn index_missing(&self, after: Option<ReportId>) -> Result<Option<ReportId>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, (SELECT COUNT(*) FROM search_numbers WHERE report_id = id) AS indexed
             FROM reports WHERE id > $1 ORDER BY id LIMIT $2",
        )
        .bind(after.map(|id| id.to_string()).unwrap_or_default())
        .bind(BATCH)
        .fetch_all(&self.inner.read)
        .await?;
        let mut missing = Vec::new();
        let mut last = None;
        for row in &rows {
            last = Some(row.parsed("id")?);
            if row.number("indexed")? == 0 {
                missing.push(row.parsed("id")?);
            }
        }
        if !missing.is_empty() {
            let mut tx = self.begin().await?;
            index_in(&mut tx, &missing).await?;
            tx.commit().await?;
        }
        Ok(last.filter(|_| rows.len() as i64 == BATCH))
    }
}

/// Enters reports that stand in the database; those that are in the index already are left as they are.
pub(crate) async fn index_in(tx: &mut Tx, ids: &[ReportId]) -> Result<(), StoreError> {
    let mut number = take_numbers(tx, ids.len()).await?;
    let mut places: BTreeMap<(String, u64), Vec<u16>> = BTreeMap::new();
    for id in ids {
        let done = sqlx::query(
            "INSERT INTO search_numbers (number, report_id) VALUES ($1, $2)
             ON CONFLICT (report_id) DO NOTHING",
        )
        .bind(column(number))
        .bind(id.to_string())
        .execute(&mut **tx)
        .await?;
        if done.rows_affected() == 0 {
            continue;
        }
        for word in words_of(tx, *id, NOTES_MAX).await? {
            places.entry((word, number / BLOCK)).or_default().push(place(number));
        }
        number += 1;
    }
    add_places(tx, places).await
}

/// Adds words to a report that is in the index; one that is not will be read whole.
pub(crate) async fn add_words(tx: &mut Tx, id: ReportId, text: &str) -> Result<(), StoreError> {
    take_numbers(tx, 0).await?;
    let row = sqlx::query("SELECT number FROM search_numbers WHERE report_id = $1")
        .bind(id.to_string())
        .fetch_optional(&mut **tx)
        .await?;
    let Some(row) = row else { return Ok(()) };
    let number = row.unsigned("number")?;
    let places = words(text).into_iter().map(|word| ((word, number / BLOCK), vec![place(number)]));
    add_places(tx, places.collect()).await
}

/// Takes every word of a report out of the index, before its content is erased. Its number stays, so that it is not
/// entered again.
pub(crate) async fn remove_words(tx: &mut Tx, id: ReportId) -> Result<(), StoreError> {
    take_numbers(tx, 0).await?;
    let row = sqlx::query("SELECT number FROM search_numbers WHERE report_id = $1")
        .bind(id.to_string())
        .fetch_optional(&mut **tx)
        .await?;
    let Some(row) = row else { return Ok(()) };
    let number = row.unsigned("number")?;
    let words = words_of(tx, id, i64::MAX).await?;
    let at: Vec<_> = words.into_iter().map(|word| ((word, number / BLOCK), vec![])).collect();
    for chunk in at.chunks(ROWS_MAX) {
        for ((word, block), mut numbers) in read_places(tx, chunk).await? {
            numbers.retain(|other| *other != place(number));
            let sql = if numbers.is_empty() {
                "DELETE FROM search_postings WHERE word = $1 AND block = $2 AND $3 IS NOT NULL"
            } else {
                "UPDATE search_postings SET numbers = $3 WHERE word = $1 AND block = $2"
            };
            sqlx::query(sql)
                .bind(word)
                .bind(column(block))
                .bind(postings::write(&numbers))
                .execute(&mut **tx)
                .await?;
        }
    }
    Ok(())
}

/// Place of a report in its block.
fn place(number: u64) -> u16 {
    u16::try_from(number % BLOCK).expect("less than 1,024")
}

/// The first of `count` new numbers. Takes the counter's row, so that one transaction writes the index at a time.
async fn take_numbers(tx: &mut Tx, count: usize) -> Result<u64, StoreError> {
    let row = sqlx::query(
        "INSERT INTO event_counters (name, position) VALUES ('search', $1)
         ON CONFLICT (name) DO UPDATE SET position = event_counters.position + $1
         RETURNING position",
    )
    .bind(column(count as u64))
    .fetch_one(&mut **tx)
    .await?;
    Ok(row.unsigned("position")? - count as u64)
}

/// Every word under which a report is found, of its first `notes_max` notes.
async fn words_of(tx: &mut Tx, id: ReportId, notes_max: i64) -> Result<BTreeSet<String>, StoreError> {
    let row = sqlx::query("SELECT text, place FROM reports WHERE id = $1")
        .bind(id.to_string())
        .fetch_one(&mut **tx)
        .await?;
    let mut all = words(&row.text("text")?);
    all.extend(words(&row.text("place")?));
    let notes = sqlx::query("SELECT text FROM notes WHERE report_id = $1 LIMIT $2")
        .bind(id.to_string())
        .bind(notes_max)
        .fetch_all(&mut **tx)
        .await?;
    for note in &notes {
        all.extend(words(&note.text("text")?));
    }
    let additions = sqlx::query("SELECT text FROM additions WHERE report_id = $1")
        .bind(id.to_string())
        .fetch_all(&mut **tx)
        .await?;
    for addition in &additions {
        all.extend(words(&addition.text("text")?));
    }
    let indicators = sqlx::query("SELECT indicator FROM report_indicators WHERE report_id = $1")
        .bind(id.to_string())
        .fetch_all(&mut **tx)
        .await?;
    for row in &indicators {
        all.extend(indicator_words(&row.indicator()?));
    }
    Ok(all)
}

async fn add_places(tx: &mut Tx, places: BTreeMap<(String, u64), Vec<u16>>) -> Result<(), StoreError> {
    let places: Vec<((String, u64), Vec<u16>)> = places.into_iter().collect();
    for chunk in places.chunks(ROWS_MAX) {
        let mut kept = read_places(tx, chunk).await?;
        let mut values = String::new();
        for index in 0..chunk.len() {
            let first = index * 3 + 1;
            let comma = if index == 0 { "" } else { ", " };
            values.push_str(&format!("{comma}(${first}, ${}, ${})", first + 1, first + 2));
        }
        let sql = format!(
            "INSERT INTO search_postings (word, block, numbers) VALUES {values}
             ON CONFLICT (word, block) DO UPDATE SET numbers = excluded.numbers"
        );
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
        for ((word, block), more) in chunk {
            let mut numbers = kept.remove(&(word.clone(), *block)).unwrap_or_default();
            postings::add(&mut numbers, more);
            query = query.bind(word.clone()).bind(column(*block)).bind(postings::write(&numbers));
        }
        query.execute(&mut **tx).await?;
    }
    Ok(())
}

/// What stands at these places now.
async fn read_places(
    tx: &mut Tx,
    places: &[((String, u64), Vec<u16>)],
) -> Result<BTreeMap<(String, u64), Vec<u16>>, StoreError> {
    let mut kept = BTreeMap::new();
    let blocks: BTreeSet<u64> = places.iter().map(|((_, block), _)| *block).collect();
    for block in blocks {
        let of_block: Vec<&String> =
            places.iter().filter(|((_, at), _)| *at == block).map(|((word, _), _)| word).collect();
        let list: Vec<String> = (2..of_block.len() + 2).map(|parameter| format!("${parameter}")).collect();
        let sql = format!(
            "SELECT word, numbers FROM search_postings WHERE block = $1 AND word IN ({})",
            list.join(", ")
        );
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(column(block));
        for word in of_block {
            query = query.bind(word.clone());
        }
        for row in query.fetch_all(&mut **tx).await? {
            kept.insert((row.text("word")?, block), numbers_of(&row)?);
        }
    }
    Ok(kept)
}

pub(super) fn numbers_of(row: &AnyRow) -> Result<Vec<u16>, StoreError> {
    postings::read(&row.bytes("numbers")?)
}
