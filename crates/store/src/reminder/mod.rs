//! What officers are told: in the console, and by mail where they left an address.
//!
//! In reading order: one reminder, read and put away (here), who is told of deadlines (`source`), the address and the
//! letter (`letter`).

use model::{OfficerId, Time};
use sqlx::any::AnyRow;

use crate::job::{self, JobKind};
use crate::row::{Columns as _, new_uuid};
use crate::{Store, StoreError, Tx};

mod letter;
mod source;

pub use letter::ReminderLetter;
pub(crate) use source::recipients_of;

/// What a reminder is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReminderKind {
    /// A deadline of what the officer works on comes near.
    Deadline,
    /// A deadline of the unit is at risk or over; told to who supervises.
    Escalation,
    /// A shift has ended, and its work is in the officer's hands now.
    HandOver,
    /// Somebody on duty has not read what the shift before left; told to who leads.
    NoteUnread,
}

impl ReminderKind {
    /// Every kind.
    pub const ALL: [ReminderKind; 4] =
        [ReminderKind::Deadline, ReminderKind::Escalation, ReminderKind::HandOver, ReminderKind::NoteUnread];

    /// The stable name used in SQL; the catalogue holds `reminder-<slug>` in each language.
    pub const fn slug(self) -> &'static str {
        match self {
            ReminderKind::Deadline => "deadline",
            ReminderKind::Escalation => "escalation",
            ReminderKind::HandOver => "hand-over",
            ReminderKind::NoteUnread => "note-unread",
        }
    }

    /// The kind with this slug.
    pub fn from_slug(slug: &str) -> Option<ReminderKind> {
        ReminderKind::ALL.into_iter().find(|kind| kind.slug() == slug)
    }
}

/// A reminder as an officer finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Which; a UUID.
    pub id: String,
    /// What it is about.
    pub kind: ReminderKind,
    /// `report:<id>` or `shift:<id>`.
    pub target: String,
    /// Number in the register, e.g. `12/2026`, or how many reports changed hands, or how many have not read a note.
    pub subject: String,
    /// Code of the deadline in `law.toml`; empty when it is about none.
    pub deadline: String,
    /// When that ends; `None` when it is about none.
    pub due_at: Option<Time>,
    /// When it was written.
    pub created_at: Time,
    /// When the officer put it away; `None` while it is new.
    pub read_at: Option<Time>,
    /// When a mail server took it; `None` before, or where there is no address.
    pub mailed_at: Option<Time>,
}

/// A reminder before it is kept.
pub(crate) struct NewReminder {
    pub(crate) officer: OfficerId,
    pub(crate) kind: ReminderKind,
    pub(crate) target: String,
    pub(crate) subject: String,
    pub(crate) deadline: String,
    pub(crate) due_at: Option<Time>,
}

/// Keeps a reminder, and the job that mails it. The caller writes the audit line.
pub(crate) async fn insert(tx: &mut Tx, new: &NewReminder, now: Time) -> Result<(), StoreError> {
    let id = new_uuid(now)?.to_string();
    sqlx::query(
        "INSERT INTO reminders (id, officer_id, kind, target, subject, deadline, due_at, created_at, read_at,
            mailed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, NULL)",
    )
    .bind(id.as_str())
    .bind(new.officer.to_string())
    .bind(new.kind.slug())
    .bind(new.target.as_str())
    .bind(new.subject.as_str())
    .bind(new.deadline.as_str())
    .bind(new.due_at.map(Time::millis))
    .bind(now.millis())
    .execute(&mut **tx)
    .await?;
    job::enqueue(tx, JobKind::Reminder, &id, now, now).await
}

const COLUMNS: &str =
    "id, officer_id, kind, target, subject, deadline, due_at, created_at, read_at, mailed_at";

impl Store {
    /// What an officer was told, the newest first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn reminders(&self, officer: OfficerId, limit: u32) -> Result<Vec<Reminder>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM reminders WHERE officer_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(officer.to_string())
            .bind(i64::from(limit))
            .fetch_all(&self.inner.read)
            .await?;
        rows.iter().map(from_row).collect()
    }

    /// Puts away what an officer has been told up to `until`; one's own alone. Answers how many.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn put_reminders_away(
        &self,
        officer: OfficerId,
        until: Time,
        now: Time,
    ) -> Result<u64, StoreError> {
        let done = sqlx::query(
            "UPDATE reminders SET read_at = $3 WHERE officer_id = $1 AND created_at <= $2 AND read_at IS NULL",
        )
        .bind(officer.to_string())
        .bind(until.millis())
        .bind(now.millis())
        .execute(&self.inner.write)
        .await?;
        Ok(done.rows_affected())
    }
}

fn from_row(row: &AnyRow) -> Result<Reminder, StoreError> {
    Ok(Reminder {
        id: row.text("id")?,
        kind: row.slug("kind", ReminderKind::from_slug)?,
        target: row.text("target")?,
        subject: row.text("subject")?,
        deadline: row.text("deadline")?,
        due_at: row.time_or_none("due_at")?,
        created_at: row.time("created_at")?,
        read_at: row.time_or_none("read_at")?,
        mailed_at: row.time_or_none("mailed_at")?,
    })
}
