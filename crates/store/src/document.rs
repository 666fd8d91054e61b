//! Templates of letters as an administrator changed them, and the trail of letters that were made.
//!
//! The store does not read templates: the caller checks a text before it is kept.

use desk::{NotAllowed, Permission, Sight};
use model::{CaseId, OfficerId, ReportId, Time};

use crate::audit::{self, Deed, Who};
use crate::row::Columns as _;
use crate::{Store, StoreError, Version, sight};

/// A changed template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredTemplate {
    /// Which kind of document.
    pub code: String,
    /// Its text.
    pub text: String,
    /// By whom it was changed last.
    pub changed_by: OfficerId,
    /// When.
    pub changed_at: Time,
    /// State of the row.
    pub version: Version,
}

impl Store {
    /// Every changed template.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn document_templates(&self) -> Result<Vec<StoredTemplate>, StoreError> {
        let rows = sqlx::query(
            "SELECT code, text, changed_by, changed_at, version FROM document_templates ORDER BY code",
        )
        .fetch_all(&self.inner.read)
        .await?;
        let template = |row: &sqlx::any::AnyRow| {
            Ok(StoredTemplate {
                code: row.text("code")?,
                text: row.text("text")?,
                changed_by: row.parsed("changed_by")?,
                changed_at: row.time("changed_at")?,
                version: Version(row.number("version")?),
            })
        };
        rows.iter().map(template).collect()
    }

    /// Changes a template, for every unit: only an administrator of the root may. Its row was last seen as `version`; `Version(0)`: there was none.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it changed since, [`StoreError::NotAllowed`].
    pub async fn set_document_template(
        &self,
        code: &str,
        version: Version,
        text: &str,
        by: OfficerId,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let officer = self.require(&mut tx, by, Permission::ManageOfficers).await?;
        if officer.unit.sight() != Sight::All {
            return Err(NotAllowed::OtherUnit.into());
        }
        let done = sqlx::query(
            "INSERT INTO document_templates (code, text, changed_by, changed_at, version)
             VALUES ($1, $2, $3, $4, 1)
             ON CONFLICT (code) DO UPDATE SET text = $2, changed_by = $3, changed_at = $4,
                version = document_templates.version + 1
             WHERE document_templates.version = $5",
        )
        .bind(code)
        .bind(text)
        .bind(by.to_string())
        .bind(now.millis())
        .bind(version.0)
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::Conflict("template"));
        }
        let target = format!("template:{code}");
        audit::append(&mut tx, now, Who::Officer(by), Deed::ChangeTemplate, &target, "").await?;
        tx.commit().await?;
        Ok(())
    }

    /// Notes in the trail that a letter about a case was made, before it is given out.
    ///
    /// # Errors
    /// As [`Store::note_document`].
    pub async fn note_case_letter(
        &self,
        case: CaseId,
        code: &str,
        by: OfficerId,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        self.require(&mut tx, by, Permission::WorkReports).await?;
        let target = format!("case:{case}");
        audit::append(&mut tx, now, Who::Officer(by), Deed::MakeDocument, &target, code).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Notes in the trail that a letter about a report was made, before it is given out.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`], [`StoreError::Unavailable`].
    pub async fn note_document(
        &self,
        report: ReportId,
        code: &str,
        by: OfficerId,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let officer = self.require(&mut tx, by, Permission::WorkReports).await?;
        sight::require_seen(&mut tx, &officer, report, now).await?;
        let target = format!("report:{report}");
        audit::append(&mut tx, now, Who::Officer(by), Deed::MakeDocument, &target, code).await?;
        tx.commit().await?;
        Ok(())
    }
}
