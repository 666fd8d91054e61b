//! NOTIFY: tells each secondary of a new serial, and again until it answers. Source: RFC 1996.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::base::iana::{Class, Opcode, Rtype};
use domain::base::{Message, MessageBuilder, Ttl};
use model::publication::policy_zone;
use model::{Serial, Snapshot};
use tokio::net::UdpSocket;
use tokio::sync::watch;
use tokio::task::{AbortHandle, JoinSet};
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

/// Waits after an answer, each before a look whether the secondary has fetched the zone, and another NOTIFY if
/// it has not: Unbound 1.17 forgets one that comes while it is at work on the one before.
const LOOKS: [Duration; 5] = [
    Duration::from_millis(300),
    Duration::from_millis(700),
    Duration::from_secs(2),
    Duration::from_secs(5),
    Duration::from_secs(15),
];

/// One secondary and one zone it is told of.
#[derive(Clone)]
struct Told {
    zones: Zones,
    consumer: usize,
    zone: usize,
    view: Arc<View>,
    to: SocketAddr,
}

/// Tells every consumer of every new serial until the list is closed; who comes while we serve is told from then on,
/// who goes no more. One task a secondary, so that a dead one delays nobody.
pub async fn run(zones: Zones) {
    let mut tasks = JoinSet::new();
    let mut told: HashMap<Secondary, AbortHandle> = HashMap::new();
    let (mut changes, mut list) = (zones.consumer_changes(), zones.subscribe());
    loop {
        changes.mark_unchanged();
        let wanted = secondaries(&zones);
        told.retain(|secondary, task| {
            let stays = wanted.contains_key(secondary);
            if !stays {
                task.abort();
            }
            stays
        });
        for (secondary, one) in wanted {
            told.entry(secondary).or_insert_with(|| {
                zones.ledger().watch((one.consumer, one.zone, one.to.ip().to_canonical()));
                tasks.spawn(one.follow())
            });
        }
        tokio::select! {
            _ = changes.changed() => {}
            () = closed(&mut list) => return,
        }
        while tasks.try_join_next().is_some() {}
    }
}

/// A consumer by its name and position, the zone, and where it is told: whoever takes the position of somebody else is
/// another one.
type Secondary = (String, usize, usize, SocketAddr);

fn secondaries(zones: &Zones) -> HashMap<Secondary, Told> {
    let mut all = HashMap::new();
    for (consumer, who) in zones.consumers().present() {
        for to in who.notify.iter().copied() {
            for (zone, view) in zones.views().enumerate().filter(|(_, view)| who.takes(view.name())) {
                let one = Told { zones: zones.clone(), consumer, zone, view: view.clone(), to };
                all.insert((who.name.clone(), consumer, zone, to), one);
            }
        }
    }
    all
}

/// Resolves when nobody publishes the list any more.
async fn closed(list: &mut watch::Receiver<Arc<Snapshot>>) {
    while list.changed().await.is_ok() {}
}

impl Told {
    async fn follow(self) {
        let (mut list, mut passed) = (self.zones.subscribe(), self.zones.passed_changes());
        let mut told_of = None;
        // The serial at start is told too: acts may have come while nobody was here to tell of them.
        loop {
            list.borrow_and_update();
            passed.mark_unchanged();
            let serial = self.zones.serial(self.zone);
            let (mut newer, mut other) = (list.clone(), passed.clone());
            tokio::select! {
                () = self.bring_to(serial), if told_of != Some(serial) => told_of = Some(serial),
                // Then the newer serial is told instead.
                changed = newer.changed() => match changed {
                    Ok(()) => continue,
                    Err(_) => return,
                },
                _ = other.changed() => continue,
            }
            tokio::select! {
                changed = list.changed() => if changed.is_err() {
                    return;
                },
                _ = passed.changed() => {}
            }
        }
    }

    /// Tells until the secondary answers, and again until it has the zone or is left alone.
    async fn bring_to(&self, serial: Serial) {
        let (to, secondary) = (self.to, (self.consumer, self.zone, self.to.ip().to_canonical()));
        if !tell_patiently(&self.view, serial, to).await {
            warn!(secondary = %to, serial = serial.0, "secondary `{to}` does not answer; it is left to its refresh interval");
            return;
        }
        for look in LOOKS {
            tokio::time::sleep(look).await;
            if self.zones.ledger().serial_at(secondary) >= serial {
                return;
            }
            if let Err(error) = tell(&self.view, serial, to, Duration::from_millis(250)).await {
                info!(%error, secondary = %to, "could not notify secondary `{to}`");
            }
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
    let id = random_id();
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

/// An id that nobody guesses who does not see the request.
pub(crate) fn random_id() -> u16 {
    let mut octets = [0; 2];
    // Without randomness the id is only easier to guess; the request is still sent.
    let _ = getrandom::fill(&mut octets);
    u16::from_be_bytes(octets)
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
