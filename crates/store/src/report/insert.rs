//! A citizen's report to one transaction: rows, indicators, identity, audit line, follow-up job.

use model::report::{NewReport, ReportState};
use model::{Assessment, Indicator, Method, ReportId, Time, TrackingCode};

use desk::rank::{Rank, RankEvidence, rank};
use desk::report_state::is_closed;

use super::Origin;
use super::evidence::StoredFile;
use crate::audit::{self, Deed, Who};
use crate::error::conflict_if_unique;
use crate::job::{self, JobKind};
use crate::row::{Columns as _, column, new_uuid};
use crate::{Store, StoreError, Tx, appeal};

/// The answer to a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inserted {
    /// Which report it is.
    pub id: ReportId,
    /// The code the reporter keeps: of the first time, when the same submission came before.
    pub tracking_code: TrackingCode,
    /// Whether it was stored now; `false` when the same submission came before.
    pub was_new: bool,
}

impl Store {
    /// Stores a report with its assessment. The same submission again gives the same answer and changes
    /// nothing.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the tracking code is taken (try another one),
    /// [`StoreError::Evidence`], [`StoreError::Unavailable`].
    pub async fn insert_report(
        &self,
        report: &NewReport,
        assessment: &Assessment,
        tracking_code: TrackingCode,
        now: Time,
    ) -> Result<Inserted, StoreError> {
        self.insert_with(report, assessment, None, tracking_code, now).await
    }

    /// Stores an appeal against the entry for `appealed`: a report that stands in the queue of appeals and carries no
    /// assessment, so that appealing never counts against what is appealed.
    ///
    /// # Errors
    /// As [`Store::insert_report`].
    pub async fn insert_appeal(
        &self,
        report: &NewReport,
        appealed: &Indicator,
        tracking_code: TrackingCode,
        now: Time,
    ) -> Result<Inserted, StoreError> {
        self.insert_with(report, &Assessment::no_information(), Some(appealed), tracking_code, now).await
    }

    async fn insert_with(
        &self,
        report: &NewReport,
        assessment: &Assessment,
        appealed: Option<&Indicator>,
        tracking_code: TrackingCode,
        now: Time,
    ) -> Result<Inserted, StoreError> {
        if let Some(known) = self.known_submission(report).await? {
            return Ok(known);
        }
        // Files first: a row never names a file that is not safely on the disk.
        let files = self.keep_files(&report.attachments).await?;
        let mut tx = self.begin().await?;
        let id = ReportId(new_uuid(now)?);
        let state = ReportState::Received;
        let row = NewRow { id, report, assessment, tracking_code: &tracking_code, state, now };
        let inserted = match row.insert(&mut tx).await {
            Err(StoreError::Conflict(_)) => {
                tx.rollback().await?;
                // Either a race with the same submission, or a tracking code drawn twice.
                return self.known_submission(report).await?.ok_or(StoreError::Conflict("tracking code"));
            }
            other => other,
        };
        inserted?;
        insert_attachments(&mut tx, id, report, &files, now).await?;
        if let Some(contact) = &report.contact {
            self.seal_identity(&mut tx, id, contact, now).await?;
        }
        if let Some(indicator) = appealed {
            appeal::insert(&mut tx, id, indicator, now).await?;
        } else {
            let subject = id.to_string();
            job::enqueue(&mut tx, JobKind::Received, &subject, now, now).await?;
        }
        audit::append(&mut tx, now, Who::Public, Deed::CreateReport, &format!("report:{id}"), "").await?;
        tx.commit().await?;
        Ok(Inserted { id, tracking_code, was_new: true })
    }

    async fn known_submission(&self, report: &NewReport) -> Result<Option<Inserted>, StoreError> {
        let row = sqlx::query("SELECT id, tracking_code FROM reports WHERE submission = $1")
            .bind(report.submission.to_string())
            .fetch_optional(&self.inner.read)
            .await?;
        row.map(|row| {
            Ok(Inserted {
                id: row.parsed("id")?,
                tracking_code: row.parsed("tracking_code")?,
                was_new: false,
            })
        })
        .transpose()
    }
}

/// A report about to become a row.
pub(super) struct NewRow<'a> {
    pub(super) id: ReportId,
    pub(super) report: &'a NewReport,
    pub(super) assessment: &'a Assessment,
    pub(super) tracking_code: &'a TrackingCode,
    pub(super) state: ReportState,
    pub(super) now: Time,
}

impl NewRow<'_> {
    /// Writes the row and its indicators.
    pub(super) async fn insert(&self, tx: &mut Tx) -> Result<(), StoreError> {
        let indicators = self.indicators();
        let related = related_reports(tx, self.id, indicators.iter().map(|(one, _)| *one)).await?;
        self.insert_row(tx, &indicators, related).await?;
        for (indicator, origin) in &indicators {
            sqlx::query("INSERT INTO report_indicators (report_id, indicator, origin) VALUES ($1, $2, $3)")
                .bind(self.id.to_string())
                .bind(indicator.to_string())
                .bind(origin.slug())
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    async fn insert_row(
        &self,
        tx: &mut Tx,
        indicators: &[(&Indicator, Origin)],
        related: u64,
    ) -> Result<(), StoreError> {
        let (report, assessment) = (self.report, self.assessment);
        let rank = self.rank(related);
        let assessment_json = serde_json::to_string(assessment).expect("an assessment is plain data");
        sqlx::query(
            "INSERT INTO reports (id, submission, tracking_code, channel, state, is_open, place_in_queue,
                urgency, received_at, updated_at, text, happened_at, province, place, money_lost,
                claimed_method, method, method_by_officer, verdict, assessment, indicator_first,
                indicator_count, assigned_to, version)
             VALUES ($1, $2, $3, $4, $5, $20, $6, $7, $8, $8, $9, $10, $11, $12, $13, $14, $15, 0, $16, $17,
                $18, $19, NULL, 1)",
        )
        .bind(self.id.to_string())
        .bind(report.submission.to_string())
        .bind(self.tracking_code.compact().to_owned())
        .bind(report.channel.slug())
        .bind(self.state.slug())
        .bind(-rank.value)
        .bind(rank.head_start_minutes)
        .bind(self.now.millis())
        .bind(report.text.as_str())
        .bind(report.happened_at.map(Time::millis))
        .bind(report.province.as_deref())
        .bind(report.place.as_str())
        .bind(report.money_lost.map(column))
        .bind(report.method.map(Method::slug))
        .bind(self.method().map(Method::slug))
        .bind(assessment.verdict.slug())
        .bind(assessment_json)
        .bind(indicators.first().map(|(indicator, _)| indicator.to_string()).unwrap_or_default())
        .bind(column(indicators.len() as u64))
        .bind(i64::from(!is_closed(self.state)))
        .execute(&mut **tx)
        .await
        .map_err(|error| conflict_if_unique(error, "report"))?;
        Ok(())
    }

    /// What the sender says, else what the engine says.
    fn method(&self) -> Option<Method> {
        self.report.method.or(self.assessment.method.map(|guess| guess.method))
    }

    /// Named ones first, then those the engine found, without repeats.
    fn indicators(&self) -> Vec<(&Indicator, Origin)> {
        let named = self.report.indicators.iter().map(|indicator| (indicator, Origin::Named));
        let found = self.assessment.indicators.iter().map(|found| (&found.indicator, Origin::Found));
        let mut all: Vec<(&Indicator, Origin)> = Vec::new();
        for (indicator, origin) in named.chain(found) {
            if !all.iter().any(|(other, _)| *other == indicator) {
                all.push((indicator, origin));
            }
        }
        all
    }

    fn rank(&self, related_reports: u64) -> Rank {
        rank(&RankEvidence {
            received_at: self.now,
            happened_at: self.report.happened_at,
            money_lost: self.report.money_lost,
            method: self.method(),
            verdict: self.assessment.verdict,
            related_reports,
        })
    }
}

/// Other reports that are counted: `desk::rank` counts ten doublings.
pub(super) const RELATED_MAX: u64 = 1 << 10;

/// How many other reports name the most reported one of these indicators, up to [`RELATED_MAX`].
pub(super) async fn related_reports(
    tx: &mut Tx,
    id: ReportId,
    indicators: impl Iterator<Item = &Indicator>,
) -> Result<u64, StoreError> {
    let mut most = 0;
    for indicator in indicators {
        let row = sqlx::query(
            "SELECT COUNT(*) AS reports FROM (
                SELECT report_id FROM report_indicators
                WHERE indicator = $1 AND report_id <> $2 LIMIT $3) AS others",
        )
        .bind(indicator.to_string())
        .bind(id.to_string())
        .bind(column(RELATED_MAX))
        .fetch_one(&mut **tx)
        .await?;
        most = most.max(row.unsigned("reports")?);
    }
    Ok(most)
}

async fn insert_attachments(
    tx: &mut Tx,
    id: ReportId,
    report: &NewReport,
    files: &[StoredFile],
    now: Time,
) -> Result<(), StoreError> {
    for (attachment, file) in report.attachments.iter().zip(files) {
        sqlx::query(
            "INSERT INTO attachments (id, report_id, name, media_type, bytes_len, sha256, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(new_uuid(now)?.to_string())
        .bind(id.to_string())
        .bind(attachment.name.as_str())
        .bind(attachment.media_type)
        .bind(column(attachment.bytes.len() as u64))
        .bind(file.sha256.as_str())
        .bind(now.millis())
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}
