//! A session with a carrier's message centre: bound as transceiver, messages taken and answered, until told to stop.
//!
//! A message is confirmed after it is stored, so that the centre sends it again after a kill; the same text from the
//! same number on the same day is one report. Parts of a long message wait in memory for the others: at most
//! `WAITING_MAX` messages, for `PARTS_WAIT`; what has come by then is taken as it is.

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::{mpsc, oneshot, watch};

use super::alphabet::{decode, encode_default};
use super::pdu::{self, Body, Pdu, ShortMessage};
use super::{Answer, Inbound, Outgoing, take};
use crate::receive::Desk;

/// Long messages that wait for parts.
const WAITING_MAX: usize = 1_000;

/// How long they wait.
const PARTS_WAIT: Duration = Duration::from_secs(60);

/// Parts of one message.
const PARTS_MAX: u8 = 10;

/// Silence after which we ask whether the centre is there; after twice as much it is not.
const SILENCE: Duration = Duration::from_secs(30);

/// "Temporary error of the receiver": the centre tries again (5.1.3, `ESME_RX_T_APPN`).
const TRY_AGAIN: u32 = 0x64;

/// Where the centre is, and who we are there.
#[derive(Clone, Debug)]
pub struct CentreSettings {
    /// Host and port; the way there is a private line or a tunnel, for SMPP itself hides nothing.
    pub address: String,
    /// Our name there, 15 characters at most.
    pub system_id: String,
    /// Our secret there, 8 characters at most.
    pub password: String,
    /// The number that our own messages come from, e.g. `156`.
    pub short_code: String,
}

/// Why a session ended.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The line.
    #[error("reach the message centre")]
    Line(#[from] std::io::Error),
    /// The centre sent what is none of the protocol.
    #[error("read what the message centre sent")]
    Protocol(#[from] pdu::PduError),
    /// The centre does not want us.
    #[error("bind to the message centre: status {0}")]
    Refused(u32),
    /// The centre says nothing any more.
    #[error("hear from the message centre")]
    Silent,
}

/// Keeps a session until told to stop; after a break it is begun again. `say` is the sentence of an answer,
/// `outgoing` holds messages of our own.
pub async fn run(
    desk: impl Desk,
    settings: CentreSettings,
    say: impl Fn(&Answer) -> String + Send + Sync,
    mut outgoing: mpsc::Receiver<Outgoing>,
    mut stopping: watch::Receiver<bool>,
) {
    let mut wait = Duration::from_secs(1);
    while !*stopping.borrow() {
        let began = Instant::now();
        match session(&desk, &settings, &say, &mut outgoing, stopping.clone()).await {
            Ok(()) => return,
            Err(error) => tracing::warn!(error = %error, "the session with the message centre broke off"),
        }
        wait = if began.elapsed() > SILENCE { Duration::from_secs(1) } else { (wait * 2).min(SILENCE * 2) };
        let _ = tokio::time::timeout(wait, stopping.wait_for(|stopping| *stopping)).await;
    }
}

async fn session(
    desk: &impl Desk,
    settings: &CentreSettings,
    say: &(impl Fn(&Answer) -> String + Send + Sync),
    outgoing: &mut mpsc::Receiver<Outgoing>,
    mut stopping: watch::Receiver<bool>,
) -> Result<(), SessionError> {
    let stream = TcpStream::connect(&settings.address).await?;
    stream.set_nodelay(true)?;
    let (read, write) = stream.into_split();
    // A task of its own reads whole messages, so that nothing is lost when something else comes first.
    let (sender, mut coming) = mpsc::channel(64);
    let reader = tokio::spawn(read_all(read, sender));
    let mut line = Line { write, sequence: 0, unanswered: HashMap::new() };
    let bind =
        Body::BindTransceiver { system_id: settings.system_id.clone(), password: settings.password.clone() };
    line.ask(bind).await?;
    let mut parts = Parts::default();
    let mut asked = false;
    let outcome = loop {
        tokio::select! {
            read = tokio::time::timeout(SILENCE, coming.recv()) => match read {
                Err(_) if asked => break Err(SessionError::Silent),
                Err(_) => {
                    asked = true;
                    line.ask(Body::EnquireLink).await?;
                }
                Ok(None) => break Err(SessionError::Silent),
                Ok(Some(read)) => {
                    asked = false;
                    if handle(desk, say, &mut line, &mut parts, read?).await? {
                        break Err(SessionError::Silent);
                    }
                }
            },
            Some(message) = outgoing.recv() => line.send(&settings.short_code, message).await?,
            () = stopped(&mut stopping) => {
                line.ask(Body::Unbind).await?;
                break Ok(());
            }
        }
        for late in parts.late() {
            answer(desk, say, &mut line, late).await?;
        }
    };
    reader.abort();
    outcome
}

/// Resolves when we are told to stop.
async fn stopped(stopping: &mut watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stopping| *stopping).await;
}

async fn read_all(mut read: OwnedReadHalf, sender: mpsc::Sender<Result<Pdu, SessionError>>) {
    loop {
        let one = read_one(&mut read).await;
        let is_end = one.is_err();
        if sender.send(one).await.is_err() || is_end {
            return;
        }
    }
}

async fn read_one(read: &mut OwnedReadHalf) -> Result<Pdu, SessionError> {
    let mut head = [0u8; 4];
    read.read_exact(&mut head).await?;
    let mut bytes = vec![0u8; pdu::length(head)?];
    bytes[..4].copy_from_slice(&head);
    read.read_exact(&mut bytes[4..]).await?;
    Ok(Pdu::read(&bytes)?)
}

struct Line {
    write: OwnedWriteHalf,
    sequence: u32,
    /// Who waits to hear whether the centre took a message, by its number.
    unanswered: HashMap<u32, oneshot::Sender<bool>>,
}

impl Line {
    async fn ask(&mut self, body: Body) -> Result<(), SessionError> {
        // 5.1.4: from 1 to 0x7FFFFFFF.
        self.sequence = self.sequence % 0x7fff_ffff + 1;
        let pdu = Pdu { status: 0, sequence: self.sequence, body };
        Ok(self.write.write_all(&pdu.write()).await?)
    }

    /// Sends a message of our own, unless nobody waits for it any more.
    async fn send(&mut self, from: &str, message: Outgoing) -> Result<(), SessionError> {
        if message.taken.is_closed() {
            return Ok(());
        }
        let sms = ShortMessage {
            source: from.to_owned(),
            destination: message.to.trim_start_matches('+').to_owned(),
            payload: encode_default(&super::one_message(&message.text)),
            ..ShortMessage::default()
        };
        self.ask(Body::SubmitSm(sms)).await?;
        self.unanswered.insert(self.sequence, message.taken);
        Ok(())
    }

    async fn confirm(&mut self, sequence: u32, status: u32, body: Body) -> Result<(), SessionError> {
        Ok(self.write.write_all(&Pdu { status, sequence, body }.write()).await?)
    }
}

/// Whether the centre has left.
async fn handle(
    desk: &impl Desk,
    say: &(impl Fn(&Answer) -> String + Send + Sync),
    line: &mut Line,
    parts: &mut Parts,
    pdu: Pdu,
) -> Result<bool, SessionError> {
    match pdu.body {
        Body::BindTransceiverResp if pdu.status != 0 => return Err(SessionError::Refused(pdu.status)),
        Body::SubmitSmResp => {
            if let Some(waiting) = line.unanswered.remove(&pdu.sequence) {
                let _ = waiting.send(pdu.status == 0);
            }
        }
        Body::EnquireLink => line.confirm(pdu.sequence, 0, Body::EnquireLinkResp).await?,
        Body::Unbind => {
            line.confirm(pdu.sequence, 0, Body::UnbindResp).await?;
            return Ok(true);
        }
        Body::DeliverSm(message) => {
            let taken = match parts.join(&message) {
                None => true,
                Some(whole) => answer(desk, say, line, whole).await?,
            };
            let status = if taken { 0 } else { TRY_AGAIN };
            line.confirm(pdu.sequence, status, Body::DeliverSmResp).await?;
        }
        // 4.3.1, 5.1.3: `ESME_RINVCMDID`.
        Body::SubmitSm(_) | Body::Other(_) => line.confirm(pdu.sequence, 3, Body::GenericNack).await?,
        _ => {}
    }
    Ok(false)
}

/// Takes a whole message and answers its sender; `false` when the desk cannot store now.
async fn answer(
    desk: &impl Desk,
    say: &(impl Fn(&Answer) -> String + Send + Sync),
    line: &mut Line,
    whole: Whole,
) -> Result<bool, SessionError> {
    let id = format!("smpp/{}/{}/{}", whole.to, desk.now().vietnam_iso_date(), whole.text);
    let inbound = Inbound { id, from: whole.from.clone(), text: whole.text };
    let answer = match take(desk, &inbound).await {
        Ok(answer) => answer,
        Err(error) => {
            tracing::warn!(error = %error, "could not store a short message; the centre sends it again");
            return Ok(false);
        }
    };
    let message = ShortMessage {
        source: whole.to,
        destination: whole.from,
        payload: encode_default(&super::one_message(&say(&answer))),
        ..ShortMessage::default()
    };
    line.ask(Body::SubmitSm(message)).await?;
    Ok(true)
}

/// A message with all its parts.
struct Whole {
    from: String,
    to: String,
    text: String,
}

struct Waiting {
    since: Instant,
    to: String,
    parts: BTreeMap<u8, String>,
}

/// Long messages that wait for parts, by sender, number and count of parts.
#[derive(Default)]
struct Parts(BTreeMap<(String, u16, u8), Waiting>);

impl Parts {
    /// The whole message, once it is; receipts are none.
    fn join(&mut self, message: &ShortMessage) -> Option<Whole> {
        if message.is_receipt() {
            return None;
        }
        let (bytes, segment) = message.text_and_segment();
        let text = decode(message.data_coding, bytes);
        let (from, to) = (message.source.clone(), message.destination.clone());
        let Some((reference, total @ 2..=PARTS_MAX, number)) = segment else {
            return Some(Whole { from, to, text });
        };
        let key = (from, reference, total);
        if self.0.len() >= WAITING_MAX && !self.0.contains_key(&key) {
            let oldest = self.0.iter().min_by_key(|(_, waiting)| waiting.since).map(|(key, _)| key.clone());
            oldest.map(|key| self.0.remove(&key));
        }
        let begin = || Waiting { since: Instant::now(), to, parts: BTreeMap::new() };
        let waiting = self.0.entry(key.clone()).or_insert_with(begin);
        waiting.parts.insert(number, text);
        if waiting.parts.len() < usize::from(total) {
            return None;
        }
        self.0.remove(&key).map(|waiting| whole(key.0, waiting))
    }

    /// Messages whose other parts never came.
    fn late(&mut self) -> Vec<Whole> {
        let late = |(_, waiting): &(&(String, u16, u8), &Waiting)| waiting.since.elapsed() > PARTS_WAIT;
        let keys: Vec<_> = self.0.iter().filter(late).map(|(key, _)| key.clone()).collect();
        keys.into_iter().filter_map(|key| self.0.remove(&key).map(|waiting| whole(key.0, waiting))).collect()
    }
}

fn whole(from: String, waiting: Waiting) -> Whole {
    Whole { from, to: waiting.to, text: waiting.parts.into_values().collect() }
}
