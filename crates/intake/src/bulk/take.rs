//! Rows to reports: parsed, assessed and stored in batches, each row answered for.

use model::TrackingCode;
use model::report::{FieldError, NewReport, ReportChannel};
use store::StoreError;
use store::audit::Who;
use store::report::{Arrival, Inserted};

use super::row::Row;
use crate::receive::{Desk, IntakeError, random};

/// Reports stored in one transaction: other reports wait no longer than that takes.
const BATCH: usize = 200;

/// Tries of one batch, when a code is taken or the same file comes twice at the same time.
const TRIES: usize = 5;

/// Who sends a file.
#[derive(Clone, Debug)]
pub struct Sender {
    /// What its row numbers belong to: `consumer:<id>`, `officer:<id>` or `command`.
    pub id: String,
    /// The name that the report page shows.
    pub name: String,
    /// For the audit trail.
    pub who: Who,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Stored now, under this code.
    Stored(TrackingCode),
    /// The same row came before and got this code.
    Repeated(TrackingCode),
    /// Not stored, with every field that could not be taken.
    Refused(Vec<FieldError>),
}

/// The answer for one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowAnswer {
    /// Line of the text file or row of the sheet, from 1.
    pub line: u64,
    /// The number that the report has at its sender; may be empty.
    pub reference: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// Takes the rows of a file. What was stored before a failure stays stored, and the same file again goes on
/// where it ended, with the same codes.
///
/// # Errors
/// [`IntakeError`] when the database does not answer.
pub async fn take(
    desk: &impl Desk,
    sender: &Sender,
    file_key: &str,
    rows: &[Row],
) -> Result<Vec<RowAnswer>, IntakeError> {
    let mut answers = Vec::with_capacity(rows.len());
    for batch in rows.chunks(BATCH) {
        take_batch(desk, sender, file_key, batch, &mut answers).await?;
    }
    Ok(answers)
}

async fn take_batch(
    desk: &impl Desk,
    sender: &Sender,
    file_key: &str,
    rows: &[Row],
    answers: &mut Vec<RowAnswer>,
) -> Result<(), IntakeError> {
    let mut arrivals = Vec::new();
    let mut refused = Vec::with_capacity(rows.len());
    for row in rows {
        refused.push(match report(desk, sender, file_key, row) {
            Ok(report) => {
                let assessment = desk.assess(&report.text);
                let tracking_code = TrackingCode::from_random(random()?);
                arrivals.push(Arrival { report, assessment, tracking_code, reference: row.reference() });
                None
            }
            Err(problems) => Some(problems),
        });
        // Reading a text is work of the processor: others get their turn between two.
        tokio::task::yield_now().await;
    }
    let mut stored = store(desk, sender, &mut arrivals).await?.into_iter();
    for (row, refused) in rows.iter().zip(refused) {
        let outcome = match refused {
            Some(problems) => Outcome::Refused(problems),
            None => match stored.next().expect("one answer for each arrival") {
                Inserted { tracking_code, was_new: true, .. } => Outcome::Stored(tracking_code),
                Inserted { tracking_code, .. } => Outcome::Repeated(tracking_code),
            },
        };
        answers.push(RowAnswer { line: row.line, reference: row.reference(), outcome });
    }
    Ok(())
}

fn report(
    desk: &impl Desk,
    sender: &Sender,
    file_key: &str,
    row: &Row,
) -> Result<NewReport, Vec<FieldError>> {
    let reference = desk.reference();
    let fields = row.fields(&sender.id, file_key, reference)?;
    let is_province = |code: &str| reference.places.province(code).is_some();
    NewReport::parse(fields, ReportChannel::Partner, desk.now(), is_province)
}

async fn store(
    desk: &impl Desk,
    sender: &Sender,
    arrivals: &mut [Arrival],
) -> Result<Vec<Inserted>, IntakeError> {
    for attempt in 1.. {
        let stored = desk.store().insert_arrivals(arrivals, &sender.name, sender.who, desk.now()).await;
        match stored {
            Err(StoreError::Conflict(_)) if attempt < TRIES => {
                for arrival in arrivals.iter_mut() {
                    arrival.tracking_code = TrackingCode::from_random(random()?);
                }
            }
            other => return Ok(other?),
        }
    }
    unreachable!("the last attempt returns")
}
