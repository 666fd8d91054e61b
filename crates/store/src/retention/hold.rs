//! Legal holds: what may not be erased while a procedure needs it.

use desk::Permission;
use model::{OfficerId, ReportId, Time};
use sqlx::any::AnyRow;
use uuid::Uuid;

use crate::audit::{self, Deed, Who};
use crate::row::{Columns as _, new_uuid};
use crate::{Store, StoreError, sight};

/// A hold on a report or on its whole event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalHold {
    /// Which.
    pub id: Uuid,
    /// On which report.
    pub report_id: ReportId,
    /// Whether it holds every report of the event, also those that join later.
    pub whole_event: bool,
    /// Why.
    pub ground: String,
    /// By whom.
    pub placed_by: OfficerId,
    /// When.
    pub placed_at: Time,
}

impl Store {
    /// Keeps a report, or every report of its event, from being erased until the hold is lifted.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::NotAllowed`] without the permission or a ground.
    pub async fn place_hold(
        &self,
        report_id: ReportId,
        whole_event: bool,
        ground: &str,
        by: OfficerId,
        now: Time,
    ) -> Result<Uuid, StoreError> {
        let mut tx = self.begin().await?;
        let officer = self.require(&mut tx, by, Permission::RecordSource).await?;
        sight::require_seen(&mut tx, &officer, report_id, now).await?;
        let ground = some_ground(ground)?;
        let id = new_uuid(now)?;
        sqlx::query(
            "INSERT INTO legal_holds (id, report_id, whole_event, ground, placed_by, placed_at, lift_ground)
             VALUES ($1, $2, $3, $4, $5, $6, '')",
        )
        .bind(id.to_string())
        .bind(report_id.to_string())
        .bind(i64::from(whole_event))
        .bind(ground)
        .bind(by.to_string())
        .bind(now.millis())
        .execute(&mut *tx)
        .await?;
        let target = format!("report:{report_id}");
        audit::append(&mut tx, now, Who::Officer(by), Deed::PlaceHold, &target, ground).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Lifts a hold. Whoever placed it does not lift it alone: it takes somebody who approves.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when no such hold stands; [`StoreError::NotAllowed`].
    pub async fn lift_hold(
        &self,
        id: Uuid,
        ground: &str,
        by: OfficerId,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let officer = self.require(&mut tx, by, Permission::Approve).await?;
        let ground = some_ground(ground)?;
        let row = sqlx::query(
            "UPDATE legal_holds SET lifted_by = $2, lifted_at = $3, lift_ground = $4
             WHERE id = $1 AND lifted_at IS NULL RETURNING report_id",
        )
        .bind(id.to_string())
        .bind(by.to_string())
        .bind(now.millis())
        .bind(ground)
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(StoreError::NotFound("hold"))?;
        let report_id: ReportId = row.parsed("report_id")?;
        sight::require_seen(&mut tx, &officer, report_id, now).await?;
        let target = format!("report:{report_id}");
        audit::append(&mut tx, now, Who::Officer(by), Deed::LiftHold, &target, ground).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Holds that keep this report: its own, and those on the whole of its event, oldest first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn holds_on(&self, report_id: ReportId) -> Result<Vec<LegalHold>, StoreError> {
        let rows = sqlx::query(
            "SELECT holds.id, holds.report_id, whole_event, ground, placed_by, placed_at
             FROM legal_holds AS holds JOIN reports AS held ON held.id = holds.report_id
             WHERE lifted_at IS NULL AND (held.id = $1 OR (whole_event = 1
                AND COALESCE(held.event_id, held.id) = (SELECT COALESCE(event_id, id) FROM reports WHERE id = $1)))
             ORDER BY placed_at, holds.id",
        )
        .bind(report_id.to_string())
        .fetch_all(&self.inner.read)
        .await?;
        rows.iter().map(hold_from_row).collect()
    }
}

fn some_ground(ground: &str) -> Result<&str, StoreError> {
    let ground = ground.trim();
    if ground.is_empty() { Err(desk::NotAllowed::GroundMissing.into()) } else { Ok(ground) }
}

fn hold_from_row(row: &AnyRow) -> Result<LegalHold, StoreError> {
    Ok(LegalHold {
        id: row.parsed("id")?,
        report_id: row.parsed("report_id")?,
        whole_event: row.number("whole_event")? != 0,
        ground: row.text("ground")?,
        placed_by: row.parsed("placed_by")?,
        placed_at: row.time("placed_at")?,
    })
}
