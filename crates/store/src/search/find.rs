//! Reports in which every word of a question stands, newest first, page by page, in bounded work.

use std::collections::BTreeMap;

use desk::Sight;
use model::Method;
use model::report::ReportState;

use super::index::numbers_of;
use super::{BLOCK, postings};
use crate::report::{QueueLine, line_from_row};
use crate::row::{Columns as _, column};
use crate::{Store, StoreError, sight};

/// Blocks that one statement reads.
const WINDOW_BLOCKS: u64 = 64;

/// Windows that one page reads at most: four million reports.
const WINDOWS_MAX: usize = 64;

/// Reports with all the words that one page looks at, to find those that pass the filter.
const CANDIDATES_MAX: usize = 2_000;

/// Which of the reports found are wanted. Each `None` means "any".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchFilter {
    /// Only in this state.
    pub state: Option<ReportState>,
    /// Only from this province.
    pub province: Option<String>,
    /// Only of this method.
    pub method: Option<Method>,
}

/// One page of what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<Cursor> {
    /// Newest first. May be fewer than asked for while more follow.
    pub lines: Vec<QueueLine>,
    /// Where the next page starts; `None` at the end.
    pub next: Option<Cursor>,
}

impl Store {
    /// Reports in sight in which all `words` stand (`desk::search::question`), below number `before` (`None`: from the
    /// newest), at most `limit`. A rare combination of frequent words ends a page early, with a cursor to go on.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn search_reports(
        &self,
        words: &[String],
        filter: &SearchFilter,
        sight: &Sight,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Found<u64>, StoreError> {
        let limit = limit as usize;
        let mut found = Found { lines: Vec::new(), next: None };
        let mut end = before.unwrap_or(u64::MAX >> 1);
        let mut looked_at = 0;
        for _ in 0..WINDOWS_MAX {
            let Some(block) = self.common_block(words, end).await? else { return Ok(found) };
            let first = block.saturating_sub(WINDOW_BLOCKS - 1);
            let numbers = self.numbers_with_all(words, first, block, end).await?;
            for chunk in numbers.chunks(100) {
                let rows = self.lines_of(chunk, filter, sight).await?;
                let room = limit - found.lines.len();
                let is_full = rows.len() > room;
                for (number, line) in rows.into_iter().take(room) {
                    found.lines.push(line);
                    end = number;
                }
                if is_full {
                    found.next = Some(end);
                    return Ok(found);
                }
                end = chunk.last().copied().unwrap_or(end);
                looked_at += chunk.len();
                if looked_at >= CANDIDATES_MAX {
                    found.next = Some(end);
                    return Ok(found);
                }
            }
            end = first * BLOCK;
            if end == 0 {
                return Ok(found);
            }
        }
        found.next = Some(end);
        Ok(found)
    }

    /// The newest block below `end` that each word has something at or below.
    async fn common_block(&self, words: &[String], end: u64) -> Result<Option<u64>, StoreError> {
        let Some(mut block) = end.checked_sub(1).map(|last| last / BLOCK) else { return Ok(None) };
        for word in words {
            let row = sqlx::query(
                "SELECT block FROM search_postings WHERE word = $1 AND block <= $2
                 ORDER BY word DESC, block DESC LIMIT 1",
            )
            .bind(word.clone())
            .bind(column(block))
            .fetch_optional(&self.inner.read)
            .await?;
            let Some(row) = row else { return Ok(None) };
            block = row.unsigned("block")?;
        }
        Ok((!words.is_empty()).then_some(block))
    }

    /// Numbers below `end` in the blocks `first` to `last` that stand with every word, newest first.
    async fn numbers_with_all(
        &self,
        words: &[String],
        first: u64,
        last: u64,
        end: u64,
    ) -> Result<Vec<u64>, StoreError> {
        let mut common: Option<BTreeMap<u64, Vec<u16>>> = None;
        for word in words {
            let from = common.as_ref().and_then(|blocks| blocks.keys().next().copied()).unwrap_or(first);
            let rows = sqlx::query(
                "SELECT block, numbers FROM search_postings WHERE word = $1 AND block >= $2 AND block <= $3",
            )
            .bind(word.clone())
            .bind(column(from))
            .bind(column(last))
            .fetch_all(&self.inner.read)
            .await?;
            let mut of_word = BTreeMap::new();
            for row in &rows {
                of_word.insert(row.unsigned("block")?, numbers_of(row)?);
            }
            common = Some(match common {
                None => of_word,
                Some(before) => intersected(before, &of_word),
            });
        }
        let mut numbers: Vec<u64> = common
            .unwrap_or_default()
            .into_iter()
            .flat_map(|(block, places)| places.into_iter().map(move |place| block * BLOCK + u64::from(place)))
            .filter(|number| *number < end)
            .collect();
        numbers.reverse();
        Ok(numbers)
    }

    /// The reports with these numbers that pass the filter, newest first.
    async fn lines_of(
        &self,
        numbers: &[u64],
        filter: &SearchFilter,
        sight: &Sight,
    ) -> Result<Vec<(u64, QueueLine)>, StoreError> {
        let mut parameters = numbers.len();
        let list: Vec<String> = (1..=parameters).map(|parameter| format!("${parameter}")).collect();
        let mut sql = format!(
            "SELECT search_numbers.number AS number, {} FROM search_numbers JOIN reports ON reports.id = search_numbers.report_id
             LEFT JOIN sources ON sources.report_id = reports.id WHERE search_numbers.number IN ({})",
            crate::report::LINE_COLUMNS,
            list.join(", ")
        );
        let mut values = Vec::new();
        let wanted = [
            ("state", filter.state.map(|state| state.slug().to_owned())),
            ("province", filter.province.clone()),
            ("method", filter.method.map(|method| method.slug().to_owned())),
        ];
        for (name, value) in wanted {
            let Some(value) = value else { continue };
            parameters += 1;
            sql.push_str(&format!(" AND {name} = ${parameters}"));
            values.push(value);
        }
        sql.push_str(&sight::condition(sight, parameters + 1));
        sql.push_str(" ORDER BY search_numbers.number DESC");
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
        for number in numbers {
            query = query.bind(column(*number));
        }
        for value in values {
            query = query.bind(value);
        }
        let rows = sight::bind(query, sight).fetch_all(&self.inner.read).await?;
        rows.iter().map(|row| Ok((row.unsigned("number")?, line_from_row(row)?))).collect()
    }
}

fn intersected(
    mut before: BTreeMap<u64, Vec<u16>>,
    of_word: &BTreeMap<u64, Vec<u16>>,
) -> BTreeMap<u64, Vec<u16>> {
    before.retain(|block, places| {
        postings::keep_common(places, of_word.get(block).map_or(&[], Vec::as_slice));
        !places.is_empty()
    });
    before
}
