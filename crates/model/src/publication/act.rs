//! One line of the publication log.

use std::fmt;
use std::fmt::Write as _;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::listing::{Level, Listing, ListingReason, Serial, slugs};
use crate::{Indicator, Method, OfficerId, Time};

slugs! {
    /// What an act does to the list.
    Action {
        /// Adds an entry.
        List = "list",
        /// Changes an entry that is there.
        Revise = "revise",
        /// Takes an entry away.
        Delist = "delist",
    }
}

/// SHA-256 over one act and the hash of the act before it. Written as 64 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ActHash(pub [u8; 32]);

impl ActHash {
    /// What stands before the first act.
    pub const ZERO: ActHash = ActHash([0; 32]);
}

impl fmt::Display for ActHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&data_encoding::HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for ActHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not 64 hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("read a hash of 64 hex digits")]
pub struct ParseActHashError;

impl FromStr for ActHash {
    type Err = ParseActHashError;

    fn from_str(text: &str) -> Result<ActHash, ParseActHashError> {
        let bytes = data_encoding::HEXLOWER.decode(text.as_bytes()).map_err(|_| ParseActHashError)?;
        bytes.try_into().map(ActHash).map_err(|_| ParseActHashError)
    }
}

/// One line of the append-only publication log. It holds nothing about any reporter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// Its position, from 1, without gaps.
    pub serial: Serial,
    /// When it was appended.
    pub at: Time,
    /// What it does.
    pub action: Action,
    /// To what.
    pub indicator: Indicator,
    /// How the fraud works (for `delist`: as it was listed).
    pub method: Method,
    /// How strongly to act (for `delist`: as it was listed).
    pub level: Level,
    /// The published ground.
    pub reason: ListingReason,
    /// When the listing ends; for `delist`, when it would have ended.
    pub expires_at: Time,
    /// Who proposed it; `None` for the system (expiry) and for imports by command.
    pub proposed_by: Option<OfficerId>,
    /// Who approved it; `None` likewise.
    pub approved_by: Option<OfficerId>,
    /// The evidence or, for `delist`, the ground, in words fit for publication; may be empty.
    pub evidence: String,
}

/// An act as everybody may see it: without the officers behind it.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct PublicAct<'a> {
    serial: Serial,
    at: Time,
    action: Action,
    indicator: &'a Indicator,
    method: Method,
    level: Level,
    reason: ListingReason,
    expires_at: Time,
    evidence: &'a str,
}

impl<'a> From<&'a Act> for PublicAct<'a> {
    fn from(act: &'a Act) -> PublicAct<'a> {
        PublicAct {
            serial: act.serial,
            at: act.at,
            action: act.action,
            indicator: &act.indicator,
            method: act.method,
            level: act.level,
            reason: act.reason,
            expires_at: act.expires_at,
            evidence: &act.evidence,
        }
    }
}

impl Act {
    /// The hash that chains this act to the one before.
    ///
    /// SHA-256 over the previous hash (32 bytes), then each field as UTF-8 text followed by one 0x0A
    /// byte, in the order of the struct; `None` is the empty line; a line feed or backslash inside the
    /// evidence is escaped with a backslash, so that no two acts have the same bytes.
    pub fn hash(&self, previous: ActHash) -> ActHash {
        let id = |officer: Option<OfficerId>| officer.map(|id| id.to_string()).unwrap_or_default();
        let mut text = String::new();
        let evidence = self.evidence.replace('\\', "\\\\").replace('\n', "\\n");
        writeln!(
            text,
            "{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{evidence}",
            self.serial,
            self.at.millis(),
            self.action.slug(),
            self.indicator,
            self.method,
            self.level.slug(),
            self.reason.slug(),
            self.expires_at.millis(),
            id(self.proposed_by),
            id(self.approved_by),
        )
        .expect("writing to a String cannot fail");
        let mut hasher = Sha256::new();
        hasher.update(previous.0);
        hasher.update(text.as_bytes());
        ActHash(hasher.finalize().into())
    }

    /// The entry as this act leaves it, first listed at `listed_at`; `None` after a `delist`.
    pub fn listing(&self, listed_at: Time) -> Option<Listing> {
        match self.action {
            Action::Delist => None,
            Action::List | Action::Revise => Some(Listing {
                indicator: self.indicator.clone(),
                method: self.method,
                level: self.level,
                reason: self.reason,
                listed_at,
                expires_at: self.expires_at,
                serial: self.serial,
            }),
        }
    }
}
