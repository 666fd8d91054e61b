//! The list as short hashes, for those who check privately. Page: `docs/formats/prefixes.md`.
//!
//! After Safe Browsing v5: a client keeps the first four bytes of the SHA-256 of every entry; only when one
//! of them matches does it ask for the full hashes behind it. In reading order: [`rice`] packs sorted numbers;
//! [`index`] finds entries by prefix and tells what changed; [`update`] is what travels; [`client`] is the
//! reference client, which fetches nothing itself and knows no clock.

pub mod client;
pub mod index;
pub mod rice;
pub mod update;

pub use client::{Answer, PrefixList};
pub use index::PrefixIndex;
pub use update::{Update, UpdateError};

/// Mobile numbers that the plan of Viet Nam holds: 40 ranges of two digits, ten million numbers each. Source:
/// the ranges of `model::indicator::phone`. It only serves to say how little a prefix hides.
pub const MOBILE_NUMBERS: u64 = 400_000_000;

/// How many of those numbers share a prefix of this many bytes, on average.
pub fn numbers_per_prefix(bytes: u32) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let numbers = MOBILE_NUMBERS as f64;
    numbers / 256f64.powi(i32::try_from(bytes).unwrap_or(i32::MAX))
}
