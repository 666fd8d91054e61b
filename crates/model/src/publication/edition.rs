//! One state of one entry, for formats in which every state is an object with a version.
//!
//! An *entry* here begins with the act that lists and ends with the act that delists: what is listed again
//! later is another entry, because in such formats an object that was taken back never returns.

use super::{ActHash, Action, Level, ListingReason, Serial};
use crate::{Indicator, IndicatorKind, Method, Time};

/// How an entry began; it never changes, so identifiers rest on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beginning {
    /// The act that listed it.
    pub serial: Serial,
    /// When.
    pub at: Time,
    /// The chained hash of that act, which no other log has.
    pub hash: ActHash,
}

/// One state of one entry: what one act left of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// The act.
    pub serial: Serial,
    /// When it was appended.
    pub at: Time,
    /// What it did; after [`Action::Delist`] the entry is taken back for good.
    pub action: Action,
    /// What is listed.
    pub indicator: Indicator,
    /// How the fraud works.
    pub method: Method,
    /// How strongly to act.
    pub level: Level,
    /// The published ground.
    pub reason: ListingReason,
    /// When it ends, or would have ended.
    pub expires_at: Time,
    /// How the entry began.
    pub beginning: Beginning,
}

/// The little that an index keeps of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// Its position.
    pub serial: Serial,
    /// When it was appended.
    pub at: Time,
    /// What it did.
    pub action: Action,
    /// To what kind of thing.
    pub kind: IndicatorKind,
    /// By which method.
    pub method: Method,
    /// The act about the same entry before it; `None` for one that lists.
    pub previous: Option<Serial>,
    /// The act that began the entry; itself for one that lists.
    pub beginning: Serial,
}
