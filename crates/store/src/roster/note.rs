//! What a shift leaves to the next in words, and who has read it.

use desk::Permission;
use desk::roster::{NOTE_CHARS_MAX, RosterError};
use model::{OfficerId, Time};
use sqlx::any::AnyRow;

use super::{Shift, of_unit, shift_in, target};
use crate::audit::{self, Deed, Who};
use crate::row::{Columns as _, new_uuid};
use crate::{Store, StoreError, sight};

/// One note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftNote {
    /// Which; a UUID.
    pub id: String,
    /// Of which shift.
    pub shift: String,
    /// Who wrote it.
    pub officer: OfficerId,
    /// When.
    pub written_at: Time,
    /// What.
    pub text: String,
    /// Who has said to have read it, and when, the first first.
    pub read_by: Vec<(OfficerId, Time)>,
}

/// Notes that the shift on duty has to read: those of the shift that began last before it on the same desk.
const UNREAD: &str =
    "SELECT shift_notes.id AS id, shift_notes.shift_id AS shift_id, shift_notes.officer_id AS officer_id,
        written_at, text
    FROM shift_officers
    JOIN shifts ON shifts.id = shift_officers.shift_id
    JOIN shifts AS earlier ON earlier.unit_id = shifts.unit_id AND earlier.starts_at = (
        SELECT MAX(starts_at) FROM shifts AS others
        WHERE others.unit_id = shifts.unit_id AND others.starts_at < shifts.starts_at)
    JOIN shift_notes ON shift_notes.shift_id = earlier.id
    WHERE shift_officers.officer_id = $1 AND shifts.starts_at <= $2 AND shifts.ends_at > $2
        AND NOT EXISTS (SELECT 1 FROM shift_note_reads
            WHERE note_id = shift_notes.id AND shift_note_reads.officer_id = $1)";

impl Store {
    /// Leaves a note for the shift after one's own. It is never changed; a second thought is a second note.
    ///
    /// # Errors
    /// [`StoreError::Roster`] when it is empty, too long, or the officer was not on duty in that shift;
    /// [`StoreError::NotFound`], [`StoreError::NotAllowed`].
    pub async fn write_shift_note(
        &self,
        shift: &str,
        text: &str,
        by: OfficerId,
        now: Time,
    ) -> Result<String, StoreError> {
        let mut tx = self.begin().await?;
        self.require(&mut tx, by, Permission::ReadReports).await?;
        let text = text.trim();
        if text.is_empty() || text.chars().count() > NOTE_CHARS_MAX {
            return Err(RosterError::Note.into());
        }
        let kept = shift_in(&mut tx, shift).await?;
        if !kept.shift.people().contains(&by) {
            return Err(RosterError::NotOwnShift.into());
        }
        let id = new_uuid(now)?.to_string();
        sqlx::query(
            "INSERT INTO shift_notes (id, shift_id, officer_id, written_at, text) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(id.as_str())
        .bind(shift)
        .bind(by.to_string())
        .bind(now.millis())
        .bind(text)
        .execute(&mut *tx)
        .await?;
        audit::append(&mut tx, now, Who::Officer(by), Deed::WriteShiftNote, &target(shift), "").await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Says that an officer has read a note. Saying it again changes nothing.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::NotAllowed`] when the officer does not see that desk.
    pub async fn read_shift_note(&self, note: &str, by: OfficerId, now: Time) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let officer = self.require(&mut tx, by, Permission::ReadReports).await?;
        let row = sqlx::query(
            "SELECT shift_id, units.id AS unit_id, units.province AS unit_province FROM shift_notes
             JOIN shifts ON shifts.id = shift_notes.shift_id JOIN units ON units.id = shifts.unit_id
             WHERE shift_notes.id = $1",
        )
        .bind(note)
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(StoreError::NotFound("note"))?;
        if !sight::sees(&sight::sight_at(&mut tx, &officer, now).await?, &row)? {
            return Err(desk::NotAllowed::OtherUnit.into());
        }
        let done = sqlx::query(
            "INSERT INTO shift_note_reads (note_id, officer_id, read_at) VALUES ($1, $2, $3)
             ON CONFLICT (note_id, officer_id) DO NOTHING",
        )
        .bind(note)
        .bind(by.to_string())
        .bind(now.millis())
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() > 0 {
            let target = target(&row.text("shift_id")?);
            audit::append(&mut tx, now, Who::Officer(by), Deed::ReadShiftNote, &target, "").await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// What an officer on duty at `now` has to read and has not, the first first. Nothing for who is not on duty.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn unread_shift_notes(
        &self,
        officer: OfficerId,
        now: Time,
    ) -> Result<Vec<ShiftNote>, StoreError> {
        let sql = format!("{UNREAD} ORDER BY written_at, shift_notes.id");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(officer.to_string())
            .bind(now.millis())
            .fetch_all(&self.inner.read)
            .await?;
        rows.iter().map(|row| note_from_row(row, Vec::new())).collect()
    }

    /// How many notes an officer has to read, and how many reminders are new: what every page of the console tells.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn count_told(&self, officer: OfficerId, now: Time) -> Result<(u64, u64), StoreError> {
        let sql = format!(
            "SELECT (SELECT COUNT(*) FROM ({UNREAD}) AS unread) AS notes,
                (SELECT COUNT(*) FROM reminders WHERE officer_id = $1 AND read_at IS NULL) AS reminders"
        );
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(officer.to_string())
            .bind(now.millis())
            .fetch_one(&self.inner.read)
            .await?;
        Ok((row.unsigned("notes")?, row.unsigned("reminders")?))
    }

    /// The notes of a unit's shifts between two instants, the newest first, with the shifts they are of.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn shift_notes(
        &self,
        unit: &desk::UnitId,
        from: Time,
        to: Time,
    ) -> Result<Vec<(Shift, ShiftNote)>, StoreError> {
        let mut tx = self.begin_read().await?;
        let mut all = Vec::new();
        for shift in of_unit(&mut tx, unit, from, to).await? {
            let rows = sqlx::query(
                "SELECT id, shift_id, officer_id, written_at, text FROM shift_notes WHERE shift_id = $1",
            )
            .bind(shift.id.as_str())
            .fetch_all(&mut *tx)
            .await?;
            for row in &rows {
                let reads = sqlx::query(
                    "SELECT officer_id, read_at FROM shift_note_reads WHERE note_id = $1 ORDER BY read_at",
                )
                .bind(row.text("id")?)
                .fetch_all(&mut *tx)
                .await?;
                let reads = reads.iter().map(|read| Ok((read.parsed("officer_id")?, read.time("read_at")?)));
                let note = note_from_row(row, reads.collect::<Result<_, StoreError>>()?)?;
                all.push((shift.clone(), note));
            }
        }
        tx.commit().await?;
        all.sort_by_key(|(_, note)| std::cmp::Reverse(note.written_at));
        Ok(all)
    }
}

fn note_from_row(row: &AnyRow, read_by: Vec<(OfficerId, Time)>) -> Result<ShiftNote, StoreError> {
    Ok(ShiftNote {
        id: row.text("id")?,
        shift: row.text("shift_id")?,
        officer: row.parsed("officer_id")?,
        written_at: row.time("written_at")?,
        text: row.text("text")?,
        read_by,
    })
}
