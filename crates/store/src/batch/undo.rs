//! Undoing a batch: every report is put back exactly as it was, unless somebody has touched it since.

use std::collections::BTreeSet;

use desk::report_state::is_closed;
use desk::{BatchAction, BatchRowState, BatchSkip, BatchState, NotAllowed, Permission, Sight};
use model::{BatchId, OfficerId, ReportId, Time};

use super::facts::is_seen_or_was;
use super::run::{line, place_now};
use super::{Batch, Row, Was, lock, set_row, set_state, target};
use crate::audit::{self, Deed, NewLine, Who};
use crate::event::graph::{heads_of_act, load, next_act};
use crate::job::{self, JobKind};
use crate::officer::{Officer, officer_in};
use crate::report::change;
use crate::row::column;
use crate::{Store, StoreError, Tx, case, sight};

impl Store {
    /// Begins to undo a batch that was done, with a ground. Whoever may work on reports and sees the unit of the
    /// officer who did it may; each report is put back only if the officer sees where it lies or lay.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] while it is being done or when it was undone, [`StoreError::NotAllowed`],
    /// [`StoreError::NotFound`].
    pub async fn undo_batch(
        &self,
        id: BatchId,
        ground: &str,
        by: OfficerId,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let officer = self.require(&mut tx, by, Permission::WorkReports).await?;
        if ground.trim().is_empty() {
            return Err(NotAllowed::GroundMissing.into());
        }
        let batch = lock(&mut tx, id).await?;
        let sight = sight::sight_at(&mut tx, &officer, now).await?;
        require_own(&mut tx, &batch, by, &sight).await?;
        if batch.state != BatchState::Done {
            return Err(StoreError::Conflict("batch"));
        }
        set_state(&mut tx, id, BatchState::Undoing).await?;
        sqlx::query("UPDATE batches SET undone_by = $2, undone_at = $3, undo_ground = $4 WHERE id = $1")
            .bind(id.to_string())
            .bind(by.to_string())
            .bind(now.millis())
            .bind(ground.trim())
            .execute(&mut *tx)
            .await?;
        job::enqueue(&mut tx, JobKind::Batch, &id.to_string(), now, now).await?;
        audit::append(&mut tx, now, Who::Officer(by), Deed::UndoBatch, &target(id), "").await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Refuses a batch of an officer of a unit that is not in sight.
pub(super) async fn require_own(
    tx: &mut Tx,
    batch: &Batch,
    by: OfficerId,
    sight: &Sight,
) -> Result<(), StoreError> {
    if batch.by == by {
        return Ok(());
    }
    let unit = officer_in(tx, batch.by).await?.unit;
    if sight.sees(&unit.id, unit.province.as_deref()) { Ok(()) } else { Err(NotAllowed::OtherUnit.into()) }
}

pub(super) async fn chunk(
    tx: &mut Tx,
    batch: &Batch,
    rows: &[Row],
    now: Time,
) -> Result<Vec<NewLine>, StoreError> {
    let by = batch.undone.as_ref().map_or(batch.by, |(by, ..)| *by);
    let officer = officer_in(tx, by).await?;
    if !officer.may(Permission::WorkReports) {
        for row in rows {
            set_row(tx, batch.id, row.place, BatchRowState::Kept, Some(BatchSkip::NotAllowed)).await?;
        }
        return Ok(Vec::new());
    }
    let sight = sight::sight_at(tx, &officer, now).await?;
    let mut seen = Vec::with_capacity(rows.len());
    for row in rows {
        let was =
            row.was.as_ref().ok_or_else(|| StoreError::Corrupt("a row done without a trace".to_owned()))?;
        if is_seen_or_was(tx, &sight, row.report, was).await? {
            seen.push((row, was));
        } else {
            set_row(tx, batch.id, row.place, BatchRowState::Kept, Some(BatchSkip::OtherUnit)).await?;
        }
    }
    let put_back = match batch.action {
        BatchAction::Fold { .. } => part(tx, by, &seen, now).await?,
        BatchAction::OpenCase { .. } => unlink_all(tx, &officer, &seen, now).await?,
        _ => restore_all(tx, &seen, now).await?,
    };
    let mut lines = Vec::with_capacity(rows.len());
    for (row, _) in &seen {
        if put_back.contains(&row.report) {
            set_row(tx, batch.id, row.place, BatchRowState::Undone, None).await?;
            lines.push(line(batch, by, Deed::PutBack, row, batch.action.kind(), now));
        } else {
            set_row(tx, batch.id, row.place, BatchRowState::Kept, Some(BatchSkip::Touched)).await?;
        }
    }
    Ok(lines)
}

/// Undoes the acts that joined these reports to an event, as far as they stand; which reports were parted.
async fn part(
    tx: &mut Tx,
    by: OfficerId,
    rows: &[(&Row, &Was)],
    now: Time,
) -> Result<BTreeSet<ReportId>, StoreError> {
    // Takes the counter, so that no other act happens meanwhile; the number is left unused.
    next_act(tx).await?;
    let mut heads = BTreeSet::new();
    for act in rows.iter().filter_map(|(_, was)| was.event_act) {
        heads.extend(heads_of_act(tx, act).await?.0);
    }
    let mut loaded = load(tx, &heads).await?;
    let mut parted = BTreeSet::new();
    for (row, was) in rows {
        let Some(act) = was.event_act else { continue };
        if loaded.graph.undo(act).is_ok() {
            sqlx::query("UPDATE event_acts SET undone_at = $2, undone_by = $3 WHERE id = $1")
                .bind(column(act))
                .bind(now.millis())
                .bind(Who::Officer(by).to_string())
                .execute(&mut **tx)
                .await?;
            parted.insert(row.report);
        }
    }
    loaded.write(tx).await?;
    Ok(parted)
}

/// Takes reports out of the case that they were linked to, as far as they are of it; which.
async fn unlink_all(
    tx: &mut Tx,
    officer: &Officer,
    rows: &[(&Row, &Was)],
    now: Time,
) -> Result<BTreeSet<ReportId>, StoreError> {
    let mut back = BTreeSet::new();
    for (row, was) in rows {
        let Some(id) = was.case else { continue };
        if back.is_empty() {
            match case::lock(tx, id, officer, now).await {
                Ok(_) => {}
                // The case went to another unit: what is of it stays there.
                Err(StoreError::NotAllowed(_)) => return Ok(back),
                Err(error) => return Err(error),
            }
        }
        if case::unlink_in(tx, id, row.report).await? {
            back.insert(row.report);
        }
    }
    Ok(back)
}

/// Puts reports back whose rows are still as the act left them; which.
async fn restore_all(
    tx: &mut Tx,
    rows: &[(&Row, &Was)],
    now: Time,
) -> Result<BTreeSet<ReportId>, StoreError> {
    let mut back = BTreeSet::new();
    for (row, was) in rows {
        let done = sqlx::query(
            // What was said to the reporter about a closed report goes when it is open again.
            "UPDATE reports SET version = version + 1, state = $3, is_open = $4, updated_at = $5, assigned_to = $6,
                method = $7, method_by_officer = $8, unit_id = $9, unit_province = $10, unit_reason = $11,
                reporter_answer = CASE WHEN is_open = $4 THEN reporter_answer ELSE '' END
             WHERE id = $1 AND version = $2",
        )
        .bind(row.report.to_string())
        .bind(row.version)
        .bind(was.state.slug())
        .bind(i64::from(!is_closed(was.state)))
        .bind(was.updated_at)
        .bind(was.assigned_to.map(|officer| officer.to_string()))
        .bind(was.method.map(|method| method.slug()))
        .bind(was.method_by_officer)
        .bind(was.unit_id.clone())
        .bind(was.unit_province.clone())
        .bind(was.unit_reason.clone())
        .execute(&mut **tx)
        .await?;
        if done.rows_affected() == 0 {
            continue;
        }
        place_back(tx, row, was).await?;
        move_on(tx, row).await?;
        forget_notice(tx, row.report, now).await?;
        back.insert(row.report);
    }
    Ok(back)
}

/// The report stands again as an earlier batch left it: that one may be undone too.
async fn move_on(tx: &mut Tx, row: &Row) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE batch_rows SET version = $3 WHERE report_id = $1 AND version = $2 AND state = 'done'",
    )
    .bind(row.report.to_string())
    .bind(row.version - 1)
    .bind(row.version + 1)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The place in the queue as it was; computed anew when others have moved it since.
async fn place_back(tx: &mut Tx, row: &Row, was: &Was) -> Result<(), StoreError> {
    if place_now(tx, row).await? != was.place_after {
        return change::rank_again(tx, row.report).await;
    }
    sqlx::query("UPDATE reports SET place_in_queue = $2, urgency = $3 WHERE id = $1")
        .bind(row.report.to_string())
        .bind(was.place_in_queue)
        .bind(was.urgency)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// A reporter who has not been told yet that the report was closed is not told.
async fn forget_notice(tx: &mut Tx, report: ReportId, now: Time) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM jobs WHERE kind = $1 AND payload = $2 AND run_at > $3 AND attempts = 0")
        .bind(JobKind::Closed.slug())
        .bind(report.to_string())
        .bind(now.millis())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
