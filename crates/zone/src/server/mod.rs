//! The listener: UDP, TCP and TLS, bounded in connections and in time.
//!
//! `places` says who may hold what: a connection that waits gives way when another one comes, and no
//! consumer takes more transfers at once than its share; `stream` answers one connection.

use std::io;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::net::{TcpListener, UdpSocket};
use tokio_rustls::TlsAcceptor;
use tracing::{debug, warn};

use self::places::Places;
use crate::answer::{Reply, Transport, Zones};

mod places;
mod stream;

/// How much one server gives at once.
#[derive(Clone, Copy, Debug)]
pub struct ServerLimits {
    /// Connections open at once. One more closes the one that has waited longest without a request.
    pub connections_max: usize,
    /// Transfers of one consumer at once; further ones wait their turn.
    pub transfers_max: usize,
    /// Time a connection may stay without a complete request, and a transfer without its turn.
    pub idle: Duration,
    /// Time a secondary may take to read one write (at most 8 messages of 16 KB).
    pub write: Duration,
}

impl Default for ServerLimits {
    /// 1,000 connections, 16 transfers of one consumer; 10 s idle (RFC 7766, section 6.2.3 leaves it to us);
    /// 30 s for a write.
    fn default() -> ServerLimits {
        ServerLimits {
            connections_max: 1_000,
            transfers_max: 16,
            idle: Duration::from_secs(10),
            write: Duration::from_secs(30),
        }
    }
}

/// Where to answer.
pub struct Listeners {
    /// Datagrams: SOA only.
    pub udp: UdpSocket,
    /// Streams.
    pub tcp: TcpListener,
    /// Streams under TLS (RFC 9103); `None`: not offered.
    pub tls: Option<(TcpListener, TlsAcceptor)>,
}

/// Octets of the largest request looked at: a question, an SOA and a signature fit many times over.
const REQUEST_OCTETS_MAX: usize = 4_096;

/// Wait after a connection could not be accepted, e.g. out of descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(20);

/// Serves the zones until the future is dropped.
///
/// # Errors
/// When a socket fails for good.
pub async fn serve(zones: Zones, listeners: Listeners, limits: ServerLimits) -> io::Result<()> {
    let places = Arc::new(Places::new(limits, zones.places()));
    let warming = keep_warm(zones.clone());
    let Listeners { udp, tcp, tls } = listeners;
    let over_tls = async {
        match tls {
            Some((listener, acceptor)) => accept(&zones, &listener, Some(acceptor), &places).await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        outcome = serve_udp(zones.clone(), udp) => outcome,
        outcome = accept(&zones, &tcp, None, &places) => outcome,
        outcome = over_tls => outcome,
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

async fn accept(
    zones: &Zones,
    listener: &TcpListener,
    tls: Option<TlsAcceptor>,
    places: &Arc<Places>,
) -> io::Result<()> {
    loop {
        let (stream, from) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of descriptors, or the peer left already: the others go on.
                warn!(%error, "could not accept a connection");
                places.close_the_longest_waiting();
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let Some(place) = places.take() else {
            debug!("closed a connection: every other one is at work");
            continue;
        };
        let (zones, places, tls) = (zones.clone(), places.clone(), tls.clone());
        tokio::spawn(async move {
            if let Err(error) = stream::serve(&zones, stream, tls, from.ip(), &places).await {
                debug!(%error, "a secondary's connection ended early");
            }
            drop(place);
        });
    }
}

fn unix_seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
