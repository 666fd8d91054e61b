//! Whole and incremental transfers as a sequence of messages. Sources: RFC 5936 (AXFR), RFC 1995 (IXFR).

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use domain::base::{Serial as WireSerial, Ttl};
use domain::rdata::{Ns, Soa};
use model::publication::policy_zone::{self, soa_serial};
use model::{Listing, Serial, Snapshot};

use crate::body::{Body, BodyCache, BodyWriter};
use crate::journal::Journal;
use crate::view::{Content, View, WireName};

/// The serial of the list that a secondary means by `wire`, not later than `head` and less than half the
/// circle before it; `None` when it is from the future (RFC 1982, section 3.2).
pub fn list_serial(wire: u32, head: Serial) -> Option<Serial> {
    let behind = soa_serial(head).wrapping_sub(wire);
    (behind < 1 << 31).then(|| head.0.checked_sub(u64::from(behind)).map(Serial)).flatten()
}

/// The SOA record's data at a serial. The name server is the customary placeholder of a zone nobody
/// delegates to (draft-vixie-dnsop-dns-rpz-00, section 6).
pub fn soa(serial: Serial) -> Soa<WireName> {
    Soa::new(
        localhost(),
        "hostmaster.invalid".parse().expect("a constant name"),
        WireSerial::from(soa_serial(serial)),
        Ttl::from_secs(policy_zone::REFRESH_SECONDS),
        Ttl::from_secs(policy_zone::RETRY_SECONDS),
        Ttl::from_secs(policy_zone::EXPIRE_SECONDS),
        Ttl::from_secs(policy_zone::TTL_SECONDS),
    )
}

/// The NS record's data.
pub fn ns() -> Ns<WireName> {
    Ns::new(localhost())
}

fn localhost() -> WireName {
    "localhost".parse().expect("a constant name")
}

/// What follows SOA and NS of a whole transfer: the records that no act changes, the bodies of every chunk, SOA. Made piece by piece: at most
/// one chunk is encoded ahead of what has been sent.
pub(crate) fn axfr(
    view: Arc<View>,
    cache: Arc<BodyCache>,
    snapshot: &Snapshot,
    serial: Serial,
    fixed: Arc<[Body]>,
) -> impl Iterator<Item = Body> + use<> {
    let mut tail = BodyWriter::default();
    tail.push(view.apex(), soa(serial));
    let chunks = match view.content() {
        Content::List => snapshot.chunks().to_vec(),
        Content::AllowList => Vec::new(),
    };
    let middle = chunks.into_iter().flat_map(move |chunk| {
        let bodies = cache.bodies(&view, &chunk);
        (0..bodies.len()).map(move |index| bodies[index].clone())
    });
    let fixed = (0..fixed.len()).map(move |index| fixed[index].clone());
    fixed.chain(middle).chain(tail.finish())
}

/// What to answer to a secondary that names a serial.
pub(crate) enum Incremental {
    /// It is up to date, or ahead of us: the opening SOA says it all.
    UpToDate,
    /// From this serial; what follows the SOA of that serial.
    Difference(Serial, Arc<[Body]>),
    /// We cannot say: send the whole zone.
    Whole,
}

/// Differences kept for the next secondaries that ask the same: after a NOTIFY all of them do.
const KEPT_MAX: usize = 8;

/// The newest differences of one zone, each encoded once.
#[derive(Debug, Default)]
pub(crate) struct Differences {
    kept: Mutex<VecDeque<Kept>>,
}

/// From which serial to which, and what it tells.
type Kept = ((Serial, Serial), Arc<[Body]>);

impl Differences {
    /// An incremental transfer from the serial a secondary names to `to`, that of the zone, as one condensed
    /// difference (RFC 1995, section 5).
    pub(crate) fn ixfr(&self, view: &View, journal: &Journal, to: Serial, wire_from: u32) -> Incremental {
        let from = match list_serial(wire_from, to) {
            Some(from) if from != to => from,
            _ => return Incremental::UpToDate,
        };
        // The allow-list and the settings leave no act behind.
        if from <= view.since && view.since > Serial(0) {
            return Incremental::Whole;
        }
        // Held while encoding, so that a hundred secondaries make it once.
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, bodies)) = kept.iter().find(|(which, _)| *which == (from, to)) {
            return Incremental::Difference(from, bodies.clone());
        }
        let Some(differing) = journal.between(from, to) else { return Incremental::Whole };
        let bodies: Arc<[Body]> = difference(view, &differing, to).into();
        kept.push_back(((from, to), bodies.clone()));
        if kept.len() > KEPT_MAX {
            kept.pop_front();
        }
        Incremental::Difference(from, bodies)
    }
}

/// A difference that changes nothing but the serial.
pub(crate) fn unchanged(view: &View, to: Serial) -> Arc<[Body]> {
    difference(view, &[], to).into()
}

fn difference(view: &View, differing: &[(Option<Listing>, Option<Listing>)], to: Serial) -> Vec<Body> {
    let stands = |listing: &Option<Listing>| listing.as_ref().is_some_and(|it| view.owner(it).is_some());
    let target = view.action.target();
    let mut writer = BodyWriter::default();
    // Every entry of one zone has the same records, so an entry that stays in the zone did not change there.
    for (before, after) in differing {
        if let Some(gone) = before.as_ref().filter(|_| stands(before) && !stands(after)) {
            writer.push_listing(view, &target, gone);
        }
    }
    writer.push(view.apex(), soa(to));
    for (before, after) in differing {
        if let Some(come) = after.as_ref().filter(|_| stands(after) && !stands(before)) {
            writer.push_listing(view, &target, come);
        }
    }
    writer.push(view.apex(), soa(to));
    writer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serials_go_round() {
        let head = Serial((1 << 32) + 5);
        assert_eq!(list_serial(5, head), Some(head));
        assert_eq!(list_serial(u32::MAX, head), Some(Serial((1 << 32) - 1)));
        assert_eq!(list_serial(6, head), None);
        assert_eq!(list_serial(9, Serial(3)), None);
        assert_eq!(list_serial(u32::MAX, Serial(3)), None);
    }
}
