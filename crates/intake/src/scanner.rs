//! Attached files are shown to a virus scanner that runs beside us: ClamAV's daemon, over a Unix socket or TCP.
//!
//! Source: clamd(8), command INSTREAM: each chunk is its length in four octets, big endian, and its octets; a chunk of
//! none ends the file. Commands and answers end with a zero octet when the command begins with `z`.

use std::path::PathBuf;
use std::time::Duration;

use model::{ReportId, Time};
use store::{Store, StoreError};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpStream, UnixStream};

/// Longest wait for the answer about one file.
const TIMEOUT: Duration = Duration::from_secs(120);

/// Octets of one chunk.
const CHUNK: usize = 64 * 1024;

/// Octets of an answer.
const ANSWER_MAX: u64 = 4_096;

/// Characters that are kept of the name of what was found.
const NAME_CHARS_MAX: usize = 100;

/// A scanner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanner {
    /// At this socket on this machine.
    Unix(PathBuf),
    /// At this host and port. Nothing is hidden on the way: this machine, or a line of our own.
    Tcp(String),
}

/// What a scanner says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It knows nothing bad of it.
    Clean,
    /// It knows it, by this name.
    Found(String),
    /// It does not look at such a file, e.g. because it is too long.
    Unable,
}

/// Why there is no answer: try again later.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// The scanner cannot be reached, or broke off.
    #[error("show a file to the scanner")]
    Line(#[from] std::io::Error),
    /// It took too long.
    #[error("show a file to the scanner within two minutes")]
    Slow,
    /// It answered what is no answer.
    #[error("read the answer of the scanner")]
    Answer,
    /// The file cannot be read, or what was said of it not be noted.
    #[error("scan the files of a report")]
    Store(#[from] StoreError),
}

/// Shows every file of a report to the scanner that no scanner has looked at, and notes what it says; how many were
/// looked at. Again, it goes on where it stopped.
///
/// # Errors
/// [`ScanError`].
pub async fn scan_files(
    store: &Store,
    scanner: &Scanner,
    report: ReportId,
    now: impl Fn() -> Time,
) -> Result<usize, ScanError> {
    let mut scanned = 0;
    for file in store.unscanned_files(report).await? {
        let found = match scanner.scan(&store.file_to_scan(file).await?).await? {
            Verdict::Clean => None,
            Verdict::Found(name) => Some(name),
            // It stays "not scanned".
            Verdict::Unable => continue,
        };
        store.note_scan(file, found.as_deref(), now()).await?;
        scanned += 1;
    }
    Ok(scanned)
}

impl Scanner {
    /// From a setting: a path that begins with `/`, else host and port. `None` when it is empty.
    pub fn of_setting(text: &str) -> Option<Scanner> {
        match text.trim() {
            "" => None,
            path if path.starts_with('/') => Some(Scanner::Unix(path.into())),
            address => Some(Scanner::Tcp(address.to_owned())),
        }
    }

    /// What it says of a file.
    ///
    /// # Errors
    /// [`ScanError`].
    pub async fn scan(&self, bytes: &[u8]) -> Result<Verdict, ScanError> {
        let asked = async {
            match self {
                Scanner::Unix(path) => ask(UnixStream::connect(path).await?, bytes).await,
                Scanner::Tcp(address) => ask(TcpStream::connect(address).await?, bytes).await,
            }
        };
        tokio::time::timeout(TIMEOUT, asked).await.map_err(|_| ScanError::Slow)?
    }
}

async fn ask(mut line: impl AsyncRead + AsyncWrite + Unpin, bytes: &[u8]) -> Result<Verdict, ScanError> {
    // It hangs up on a file that is too long while we still send, and says so first.
    let sent = send(&mut line, bytes).await;
    let mut answer = Vec::new();
    let read = line.take(ANSWER_MAX).read_to_end(&mut answer).await;
    match verdict(&answer) {
        Ok(verdict) => Ok(verdict),
        Err(error) => {
            sent?;
            read?;
            Err(error)
        }
    }
}

async fn send(line: &mut (impl AsyncWrite + Unpin), bytes: &[u8]) -> std::io::Result<()> {
    line.write_all(b"zINSTREAM\0").await?;
    for chunk in bytes.chunks(CHUNK) {
        line.write_u32(u32::try_from(chunk.len()).expect("a chunk is short")).await?;
        line.write_all(chunk).await?;
    }
    line.write_u32(0).await?;
    line.flush().await
}

/// Reads `stream: OK`, `stream: NAME FOUND` or `… ERROR`.
fn verdict(answer: &[u8]) -> Result<Verdict, ScanError> {
    let text = String::from_utf8_lossy(answer.strip_suffix(&[0]).unwrap_or(answer)).into_owned();
    if text.trim_end().ends_with("ERROR") {
        return Ok(Verdict::Unable);
    }
    let said = text.strip_prefix("stream: ").ok_or(ScanError::Answer)?;
    match said.trim_end().strip_suffix(" FOUND") {
        Some(name) => {
            let name: String = name.chars().filter(|c| !c.is_control()).take(NAME_CHARS_MAX).collect();
            Ok(Verdict::Found(name))
        }
        None if said.trim_end() == "OK" => Ok(Verdict::Clean),
        None => Err(ScanError::Answer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_and_others_are_none() {
        assert_eq!(verdict(b"stream: OK\0").unwrap(), Verdict::Clean);
        assert_eq!(verdict(b"stream: Eicar FOUND\0").unwrap(), Verdict::Found("Eicar".to_owned()));
        assert_eq!(verdict(b"INSTREAM size limit exceeded. ERROR\0").unwrap(), Verdict::Unable);
        for other in [&b""[..], b"OK", b"stream: ", b"stream: perhaps", b"UNKNOWN COMMAND\0"] {
            assert!(verdict(other).is_err(), "{other:?}");
        }
    }

    #[test]
    fn a_setting_names_a_socket_an_address_or_nothing() {
        assert_eq!(Scanner::of_setting(" "), None);
        assert_eq!(Scanner::of_setting("/run/clamd"), Some(Scanner::Unix("/run/clamd".into())));
        assert_eq!(Scanner::of_setting("127.0.0.1:3310"), Some(Scanner::Tcp("127.0.0.1:3310".to_owned())));
    }
}
