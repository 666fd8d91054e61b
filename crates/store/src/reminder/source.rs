//! Deadlines of sources: who is told, once.

use std::collections::{BTreeSet, HashSet};

use desk::reminder::{Due, People, due, recipients};
use desk::{Permission, SourceClock, UnitId};
use model::reference::{RemindTo, Reminders};
use model::{OfficerId, ReportId, Time};
use sqlx::any::AnyRow;

use super::{NewReminder, ReminderKind, insert};
use crate::audit::{self, Deed, Who};
use crate::officer::officer_in;
use crate::officer::unit::unit_in;
use crate::report::stored_clock;
use crate::row::Columns as _;
use crate::{Store, StoreError, Tx};

/// Sources that are looked at in one go.
const GO: i64 = 500;

/// One source that has something running.
struct Running {
    report: ReportId,
    number: String,
    unit: UnitId,
    owner: Option<OfficerId>,
    clock: SourceClock,
    next_due_at: Time,
}

impl Store {
    /// Tells of every deadline that a rule says to tell of at `now`, and was not told of yet. Two nodes may do so at
    /// once: each is told once. Answers how many deadlines were told of.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn remind_sources(&self, rules: &Reminders, now: Time) -> Result<u64, StoreError> {
        let until = now.plus_hours(rules.hours_before_max());
        let (mut after, mut told) = ((i64::MIN, String::new()), 0);
        loop {
            let rows = sqlx::query(
                "SELECT report_id, year, number, sources.recorded_at AS recorded_at, due, clock, next_due_at,
                    assigned_to, unit_id
                 FROM sources JOIN reports ON reports.id = sources.report_id
                 WHERE next_due_at <= $1 AND (next_due_at, report_id) > ($2, $3)
                 ORDER BY next_due_at, report_id LIMIT $4",
            )
            .bind(until.millis())
            .bind(after.0)
            .bind(after.1.as_str())
            .bind(GO)
            .fetch_all(&self.inner.read)
            .await?;
            let sources = rows.iter().map(running).collect::<Result<Vec<_>, _>>()?;
            let said = self.said(&sources).await?;
            for source in &sources {
                for one in due(rules, &source.clock, now) {
                    if !said.contains(&(source.report, one.key())) {
                        told += u64::from(self.tell(source, one, now).await?);
                    }
                }
            }
            let Some(last) = sources.last().filter(|_| sources.len() as i64 == GO) else { return Ok(told) };
            after = (last.next_due_at.millis(), last.report.to_string());
        }
    }

    /// What was said about these already, so that a look at what is long overdue costs two statements.
    async fn said(&self, sources: &[Running]) -> Result<HashSet<(ReportId, String)>, StoreError> {
        if sources.is_empty() {
            return Ok(HashSet::new());
        }
        let places: Vec<String> = (1..=sources.len()).map(|place| format!("${place}")).collect();
        let sql = format!(
            "SELECT report_id, once_key FROM source_reminders WHERE report_id IN ({})",
            places.join(", ")
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql));
        let query = sources.iter().fold(query, |query, source| query.bind(source.report.to_string()));
        let rows = query.fetch_all(&self.inner.read).await?;
        rows.iter().map(|row| Ok((row.parsed("report_id")?, row.text("once_key")?))).collect()
    }

    /// Tells of one deadline, unless another node did in between.
    async fn tell(&self, source: &Running, one: Due<'_>, now: Time) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let done = sqlx::query(
            "INSERT INTO source_reminders (report_id, once_key, said_at) VALUES ($1, $2, $3)
             ON CONFLICT (report_id, once_key) DO NOTHING",
        )
        .bind(source.report.to_string())
        .bind(one.key())
        .bind(now.millis())
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        let target = format!("report:{}", source.report);
        let to = recipients_of(&mut tx, &source.unit, source.owner, one.to, now).await?;
        for officer in &to {
            let new = NewReminder {
                officer: *officer,
                kind: kind(one.to),
                target: target.clone(),
                subject: source.number.clone(),
                deadline: one.deadline.code.clone(),
                due_at: Some(one.deadline.due_at),
            };
            insert(&mut tx, &new, now).await?;
        }
        let names: Vec<String> = to.iter().map(ToString::to_string).collect();
        let why = format!("{} {}", one.rule, names.join(","));
        audit::append(&mut tx, now, Who::System, Deed::Remind, &target, why.trim_end()).await?;
        tx.commit().await?;
        Ok(true)
    }
}

const fn kind(to: RemindTo) -> ReminderKind {
    match to {
        RemindTo::Owner => ReminderKind::Deadline,
        RemindTo::Supervisor => ReminderKind::Escalation,
    }
}

/// Who is told: of the unit on whose desk it lies, or, where nobody is, of the unit above it. `owner` works on it.
pub(crate) async fn recipients_of(
    tx: &mut Tx,
    unit: &UnitId,
    owner: Option<OfficerId>,
    to: RemindTo,
    now: Time,
) -> Result<Vec<OfficerId>, StoreError> {
    let mut unit = Some(unit.clone());
    while let Some(id) = unit {
        let people = people(tx, owner, &id, now).await?;
        let found = recipients(to, &people);
        if !found.is_empty() {
            return Ok(found);
        }
        unit = unit_in(tx, &id).await?.and_then(|unit| unit.parent);
    }
    Ok(Vec::new())
}

/// The people of a unit around something, those who may sign in and may do what they are told of.
async fn people(
    tx: &mut Tx,
    owner: Option<OfficerId>,
    unit: &UnitId,
    now: Time,
) -> Result<People, StoreError> {
    let mut people = People::default();
    if let Some(owner) = owner
        && officer_in(tx, owner).await?.may(Permission::WorkReports)
    {
        people.owner = Some(owner);
    }
    let rows = sqlx::query(
        "SELECT officer_id, is_supervisor, takes_work FROM shift_officers
         JOIN shifts ON shifts.id = shift_officers.shift_id
         WHERE unit_id = $1 AND starts_at <= $2 AND ends_at > $2",
    )
    .bind(unit.as_str())
    .bind(now.millis())
    .fetch_all(&mut **tx)
    .await?;
    let (mut on_duty, mut supervisors) = (BTreeSet::new(), BTreeSet::new());
    for row in &rows {
        let officer: OfficerId = row.parsed("officer_id")?;
        let account = officer_in(tx, officer).await?;
        if row.number("is_supervisor")? != 0 && account.may(Permission::ReadReports) {
            supervisors.insert(officer);
        }
        if row.number("takes_work")? != 0 && account.may(Permission::WorkReports) {
            on_duty.insert(officer);
        }
    }
    let rows = sqlx::query(
        "SELECT id FROM officers WHERE COALESCE(unit_id, 'ministry') = $1 AND disabled_at IS NULL ORDER BY id",
    )
    .bind(unit.as_str())
    .fetch_all(&mut **tx)
    .await?;
    for row in &rows {
        let officer = officer_in(tx, row.parsed("id")?).await?;
        if officer.may(Permission::Approve) && officer.may(Permission::ReadReports) {
            people.approvers.push(officer.id);
        }
        if officer.may(Permission::WorkReports) {
            people.workers.push(officer.id);
        }
    }
    people.on_duty = on_duty.into_iter().collect();
    people.supervisors = supervisors.into_iter().collect();
    Ok(people)
}

fn running(row: &AnyRow) -> Result<Running, StoreError> {
    Ok(Running {
        report: row.parsed("report_id")?,
        number: format!("{}/{}", row.unsigned("number")?, row.unsigned("year")?),
        unit: row.parsed_or_none("unit_id")?.unwrap_or_default(),
        owner: row.parsed_or_none("assigned_to")?,
        clock: stored_clock(row)?,
        next_due_at: row.time("next_due_at")?,
    })
}
