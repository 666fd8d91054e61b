//! A citizen's report to one transaction: rows, indicators, identity, audit line, follow-up job.

use std::collections::{BTreeSet, HashMap, HashSet};

use model::report::{NewReport, ReportChannel, ReportState};
use model::{Assessment, Indicator, Method, ReportId, Time, TrackingCode};
use sqlx::any::AnyRow;

use desk::rank::{Rank, RankEvidence, rank};
use desk::report_state::is_closed;

use super::Origin;
use super::evidence::StoredFile;
use super::group::{Pending, Written};
use crate::audit::{self, Deed, NewLine, Who};
use crate::job::{self, JobKind};
use crate::row::{Columns as _, column, new_uuid};
use crate::rows::{Value, insert_many, select_many};
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
        if !report.attachments.is_empty()
            && let Some(known) = self.known_submission(report).await?
        {
            return Ok(known);
        }
        // Files first: a row never names a file that is not safely on the disk.
        let files = self.keep_files(&report.attachments).await?;
        let id = ReportId(new_uuid(now)?);
        let pending = Pending {
            id,
            report: report.clone(),
            assessment: assessment.clone(),
            appealed: appealed.cloned(),
            tracking_code: tracking_code.clone(),
            files,
            now,
        };
        match self.write_in_group(pending).await? {
            Written::Stored => Ok(Inserted { id, tracking_code, was_new: true }),
            // Either the same submission came before, or a tracking code was drawn twice.
            Written::Taken => {
                self.known_submission(report).await?.ok_or(StoreError::Conflict("tracking code"))
            }
        }
    }

    /// Stores reports in one transaction, with everything that hangs on them; what became of each.
    pub(super) async fn insert_group(&self, group: &[Pending]) -> Result<Vec<Written>, StoreError> {
        let mut tx = self.begin().await?;
        let rows: Vec<NewRow<'_>> = group.iter().map(NewRow::of).collect();
        let stored = insert_rows(&mut tx, &rows).await?;
        let (mut senders, mut lines) = (vec![], vec![]);
        let (mut subjects, mut receipts, mut scans) = (vec![], vec![], vec![]);
        let mut written = Vec::with_capacity(group.len());
        for pending in group {
            if !stored.contains(&pending.id) {
                written.push(Written::Taken);
                continue;
            }
            written.push(Written::Stored);
            insert_attachments(&mut tx, pending.id, &pending.report, &pending.files, pending.now).await?;
            if !pending.files.is_empty() {
                scans.push((pending.id.to_string(), pending.now));
            }
            if let Some(contact) = &pending.report.contact {
                senders.push((pending.id, contact, pending.now));
            }
            match &pending.appealed {
                Some(indicator) => appeal::insert(&mut tx, pending.id, indicator, pending.now).await?,
                None => subjects.push((pending.id.to_string(), pending.now)),
            }
            if pending.appealed.is_none() && pending.report.channel == ReportChannel::Mail {
                receipts.push((pending.id.to_string(), pending.now));
            }
            lines.push(NewLine {
                at: pending.now,
                who: Who::Public,
                what: Deed::CreateReport,
                target: format!("report:{}", pending.id),
                why: String::new(),
            });
        }
        self.seal_identities(&mut tx, &senders).await?;
        job::enqueue_many(&mut tx, JobKind::Received, subjects).await?;
        job::enqueue_many(&mut tx, JobKind::Receipt, receipts).await?;
        job::enqueue_many(&mut tx, JobKind::Scan, scans).await?;
        if !lines.is_empty() {
            audit::append_many(&mut tx, lines).await?;
        }
        tx.commit().await?;
        Ok(written)
    }

    async fn known_submission(&self, report: &NewReport) -> Result<Option<Inserted>, StoreError> {
        let row = sqlx::query(KNOWN_SUBMISSION)
            .bind(report.submission.to_string())
            .fetch_optional(&self.inner.read)
            .await?;
        row.as_ref().map(known).transpose()
    }
}

/// Finds the report of a submission.
pub(super) const KNOWN_SUBMISSION: &str = "SELECT id, tracking_code FROM reports WHERE submission = $1";

/// The answer that a known submission got.
pub(super) fn known(row: &AnyRow) -> Result<Inserted, StoreError> {
    Ok(Inserted { id: row.parsed("id")?, tracking_code: row.parsed("tracking_code")?, was_new: false })
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

/// Writes rows and their indicators; which of them are new. One whose submission or code is there is left out.
pub(super) async fn insert_rows(tx: &mut Tx, rows: &[NewRow<'_>]) -> Result<HashSet<ReportId>, StoreError> {
    let named: Vec<Vec<(&Indicator, Origin)>> = rows.iter().map(NewRow::indicators).collect();
    let distinct: BTreeSet<String> =
        named.iter().flatten().map(|(indicator, _)| indicator.to_string()).collect();
    let mut counts = count_each(tx, &distinct).await?;
    let mut values = Vec::with_capacity(rows.len());
    for (row, indicators) in rows.iter().zip(&named) {
        let mut related = 0;
        for (indicator, _) in indicators {
            let count = counts.entry(indicator.to_string()).or_default();
            related = related.max(*count);
            *count = (*count + 1).min(RELATED_MAX);
        }
        values.push(row.values(indicators, related));
    }
    let returned = insert_many(tx, INSERT_REPORT, values, "ON CONFLICT DO NOTHING RETURNING id").await?;
    let stored = returned.iter().map(|row| row.parsed("id")).collect::<Result<HashSet<ReportId>, _>>()?;
    let mut values = Vec::new();
    for (row, indicators) in rows.iter().zip(&named).filter(|(row, _)| stored.contains(&row.id)) {
        for (indicator, origin) in indicators {
            values.push(vec![
                Value::Text(row.id.to_string()),
                Value::Text(indicator.to_string()),
                Value::Text(origin.slug().to_owned()),
            ]);
        }
    }
    let start = "INSERT INTO report_indicators (report_id, indicator, origin)";
    insert_many(tx, start, values, "").await?;
    Ok(stored)
}

const INSERT_REPORT: &str = "INSERT INTO reports (id, submission, tracking_code, channel, state, is_open,
    place_in_queue, urgency, received_at, updated_at, text, happened_at, province, place, money_lost,
    claimed_method, method, method_by_officer, verdict, assessment, indicator_first, indicator_count, version)";

/// In how many reports each stands, up to [`RELATED_MAX`].
async fn count_each(tx: &mut Tx, indicators: &BTreeSet<String>) -> Result<HashMap<String, u64>, StoreError> {
    let end = format!(
        ") SELECT indicator, (SELECT COUNT(*) FROM (
            SELECT report_id FROM report_indicators AS others
            WHERE others.indicator = wanted.indicator LIMIT {RELATED_MAX}) AS counted) AS reports FROM wanted"
    );
    let rows = select_many(tx, "WITH wanted (indicator) AS (", indicators.iter().cloned(), &end).await?;
    rows.iter().map(|row| Ok((row.text("indicator")?, row.unsigned("reports")?))).collect()
}

impl<'a> NewRow<'a> {
    fn of(pending: &'a Pending) -> NewRow<'a> {
        NewRow {
            id: pending.id,
            report: &pending.report,
            assessment: &pending.assessment,
            tracking_code: &pending.tracking_code,
            state: ReportState::Received,
            now: pending.now,
        }
    }

    /// The columns of [`INSERT_REPORT`].
    fn values(&self, indicators: &[(&Indicator, Origin)], related: u64) -> Vec<Value> {
        let (report, assessment) = (self.report, self.assessment);
        let rank = self.rank(related);
        let first = indicators.first().map(|(indicator, _)| indicator.to_string()).unwrap_or_default();
        vec![
            Value::Text(self.id.to_string()),
            Value::Text(report.submission.to_string()),
            Value::Text(self.tracking_code.compact().to_owned()),
            Value::Text(report.channel.slug().to_owned()),
            Value::Text(self.state.slug().to_owned()),
            Value::Number(i64::from(!is_closed(self.state))),
            Value::Number(-rank.value),
            Value::Number(rank.head_start_minutes),
            Value::Number(self.now.millis()),
            Value::Number(self.now.millis()),
            Value::Text(report.text.clone()),
            report.happened_at.map(Time::millis).into(),
            report.province.clone().into(),
            Value::Text(report.place.clone()),
            report.money_lost.map(column).into(),
            report.method.map(|method| method.slug().to_owned()).into(),
            self.method().map(|method| method.slug().to_owned()).into(),
            Value::Number(0),
            Value::Text(assessment.verdict.slug().to_owned()),
            Value::Text(serde_json::to_string(assessment).expect("an assessment is plain data")),
            Value::Text(first),
            Value::Number(column(indicators.len() as u64)),
            Value::Number(1),
        ]
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
            source_weight: desk::weight::ORDINARY,
        })
    }
}

/// Other reports that are counted: `desk::rank` counts ten doublings.
pub(super) const RELATED_MAX: u64 = 1 << 10;

/// How many other reports name the most reported one of these indicators, up to [`RELATED_MAX`], each as much as it
/// weighs.
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
        let more = sqlx::query(
            "SELECT CAST(COALESCE(SUM(weight - 100), 0) AS BIGINT) AS percent FROM (
                SELECT weight FROM report_indicators
                JOIN report_weights ON report_weights.report_id = report_indicators.report_id
                WHERE indicator = $1 AND report_indicators.report_id <> $2 LIMIT $3) AS weighed",
        )
        .bind(indicator.to_string())
        .bind(id.to_string())
        .bind(column(RELATED_MAX))
        .fetch_one(&mut **tx)
        .await?;
        let percent = row.number("reports")? * 100 + more.number("percent")?;
        most = most.max(percent.max(0).unsigned_abs() / 100);
    }
    Ok(most)
}

/// Writes the rows of files that are kept.
pub(super) async fn insert_attachments(
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
