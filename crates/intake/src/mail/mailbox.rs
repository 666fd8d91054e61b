//! Mails from an IMAP server: each fetched without a mark, stored, and only then marked as seen, so that a mail is
//! never lost, and at worst read twice, which makes one report.
//!
//! Source: RFC 9051 (IMAP4rev2), RFC 2177 (IDLE), RFC 6851 (MOVE).

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use async_imap::types::Fetch;
use async_imap::{Client, Session};
use futures_util::TryStreamExt as _;
use store::StoreError;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};

use super::letter::{self, LetterProblem};
use super::{Taken, take};
use crate::receive::{Desk, IntakeError};

/// Mails taken between two looks for a signal to stop.
const ROUND_MAX: usize = 100;

/// Longest wait for a connection and for an answer of the server.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Where the mailbox is.
#[derive(Clone, Debug)]
pub struct MailboxSettings {
    /// Host of the server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// TLS from the first byte; without it only on this machine.
    pub tls: bool,
    /// Who signs in.
    pub user: String,
    /// With what.
    pub password: String,
    /// The folder that is read.
    pub folder: String,
    /// The folder that mails go to which are no reports.
    pub quarantine: String,
    /// Longest time between two looks, where the server does not tell by itself.
    pub poll: Duration,
}

/// Why the mailbox cannot be read now.
#[derive(Debug, thiserror::Error)]
pub enum MailboxError {
    /// Plain text to another machine would show the password to everybody on the way.
    #[error("read a mailbox on another machine without TLS")]
    NotPrivate,
    /// The server cannot be reached.
    #[error("reach the mail server")]
    Connect(#[from] std::io::Error),
    /// The server took too long.
    #[error("wait for the mail server")]
    TooSlow,
    /// The server refused something.
    #[error("talk to the mail server: {0}")]
    Protocol(String),
    /// The desk cannot store now.
    #[error("store what a mail says")]
    Intake(#[from] IntakeError),
}

impl From<async_imap::error::Error> for MailboxError {
    fn from(error: async_imap::error::Error) -> MailboxError {
        // The server's own words; our commands hold the password only in LOGIN, whose text is never kept.
        MailboxError::Protocol(error.to_string().chars().take(200).collect())
    }
}

impl From<StoreError> for MailboxError {
    fn from(error: StoreError) -> MailboxError {
        MailboxError::Intake(error.into())
    }
}

/// A connection of either kind.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send + Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + Debug> Stream for T {}

type Connection = Session<Box<dyn Stream>>;

/// What one look at the mailbox found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Mails that are reports.
    pub reports: usize,
    /// Mails in quarantine.
    pub quarantined: usize,
}

/// Reads the mailbox until told to stop.
pub async fn run(desk: impl Desk, settings: MailboxSettings, mut stopping: watch::Receiver<bool>) {
    let mut failing = false;
    while !*stopping.borrow() {
        let reading = read_until_trouble(&desk, &settings, &mut failing, stopping.clone());
        let Err(error) = reading.await else { return };
        if !failing {
            tracing::warn!(error = %error, "could not read the mailbox; trying again");
        }
        failing = true;
        let _ = tokio::time::timeout(settings.poll, stopping.wait_for(|stopping| *stopping)).await;
    }
}

async fn read_until_trouble(
    desk: &impl Desk,
    settings: &MailboxSettings,
    failing: &mut bool,
    mut stopping: watch::Receiver<bool>,
) -> Result<(), MailboxError> {
    let mut session = within(connect(settings)).await?;
    let idles = within(async { Ok(session.capabilities().await?.has_str("IDLE")) }).await?;
    loop {
        let round = round(&mut session, desk, settings).await?;
        if round != Round::default() {
            tracing::info!(round.reports, round.quarantined, "read the mailbox");
        }
        *failing = false;
        if *stopping.borrow() {
            let _ = within(async { Ok(session.logout().await?) }).await;
            return Ok(());
        }
        if idles {
            session = idle(session, settings.poll, &mut stopping).await?;
        } else {
            let _ = tokio::time::timeout(settings.poll, stopping.wait_for(|stopping| *stopping)).await;
        }
    }
}

/// One look: every mail that is not marked as seen.
///
/// # Errors
/// [`MailboxError`]; mails that were not stored keep their state.
pub async fn read_once(desk: &impl Desk, settings: &MailboxSettings) -> Result<Round, MailboxError> {
    let mut session = within(connect(settings)).await?;
    let round = round(&mut session, desk, settings).await?;
    within(async { Ok(session.logout().await?) }).await?;
    Ok(round)
}

async fn within<T>(work: impl Future<Output = Result<T, MailboxError>>) -> Result<T, MailboxError> {
    tokio::time::timeout(TIMEOUT, work).await.map_err(|_| MailboxError::TooSlow)?
}

async fn connect(settings: &MailboxSettings) -> Result<Connection, MailboxError> {
    if !settings.tls && !matches!(settings.host.as_str(), "127.0.0.1" | "::1" | "localhost") {
        return Err(MailboxError::NotPrivate);
    }
    let tcp = TcpStream::connect((settings.host.as_str(), settings.port)).await?;
    let stream: Box<dyn Stream> = if settings.tls {
        let roots = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        let config = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the provider knows the default versions of TLS")
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = ServerName::try_from(settings.host.clone());
        let name = name.map_err(|_| MailboxError::Protocol("the host is no name".to_owned()))?;
        Box::new(TlsConnector::from(Arc::new(config)).connect(name, tcp).await?)
    } else {
        Box::new(tcp)
    };
    let mut client = Client::new(stream);
    client.read_response().await?;
    let session = client.login(&settings.user, &settings.password).await;
    session.map_err(|(error, _)| error.into())
}

async fn round(
    session: &mut Connection,
    desk: &impl Desk,
    settings: &MailboxSettings,
) -> Result<Round, MailboxError> {
    let found = within(async {
        session.select(&settings.folder).await?;
        Ok(session.uid_search("UNSEEN").await?)
    });
    let mut uids: Vec<u32> = found.await?.into_iter().collect();
    uids.sort_unstable();
    let mut done = Round::default();
    for uid in uids.into_iter().take(ROUND_MAX) {
        let Some(size) = within(fetch(session, uid, "(UID RFC822.SIZE)")).await?.and_then(|mail| mail.size)
        else {
            continue;
        };
        let taken = if size as usize > letter::BYTES_MAX {
            Taken::Quarantined(LetterProblem::TooLarge)
        } else {
            let mail = within(fetch(session, uid, "(UID BODY.PEEK[])")).await?;
            let Some(bytes) = mail.as_ref().and_then(Fetch::body).map(<[u8]>::to_vec) else { continue };
            take(desk, bytes).await?
        };
        match taken {
            Taken::Report(_) => {
                within(mark(session, uid, "+FLAGS (\\Seen)")).await?;
                done.reports += 1;
            }
            Taken::Quarantined(problem) => {
                let reference = format!("{}/{uid}", settings.folder);
                desk.store().quarantine(&reference, problem.code(), u64::from(size), desk.now()).await?;
                within(set_apart(session, uid, &settings.quarantine)).await?;
                done.quarantined += 1;
            }
        }
    }
    Ok(done)
}

async fn fetch(session: &mut Connection, uid: u32, what: &str) -> Result<Option<Fetch>, MailboxError> {
    let mails: Vec<Fetch> = session.uid_fetch(uid.to_string(), what).await?.try_collect().await?;
    Ok(mails.into_iter().find(|mail| mail.uid == Some(uid)))
}

async fn mark(session: &mut Connection, uid: u32, flags: &str) -> Result<(), MailboxError> {
    let _: Vec<Fetch> = session.uid_store(uid.to_string(), flags).await?.try_collect().await?;
    Ok(())
}

/// Moves a mail; where the server cannot, a mark keeps it out of the next round. Marked as seen only then: whoever dies
/// before it is moved finds it again.
async fn set_apart(session: &mut Connection, uid: u32, folder: &str) -> Result<(), MailboxError> {
    mark(session, uid, "+FLAGS (\\Flagged)").await?;
    if session.uid_mv(uid.to_string(), folder).await.is_err() {
        // The folder is made at the first mail that needs it.
        let _ = session.create(folder).await;
        if let Err(error) = session.uid_mv(uid.to_string(), folder).await {
            tracing::warn!(error = %error, "could not move a mail to quarantine; it stays, marked");
            mark(session, uid, "+FLAGS (\\Seen)").await?;
        }
    }
    Ok(())
}

/// Waits until the server tells of something new, or until it is time to look anyway.
async fn idle(
    session: Connection,
    poll: Duration,
    stopping: &mut watch::Receiver<bool>,
) -> Result<Connection, MailboxError> {
    let mut handle = session.idle();
    within(async { Ok(handle.init().await?) }).await?;
    {
        let (waiting, interrupt) = handle.wait_with_timeout(poll);
        tokio::select! {
            outcome = waiting => { outcome?; }
            _ = stopping.wait_for(|stopping| *stopping) => drop(interrupt),
        }
    }
    within(async { Ok(handle.done().await?) }).await
}
