//! Many reports join one event, each by an act of its own, so that each can be parted again alone.
//!
//! A merge that joins two events needs nothing of either but its head: the work does not grow with the event.

use desk::BatchRowState;
use desk::event::EventActKind;
use model::{ReportId, Time};

use super::facts::{self, Frame};
use super::run::{line, note_done, place_now};
use super::{Batch, Row, Was, set_row};
use crate::audit::{Deed, NewLine, Who};
use crate::event::graph::{head_of, insert_act, insert_link, next_act};
use crate::officer::Officer;
use crate::{StoreError, Tx, sight};

pub(super) async fn chunk(
    tx: &mut Tx,
    batch: &Batch,
    into: ReportId,
    rows: &[Row],
    officer: &Officer,
    now: Time,
) -> Result<Vec<NewLine>, StoreError> {
    // Takes the counter first, as every act on events does; the number is used by the first act.
    let mut act = Some(next_act(tx).await?);
    let sight = sight::sight_at(tx, officer, now).await?;
    let mut frame = Frame::read(tx, &batch.action, sight).await?;
    let ids: Vec<ReportId> = rows.iter().map(|row| row.report).collect();
    let mut lines = Vec::with_capacity(rows.len());
    for mut seen in facts::read(tx, &ids).await? {
        let Some(row) = rows.iter().find(|row| row.report == seen.id) else { continue };
        // An earlier row of the chunk may have brought this one along.
        seen.head = head_of(tx, seen.id).await?;
        if let Err(skip) = frame.check(&batch.action, &seen) {
            set_row(tx, batch.id, row.place, BatchRowState::Skipped, Some(skip)).await?;
            continue;
        }
        let Some(head) = frame.event else { continue };
        let number = match act.take() {
            Some(number) => number,
            None => next_act(tx).await?,
        };
        insert_act(tx, number, EventActKind::Merge, &batch.ground, Who::Officer(batch.by), now).await?;
        insert_link(tx, number, into, seen.id).await?;
        frame.event = Some(join(tx, head, seen.head).await?);
        let was = Was::of(&seen, place_now(tx, row).await?, Some(number));
        note_done(tx, batch.id, row, &was).await?;
        lines.push(line(batch, batch.by, Deed::MergeEvents, row, &number.to_string(), now));
    }
    Ok(lines)
}

/// Gives two events one head, the lesser; which.
async fn join(tx: &mut Tx, a: ReportId, b: ReportId) -> Result<ReportId, StoreError> {
    let (head, other) = (a.min(b), a.max(b));
    sqlx::query("UPDATE reports SET event_id = $1 WHERE event_id = $2 OR id = $2")
        .bind(head.to_string())
        .bind(other.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(head)
}
