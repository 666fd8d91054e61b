//! A run of the list, packed: one buffer of text and one table of fixed rows instead of an allocation per
//! entry, so that ten million entries fit beside everything else.
//!
//! A chunk ends with the first entry whose hash begins with a zero byte ([`ends_chunk`]). Where a run ends is
//! therefore a property of the entries alone: two nodes that came to a list by different ways cut it alike,
//! and the digest of the list is made of the digests of its chunks.

use std::ops::Range;
use std::sync::OnceLock;

use sha2::{Digest as _, Sha256};

use super::{Level, Listing, ListingReason, Serial};
use crate::indicator::full_hash;
use crate::{Indicator, IndicatorKind, Method, Time};

/// Kind and canonical value: the order of [`Indicator`].
pub(super) type Key<'a> = (IndicatorKind, &'a str);

/// Everything of an entry but its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Where the value ends in the text of the chunk; it starts where the one before ends.
    end: u32,
    pub(super) kind: IndicatorKind,
    method: Method,
    level: Level,
    reason: ListingReason,
    listed_at: Time,
    expires_at: Time,
    pub(super) serial: Serial,
}

impl Row {
    pub(super) fn of(listing: &Listing) -> Row {
        Row {
            end: 0,
            kind: listing.indicator.kind(),
            method: listing.method,
            level: listing.level,
            reason: listing.reason,
            listed_at: listing.listed_at,
            expires_at: listing.expires_at,
            serial: listing.serial,
        }
    }
}

/// Consecutive entries of a snapshot, in the order of [`Indicator`]; never empty.
#[derive(Debug)]
pub struct Chunk {
    rows: Box<[Row]>,
    /// First four bytes of the hash of each entry.
    prefixes: Box<[u32]>,
    text: Box<str>,
    digest: OnceLock<[u8; 32]>,
}

/// Whether an entry is the last of its chunk, by the first four bytes of [`Indicator::full_hash`]: one in 256
/// is.
pub const fn ends_chunk(prefix: u32) -> bool {
    prefix >> 24 == 0
}

impl Chunk {
    /// How many entries it holds; never 0.
    #[expect(clippy::len_without_is_empty, reason = "a chunk is never empty")]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The values of the entries, one behind the other. For those who look for a piece of text in the whole list;
    /// [`Chunk::at_byte`] tells in whose value it stands.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place of the entry in whose value the byte at `offset` of [`Chunk::text`] stands.
    pub fn at_byte(&self, offset: usize) -> usize {
        self.rows.partition_point(|row| row.end as usize <= offset).min(self.rows.len() - 1)
    }

    /// The kind of its first entry: entries stand in the order of kinds.
    pub fn first_kind(&self) -> IndicatorKind {
        self.rows[0].kind
    }

    /// The entry at this place.
    ///
    /// # Panics
    /// When there is none.
    pub fn listing(&self, at: usize) -> Listing {
        let row = &self.rows[at];
        Listing {
            indicator: Indicator::held(row.kind, self.value(at)),
            method: row.method,
            level: row.level,
            reason: row.reason,
            listed_at: row.listed_at,
            expires_at: row.expires_at,
            serial: row.serial,
        }
    }

    /// The entries, in order.
    pub fn iter(&self) -> impl Iterator<Item = Listing> + '_ {
        (0..self.len()).map(|at| self.listing(at))
    }

    /// The first four bytes of [`Indicator::full_hash`] of each entry, in the order of the entries.
    pub fn prefixes(&self) -> &[u32] {
        &self.prefixes
    }

    /// SHA-256 over the entries, each a line: indicator, method, level, reason, `listed_at` and `expires_at`
    /// in milliseconds since 1970, serial, with U+001F between them and a line feed at the end. Computed once.
    pub fn digest(&self) -> &[u8; 32] {
        use std::fmt::Write as _;
        self.digest.get_or_init(|| {
            let mut lines = String::with_capacity(self.text.len() + self.len() * 96);
            for (at, row) in self.rows.iter().enumerate() {
                writeln!(
                    lines,
                    "{}:{}\u{1f}{}\u{1f}{}\u{1f}{}\u{1f}{}\u{1f}{}\u{1f}{}",
                    row.kind.slug(),
                    self.value(at),
                    row.method.slug(),
                    row.level.slug(),
                    row.reason.slug(),
                    row.listed_at.millis(),
                    row.expires_at.millis(),
                    row.serial
                )
                .expect("writing to a String cannot fail");
            }
            Sha256::digest(lines.as_bytes()).into()
        })
    }

    fn start(&self, at: usize) -> usize {
        if at == 0 { 0 } else { self.rows[at - 1].end as usize }
    }

    fn value(&self, at: usize) -> &str {
        &self.text[self.start(at)..self.rows[at].end as usize]
    }

    pub(super) fn key(&self, at: usize) -> Key<'_> {
        (self.rows[at].kind, self.value(at))
    }

    pub(super) fn last_key(&self) -> Key<'_> {
        self.key(self.len() - 1)
    }

    /// Whether nothing after its last entry belongs to it.
    pub(super) fn is_closed(&self) -> bool {
        self.prefixes.last().is_some_and(|prefix| ends_chunk(*prefix))
    }

    /// Where this key is, or would be.
    pub(super) fn find(&self, key: Key<'_>) -> Result<usize, usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.key(middle).cmp(&key) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Ok(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        Err(low)
    }

    /// When the entry at this place was first listed.
    pub(super) fn listed_at(&self, at: usize) -> Time {
        self.rows[at].listed_at
    }

    /// The same chunk with another state of the entry at this place.
    pub(super) fn revised(&self, at: usize, listing: &Listing) -> Chunk {
        let mut rows = self.rows.clone();
        rows[at] = Row { end: rows[at].end, ..Row::of(listing) };
        Chunk { rows, prefixes: self.prefixes.clone(), text: self.text.clone(), digest: OnceLock::new() }
    }
}

/// Writes one chunk. Whoever writes sees to the order and to where it ends.
#[derive(Debug, Default)]
pub(super) struct ChunkWriter {
    rows: Vec<Row>,
    prefixes: Vec<u32>,
    text: String,
}

impl ChunkWriter {
    /// Adds an entry; answers whether it is the last of the chunk.
    pub(super) fn push(&mut self, row: Row, value: &str, prefix: u32) -> bool {
        self.text.push_str(value);
        let end = u32::try_from(self.text.len()).expect("a chunk holds far less than 4 GiB of text");
        self.rows.push(Row { end, ..row });
        self.prefixes.push(prefix);
        ends_chunk(prefix)
    }

    /// Adds an entry that has not been hashed yet.
    pub(super) fn push_listing(&mut self, listing: &Listing) -> bool {
        let prefix = listing.indicator.hash_prefix();
        self.push(Row::of(listing), listing.indicator.value(), prefix)
    }

    /// Adds some entries of a chunk.
    pub(super) fn extend(&mut self, chunk: &Chunk, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let (from, to) = (chunk.start(range.start), chunk.rows[range.end - 1].end as usize);
        let shift = self.text.len();
        self.text.push_str(&chunk.text[from..to]);
        self.rows.extend(chunk.rows[range.clone()].iter().map(|row| {
            let end = row.end as usize - from + shift;
            Row { end: u32::try_from(end).expect("a chunk holds far less than 4 GiB of text"), ..*row }
        }));
        self.prefixes.extend_from_slice(&chunk.prefixes[range]);
    }

    /// What was written, and room for the next; `None` when nothing was.
    pub(super) fn take(&mut self) -> Option<Chunk> {
        if self.rows.is_empty() {
            return None;
        }
        let chunk = Chunk {
            rows: self.rows.as_slice().into(),
            prefixes: self.prefixes.as_slice().into(),
            text: self.text.as_str().into(),
            digest: OnceLock::new(),
        };
        self.rows.clear();
        self.prefixes.clear();
        self.text.clear();
        Some(chunk)
    }
}

/// The first four bytes of the hash of an entry that is not an [`Indicator`] yet.
pub(super) fn prefix_of(kind: IndicatorKind, value: &str) -> u32 {
    let hash = full_hash(kind, value);
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
}
