//! The listener: UDP and TCP on one address, bounded in connections and in time.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tracing::{debug, warn};

use crate::answer::{Reply, Transport, Zones};

/// How much one server gives at once.
#[derive(Clone, Copy, Debug)]
pub struct ServerLimits {
    /// Connections open at once; further ones wait to be accepted.
    pub connections_max: usize,
    /// Time a connection may stay without a complete request.
    pub idle: Duration,
    /// Time a secondary may take to read one message (at most 16 KB).
    pub write: Duration,
}

impl Default for ServerLimits {
    /// 1,000 connections; 10 s idle (RFC 7766, section 6.2.3 leaves it to us); 30 s for a message.
    fn default() -> ServerLimits {
        ServerLimits { connections_max: 1_000, idle: Duration::from_secs(10), write: Duration::from_secs(30) }
    }
}

/// Octets of the largest request looked at: a question, an SOA and a signature fit many times over.
const REQUEST_OCTETS_MAX: usize = 4_096;

/// Serves the zones on both sockets until the future is dropped.
///
/// # Errors
/// When a socket fails for good.
pub async fn serve(zones: Zones, udp: UdpSocket, tcp: TcpListener, limits: ServerLimits) -> io::Result<()> {
    let warming = keep_warm(zones.clone());
    tokio::select! {
        outcome = serve_udp(zones.clone(), udp) => outcome,
        outcome = serve_tcp(zones, tcp, limits) => outcome,
        () = warming => Ok(()),
    }
}

/// Keeps what is encoded in step with the list, beside the answers.
async fn keep_warm(zones: Zones) {
    let mut list = zones.subscribe();
    loop {
        let zones = zones.clone();
        let warming = tokio::task::spawn_blocking(move || {
            zones.sweep();
            zones.warm();
        });
        if let Err(error) = warming.await {
            warn!(%error, "could not encode the list ahead of the secondaries");
        }
        if list.changed().await.is_err() {
            return;
        }
    }
}

async fn serve_udp(zones: Zones, socket: UdpSocket) -> io::Result<()> {
    let mut buffer = vec![0; REQUEST_OCTETS_MAX];
    loop {
        let (octets, from) = match socket.recv_from(&mut buffer).await {
            Ok(received) => received,
            // A refused datagram of ours comes back as an error of the next receive; it concerns nobody else.
            Err(error) if error.kind() == io::ErrorKind::ConnectionReset => continue,
            Err(error) => return Err(error),
        };
        let reply = zones.reply(buffer[..octets].to_vec(), from.ip(), Transport::Udp, unix_seconds());
        if let Reply::Message(message) = reply
            && let Err(error) = socket.send_to(&message, from).await
        {
            debug!(%error, "could not answer a datagram");
        }
    }
}

async fn serve_tcp(zones: Zones, listener: TcpListener, limits: ServerLimits) -> io::Result<()> {
    let places = Arc::new(Semaphore::new(limits.connections_max));
    loop {
        let place = places.clone().acquire_owned().await.map_err(io::Error::other)?;
        let (stream, from) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of descriptors, or the peer left already: the others go on.
                warn!(%error, "could not accept a connection");
                tokio::task::yield_now().await;
                continue;
            }
        };
        let zones = zones.clone();
        tokio::spawn(async move {
            if let Err(error) = serve_stream(&zones, stream, from, limits).await {
                debug!(%error, "a secondary's connection ended early");
            }
            drop(place);
        });
    }
}

/// Answers the requests of one connection in turn.
async fn serve_stream(
    zones: &Zones,
    mut stream: TcpStream,
    from: SocketAddr,
    limits: ServerLimits,
) -> io::Result<()> {
    stream.set_nodelay(true)?;
    loop {
        let Some(request) =
            timeout(limits.idle, read_request(&mut stream)).await.map_err(io::Error::other)??
        else {
            return Ok(());
        };
        match zones.reply(request, from.ip(), Transport::Tcp, unix_seconds()) {
            Reply::Silence => return Ok(()),
            Reply::Message(message) => send(&mut stream, &framed(&[message])?, limits.write).await?,
            Reply::Transfer(mut transfer) => {
                // A few messages a write: fewer calls, and still little held for a slow reader.
                loop {
                    let batch: Vec<Vec<u8>> =
                        std::iter::from_fn(|| transfer.next_message(unix_seconds())).take(8).collect();
                    if batch.is_empty() {
                        break;
                    }
                    send(&mut stream, &framed(&batch)?, limits.write).await?;
                }
            }
        }
    }
}

/// One request; `None` when the peer closed between two.
async fn read_request(stream: &mut TcpStream) -> io::Result<Option<Vec<u8>>> {
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

async fn send(stream: &mut TcpStream, octets: &[u8], within: Duration) -> io::Result<()> {
    timeout(within, stream.write_all(octets)).await.map_err(io::Error::other)?
}

fn unix_seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
