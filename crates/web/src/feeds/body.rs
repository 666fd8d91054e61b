//! A feed as a stream: written on a blocking thread, packed there, sent piece by piece, never whole in
//! memory.

use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use feed::{FeedError, FeedOptions, Format};
use flate2::Compression;
use flate2::write::GzEncoder;
use hyper::body::Frame;
use store::consumer::Channel;
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, mpsc};

use super::Content;
use super::encoding::Encoding;
use crate::auth::Asker;
use crate::{App, Error};

/// Bytes of one piece.
const PIECE_BYTES: usize = 64 * 1024;
/// Pieces written ahead of a client.
const PIECES_AHEAD: usize = 4;
/// Longest a client may take for one piece; then its feed ends broken off, which every client notices
/// by the missing last chunk.
const PIECE_TIMEOUT: Duration = Duration::from_secs(60);
/// Feeds written at the same time. Each holds a thread, and slow clients must not use them all up.
static WRITERS: Semaphore = Semaphore::const_new(32);

/// zstd's own default level; gzip's is 6, one less costs a third of the time for two hundredths of size.
const ZSTD_LEVEL: i32 = 3;
const GZIP_LEVEL: u32 = 5;

/// What travels from the writer to the client.
type Piece = Result<Frame<Bytes>, io::Error>;

/// The body of a feed. Waits for its turn when many are being written.
pub(super) async fn stream(
    app: App,
    asker: Asker,
    format: Format,
    content: Content,
    encoding: Encoding,
) -> Body {
    let permit = WRITERS.acquire().await.expect("the semaphore is never closed");
    let (sender, receiver) = mpsc::channel(PIECES_AHEAD);
    let runtime = Handle::current();
    tokio::task::spawn_blocking(move || {
        let _permit = permit;
        let mut out = Pieces { buffer: Vec::with_capacity(PIECE_BYTES), sender: sender.clone(), runtime };
        let written = write(&app, format, &content, encoding, &mut out);
        if written.is_ok() {
            asker.saw(&app, Channel::Feed, content.serial());
        }
        if let Err(error) = written {
            tracing::debug!(feed = format.slug(), "feed `{}` ended early: {error}", format.slug());
            // Breaks the connection off, so that half a list is never taken for a whole one.
            let _ = sender.try_send(Err(io::Error::other("feed ended early")));
        }
    });
    Body::new(FeedBody(receiver))
}

/// The client's end.
struct FeedBody(mpsc::Receiver<Piece>);

impl hyper::body::Body for FeedBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, ctx: &mut Context<'_>) -> Poll<Option<Piece>> {
        self.0.poll_recv(ctx)
    }
}

/// Collects what a task writes and passes it on to the client when asked to.
pub(super) struct Pipe {
    buffer: Vec<u8>,
    sender: mpsc::Sender<Piece>,
}

impl Pipe {
    /// Passes on what was written so far; waits for a client that is slow, not for one that is gone.
    pub(super) async fn pass_on(&mut self) -> Result<(), Error> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let piece = Bytes::from(std::mem::take(&mut self.buffer));
        let sent = self.sender.send_timeout(Ok(Frame::data(piece)), PIECE_TIMEOUT);
        sent.await.map_err(|_| Error::broken("the client no longer reads"))
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A body that a task of its own writes from the log.
pub(super) fn piped<F>(write: impl FnOnce(Pipe) -> F + Send + 'static) -> Body
where
    F: Future<Output = Result<(), Error>> + Send + 'static,
{
    let (sender, receiver) = mpsc::channel(PIECES_AHEAD);
    let writing = write(Pipe { buffer: Vec::new(), sender: sender.clone() });
    tokio::spawn(async move {
        if let Err(error) = writing.await {
            tracing::debug!("a feed ended early: {error}");
            let _ = sender.try_send(Err(io::Error::other("feed ended early")));
        }
    });
    Body::new(FeedBody(receiver))
}

fn write(
    app: &App,
    format: Format,
    content: &Content,
    encoding: Encoding,
    out: &mut Pieces,
) -> Result<(), FeedError> {
    let failed = |source| FeedError::Write { format, source };
    match encoding {
        Encoding::Identity => write_plain(app, format, content, out)?,
        Encoding::Gzip => {
            let mut packed = GzEncoder::new(&mut *out, Compression::new(GZIP_LEVEL));
            write_plain(app, format, content, &mut packed)?;
            packed.finish().map_err(failed)?;
        }
        Encoding::Zstd => {
            let mut packed = zstd::Encoder::new(&mut *out, ZSTD_LEVEL).map_err(failed)?;
            write_plain(app, format, content, &mut packed)?;
            packed.finish().map_err(failed)?;
        }
    }
    out.flush().map_err(failed)
}

fn write_plain(app: &App, format: Format, content: &Content, out: &mut dyn Write) -> Result<(), FeedError> {
    // The writers hand out small pieces; packing and sending want larger ones.
    let mut out = io::BufWriter::with_capacity(PIECE_BYTES, out);
    let options = FeedOptions { reference: &app.reference, ..FeedOptions::default() };
    match content {
        Content::Full(snapshot) => feed::write_full(format, snapshot, &options, &mut out)?,
        Content::Delta(delta) => feed::write_delta(format, delta, &mut out)?,
    };
    out.flush().map_err(|source| FeedError::Write { format, source })
}

/// Collects bytes into pieces and hands them to the client's connection.
struct Pieces {
    buffer: Vec<u8>,
    sender: mpsc::Sender<Piece>,
    runtime: Handle,
}

impl Pieces {
    fn send(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let piece = Bytes::from(std::mem::replace(&mut self.buffer, Vec::with_capacity(PIECE_BYTES)));
        let sent = self.sender.send_timeout(Ok(Frame::data(piece)), PIECE_TIMEOUT);
        self.runtime.block_on(sent).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(PIECE_BYTES - self.buffer.len());
        self.buffer.extend_from_slice(&bytes[..taken]);
        if self.buffer.len() == PIECE_BYTES {
            self.send()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send()
    }
}
