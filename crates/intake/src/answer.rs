//! What the reporter is told by mail, through the office's own mail server (RFC 5321, RFC 6409).

use lettre::message::Mailbox;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use std::time::Duration;

/// Longest wait for the server.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The office's mail server.
#[derive(Clone, Debug)]
pub struct MailServer {
    /// Host.
    pub host: String,
    /// Port: 465 for TLS from the first byte.
    pub port: u16,
    /// TLS; without it only on this machine.
    pub tls: bool,
    /// Who signs in; empty: nobody.
    pub user: String,
    /// With what.
    pub password: String,
    /// The address that mails come from.
    pub from: String,
}

/// Why a mail was not sent.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// The settings cannot be used.
    #[error("use the mail server: {0}")]
    Settings(&'static str),
    /// An address is none.
    #[error("write to an address that is none")]
    Address,
    /// The mail could not be put together.
    #[error("put a mail together")]
    Compose(#[from] lettre::error::Error),
    /// The server did not take it now.
    #[error("hand a mail to the server")]
    Server(#[source] lettre::transport::smtp::Error),
    /// The server will never take it.
    #[error("hand a mail to the server that refuses it for good")]
    Refused(#[source] lettre::transport::smtp::Error),
}

/// Hands mails to the server.
#[derive(Clone)]
pub struct Postman {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// A mail to one reporter.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Makes its Message-ID, so that the same letter sent twice is shown once.
    pub id: String,
    /// To whom.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Text.
    pub text: String,
}

impl Postman {
    /// For this server; nothing is sent yet.
    ///
    /// # Errors
    /// [`AnswerError::Settings`].
    pub fn new(server: &MailServer) -> Result<Postman, AnswerError> {
        let is_local = matches!(server.host.as_str(), "127.0.0.1" | "::1" | "localhost");
        let builder = if server.tls {
            let builder = AsyncSmtpTransport::<Tokio1Executor>::relay(&server.host);
            builder.map_err(|_| AnswerError::Settings("the host is no name"))?
        } else if is_local {
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host)
        } else {
            return Err(AnswerError::Settings("another machine needs TLS"));
        };
        let mut builder = builder.port(server.port).timeout(Some(TIMEOUT));
        if !server.user.is_empty() {
            builder = builder.credentials(Credentials::new(server.user.clone(), server.password.clone()));
        }
        let from = server.from.parse().map_err(|_| AnswerError::Settings("the sender is no address"))?;
        Ok(Postman { transport: builder.build(), from })
    }

    /// Hands a letter over.
    ///
    /// # Errors
    /// [`AnswerError`].
    pub async fn send(&self, letter: &Letter) -> Result<(), AnswerError> {
        let to: Address = letter.to.parse().map_err(|_| AnswerError::Address)?;
        let id = format!("<{}@{}>", letter.id, self.from.email.domain());
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject.clone())
            .message_id(Some(id))
            // RFC 3834: so that absence notes do not answer it.
            .raw_header(HeaderValue::new(automatic, "auto-replied".to_owned()))
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text.clone())?;
        let sent = self.transport.send(message).await;
        sent.map(|_| ()).map_err(|error| {
            if error.is_permanent() { AnswerError::Refused(error) } else { AnswerError::Server(error) }
        })
    }
}
