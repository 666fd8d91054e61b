//! Doing a batch: chunk by chunk, each chunk one transaction with its audit lines, so that whoever comes after a
//! process that died goes on where it stopped.

use desk::batch::TELL_AFTER_MINUTES;
use desk::report_state::is_closed;
use desk::{BatchAction, BatchRowState, BatchSkip, BatchState, Permission};
use model::report::ReportState;
use model::{BatchId, OfficerId, Time};

use super::facts::{self, Frame, Seen};
use super::{Batch, CHUNK_ROWS, PART_ROWS, Row, Was, lock, next_rows, set_row, set_state, to_json};
use crate::audit::{self, Deed, NewLine, Who};
use crate::job::{self, JobKind};
use crate::officer::officer_in;
use crate::officer::unit::unit_in;
use crate::report::change;
use crate::row::Columns as _;
use crate::{Store, StoreError, Tx, report, sight};

impl Store {
    /// Does what is left of a batch that was begun or is being undone; the work of the job `batch`. Several may run it
    /// at once, and twice is the same as once.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Unavailable`]: what was done stays done, the rest is done next time.
    pub async fn run_batch(&self, id: BatchId, now: Time) -> Result<(), StoreError> {
        while self.run_batch_chunk(id, now).await? {}
        Ok(())
    }

    /// Does the next rows of a batch; whether any are left.
    ///
    /// # Errors
    /// As [`Store::run_batch`].
    pub async fn run_batch_chunk(&self, id: BatchId, now: Time) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let batch = lock(&mut tx, id).await?;
        let (from, end) = match batch.state {
            BatchState::Running => (BatchRowState::Waiting, BatchState::Done),
            BatchState::Undoing => (BatchRowState::Done, BatchState::Undone),
            BatchState::Planned | BatchState::Done | BatchState::Undone => return Ok(false),
        };
        let is_parting =
            batch.state == BatchState::Undoing && matches!(batch.action, BatchAction::Fold { .. });
        let limit = if is_parting { PART_ROWS } else { CHUNK_ROWS };
        let rows = next_rows(&mut tx, id, from, limit).await?;
        if rows.is_empty() {
            set_state(&mut tx, id, end).await?;
            tx.commit().await?;
            return Ok(false);
        }
        let lines = match batch.state {
            BatchState::Undoing => super::undo::chunk(&mut tx, &batch, &rows, now).await?,
            _ => chunk(&mut tx, &batch, &rows, now).await?,
        };
        if !lines.is_empty() {
            audit::append_many(&mut tx, lines).await?;
        }
        tx.commit().await?;
        Ok(true)
    }
}

async fn chunk(tx: &mut Tx, batch: &Batch, rows: &[Row], now: Time) -> Result<Vec<NewLine>, StoreError> {
    let officer = officer_in(tx, batch.by).await?;
    if !officer.may(Permission::WorkReports) {
        for row in rows {
            set_row(tx, batch.id, row.place, BatchRowState::Skipped, Some(BatchSkip::NotAllowed)).await?;
        }
        return Ok(Vec::new());
    }
    if let BatchAction::Fold { into } = batch.action {
        return super::fold::chunk(tx, batch, into, rows, &officer, now).await;
    }
    if let BatchAction::OpenCase { case } = batch.action {
        let case = case.ok_or_else(|| StoreError::Corrupt("a case that was not opened".to_owned()))?;
        return super::link::chunk(tx, batch, case, rows, &officer, now).await;
    }
    let sight = sight::sight_at(tx, &officer, now).await?;
    let frame = match Frame::read(tx, &batch.action, sight).await {
        Ok(frame) => frame,
        // What it leads to was closed since the plan was made.
        Err(StoreError::NotFound(_)) => {
            for row in rows {
                set_row(tx, batch.id, row.place, BatchRowState::Skipped, Some(BatchSkip::Changed)).await?;
            }
            return Ok(Vec::new());
        }
        Err(error) => return Err(error),
    };
    let ids: Vec<_> = rows.iter().map(|row| row.report).collect();
    let seen = facts::read(tx, &ids).await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(one) = seen.iter().find(|one| one.id == row.report) else { continue };
        let skip = match frame.check(&batch.action, one) {
            _ if one.version != row.version => Some(BatchSkip::Changed),
            Err(skip) => Some(skip),
            // The row of the report decides between two who come at the same time.
            Ok(()) if !take(tx, row).await? => Some(BatchSkip::Changed),
            Ok(()) => None,
        };
        match skip {
            Some(skip) => set_row(tx, batch.id, row.place, BatchRowState::Skipped, Some(skip)).await?,
            None => lines.push(apply(tx, batch, row, one, now).await?),
        }
    }
    Ok(lines)
}

/// Takes the report if it is still as it was planned.
async fn take(tx: &mut Tx, row: &Row) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE reports SET version = version + 1 WHERE id = $1 AND version = $2")
        .bind(row.report.to_string())
        .bind(row.version)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Does the act to one report that was taken, and notes how it was before.
async fn apply(tx: &mut Tx, batch: &Batch, row: &Row, seen: &Seen, now: Time) -> Result<NewLine, StoreError> {
    let id = row.report;
    let (deed, detail) = match &batch.action {
        BatchAction::Assign { officer } => assign(tx, seen, *officer, now).await?,
        BatchAction::Dismiss { reason } => {
            change::set_state(tx, id, ReportState::Dismissed, now).await?;
            change::keep_answer(tx, id, &batch.answer).await?;
            if !is_closed(seen.state) {
                let run_at = Time::from_millis(now.millis() + TELL_AFTER_MINUTES * 60_000);
                job::enqueue(tx, JobKind::Closed, &id.to_string(), run_at, now).await?;
            }
            let answered = change::answered(&batch.answer);
            (Deed::SetReportState, format!("{} > dismissed{answered}: {reason}", seen.state.slug()))
        }
        BatchAction::SetMethod { method } => {
            sqlx::query("UPDATE reports SET method = $2, method_by_officer = 1 WHERE id = $1")
                .bind(id.to_string())
                .bind(method.slug())
                .execute(&mut **tx)
                .await?;
            change::rank_again(tx, id).await?;
            (Deed::SetMethod, method.slug().to_owned())
        }
        BatchAction::HandOver { unit } => {
            let kept = unit_in(tx, unit).await?.ok_or(StoreError::NotFound("unit"))?;
            report::lay_on(tx, id, &kept, "officer").await?;
            let from = seen.unit_id.clone().unwrap_or_default();
            (Deed::MoveReport, format!("{from} > {unit}"))
        }
        BatchAction::Fold { .. } | BatchAction::OpenCase { .. } => {
            unreachable!("reports are folded and linked by chunks of their own")
        }
    };
    let was = Was::of(seen, place_now(tx, row).await?, None);
    note_done(tx, batch.id, row, &was).await?;
    Ok(line(batch, batch.by, deed, row, &detail, now))
}

async fn assign(
    tx: &mut Tx,
    seen: &Seen,
    officer: OfficerId,
    now: Time,
) -> Result<(Deed, String), StoreError> {
    sqlx::query("UPDATE reports SET assigned_to = $2 WHERE id = $1")
        .bind(seen.id.to_string())
        .bind(officer.to_string())
        .execute(&mut **tx)
        .await?;
    if seen.state == ReportState::Received {
        change::set_state(tx, seen.id, ReportState::InProgress, now).await?;
    }
    Ok((Deed::AssignReport, officer.to_string()))
}

impl Was {
    pub(super) fn of(seen: &Seen, place_after: i64, event_act: Option<u64>) -> Was {
        Was {
            state: seen.state,
            updated_at: seen.updated_at,
            assigned_to: seen.assigned_to,
            method: seen.method,
            method_by_officer: seen.method_by_officer,
            unit_id: seen.unit_id.as_ref().map(|unit| unit.as_str().to_owned()),
            unit_province: seen.unit_province.clone(),
            unit_reason: seen.unit_reason.clone(),
            place_in_queue: seen.place_in_queue,
            urgency: seen.urgency,
            place_after,
            event_act,
            case: None,
        }
    }
}

/// Where a report stands in the queue.
pub(super) async fn place_now(tx: &mut Tx, row: &Row) -> Result<i64, StoreError> {
    let found = sqlx::query("SELECT place_in_queue FROM reports WHERE id = $1")
        .bind(row.report.to_string())
        .fetch_one(&mut **tx)
        .await?;
    found.number("place_in_queue")
}

/// Notes that a row is done, how the report was before, and how the act left it.
pub(super) async fn note_done(tx: &mut Tx, id: BatchId, row: &Row, was: &Was) -> Result<(), StoreError> {
    // Joining an event or a case does not change the report.
    let moved = i64::from(was.event_act.is_none() && was.case.is_none());
    sqlx::query(
        "UPDATE batch_rows SET state = $3, skip = NULL, was = $4, version = $5 WHERE batch_id = $1 AND place = $2",
    )
    .bind(id.to_string())
    .bind(row.place)
    .bind(BatchRowState::Done.slug())
    .bind(to_json(was))
    .bind(row.version + moved)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The audit line of one report: what was done to it, and in which batch.
pub(super) fn line(batch: &Batch, by: OfficerId, what: Deed, row: &Row, detail: &str, now: Time) -> NewLine {
    // The ground stands in the batch, where it is read until its term ends.
    NewLine {
        at: now,
        who: Who::Officer(by),
        what,
        target: change::target(row.report),
        why: format!("{detail} (batch:{})", batch.id),
    }
}
