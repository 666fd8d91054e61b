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
            let before = newest.get(&act.indicator).cloned().unwrap_or_else(|| snapshot.get(&act.indicator));
            let after = act.listing(before.as_ref().map_or(act.at, |listing| listing.listed_at));
            newest.insert(&act.indicator, after.clone());
            changes.push(Change { serial: act.serial, indicator: act.indicator.clone(), before, after });
        }
        changes
    }

    /// What `acts`, the newest of a log, did: `earlier` holds, for each indicator they act upon, the last
    /// act about it before the first of them.
    pub fn replayed(earlier: &[Act], acts: &[Act]) -> Vec<Change> {
        let Some(first) = acts.first() else { return Vec::new() };
        let start = Serial(first.serial.0.saturating_sub(1));
        // When it was first listed is not known here, and no zone shows it.
        let listed = earlier.iter().filter_map(|act| act.listing(act.at)).collect();
        Change::of_acts(&Snapshot::new(start, listed), acts)
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

    /// How many changes it keeps at most.
    pub fn len_max(&self) -> usize {
        self.len_max
    }

    /// The newest change after `from` and up to `to` that is `wanted`; `None` when the journal does not hold
    /// all of them.
    pub(crate) fn newest_between(
        &self,
        from: Serial,
        to: Serial,
        wanted: impl Fn(&Change) -> bool,
    ) -> Option<Option<Serial>> {
        if from >= to {
            return (from == to).then_some(None);
        }
        let changes = self.changes.read().unwrap_or_else(PoisonError::into_inner);
        let (oldest, newest) = (changes.front()?.serial, changes.back()?.serial);
        if from.next() < oldest || to > newest {
            return None;
        }
        let newer = changes.iter().rev().skip_while(|change| change.serial > to);
        Some(
            newer.take_while(|change| change.serial > from).find(|change| wanted(change)).map(|it| it.serial),
        )
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

#[cfg(test)]
mod tests {
    use model::{Action, Level, ListingReason, Method, Time};

    use super::*;

    /// One act a line: `list a block`, `revise a warn`, `delist a warn`.
    fn acts(lines: &str) -> Vec<Act> {
        let act = |(line, serial): (&str, u64)| {
            let words: Vec<&str> = line.split_whitespace().collect();
            Act {
                serial: Serial(serial),
                at: Time::from_millis(i64::try_from(serial).unwrap()),
                action: Action::from_slug(words[0]).unwrap(),
                indicator: format!("domain:{}.example", words[1]).parse().unwrap(),
                method: Method::GovFine,
                level: Level::from_slug(words[2]).unwrap(),
                reason: ListingReason::Impersonation,
                expires_at: Time::from_millis(1_000_000),
                proposed_by: None,
                approved_by: None,
                evidence: String::new(),
            }
        };
        lines.lines().map(str::trim).filter(|line| !line.is_empty()).zip(1..).map(act).collect()
    }

    /// What a change did, without when it was first listed.
    fn seen(changes: &[Change]) -> Vec<(Serial, Option<Level>, Option<Level>)> {
        let level = |listing: &Option<Listing>| listing.as_ref().map(|listing| listing.level);
        changes.iter().map(|it| (it.serial, level(&it.before), level(&it.after))).collect()
    }

    #[test]
    fn a_log_read_from_any_place_tells_the_same_changes() {
        let log = acts(
            "list a block
             list b warn
             revise b block
             delist a block
             list c block
             list a warn
             revise a block
             delist b block
             delist c block",
        );
        for start in 0..log.len() {
            let (past, newest) = log.split_at(start);
            let before = Snapshot::default().apply(past).unwrap();
            let mut earlier: BTreeMap<&Indicator, &Act> = BTreeMap::new();
            earlier.extend(past.iter().map(|act| (&act.indicator, act)));
            let earlier: Vec<Act> = earlier.into_values().cloned().collect();
            let replayed = Change::replayed(&earlier, newest);
            assert_eq!(seen(&replayed), seen(&Change::of_acts(&before, newest)), "from {start}");
        }
        assert_eq!(Change::replayed(&[], &[]), []);
    }
}
