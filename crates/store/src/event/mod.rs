//! Events: reports that tell of the same fraud, joined and parted by acts that can be undone.
//!
//! The rules are `desk::event`'s. Here they are kept: `graph` loads the part that an act touches and writes
//! back what it changed, `fold` joins a new report by rule, `change` is what officers do, `read` what they see.

use desk::event::{ActId, EventActKind};
use model::report::ReportState;
use model::{Method, ReportId, Time, TrackingCode};

use crate::audit::Who;

mod change;
mod fold;
pub(crate) mod graph;
mod read;

pub use fold::FoldInput;

/// Reports of one event that an act reads at most; beyond it, an event only grows by folding.
pub const EVENT_REPORTS_MAX: u32 = 20_000;

/// One report of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventReport {
    /// Which.
    pub id: ReportId,
    /// What people call it.
    pub tracking_code: TrackingCode,
    /// Where it stands.
    pub state: ReportState,
    /// When it came.
    pub received_at: Time,
    /// Code of the province; `None` when not said.
    pub province: Option<String>,
    /// Đồng; `None` when not said.
    pub money_lost: Option<u64>,
    /// The method; `None` when nobody knows.
    pub method: Option<Method>,
}

/// What was done to an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventLine {
    /// Which act.
    pub id: ActId,
    /// What.
    pub kind: EventActKind,
    /// Slug of the rule that folded, or an officer's ground.
    pub reason: String,
    /// When.
    pub done_at: Time,
    /// By whom.
    pub done_by: Who,
    /// When and by whom it was undone; `None` while it stands.
    pub undone: Option<(Time, Who)>,
}

/// An event as an officer reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its first report, by which it is known.
    pub head: ReportId,
    /// How many reports it holds; [`COUNTED_MAX`](crate::report::COUNTED_MAX) + 1 when more than that.
    pub reports_count: u64,
    /// Money lost as far as said, each report once, in đồng; of the reports that are counted.
    pub money_lost: u64,
    /// When its last report came.
    pub last_at: Time,
    /// Its first reports, oldest first.
    pub reports: Vec<EventReport>,
    /// What was done to it, newest first.
    pub acts: Vec<EventLine>,
}
