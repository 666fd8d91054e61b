//! On whose desk a report lies: moved by officers, given back when nobody holds it any more.

use desk::{NewUnit, NotAllowed, Permission, UnitId};
use model::{OfficerId, ReportId, Time};

use super::change::{lock, target};
use crate::audit::{self, Deed, Who};
use crate::officer::unit::unit_in;
use crate::row::Columns as _;
use crate::{Store, StoreError, Tx, Version, sight};

impl Store {
    /// Lays a report on another unit's desk, in nobody's hands, with a ground.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Conflict`] when it changed since `version` or the unit is closed,
    /// [`StoreError::NotAllowed`] without a ground, the permission, or the report in sight.
    pub async fn move_report(
        &self,
        id: ReportId,
        version: Version,
        to: &UnitId,
        ground: &str,
        by: OfficerId,
        now: Time,
    ) -> Result<Version, StoreError> {
        let mut tx = self.begin().await?;
        let officer = self.require(&mut tx, by, Permission::WorkReports).await?;
        sight::require_seen(&mut tx, &officer, id, now).await?;
        if ground.trim().is_empty() {
            return Err(NotAllowed::GroundMissing.into());
        }
        lock(&mut tx, id, version).await?;
        let unit = unit_in(&mut tx, to).await?.ok_or(StoreError::NotFound("unit"))?;
        let open = sqlx::query("SELECT id FROM units WHERE id = $1 AND closed_at IS NULL")
            .bind(to.as_str())
            .fetch_optional(&mut *tx)
            .await?;
        open.ok_or(StoreError::Conflict("unit"))?;
        let from = sqlx::query("SELECT unit_id FROM reports WHERE id = $1")
            .bind(id.to_string())
            .fetch_one(&mut *tx)
            .await?
            .parsed_or_none::<UnitId>("unit_id")?
            .unwrap_or_default();
        lay_on(&mut tx, id, &unit, "officer").await?;
        let why = format!("{from} > {to}: {}", ground.trim());
        audit::append(&mut tx, now, Who::Officer(by), Deed::MoveReport, &target(id), &why).await?;
        tx.commit().await?;
        Ok(Version(version.0 + 1))
    }
}

/// Lays a report on a desk, in nobody's hands. The root's is written as NULL, as every report begins.
pub(crate) async fn lay_on(
    tx: &mut Tx,
    id: ReportId,
    unit: &NewUnit,
    reason: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE reports SET unit_id = $2, unit_province = $3, unit_reason = $4, assigned_to = NULL WHERE id = $1",
    )
    .bind(id.to_string())
    .bind((unit.id != UnitId::ministry()).then(|| unit.id.as_str().to_owned()))
    .bind(unit.province.as_deref())
    .bind(reason)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Lays the open reports of a unit that closes on the desk of another; how many.
pub(crate) async fn hand_over(tx: &mut Tx, from: &UnitId, to: &NewUnit) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "UPDATE reports SET unit_id = $2, unit_province = $3, unit_reason = 'unit-closed', assigned_to = NULL,
            version = version + 1 WHERE is_open = 1 AND unit_id = $1",
    )
    .bind(from.as_str())
    .bind((to.id != UnitId::ministry()).then(|| to.id.as_str().to_owned()))
    .bind(to.province.as_deref())
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

/// Puts the open reports in an officer's hands back into the queue of the desk they lie on, each with its audit
/// line, so that nobody's work is left without somebody who sees it.
pub(crate) async fn release_all(
    tx: &mut Tx,
    officer: OfficerId,
    who: Who,
    now: Time,
) -> Result<(), StoreError> {
    let rows = sqlx::query(
        "UPDATE reports SET assigned_to = NULL, version = version + 1 WHERE assigned_to = $1 AND is_open = 1
         RETURNING id",
    )
    .bind(officer.to_string())
    .fetch_all(&mut **tx)
    .await?;
    let mut ids = rows.iter().map(|row| row.parsed("id")).collect::<Result<Vec<ReportId>, _>>()?;
    ids.sort();
    for id in ids {
        audit::append(tx, now, who, Deed::AssignReport, &target(id), "").await?;
    }
    Ok(())
}
