//! Reading reports.

use model::report::{ReportChannel, ReportState, SourceKind};
use model::{Indicator, ReportId, TrackingCode, Verdict};
use sqlx::any::AnyRow;

use super::clock::stored_clock;
use super::{
    Attachment, Note, Origin, RelatedReport, Report, ReportIndicator, ReportStatus, Source, SourceDue,
};
use crate::row::Columns as _;
use crate::{Store, StoreError, Tx, Version};

impl Store {
    /// A report with all that hangs on it, but never its reporter's identity.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn report(&self, id: ReportId) -> Result<Report, StoreError> {
        let mut tx = self.begin_read().await?;
        let row = sqlx::query(
            "SELECT id, submission, tracking_code, channel, state, received_at, updated_at, text,
                happened_at, province, place, money_lost, claimed_method, method, method_by_officer,
                assessment, urgency, assigned_to, version,
                (SELECT COUNT(*) FROM identities WHERE report_id = reports.id) AS has_identity
             FROM reports WHERE id = $1",
        )
        .bind(id.to_string())
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(StoreError::NotFound("report"))?;
        let mut report = report_from_row(&row)?;
        report.indicators = indicators(&mut tx, id).await?;
        report.attachments = attachments(&mut tx, id).await?;
        report.source = source(&mut tx, id).await?;
        report.notes = notes(&mut tx, id).await?;
        tx.commit().await?;
        Ok(report)
    }

    /// What the reporter may see by code; `None` when no report has this code.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn report_status(&self, code: &TrackingCode) -> Result<Option<ReportStatus>, StoreError> {
        let row = sqlx::query(
            "SELECT state, received_at, updated_at, recorded_at, due, clock
             FROM reports LEFT JOIN sources ON sources.report_id = reports.id
             WHERE tracking_code = $1",
        )
        .bind(code.compact().to_owned())
        .fetch_optional(&self.inner.read)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(ReportStatus {
            state: row.slug("state", ReportState::from_slug)?,
            received_at: row.time("received_at")?,
            updated_at: row.time("updated_at")?,
            recorded_at: row.time_or_none("recorded_at")?,
            due: match row.time_or_none("recorded_at")? {
                None => Vec::new(),
                Some(_) => stored_clock(&row)?.running().map(SourceDue::from).collect(),
            },
        }))
    }

    /// The report with this tracking code, for an officer; `None` when there is none.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn report_by_code(&self, code: &TrackingCode) -> Result<Option<ReportId>, StoreError> {
        let row = sqlx::query("SELECT id FROM reports WHERE tracking_code = $1")
            .bind(code.compact().to_owned())
            .fetch_optional(&self.inner.read)
            .await?;
        row.map(|row| row.parsed("id")).transpose()
    }

    /// Reports in which this indicator was seen, newest first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn reports_with_indicator(
        &self,
        indicator: &Indicator,
        limit: u32,
    ) -> Result<Vec<RelatedReport>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, state, received_at, province, money_lost, method, verdict
             FROM report_indicators JOIN reports ON reports.id = report_indicators.report_id
             WHERE indicator = $1 ORDER BY report_id DESC LIMIT $2",
        )
        .bind(indicator.to_string())
        .bind(i64::from(limit))
        .fetch_all(&self.inner.read)
        .await?;
        rows.iter().map(related_from_row).collect()
    }

    /// In how many reports this indicator was seen.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn count_reports_with_indicator(&self, indicator: &Indicator) -> Result<u64, StoreError> {
        let row = sqlx::query("SELECT COUNT(*) AS reports FROM report_indicators WHERE indicator = $1")
            .bind(indicator.to_string())
            .fetch_one(&self.inner.read)
            .await?;
        row.unsigned("reports")
    }
}

fn report_from_row(row: &AnyRow) -> Result<Report, StoreError> {
    Ok(Report {
        id: row.parsed("id")?,
        submission: row.parsed("submission")?,
        tracking_code: row.parsed("tracking_code")?,
        channel: row.slug("channel", ReportChannel::from_slug)?,
        state: row.slug("state", ReportState::from_slug)?,
        received_at: row.time("received_at")?,
        updated_at: row.time("updated_at")?,
        text: row.text("text")?,
        happened_at: row.time_or_none("happened_at")?,
        province: row.text_or_none("province")?,
        place: row.text("place")?,
        money_lost: row.number_or_none("money_lost")?.map(i64::unsigned_abs),
        claimed_method: row.parsed_or_none("claimed_method")?,
        method: row.parsed_or_none("method")?,
        method_by_officer: row.number("method_by_officer")? != 0,
        assessment: serde_json::from_str(&row.text("assessment")?)
            .map_err(|_| StoreError::Corrupt("unreadable assessment".to_owned()))?,
        urgency: row.number("urgency")?,
        assigned_to: row.parsed_or_none("assigned_to")?,
        indicators: Vec::new(),
        attachments: Vec::new(),
        source: None,
        notes: Vec::new(),
        has_identity: row.number("has_identity")? != 0,
        version: Version(row.number("version")?),
    })
}

fn related_from_row(row: &AnyRow) -> Result<RelatedReport, StoreError> {
    Ok(RelatedReport {
        id: row.parsed("id")?,
        state: row.slug("state", ReportState::from_slug)?,
        received_at: row.time("received_at")?,
        province: row.text_or_none("province")?,
        money_lost: row.number_or_none("money_lost")?.map(i64::unsigned_abs),
        method: row.parsed_or_none("method")?,
        verdict: row.slug("verdict", Verdict::from_slug)?,
    })
}

async fn indicators(tx: &mut Tx, id: ReportId) -> Result<Vec<ReportIndicator>, StoreError> {
    let rows = sqlx::query(
        "SELECT indicator, origin,
            (SELECT COUNT(*) FROM report_indicators AS others
             WHERE others.indicator = mine.indicator AND others.report_id <> mine.report_id) AS others
         FROM report_indicators AS mine WHERE report_id = $1 ORDER BY indicator",
    )
    .bind(id.to_string())
    .fetch_all(&mut **tx)
    .await?;
    let mut indicators = Vec::with_capacity(rows.len());
    for row in &rows {
        indicators.push(ReportIndicator {
            indicator: row.indicator()?,
            origin: row.slug("origin", Origin::from_slug)?,
            other_reports: row.unsigned("others")?,
        });
    }
    indicators.sort_by(|a, b| a.indicator.cmp(&b.indicator));
    Ok(indicators)
}

async fn attachments(tx: &mut Tx, id: ReportId) -> Result<Vec<Attachment>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, report_id, name, media_type, bytes_len, sha256
         FROM attachments WHERE report_id = $1 ORDER BY id",
    )
    .bind(id.to_string())
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(attachment_from_row).collect()
}

pub(super) fn attachment_from_row(row: &AnyRow) -> Result<Attachment, StoreError> {
    Ok(Attachment {
        id: row.parsed("id")?,
        report_id: row.parsed("report_id")?,
        name: row.text("name")?,
        media_type: row.text("media_type")?,
        bytes_len: row.unsigned("bytes_len")?,
        sha256: row.text("sha256")?,
    })
}

async fn source(tx: &mut Tx, id: ReportId) -> Result<Option<Source>, StoreError> {
    let row = sqlx::query(
        "SELECT year, number, kind, recorded_at, recorded_by, due, clock FROM sources WHERE report_id = $1",
    )
    .bind(id.to_string())
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| {
        Ok(Source {
            year: row.unsigned("year")?,
            number: row.unsigned("number")?,
            kind: row.slug("kind", SourceKind::from_slug)?,
            recorded_at: row.time("recorded_at")?,
            recorded_by: row.parsed("recorded_by")?,
            clock: stored_clock(&row)?,
        })
    })
    .transpose()
}

async fn notes(tx: &mut Tx, id: ReportId) -> Result<Vec<Note>, StoreError> {
    let rows = sqlx::query(
        "SELECT officer_id, written_at, text FROM notes WHERE report_id = $1 ORDER BY written_at, id",
    )
    .bind(id.to_string())
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Note {
                officer: row.parsed("officer_id")?,
                written_at: row.time("written_at")?,
                text: row.text("text")?,
            })
        })
        .collect()
}
