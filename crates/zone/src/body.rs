//! A run of listings as the answer section of one or more messages, encoded once and shared by every
//! transfer of every serial that holds the run unchanged.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use domain::base::iana::Class;
use domain::base::message_builder::{AnswerBuilder, HashCompressor};
use domain::base::{MessageBuilder, Ttl};
use domain::rdata::Cname;
use model::Listing;
use model::publication::{Chunk, policy_zone};

use crate::view::{View, WireName};

/// Octets of a message header. Source: RFC 1035, section 4.1.1.
pub const HEADER_OCTETS: usize = 12;

/// Octets after which a message is closed: names beyond 16,383 cannot be pointed at (RFC 1035, section
/// 4.1.4), so a longer message only compresses worse; room is left for one more record and a signature.
const MESSAGE_OCTETS: usize = 15_600;

/// The answer section of one message, as it stands after the header (no question).
#[derive(Clone, Debug)]
pub struct Body {
    /// Records in it.
    pub records: u16,
    /// Their wire form, with compression pointers counted from the start of the message.
    pub octets: Arc<[u8]>,
}

/// Writes records into as many bodies as they need.
pub struct BodyWriter {
    bodies: Vec<Body>,
    builder: AnswerBuilder<HashCompressor<Vec<u8>>>,
}

impl Default for BodyWriter {
    fn default() -> BodyWriter {
        BodyWriter { bodies: Vec::new(), builder: empty() }
    }
}

fn empty() -> AnswerBuilder<HashCompressor<Vec<u8>>> {
    let target = HashCompressor::new(Vec::with_capacity(MESSAGE_OCTETS + 1_024));
    MessageBuilder::from_target(target).expect("a Vec takes a header").answer()
}

impl BodyWriter {
    /// Adds one record of the class IN.
    pub fn push(&mut self, owner: &WireName, data: impl domain::base::rdata::ComposeRecordData) {
        self.builder
            .push((owner, Class::IN, Ttl::from_secs(policy_zone::TTL_SECONDS), data))
            .expect("a message below 16 KB has room for one record");
        if self.builder.as_slice().len() > MESSAGE_OCTETS {
            self.close();
        }
    }

    /// Adds the records of a listing; nothing when it does not stand in the zone.
    pub fn push_listing(&mut self, view: &View, target: &WireName, listing: &Listing) {
        let Some(names) = view.owner(listing).and_then(|owner| view.names(owner)) else { return };
        for name in &names {
            self.push(name, Cname::new(target));
        }
    }

    fn close(&mut self) {
        let builder = std::mem::replace(&mut self.builder, empty());
        let message = builder.as_slice();
        let records = u16::from_be_bytes([message[6], message[7]]);
        if records > 0 {
            self.bodies.push(Body { records, octets: Arc::from(&message[HEADER_OCTETS..]) });
        }
    }

    /// What was written.
    pub fn finish(mut self) -> Vec<Body> {
        self.close();
        self.bodies
    }
}

/// Bodies with the chunk they were made from, by its address.
type Made = HashMap<usize, (Weak<Chunk>, Arc<[Body]>)>;

/// Bodies by the chunk of the snapshot they were made from. An entry dies with its chunk.
#[derive(Debug, Default)]
pub struct BodyCache {
    by_chunk: Mutex<Made>,
}

impl BodyCache {
    /// The bodies of this chunk in this zone (one cache per zone), made now if they are not there yet.
    pub fn bodies(&self, view: &View, chunk: &Arc<Chunk>) -> Arc<[Body]> {
        let place = Arc::as_ptr(chunk) as usize;
        let found = self.lock().get(&place).and_then(|(made_from, bodies)| {
            // The address may have been given to another chunk since.
            made_from
                .upgrade()
                .is_some_and(|made_from| Arc::ptr_eq(&made_from, chunk))
                .then(|| bodies.clone())
        });
        found.unwrap_or_else(|| {
            let target = view.action.target();
            let mut writer = BodyWriter::default();
            for listing in chunk.iter() {
                writer.push_listing(view, &target, &listing);
            }
            let bodies: Arc<[Body]> = writer.finish().into();
            self.lock().insert(place, (Arc::downgrade(chunk), bodies.clone()));
            bodies
        })
    }

    /// Forgets the bodies of chunks that no snapshot holds any more.
    pub fn sweep(&self) {
        self.lock().retain(|_, (made_from, _)| made_from.strong_count() > 0);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Made> {
        self.by_chunk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
