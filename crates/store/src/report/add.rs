//! The reporter adds to a report, by its code alone.

use desk::report_state::is_closed;
use model::report::{NewReport, ReportState};
use model::{Assessment, ReportId, Time, TrackingCode};

use super::Addition;
use super::change::target;
use super::insert::insert_attachments;
use crate::audit::{self, Deed, Who};
use crate::job::{self, JobKind};
use crate::row::{Columns as _, column, new_uuid};
use crate::{Store, StoreError, Tx, search};

/// Additions to one report.
pub const ADDITIONS_MAX: u64 = 50;

impl Store {
    /// Adds a text and files to the report with this code, with what the engine found in the text. The same submission
    /// again changes nothing. The next officer who looks at the queue sees that there is something new.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when no report has the code; [`StoreError::Conflict`] `"closed report"` when it is
    /// closed or erased, `"additions"` when there are [`ADDITIONS_MAX`] already; [`StoreError::Evidence`].
    pub async fn add_to_report(
        &self,
        code: &TrackingCode,
        addition: &NewReport,
        assessment: &Assessment,
        now: Time,
    ) -> Result<(), StoreError> {
        let files = self.keep_files(&addition.attachments).await?;
        let mut tx = self.begin().await?;
        let row = sqlx::query(
            "UPDATE reports SET news_at = $2 WHERE tracking_code = $1 RETURNING id, state, erased_at",
        )
        .bind(code.compact().to_owned())
        .bind(now.millis())
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(StoreError::NotFound("report"))?;
        let id: ReportId = row.parsed("id")?;
        if is_closed(row.slug("state", ReportState::from_slug)?) || row.number_or_none("erased_at")?.is_some()
        {
            return Err(StoreError::Conflict("closed report"));
        }
        if !insert(&mut tx, id, addition, now).await? {
            // It came before: nothing of this transaction stays.
            return Ok(());
        }
        insert_attachments(&mut tx, id, addition, &files, now).await?;
        insert_found(&mut tx, id, addition, assessment).await?;
        search::add_words(&mut tx, id, &addition.text).await?;
        let about = id.to_string();
        job::enqueue(&mut tx, JobKind::Received, &about, now, now).await?;
        if !files.is_empty() {
            job::enqueue(&mut tx, JobKind::Scan, &about, now, now).await?;
        }
        audit::append(&mut tx, now, Who::Public, Deed::AddToReport, &target(id), "").await?;
        Ok(tx.commit().await?)
    }

    /// When the reporter added something, oldest first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn additions_by_code(&self, code: &TrackingCode) -> Result<Vec<Time>, StoreError> {
        let rows = sqlx::query(
            "SELECT additions.received_at AS at FROM additions JOIN reports ON reports.id = additions.report_id
             WHERE tracking_code = $1 ORDER BY additions.received_at",
        )
        .bind(code.compact().to_owned())
        .fetch_all(&self.inner.read)
        .await?;
        rows.iter().map(|row| row.time("at")).collect()
    }
}

/// Writes the row; `false` when this submission came before.
async fn insert(tx: &mut Tx, id: ReportId, addition: &NewReport, now: Time) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT COUNT(*) AS additions FROM additions WHERE report_id = $1")
        .bind(id.to_string())
        .fetch_one(&mut **tx)
        .await?;
    let done = sqlx::query(
        "INSERT INTO additions (id, report_id, submission, received_at, text) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT DO NOTHING",
    )
    .bind(new_uuid(now)?.to_string())
    .bind(id.to_string())
    .bind(addition.submission.to_string())
    .bind(now.millis())
    .bind(addition.text.as_str())
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() > 0 && row.unsigned("additions")? >= ADDITIONS_MAX {
        return Err(StoreError::Conflict("additions"));
    }
    Ok(done.rows_affected() > 0)
}

/// What the engine found in the text joins the indicators of the report, up to what one report may name.
async fn insert_found(
    tx: &mut Tx,
    id: ReportId,
    addition: &NewReport,
    assessment: &Assessment,
) -> Result<(), StoreError> {
    let found = assessment.indicators.iter().map(|found| &found.indicator);
    for indicator in addition.indicators.iter().chain(found).take(NewReport::INDICATORS_MAX) {
        sqlx::query(
            "INSERT INTO report_indicators (report_id, indicator, origin) VALUES ($1, $2, 'found')
             ON CONFLICT DO NOTHING",
        )
        .bind(id.to_string())
        .bind(indicator.to_string())
        .execute(&mut **tx)
        .await?;
    }
    sqlx::query(
        "UPDATE reports SET version = version + 1,
            indicator_count = (SELECT COUNT(*) FROM report_indicators WHERE report_id = $1),
            indicator_first = CASE WHEN indicator_first <> '' THEN indicator_first ELSE COALESCE(
                (SELECT MIN(indicator) FROM report_indicators WHERE report_id = $1), '') END
         WHERE id = $1",
    )
    .bind(id.to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What was added to a report, oldest first.
pub(super) async fn additions(tx: &mut Tx, id: ReportId) -> Result<Vec<Addition>, StoreError> {
    let rows = sqlx::query(
        "SELECT received_at, text FROM additions WHERE report_id = $1 ORDER BY received_at, id LIMIT $2",
    )
    .bind(id.to_string())
    .bind(column(ADDITIONS_MAX))
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| Ok(Addition { received_at: row.time("received_at")?, text: row.text("text")? }))
        .collect()
}
