//! The immutable set of listings at one serial.
//!
//! A sorted sequence of sorted [`Chunk`]s, each shared between snapshots. A look-up is two binary searches;
//! an act copies one chunk and the table of chunks and shares the rest, so that a reader never waits and
//! a million listings are held once. Entries are packed, so a reader is handed copies of them.

use std::sync::{Arc, OnceLock};

use sha2::{Digest as _, Sha256};

use super::chunk::{Chunk, ChunkWriter, Key, Row, prefix_of};
use super::{Act, Action, Listing, Serial};
use crate::{Indicator, IndicatorKind};

/// The immutable set of listings at one serial, in the order of [`Indicator`].
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    serial: Serial,
    len: usize,
    chunks: Arc<Vec<Arc<Chunk>>>,
    digest: OnceLock<[u8; 32]>,
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

/// Takes listings in any order and packs them; for those who read a million of them.
#[derive(Debug, Default)]
pub struct SnapshotBuilder {
    text: String,
    entries: Vec<Entry>,
}

/// A listing whose value stands in the text of the builder.
#[derive(Debug)]
struct Entry {
    start: usize,
    len: u32,
    prefix: u32,
    row: Row,
}

impl SnapshotBuilder {
    /// Takes one listing.
    pub fn push(&mut self, listing: &Listing) {
        let value = listing.indicator.value();
        let len = u32::try_from(value.len()).expect("a value is short");
        let prefix = prefix_of(listing.indicator.kind(), value);
        self.entries.push(Entry { start: self.text.len(), len, prefix, row: Row::of(listing) });
        self.text.push_str(value);
    }

    /// The snapshot at `serial`; of two listings for one indicator the later serial wins.
    pub fn finish(self, serial: Serial) -> Snapshot {
        let SnapshotBuilder { text, mut entries } = self;
        let key = |entry: &Entry| -> Key<'_> {
            (entry.row.kind, &text[entry.start..entry.start + entry.len as usize])
        };
        entries.sort_unstable_by(|a, b| key(a).cmp(&key(b)).then(b.row.serial.cmp(&a.row.serial)));
        entries.dedup_by(|later, kept| key(later) == key(kept));
        let mut chunks = Vec::with_capacity(entries.len() / 256 + 1);
        let mut writer = ChunkWriter::default();
        for entry in &entries {
            let value = &text[entry.start..entry.start + entry.len as usize];
            if writer.push(entry.row, value, entry.prefix) {
                chunks.extend(writer.take().map(Arc::new));
            }
        }
        chunks.extend(writer.take().map(Arc::new));
        Snapshot { serial, len: entries.len(), chunks: Arc::new(chunks), digest: OnceLock::new() }
    }
}

impl Snapshot {
    /// From the listings at `serial`, in any order; of two for one indicator the later serial wins.
    pub fn new(serial: Serial, listings: Vec<Listing>) -> Snapshot {
        let mut builder = SnapshotBuilder::default();
        listings.iter().for_each(|listing| builder.push(listing));
        drop(listings);
        builder.finish(serial)
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
    pub fn get(&self, indicator: &Indicator) -> Option<Listing> {
        let (chunk, at) = self.find(indicator)?;
        Some(chunk.listing(at))
    }

    /// Whether there is an entry for exactly this indicator.
    pub fn contains(&self, indicator: &Indicator) -> bool {
        self.find(indicator).is_some()
    }

    /// The most specific entry that covers this indicator: its own, or that of a broader one (the host of
    /// a link, the parent of a host); `None` when there is none. See [`Indicator::lookups`].
    pub fn covering(&self, indicator: &Indicator) -> Option<Listing> {
        if self.is_empty() {
            return None;
        }
        indicator.lookups().iter().find_map(|indicator| self.get(indicator))
    }

    /// Every entry, in the order of [`Indicator`].
    pub fn iter(&self) -> impl Iterator<Item = Listing> + '_ {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }

    /// Every entry of one kind, in order; the others are not read.
    pub fn of_kind(&self, kind: IndicatorKind) -> impl Iterator<Item = Listing> + '_ {
        let first = self.chunks.partition_point(|chunk| chunk.last_key().0 < kind);
        self.chunks[first..]
            .iter()
            .flat_map(|chunk| chunk.iter())
            .skip_while(move |listing| listing.indicator.kind() < kind)
            .take_while(move |listing| listing.indicator.kind() == kind)
    }

    /// The chunks, in order; two snapshots share each chunk in which they do not differ. For those who
    /// keep something made from a chunk.
    pub fn chunks(&self) -> &[Arc<Chunk>] {
        &self.chunks
    }

    /// Digest of the whole list: SHA-256 over the digests of its chunks, in order. Two nodes at one serial
    /// have the same; page: `docs/formats/digest.md`. The first call after a start reads the whole list,
    /// later ones what has changed; the answer is kept.
    pub fn digest(&self) -> [u8; 32] {
        *self.digest.get_or_init(|| {
            let mut hasher = Sha256::new();
            self.chunks.iter().for_each(|chunk| hasher.update(chunk.digest()));
            hasher.finalize().into()
        })
    }

    /// The snapshot after `acts`, which must follow this one in the log without a gap.
    ///
    /// # Errors
    /// [`GapError`] naming the serial that was expected.
    pub fn apply(&self, acts: &[Act]) -> Result<Snapshot, GapError> {
        let mut next = Snapshot { digest: OnceLock::new(), ..self.clone() };
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

    fn find(&self, indicator: &Indicator) -> Option<(&Chunk, usize)> {
        let key = (indicator.kind(), indicator.value());
        let chunk = self.chunks.get(self.chunks.partition_point(|chunk| chunk.last_key() < key))?;
        Some((chunk, chunk.find(key).ok()?))
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

/// Applies one act; answers by how much the number of entries changed.
fn apply_one(chunks: &mut Vec<Arc<Chunk>>, act: &Act) -> isize {
    let key = (act.indicator.kind(), act.indicator.value());
    let mut index = chunks.partition_point(|chunk| chunk.last_key() < key);
    if index == chunks.len() && chunks.last().is_some_and(|last| !last.is_closed()) {
        index -= 1;
    }
    let place = chunks.get(index).map(|chunk| (chunk.clone(), chunk.find(key)));
    match (place, act.action) {
        (None | Some((_, Err(_))), Action::Delist) => 0,
        (Some((chunk, Ok(at))), Action::Delist) => {
            remove(chunks, index, &chunk, at);
            -1
        }
        (Some((chunk, Ok(at))), Action::List | Action::Revise) => {
            if let Some(listing) = act.listing(chunk.listed_at(at)) {
                chunks[index] = Arc::new(chunk.revised(at, &listing));
            }
            0
        }
        (Some((chunk, Err(at))), Action::List | Action::Revise) => {
            let Some(listing) = act.listing(act.at) else { return 0 };
            let mut writer = ChunkWriter::default();
            writer.extend(&chunk, 0..at);
            let lower = if writer.push_listing(&listing) { writer.take() } else { None };
            writer.extend(&chunk, at..chunk.len());
            let parts = lower.into_iter().chain(writer.take()).map(Arc::new);
            chunks.splice(index..=index, parts);
            1
        }
        (None, Action::List | Action::Revise) => {
            let Some(listing) = act.listing(act.at) else { return 0 };
            let mut writer = ChunkWriter::default();
            writer.push_listing(&listing);
            chunks.extend(writer.take().map(Arc::new));
            1
        }
    }
}

/// Takes one entry out; a chunk that loses its last one goes on into the next.
fn remove(chunks: &mut Vec<Arc<Chunk>>, index: usize, chunk: &Chunk, at: usize) {
    let mut writer = ChunkWriter::default();
    writer.extend(chunk, 0..at);
    writer.extend(chunk, at + 1..chunk.len());
    let mut last = index;
    if at + 1 == chunk.len()
        && chunk.is_closed()
        && let Some(next) = chunks.get(index + 1)
    {
        writer.extend(next, 0..next.len());
        last = index + 1;
    }
    chunks.splice(index..=last, writer.take().map(Arc::new));
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
                Some(listing) => delta.listed.push(listing),
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

    fn names(snapshot: &Snapshot) -> Vec<String> {
        snapshot.iter().map(|listing| listing.indicator.value().to_owned()).collect()
    }

    #[test]
    fn acts_lead_from_one_snapshot_to_the_next_and_leave_the_first_alone() {
        let empty = Snapshot::default();
        let one =
            empty.apply(&[act(1, Action::List, "b.example"), act(2, Action::List, "a.example")]).unwrap();
        let two = one.apply(&[act(3, Action::Delist, "b.example")]).unwrap();
        assert_eq!(
            (names(&empty), names(&one), names(&two)),
            (vec![], vec!["a.example".to_owned(), "b.example".to_owned()], vec!["a.example".to_owned()])
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
        let sorted = Snapshot::new(applied.serial(), applied.iter().collect());
        assert_eq!(applied.len(), 2_000);
        assert_eq!(applied, sorted);
        assert!(applied.get(&acts[3_000].indicator).is_none());
        assert!(applied.chunks().len() > 3, "the list is cut");
    }

    /// Whatever way a list was come to, it is cut at the same places and has the same digest.
    #[test]
    fn the_digest_knows_the_list_and_not_its_past() {
        let mut numbers = 0..u64::MAX;
        let mut acts: Vec<Act> = Vec::new();
        let mut snapshot = Snapshot::default();
        for serial in 1..=1_500u64 {
            let number = numbers.next().unwrap().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
            let action = if number % 3 == 0 && snapshot.len() > 1 { Action::Delist } else { Action::List };
            let name = match action {
                Action::Delist => {
                    let at = usize::try_from(number).unwrap() % snapshot.len();
                    snapshot.iter().nth(at).unwrap().indicator.value().to_owned()
                }
                _ => format!("n{}.example", number % 5_000),
            };
            acts.push(act(serial, action, &name));
            let before = snapshot.digest();
            snapshot = snapshot.apply(&acts[acts.len() - 1..]).unwrap();
            assert_ne!(snapshot.digest(), before, "serial {serial}");
            if serial % 11 != 0 {
                continue;
            }
            let built = Snapshot::new(snapshot.serial(), snapshot.iter().collect());
            let lens = |snapshot: &Snapshot| snapshot.chunks().iter().map(|c| c.len()).collect::<Vec<_>>();
            assert_eq!((lens(&snapshot), snapshot.len()), (lens(&built), built.len()), "serial {serial}");
            assert_eq!(snapshot.digest(), built.digest(), "serial {serial}");
        }
        assert!(snapshot.chunks().len() > 1, "the list is cut");
    }

    #[test]
    fn one_kind_is_found_without_the_others() {
        let mut acts = Vec::new();
        for (serial, text) in
            (1..).zip(["phone:+84900000001", "domain:a.example", "file:", "url:b.example/c"])
        {
            let text = if text == "file:" { format!("file:{}", "ab".repeat(32)) } else { text.to_owned() };
            acts.push(Act { indicator: text.parse().unwrap(), ..act(serial, Action::List, "x.example") });
        }
        let snapshot = Snapshot::default().apply(&acts).unwrap();
        for kind in IndicatorKind::ALL {
            let expected: Vec<Listing> = snapshot.iter().filter(|l| l.indicator.kind() == *kind).collect();
            assert_eq!(snapshot.of_kind(*kind).collect::<Vec<_>>(), expected, "{kind:?}");
        }
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
