//! NOTIFY: tells each secondary of a new serial, and again until it answers. Source: RFC 1996.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use domain::base::iana::{Class, Opcode, Rtype};
use domain::base::{Message, MessageBuilder, Ttl};
use model::Serial;
use model::publication::policy_zone;
use tokio::net::UdpSocket;
use tokio::time::timeout;
use tracing::{info, warn};

use crate::answer::Zones;
use crate::transfer;
use crate::view::View;

/// Waits for an answer after each try; after the last the secondary is left to its refresh interval.
/// RFC 1996, section 3.6 asks for 60 s and five tries; a list that must arrive within a second asks sooner.
const WAITS: [Duration; 6] = [
    Duration::from_millis(250),
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(4),
    Duration::from_secs(15),
    Duration::from_secs(60),
];

/// Tells every consumer of every new serial until the list is closed. One task a secondary, so that a
/// dead one delays nobody.
pub async fn run(zones: Zones) {
    let mut tasks = tokio::task::JoinSet::new();
    for consumer in zones.consumers().iter() {
        for address in &consumer.notify {
            for view in zones
                .views()
                .filter(|v| consumer.zones.is_empty() || consumer.zones.iter().any(|z| z == v.name()))
            {
                tasks.spawn(follow(zones.clone(), view.as_ref().clone(), *address));
            }
        }
    }
    while tasks.join_next().await.is_some() {}
}

async fn follow(zones: Zones, view: View, to: SocketAddr) {
    let mut list = zones.subscribe();
    // The serial at start is told too: acts may have come while nobody was here to tell of them.
    loop {
        let serial = list.borrow_and_update().serial();
        let mut newer = list.clone();
        tokio::select! {
            told = tell_patiently(&view, serial, to) => {
                if !told {
                    warn!(secondary = %to, serial = serial.0, "secondary `{to}` does not answer; it is left to its refresh interval");
                }
            }
            // Then the newer serial is told instead.
            _ = newer.changed() => {}
        }
        if list.changed().await.is_err() {
            return;
        }
    }
}

/// Sends NOTIFYs until one is answered or the last wait is over; whether one was.
async fn tell_patiently(view: &View, serial: Serial, to: SocketAddr) -> bool {
    for wait in WAITS {
        match tell(view, serial, to, wait).await {
            Ok(true) => return true,
            Ok(false) => {}
            Err(error) => {
                info!(%error, secondary = %to, "could not notify secondary `{to}`");
                tokio::time::sleep(wait).await;
            }
        }
    }
    false
}

/// Sends one NOTIFY and waits; whether it was answered.
async fn tell(view: &View, serial: Serial, to: SocketAddr, wait: Duration) -> io::Result<bool> {
    let from: SocketAddr = if to.is_ipv4() { ([0, 0, 0, 0], 0).into() } else { ([0u16; 8], 0).into() };
    let socket = UdpSocket::bind(from).await?;
    socket.connect(to).await?;
    let id = policy_zone::soa_serial(serial) as u16;
    socket.send(&request(view, serial, id)).await?;
    let mut buffer = [0; 512];
    match timeout(wait, socket.recv(&mut buffer)).await {
        Ok(received) => {
            let answer = Message::from_slice(&buffer[..received?]).map_err(io::Error::other)?;
            Ok(answer.header().qr()
                && answer.header().id() == id
                && answer.header().opcode() == Opcode::NOTIFY)
        }
        Err(_) => Ok(false),
    }
}

/// A NOTIFY with the new SOA as a hint (RFC 1996, section 3.7).
fn request(view: &View, serial: Serial, id: u16) -> Vec<u8> {
    let mut builder = MessageBuilder::new_vec();
    builder.header_mut().set_id(id);
    builder.header_mut().set_opcode(Opcode::NOTIFY);
    builder.header_mut().set_aa(true);
    let mut builder = builder.question();
    builder.push((view.apex(), Rtype::SOA, Class::IN)).expect("a Vec takes one question");
    let mut builder = builder.answer();
    builder
        .push((view.apex(), Class::IN, Ttl::from_secs(policy_zone::TTL_SECONDS), transfer::soa(serial)))
        .expect("a Vec takes one record");
    builder.finish()
}
