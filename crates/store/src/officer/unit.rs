//! Units: made, closed, listed; and which officer belongs to which.

use desk::{NewUnit, NotAllowed, Permission, Sight, UnitId, UnitKind};
use model::{Method, OfficerId, Reference, Time};
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;

use super::{lock, officer_in, target as officer_target};
use crate::audit::{self, Deed, Who};
use crate::error::conflict_if_unique;
use crate::row::Columns as _;
use crate::{Store, StoreError, Tx, Version, report};

/// A unit as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// What it is.
    pub unit: NewUnit,
    /// Since when it takes no reports; `None` while it works.
    pub closed_at: Option<Time>,
    /// Its officers who may sign in.
    pub officers: u64,
    /// Open reports on its desk.
    pub reports_open: u64,
    /// State of the row.
    pub version: Version,
}

/// The unit of an officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnUnit {
    /// Which.
    pub id: UnitId,
    /// What sort.
    pub kind: UnitKind,
    /// Shown to people.
    pub name: String,
    /// Code of its province; `None` for the root and for partners of the whole country.
    pub province: Option<String>,
}

impl OwnUnit {
    /// What its officers see.
    pub fn sight(&self) -> Sight {
        Sight::new(self.kind, &self.id, self.province.as_deref())
    }

    /// Of a row with `unit_id`, `unit_kind`, `unit_name` and `unit_province`; an officer of no unit belongs to
    /// the root.
    pub(super) fn from_row(row: &AnyRow) -> Result<OwnUnit, StoreError> {
        let id: UnitId = row.parsed_or_none("unit_id")?.unwrap_or_default();
        let kind = match row.text_or_none("unit_kind")? {
            Some(slug) => UnitKind::from_slug(&slug)
                .ok_or_else(|| StoreError::Corrupt("unknown unit_kind".to_owned()))?,
            // A unit that is not there sees nothing but its own empty desk.
            None if id == UnitId::ministry() => UnitKind::Ministry,
            None => UnitKind::Partner,
        };
        let name = row.text_or_none("unit_name")?.unwrap_or_else(|| id.to_string());
        Ok(OwnUnit { id, kind, name, province: row.text_or_none("unit_province")? })
    }
}

const SELECT: &str = "SELECT id, kind, parent_id, name, province, commune, methods, closed_at, version,
    (SELECT COUNT(*) FROM officers WHERE officers.disabled_at IS NULL
        AND COALESCE(officers.unit_id, 'ministry') = units.id) AS officers,
    (SELECT COUNT(*) FROM reports WHERE reports.is_open = 1 AND reports.unit_id = units.id) AS reports_open
    FROM units";

impl Store {
    /// Makes a unit.
    ///
    /// # Errors
    /// [`StoreError::Unit`] when it does not fit the places or the tree, [`StoreError::Conflict`] when its short
    /// name is taken, [`StoreError::NotFound`] without its parent, [`StoreError::NotAllowed`] without the
    /// permission or outside what the officer sees.
    pub async fn create_unit(
        &self,
        new: &NewUnit,
        reference: &Reference,
        by: Option<OfficerId>,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let who = by.map_or(Who::Command, Who::Officer);
        if let Some(by) = by {
            let officer = self.require(&mut tx, by, Permission::ManageOfficers).await?;
            require_within(&officer.unit.sight(), new)?;
        }
        let parent_id = new.parent.clone().unwrap_or_default();
        let parent = unit_in(&mut tx, &parent_id).await?.ok_or(StoreError::NotFound("unit"))?;
        new.check(&parent, reference)?;
        insert(&mut tx, new, now).await?;
        audit::append(&mut tx, now, who, Deed::CreateUnit, &target(&new.id), &new.name).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Closes a unit, so that nothing is routed to it any more, or opens it again. Its open reports go to the
    /// desk above; its officers stay in it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Conflict`], [`StoreError::NotAllowed`]; the root stays open.
    pub async fn set_unit_open(
        &self,
        id: &UnitId,
        version: Version,
        open: bool,
        by: OfficerId,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let officer = self.require(&mut tx, by, Permission::ManageOfficers).await?;
        let unit = unit_in(&mut tx, id).await?.ok_or(StoreError::NotFound("unit"))?;
        require_within(&officer.unit.sight(), &unit)?;
        let parent_id = unit.parent.clone().ok_or(StoreError::NotAllowed(NotAllowed::OtherUnit))?;
        let done = sqlx::query(
            "UPDATE units SET version = version + 1, closed_at = $3 WHERE id = $1 AND version = $2",
        )
        .bind(id.as_str())
        .bind(version.0)
        .bind((!open).then_some(now.millis()))
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::Conflict("unit"));
        }
        let mut why = String::new();
        if !open {
            let parent = unit_in(&mut tx, &parent_id).await?.ok_or(StoreError::NotFound("unit"))?;
            let moved = report::hand_over(&mut tx, id, &parent).await?;
            why = format!("{moved} > {parent_id}");
        }
        let deed = if open { Deed::OpenUnit } else { Deed::CloseUnit };
        audit::append(&mut tx, now, Who::Officer(by), deed, &target(id), &why).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Every unit, the root first, then by province and name.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn units(&self) -> Result<Vec<Unit>, StoreError> {
        let sql = format!("{SELECT} ORDER BY COALESCE(province, ''), kind DESC, name");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&self.inner.read).await?;
        let mut units = rows.iter().map(kept_from_row).collect::<Result<Vec<_>, _>>()?;
        units.sort_by_key(|kept| kept.unit.kind != UnitKind::Ministry);
        Ok(units)
    }

    /// Puts an officer into another unit. Reports in the officer's hands go back to the queue of the desk they lie
    /// on; sessions end.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Conflict`], [`StoreError::NotAllowed`].
    pub async fn set_officer_unit(
        &self,
        id: OfficerId,
        version: Version,
        unit: &UnitId,
        by: Option<OfficerId>,
        now: Time,
    ) -> Result<Version, StoreError> {
        let mut tx = self.begin().await?;
        let who = by.map_or(Who::Command, Who::Officer);
        let wanted = unit_in(&mut tx, unit).await?.ok_or(StoreError::NotFound("unit"))?;
        if let Some(by) = by {
            let administrator = self.require_over(&mut tx, by, id).await?;
            require_within(&administrator.unit.sight(), &wanted)?;
        }
        lock(&mut tx, id, version).await?;
        let before = officer_in(&mut tx, id).await?.unit;
        sqlx::query("UPDATE officers SET unit_id = $2 WHERE id = $1")
            .bind(id.to_string())
            .bind(unit.as_str())
            .execute(&mut *tx)
            .await?;
        report::release_all(&mut tx, id, who, now).await?;
        super::session::end_all(&mut tx, id).await?;
        let why = format!("{} > {unit}", before.id);
        audit::append(&mut tx, now, who, Deed::SetUnit, &officer_target(id), &why).await?;
        tx.commit().await?;
        Ok(Version(version.0 + 1))
    }
}

/// An officer makes and changes units, and officers, only within what they see.
pub(crate) fn require_within(sight: &Sight, unit: &NewUnit) -> Result<(), StoreError> {
    if sight.sees(&unit.id, unit.province.as_deref()) { Ok(()) } else { Err(NotAllowed::OtherUnit.into()) }
}

async fn insert(tx: &mut Tx, new: &NewUnit, now: Time) -> Result<(), StoreError> {
    let methods: Vec<&str> = new.methods.iter().map(|method| method.slug()).collect();
    sqlx::query(
        "INSERT INTO units (id, kind, parent_id, name, province, commune, methods, created_at, closed_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, 1)",
    )
    .bind(new.id.as_str())
    .bind(new.kind.slug())
    .bind(new.parent.as_ref().map(UnitId::as_str))
    .bind(new.name.trim())
    .bind(new.province.as_deref())
    .bind(new.commune.as_deref())
    .bind(methods.join(","))
    .bind(now.millis())
    .execute(&mut **tx)
    .await
    .map_err(|error| conflict_if_unique(error, "unit"))?;
    Ok(())
}

/// One unit.
pub(crate) async fn unit_in(tx: &mut Tx, id: &UnitId) -> Result<Option<NewUnit>, StoreError> {
    let row =
        sqlx::query("SELECT id, kind, parent_id, name, province, commune, methods FROM units WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(&mut **tx)
            .await?;
    row.map(|row| unit_from_row(&row)).transpose()
}

/// A unit of a row with all its columns.
pub(crate) fn unit_from_row(row: &AnyRow) -> Result<NewUnit, StoreError> {
    let methods = row.text("methods")?;
    let methods = methods.split(',').filter(|slug| !slug.is_empty()).map(str::parse::<Method>);
    Ok(NewUnit {
        id: row.parsed("id")?,
        kind: row.slug("kind", UnitKind::from_slug)?,
        parent: row.parsed_or_none("parent_id")?,
        name: row.text("name")?,
        province: row.text_or_none("province")?,
        commune: row.text_or_none("commune")?,
        methods: methods
            .collect::<Result<_, _>>()
            .map_err(|_| StoreError::Corrupt("unknown method of a unit".to_owned()))?,
    })
}

fn kept_from_row(row: &AnyRow) -> Result<Unit, StoreError> {
    Ok(Unit {
        unit: unit_from_row(row)?,
        closed_at: row.time_or_none("closed_at")?,
        officers: row.unsigned("officers")?,
        reports_open: row.unsigned("reports_open")?,
        version: Version(row.number("version")?),
    })
}

fn target(id: &UnitId) -> String {
    format!("unit:{id}")
}
