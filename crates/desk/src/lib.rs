//! The duty desk's rules as pure functions: values in, decision out.
//!
//! In reading order:
//! - [`role`]: who may do what;
//! - [`mod@unit`]: units, and what an officer of each may see;
//! - [`report_state`]: the steps a report may take;
//! - [`clocks`]: what is due when, by law;
//! - [`source_clock`]: the legal clock of one source, act by act;
//! - [`reminder`]: who is told before a deadline ends, and when it has;
//! - [`roster`]: who is on duty, and where the work goes when a shift ends;
//! - [`event`]: which reports tell of the same fraud, and why;
//! - [`batch`]: one act on many reports, and what can be put back;
//! - [`campaign`]: reports that hang together through values they share;
//! - [`case`]: investigations, their outcomes, and money counted once;
//! - [`rank`]: a report's place in the queue;
//! - [`weight`]: what a report weighs by the earlier ones of its source, and what is folded away as spam;
//! - [`routing`]: on whose desk a new report goes;
//! - [`guard`]: what may never be listed, so that nobody is blocked by mistake;
//! - [`allow`]: what the desk itself puts out of reach of the list;
//! - [`policy`]: how many officers a decision needs, and which;
//! - [`appeal`]: who decides an appeal against an entry, and by when;
//! - [`consumer`]: who gets the list, on which terms;
//! - [`search`]: texts and questions as plain words;
//! - [`retention`]: what personal data is to be erased when;
//! - [`import`]: a file of names to listings, row by row.
//!
//! No clock, network, database, randomness or async runtime is reachable from here.

pub mod allow;
pub mod appeal;
pub mod batch;
pub mod campaign;
pub mod case;
pub mod clocks;
pub mod consumer;
pub mod event;
pub mod guard;
pub mod import;
pub mod policy;
pub mod rank;
pub mod reminder;
pub mod report_state;
pub mod retention;
pub mod role;
pub mod roster;
pub mod routing;
pub mod search;
mod slugs;
pub mod source_clock;
pub mod unit;
pub mod weight;

pub use batch::{BatchAction, BatchRowState, BatchSkip, BatchState, CloseReason};
pub use case::{CaseError, CaseFacts, CaseOutcome};
pub use guard::{ClearedListing, NewListing, Refusal, RefusalCode};
pub use policy::{NotAllowed, ProposalState, Step};
pub use rank::{Rank, RankEvidence, RankReason};
pub use role::{Permission, Role};
pub use roster::{NewShift, RosterError};
pub use source_clock::{ClockAct, ClockRefusal, ClockStatus, SourceClock};
pub use unit::{NewUnit, Sight, UnitError, UnitId, UnitKind};
