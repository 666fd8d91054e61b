//! The published list: [`listing`], the [`act`]s of its log, the [`snapshot`] at one serial, made of
//! [`chunk`]s, and each state of an entry, [`edition`]; the hosts that fit into a DNS zone, [`zone_name`], and
//! the part of the list that one carries, [`policy_zone`]; what officers keep off the list, [`allow_list`].

pub mod act;
pub mod allow_list;
pub mod chunk;
pub mod edition;
pub mod listing;
pub mod policy_zone;
pub mod snapshot;
pub mod zone_name;

pub use act::{Act, ActHash, Action, PublicAct};
pub use allow_list::AllowList;
pub use chunk::Chunk;
pub use edition::{Beginning, Edition, LogLine};
pub use listing::{Level, Listing, ListingReason, Serial};
pub use policy_zone::{LeftOut, Slice, ZonePart};
pub use snapshot::{Delta, Snapshot, SnapshotBuilder};
pub use zone_name::Unrepresentable;
