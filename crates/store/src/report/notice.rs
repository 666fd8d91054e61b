//! What a reporter who left a way is told, and where to.

use model::report::{Contact, ReportState};
use model::{ReportId, Time, TrackingCode};

use super::identity::sealed_contact;
use crate::audit::{self, Deed, Who};
use crate::row::Columns as _;
use crate::{Store, StoreError};

/// A reporter, and where the report stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How to reach them.
    pub contact: Contact,
    /// The code that they keep.
    pub tracking_code: TrackingCode,
    /// Where the report stands now.
    pub state: ReportState,
}

impl Store {
    /// Opens the address of a reporter for the program, to tell them of their report; `None` when they are
    /// anonymous, erased, or the report is gone. The audit line, with `why`, is written before the answer is given.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`], [`StoreError::Unavailable`].
    pub async fn notice(&self, id: ReportId, why: &str, now: Time) -> Result<Option<Notice>, StoreError> {
        let mut tx = self.begin().await?;
        let row = sqlx::query("SELECT tracking_code, state FROM reports WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&mut *tx)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let Some(contact) = sealed_contact(&mut tx, &self.inner.key, id).await? else { return Ok(None) };
        let notice = Notice {
            contact,
            tracking_code: row.parsed("tracking_code")?,
            state: row.slug("state", ReportState::from_slug)?,
        };
        let target = format!("report:{id}");
        audit::append(&mut tx, now, Who::System, Deed::NotifyReporter, &target, why).await?;
        tx.commit().await?;
        Ok(Some(notice))
    }
}
