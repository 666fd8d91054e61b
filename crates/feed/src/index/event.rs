//! Entries by method and by the month in which they were listed.

use std::fmt;

use model::publication::LogLine;
use model::{IndicatorKind, Method, Serial, Time};

use super::{LISTS, LogIndex, Selection};
use crate::moment::{Moment, civil};

/// A month in Viet Nam, as months since January of year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i64);

/// Viet Nam is seven hours ahead of UTC, without summer time since 1975. Source: IANA tz database, `asia`.
const OFFSET_MICROS: i64 = 7 * 3_600 * 1_000_000;
const DAY_MICROS: i64 = 86_400 * 1_000_000;

impl Month {
    /// The month a moment lies in.
    pub const fn of(moment: Moment) -> Month {
        let (year, month, _) = civil((moment.0 + OFFSET_MICROS).div_euclid(DAY_MICROS));
        Month(year * 12 + month - 1)
    }

    /// The year and the month, from 1.
    pub const fn year_and_month(self) -> (i64, i64) {
        (self.0.div_euclid(12), self.0.rem_euclid(12) + 1)
    }
}

impl fmt::Display for Month {
    /// `2026-11`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = self.year_and_month();
        write!(f, "{year:04}-{month:02}")
    }
}

/// What is known of the entries of one method and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Entries that ever began in it, those taken back included.
    pub entries: u64,
    /// The first act that began one.
    pub first: Serial,
    /// The last act that began one.
    pub last: Serial,
    /// The last act about any of them.
    pub changed: Serial,
    /// Seconds since 1970 of that act; one more than before where it would be the same second, so that a
    /// reader who compares seconds misses no change.
    pub stamp: i64,
    changed_at: Time,
}

impl LogIndex {
    /// Every method and month that has entries, in this order.
    pub fn events(&self) -> impl Iterator<Item = (Method, Month, &Event)> {
        self.events.iter().map(|((method, month), event)| (*method, *month, event))
    }

    /// The entries of one method and month; `None` when there are none.
    pub fn event(&self, method: Method, month: Month) -> Option<&Event> {
        self.events.get(&(method, month))
    }

    /// The acts that began the entries of this method and month, of one of these kinds, after `after`, in
    /// order, at most `max`.
    pub fn beginnings(
        &self,
        (method, month): (Method, Month),
        kinds: impl Iterator<Item = IndicatorKind>,
        after: Serial,
        max: usize,
    ) -> Vec<Serial> {
        let Some(event) = self.event(method, month) else { return Vec::new() };
        let selection =
            Selection { last: false, first: true, ..Selection::of(None, Some(method)).of_kinds(kinds) };
        let after = after.max(Serial(event.first.0 - 1));
        let mut found = self.select(&selection, after, max);
        // Moments only grow, so the entries of a month stand together.
        found.retain(|serial| *serial <= event.last);
        found
    }

    /// The method and month of the entry that this act began; `None` when it began none.
    pub fn event_of(&self, beginning: Serial) -> Option<(Method, Month)> {
        let begins = self.acts.get(super::place(beginning)?)? & LISTS != 0;
        begins.then(|| self.method(beginning)).flatten().map(|m| (m, Month::of(self.moment(beginning))))
    }

    pub(super) fn note_event(&mut self, line: &LogLine) {
        let Some(key) = self.event_of(line.beginning) else { return };
        let seconds = line.at.seconds();
        let fresh = Event {
            entries: 0,
            first: line.serial,
            last: line.serial,
            changed: line.serial,
            stamp: seconds,
            changed_at: line.at,
        };
        let event = self.events.entry(key).or_insert(fresh);
        if line.beginning == line.serial {
            event.entries += 1;
            event.last = line.serial;
        }
        event.changed = line.serial;
        let is_later = line.at != event.changed_at;
        event.stamp = seconds.max(event.stamp + i64::from(is_later));
        event.changed_at = line.at;
    }
}
