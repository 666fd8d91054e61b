//! The words of the design as types that cannot be wrong, and the reference data.
//!
//! In reading order:
//! - [`time`], [`id`], [`text`]: instants, identifiers, sentences in two languages;
//! - [`indicator`]: the ten things a fraudster uses, each with one canonical form;
//! - [`method`]: the fixed slugs of the taxonomy; [`icon`]: the look of a picture;
//! - [`assessment`]: verdict, reasons, spans;
//! - [`report`]: what a citizen sends us, parsed once;
//! - [`publication`]: listing, act, snapshot, delta;
//! - [`mod@reference`]: the sourced tables under `data/`.
//!
//! No clock, network, database, randomness or async runtime is reachable from here.

pub mod assessment;
pub mod icon;
pub mod id;
pub mod indicator;
pub mod method;
pub mod publication;
pub mod reference;
pub mod report;
pub mod stated;
pub mod text;
pub mod time;

pub use assessment::{Assessment, Found, ListedAs, MethodGuess, Reason, Span, Verdict};
pub use icon::IconHash;
pub use id::{
    ActId, AllowedId, AttachmentId, BatchId, CaseId, ConsumerId, OfficerId, ProposalId, ReportId,
    TrackingCode, ViewId,
};
pub use indicator::{Indicator, IndicatorKind, ParseIndicatorError};
pub use method::Method;
pub use publication::{Act, Action, Level, Listing, ListingReason, Serial, Snapshot};
pub use reference::Reference;
pub use stated::{Disguise, Obfuscation, Stated, StatedKind};
pub use text::{Language, Text};
pub use time::Time;
