//! A shift ends: what is open goes to who is on duty now, or into the queue, each with a line in its history.

use std::collections::BTreeMap;

use desk::Permission;
use desk::roster::{OpenWork, Passed, hand_over};
use model::{OfficerId, Time};

use super::{Shift, shift_in, target};
use crate::audit::{self, Deed, NewLine, Who};
use crate::officer::officer_in;
use crate::officer::unit::unit_in;
use crate::reminder::{self, NewReminder, ReminderKind};
use crate::report::stored_clock;
use crate::row::Columns as _;
use crate::{Store, StoreError, Tx, sight};

/// Deadlines of a source that is not classified yet; one whose first decision is taken is resolved by its officer.
const CLASSIFYING: [&str; 2] = ["classify", "classify-extended"];

impl Store {
    /// Ends every shift whose time is over, the earliest first, each in a transaction of its own. Two nodes may do so
    /// at once: each shift ends once. Answers how many reports changed hands.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn end_shifts(&self, now: Time) -> Result<u64, StoreError> {
        let rows = sqlx::query(
            "SELECT id FROM shifts WHERE ended_at IS NULL AND ends_at <= $1 ORDER BY ends_at, id LIMIT 1000",
        )
        .bind(now.millis())
        .fetch_all(&self.inner.read)
        .await?;
        let mut moved = 0;
        for row in &rows {
            moved += self.end_shift(&row.text("id")?, now).await?;
        }
        Ok(moved)
    }

    async fn end_shift(&self, id: &str, now: Time) -> Result<u64, StoreError> {
        let mut tx = self.begin().await?;
        let done = sqlx::query("UPDATE shifts SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL")
            .bind(id)
            .bind(now.millis())
            .execute(&mut *tx)
            .await?;
        if done.rows_affected() == 0 {
            return Ok(0);
        }
        let ended = shift_in(&mut tx, id).await?;
        let on_duty = in_hand(&mut tx, &ended, ended.shift.ends_at).await?;
        let work = open_work(&mut tx, &ended).await?;
        let (mut lines, mut given) = (Vec::new(), BTreeMap::<OfficerId, u64>::new());
        let mut moved = 0;
        for passed in hand_over(&work, &on_duty) {
            if let Some(line) = pass(&mut tx, passed, now).await? {
                lines.push(line);
                moved += 1;
                if let Some(to) = passed.to {
                    *given.entry(to).or_default() += 1;
                }
            }
        }
        for (officer, count) in &given {
            let told = NewReminder {
                officer: *officer,
                kind: ReminderKind::HandOver,
                target: target(id),
                subject: count.to_string(),
                deadline: String::new(),
                due_at: None,
            };
            reminder::insert(&mut tx, &told, now).await?;
        }
        let why = format!("{moved} > {}", given.len());
        lines.push(NewLine { at: now, who: Who::System, what: Deed::EndShift, target: target(id), why });
        audit::append_many(&mut tx, lines).await?;
        tx.commit().await?;
        Ok(moved)
    }
}

/// Puts one report into other hands, if it is still in those it was seen in.
async fn pass(tx: &mut Tx, passed: Passed, now: Time) -> Result<Option<NewLine>, StoreError> {
    let to = passed.to.map(|officer| officer.to_string());
    let done = sqlx::query(
        "UPDATE reports SET assigned_to = $2, version = version + 1
         WHERE id = $1 AND assigned_to = $3 AND is_open = 1",
    )
    .bind(passed.report.to_string())
    .bind(to.clone())
    .bind(passed.from.to_string())
    .execute(&mut **tx)
    .await?;
    let line = NewLine {
        at: now,
        who: Who::System,
        what: Deed::HandOver,
        target: format!("report:{}", passed.report),
        why: to.unwrap_or_default(),
    };
    Ok((done.rows_affected() == 1).then_some(line))
}

/// Who takes work of the unit at `at`, able to, each with the open reports in hand.
async fn in_hand(tx: &mut Tx, ended: &Shift, at: Time) -> Result<BTreeMap<OfficerId, u64>, StoreError> {
    let rows = sqlx::query(
        "SELECT officer_id, (SELECT COUNT(*) FROM reports WHERE assigned_to = officer_id AND is_open = 1) AS held
         FROM shift_officers JOIN shifts ON shifts.id = shift_officers.shift_id
         WHERE unit_id = $1 AND starts_at <= $2 AND ends_at > $2 AND takes_work = 1",
    )
    .bind(ended.shift.unit.as_str())
    .bind(at.millis())
    .fetch_all(&mut **tx)
    .await?;
    let mut in_hand = BTreeMap::new();
    for row in &rows {
        let officer: OfficerId = row.parsed("officer_id")?;
        if officer_in(tx, officer).await?.may(Permission::WorkReports) {
            in_hand.insert(officer, row.unsigned("held")?);
        }
    }
    Ok(in_hand)
}

/// Open reports in the hands of who was on duty, the most urgent first.
async fn open_work(tx: &mut Tx, ended: &Shift) -> Result<Vec<OpenWork>, StoreError> {
    let unit = unit_in(tx, &ended.shift.unit).await?.ok_or(StoreError::NotFound("unit"))?;
    let seen = desk::Sight::new(unit.kind, &unit.id, unit.province.as_deref());
    let mut work = Vec::new();
    for owner in ended.shift.people() {
        let rows = sqlx::query(
            "SELECT id, unit_id, unit_province, recorded_at, due, clock
             FROM reports LEFT JOIN sources ON sources.report_id = reports.id
             WHERE assigned_to = $1 AND is_open = 1 ORDER BY place_in_queue, id",
        )
        .bind(owner.to_string())
        .fetch_all(&mut **tx)
        .await?;
        for row in &rows {
            let is_source = row.time_or_none("recorded_at")?.is_some();
            let clock = if is_source { Some(stored_clock(row)?) } else { None };
            let classifies = |clock: desk::SourceClock| {
                clock.running().any(|deadline| CLASSIFYING.contains(&deadline.code.as_str()))
            };
            work.push(OpenWork {
                report: row.parsed("id")?,
                owner,
                is_being_resolved: clock.is_some_and(|clock| !classifies(clock)),
                is_seen: sight::sees(&seen, row)?,
            });
        }
    }
    Ok(work)
}
