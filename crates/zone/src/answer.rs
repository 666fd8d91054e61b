//! One request to one reply: who asks, what for, and may they.

use std::net::IpAddr;
use std::sync::{Arc, PoisonError, RwLock};

use domain::base::iana::{Class, Opcode, Rcode, Rtype};
use domain::base::message_builder::{AdditionalBuilder, HashCompressor};
use domain::base::{Message, MessageBuilder, ToName, Ttl};
use domain::rdata::Soa;
use domain::rdata::tsig::Time48;
use domain::tsig::{Key, ServerSequence};
use model::publication::{AllowList, policy_zone};
use model::{Serial, Snapshot};
use tokio::sync::watch;

use crate::body::{Body, BodyCache, HEADER_OCTETS};
use crate::journal::Journal;
use crate::key::{Consumer, Consumers, MANAGED_MAX};
use crate::passed::Passed;
use crate::standing::{Kind, Ledger, Refusal, Refusals, Standing};
use crate::transfer::{self, Differences, Incremental};
use crate::view::{Content, View};
use crate::zone_serial::ZoneSerial;

/// How a request came; a whole or incremental transfer needs a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// One datagram.
    Udp,
    /// A connection.
    Tcp,
}

/// One zone with what is kept of it.
struct Served {
    view: Arc<View>,
    cache: Arc<BodyCache>,
    differences: Differences,
    serial: ZoneSerial,
}

/// Every zone served, and who may have it. Cheap to clone.
#[derive(Clone)]
pub struct Zones {
    served: Arc<Vec<Served>>,
    consumers: Arc<RwLock<Arc<Consumers>>>,
    /// How many of them are from the settings.
    fixed: usize,
    journal: Arc<Journal>,
    snapshot: watch::Receiver<Arc<Snapshot>>,
    passed: Arc<Passed>,
    /// How often consumers were set, and the allow-list.
    consumer_changes: Arc<watch::Sender<u64>>,
    passed_changes: Arc<watch::Sender<u64>>,
    ledger: Arc<Ledger>,
    refusals: Arc<Refusals>,
}

/// What to send back.
pub enum Reply {
    /// Nothing: what came is not a request.
    Silence,
    /// One message.
    Message(Vec<u8>),
    /// A transfer.
    Transfer(Box<Transfer>),
}

/// A request that was let in.
struct Asked {
    request: Message<Vec<u8>>,
    signer: Option<ServerSequence<Arc<Key>>>,
    consumer: usize,
    zone: usize,
}

/// The messages of a transfer behind its opening SOA.
type Bodies = Box<dyn Iterator<Item = Body> + Send>;

impl Zones {
    /// Zones over one list.
    pub fn new(
        views: Vec<View>,
        consumers: Consumers,
        journal: Arc<Journal>,
        snapshot: watch::Receiver<Arc<Snapshot>>,
    ) -> Zones {
        let ledger = Ledger::new(consumers.len() + MANAGED_MAX, views.len());
        let passed = Passed::new(views.len());
        let served = views.into_iter().map(|view| Served {
            view: Arc::new(view),
            cache: Arc::default(),
            differences: Differences::default(),
            serial: ZoneSerial::default(),
        });
        Zones {
            served: Arc::new(served.collect()),
            fixed: consumers.len(),
            consumers: Arc::new(RwLock::new(Arc::new(consumers))),
            journal,
            snapshot,
            passed: Arc::new(passed),
            consumer_changes: Arc::new(watch::Sender::new(0)),
            passed_changes: Arc::new(watch::Sender::new(0)),
            ledger: Arc::new(ledger),
            refusals: Arc::default(),
        }
    }

    /// Who may have the zones.
    pub fn consumers(&self) -> Arc<Consumers> {
        self.consumers.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Positions that consumers may take while we serve.
    pub(crate) fn places(&self) -> usize {
        self.fixed + MANAGED_MAX
    }

    /// Lets these in besides those that the zones began with, and no others: from the next request on. Answers how
    /// many found no room ([`MANAGED_MAX`]).
    pub fn set_managed(&self, managed: Vec<Consumer>) -> usize {
        let mut consumers = self.consumers.write().unwrap_or_else(PoisonError::into_inner);
        let (newer, changed, left_out) = consumers.with_managed(self.fixed, managed);
        changed.into_iter().for_each(|position| self.ledger.forget(position));
        *consumers = Arc::new(newer);
        drop(consumers);
        self.consumer_changes.send_modify(|changes| *changes += 1);
        left_out
    }

    /// Leaves these names alone beside those of the tables, and no others, in the zones of the allow-list: from the
    /// next request on, and secondaries are told.
    pub fn set_allowed(&self, allowed: Arc<AllowList>) {
        let head = self.snapshot.borrow().serial();
        if self.passed.set(allowed, head) {
            self.passed_changes.send_modify(|changes| *changes += 1);
        }
    }

    /// A wake-up whenever consumers were set.
    pub(crate) fn consumer_changes(&self) -> watch::Receiver<u64> {
        self.consumer_changes.subscribe()
    }

    /// A wake-up whenever the allow-list changes.
    pub(crate) fn passed_changes(&self) -> watch::Receiver<u64> {
        self.passed_changes.subscribe()
    }

    /// The zones.
    pub fn views(&self) -> impl Iterator<Item = &Arc<View>> {
        self.served.iter().map(|served| &served.view)
    }

    /// Follows the list.
    pub fn subscribe(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.snapshot.clone()
    }

    /// The serial of the zone with this position in [`Zones::views`], at the newest list.
    pub fn serial(&self, zone: usize) -> Serial {
        let head = self.snapshot.borrow().serial();
        self.serial_at(zone, head)
    }

    fn serial_at(&self, zone: usize, head: Serial) -> Serial {
        let served = &self.served[zone];
        match served.view.content() {
            Content::List => served.serial.at(&served.view, &self.journal, head),
            Content::AllowList => self.passed.serial(head),
        }
    }

    /// What each consumer has of each zone it may have.
    pub fn standings(&self) -> Vec<Standing> {
        let mut all = Vec::new();
        for (consumer, who) in self.consumers().present() {
            for (zone, view) in self.views().enumerate().filter(|(_, view)| who.takes(view.name())) {
                let newest = self.serial(zone);
                all.push(self.ledger.standing((consumer, &who.name), (zone, view.name()), newest));
            }
        }
        all
    }

    /// Requests refused so far for this reason.
    pub fn refused(&self, why: Refusal) -> u64 {
        self.refusals.count(why)
    }

    /// Forgets encoded bodies that no snapshot needs any more.
    pub fn sweep(&self) {
        self.served.iter().for_each(|served| served.cache.sweep());
    }

    /// Encodes what of the newest list is not encoded yet, so that no secondary waits for it.
    pub fn warm(&self) {
        let snapshot = self.snapshot.borrow().clone();
        for served in self.served.iter().filter(|served| served.view.content() == Content::List) {
            for chunk in snapshot.chunks() {
                served.cache.bodies(&served.view, chunk);
            }
        }
    }

    /// Answers one request. `now` is in seconds since 1970.
    pub fn reply(&self, request: Vec<u8>, from: IpAddr, transport: Transport, now: u64) -> Reply {
        let Ok(message) = Message::from_octets(request) else {
            self.refusals.add(from, Refusal::Form, now);
            return Reply::Silence;
        };
        if message.header().qr() {
            return Reply::Silence;
        }
        match self.let_in(message, from, now) {
            Ok(asked) => self.answer(asked, from, transport, now),
            Err((why, refusal)) => {
                self.refusals.add(from, why, now);
                Reply::Message(refusal)
            }
        }
    }

    /// What each secondary has.
    pub(crate) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The consumer has got the last message of this transfer.
    pub(crate) fn finished(&self, transfer: &Transfer, now: u64) {
        let secondary = (transfer.consumer, transfer.zone, transfer.from);
        self.ledger.has(secondary, transfer.serial, transfer.kind, now);
    }

    /// Checks form, signature and permission.
    fn let_in(
        &self,
        mut message: Message<Vec<u8>>,
        from: IpAddr,
        now: u64,
    ) -> Result<Asked, (Refusal, Vec<u8>)> {
        let original = message.clone();
        if message.header().opcode() != Opcode::QUERY {
            return Err((Refusal::Form, error(&original, Rcode::NOTIMP)));
        }
        let consumers = self.consumers();
        let signer = ServerSequence::request(consumers.keys(), &mut message, Time48::from_u64(now))
            .map_err(|refusal| (Refusal::Signature, signature_error(refusal, &original)))?;
        let Ok(question) = message.sole_question() else {
            return Err((Refusal::Form, error(&original, Rcode::FORMERR)));
        };
        let zone = self.views().position(|view| question.qname().name_eq(view.apex()));
        let key = signer.as_ref().map(|signer| signer.key().name());
        let who = zone
            .filter(|_| question.qclass() == Class::IN)
            .and_then(|zone| Some((zone, consumers.who(from, key, self.served[zone].view.name())?)));
        match who {
            Some((zone, consumer)) => Ok(Asked { request: message, signer, consumer, zone }),
            // A stranger learns nothing: not even which zones there are.
            None => Err((Refusal::Stranger, signed_error(&original, signer, Rcode::REFUSED, now))),
        }
    }

    fn answer(&self, asked: Asked, from: IpAddr, transport: Transport, now: u64) -> Reply {
        let served = &self.served[asked.zone];
        let snapshot = self.snapshot.borrow().clone();
        let serial = self.serial_at(asked.zone, snapshot.serial());
        self.ledger.saw(asked.consumer, asked.zone, now);
        let (kind, second, bodies) =
            match self.bodies(&asked.request, asked.zone, transport, &snapshot, serial) {
                Ok(bodies) => bodies,
                Err((why, rcode)) => {
                    self.refusals.add(from, why, now);
                    return Reply::Message(signed_error(&asked.request, asked.signer, rcode, now));
                }
            };
        let is_one_message = kind == Kind::Nothing;
        let mut transfer = Transfer {
            id: asked.request.header().id(),
            opening: Some(opening(&asked.request, &served.view, serial, second)),
            bodies,
            signer: asked.signer,
            consumer: asked.consumer,
            zone: asked.zone,
            from: from.to_canonical(),
            serial,
            kind,
        };
        if is_one_message {
            return transfer.next_message(now).map_or(Reply::Silence, Reply::Message);
        }
        Reply::Transfer(Box::new(transfer))
    }

    /// What follows the opening of the answer, or why there is none.
    fn bodies(
        &self,
        request: &Message<Vec<u8>>,
        zone: usize,
        transport: Transport,
        snapshot: &Snapshot,
        serial: Serial,
    ) -> Result<(Kind, Second, Bodies), (Refusal, Rcode)> {
        let served = &self.served[zone];
        let nothing = || (Kind::Nothing, Second::None, Box::new(std::iter::empty()) as Bodies);
        let whole = || {
            let fixed = self.passed.records(zone, &served.view);
            let bodies = transfer::axfr(served.view.clone(), served.cache.clone(), snapshot, serial, fixed);
            (Kind::Whole, Second::Ns, Box::new(bodies) as Bodies)
        };
        Ok(match (request.qtype(), transport) {
            // A datagram holds no transfer; the SOA alone makes the secondary ask again over a stream
            // (RFC 1995, section 2).
            (Some(Rtype::SOA), _) | (Some(Rtype::IXFR), Transport::Udp) => nothing(),
            (Some(Rtype::IXFR), Transport::Tcp) => {
                let from = secondary_serial(request).ok_or((Refusal::Form, Rcode::FORMERR))?;
                match self.difference(zone, serial, from) {
                    Incremental::UpToDate => nothing(),
                    Incremental::Whole => whole(),
                    Incremental::Difference(from, bodies) => {
                        let bodies = (0..bodies.len()).map(move |index| bodies[index].clone());
                        (Kind::Difference, Second::Soa(from), Box::new(bodies))
                    }
                }
            }
            (Some(Rtype::AXFR), Transport::Tcp) => whole(),
            _ => return Err((Refusal::Form, Rcode::REFUSED)),
        })
    }

    /// What changed in a zone between the serial that a secondary names and `to`.
    fn difference(&self, zone: usize, to: Serial, wire_from: u32) -> Incremental {
        let served = &self.served[zone];
        let view = &served.view;
        if view.content() == Content::List || !self.passed.is_changed() {
            return served.differences.ixfr(view, &self.journal, to, wire_from);
        }
        match transfer::list_serial(wire_from, to) {
            Some(from) if from == to => Incremental::UpToDate,
            Some(from) if self.passed.is_same_since(from) => {
                Incremental::Difference(from, transfer::unchanged(view, to))
            }
            Some(_) => Incremental::Whole,
            None => Incremental::UpToDate,
        }
    }
}

/// The record behind the SOA that opens a transfer; it tells the kind of transfer.
#[derive(Clone, Copy)]
enum Second {
    /// There is none: the SOA is all.
    None,
    /// The whole zone follows.
    Ns,
    /// What changed since this serial follows.
    Soa(Serial),
}

/// Question, SOA and the record behind it: the first message of every transfer, and the whole answer to a
/// query for the SOA. Two records in one message, because PowerDNS Recursor 4.8 takes the signature behind a
/// SOA that stands alone for the second record of a whole transfer.
fn opening(request: &Message<Vec<u8>>, view: &View, serial: Serial, second: Second) -> Vec<u8> {
    const ROOM: &str = "a Vec takes two records";
    let mut builder =
        MessageBuilder::new_vec().start_answer(request, Rcode::NOERROR).expect("a Vec takes one question");
    builder.header_mut().set_aa(true);
    let ttl = Ttl::from_secs(policy_zone::TTL_SECONDS);
    builder.push((view.apex(), Class::IN, ttl, transfer::soa(serial))).expect(ROOM);
    match second {
        Second::None => {}
        Second::Ns => builder.push((view.apex(), Class::IN, ttl, transfer::ns())).expect(ROOM),
        Second::Soa(from) => builder.push((view.apex(), Class::IN, ttl, transfer::soa(from))).expect(ROOM),
    }
    builder.finish()
}

/// The serial a secondary has, from the authority section of its request (RFC 1995, section 3).
fn secondary_serial(request: &Message<Vec<u8>>) -> Option<u32> {
    let record = request.authority().ok()?.limit_to::<Soa<_>>().next()?.ok()?;
    Some(record.data().serial().into_int())
}

/// The messages of one transfer, each made when it is asked for.
pub struct Transfer {
    id: u16,
    opening: Option<Vec<u8>>,
    bodies: Bodies,
    signer: Option<ServerSequence<Arc<Key>>>,
    /// Whom it is for, by position.
    pub(crate) consumer: usize,
    zone: usize,
    from: IpAddr,
    serial: Serial,
    kind: Kind,
}

impl Transfer {
    /// The next message, signed if the request was; `None` after the last. `now` is in seconds since 1970.
    pub fn next_message(&mut self, now: u64) -> Option<Vec<u8>> {
        let message = match self.opening.take() {
            Some(opening) => opening,
            None => {
                let body = self.bodies.next()?;
                self.message(&body)
            }
        };
        Some(match &mut self.signer {
            Some(signer) => sign(signer, message, now),
            None => message,
        })
    }

    fn message(&self, body: &Body) -> Vec<u8> {
        let mut message = Vec::with_capacity(HEADER_OCTETS + body.octets.len() + SIGNATURE_OCTETS);
        message.extend(self.id.to_be_bytes());
        // QR and AA, query, no error (RFC 1035, section 4.1.1); no question after the first message
        // (RFC 5936, section 2.2.1).
        message.extend([0x84, 0, 0, 0]);
        message.extend(body.records.to_be_bytes());
        message.extend([0; 4]);
        message.extend_from_slice(&body.octets);
        message
    }
}

/// Octets of a TSIG record with an HMAC-SHA256 key of ordinary name.
const SIGNATURE_OCTETS: usize = 160;

fn sign(signer: &mut ServerSequence<Arc<Key>>, message: Vec<u8>, now: u64) -> Vec<u8> {
    let mut builder = crate::prefilled::builder(message);
    signer.answer(&mut builder, Time48::from_u64(now)).expect("a Vec takes one record");
    builder.finish().into_message()
}

fn error(request: &Message<Vec<u8>>, rcode: Rcode) -> Vec<u8> {
    MessageBuilder::new_vec().start_error(request, rcode).finish()
}

fn signed_error(
    request: &Message<Vec<u8>>,
    signer: Option<ServerSequence<Arc<Key>>>,
    rcode: Rcode,
    now: u64,
) -> Vec<u8> {
    let message = error(request, rcode);
    match signer {
        Some(mut signer) => sign(&mut signer, message, now),
        None => message,
    }
}

fn signature_error(refusal: domain::tsig::ServerError<Arc<Key>>, request: &Message<Vec<u8>>) -> Vec<u8> {
    let target = HashCompressor::new(Vec::new());
    let builder = MessageBuilder::from_target(target).expect("a Vec takes a header");
    let answer: Result<AdditionalBuilder<_>, _> = refusal.build_message(request, builder);
    answer.map_or_else(|_| error(request, Rcode::FORMERR), |builder| builder.finish().into_target())
}
