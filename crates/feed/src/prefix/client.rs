//! The reference client: keeps the prefixes, says what to ask, remembers answers. It fetches nothing itself
//! and is told the time, so that it runs on a phone as in a test.
//!
//! ```
//! use feed::prefix::{Answer, PrefixIndex, PrefixList};
//! use model::{Indicator, Snapshot};
//!
//! let server = PrefixIndex::new(&Snapshot::default());
//! let mut list = PrefixList::default();
//! list.apply(&server.full().encode())?;
//! let link: Indicator = "url:vay.example/nhan-qua".parse()?;
//! assert_eq!(list.check(&link, 0), Answer::NotListed);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::collections::HashMap;

use model::{Indicator, Serial};

use super::rice;
use super::update::{Update, UpdateError, checksum};

/// What a check says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// No prefix matches, or the full hashes behind those that do are others. Nothing was asked of anybody.
    NotListed,
    /// The entry with this full hash covers what was checked.
    Listed([u8; 32]),
    /// Ask for the full hashes behind these prefixes, hand them to [`PrefixList::learn`], and check again.
    Ask(Vec<u32>),
}

/// Full hashes behind a prefix, and until when they may be used.
#[derive(Clone, Debug)]
struct Known {
    hashes: Vec<[u8; 32]>,
    until_seconds: u64,
}

/// The list of prefixes at one serial, and what was learnt of full hashes.
#[derive(Clone, Debug, Default)]
pub struct PrefixList {
    serial: Serial,
    prefixes: Vec<u32>,
    known: HashMap<u32, Known>,
}

impl PrefixList {
    /// The serial to ask the next update since; `None` before the first.
    pub fn serial(&self) -> Option<Serial> {
        (self.serial != Serial(0)).then_some(self.serial)
    }

    /// How many prefixes there are.
    pub fn len(&self) -> usize {
        self.prefixes.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.prefixes.is_empty()
    }

    /// Applies an update as it was fetched; answers the seconds to wait until the next. What was learnt is
    /// forgotten, so that a delisting counts at once.
    ///
    /// # Errors
    /// [`UpdateError`]; the list stays as it was. Fetch the whole one then.
    pub fn apply(&mut self, bytes: &[u8]) -> Result<u32, UpdateError> {
        let update = Update::decode(bytes)?;
        let (removed, added) = (rice::unpack(&update.removed)?, rice::unpack(&update.added)?);
        let prefixes = match update.from {
            None if !removed.is_empty() => return Err(UpdateError::OtherList),
            None => added,
            Some(from) if from != self.serial => {
                return Err(UpdateError::OtherSerial { from, at: self.serial });
            }
            Some(_) => merged(&self.prefixes, &removed, &added)?,
        };
        if checksum(&prefixes) != update.checksum {
            return Err(UpdateError::Checksum(update.to));
        }
        *self = PrefixList { serial: update.to, prefixes, known: HashMap::new() };
        Ok(update.wait_seconds)
    }

    /// Whether the list covers this, by its own entry or that of a broader one. `now_seconds` is any clock that
    /// does not go back.
    pub fn check(&self, indicator: &Indicator, now_seconds: u64) -> Answer {
        let mut ask = Vec::new();
        for expression in indicator.lookups() {
            let hash = expression.full_hash();
            let prefix = u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]);
            if self.prefixes.binary_search(&prefix).is_err() {
                continue;
            }
            match self.known.get(&prefix).filter(|known| now_seconds < known.until_seconds) {
                Some(known) if known.hashes.contains(&hash) => return Answer::Listed(hash),
                Some(_) => {}
                None => ask.push(prefix),
            }
        }
        if ask.is_empty() { Answer::NotListed } else { Answer::Ask(ask) }
    }

    /// Remembers the full hashes behind a prefix for as long as the answer said.
    pub fn learn(&mut self, prefix: u32, hashes: Vec<[u8; 32]>, cache_seconds: u64, now_seconds: u64) {
        let until_seconds = now_seconds.saturating_add(cache_seconds);
        self.known.insert(prefix, Known { hashes, until_seconds });
    }
}

/// The list without the removed places and with the added prefixes.
fn merged(prefixes: &[u32], removed: &[u32], added: &[u32]) -> Result<Vec<u32>, UpdateError> {
    if removed.last().is_some_and(|last| *last as usize >= prefixes.len()) {
        return Err(UpdateError::OtherList);
    }
    let mut removed = removed.iter().map(|place| *place as usize).peekable();
    let mut added = added.iter().copied().peekable();
    let mut merged = Vec::with_capacity(prefixes.len() + added.len());
    for (place, prefix) in prefixes.iter().copied().enumerate() {
        merged.extend(std::iter::from_fn(|| added.next_if(|one| *one < prefix)));
        if removed.next_if_eq(&place).is_some() {
            continue;
        }
        if added.next_if_eq(&prefix).is_some() {
            return Err(UpdateError::OtherList);
        }
        merged.push(prefix);
    }
    merged.extend(added);
    Ok(merged)
}
