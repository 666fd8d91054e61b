//! The desk's mailbox is read, the short code is served, and reporters are answered.

use std::path::Path;
use std::time::Duration;

use intake::answer::{MailServer, Postman};
use intake::mail::mailbox::{self, MailboxSettings};
use intake::scanner::Scanner;
use intake::sms::esme::{self, CentreSettings};
use intake::sms::{Answer, Outbox};
use model::Language;
use tokio::sync::watch;
use tokio::task::JoinSet;
use web::App;
use web::catalogue::Words;

use crate::complaint::OrComplain as _;
use crate::context::Context;
use crate::jobs::Notices;
use crate::settings::{MailSettings, SmsSettings};

/// Begins to read the mailbox, where one is set.
///
/// # Errors
/// When the password file cannot be read.
pub(super) fn start(
    settings: &MailSettings,
    app: &App,
    stopping: watch::Receiver<bool>,
    background: &mut JoinSet<()>,
) -> anyhow::Result<()> {
    if settings.imap_host.is_empty() {
        return Ok(());
    }
    let mailbox = MailboxSettings {
        host: settings.imap_host.clone(),
        port: settings.imap_port,
        tls: settings.imap_tls,
        user: settings.imap_user.clone(),
        password: password(&settings.imap_password_file)?,
        folder: settings.folder.clone(),
        quarantine: settings.quarantine_folder.clone(),
        poll: Duration::from_secs(settings.poll_interval_s.max(1)),
    };
    background.spawn(mailbox::run(app.clone(), mailbox, stopping));
    Ok(())
}

/// Begins a session with the carrier's message centre, where one is set; where our own messages are laid, when they
/// have a number to come from.
///
/// # Errors
/// When the password file cannot be read.
pub(super) fn start_sms(
    settings: &SmsSettings,
    app: &App,
    stopping: watch::Receiver<bool>,
    background: &mut JoinSet<()>,
) -> anyhow::Result<Option<Outbox>> {
    if settings.smpp_address.is_empty() {
        return Ok(None);
    }
    let centre = CentreSettings {
        address: settings.smpp_address.clone(),
        system_id: settings.smpp_system_id.clone(),
        password: password(&settings.smpp_password_file)?,
        short_code: settings.short_code.clone(),
    };
    let (outbox, outgoing) = Outbox::new();
    let say = |answer: &Answer| web::sms_sentence(answer, Words::new(Language::Vi));
    background.spawn(esme::run(app.clone(), centre, say, outgoing, stopping));
    Ok((!settings.short_code.is_empty()).then_some(outbox))
}

/// What answers are sent with.
///
/// # Errors
/// When a setting cannot be used.
pub(super) fn notices(context: &Context, outbox: Option<Outbox>) -> anyhow::Result<Notices> {
    let settings = &context.settings.mail;
    let postman = if settings.smtp_host.is_empty() {
        None
    } else {
        let server = MailServer {
            host: settings.smtp_host.clone(),
            port: settings.smtp_port,
            tls: settings.smtp_tls,
            user: settings.smtp_user.clone(),
            password: password(&settings.smtp_password_file)?,
            from: settings.from.clone(),
        };
        Some(Postman::new(&server).or_complain("mail-server", &settings.smtp_host)?)
    };
    let url = context.settings.server.public_url.trim_end_matches('/');
    let at = |path: &str| if url.is_empty() { String::new() } else { format!("{url}{path}") };
    let scanner = Scanner::of_setting(&context.settings.scanner.clamd);
    Ok(Notices { postman, outbox, scanner, track_url: at("/tra-ma"), console_url: at("/console/nhac-viec") })
}

pub(super) fn password(file: &Path) -> anyhow::Result<String> {
    if file.as_os_str().is_empty() {
        return Ok(String::new());
    }
    let text = std::fs::read_to_string(file).or_complain("read-file", file.display())?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}
