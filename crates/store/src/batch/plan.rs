//! A plan: what would be done to which report, and to which not. Nothing is done yet.

use desk::batch::BATCH_REPORTS_MAX;
use desk::{BatchAction, BatchRowState, BatchSkip, BatchState, NotAllowed, Permission};
use model::{BatchId, OfficerId, ReportId, Time};

use super::facts::{Frame, read};
use super::undo::require_own;
use super::{lock, set_state, target, to_json};
use crate::audit::{self, Deed, Who};
use crate::job::{self, JobKind};
use crate::report::StepWords;
use crate::row::new_uuid;
use crate::rows::{Value, insert_many};
use crate::{Store, StoreError, Tx, case, sight};

/// Hours after which a plan that was not begun is forgotten.
const PLAN_HOURS: i64 = 24;

impl Store {
    /// Plans an act on the reports that there are of these, at most [`BATCH_REPORTS_MAX`]; `has_more` says that more
    /// would have matched. What is said to the reporters is the same for all of them. Plans of the officer that were
    /// never begun are forgotten after a day.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] without the permission or a ground that is needed; [`StoreError::Step`] for an
    /// answer that may not be given; [`StoreError::NotFound`] when the officer, the event or the unit is not there or
    /// closed.
    pub async fn plan_batch(
        &self,
        action: &BatchAction,
        words: impl Into<StepWords<'_>>,
        reports: &[ReportId],
        has_more: bool,
        by: OfficerId,
        now: Time,
    ) -> Result<BatchId, StoreError> {
        let mut tx = self.begin().await?;
        let officer = self.require(&mut tx, by, Permission::WorkReports).await?;
        let words = words.into();
        if action.needs_ground() && words.ground.trim().is_empty() {
            return Err(NotAllowed::GroundMissing.into());
        }
        let answer = action.answer(words.answer)?;
        let words = StepWords { ground: words.ground.trim(), answer: &answer };
        if let BatchAction::Fold { into } = action {
            sight::require_seen(&mut tx, &officer, *into, now).await?;
        }
        let sight = sight::sight_at(&mut tx, &officer, now).await?;
        let frame = Frame::read(&mut tx, action, sight).await?;
        let mut ids = reports.to_vec();
        ids.sort_unstable();
        ids.dedup();
        let has_more = has_more || ids.len() > BATCH_REPORTS_MAX;
        ids.truncate(BATCH_REPORTS_MAX);
        forget_plans(&mut tx, by, now).await?;
        let id = BatchId(new_uuid(now)?);
        insert_batch(&mut tx, id, action, words, has_more, by, now).await?;
        insert_rows(&mut tx, id, action, &frame, &ids).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Begins a plan: from here on it is done to its end, by whoever runs it. Only the officer who planned it begins
    /// it.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it was begun before or another officer planned it, [`StoreError::NotAllowed`], [`StoreError::NotFound`].
    pub async fn begin_batch(&self, id: BatchId, by: OfficerId, now: Time) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let officer = self.require(&mut tx, by, Permission::WorkReports).await?;
        let mut batch = lock(&mut tx, id).await?;
        let sight = sight::sight_at(&mut tx, &officer, now).await?;
        require_own(&mut tx, &batch, by, &sight).await?;
        if batch.by != by || batch.state != BatchState::Planned {
            return Err(StoreError::Conflict("batch"));
        }
        if let BatchAction::OpenCase { case } = &mut batch.action {
            *case = Some(case::open_in(&mut tx, &officer, &batch.ground, now).await?);
        }
        set_state(&mut tx, id, BatchState::Running).await?;
        sqlx::query("UPDATE batches SET began_at = $2, action = $3 WHERE id = $1")
            .bind(id.to_string())
            .bind(now.millis())
            .bind(to_json(&batch.action))
            .execute(&mut *tx)
            .await?;
        job::enqueue(&mut tx, JobKind::Batch, &id.to_string(), now, now).await?;
        // The ground stands in the batch alone: the trail is kept for good, words of officers are not.
        let why = to_json(&batch.action);
        audit::append(&mut tx, now, Who::Officer(by), Deed::BeginBatch, &target(id), &why).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Writes down of each report whether the act may be done to it.
async fn insert_rows(
    tx: &mut Tx,
    id: BatchId,
    action: &BatchAction,
    frame: &Frame,
    reports: &[ReportId],
) -> Result<(), StoreError> {
    let seen = read(tx, reports).await?;
    let rows = seen.iter().zip(0..).map(|(one, place)| {
        let skip = frame.check(action, one).err();
        let state = if skip.is_some() { BatchRowState::Skipped } else { BatchRowState::Waiting };
        vec![
            Value::Text(id.to_string()),
            Value::Number(place),
            Value::Text(one.id.to_string()),
            Value::Number(one.version),
            Value::Text(state.slug().to_owned()),
            Value::from(skip.map(|skip: BatchSkip| skip.slug().to_owned())),
        ]
    });
    let start = "INSERT INTO batch_rows (batch_id, place, report_id, version, state, skip)";
    insert_many(tx, start, rows.collect(), "").await?;
    Ok(())
}

async fn insert_batch(
    tx: &mut Tx,
    id: BatchId,
    action: &BatchAction,
    words: StepWords<'_>,
    has_more: bool,
    by: OfficerId,
    now: Time,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO batches (id, action, ground, state, has_more, planned_by, planned_at, reporter_answer)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(id.to_string())
    .bind(to_json(action))
    .bind(words.ground)
    .bind(BatchState::Planned.slug())
    .bind(i64::from(has_more))
    .bind(by.to_string())
    .bind(now.millis())
    .bind(words.answer)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn forget_plans(tx: &mut Tx, by: OfficerId, now: Time) -> Result<(), StoreError> {
    const OLD: &str =
        "SELECT id FROM batches WHERE planned_by = $1 AND planned_at < $2 AND state = 'planned'";
    for sql in [
        format!("DELETE FROM batch_rows WHERE batch_id IN ({OLD})"),
        "DELETE FROM batches WHERE planned_by = $1 AND planned_at < $2 AND state = 'planned'".to_owned(),
    ] {
        sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(by.to_string())
            .bind(now.plus_hours(-PLAN_HOURS).millis())
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}
