//! Mail to the desk's mailbox: [`letter`] reads one within bounds, [`take`] makes a report of it, [`mailbox`] fetches
//! from an IMAP server and marks what was stored. Page: `docs/mailbox.md`.

mod html;
pub mod letter;
pub mod mailbox;

use model::report::{NewReport, ReportChannel, ReportFields};
use store::report::Inserted;

pub use letter::{Letter, LetterProblem};

use crate::receive::{Desk, IntakeError, receive, submission};

/// What became of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// A report, new or the one this mail became before.
    Report(Inserted),
    /// None, for this reason: a person looks at it.
    Quarantined(LetterProblem),
}

/// Makes a report of a mail. The same message again, by its Message-ID, is the same report.
///
/// # Errors
/// [`IntakeError`] when the database does not answer: the mail stays where it is.
pub async fn take(desk: &impl Desk, bytes: Vec<u8>) -> Result<Taken, IntakeError> {
    // Reading is work of the processor, on a thread that holds up nobody.
    let read = tokio::task::spawn_blocking(move || letter::read(&bytes)).await;
    let letter = match read.unwrap_or(Err(LetterProblem::Unreadable)) {
        Ok(letter) => letter,
        Err(problem) => return Ok(Taken::Quarantined(problem)),
    };
    let fields = ReportFields {
        submission: submission(&["mail", &letter.id]),
        text: letter.text,
        contact_name: letter.from_name,
        contact_email: letter.from,
        attachments: letter.attachments,
        ..ReportFields::default()
    };
    let report = match NewReport::parse(fields, ReportChannel::Mail, desk.now(), |_| false) {
        Ok(report) => report,
        Err(problems) => {
            let is_marked = problems.iter().any(|problem| problem.code == "secret-marking");
            let problem =
                if is_marked { LetterProblem::SecretMarking } else { LetterProblem::NothingReported };
            return Ok(Taken::Quarantined(problem));
        }
    };
    Ok(Taken::Report(receive(desk, &report).await?))
}
