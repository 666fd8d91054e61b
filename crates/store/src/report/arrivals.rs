//! Many reports that arrive together from one sender: each answered for, none twice, all of a batch or none.

use desk::Permission;
use model::report::{NewReport, ReportState};
use model::{Assessment, OfficerId, ReportId, Time, TrackingCode};

use super::desk_of::lay_on;
use super::insert::{Inserted, KNOWN_SUBMISSION, NewRow, insert_rows, known};
use crate::audit::{self, Deed, Who};
use crate::job::{self, JobKind};
use crate::officer::unit::unit_in;
use crate::row::{Columns as _, new_uuid};
use crate::{Store, StoreError, Tx};

/// Days for which the key of a file is remembered.
const KEPT_DAYS: i64 = 30;

/// One report of a batch. Attachments are not taken here.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The report.
    pub report: NewReport,
    /// Its assessment.
    pub assessment: Assessment,
    /// Its code, if it is new.
    pub tracking_code: TrackingCode,
    /// The number it has at its sender; may be empty.
    pub reference: String,
}

impl Store {
    /// Stores a batch in one transaction with one audit line; a submission that is already there gets the answer
    /// it got first. `sender` is the name that the report page shows.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when a tracking code is taken or the same submission was stored at this moment
    /// (try again with other codes), [`StoreError::Unavailable`].
    pub async fn insert_arrivals(
        &self,
        arrivals: &[Arrival],
        sender: &str,
        who: Who,
        now: Time,
    ) -> Result<Vec<Inserted>, StoreError> {
        let mut tx = self.begin().await?;
        let mut answers = Vec::with_capacity(arrivals.len());
        for arrival in arrivals {
            answers.push(self.insert_arrival(&mut tx, arrival, sender, now).await?);
        }
        let new = answers.iter().filter(|answer| answer.was_new).count();
        if new > 0 {
            let why = format!("{new} reports: {sender}");
            audit::append(&mut tx, now, who, Deed::ImportReports, "", &why).await?;
        }
        tx.commit().await?;
        Ok(answers)
    }

    async fn insert_arrival(
        &self,
        tx: &mut Tx,
        arrival: &Arrival,
        sender: &str,
        now: Time,
    ) -> Result<Inserted, StoreError> {
        let row = sqlx::query(KNOWN_SUBMISSION)
            .bind(arrival.report.submission.to_string())
            .fetch_optional(&mut **tx)
            .await?;
        if let Some(row) = row {
            return known(&row);
        }
        let id = ReportId(new_uuid(now)?);
        let row = NewRow {
            id,
            report: &arrival.report,
            assessment: &arrival.assessment,
            tracking_code: &arrival.tracking_code,
            state: ReportState::Received,
            now,
        };
        if insert_rows(tx, &[row]).await?.is_empty() {
            return Err(StoreError::Conflict("tracking code"));
        }
        if let Some(contact) = &arrival.report.contact {
            self.seal_identities(tx, &[(id, contact, now)]).await?;
        }
        sqlx::query("INSERT INTO report_senders (report_id, sender, reference) VALUES ($1, $2, $3)")
            .bind(id.to_string())
            .bind(sender)
            .bind(arrival.reference.as_str())
            .execute(&mut **tx)
            .await?;
        job::enqueue(tx, JobKind::Received, &id.to_string(), now, now).await?;
        Ok(Inserted { id, tracking_code: arrival.tracking_code.clone(), was_new: true })
    }

    /// Remembers that `sender` uses `key` for the file with this SHA-256.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the key was used for another file, [`StoreError::Unavailable`].
    pub async fn begin_bulk_file(
        &self,
        sender: &str,
        key: &str,
        sha256: &str,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query("DELETE FROM bulk_files WHERE created_at < $1")
            .bind(now.plus_days(-KEPT_DAYS).millis())
            .execute(&mut *tx)
            .await?;
        sqlx::query(
            "INSERT INTO bulk_files (sender, file_key, sha256, created_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (sender, file_key) DO NOTHING",
        )
        .bind(sender)
        .bind(key)
        .bind(sha256)
        .bind(now.millis())
        .execute(&mut *tx)
        .await?;
        let row = sqlx::query("SELECT sha256 FROM bulk_files WHERE sender = $1 AND file_key = $2")
            .bind(sender)
            .bind(key)
            .fetch_one(&mut *tx)
            .await?;
        if row.text("sha256")? != sha256 {
            return Err(StoreError::Conflict("idempotency key"));
        }
        Ok(tx.commit().await?)
    }

    /// Notes which officer typed a report in, on which channel, and lays it on the desk of the officer's unit.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`], [`StoreError::Unavailable`].
    pub async fn note_taken_by(
        &self,
        id: ReportId,
        by: OfficerId,
        channel: &str,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let officer = self.require(&mut tx, by, Permission::WorkReports).await?;
        if let Some(unit) = unit_in(&mut tx, &officer.unit.id).await? {
            lay_on(&mut tx, id, &unit, "officer").await?;
        }
        let target = format!("report:{id}");
        audit::append(&mut tx, now, Who::Officer(by), Deed::TakeCall, &target, channel).await?;
        Ok(tx.commit().await?)
    }

    /// Who sent a report and the number it has there; `None` when no partner did.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn report_sender(&self, id: ReportId) -> Result<Option<(String, String)>, StoreError> {
        let row = sqlx::query("SELECT sender, reference FROM report_senders WHERE report_id = $1")
            .bind(id.to_string())
            .fetch_optional(&self.inner.read)
            .await?;
        row.map(|row| Ok((row.text("sender")?, row.text("reference")?))).transpose()
    }
}
