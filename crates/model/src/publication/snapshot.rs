//! The immutable set of listings at one serial.
//!
//! A sorted sequence of sorted chunks, each shared between snapshots. A look-up is two binary searches;
//! an act copies one chunk and the table of chunks and shares the rest, so that a reader never waits and
//! a million listings are held once.

use std::sync::Arc;

use super::{Act, Action, Listing, Serial};
use crate::Indicator;

/// Listings in a full chunk; a chunk that grows past it is split in two.
const CHUNK_LEN_MAX: usize = 512;

/// The immutable set of listings at one serial, in the order of [`Indicator`].
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    serial: Serial,
    len: usize,
    /// Never holds an empty chunk.
    chunks: Arc<Vec<Arc<Vec<Listing>>>>,
}

/// What changed between two serials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delta {
    /// The serial it starts from.
    pub from: Serial,
    /// The serial it leads to.
    pub to: Serial,
    /// The last state of each entry that was added or changed, in the order of [`Indicator`].
    pub listed: Vec<Listing>,
    /// Entries that were there at `from` or in between and are gone at `to`.
    pub delisted: Vec<Indicator>,
}

impl Snapshot {
    /// From the listings at `serial`, in any order; of two for one indicator the later serial wins.
    pub fn new(serial: Serial, mut listings: Vec<Listing>) -> Snapshot {
        listings.sort_by(|a, b| a.indicator.cmp(&b.indicator).then(b.serial.cmp(&a.serial)));
        listings.dedup_by(|later, kept| later.indicator == kept.indicator);
        let len = listings.len();
        let mut chunks = Vec::with_capacity(len.div_ceil(CHUNK_LEN_MAX / 2));
        let mut rest = listings.into_iter();
        loop {
            // Half full, so that the next acts do not split every chunk.
            let chunk: Vec<Listing> = rest.by_ref().take(CHUNK_LEN_MAX / 2).collect();
            if chunk.is_empty() {
                break;
            }
            chunks.push(Arc::new(chunk));
        }
        Snapshot { serial, len, chunks: Arc::new(chunks) }
    }

    /// The position in the log that this is the state at.
    pub fn serial(&self) -> Serial {
        self.serial
    }

    /// How many entries it holds.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The entry for exactly this indicator; `None` when there is none.
    pub fn get(&self, indicator: &Indicator) -> Option<&Listing> {
        let chunk = self.chunks.get(self.chunk_index(indicator))?;
        let index = chunk.binary_search_by(|listing| listing.indicator.cmp(indicator)).ok()?;
        Some(&chunk[index])
    }

    /// The most specific entry that covers this indicator: its own, or that of a broader one (the host of
    /// a link, the parent of a host); `None` when there is none. See [`Indicator::lookups`].
    pub fn covering(&self, indicator: &Indicator) -> Option<&Listing> {
        if self.is_empty() {
            return None;
        }
        indicator.lookups().iter().find_map(|indicator| self.get(indicator))
    }

    /// Every entry, in the order of [`Indicator`].
    pub fn iter(&self) -> impl Iterator<Item = &Listing> {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }

    /// The chunks, in order; two snapshots share each chunk in which they do not differ. For those who
    /// keep something made from a chunk.
    pub fn chunks(&self) -> &[Arc<Vec<Listing>>] {
        &self.chunks
    }

    /// The snapshot after `acts`, which must follow this one in the log without a gap.
    ///
    /// # Errors
    /// [`GapError`] naming the serial that was expected.
    pub fn apply(&self, acts: &[Act]) -> Result<Snapshot, GapError> {
        let mut next = self.clone();
        let chunks = Arc::make_mut(&mut next.chunks);
        for act in acts {
            if act.serial != next.serial.next() {
                return Err(GapError { expected: next.serial.next(), found: act.serial });
            }
            next.serial = act.serial;
            next.len = next.len.saturating_add_signed(apply_one(chunks, act));
        }
        Ok(next)
    }

    fn chunk_index(&self, indicator: &Indicator) -> usize {
        chunk_index(&self.chunks, indicator)
    }
}

/// The acts do not continue the snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("apply act {found} where act {expected} was expected")]
pub struct GapError {
    /// The serial that would have followed.
    pub expected: Serial,
    /// The serial that came.
    pub found: Serial,
}

/// The chunk that holds, or would hold, this indicator.
fn chunk_index(chunks: &[Arc<Vec<Listing>>], indicator: &Indicator) -> usize {
    chunks.partition_point(|chunk| chunk[0].indicator <= *indicator).saturating_sub(1)
}

/// Applies one act; answers by how much the number of entries changed.
fn apply_one(chunks: &mut Vec<Arc<Vec<Listing>>>, act: &Act) -> isize {
    let index = chunk_index(chunks, &act.indicator);
    let Some(shared) = chunks.get_mut(index) else {
        let Some(listing) = act.listing(act.at) else { return 0 };
        chunks.push(Arc::new(vec![listing]));
        return 1;
    };
    let place = shared.binary_search_by(|listing| listing.indicator.cmp(&act.indicator));
    match (place, act.action) {
        (Err(_), Action::Delist) => 0,
        (Ok(at), Action::Delist) => {
            Arc::make_mut(shared).remove(at);
            if shared.is_empty() {
                chunks.remove(index);
            }
            -1
        }
        (Ok(at), Action::List | Action::Revise) => {
            let chunk = Arc::make_mut(shared);
            if let Some(listing) = act.listing(chunk[at].listed_at) {
                chunk[at] = listing;
            }
            0
        }
        (Err(at), Action::List | Action::Revise) => {
            let chunk = Arc::make_mut(shared);
            chunk.extend(act.listing(act.at));
            chunk[at..].rotate_right(1);
            if chunk.len() > CHUNK_LEN_MAX {
                let upper = chunk.split_off(CHUNK_LEN_MAX / 2);
                chunks.insert(index + 1, Arc::new(upper));
            }
            1
        }
    }
}

impl Delta {
    /// What the acts after `from` did, given the snapshot they lead to.
    ///
    /// An entry that came and went in between appears as delisted: a consumer that never had it does
    /// nothing, and one that got it by another way lets it go.
    pub fn new(from: Serial, acts: &[Act], to: &Snapshot) -> Delta {
        let mut touched: Vec<&Indicator> = acts
            .iter()
            .filter(|act| act.serial > from && act.serial <= to.serial)
            .map(|act| &act.indicator)
            .collect();
        touched.sort();
        touched.dedup();
        let mut delta = Delta { from, to: to.serial, listed: Vec::new(), delisted: Vec::new() };
        for indicator in touched {
            match to.get(indicator) {
                Some(listing) => delta.listed.push(listing.clone()),
                None => delta.delisted.push(indicator.clone()),
            }
        }
        delta
    }
}

impl PartialEq for Snapshot {
    fn eq(&self, other: &Snapshot) -> bool {
        self.serial == other.serial && self.iter().eq(other.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{IndicatorKind, Level, ListingReason, Method, Time};

    fn act(serial: u64, action: Action, name: &str) -> Act {
        Act {
            serial: Serial(serial),
            at: Time::from_millis(1_000 * i64::try_from(serial).unwrap()),
            action,
            indicator: Indicator::parse(IndicatorKind::Domain, name).unwrap(),
            method: Method::GovFine,
            level: Level::Block,
            reason: ListingReason::Impersonation,
            expires_at: Time::from_millis(1_000_000_000),
            proposed_by: None,
            approved_by: None,
            evidence: String::new(),
        }
    }

    fn names(snapshot: &Snapshot) -> Vec<&str> {
        snapshot.iter().map(|listing| listing.indicator.value()).collect()
    }

    #[test]
    fn acts_lead_from_one_snapshot_to_the_next_and_leave_the_first_alone() {
        let empty = Snapshot::default();
        let one =
            empty.apply(&[act(1, Action::List, "b.example"), act(2, Action::List, "a.example")]).unwrap();
        let two = one.apply(&[act(3, Action::Delist, "b.example")]).unwrap();
        assert_eq!(
            (names(&empty), names(&one), names(&two)),
            (vec![], vec!["a.example", "b.example"], vec!["a.example"])
        );
        assert_eq!((one.len(), two.len(), two.serial()), (2, 1, Serial(3)));
    }

    #[test]
    fn a_gap_is_refused() {
        let error = Snapshot::default().apply(&[act(2, Action::List, "a.example")]).unwrap_err();
        assert_eq!(error, GapError { expected: Serial(1), found: Serial(2) });
    }

    #[test]
    fn a_revision_keeps_the_day_of_the_first_listing() {
        let acts = [act(1, Action::List, "a.example"), act(2, Action::Revise, "a.example")];
        let snapshot = Snapshot::default().apply(&acts).unwrap();
        let listing = snapshot.get(&acts[0].indicator).unwrap();
        assert_eq!((listing.listed_at, listing.serial), (acts[0].at, Serial(2)));
    }

    #[test]
    fn many_acts_give_the_same_as_one_sort() {
        let mut acts = Vec::new();
        for number in 0..3_000u64 {
            acts.push(act(number + 1, Action::List, &format!("n{}.example", number * 7919 % 3_000)));
        }
        for number in 0..1_000u64 {
            acts.push(act(3_001 + number, Action::Delist, &format!("n{}.example", number * 3)));
        }
        let applied = Snapshot::default().apply(&acts).unwrap();
        let sorted = Snapshot::new(applied.serial(), applied.iter().cloned().collect());
        assert_eq!(applied.len(), 2_000);
        assert_eq!(applied, sorted);
        assert!(applied.get(&acts[3_000].indicator).is_none());
    }

    #[test]
    fn an_entry_covers_what_is_narrower_and_nothing_else() {
        let mut acts = vec![act(1, Action::List, "vay.example"), act(2, Action::List, "a.com.vn")];
        acts.push(Act {
            indicator: "url:mang.example/nhom/".parse().unwrap(),
            ..act(3, Action::List, "x.example")
        });
        let snapshot = Snapshot::default().apply(&acts).unwrap();
        for (asked, expected) in [
            ("domain:vay.example", Some("domain:vay.example")),
            ("domain:www.vay.example", Some("domain:vay.example")),
            ("url:https://m.vay.example/a?b", Some("domain:vay.example")),
            ("url:mang.example/nhom/1", Some("url:mang.example/nhom/")),
            ("url:m.mang.example/nhom/1?x", Some("url:mang.example/nhom/")),
            ("domain:b.com.vn", None),
            ("domain:xvay.example", None),
            ("domain:vay.example.invalid", None),
            ("url:mang.example/", None),
            ("url:mang.example/nhom", None),
            ("domain:mang.example", None),
            ("email:a@vay.example", None),
        ] {
            let covering = snapshot.covering(&asked.parse().unwrap());
            assert_eq!(covering.map(|listing| listing.indicator.to_string()).as_deref(), expected, "{asked}");
        }
        assert!(Snapshot::default().covering(&acts[0].indicator).is_none());
    }

    #[test]
    fn a_delta_holds_the_last_state_of_each_entry() {
        let acts = [
            act(1, Action::List, "a.example"),
            act(2, Action::List, "b.example"),
            act(3, Action::List, "c.example"),
            act(4, Action::Delist, "b.example"),
            act(5, Action::Delist, "a.example"),
        ];
        let snapshot = Snapshot::default().apply(&acts).unwrap();
        let delta = Delta::new(Serial(1), &acts, &snapshot);
        assert_eq!(delta.listed.iter().map(|l| l.indicator.value()).collect::<Vec<_>>(), ["c.example"]);
        assert_eq!(
            delta.delisted.iter().map(Indicator::value).collect::<Vec<_>>(),
            ["a.example", "b.example"]
        );
    }
}
