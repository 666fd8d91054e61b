//! The secret address under which a calendar program reads an officer's deadlines and shifts.

use model::{OfficerId, Time};

use crate::audit::{self, Deed, Who};
use crate::officer::Officer;
use crate::officer::session::token_hash;
use crate::report::DueLine;
use crate::row::Columns as _;
use crate::{Store, StoreError};

/// Whose deadlines a calendar shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarScope {
    /// Of what the officer works on.
    Mine,
    /// Of everything the officer's unit sees.
    Unit,
}

impl CalendarScope {
    /// The stable name used in SQL and forms.
    pub const fn slug(self) -> &'static str {
        match self {
            CalendarScope::Mine => "mine",
            CalendarScope::Unit => "unit",
        }
    }

    /// The scope with this slug.
    pub fn from_slug(slug: &str) -> Option<CalendarScope> {
        [CalendarScope::Mine, CalendarScope::Unit].into_iter().find(|scope| scope.slug() == slug)
    }
}

impl Store {
    /// Gives an officer a calendar address with `token`, a random text of at least 128 bits; an earlier one ends.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn set_calendar_link(
        &self,
        officer: OfficerId,
        token: &str,
        scope: CalendarScope,
        now: Time,
    ) -> Result<(), StoreError> {
        self.change_calendar_link(officer, Some((token, scope)), now).await
    }

    /// Ends an officer's calendar address.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn drop_calendar_link(&self, officer: OfficerId, now: Time) -> Result<(), StoreError> {
        self.change_calendar_link(officer, None, now).await
    }

    async fn change_calendar_link(
        &self,
        officer: OfficerId,
        link: Option<(&str, CalendarScope)>,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query("DELETE FROM calendar_links WHERE officer_id = $1")
            .bind(officer.to_string())
            .execute(&mut *tx)
            .await?;
        if let Some((token, scope)) = link {
            sqlx::query(
                "INSERT INTO calendar_links (officer_id, token_hash, scope, created_at) VALUES ($1, $2, $3, $4)",
            )
            .bind(officer.to_string())
            .bind(token_hash(token))
            .bind(scope.slug())
            .bind(now.millis())
            .execute(&mut *tx)
            .await?;
        }
        let why = link.map_or("", |(_, scope)| scope.slug());
        let (who, target) = (Who::Officer(officer), format!("officer:{officer}"));
        audit::append(&mut tx, now, who, Deed::SetCalendar, &target, why).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Since when an officer has a calendar address, and what it shows; `None` when there is none.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn calendar_link(
        &self,
        officer: OfficerId,
    ) -> Result<Option<(Time, CalendarScope)>, StoreError> {
        let row = sqlx::query("SELECT scope, created_at FROM calendar_links WHERE officer_id = $1")
            .bind(officer.to_string())
            .fetch_optional(&self.inner.read)
            .await?;
        row.map(|row| Ok((row.time("created_at")?, row.slug("scope", CalendarScope::from_slug)?))).transpose()
    }

    /// The officer behind a calendar address; `None` when it has ended or the officer may not sign in any more.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn calendar_owner(&self, token: &str) -> Result<Option<(Officer, CalendarScope)>, StoreError> {
        let row = sqlx::query("SELECT officer_id, scope FROM calendar_links WHERE token_hash = $1")
            .bind(token_hash(token))
            .fetch_optional(&self.inner.read)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let officer = self.officer(row.parsed("officer_id")?).await?;
        let scope = row.slug("scope", CalendarScope::from_slug)?;
        Ok(officer.disabled_at.is_none().then_some((officer, scope)))
    }

    /// Sources an officer works on that have something running, what is due first first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn due_sources_of(&self, officer: OfficerId, limit: u32) -> Result<Vec<DueLine>, StoreError> {
        let rows = sqlx::query(
            "SELECT report_id, year, number, kind, sources.recorded_at AS recorded_at, due, clock, next_due_at,
                assigned_to, province
             FROM reports JOIN sources ON sources.report_id = reports.id
             WHERE assigned_to = $1 AND is_open = 1 AND next_due_at IS NOT NULL
             ORDER BY next_due_at, report_id LIMIT $2",
        )
        .bind(officer.to_string())
        .bind(i64::from(limit))
        .fetch_all(&self.inner.read)
        .await?;
        rows.iter().map(crate::report::due_line_from_row).collect()
    }
}
