//! An officer who left an address is told by mail too: the number in the register and what is due, nothing of what was
//! reported and nobody's name.

use anyhow::Context as _;
use intake::answer::{AnswerError, Letter};
use model::{Language, Reference};
use store::Store;
use store::job::Job;
use web::catalogue::Words;

use super::Notices;
use super::notice::ATTEMPTS_MAX;
use crate::context::now;

/// Sends the letter of the reminder that the job names. A letter that was taken is not sent again; one whose taking
/// could not be noted has the same Message-ID the second time.
///
/// # Errors
/// When the database or the mail server does not answer: the job is done again.
pub(super) async fn run(
    store: &Store,
    reference: &Reference,
    notices: &Notices,
    job: &Job,
) -> anyhow::Result<()> {
    let Some(postman) = &notices.postman else { return Ok(()) };
    let Some(kept) = store.reminder_letter(&job.payload).await? else { return Ok(()) };
    let t = Words::new(Language::Vi);
    let sentence = web::reminder_sentence(&reference.law, t, &kept.reminder);
    let mut text = sentence.clone();
    if !notices.console_url.is_empty() {
        text.push_str("\n\n");
        text.push_str(&notices.console_url);
    }
    text.push_str("\n\n");
    text.push_str(&t.say("reminder-letter-foot"));
    let letter = Letter {
        id: format!("reminder-{}", kept.reminder.id),
        to: kept.address,
        subject: t.say_with("reminder-letter-subject", "what", sentence.as_str()).into_owned(),
        text,
    };
    match postman.send(&letter).await {
        Ok(()) => store.reminder_mailed(&job.payload, now()).await.context("note that a letter was taken"),
        Err(error @ (AnswerError::Refused(_) | AnswerError::Address)) => {
            tracing::warn!(error = %error, "a letter to an officer was refused; it is given up");
            Ok(())
        }
        Err(error) if job.attempts >= ATTEMPTS_MAX => {
            tracing::warn!(error = %error, "a letter to an officer was never taken; it is given up");
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}
