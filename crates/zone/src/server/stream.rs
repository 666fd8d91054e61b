//! One connection: request after request, each answered in turn.

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::places::Places;
use super::{REQUEST_OCTETS_MAX, unix_seconds};
use crate::answer::{Reply, Transfer, Transport, Zones};

/// Messages of one write: fewer calls, and still little held for a slow reader.
const MESSAGES_PER_WRITE: usize = 8;

/// Serves one connection to its end.
pub(super) async fn serve(
    zones: &Zones,
    stream: TcpStream,
    tls: Option<TlsAcceptor>,
    from: IpAddr,
    places: &Places,
) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let Some(acceptor) = tls else { return answer(zones, stream, from, places).await };
    let waiting = places.wait();
    let stream = tokio::select! {
        stream = timeout(places.limits.idle, acceptor.accept(stream)) => stream.map_err(io::Error::other)??,
        () = waiting.is_called_away() => return Ok(()),
    };
    drop(waiting);
    answer(zones, stream, from, places).await
}

/// Answers the requests of one connection in turn.
async fn answer(
    zones: &Zones,
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    from: IpAddr,
    places: &Places,
) -> io::Result<()> {
    let limits = places.limits;
    loop {
        let waiting = places.wait();
        let request = tokio::select! {
            request = timeout(limits.idle, read_request(&mut stream)) => request.map_err(io::Error::other)??,
            () = waiting.is_called_away() => return Ok(()),
        };
        drop(waiting);
        let Some(request) = request else { return Ok(()) };
        let reply = {
            let zones = zones.clone();
            // A difference over many acts takes a while to encode; nobody else waits for it.
            tokio::task::spawn_blocking(move || zones.reply(request, from, Transport::Tcp, unix_seconds()))
                .await?
        };
        match reply {
            Reply::Silence => return Ok(()),
            Reply::Message(message) => send(&mut stream, &framed(&[message])?, limits.write).await?,
            Reply::Transfer(mut transfer) => {
                let turn = places.turn(transfer.consumer).await;
                let _turn = turn.ok_or_else(|| io::Error::other("too many transfers of this consumer"))?;
                send_all(&mut stream, &mut transfer, limits.write).await?;
                zones.finished(&transfer, unix_seconds());
            }
        }
    }
}

async fn send_all(
    stream: &mut (impl AsyncWrite + Unpin),
    transfer: &mut Transfer,
    within: Duration,
) -> io::Result<()> {
    loop {
        let messages = std::iter::from_fn(|| transfer.next_message(unix_seconds()));
        let batch: Vec<Vec<u8>> = messages.take(MESSAGES_PER_WRITE).collect();
        if batch.is_empty() {
            return Ok(());
        }
        send(stream, &framed(&batch)?, within).await?;
    }
}

/// One request; `None` when the peer closed between two.
async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<Vec<u8>>> {
    let octets = match stream.read_u16().await {
        Ok(octets) => usize::from(octets),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    };
    if octets > REQUEST_OCTETS_MAX {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a request longer than any we answer"));
    }
    let mut request = vec![0; octets];
    stream.read_exact(&mut request).await?;
    Ok(Some(request))
}

/// Messages with their lengths in front (RFC 1035, section 4.2.2).
fn framed(messages: &[Vec<u8>]) -> io::Result<Vec<u8>> {
    let mut framed = Vec::with_capacity(messages.iter().map(|message| message.len() + 2).sum());
    for message in messages {
        let octets = u16::try_from(message.len()).map_err(io::Error::other)?;
        framed.extend(octets.to_be_bytes());
        framed.extend_from_slice(message);
    }
    Ok(framed)
}

async fn send(stream: &mut (impl AsyncWrite + Unpin), octets: &[u8], within: Duration) -> io::Result<()> {
    timeout(within, async {
        stream.write_all(octets).await?;
        stream.flush().await
    })
    .await
    .map_err(io::Error::other)?
}
