//! The legal clock of one recorded source, from the register to the decision.
//!
//! A [`SourceClock`] is a value: every act of an officer turns one into the next
//! ([`SourceClock::apply`]) or is refused with a code. Deadlines are computed once, from the table as it
//! stands on the day of the act, and kept; a later change of the table changes only later acts. How a
//! length is counted is told in [`crate::clocks`].
//!
//! ```text
//! record ─► classify (24 h) ─► …extended once
//!        └► resolve (20 days) ─► complex (2 months) ─► asked ─► extended (+ 2 months)
//!                 └──── suspend ──► resume (1 month) ────┴─► resolved
//! ```
//!
//! Sources: BLTTHS 2015, articles 145 to 149; TTLT 01/2017 as amended by TTLT 01/2021, through the table
//! `law.toml`, which names the confidence of each row.

mod apply;
mod status;
#[cfg(test)]
mod tests;

use model::Time;
use model::reference::Law;
use serde::{Deserialize, Serialize};

pub use apply::ClockRefusal;
pub use status::{AT_RISK_PART, ClockStatus};

use crate::clocks;
use crate::slugs::slugs;

slugs! {
    /// What happens to a clock. The catalogue holds a name `clock-act-<slug>` in each language.
    ClockAct {
        /// The source is classified: which unit resolves it, and how.
        Classify = "classify",
        /// Classification takes longer; once, before its time is over.
        ExtendClassify = "extend-classify",
        /// The matter is complex: two months in place of twenty days; before those are over.
        MarkComplex = "mark-complex",
        /// The procuracy is asked for more time, in time.
        AskExtension = "ask-extension",
        /// The procuracy gives more time, once.
        GrantExtension = "grant-extension",
        /// The procuracy gives no more time.
        RefuseExtension = "refuse-extension",
        /// The resolution is suspended: nothing runs.
        Suspend = "suspend",
        /// The suspended resolution goes on with a time of its own.
        Resume = "resume",
        /// Decided: opened, declined, transferred.
        Resolve = "resolve",
    }
}

impl ClockAct {
    /// Whether the act needs a ground in words (the decision it rests on). All do but the two that end a
    /// deadline by doing what was due.
    pub const fn needs_ground(self) -> bool {
        !matches!(self, ClockAct::Classify | ClockAct::Resolve)
    }
}

slugs! {
    /// How a deadline came to its end.
    Ending {
        /// What was due was done.
        Done = "done",
        /// Another deadline took its place.
        Replaced = "replaced",
        /// The resolution was suspended.
        Suspended = "suspended",
    }
}

/// One deadline of a source, as computed on the day it began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockDeadline {
    /// Code in the table `law.toml`, e.g. `classify`.
    pub code: String,
    /// When it began to run.
    pub started_at: Time,
    /// The first instant that is too late.
    pub due_at: Time,
    /// Law and article, as the table named them then.
    pub basis: String,
    /// When and how it ended; `None` while it runs.
    pub ended: Option<(Time, Ending)>,
}

impl ClockDeadline {
    /// Whether what was due had not been done when it was due, seen at `now`.
    pub fn is_missed(&self, now: Time) -> bool {
        self.ended.map_or(now, |(at, _)| at) >= self.due_at
    }
}

/// The legal clock of one recorded source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceClock {
    /// When the source was recorded.
    pub recorded_at: Time,
    /// When the last act happened; acts come in order.
    pub changed_at: Time,
    /// Every deadline that ever ran, in the order they began.
    pub deadlines: Vec<ClockDeadline>,
    /// When the procuracy was asked for more time and has not answered; `None` otherwise.
    pub extension_asked_at: Option<Time>,
    /// Whether the resolution is suspended.
    pub is_suspended: bool,
    /// When it was resolved; `None` before.
    pub resolved_at: Option<Time>,
}

impl SourceClock {
    /// A source recorded at `now`: it is to be classified, and to be resolved. A deadline that the table
    /// does not know on that day does not run.
    pub fn record(law: &Law, now: Time) -> SourceClock {
        let deadlines = clocks::source_deadlines(law, now).into_iter().map(|due| ClockDeadline {
            code: due.code,
            started_at: now,
            due_at: due.due_at,
            basis: due.basis,
            ended: None,
        });
        SourceClock {
            recorded_at: now,
            changed_at: now,
            deadlines: deadlines.collect(),
            extension_asked_at: None,
            is_suspended: false,
            resolved_at: None,
        }
    }

    /// Deadlines that run now, in the order they began.
    pub fn running(&self) -> impl Iterator<Item = &ClockDeadline> {
        self.deadlines.iter().filter(|deadline| deadline.ended.is_none())
    }

    /// The end of the deadline that ends first; `None` while nothing runs.
    pub fn next_due_at(&self) -> Option<Time> {
        self.running().map(|deadline| deadline.due_at).min()
    }
}
