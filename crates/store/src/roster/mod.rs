//! Who is on duty when.
//!
//! In reading order: shifts planned, copied, removed and read (here), what happens when one ends (`end`), the notes
//! one shift leaves to the next (`note`), work that nobody does (`unowned`).

use desk::roster::{RosterError, copies};
use desk::{NewShift, Permission, UnitId};
use model::{OfficerId, Time};
use sqlx::any::AnyRow;

use crate::audit::{self, Deed, NewLine, Who};
use crate::officer::officer_in;
use crate::officer::unit::{require_within, unit_in};
use crate::row::{Columns as _, new_uuid};
use crate::{Store, StoreError, Tx};

mod end;
mod escalate;
mod note;
mod unowned;

pub use note::ShiftNote;
pub use unowned::Unowned;

/// A planned shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Which; a UUID.
    pub id: String,
    /// Who and when.
    pub shift: NewShift,
    /// When its work was passed on; `None` before.
    pub ended_at: Option<Time>,
}

impl Store {
    /// Plans a shift; answers its id.
    ///
    /// # Errors
    /// [`StoreError::Roster`] when it is over already, somebody cannot be on duty there or is on duty elsewhere at
    /// that time; [`StoreError::NotFound`] for a unit that is not there; [`StoreError::NotAllowed`].
    pub async fn plan_shift(&self, shift: &NewShift, by: OfficerId, now: Time) -> Result<String, StoreError> {
        let mut tx = self.begin().await?;
        self.require_roster(&mut tx, &shift.unit, by).await?;
        let (id, line) = insert(&mut tx, shift, by, now).await?;
        audit::append_many(&mut tx, vec![line]).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Plans the shifts of the week before again, seven days later, in the week that begins at `week`; those that
    /// are there already are left as they are. All or none. Answers how many.
    ///
    /// # Errors
    /// As [`Store::plan_shift`]; [`desk::RosterError::NothingToCopy`].
    pub async fn copy_shifts(
        &self,
        unit: &UnitId,
        week: Time,
        by: OfficerId,
        now: Time,
    ) -> Result<u64, StoreError> {
        let mut tx = self.begin().await?;
        self.require_roster(&mut tx, unit, by).await?;
        let bare = |shifts: Vec<Shift>| shifts.into_iter().map(|kept| kept.shift).collect::<Vec<_>>();
        let before = bare(of_unit(&mut tx, unit, week.plus_days(-7), week).await?);
        let planned = bare(of_unit(&mut tx, unit, week, week.plus_days(7)).await?);
        // Of the week before only what begins in it: a night shift into its Monday belongs to the week before that.
        let starting = before.into_iter().filter(|shift| shift.starts_at >= week.plus_days(-7));
        let copied = copies(&starting.collect::<Vec<_>>(), &planned)?;
        let mut lines = Vec::with_capacity(copied.len());
        for shift in &copied {
            lines.push(insert(&mut tx, shift, by, now).await?.1);
        }
        audit::append_many(&mut tx, lines).await?;
        tx.commit().await?;
        Ok(copied.len() as u64)
    }

    /// Takes a shift out of the plan before it begins.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::NotAllowed`]; [`desk::RosterError::Begun`].
    pub async fn remove_shift(&self, id: &str, by: OfficerId, now: Time) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let kept = shift_in(&mut tx, id).await?;
        self.require_roster(&mut tx, &kept.shift.unit, by).await?;
        if kept.shift.starts_at <= now {
            return Err(RosterError::Begun.into());
        }
        for sql in ["DELETE FROM shift_officers WHERE shift_id = $1", "DELETE FROM shifts WHERE id = $1"] {
            sqlx::query(sql).bind(id).execute(&mut *tx).await?;
        }
        let why = words(&kept.shift);
        audit::append(&mut tx, now, Who::Officer(by), Deed::RemoveShift, &target(id), &why).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Shifts of a unit that lie at least partly between two instants, by their beginning.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn shifts(&self, unit: &UnitId, from: Time, to: Time) -> Result<Vec<Shift>, StoreError> {
        let mut tx = self.begin_read().await?;
        let shifts = of_unit(&mut tx, unit, from, to).await?;
        tx.commit().await?;
        Ok(shifts)
    }

    /// Shifts of an officer, supervised ones too, that lie at least partly between two instants.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn shifts_of(
        &self,
        officer: OfficerId,
        from: Time,
        to: Time,
    ) -> Result<Vec<Shift>, StoreError> {
        let mut tx = self.begin_read().await?;
        let rows = sqlx::query(
            "SELECT id, unit_id, starts_at, ends_at, ended_at FROM shifts
             WHERE id IN (SELECT shift_id FROM shift_officers WHERE officer_id = $1)
                AND starts_at < $3 AND ends_at > $2 ORDER BY starts_at, id",
        )
        .bind(officer.to_string())
        .bind(from.millis())
        .bind(to.millis())
        .fetch_all(&mut *tx)
        .await?;
        let shifts = with_people(&mut tx, &rows).await?;
        tx.commit().await?;
        Ok(shifts)
    }

    async fn require_roster(&self, tx: &mut Tx, unit: &UnitId, by: OfficerId) -> Result<(), StoreError> {
        let officer = self.require(tx, by, Permission::ManageRoster).await?;
        let unit = unit_in(tx, unit).await?.ok_or(StoreError::NotFound("unit"))?;
        require_within(&officer.unit.sight(), &unit)
    }
}

/// Writes a shift whose unit the officer may plan for.
async fn insert(
    tx: &mut Tx,
    shift: &NewShift,
    by: OfficerId,
    now: Time,
) -> Result<(String, NewLine), StoreError> {
    shift.check()?;
    if shift.ends_at <= now {
        return Err(RosterError::Begun.into());
    }
    let unit = unit_in(tx, &shift.unit).await?.ok_or(StoreError::NotFound("unit"))?;
    for person in shift.people() {
        let officer = officer_in(tx, person).await?;
        let works = !shift.officers.contains(&person) || officer.may(Permission::WorkReports);
        let sees = officer.unit.sight().sees(&unit.id, unit.province.as_deref());
        if !works || !sees || !officer.may(Permission::ReadReports) {
            return Err(RosterError::NotOfUnit.into());
        }
        require_free(tx, person, shift).await?;
    }
    let id = new_uuid(now)?.to_string();
    sqlx::query(
        "INSERT INTO shifts (id, unit_id, starts_at, ends_at, planned_by, planned_at, ended_at)
         VALUES ($1, $2, $3, $4, $5, $6, NULL)",
    )
    .bind(id.as_str())
    .bind(shift.unit.as_str())
    .bind(shift.starts_at.millis())
    .bind(shift.ends_at.millis())
    .bind(by.to_string())
    .bind(now.millis())
    .execute(&mut **tx)
    .await?;
    for person in shift.people() {
        sqlx::query(
            "INSERT INTO shift_officers (shift_id, officer_id, is_supervisor, takes_work)
             VALUES ($1, $2, $3, $4)",
        )
        .bind(id.as_str())
        .bind(person.to_string())
        .bind(i64::from(person == shift.supervisor))
        .bind(i64::from(shift.officers.contains(&person)))
        .execute(&mut **tx)
        .await?;
    }
    let line = NewLine {
        at: now,
        who: Who::Officer(by),
        what: Deed::PlanShift,
        target: target(&id),
        why: words(shift),
    };
    Ok((id, line))
}

/// Nobody is on duty twice at one time, on whichever desk.
async fn require_free(tx: &mut Tx, officer: OfficerId, shift: &NewShift) -> Result<(), StoreError> {
    let other = sqlx::query(
        "SELECT id FROM shifts WHERE id IN (SELECT shift_id FROM shift_officers WHERE officer_id = $1)
            AND starts_at < $3 AND ends_at > $2 LIMIT 1",
    )
    .bind(officer.to_string())
    .bind(shift.starts_at.millis())
    .bind(shift.ends_at.millis())
    .fetch_optional(&mut **tx)
    .await?;
    if other.is_some() { Err(RosterError::Twice.into()) } else { Ok(()) }
}

async fn of_unit(tx: &mut Tx, unit: &UnitId, from: Time, to: Time) -> Result<Vec<Shift>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, unit_id, starts_at, ends_at, ended_at FROM shifts
         WHERE unit_id = $1 AND starts_at < $3 AND ends_at > $2 ORDER BY starts_at, id",
    )
    .bind(unit.as_str())
    .bind(from.millis())
    .bind(to.millis())
    .fetch_all(&mut **tx)
    .await?;
    with_people(tx, &rows).await
}

async fn shift_in(tx: &mut Tx, id: &str) -> Result<Shift, StoreError> {
    let row = sqlx::query("SELECT id, unit_id, starts_at, ends_at, ended_at FROM shifts WHERE id = $1")
        .bind(id)
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(StoreError::NotFound("shift"))?;
    let shifts = with_people(tx, std::slice::from_ref(&row)).await?;
    shifts.into_iter().next().ok_or(StoreError::NotFound("shift"))
}

async fn with_people(tx: &mut Tx, rows: &[AnyRow]) -> Result<Vec<Shift>, StoreError> {
    let mut shifts = Vec::with_capacity(rows.len());
    for row in rows {
        let id = row.text("id")?;
        let people = sqlx::query(
            "SELECT officer_id, is_supervisor, takes_work FROM shift_officers WHERE shift_id = $1
             ORDER BY officer_id",
        )
        .bind(id.as_str())
        .fetch_all(&mut **tx)
        .await?;
        let (mut supervisor, mut officers) = (None, Vec::new());
        for person in &people {
            let officer: OfficerId = person.parsed("officer_id")?;
            if person.number("is_supervisor")? != 0 {
                supervisor = Some(officer);
            }
            if person.number("takes_work")? != 0 {
                officers.push(officer);
            }
        }
        let shift = NewShift {
            unit: row.parsed("unit_id")?,
            starts_at: row.time("starts_at")?,
            ends_at: row.time("ends_at")?,
            supervisor: supervisor
                .ok_or_else(|| StoreError::Corrupt("a shift that nobody leads".to_owned()))?,
            officers,
        };
        shifts.push(Shift { id, shift, ended_at: row.time_or_none("ended_at")? });
    }
    Ok(shifts)
}

/// As the trail writes it: the desk, the hours, who leads, who takes work.
fn words(shift: &NewShift) -> String {
    let officers: Vec<String> = shift.officers.iter().map(ToString::to_string).collect();
    let (from, to) = (shift.starts_at, shift.ends_at);
    format!("{} {from} {to} {} {}", shift.unit, shift.supervisor, officers.join(","))
}

fn target(id: &str) -> String {
    format!("shift:{id}")
}
