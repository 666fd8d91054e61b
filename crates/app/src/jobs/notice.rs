//! The reporter is told: the code of a report that came by mail, and later that it was closed. By mail, to whoever left
//! an address; the letter holds the code and where the report stands, and nothing about anybody.

use anyhow::Context as _;
use intake::answer::{AnswerError, Letter, Postman};
use model::report::ReportState;
use model::{Language, ReportId};
use store::Store;
use store::job::{Job, JobKind};
use web::catalogue::Words;

use crate::context::now;

/// Attempts after which a letter is given up: with the waits between them, about six hours.
pub(super) const ATTEMPTS_MAX: u64 = 15;

/// What a letter is written with.
#[derive(Clone)]
pub(crate) struct Notices {
    /// `None`: no mail server is set, nobody is told.
    pub(crate) postman: Option<Postman>,
    /// Where people follow a report, e.g. `https://khien.example/tra-ma`; empty: not said.
    pub(crate) track_url: String,
    /// Where officers read what they are told, e.g. `https://khien.example/console/nhac-viec`; empty: not said.
    pub(crate) console_url: String,
}

/// Tells the reporter of the report that the job names.
///
/// # Errors
/// When the database or the mail server does not answer: the job is done again.
pub(super) async fn run(store: &Store, notices: &Notices, job: &Job) -> anyhow::Result<()> {
    let Some(postman) = &notices.postman else { return Ok(()) };
    let id: ReportId =
        job.payload.parse().with_context(|| format!("read `{}` as a report id", job.payload))?;
    let Some(notice) = store.notice(id, job.kind.slug(), now()).await? else { return Ok(()) };
    let Some(to) = notice.contact.email else { return Ok(()) };
    let t = Words::new(Language::Vi);
    let about = match (job.kind, notice.state) {
        (JobKind::Closed, ReportState::Resolved) => "resolved",
        (JobKind::Closed, ReportState::Dismissed) => "dismissed",
        // Opened again since: there is nothing to tell yet.
        (JobKind::Closed, _) => return Ok(()),
        _ => "receipt",
    };
    let code = notice.tracking_code.to_string();
    let values = [("code", code.as_str().into()), ("url", notices.track_url.as_str().into())];
    let mut text = t.say_all(&format!("notice-{about}"), &values).into_owned();
    if !notices.track_url.is_empty() {
        text.push_str("\n\n");
        text.push_str(&t.say_all("notice-follow", &values));
    }
    text.push_str("\n\n");
    text.push_str(&t.say("notice-warning"));
    let subject = t.say_all("notice-subject", &values).into_owned();
    let letter = Letter { id: format!("{about}-{id}"), to, subject, text };
    match postman.send(&letter).await {
        Ok(()) => Ok(()),
        Err(error @ (AnswerError::Refused(_) | AnswerError::Address)) => {
            tracing::warn!(report = %id, error = %error, "a letter to a reporter was refused; it is given up");
            Ok(())
        }
        Err(error) if job.attempts >= ATTEMPTS_MAX => {
            tracing::warn!(report = %id, error = %error, "a letter to a reporter was never taken; it is given up");
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}
