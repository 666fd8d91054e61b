//! One request to one reply: who asks, what for, and may they.

use std::net::IpAddr;
use std::sync::Arc;

use domain::base::iana::{Class, Opcode, Rcode, Rtype};
use domain::base::message_builder::{AdditionalBuilder, HashCompressor};
use domain::base::{Message, MessageBuilder, ToName, Ttl};
use domain::rdata::Soa;
use domain::rdata::tsig::Time48;
use domain::tsig::{Key, ServerSequence};
use model::Snapshot;
use model::publication::policy_zone;
use tokio::sync::watch;

use crate::body::{Body, BodyCache, HEADER_OCTETS};
use crate::journal::Journal;
use crate::key::Consumers;
use crate::transfer::{self, Incremental};
use crate::view::View;

/// How a request came; a whole or incremental transfer needs a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// One datagram.
    Udp,
    /// A connection.
    Tcp,
}

/// Every zone served, and who may have it. Cheap to clone.
#[derive(Clone)]
pub struct Zones {
    views: Arc<Vec<(Arc<View>, Arc<BodyCache>)>>,
    consumers: Arc<Consumers>,
    journal: Arc<Journal>,
    snapshot: watch::Receiver<Arc<Snapshot>>,
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
    zone: usize,
}

impl Zones {
    /// Zones over one list.
    pub fn new(
        views: Vec<View>,
        consumers: Consumers,
        journal: Arc<Journal>,
        snapshot: watch::Receiver<Arc<Snapshot>>,
    ) -> Zones {
        let views = views.into_iter().map(|view| (Arc::new(view), Arc::default())).collect();
        Zones { views: Arc::new(views), consumers: Arc::new(consumers), journal, snapshot }
    }

    /// Who may have the zones.
    pub fn consumers(&self) -> &Arc<Consumers> {
        &self.consumers
    }

    /// The zones.
    pub fn views(&self) -> impl Iterator<Item = &Arc<View>> {
        self.views.iter().map(|(view, _)| view)
    }

    /// Follows the list.
    pub fn subscribe(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.snapshot.clone()
    }

    /// Forgets encoded bodies that no snapshot needs any more.
    pub fn sweep(&self) {
        self.views.iter().for_each(|(_, cache)| cache.sweep());
    }

    /// Encodes what of the newest list is not encoded yet, so that no secondary waits for it.
    pub fn warm(&self) {
        let snapshot = self.snapshot.borrow().clone();
        for (view, cache) in self.views.iter() {
            for chunk in snapshot.chunks() {
                cache.bodies(view, chunk);
            }
        }
    }

    /// Answers one request. `now` is in seconds since 1970.
    pub fn reply(&self, request: Vec<u8>, from: IpAddr, transport: Transport, now: u64) -> Reply {
        let Ok(message) = Message::from_octets(request) else { return Reply::Silence };
        if message.header().qr() {
            return Reply::Silence;
        }
        match self.let_in(message, from, now) {
            Ok(asked) => self.answer(asked, transport, now),
            Err(refusal) => Reply::Message(refusal),
        }
    }

    /// Checks form, signature and permission.
    fn let_in(&self, mut message: Message<Vec<u8>>, from: IpAddr, now: u64) -> Result<Asked, Vec<u8>> {
        let original = message.clone();
        if message.header().opcode() != Opcode::QUERY {
            return Err(error(&original, Rcode::NOTIMP));
        }
        let signer = ServerSequence::request(self.consumers.keys(), &mut message, Time48::from_u64(now))
            .map_err(|refusal| signature_error(refusal, &original))?;
        let Ok(question) = message.sole_question() else { return Err(error(&original, Rcode::FORMERR)) };
        let zone = self.views.iter().position(|(view, _)| question.qname().name_eq(view.apex()));
        let key = signer.as_ref().map(|signer| signer.key().name());
        match zone {
            Some(zone)
                if question.qclass() == Class::IN
                    && self.consumers.may(from, key, self.views[zone].0.name()) =>
            {
                Ok(Asked { request: message, signer, zone })
            }
            // A stranger learns nothing: not even which zones there are.
            _ => Err(signed_error(&original, signer, Rcode::REFUSED, now)),
        }
    }

    fn answer(&self, asked: Asked, transport: Transport, now: u64) -> Reply {
        let (view, cache) = &self.views[asked.zone];
        let snapshot = self.snapshot.borrow().clone();
        let bodies: Box<dyn Iterator<Item = Body> + Send> = match (asked.request.qtype(), transport) {
            (Some(Rtype::SOA), _) => Box::new(std::iter::empty()),
            // A datagram holds no transfer; the SOA alone makes the secondary ask again over a stream
            // (RFC 1995, section 2).
            (Some(Rtype::IXFR), Transport::Udp) => Box::new(std::iter::empty()),
            (Some(Rtype::IXFR), Transport::Tcp) => match secondary_serial(&asked.request) {
                None => {
                    return Reply::Message(signed_error(&asked.request, asked.signer, Rcode::FORMERR, now));
                }
                Some(from) => match transfer::ixfr(view, &self.journal, &snapshot, from) {
                    Incremental::UpToDate => Box::new(std::iter::empty()),
                    Incremental::Difference(bodies) => Box::new(bodies.into_iter()),
                    Incremental::Whole => Box::new(transfer::axfr(view.clone(), cache.clone(), &snapshot)),
                },
            },
            (Some(Rtype::AXFR), Transport::Tcp) => {
                Box::new(transfer::axfr(view.clone(), cache.clone(), &snapshot))
            }
            _ => return Reply::Message(signed_error(&asked.request, asked.signer, Rcode::REFUSED, now)),
        };
        let opening = opening(&asked.request, view, &snapshot);
        let id = asked.request.header().id();
        let mut transfer = Transfer { id, opening: Some(opening), bodies, signer: asked.signer };
        match asked.request.qtype() {
            Some(Rtype::SOA) => transfer.next_message(now).map_or(Reply::Silence, Reply::Message),
            _ if transport == Transport::Udp => {
                transfer.next_message(now).map_or(Reply::Silence, Reply::Message)
            }
            _ => Reply::Transfer(Box::new(transfer)),
        }
    }
}

/// Question and SOA: the first message of every transfer, and the whole answer to a query for the SOA.
fn opening(request: &Message<Vec<u8>>, view: &View, snapshot: &Snapshot) -> Vec<u8> {
    let mut builder =
        MessageBuilder::new_vec().start_answer(request, Rcode::NOERROR).expect("a Vec takes one question");
    builder.header_mut().set_aa(true);
    builder
        .push((
            view.apex(),
            Class::IN,
            Ttl::from_secs(policy_zone::TTL_SECONDS),
            transfer::soa(snapshot.serial()),
        ))
        .expect("a Vec takes one record");
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
    bodies: Box<dyn Iterator<Item = Body> + Send>,
    signer: Option<ServerSequence<Arc<Key>>>,
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
    let mut builder = prefilled::builder(message);
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

/// A message that stands already, as the target of a builder that only adds a signature.
mod prefilled {
    use std::convert::Infallible;

    use domain::base::MessageBuilder;
    use domain::base::message_builder::AdditionalBuilder;
    use domain::base::wire::Composer;
    use domain::dep::octseq::{OctetsBuilder, Truncate};

    pub(super) struct Prefilled {
        message: Vec<u8>,
        /// Until the builder has written its empty header, which the message has already.
        is_opening: bool,
    }

    /// A builder in the additional section, behind everything in `message`, which holds a header.
    pub(super) fn builder(message: Vec<u8>) -> AdditionalBuilder<Prefilled> {
        let target = Prefilled { message, is_opening: true };
        MessageBuilder::from_target(target).expect("appending to a Vec cannot fail").additional()
    }

    impl Prefilled {
        pub(super) fn into_message(self) -> Vec<u8> {
            self.message
        }
    }

    impl OctetsBuilder for Prefilled {
        type AppendError = Infallible;

        fn append_slice(&mut self, slice: &[u8]) -> Result<(), Infallible> {
            if !std::mem::take(&mut self.is_opening) {
                self.message.extend_from_slice(slice);
            }
            Ok(())
        }
    }

    impl Truncate for Prefilled {
        fn truncate(&mut self, len: usize) {
            if !self.is_opening {
                self.message.truncate(len);
            }
        }
    }

    impl AsRef<[u8]> for Prefilled {
        fn as_ref(&self) -> &[u8] {
            &self.message
        }
    }

    impl AsMut<[u8]> for Prefilled {
        fn as_mut(&mut self) -> &mut [u8] {
            &mut self.message
        }
    }

    impl Composer for Prefilled {}
}
