//! One act on many reports: planned (`plan`), done in small transactions that another process can go on with
//! (`run`, `fold`, `link`), undone (`undo`), looked at (`read`). What may be done to which report is `desk::batch`'s to say.

use desk::{BatchAction, BatchRowState, BatchSkip, BatchState};
use model::{BatchId, CaseId, Method, OfficerId, ReportId, Time};
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;

use crate::report::RelatedReport;
use crate::row::Columns as _;
use crate::{StoreError, Tx};

mod facts;
mod fold;
mod link;
mod plan;
mod read;
mod run;
mod undo;

/// A batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Which.
    pub id: BatchId,
    /// What is done to every report.
    pub action: BatchAction,
    /// In words; empty where none is needed.
    pub ground: String,
    /// What every reporter may read by code once it is done; empty: nothing, or its term is over.
    pub answer: String,
    /// Where it stands.
    pub state: BatchState,
    /// Whether more reports matched than one batch takes.
    pub has_more: bool,
    /// Who planned and began it.
    pub by: OfficerId,
    /// When it was planned.
    pub planned_at: Time,
    /// When it was begun; `None` while it is a plan.
    pub began_at: Option<Time>,
    /// Who undid it, when and why; `None` while it stands.
    pub undone: Option<(OfficerId, Time, String)>,
}

/// How many reports of a batch stand where, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchCount {
    /// Where.
    pub state: BatchRowState,
    /// Why they were left as they are; `None` when they were not.
    pub skip: Option<BatchSkip>,
    /// How many.
    pub reports: u64,
}

/// One report of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchRow {
    /// From 0, in the order of the reports.
    pub place: u64,
    /// Where it stands in the batch.
    pub state: BatchRowState,
    /// Why it was left as it is; `None` when it was not.
    pub skip: Option<BatchSkip>,
    /// The report; `None` when it lies on a desk that is not in sight.
    pub report: Option<RelatedReport>,
}

/// Rows of one transaction: short, so that a report that comes in meanwhile does not wait.
const CHUNK_ROWS: i64 = 25;

/// Rows of one transaction that takes reports out of an event again: it reads the whole event, so that fewer of them
/// cost less.
const PART_ROWS: i64 = 100;

/// What a batch changed of one report, as it was before.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Was {
    state: model::report::ReportState,
    updated_at: i64,
    assigned_to: Option<OfficerId>,
    method: Option<Method>,
    method_by_officer: i64,
    unit_id: Option<String>,
    unit_province: Option<String>,
    unit_reason: Option<String>,
    place_in_queue: i64,
    urgency: i64,
    /// Where the act left it in the queue: moved on since, it is placed anew instead of put back.
    place_after: i64,
    /// The act that joined it to an event; `None` when another act was done.
    event_act: Option<u64>,
    /// The case it was linked to; `None` when another act was done.
    #[serde(default)]
    case: Option<CaseId>,
}

/// A row as the work on it needs it.
struct Row {
    place: i64,
    report: ReportId,
    version: i64,
    was: Option<Was>,
}

fn target(id: BatchId) -> String {
    format!("batch:{id}")
}

fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain values have a JSON form")
}

fn from_json<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Corrupt("unreadable batch".to_owned()))
}

impl Batch {
    fn from_row(row: &AnyRow) -> Result<Batch, StoreError> {
        let undone_by: Option<OfficerId> = row.parsed_or_none("undone_by")?;
        let undone = undone_by.zip(row.time_or_none("undone_at")?);
        let undo_ground = row.text_or_none("undo_ground")?.unwrap_or_default();
        Ok(Batch {
            id: row.parsed("id")?,
            action: from_json(&row.text("action")?)?,
            ground: row.text("ground")?,
            answer: row.text("reporter_answer")?,
            state: row.slug("state", BatchState::from_slug)?,
            has_more: row.number("has_more")? != 0,
            by: row.parsed("planned_by")?,
            planned_at: row.time("planned_at")?,
            began_at: row.time_or_none("began_at")?,
            undone: undone.map(|(by, at)| (by, at, undo_ground)),
        })
    }
}

/// The columns of [`Batch::from_row`].
const COLUMNS: &str =
    "id, action, ground, state, has_more, planned_by, planned_at, began_at, undone_by, undone_at,
    undo_ground, reporter_answer";

/// Takes the batch for this transaction, so that one chunk is done at a time.
async fn lock(tx: &mut Tx, id: BatchId) -> Result<Batch, StoreError> {
    let sql = format!("UPDATE batches SET state = state WHERE id = $1 RETURNING {COLUMNS}");
    let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id.to_string()).fetch_optional(&mut **tx).await?;
    Batch::from_row(&row.ok_or(StoreError::NotFound("batch"))?)
}

/// The next rows that stand in `state`.
async fn next_rows(
    tx: &mut Tx,
    id: BatchId,
    state: BatchRowState,
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    let rows = sqlx::query(
        "SELECT place, report_id, version, was FROM batch_rows WHERE batch_id = $1 AND state = $2
         ORDER BY place LIMIT $3",
    )
    .bind(id.to_string())
    .bind(state.slug())
    .bind(limit)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Row {
                place: row.number("place")?,
                report: row.parsed("report_id")?,
                version: row.number("version")?,
                was: row.text_or_none("was")?.map(|text| from_json(&text)).transpose()?,
            })
        })
        .collect()
}

/// Writes where a row stands now.
async fn set_row(
    tx: &mut Tx,
    id: BatchId,
    place: i64,
    state: BatchRowState,
    skip: Option<BatchSkip>,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE batch_rows SET state = $3, skip = $4 WHERE batch_id = $1 AND place = $2")
        .bind(id.to_string())
        .bind(place)
        .bind(state.slug())
        .bind(skip.map(BatchSkip::slug))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

async fn set_state(tx: &mut Tx, id: BatchId, state: BatchState) -> Result<(), StoreError> {
    sqlx::query("UPDATE batches SET state = $2 WHERE id = $1")
        .bind(id.to_string())
        .bind(state.slug())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
