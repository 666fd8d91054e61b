//! Where a clock stands at some instant: the working view's "due today", "at risk", "overdue".

use model::Time;

use super::{ClockDeadline, SourceClock};
use crate::slugs::slugs;

/// A deadline is at risk in the last quarter of its time: six hours of 24, five days of 20, about
/// fifteen of two months. Our choice (`docs/decisions/0180-a-source-has-one-clock.md`).
pub const AT_RISK_PART: i64 = 4;

slugs! {
    /// Where a clock stands. In the order of urgency; the catalogue holds `clock-status-<slug>`.
    ClockStatus {
        /// Something due was not done.
        Overdue = "overdue",
        /// Something is due before the day ends in Viet Nam.
        Today = "today",
        /// Something is in the last quarter of its time.
        AtRisk = "at-risk",
        /// Time enough.
        Running = "running",
        /// Nothing runs: suspended.
        Suspended = "suspended",
        /// Nothing runs: resolved.
        Resolved = "resolved",
    }
}

impl ClockDeadline {
    /// Where this deadline stands at `now`, while it runs; `None` when it has ended.
    pub fn status(&self, now: Time) -> Option<ClockStatus> {
        if self.ended.is_some() {
            return None;
        }
        Some(if now >= self.due_at {
            ClockStatus::Overdue
        } else if ends_today(self.due_at, now) {
            ClockStatus::Today
        } else if now >= self.at_risk_from() {
            ClockStatus::AtRisk
        } else {
            ClockStatus::Running
        })
    }

    /// When its last quarter begins.
    pub fn at_risk_from(&self) -> Time {
        let length = self.due_at.millis_since(self.started_at);
        Time::from_millis(self.due_at.millis() - length / AT_RISK_PART)
    }
}

/// Whether the last moment still in time lies on the day of `now` in Viet Nam.
fn ends_today(due_at: Time, now: Time) -> bool {
    Time::from_millis(due_at.millis() - 1).vietnam_iso_date() == now.vietnam_iso_date()
}

impl SourceClock {
    /// The most urgent of what runs at `now`.
    pub fn status(&self, now: Time) -> ClockStatus {
        if self.resolved_at.is_some() {
            return ClockStatus::Resolved;
        }
        let running = self.running().filter_map(|deadline| deadline.status(now)).min();
        running.unwrap_or(if self.is_suspended { ClockStatus::Suspended } else { ClockStatus::Running })
    }

    /// When the first running deadline enters its last quarter; `None` while nothing runs.
    pub fn at_risk_from(&self) -> Option<Time> {
        self.running().map(ClockDeadline::at_risk_from).min()
    }
}
