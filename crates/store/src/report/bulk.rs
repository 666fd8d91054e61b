//! Many reports at once: the synthetic province-year, and imports from another system.

use model::report::{NewReport, ReportState};
use model::{Assessment, ReportId, Time, TrackingCode};

use super::insert::{NewRow, insert_rows};
use crate::audit::{self, Deed, Who};
use crate::row::new_uuid;
use crate::{Store, StoreError};

/// One report of many.
#[derive(Clone, Debug)]
pub struct BulkReport {
    /// The report; attachments are not taken here.
    pub report: NewReport,
    /// Its assessment.
    pub assessment: Assessment,
    /// Its code.
    pub tracking_code: TrackingCode,
    /// When it came.
    pub received_at: Time,
    /// Where it stands. `Recorded` is not taken here: it needs a number of the register.
    pub state: ReportState,
}

/// Reports whose indicators are counted together.
const AT_ONCE: usize = 256;

impl Store {
    /// Stores many reports in one transaction, with one audit line that says `why`. A submission that is
    /// already there stops all of them. Identities are sealed; attachments are left out.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when a submission or code is already there, [`StoreError::Unavailable`].
    pub async fn bulk_insert_reports<'a>(
        &self,
        reports: &'a [BulkReport],
        why: &str,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let mut ids = Vec::with_capacity(reports.len());
        for bulk in reports {
            ids.push(ReportId(new_uuid(bulk.received_at)?));
        }
        let row = |(bulk, id): (&'a BulkReport, &ReportId)| NewRow {
            id: *id,
            report: &bulk.report,
            assessment: &bulk.assessment,
            tracking_code: &bulk.tracking_code,
            state: bulk.state,
            now: bulk.received_at,
        };
        let rows: Vec<NewRow<'_>> = reports.iter().zip(&ids).map(row).collect();
        for chunk in rows.chunks(AT_ONCE) {
            if insert_rows(&mut tx, chunk).await?.len() < chunk.len() {
                return Err(StoreError::Conflict("report"));
            }
        }
        let senders: Vec<_> = reports
            .iter()
            .zip(&ids)
            .filter_map(|(bulk, id)| Some((*id, bulk.report.contact.as_ref()?, bulk.received_at)))
            .collect();
        self.seal_identities(&mut tx, &senders).await?;
        crate::search::index_in(&mut tx, &ids).await?;
        let detail = format!("{} reports: {why}", reports.len());
        audit::append(&mut tx, now, Who::Command, Deed::ImportReports, "", &detail).await?;
        tx.commit().await?;
        Ok(())
    }
}
