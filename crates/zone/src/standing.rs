//! What each consumer has, and who was refused: kept in memory for figures and pages, told to the log once.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use model::Serial;
use tracing::{info, warn};

/// How a transfer told the zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The whole zone.
    Whole,
    /// What changed.
    Difference,
    /// The SOA alone: there was nothing newer.
    Nothing,
}

/// One consumer and one zone it may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The consumer.
    pub consumer: String,
    /// The zone.
    pub zone: String,
    /// The serial of the zone that it has for certain; `None` before its first transfer since we started.
    pub serial: Option<Serial>,
    /// The zone's serial now.
    pub newest: Serial,
    /// When it last came, in seconds since 1970; 0: not since we started.
    pub seen: u64,
    /// Whole transfers it finished.
    pub whole: u64,
    /// Differences it finished.
    pub differences: u64,
}

impl Standing {
    /// Acts by which it is behind; `None` before its first transfer.
    pub fn lag(&self) -> Option<u64> {
        self.serial.map(|serial| self.newest.0.saturating_sub(serial.0))
    }
}

#[derive(Debug)]
struct Entry {
    /// [`u64::MAX`]: not known.
    serial: AtomicU64,
    seen: AtomicU64,
    whole: AtomicU64,
    differences: AtomicU64,
}

/// What every consumer has, by its position and that of the zone.
#[derive(Debug)]
pub(crate) struct Ledger {
    zones: usize,
    entries: Vec<Entry>,
    /// What the secondary of a consumer at an address has of a zone; only those that are told of new serials.
    told: Mutex<HashMap<Secondary, Serial>>,
}

/// Consumer and zone, by position, and the address.
type Secondary = (usize, usize, IpAddr);

impl Ledger {
    pub(crate) fn new(consumers: usize, zones: usize) -> Ledger {
        let entry = || Entry {
            serial: AtomicU64::new(u64::MAX),
            seen: AtomicU64::new(0),
            whole: AtomicU64::new(0),
            differences: AtomicU64::new(0),
        };
        Ledger { zones, entries: (0..consumers * zones).map(|_| entry()).collect(), told: Mutex::default() }
    }

    /// This position is another consumer's now.
    pub(crate) fn forget(&self, consumer: usize) {
        self.told().retain(|(who, ..), _| *who != consumer);
        for entry in &self.entries[consumer * self.zones..(consumer + 1) * self.zones] {
            entry.serial.store(u64::MAX, Ordering::Relaxed);
            entry.seen.store(0, Ordering::Relaxed);
            entry.whole.store(0, Ordering::Relaxed);
            entry.differences.store(0, Ordering::Relaxed);
        }
    }

    /// From now on remembers what this secondary has.
    pub(crate) fn watch(&self, secondary: Secondary) {
        self.told().entry(secondary).or_default();
    }

    /// The serial of the zone that the secondary has for certain.
    pub(crate) fn serial_at(&self, secondary: Secondary) -> Serial {
        self.told().get(&secondary).copied().unwrap_or_default()
    }

    fn told(&self) -> std::sync::MutexGuard<'_, HashMap<Secondary, Serial>> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// It has the zone at this serial now.
    pub(crate) fn has(&self, secondary: Secondary, serial: Serial, kind: Kind, now: u64) {
        self.told().entry(secondary).and_modify(|known| *known = serial);
        let (consumer, zone, _) = secondary;
        let entry = &self.entries[consumer * self.zones + zone];
        entry.serial.store(serial.0, Ordering::Relaxed);
        entry.seen.store(now, Ordering::Relaxed);
        match kind {
            Kind::Whole => entry.whole.fetch_add(1, Ordering::Relaxed),
            Kind::Difference => entry.differences.fetch_add(1, Ordering::Relaxed),
            Kind::Nothing => 0,
        };
    }

    /// It asked.
    pub(crate) fn saw(&self, consumer: usize, zone: usize, now: u64) {
        self.entries[consumer * self.zones + zone].seen.store(now, Ordering::Relaxed);
    }

    /// Fills in what is known of one.
    pub(crate) fn standing(&self, consumer: (usize, &str), zone: (usize, &str), newest: Serial) -> Standing {
        let entry = &self.entries[consumer.0 * self.zones + zone.0];
        let serial = entry.serial.load(Ordering::Relaxed);
        Standing {
            consumer: consumer.1.to_owned(),
            zone: zone.1.to_owned(),
            serial: (serial != u64::MAX).then_some(Serial(serial)),
            newest,
            seen: entry.seen.load(Ordering::Relaxed),
            whole: entry.whole.load(Ordering::Relaxed),
            differences: entry.differences.load(Ordering::Relaxed),
        }
    }
}

/// Why a request was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// No such zone, or not for this sender: missing signature, other address, other class.
    Stranger,
    /// A signature with a key we do not have, a wrong one, or one out of its time.
    Signature,
    /// Not a message, or one that asks nothing or in a way that cannot be answered.
    Form,
}

impl Refusal {
    /// Every reason.
    pub const ALL: [Refusal; 3] = [Refusal::Stranger, Refusal::Signature, Refusal::Form];

    /// Stable word for figures.
    pub fn slug(self) -> &'static str {
        match self {
            Refusal::Stranger => "stranger",
            Refusal::Signature => "signature",
            Refusal::Form => "form",
        }
    }
}

/// Senders remembered at once; the address of a datagram can be made up, so there is no end of them.
const SENDERS_MAX: usize = 1_024;

/// Seconds after which a sender is told of again.
const AGAIN_SECONDS: u64 = 3_600;

/// Who was refused, each told to the log once an hour.
#[derive(Debug, Default)]
pub(crate) struct Refusals {
    counts: [AtomicU64; 3],
    told: Mutex<(u64, HashSet<(IpAddr, Refusal)>)>,
}

impl Refusals {
    pub(crate) fn add(&self, from: IpAddr, why: Refusal, now: u64) {
        self.counts[why as usize].fetch_add(1, Ordering::Relaxed);
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if now.saturating_sub(told.0) >= AGAIN_SECONDS {
            *told = (now, HashSet::new());
        }
        let count = told.1.len();
        if count > SENDERS_MAX || !told.1.insert((from, why)) {
            return;
        }
        drop(told);
        if count == SENDERS_MAX {
            warn!("more senders of refused requests than are named here; the rest of this hour goes unnamed");
        } else {
            info!(sender = %from, why = why.slug(), "refused a request for a zone; told once an hour");
        }
    }

    pub(crate) fn count(&self, why: Refusal) -> u64 {
        self.counts[why as usize].load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_counted_and_remembered_within_bounds() {
        let refusals = Refusals::default();
        for number in 0..5_000_u32 {
            refusals.add(IpAddr::from(number.to_be_bytes()), Refusal::Signature, 1_000_000);
        }
        assert_eq!(refusals.count(Refusal::Signature), 5_000);
        assert_eq!(refusals.count(Refusal::Form), 0);
        let remembered = refusals.told.lock().unwrap().1.len();
        assert_eq!(remembered, SENDERS_MAX + 1);
        refusals.add(IpAddr::from([0; 4]), Refusal::Form, 1_000_000 + AGAIN_SECONDS);
        assert_eq!(refusals.told.lock().unwrap().1.len(), 1);
    }
}
