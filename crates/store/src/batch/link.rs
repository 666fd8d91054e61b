//! Reports linked to a case of their own, and unlinked again. The case is opened when the act begins and keeps its
//! number when it is undone, as every number of a register.

use desk::{BatchRowState, BatchSkip};
use model::{CaseId, Time};

use super::facts::{self, Frame};
use super::run::{line, note_done, place_now};
use super::{Batch, Row, Was, set_row};
use crate::audit::{Deed, NewLine};
use crate::officer::Officer;
use crate::{StoreError, Tx, case, sight};

/// Links the reports of some rows. A report is not changed by it: only whether it is of a case decides.
pub(super) async fn chunk(
    tx: &mut Tx,
    batch: &Batch,
    case_id: CaseId,
    rows: &[Row],
    officer: &Officer,
    now: Time,
) -> Result<Vec<NewLine>, StoreError> {
    match case::lock(tx, case_id, officer, now).await {
        Ok(_) => {}
        Err(StoreError::NotAllowed(_)) => {
            leave(tx, batch, rows).await?;
            return Ok(Vec::new());
        }
        Err(error) => return Err(error),
    }
    let sight = sight::sight_at(tx, officer, now).await?;
    let frame = Frame::read(tx, &batch.action, sight.clone()).await?;
    let ids: Vec<_> = rows.iter().map(|row| row.report).collect();
    let mut lines = Vec::with_capacity(rows.len());
    for seen in facts::read(tx, &ids).await? {
        let Some(row) = rows.iter().find(|row| row.report == seen.id) else { continue };
        if let Err(skip) = frame.check(&batch.action, &seen) {
            set_row(tx, batch.id, row.place, BatchRowState::Skipped, Some(skip)).await?;
            continue;
        }
        case::link_in(tx, case_id, seen.id, false, &sight, batch.by, now).await?;
        let was = Was { case: Some(case_id), ..Was::of(&seen, place_now(tx, row).await?, None) };
        note_done(tx, batch.id, row, &was).await?;
        lines.push(line(batch, batch.by, Deed::LinkCase, row, &format!("case:{case_id}"), now));
    }
    Ok(lines)
}

/// Rows that cannot be linked because the case is not in the officer's sight any more.
async fn leave(tx: &mut Tx, batch: &Batch, rows: &[Row]) -> Result<(), StoreError> {
    for row in rows {
        set_row(tx, batch.id, row.place, BatchRowState::Skipped, Some(BatchSkip::OtherUnit)).await?;
    }
    Ok(())
}
