//! The reporter is told: the code of a report that came by mail, and later that it was closed. By mail, to whoever left
//! an address, else by short message, to whoever asked for one; it holds the code and where the report stands, and nothing about anybody.

use anyhow::Context as _;
use intake::answer::{AnswerError, Letter, Postman};
use intake::scanner::Scanner;
use intake::sms::{Outbox, OutboxError};
use model::report::ReportState;
use model::{Language, ReportId};
use store::Store;
use store::job::{Job, JobKind};
use store::report::Notice;
use web::catalogue::Words;

use crate::context::now;

/// Attempts after which a letter is given up: with the waits between them, about six hours.
pub(super) const ATTEMPTS_MAX: u64 = 15;

/// What a letter is written with.
#[derive(Clone)]
pub(crate) struct Notices {
    /// `None`: no mail server is set, nobody is told.
    pub(crate) postman: Option<Postman>,
    /// Where short messages are laid; `None`: none are sent.
    pub(crate) outbox: Option<Outbox>,
    /// What attached files are shown to; `None`: they are not scanned.
    pub(crate) scanner: Option<Scanner>,
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
    if notices.postman.is_none() && notices.outbox.is_none() {
        return Ok(());
    }
    let id: ReportId =
        job.payload.parse().with_context(|| format!("read `{}` as a report id", job.payload))?;
    let Some(notice) = store.notice(id, job.kind.slug(), now()).await? else { return Ok(()) };
    let about = match (job.kind, notice.state) {
        (JobKind::Closed, ReportState::Resolved) => "resolved",
        (JobKind::Closed, ReportState::Dismissed) => "dismissed",
        // Opened again since: there is nothing to tell yet.
        (JobKind::Closed, _) => return Ok(()),
        _ => "receipt",
    };
    // One way is enough; a letter says more.
    match (&notices.postman, &notice.contact.email, &notices.outbox, &notice.contact.phone) {
        (Some(postman), Some(email), ..) => by_letter(postman, notices, &notice, email, about, id, job).await,
        (.., Some(outbox), Some(phone)) if notice.contact.sms && about != "receipt" => {
            by_message(outbox, &notice, phone, about, id, job).await
        }
        _ => Ok(()),
    }
}

/// Tells a reporter by short message: the code and what became of it.
async fn by_message(
    outbox: &Outbox,
    notice: &Notice,
    phone: &str,
    about: &str,
    id: ReportId,
    job: &Job,
) -> anyhow::Result<()> {
    let code = notice.tracking_code.to_string();
    let text = Words::new(Language::Vi).say_with(&format!("sms-{about}"), "code", code.as_str()).into_owned();
    match outbox.send(phone, &text).await {
        Ok(()) => Ok(()),
        Err(error) if error == OutboxError::Refused || job.attempts >= ATTEMPTS_MAX => {
            tracing::warn!(report = %id, error = %error, "a short message to a reporter is given up");
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

async fn by_letter(
    postman: &Postman,
    notices: &Notices,
    notice: &Notice,
    to: &str,
    about: &str,
    id: ReportId,
    job: &Job,
) -> anyhow::Result<()> {
    let t = Words::new(Language::Vi);
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
    let letter = Letter { id: format!("{about}-{id}"), to: to.to_owned(), subject, text };
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

#[cfg(test)]
mod tests {
    use desk::Role;
    use model::report::{Contact, NewReport, ReportChannel, ReportFields};
    use model::{Assessment, Reference, Time, TrackingCode};
    use store::audit::Who;
    use store::officer::NewOfficer;
    use testkit::TestDatabase;

    use super::*;

    const NOW: Time = Time::from_millis(1_795_305_600_000);

    /// Stores a report with this contact and closes it; its code and the job that tells of it.
    async fn closed(database: &TestDatabase, number: u64, contact: Contact) -> (TrackingCode, Job) {
        let store = &database.store;
        let fields = ReportFields {
            submission: uuid::Uuid::from_u64_pair(number, 1).to_string(),
            text: "Có người gọi từ 0900 000 123".to_owned(),
            ..ReportFields::default()
        };
        let report = NewReport::parse(fields, ReportChannel::Web, NOW, |_| false).unwrap();
        let report = NewReport { contact: Some(contact), ..report };
        let code = TrackingCode::from_random(number);
        let id =
            store.insert_report(&report, &Assessment::no_information(), code.clone(), NOW).await.unwrap().id;
        let officer = NewOfficer {
            name: format!("an{number}"),
            display_name: "An".to_owned(),
            password_hash: String::new(),
            totp_secret: vec![0; 20],
            totp_step: 0,
            roles: vec![Role::DutyOfficer],
        };
        let by = store.create_officer(&officer, Who::Command, NOW).await.unwrap();
        let version = store.report(id, &desk::Sight::All).await.unwrap().version;
        let law = &Reference::embedded().law;
        store.set_report_state(id, version, ReportState::Dismissed, "Trùng", law, by, NOW).await.unwrap();
        loop {
            let job = store.claim_job(NOW).await.unwrap().expect("a job tells of it");
            store.finish_job(&job).await.unwrap();
            if job.kind == JobKind::Closed {
                return (code, job);
            }
        }
    }

    #[tokio::test]
    async fn who_asked_for_it_is_told_by_short_message_and_nobody_else() {
        testkit::for_each_database(async |database| {
            let (outbox, mut outgoing) = Outbox::new();
            let outbox = Some(outbox);
            let notices = Notices {
                postman: None,
                outbox,
                scanner: None,
                track_url: String::new(),
                console_url: String::new(),
            };
            let contact = Contact { phone: Some("+84900000456".to_owned()), ..Contact::default() };

            let asked = Contact { sms: true, ..contact.clone() };
            let (code, job) = closed(database, 1, asked).await;
            let lost = async { drop(outgoing.recv().await) };
            let (done, ()) = tokio::join!(run(&database.store, &notices, &job), lost);
            assert!(done.is_err(), "nobody said that it was taken: it is tried again");
            let taken = async { outgoing.recv().await.unwrap().answer(true) };
            let (done, (to, text)) = tokio::join!(run(&database.store, &notices, &job), taken);
            done.unwrap();
            assert_eq!(to, "+84900000456");
            assert!(text.contains(&code.to_string()) && text.len() <= 160, "{text}");
            assert!(!text.contains("123"), "nothing of the report: {text}");

            let (_, job) = closed(database, 2, contact).await;
            run(&database.store, &notices, &job).await.unwrap();
            assert!(outgoing.try_recv().is_err(), "nobody asked for it");
        })
        .await;
    }
}
