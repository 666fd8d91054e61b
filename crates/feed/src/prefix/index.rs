//! Entries by the prefix of their hash.
//!
//! An index over one snapshot is kept while the list changes: chunks that are still the same are found
//! through it, the few that are new are looked through on their own. When too many are new it is made again.

use std::collections::HashSet;
use std::ops::RangeInclusive;
use std::sync::Arc;

use model::publication::Chunk;
use model::{Act, Action, Listing, Snapshot};

use super::update::{Update, checksum};

/// Entries in new chunks after which the index is made again, as one part of so many of the whole.
const FRESH_SHARE: usize = 8;

/// New entries that are always put up with.
const FRESH_MIN: usize = 4_096;

/// A place in a snapshot: number of the chunk and place in it.
type Place = (u32, u32);

/// The entries of one snapshot by prefix.
#[derive(Clone, Debug)]
pub struct PrefixIndex {
    base: Snapshot,
    /// Prefix in the upper half, number of the chunk of the base in the lower, sorted.
    by_prefix: Arc<[u64]>,
    /// Chunks of the base that the snapshot no longer has.
    stale: HashSet<u32>,
    now: Snapshot,
    /// Entries in chunks that the base has not, by prefix.
    fresh: Vec<(u32, Place)>,
    /// Every prefix, sorted, each once.
    prefixes: Vec<u32>,
}

impl PrefixIndex {
    /// An index of this snapshot. Sorts every prefix: a tenth of a second for a million.
    pub fn new(snapshot: &Snapshot) -> PrefixIndex {
        let mut by_prefix: Vec<u64> = Vec::with_capacity(snapshot.len());
        for (number, chunk) in (0u64..).zip(snapshot.chunks()) {
            by_prefix.extend(chunk.prefixes().iter().map(|prefix| u64::from(*prefix) << 32 | number));
        }
        by_prefix.sort_unstable();
        PrefixIndex {
            base: snapshot.clone(),
            by_prefix: by_prefix.into(),
            stale: HashSet::new(),
            now: snapshot.clone(),
            fresh: Vec::new(),
            prefixes: Vec::new(),
        }
        .with_prefixes()
    }

    /// The index of a later snapshot.
    pub fn advanced(&self, snapshot: &Snapshot) -> PrefixIndex {
        let addresses = |snapshot: &Snapshot| -> HashSet<*const Chunk> {
            snapshot.chunks().iter().map(Arc::as_ptr).collect()
        };
        // Both snapshots are held, so an address stands for the same chunk in both.
        let (before, after) = (addresses(&self.base), addresses(snapshot));
        let mut fresh = Vec::new();
        for (number, chunk) in (0u32..).zip(snapshot.chunks()) {
            if !before.contains(&Arc::as_ptr(chunk)) {
                let places = (0u32..).map(|at| (number, at));
                fresh.extend(chunk.prefixes().iter().copied().zip(places));
            }
        }
        if fresh.len() > FRESH_MIN.max(snapshot.len() / FRESH_SHARE) {
            return PrefixIndex::new(snapshot);
        }
        fresh.sort_unstable();
        let numbered = (0u32..).zip(self.base.chunks());
        let stale =
            numbered.filter(|(_, chunk)| !after.contains(&Arc::as_ptr(chunk))).map(|(number, _)| number);
        PrefixIndex {
            base: self.base.clone(),
            by_prefix: self.by_prefix.clone(),
            stale: stale.collect(),
            now: snapshot.clone(),
            fresh,
            prefixes: Vec::new(),
        }
        .with_prefixes()
    }

    /// The snapshot that it is of.
    pub fn snapshot(&self) -> &Snapshot {
        &self.now
    }

    /// Every prefix, sorted, each once.
    pub fn prefixes(&self) -> &[u32] {
        &self.prefixes
    }

    fn with_prefixes(mut self) -> PrefixIndex {
        let held = self
            .by_prefix
            .iter()
            .filter(|entry| !self.stale.contains(&low(**entry)))
            .map(|entry| high(*entry));
        let mut prefixes: Vec<u32> = Vec::with_capacity(self.now.len());
        prefixes.extend(held);
        prefixes.extend(self.fresh.iter().map(|(prefix, _)| *prefix));
        // Two sorted runs: the stable sort merges them.
        prefixes.sort();
        prefixes.dedup();
        self.prefixes = prefixes;
        self
    }

    /// The entries whose prefix is in this range, in the order of the hash.
    pub fn listings(&self, range: RangeInclusive<u32>) -> Vec<Listing> {
        let mut numbers: Vec<u32> = self.chunks_with(range.clone()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let mut found: Vec<Listing> = Vec::new();
        for number in numbers {
            let chunk = &self.base.chunks()[number as usize];
            let places = chunk.prefixes().iter().enumerate().filter(|(_, prefix)| range.contains(prefix));
            found.extend(places.map(|(at, _)| chunk.listing(at)));
        }
        for (_, (number, at)) in self.fresh_with(range) {
            found.push(self.now.chunks()[*number as usize].listing(*at as usize));
        }
        found.sort_by_cached_key(|listing| listing.indicator.full_hash());
        found
    }

    /// The chunks of the base, still there, that hold prefixes in this range.
    fn chunks_with(&self, range: RangeInclusive<u32>) -> impl Iterator<Item = u32> + '_ {
        let from = self.by_prefix.partition_point(|entry| high(*entry) < *range.start());
        let held = self.by_prefix[from..].iter().take_while(move |entry| high(**entry) <= *range.end());
        held.map(|entry| low(*entry)).filter(|number| !self.stale.contains(number))
    }

    fn fresh_with(&self, range: RangeInclusive<u32>) -> &[(u32, Place)] {
        let from = self.fresh.partition_point(|(prefix, _)| prefix < range.start());
        let to = self.fresh.partition_point(|(prefix, _)| prefix <= range.end());
        &self.fresh[from..to]
    }

    /// The whole list as an update.
    pub fn full(&self) -> Update {
        Update::full(self.now.serial(), &self.prefixes)
    }

    /// What changed since an earlier list: `acts` are all acts since, `earlier` holds for each indicator they
    /// act upon the last act about it before, if there is one.
    pub fn delta(&self, since: model::Serial, earlier: &[Act], acts: &[Act]) -> Update {
        let prefixes = self.prefixes.as_slice();
        let touched: HashSet<&model::Indicator> = acts.iter().map(|act| &act.indicator).collect();
        let listed_then: HashSet<u32> = earlier
            .iter()
            .filter(|act| act.action != Action::Delist)
            .map(|act| act.indicator.hash_prefix())
            .collect();
        let mut candidates: Vec<u32> = touched.iter().map(|indicator| indicator.hash_prefix()).collect();
        candidates.sort_unstable();
        candidates.dedup();
        let (mut added, mut removed) = (Vec::new(), Vec::new());
        for prefix in candidates {
            // An entry that nobody touched was there then, too.
            let untouched =
                || self.listings(prefix..=prefix).iter().any(|one| !touched.contains(&one.indicator));
            let now = prefixes.binary_search(&prefix).is_ok();
            let then = listed_then.contains(&prefix) || (now && untouched());
            match (then, now) {
                (false, true) => added.push(prefix),
                (true, false) => removed.push(prefix),
                _ => {}
            }
        }
        // Places in the earlier list: as many as are smaller now, less those that came, and those that go.
        let rank = |sorted: &[u32], prefix: u32| sorted.partition_point(|one| *one < prefix);
        let places = removed.iter().map(|prefix| {
            let place = rank(prefixes, *prefix) - rank(&added, *prefix) + rank(&removed, *prefix);
            u32::try_from(place).expect("there are at most 2^32 prefixes")
        });
        Update::delta(since, self.now.serial(), &places.collect::<Vec<_>>(), &added, checksum(prefixes))
    }
}

fn high(entry: u64) -> u32 {
    u32::try_from(entry >> 32).expect("the upper half has 32 bits")
}

fn low(entry: u64) -> u32 {
    u32::try_from(entry & u64::from(u32::MAX)).expect("the lower half has 32 bits")
}
