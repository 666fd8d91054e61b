//! Attached files are shown to the virus scanner that is set. Without one they stay "not scanned", and the page says
//! so.

use anyhow::Context as _;
use intake::scanner::{Scanner, scan_files};
use model::ReportId;
use store::Store;
use store::job::Job;

use crate::context::now;

/// Attempts after which the files stay as they are: with the waits between them, about six hours.
const ATTEMPTS_MAX: u64 = 15;

/// Shows the files of the report that the job names.
///
/// # Errors
/// When the database or the scanner does not answer: the job is done again.
pub(super) async fn run(store: &Store, scanner: Option<&Scanner>, job: &Job) -> anyhow::Result<()> {
    let Some(scanner) = scanner else { return Ok(()) };
    let id: ReportId =
        job.payload.parse().with_context(|| format!("read `{}` as a report id", job.payload))?;
    match scan_files(store, scanner, id, now).await {
        Ok(_) => Ok(()),
        Err(error) if job.attempts >= ATTEMPTS_MAX => {
            tracing::warn!(report = %id, error = %error, "files were never scanned; that is given up");
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}
