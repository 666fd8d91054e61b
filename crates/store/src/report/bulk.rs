//! Many reports at once: the synthetic province-year, and imports from another system.

use model::report::{NewReport, ReportState};
use model::{Assessment, ReportId, Time, TrackingCode};

use super::insert::NewRow;
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

impl Store {
    /// Stores many reports in one transaction, with one audit line that says `why`. A submission that is
    /// already there stops all of them. Identities are sealed; attachments are left out.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when a submission or code is already there, [`StoreError::Unavailable`].
    pub async fn bulk_insert_reports(
        &self,
        reports: &[BulkReport],
        why: &str,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        for bulk in reports {
            let id = ReportId(new_uuid(bulk.received_at)?);
            let row = NewRow {
                id,
                report: &bulk.report,
                assessment: &bulk.assessment,
                tracking_code: &bulk.tracking_code,
                state: bulk.state,
                now: bulk.received_at,
            };
            row.insert(&mut tx).await?;
            if let Some(contact) = &bulk.report.contact {
                self.seal_identity(&mut tx, id, contact, bulk.received_at).await?;
            }
        }
        let detail = format!("{} reports: {why}", reports.len());
        audit::append(&mut tx, now, Who::Command, Deed::ImportReports, "", &detail).await?;
        tx.commit().await?;
        Ok(())
    }
}
