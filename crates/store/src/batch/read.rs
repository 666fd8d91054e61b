//! Batches as officers see them.

use desk::{BatchRowState, BatchSkip, Permission, Sight, UnitId};
use model::{BatchId, OfficerId, Time};
use sqlx::any::AnyRow;

use super::undo::require_own;
use super::{Batch, BatchCount, BatchRow, COLUMNS};
use crate::report::related_from_row;
use crate::row::{Columns as _, column};
use crate::{Store, StoreError, sight};

impl Store {
    /// A batch with how many of its reports stand where.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::NotAllowed`] when an officer of a unit that is not in sight made it.
    pub async fn batch(
        &self,
        id: BatchId,
        by: OfficerId,
        now: Time,
    ) -> Result<(Batch, Vec<BatchCount>), StoreError> {
        let mut tx = self.begin_read().await?;
        let officer = self.require(&mut tx, by, Permission::ReadReports).await?;
        let sql = format!("SELECT {COLUMNS} FROM batches WHERE id = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id.to_string()).fetch_optional(&mut *tx).await?;
        let batch = Batch::from_row(&row.ok_or(StoreError::NotFound("batch"))?)?;
        let sight = sight::sight_at(&mut tx, &officer, now).await?;
        require_own(&mut tx, &batch, by, &sight).await?;
        let rows = sqlx::query(
            "SELECT state, skip, COUNT(*) AS reports FROM batch_rows WHERE batch_id = $1
             GROUP BY state, skip ORDER BY state, skip",
        )
        .bind(id.to_string())
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        let count = |row: &AnyRow| {
            Ok(BatchCount {
                state: row.slug("state", BatchRowState::from_slug)?,
                skip: skip_of(row)?,
                reports: row.unsigned("reports")?,
            })
        };
        Ok((batch, rows.iter().map(count).collect::<Result<_, StoreError>>()?))
    }

    /// Reports of a batch from place `from` on, at most `limit`; what lies outside the sight is a row without its
    /// report.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn batch_rows(
        &self,
        id: BatchId,
        sight: &Sight,
        from: u64,
        limit: u32,
    ) -> Result<Vec<BatchRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT batch_rows.place AS place, batch_rows.state AS row_state, skip, reports.id AS id, tracking_code,
                reports.state AS state, received_at, province, money_lost, method, verdict, unit_id, unit_province
             FROM batch_rows JOIN reports ON reports.id = batch_rows.report_id
             WHERE batch_id = $1 AND batch_rows.place >= $2 ORDER BY batch_rows.place LIMIT $3",
        )
        .bind(id.to_string())
        .bind(column(from))
        .bind(i64::from(limit))
        .fetch_all(&self.inner.read)
        .await?;
        rows.iter().map(|row| batch_row(row, sight)).collect()
    }

    /// Batches that the officers of the units in sight made, newest first, at most `limit`; plans are left out.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn batches(
        &self,
        sight: &Sight,
        before: Option<Time>,
        limit: u32,
    ) -> Result<Vec<Batch>, StoreError> {
        let seen = match sight {
            Sight::All => "",
            Sight::Province(_) => {
                " AND planned_by IN (SELECT officers.id FROM officers JOIN units ON units.id = officers.unit_id
                    WHERE units.province = $3)"
            }
            Sight::Unit(_) => " AND planned_by IN (SELECT id FROM officers WHERE COALESCE(unit_id, 'ministry') = $3)",
        };
        let sql = format!(
            "SELECT {COLUMNS} FROM batches WHERE state <> 'planned' AND planned_at < $1{seen}
             ORDER BY planned_at DESC, id DESC LIMIT $2"
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(before.map_or(i64::MAX, Time::millis))
            .bind(i64::from(limit));
        let rows = sight::bind(query, sight).fetch_all(&self.inner.read).await?;
        rows.iter().map(Batch::from_row).collect()
    }
}

fn skip_of(row: &AnyRow) -> Result<Option<BatchSkip>, StoreError> {
    let Some(slug) = row.text_or_none("skip")? else { return Ok(None) };
    BatchSkip::from_slug(&slug).map(Some).ok_or_else(|| StoreError::Corrupt("unknown skip".to_owned()))
}

fn batch_row(row: &AnyRow, sight: &Sight) -> Result<BatchRow, StoreError> {
    let unit: Option<UnitId> = row.parsed_or_none("unit_id")?;
    let is_seen = sight.sees(&unit.unwrap_or_default(), row.text_or_none("unit_province")?.as_deref());
    Ok(BatchRow {
        place: row.unsigned("place")?,
        state: row.slug("row_state", BatchRowState::from_slug)?,
        skip: skip_of(row)?,
        report: if is_seen { Some(related_from_row(row)?) } else { None },
    })
}
