//! One published entry.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Indicator, Method, Time};

/// Position in the publication log; 0 is the empty list before the first act. Grows by one per act.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Serial(pub u64);

impl Serial {
    /// The serial of the next act.
    pub const fn next(self) -> Serial {
        Serial(self.0 + 1)
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

macro_rules! slugs {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $slug:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $slug)] $variant),* }

        impl $name {
            /// Every value.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The stable name used in SQL, JSON and feeds.
            pub const fn slug(self) -> &'static str {
                match self { $($name::$variant => $slug),* }
            }

            /// The value with this slug.
            pub fn from_slug(slug: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|value| value.slug() == slug)
            }
        }
    };
}
pub(crate) use slugs;

slugs! {
    /// How strongly consumers should act on a listing.
    Level {
        /// Warn the person who is about to use it. One officer is enough.
        Warn = "warn",
        /// Refuse it. Needs two different officers.
        Block = "block",
    }
}

slugs! {
    /// The published ground of a listing, coarse enough to name no reporter.
    ListingReason {
        /// Confirmed by an officer from reports of victims.
        VictimReports = "victim-reports",
        /// Found by an officer's own work.
        OfficerFinding = "officer-finding",
        /// Imitates an office, bank or brand.
        Impersonation = "impersonation",
        /// Spreads malicious software.
        Malware = "malware",
        /// Taken from a trusted partner's list.
        PartnerList = "partner-list",
        /// Ordered by a competent body.
        OfficialOrder = "official-order",
    }
}

/// One published entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// What is listed.
    pub indicator: Indicator,
    /// How the fraud works.
    pub method: Method,
    /// How strongly to act.
    pub level: Level,
    /// The published ground.
    pub reason: ListingReason,
    /// When it was first listed; a revision keeps it.
    pub listed_at: Time,
    /// When it ends unless it is revised. Every listing ends.
    pub expires_at: Time,
    /// The act that last changed it.
    pub serial: Serial,
}
