//! A case is opened, and takes steps. Every step is one line of its history and one of the trail.

use desk::case::check_step;
use desk::{CaseFacts, NotAllowed, Permission, UnitId};
use model::{CaseId, OfficerId, Time};

use super::{COLUMNS, Case, step_from_row, target};
use crate::audit::{self, Deed, Who};
use crate::event::graph::next_number;
use crate::officer::Officer;
use crate::row::{column, new_uuid};
use crate::{Store, StoreError, Tx, Version, sight};

impl Store {
    /// Opens a case of the officer's unit.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] without the permission or a title.
    pub async fn open_case(&self, title: &str, by: OfficerId, now: Time) -> Result<CaseId, StoreError> {
        let mut tx = self.begin().await?;
        let officer = self.require(&mut tx, by, Permission::WorkReports).await?;
        let id = open_in(&mut tx, &officer, title, now).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Takes a case a step further: `facts` is all that is known after it.
    ///
    /// # Errors
    /// [`StoreError::Case`] when the step breaks a rule, [`StoreError::Conflict`] when the case changed since
    /// `version`, [`StoreError::NotFound`]; [`StoreError::NotAllowed`] without the permission or the case in sight.
    pub async fn step_case(
        &self,
        id: CaseId,
        version: Version,
        facts: &CaseFacts,
        ground: &str,
        by: OfficerId,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let officer = self.require(&mut tx, by, Permission::RecordSource).await?;
        let case = lock(&mut tx, id, &officer, now).await?;
        if case.version != version {
            return Err(StoreError::Conflict("case"));
        }
        let before = last_facts(&mut tx, id).await?;
        let (_, _, told) = super::read::told(&mut tx, id).await?;
        check_step(&before, facts, told, ground)?;
        sqlx::query(
            "INSERT INTO case_steps (case_id, position, at, officer_id, facts, ground)
             VALUES ($1, (SELECT COUNT(*) + 1 FROM case_steps WHERE case_id = $1), $2, $3, $4, $5)",
        )
        .bind(id.to_string())
        .bind(now.millis())
        .bind(by.to_string())
        .bind(serde_json::to_string(facts).expect("plain values have a JSON form"))
        .bind(ground.trim())
        .execute(&mut *tx)
        .await?;
        sqlx::query("UPDATE cases SET outcome = $2 WHERE id = $1")
            .bind(id.to_string())
            .bind(facts.outcome.map(desk::CaseOutcome::slug))
            .execute(&mut *tx)
            .await?;
        // The ground stands in the step alone: the trail is kept for good, words of officers are not.
        let outcome = facts.outcome.map_or("open", desk::CaseOutcome::slug);
        audit::append(&mut tx, now, Who::Officer(by), Deed::StepCase, &target(id), outcome).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Opens a case of the officer's unit, with its line in the trail. The officer may.
pub(crate) async fn open_in(
    tx: &mut Tx,
    officer: &Officer,
    title: &str,
    now: Time,
) -> Result<CaseId, StoreError> {
    let title = title.trim();
    if title.is_empty() {
        return Err(NotAllowed::GroundMissing.into());
    }
    let id = CaseId(new_uuid(now)?);
    let year: u64 = now.vietnam_iso_date()[..4].parse().expect("an ISO date starts with four digits");
    let number = next_number(tx, &format!("cases-{year}")).await?;
    let unit = &officer.unit;
    sqlx::query(
        "INSERT INTO cases (id, year, number, title, unit_id, unit_province, opened_at, opened_by, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)",
    )
    .bind(id.to_string())
    .bind(column(year))
    .bind(column(number))
    .bind(title)
    .bind((unit.id != UnitId::ministry()).then(|| unit.id.as_str().to_owned()))
    .bind(unit.province.clone())
    .bind(now.millis())
    .bind(officer.id.to_string())
    .execute(&mut **tx)
    .await?;
    let why = format!("{number}/{year}");
    audit::append(tx, now, Who::Officer(officer.id), Deed::OpenCase, &target(id), &why).await?;
    Ok(id)
}

/// Takes a case in sight for this transaction; its next version is written.
pub(crate) async fn lock(tx: &mut Tx, id: CaseId, officer: &Officer, now: Time) -> Result<Case, StoreError> {
    let sql = format!("UPDATE cases SET version = version + 1 WHERE id = $1 RETURNING {COLUMNS}");
    let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id.to_string()).fetch_optional(&mut **tx).await?;
    let row = row.ok_or(StoreError::NotFound("case"))?;
    let sight = sight::sight_at(tx, officer, now).await?;
    if !sight::sees(&sight, &row)? {
        return Err(NotAllowed::OtherUnit.into());
    }
    let case = Case::from_row(&row)?;
    // What the row said before this transaction took it.
    Ok(Case { version: Version(case.version.0 - 1), ..case })
}

async fn last_facts(tx: &mut Tx, id: CaseId) -> Result<CaseFacts, StoreError> {
    let row = sqlx::query(
        "SELECT at, officer_id, facts, ground FROM case_steps WHERE case_id = $1 ORDER BY position DESC LIMIT 1",
    )
    .bind(id.to_string())
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| step_from_row(&row)).transpose()?.map(|step| step.facts).unwrap_or_default())
}
