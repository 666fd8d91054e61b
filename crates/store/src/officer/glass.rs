//! Breaking the glass: for a short time an officer sees what lies on other units' desks, with a reason.

use desk::{NotAllowed, Permission};
use model::{OfficerId, Time};

use super::target;
use crate::audit::{self, Deed, Who};
use crate::row::{Columns as _, new_uuid};
use crate::{Store, StoreError, Tx};

/// Minutes for which the glass stays broken: long enough for one emergency, too short for browsing.
pub const GLASS_MINUTES: i64 = 30;

/// Characters of the reason, at least: "việc gấp" says nothing to an auditor.
pub const GLASS_REASON_CHARS_MIN: usize = 15;

/// A broken glass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlassBreak {
    /// Why.
    pub reason: String,
    /// Since when.
    pub began_at: Time,
    /// Until when.
    pub ends_at: Time,
}

impl Store {
    /// Lets an officer see everything for [`GLASS_MINUTES`]. Again while it stands: for as long again.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] without the permission or a reason that says something.
    pub async fn break_glass(
        &self,
        by: OfficerId,
        reason: &str,
        now: Time,
    ) -> Result<GlassBreak, StoreError> {
        let mut tx = self.begin().await?;
        self.require(&mut tx, by, Permission::BreakGlass).await?;
        let reason = reason.trim();
        if reason.chars().count() < GLASS_REASON_CHARS_MIN {
            return Err(NotAllowed::GroundMissing.into());
        }
        let ends_at = Time::from_millis(now.millis() + GLASS_MINUTES * 60_000);
        let broken = GlassBreak { reason: reason.to_owned(), began_at: now, ends_at };
        sqlx::query(
            "INSERT INTO glass_breaks (id, officer_id, reason, began_at, ends_at) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(new_uuid(now)?.to_string())
        .bind(by.to_string())
        .bind(reason)
        .bind(now.millis())
        .bind(ends_at.millis())
        .execute(&mut *tx)
        .await?;
        audit::append(&mut tx, now, Who::Officer(by), Deed::BreakGlass, &target(by), reason).await?;
        tx.commit().await?;
        Ok(broken)
    }

    /// Ends it before its time. Ending what has ended changes nothing.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn mend_glass(&self, by: OfficerId, now: Time) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let ended =
            sqlx::query("UPDATE glass_breaks SET ends_at = $2 WHERE officer_id = $1 AND ends_at > $2")
                .bind(by.to_string())
                .bind(now.millis())
                .execute(&mut *tx)
                .await?;
        if ended.rows_affected() > 0 {
            audit::append(&mut tx, now, Who::Officer(by), Deed::MendGlass, &target(by), "").await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

/// The glass that stands broken at `now`; `None` when none does.
pub(crate) async fn broken(
    tx: &mut Tx,
    officer: OfficerId,
    now: Time,
) -> Result<Option<GlassBreak>, StoreError> {
    let row = sqlx::query(
        "SELECT reason, began_at, ends_at FROM glass_breaks WHERE officer_id = $1 AND ends_at > $2
         AND began_at <= $2 ORDER BY ends_at DESC LIMIT 1",
    )
    .bind(officer.to_string())
    .bind(now.millis())
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| {
        Ok(GlassBreak {
            reason: row.text("reason")?,
            began_at: row.time("began_at")?,
            ends_at: row.time("ends_at")?,
        })
    })
    .transpose()
}
