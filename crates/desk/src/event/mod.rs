//! One event, many reports: which reports tell of the same fraud, and why.
//!
//! Reports are joined by links, each with its ground. The reports that active links connect are one
//! event. Folding, merging, splitting and undoing only switch links on and off, so that a report is in
//! exactly one event at any time, whatever is done in whatever order, and any act can be undone at any
//! later time ([`EventGraph`]). `similar` says which new report is folded into what.

mod graph;
mod similar;
#[cfg(test)]
mod tests;

use crate::slugs::slugs;

pub use graph::{ActId, EventAct, EventError, EventGraph, Link};
pub use similar::{COMMON_FROM, FoldEvidence, FoldReason, WITHIN_DAYS, fold_reason};

slugs! {
    /// What was done to events. The catalogue holds a name `event-act-<slug>` in each language.
    EventActKind {
        /// A new report joined those that tell of the same, by rule.
        Fold = "fold",
        /// An officer joined two events.
        Merge = "merge",
        /// An officer took reports out of an event.
        Split = "split",
    }
}
