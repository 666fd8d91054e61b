//! A note that somebody on duty has not read in time is told of to who leads, once.

use desk::UnitId;
use model::Time;
use model::reference::{NoteRule, RemindTo, Reminders};
use sqlx::any::AnyRow;

use super::target;
use crate::audit::{self, Deed, Who};
use crate::reminder::{self, NewReminder, ReminderKind};
use crate::row::Columns as _;
use crate::{Store, StoreError, Tx};

/// Notes of the shift that began last before the one on duty on the same desk, both there long enough (`$1`), that
/// were not told of and that somebody on duty at `$2` has not read.
const LATE: &str = "SELECT shift_notes.id AS id, shift_notes.shift_id AS shift_id, shifts.id AS reading_id,
        shifts.unit_id AS unit_id
    FROM shifts
    JOIN shifts AS earlier ON earlier.unit_id = shifts.unit_id AND earlier.starts_at = (
        SELECT MAX(starts_at) FROM shifts AS others
        WHERE others.unit_id = shifts.unit_id AND others.starts_at < shifts.starts_at)
    JOIN shift_notes ON shift_notes.shift_id = earlier.id
    WHERE shifts.starts_at <= $1 AND shifts.ends_at > $2 AND written_at <= $1
        AND escalated_at IS NULL AND text <> ''
        AND EXISTS (SELECT 1 FROM shift_officers WHERE shift_officers.shift_id = shifts.id
            AND NOT EXISTS (SELECT 1 FROM shift_note_reads
                WHERE note_id = shift_notes.id AND shift_note_reads.officer_id = shift_officers.officer_id))
    ORDER BY written_at, shift_notes.id LIMIT 500";

/// A note that is late, and the shift that has to read it.
struct Late {
    note: String,
    shift: String,
    reading: String,
    unit: UnitId,
}

impl Store {
    /// Tells who leads of every note that the rule in force at `now` says to tell of, and was not told of yet. Two
    /// nodes may do so at once: each note is told of once. Answers how many were.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn escalate_notes(&self, rules: &Reminders, now: Time) -> Result<u64, StoreError> {
        let Some(rule) = rules.note_rule(&now.vietnam_iso_date()) else { return Ok(0) };
        let rows = sqlx::query(LATE)
            .bind(now.plus_hours(-rule.hours_after).millis())
            .bind(now.millis())
            .fetch_all(&self.inner.read)
            .await?;
        let mut told = 0;
        for row in &rows {
            told += u64::from(self.escalate_note(&late(row)?, rule, now).await?);
        }
        Ok(told)
    }

    async fn escalate_note(&self, late: &Late, rule: &NoteRule, now: Time) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let done =
            sqlx::query("UPDATE shift_notes SET escalated_at = $2 WHERE id = $1 AND escalated_at IS NULL")
                .bind(late.note.as_str())
                .bind(now.millis())
                .execute(&mut *tx)
                .await?;
        let unread = count_unread(&mut tx, late).await?;
        if done.rows_affected() == 0 || unread == 0 {
            // Another node told, or the last of them has read it in between.
            return Ok(false);
        }
        let to = reminder::recipients_of(&mut tx, &late.unit, None, RemindTo::Supervisor, now).await?;
        for officer in &to {
            let new = NewReminder {
                officer: *officer,
                kind: ReminderKind::NoteUnread,
                target: target(&late.shift),
                subject: unread.to_string(),
                deadline: String::new(),
                due_at: None,
            };
            reminder::insert(&mut tx, &new, now).await?;
        }
        let names: Vec<String> = to.iter().map(ToString::to_string).collect();
        let why = format!("{} {}", rule.code, names.join(","));
        audit::append(&mut tx, now, Who::System, Deed::Remind, &target(&late.shift), why.trim_end()).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// How many of the shift that has to read a note have not.
async fn count_unread(tx: &mut Tx, late: &Late) -> Result<u64, StoreError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS unread FROM shift_officers WHERE shift_id = $2 AND NOT EXISTS (
            SELECT 1 FROM shift_note_reads WHERE note_id = $1
                AND shift_note_reads.officer_id = shift_officers.officer_id)",
    )
    .bind(late.note.as_str())
    .bind(late.reading.as_str())
    .fetch_one(&mut **tx)
    .await?;
    row.unsigned("unread")
}

fn late(row: &AnyRow) -> Result<Late, StoreError> {
    Ok(Late {
        note: row.text("id")?,
        shift: row.text("shift_id")?,
        reading: row.text("reading_id")?,
        unit: row.parsed("unit_id")?,
    })
}
