//! Views that officers keep: a list with its filter, its columns and its order, by a name; and lists given out as
//! files, which leave a line in the trail.

use desk::{NotAllowed, Permission};
use model::{OfficerId, Time, ViewId};
use sqlx::any::AnyRow;

use crate::audit::{self, Deed, Who};
use crate::row::{Columns as _, new_uuid};
use crate::{Store, StoreError};

/// Views of one officer; more is a list to search through.
pub const VIEWS_MAX: i64 = 50;

/// A view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Which.
    pub id: ViewId,
    /// Who kept it.
    pub officer: OfficerId,
    /// Whether the officers of the unit see it too.
    pub is_shared: bool,
    /// Which list: `queue` or `search`.
    pub list: String,
    /// By which it is known.
    pub name: String,
    /// Filter, columns and order, as in the address of the list.
    pub query: String,
}

impl Store {
    /// Keeps a view, for the officer alone or for the officer's unit.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] without the permission or a name; [`StoreError::Conflict`] when the officer keeps
    /// [`VIEWS_MAX`] already.
    pub async fn save_view(
        &self,
        list: &str,
        name: &str,
        query: &str,
        is_shared: bool,
        by: OfficerId,
        now: Time,
    ) -> Result<ViewId, StoreError> {
        let mut tx = self.begin().await?;
        let officer = self.require(&mut tx, by, Permission::ReadReports).await?;
        if name.trim().is_empty() {
            return Err(NotAllowed::GroundMissing.into());
        }
        let kept = sqlx::query("SELECT COUNT(*) AS views FROM views WHERE officer_id = $1")
            .bind(by.to_string())
            .fetch_one(&mut *tx)
            .await?;
        if kept.number("views")? >= VIEWS_MAX {
            return Err(StoreError::Conflict("views"));
        }
        let id = ViewId(new_uuid(now)?);
        sqlx::query(
            "INSERT INTO views (id, officer_id, unit_id, list, name, query, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(id.to_string())
        .bind(by.to_string())
        .bind(is_shared.then(|| officer.unit.id.as_str().to_owned()))
        .bind(list)
        .bind(name.trim())
        .bind(query)
        .bind(now.millis())
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(id)
    }

    /// The views of one list that an officer sees: the own ones and those of the unit, by name.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Unavailable`].
    pub async fn views(&self, list: &str, officer: OfficerId) -> Result<Vec<View>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, officer_id, unit_id, list, name, query FROM views
             WHERE list = $1 AND (officer_id = $2 OR unit_id =
                (SELECT COALESCE(unit_id, 'ministry') FROM officers WHERE id = $2))
             ORDER BY name, id",
        )
        .bind(list)
        .bind(officer.to_string())
        .fetch_all(&self.inner.read)
        .await?;
        rows.iter().map(view_from_row).collect()
    }

    /// Forgets a view; only who kept it may.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the officer keeps no such view.
    pub async fn delete_view(&self, id: ViewId, by: OfficerId) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        self.require(&mut tx, by, Permission::ReadReports).await?;
        let gone = sqlx::query("DELETE FROM views WHERE id = $1 AND officer_id = $2")
            .bind(id.to_string())
            .bind(by.to_string())
            .execute(&mut *tx)
            .await?;
        if gone.rows_affected() == 0 {
            return Err(StoreError::NotFound("view"));
        }
        tx.commit().await?;
        Ok(())
    }

    /// Notes in the trail that a list leaves as a file, before it is given out. `mark` stands on every row of the
    /// file; `what` tells what it is without naming anybody.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] without the permission or a reason.
    pub async fn note_export(
        &self,
        mark: &str,
        what: &str,
        reason: &str,
        by: OfficerId,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        self.require(&mut tx, by, Permission::ExportReports).await?;
        if reason.trim().is_empty() {
            return Err(NotAllowed::GroundMissing.into());
        }
        let (target, why) = (format!("export:{mark}"), format!("{what}: {}", reason.trim()));
        audit::append(&mut tx, now, Who::Officer(by), Deed::ExportReports, &target, &why).await?;
        tx.commit().await?;
        Ok(())
    }
}

fn view_from_row(row: &AnyRow) -> Result<View, StoreError> {
    Ok(View {
        id: row.parsed("id")?,
        officer: row.parsed("officer_id")?,
        is_shared: row.text_or_none("unit_id")?.is_some(),
        list: row.text("list")?,
        name: row.text("name")?,
        query: row.text("query")?,
    })
}
