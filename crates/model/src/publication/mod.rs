//! The published list: [`listing`], the [`act`]s of its log, and the [`snapshot`] at one serial.

pub mod act;
pub mod listing;
pub mod snapshot;

pub use act::{Act, ActHash, Action};
pub use listing::{Level, Listing, ListingReason, Serial};
pub use snapshot::{Delta, Snapshot};
