//! What changed, act by act, for as far back as configured: the source of incremental transfers.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{PoisonError, RwLock};

use model::{Act, Indicator, Listing, Serial, Snapshot};

/// One act with the entry before and after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The act.
    pub serial: Serial,
    /// What it acted upon.
    pub indicator: Indicator,
    /// The entry before; `None` when there was none.
    pub before: Option<Listing>,
    /// The entry after; `None` when there is none.
    pub after: Option<Listing>,
}

impl Change {
    /// What `acts` do to `snapshot`, the state before the first of them.
    pub fn of_acts(snapshot: &Snapshot, acts: &[Act]) -> Vec<Change> {
        let mut newest: BTreeMap<&Indicator, Option<Listing>> = BTreeMap::new();
        let mut changes = Vec::with_capacity(acts.len());
        for act in acts {
            let before =
                newest.get(&act.indicator).cloned().unwrap_or_else(|| snapshot.get(&act.indicator).cloned());
            let after = act.listing(before.as_ref().map_or(act.at, |listing| listing.listed_at));
            newest.insert(&act.indicator, after.clone());
            changes.push(Change { serial: act.serial, indicator: act.indicator.clone(), before, after });
        }
        changes
    }
}

/// The newest changes, without a gap.
#[derive(Debug)]
pub struct Journal {
    len_max: usize,
    changes: RwLock<VecDeque<Change>>,
}

impl Journal {
    /// An empty journal that keeps at most `len_max` changes.
    pub fn new(len_max: usize) -> Journal {
        Journal { len_max, changes: RwLock::default() }
    }

    /// Adds changes that follow the newest one; after a gap the journal starts anew, so that it never
    /// answers for acts it has not seen.
    pub fn extend(&self, new: Vec<Change>) {
        let mut changes = self.changes.write().unwrap_or_else(PoisonError::into_inner);
        for change in new {
            if changes.back().is_some_and(|newest| newest.serial.next() != change.serial) {
                changes.clear();
            }
            changes.push_back(change);
        }
        while changes.len() > self.len_max {
            changes.pop_front();
        }
    }

    /// Each entry that differs between two serials: as it was at `from` and as it is at `to`.
    /// `None` when the journal does not reach back to `from` or not up to `to`.
    pub fn between(&self, from: Serial, to: Serial) -> Option<Vec<(Option<Listing>, Option<Listing>)>> {
        if from >= to {
            return (from == to).then(Vec::new);
        }
        let changes = self.changes.read().unwrap_or_else(PoisonError::into_inner);
        let (oldest, newest) = (changes.front()?.serial, changes.back()?.serial);
        if from.next() < oldest || to > newest {
            return None;
        }
        let first = usize::try_from(from.next().0 - oldest.0).ok()?;
        let count = usize::try_from(to.0 - from.0).ok()?;
        let mut differing: BTreeMap<&Indicator, (Option<Listing>, Option<Listing>)> = BTreeMap::new();
        for change in changes.iter().skip(first).take(count) {
            differing
                .entry(&change.indicator)
                .and_modify(|(_, after)| after.clone_from(&change.after))
                .or_insert_with(|| (change.before.clone(), change.after.clone()));
        }
        Some(differing.into_values().collect())
    }
}
