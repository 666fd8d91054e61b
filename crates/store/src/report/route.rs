//! A new report finds its desk: the work of the job `received`.

use desk::routing::{self, RouteFacts, RouteReason};
use desk::unit::UnitId;
use model::{Reference, ReportId};

use super::desk_of::lay_on;
use crate::officer::unit::{unit_from_row, unit_in};
use crate::row::Columns as _;
use crate::{Store, StoreError};

impl Store {
    /// Lays a report that has not been routed on the desk of its place, method and urgency; why, or `None` when it
    /// was routed or moved before. Twice is the same as once. Where only the root has a desk this reads one row.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Unavailable`].
    pub async fn route_report(
        &self,
        id: ReportId,
        reference: &Reference,
    ) -> Result<Option<RouteReason>, StoreError> {
        let row =
            sqlx::query("SELECT province, place, method, urgency, unit_reason FROM reports WHERE id = $1")
                .bind(id.to_string())
                .fetch_optional(&self.inner.read)
                .await?
                .ok_or(StoreError::NotFound("report"))?;
        if row.text_or_none("unit_reason")?.is_some() {
            return Ok(None);
        }
        let (province, place) = (row.text_or_none("province")?, row.text("place")?);
        let facts = RouteFacts {
            province: province.as_deref(),
            place: &place,
            method: row.parsed_or_none("method")?,
            urgency: row.number("urgency")?,
        };
        let place = routing::place(&facts, reference);
        let rows = sqlx::query(
            "SELECT id, kind, parent_id, name, province, commune, methods FROM units
             WHERE province = $1 AND closed_at IS NULL ORDER BY id",
        )
        .bind(place.province.clone())
        .fetch_all(&self.inner.read)
        .await?;
        let units = rows.iter().map(unit_from_row).collect::<Result<Vec<_>, _>>()?;
        let (desk, reason) = routing::route(&facts, &place, &units);
        if desk == UnitId::ministry() {
            // It lies there already: nothing to write, and a desk made later still takes it.
            return Ok(Some(reason));
        }
        let mut tx = self.begin().await?;
        let unrouted = sqlx::query(
            "SELECT id FROM reports WHERE id = $1 AND unit_reason IS NULL AND assigned_to IS NULL",
        )
        .bind(id.to_string())
        .fetch_optional(&mut *tx)
        .await?;
        let (Some(_), Some(unit)) = (unrouted, unit_in(&mut tx, &desk).await?) else { return Ok(None) };
        lay_on(&mut tx, id, &unit, reason.slug()).await?;
        tx.commit().await?;
        Ok(Some(reason))
    }
}
