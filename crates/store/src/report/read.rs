//! Reading reports.

use desk::{NotAllowed, Sight};
use model::report::{ReportChannel, ReportState, SourceKind};
use model::{Indicator, OfficerId, ReportId, Time, TrackingCode, Verdict};
use sqlx::any::AnyRow;

use super::clock::stored_clock;
use super::{
    Attachment, COUNTED_MAX, Note, Origin, RelatedReport, Report, ReportIndicator, ReportStatus, Scan,
    Source, SourceDue,
};
use crate::audit::{self, Deed, Who};
use crate::row::{Columns as _, column};
use crate::{Store, StoreError, Tx, Version, sight};

/// Minutes within which an officer who opens the same report again leaves no second trace: looking back and forth
/// is one reading.
const READ_AGAIN_MINUTES: i64 = 10;

impl Store {
    /// A report with all that hangs on it, but never its reporter's identity. For an officer see
    /// [`Store::open_report`], which leaves a trace.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::NotAllowed`] when it lies on a desk that is not in sight.
    pub async fn report(&self, id: ReportId, sight: &Sight) -> Result<Report, StoreError> {
        let mut tx = self.begin_read().await?;
        let row = sqlx::query(
            "SELECT id, submission, tracking_code, channel, state, received_at, updated_at, text,
                happened_at, province, place, money_lost, claimed_method, method, method_by_officer,
                assessment, urgency, assigned_to, version, unit_id, unit_province, unit_reason, erased_at, news_at, spam_of,
                (SELECT COUNT(*) FROM identities WHERE report_id = reports.id) AS has_identity
             FROM reports WHERE id = $1",
        )
        .bind(id.to_string())
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(StoreError::NotFound("report"))?;
        if !sight::sees(sight, &row)? {
            return Err(NotAllowed::OtherUnit.into());
        }
        let mut report = report_from_row(&row)?;
        report.indicators = indicators(&mut tx, id).await?;
        report.attachments = attachments(&mut tx, id).await?;
        report.source = source(&mut tx, id).await?;
        report.notes = notes(&mut tx, id).await?;
        report.additions = super::add::additions(&mut tx, id).await?;
        tx.commit().await?;
        Ok(report)
    }

    /// A report as an officer opens it: the opening is in the trail, once in ten minutes; so is one
    /// that was refused.
    ///
    /// # Errors
    /// As [`Store::report`].
    pub async fn open_report(
        &self,
        id: ReportId,
        sight: &Sight,
        by: OfficerId,
        now: Time,
    ) -> Result<Report, StoreError> {
        let (read, deed) = match self.report(id, sight).await {
            Ok(report) => (Ok(report), Deed::ReadReport),
            Err(error @ StoreError::NotAllowed(_)) => (Err(error), Deed::RefuseReport),
            Err(error) => return Err(error),
        };
        let (target, who) = (format!("report:{id}"), Who::Officer(by));
        let since = Time::from_millis(now.millis() - READ_AGAIN_MINUTES * 60_000);
        // Joined to nothing, a column is no way in: a planner without statistics would read every opening there is.
        let before = sqlx::query(
            "SELECT position FROM audit_lines WHERE target = $1 AND what || '' = $2 AND who || '' = $3 AND at > $4
             LIMIT 1",
        )
        .bind(target.as_str())
        .bind(deed.slug())
        .bind(who.to_string())
        .bind(since.millis())
        .fetch_optional(&self.inner.read)
        .await?;
        if before.is_none() {
            let mut tx = self.begin().await?;
            audit::append(&mut tx, now, who, deed, &target, "").await?;
            tx.commit().await?;
        }
        if read.as_ref().is_ok_and(|report| report.has_news) {
            // Somebody has seen what is new.
            sqlx::query("UPDATE reports SET news_at = NULL WHERE id = $1 AND news_at IS NOT NULL")
                .bind(id.to_string())
                .execute(&self.inner.write)
                .await?;
        }
        read
    }

    /// Officers who opened a report lately, each with the time of the last opening in the trail, the latest first. One
    /// line stands for ten minutes, so that lately is twenty.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn recent_readers(
        &self,
        id: ReportId,
        now: Time,
    ) -> Result<Vec<(OfficerId, Time)>, StoreError> {
        let since = Time::from_millis(now.millis() - 2 * READ_AGAIN_MINUTES * 60_000);
        let rows = sqlx::query(
            "SELECT who, MAX(at) AS at FROM audit_lines WHERE target = $1 AND what || '' = $2 AND at > $3
             GROUP BY who ORDER BY MAX(at) DESC",
        )
        .bind(format!("report:{id}"))
        .bind(Deed::ReadReport.slug())
        .bind(since.millis())
        .fetch_all(&self.inner.read)
        .await?;
        let mut readers = Vec::with_capacity(rows.len());
        for row in &rows {
            if let Who::Officer(officer) = row.parsed("who")? {
                readers.push((officer, row.time("at")?));
            }
        }
        Ok(readers)
    }

    /// What the reporter may see by code; `None` when no report has this code.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn report_status(&self, code: &TrackingCode) -> Result<Option<ReportStatus>, StoreError> {
        let row = sqlx::query(
            "SELECT state, received_at, updated_at, reporter_answer, recorded_at, due, clock
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
            answer: row.text("reporter_answer")?,
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

    /// Reports in sight in which this indicator was seen, newest first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn reports_with_indicator(
        &self,
        indicator: &Indicator,
        sight: &Sight,
        limit: u32,
    ) -> Result<Vec<RelatedReport>, StoreError> {
        let sql = format!(
            "SELECT id, tracking_code, state, received_at, province, money_lost, method, verdict
             FROM report_indicators JOIN reports ON reports.id = report_indicators.report_id
             WHERE indicator = $1{} ORDER BY report_id DESC LIMIT $2",
            sight::condition(sight, 3)
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(indicator.to_string()).bind(i64::from(limit));
        let rows = sight::bind(query, sight).fetch_all(&self.inner.read).await?;
        rows.iter().map(related_from_row).collect()
    }

    /// In how many reports this indicator was seen; [`COUNTED_MAX`] + 1 when in more than that.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn count_reports_with_indicator(&self, indicator: &Indicator) -> Result<u64, StoreError> {
        let row = sqlx::query(
            "SELECT COUNT(*) AS reports FROM (
                SELECT 1 FROM report_indicators WHERE indicator = $1 LIMIT $2) AS counted",
        )
        .bind(indicator.to_string())
        .bind(column(COUNTED_MAX + 1))
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
        unit: row.parsed_or_none("unit_id")?.unwrap_or_default(),
        unit_province: row.text_or_none("unit_province")?,
        unit_reason: row.text_or_none("unit_reason")?,
        spam_of: row.parsed_or_none("spam_of")?,
        assigned_to: row.parsed_or_none("assigned_to")?,
        indicators: Vec::new(),
        attachments: Vec::new(),
        source: None,
        notes: Vec::new(),
        additions: Vec::new(),
        has_news: row.number_or_none("news_at")?.is_some(),
        erased_at: row.time_or_none("erased_at")?,
        has_identity: row.number("has_identity")? != 0,
        version: Version(row.number("version")?),
    })
}

/// Of a row with the columns of a [`RelatedReport`].
pub(crate) fn related_from_row(row: &AnyRow) -> Result<RelatedReport, StoreError> {
    Ok(RelatedReport {
        id: row.parsed("id")?,
        tracking_code: row.parsed("tracking_code")?,
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
            (SELECT COUNT(*) FROM (
                SELECT 1 FROM report_indicators AS others
                WHERE others.indicator = mine.indicator AND others.report_id <> mine.report_id
                LIMIT $2) AS counted) AS others
         FROM report_indicators AS mine WHERE report_id = $1 ORDER BY indicator",
    )
    .bind(id.to_string())
    .bind(column(COUNTED_MAX + 1))
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
        "SELECT id, report_id, name, media_type, bytes_len, sha256, scanned_at, scan_found
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
        scan: match (row.time_or_none("scanned_at")?, row.text_or_none("scan_found")?) {
            (None, _) => Scan::NotScanned,
            (Some(at), None) => Scan::Clean(at),
            (Some(at), Some(found)) => Scan::Found(found, at),
        },
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
