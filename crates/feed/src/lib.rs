//! A snapshot of the list to bytes, one file per format.
//!
//! Every output is a function of one snapshot and shows its serial; nothing here reads a clock, and
//! nothing holds a whole body in memory. Start at [`Format`], the list of formats; each names its file
//! (`json`, `csv`, `domains`, `hosts`, `adblock`, `rpz`). `names` chooses the hosts for the formats that
//! refuse names, [`report`](Report) tells what was left out and why.
//! [`prefix`] is the list as short hashes, with a reference client; [`tlog`] is the publication log as a public
//! Merkle log.
//!
//! Formats in which every state of an entry is an object with a version, [`stix`] and [`misp`], are cut from the
//! log by an [`index`] of it; a [`Moment`] tells two acts of one millisecond apart.
//!
//! Formats in which every state of an entry is an object with a version, [`stix`] and [`misp`], are cut from the
//! log by an [`index`] of it; a [`Moment`] tells two acts of one millisecond apart.
//!
//! ```
//! use feed::{FeedOptions, Format};
//! use model::Snapshot;
//!
//! let mut body = Vec::new();
//! let report = feed::write_full(Format::Json, &Snapshot::default(), &FeedOptions::default(), &mut body)?;
//! assert_eq!(report.entries, 0);
//! assert!(String::from_utf8_lossy(&body).contains(r#""serial":0"#));
//! # Ok::<(), feed::FeedError>(())
//! ```

use std::io;

use model::publication::Delta;
use model::{Reference, Snapshot};

mod adblock;
mod address;
mod csv;
mod domains;
mod format;
mod hosts;
pub mod index;
mod json;
pub mod misp;
mod moment;
mod names;
pub mod prefix;
mod report;
mod rpz;
pub mod stix;
pub mod tlog;
mod uuid;

pub use address::public_path;
pub use format::Format;
pub use index::LogIndex;
pub use moment::{Moment, ParseMomentError};
pub use report::{Reason, Report, Unrepresentable};

/// What a feed needs besides the snapshot.
#[derive(Clone, Debug)]
pub struct FeedOptions<'a> {
    /// Also carry entries that only warn, in the formats that refuse names ([`Format::refuses_names`]).
    /// Default: no.
    pub include_warn: bool,
    /// Name of the policy zone, in A-labels without the last dot. Default: [`FeedOptions::ZONE`].
    pub zone: String,
    /// Whose allow-list wins over the list in the formats that refuse names. Default: the embedded tables.
    pub reference: &'a Reference,
}

impl FeedOptions<'_> {
    /// Name of the policy zone unless the settings name another.
    pub const ZONE: &'static str = model::publication::policy_zone::DEFAULT_NAME;
}

impl Default for FeedOptions<'_> {
    fn default() -> FeedOptions<'static> {
        FeedOptions {
            include_warn: false,
            zone: FeedOptions::ZONE.to_owned(),
            reference: Reference::embedded(),
        }
    }
}

/// A feed could not be written.
#[derive(Debug, thiserror::Error)]
pub enum FeedError {
    /// The receiver of the bytes failed.
    #[error("write the feed `{}`", format.slug())]
    Write {
        /// Which feed.
        format: Format,
        /// Why.
        source: io::Error,
    },
    /// The format has no form for changes, only for the whole list.
    #[error("write changes as `{}`, which only holds the whole list", .0.slug())]
    NoDelta(Format),
}

/// Writes the whole list in one format. `out` is written in small pieces: hand in something buffered.
///
/// # Errors
/// [`FeedError::Write`] when `out` fails.
pub fn write_full(
    format: Format,
    snapshot: &Snapshot,
    options: &FeedOptions<'_>,
    out: &mut dyn io::Write,
) -> Result<Report, FeedError> {
    let mut report = Report::default();
    let written = match format {
        Format::Json => json::full(snapshot, out, &mut report),
        Format::Csv => csv::full(snapshot, out, &mut report),
        Format::Domains => domains::full(snapshot, options, out, &mut report),
        Format::Hosts => hosts::full(snapshot, options, out, &mut report),
        Format::Adblock => adblock::full(snapshot, options, out, &mut report),
        Format::Rpz => rpz::full(snapshot, options, out, &mut report),
    };
    written.map_err(|source| FeedError::Write { format, source })?;
    Ok(report)
}

/// Writes what changed between two serials, in a format that has a form for it ([`Format::has_delta`]).
///
/// # Errors
/// [`FeedError::NoDelta`], or [`FeedError::Write`] when `out` fails.
pub fn write_delta(format: Format, delta: &Delta, out: &mut dyn io::Write) -> Result<Report, FeedError> {
    let mut report = Report::default();
    let written = match format {
        Format::Json => json::delta(delta, out, &mut report),
        Format::Csv => csv::delta(delta, out, &mut report),
        Format::Domains | Format::Hosts | Format::Adblock | Format::Rpz => {
            return Err(FeedError::NoDelta(format));
        }
    };
    written.map_err(|source| FeedError::Write { format, source })?;
    Ok(report)
}
