//! A new report joins the event it tells of, by rule, in bounded work.

use desk::event::{COMMON_FROM, EventActKind, FoldEvidence, FoldReason, WITHIN_DAYS, fold_reason};
use model::{Indicator, Method, ReportId, Time};
use sqlx::any::AnyRow;

use super::graph::{head_of, insert_act, insert_link, next_act, set_head};
use crate::audit::Who;
use crate::report::hex_sha256;
use crate::row::{Columns as _, column};
use crate::{Store, StoreError, Tx};

/// Earlier reports of the same method whose sketches are compared, newest first.
const SKETCHES_MAX: i64 = 4_000;

/// What is known of the report beyond its row.
#[derive(Clone, Debug, Default)]
pub struct FoldInput {
    /// The plain words of the text; `None` when it is too short to be compared.
    pub plain_words: Option<Vec<u8>>,
    /// The near-duplicate sketch; `None` when the text is too short.
    pub sketch: Option<u64>,
    /// Indicators that say nothing about a fraud: official channels, shared hosts.
    pub ignored: Vec<Indicator>,
}

impl FoldInput {
    /// The digest of the normalised text; `None` when it is too short.
    pub(crate) fn digest(&self) -> Option<String> {
        self.plain_words.as_deref().map(hex_sha256)
    }
}

/// The row of the report that is folded.
struct New {
    id: ReportId,
    received_at: Time,
    method: Option<Method>,
}

/// An earlier report, and why the new one belongs to it.
struct Match {
    earlier: ReportId,
    reason: FoldReason,
}

impl Store {
    /// Joins a report to the event it tells of; the rule that did, or `None` when it stays an event of its
    /// own. `is_near` says whether two sketches are near. Twice is the same as once.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Unavailable`].
    pub async fn fold_report(
        &self,
        id: ReportId,
        input: &FoldInput,
        is_near: impl Fn(u64, u64) -> bool,
        now: Time,
    ) -> Result<Option<FoldReason>, StoreError> {
        let mut tx = self.begin().await?;
        // Takes the counter first: reports of one moment are folded one after the other.
        let act = next_act(&mut tx).await?;
        let new = take(&mut tx, id, input).await?;
        let Some(new) = new else { return Ok(None) };
        let mut found = match_by_digest(&mut tx, &new, input).await?;
        if found.is_none() {
            found = match_by_indicator(&mut tx, &new, input).await?;
        }
        if found.is_none() {
            found = match_by_sketch(&mut tx, &new, input, is_near).await?;
        }
        let Some(Match { earlier, reason }) = found else {
            tx.commit().await?;
            return Ok(None);
        };
        insert_act(&mut tx, act, EventActKind::Fold, reason.slug(), Who::System, now).await?;
        // The report is an event of its own so far, so that joining it needs nothing of the earlier event
        // but its head: the work does not grow with the event.
        insert_link(&mut tx, act, earlier, id).await?;
        let head = head_of(&mut tx, earlier).await?;
        set_head(&mut tx, id, head).await?;
        tx.commit().await?;
        Ok(Some(reason))
    }
}

/// Notes what was found about the report; `None` when that was done before.
async fn take(tx: &mut Tx, id: ReportId, input: &FoldInput) -> Result<Option<New>, StoreError> {
    let row = sqlx::query(
        "SELECT received_at, method,
            (SELECT COUNT(*) FROM event_links WHERE a = $1 OR b = $1) AS links
         FROM reports WHERE id = $1",
    )
    .bind(id.to_string())
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(StoreError::NotFound("report"))?;
    if row.number("links")? > 0 {
        return Ok(None);
    }
    sqlx::query("UPDATE reports SET text_digest = $2, sketch = $3 WHERE id = $1")
        .bind(id.to_string())
        .bind(input.digest())
        .bind(input.sketch.map(u64::cast_signed))
        .execute(&mut **tx)
        .await?;
    Ok(Some(New { id, received_at: row.time("received_at")?, method: row.parsed_or_none("method")? }))
}

async fn match_by_digest(tx: &mut Tx, new: &New, input: &FoldInput) -> Result<Option<Match>, StoreError> {
    let Some(digest) = input.digest() else { return Ok(None) };
    let row = sqlx::query(
        "SELECT id, received_at, method FROM reports WHERE text_digest = $1 AND id < $2
         ORDER BY text_digest DESC, id DESC LIMIT 1",
    )
    .bind(digest)
    .bind(new.id.to_string())
    .fetch_optional(&mut **tx)
    .await?;
    row.map_or(Ok(None), |row| new.matched(&row, &[], true, false))
}

async fn match_by_indicator(tx: &mut Tx, new: &New, input: &FoldInput) -> Result<Option<Match>, StoreError> {
    let rows = sqlx::query("SELECT indicator FROM report_indicators WHERE report_id = $1")
        .bind(new.id.to_string())
        .fetch_all(&mut **tx)
        .await?;
    let mut best: Option<Match> = None;
    for row in &rows {
        let indicator = row.indicator()?;
        if input.ignored.contains(&indicator) {
            continue;
        }
        let found = match_on(tx, new, &indicator).await?;
        best = [best, found].into_iter().flatten().min_by_key(|found| found.reason);
    }
    Ok(best)
}

/// The newest earlier report with this indicator, if it tells.
async fn match_on(tx: &mut Tx, new: &New, indicator: &Indicator) -> Result<Option<Match>, StoreError> {
    let row = sqlx::query(
        "SELECT id, received_at, method,
            (SELECT COUNT(*) FROM (SELECT report_id FROM report_indicators
                WHERE indicator = $1 LIMIT $3) AS counted) AS reports
         FROM report_indicators JOIN reports ON reports.id = report_indicators.report_id
         WHERE indicator = $1 AND report_id < $2 ORDER BY report_id DESC LIMIT 1",
    )
    .bind(indicator.to_string())
    .bind(new.id.to_string())
    .bind(column(COMMON_FROM))
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let shared = [(indicator.clone(), row.unsigned("reports")?)];
    new.matched(&row, &shared, false, false)
}

async fn match_by_sketch(
    tx: &mut Tx,
    new: &New,
    input: &FoldInput,
    is_near: impl Fn(u64, u64) -> bool,
) -> Result<Option<Match>, StoreError> {
    let (Some(sketch), Some(method)) = (input.sketch, new.method) else { return Ok(None) };
    let rows = sqlx::query(
        "SELECT id, received_at, method, sketch FROM reports
         WHERE method = $1 AND id < $2 ORDER BY method DESC, id DESC LIMIT $3",
    )
    .bind(method.slug())
    .bind(new.id.to_string())
    .bind(SKETCHES_MAX)
    .fetch_all(&mut **tx)
    .await?;
    for row in &rows {
        if new.received_at.millis_since(row.time("received_at")?) > WITHIN_DAYS * 24 * 3_600_000 {
            break;
        }
        let Some(earlier) = row.number_or_none("sketch")? else { continue };
        if is_near(sketch, earlier.cast_unsigned())
            && let Some(found) = new.matched(row, &[], false, true)?
        {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

impl New {
    fn matched(
        &self,
        row: &AnyRow,
        shared: &[(Indicator, u64)],
        same_text: bool,
        near_text: bool,
    ) -> Result<Option<Match>, StoreError> {
        let method: Option<Method> = row.parsed_or_none("method")?;
        let reason = fold_reason(&FoldEvidence {
            earlier_at: row.time("received_at")?,
            at: self.received_at,
            shared,
            same_method: method.is_some() && method == self.method,
            same_text,
            near_text,
        });
        let earlier = row.parsed("id")?;
        Ok(reason.map(|reason| Match { earlier, reason }))
    }
}
