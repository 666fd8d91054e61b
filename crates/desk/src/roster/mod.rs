//! Who is on duty when, and where the work goes when a shift ends.
//!
//! In reading order: a [`NewShift`] and what makes one right, [`Month`] for the page, [`copies`] of a week,
//! [`hand_over`] at the end of a shift. Times are those of Viet Nam, which has no summer time: a week later is
//! always the same hour.

mod hand_over;
mod month;
#[cfg(test)]
mod tests;

use model::{OfficerId, Time};

pub use hand_over::{OpenWork, Passed, hand_over};
pub use month::{Day, Month};

use crate::clocks;
use crate::unit::UnitId;

/// Why a shift cannot be planned so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RosterError {
    /// The day is none.
    #[error("read the day of a shift")]
    Day,
    /// A time of day is none.
    #[error("read the hours of a shift")]
    Clock,
    /// Nobody is on duty, or nobody leads.
    #[error("plan a shift without its people")]
    Nobody,
    /// Somebody does not see the unit's desk, may not work on reports, or is disabled.
    #[error("plan somebody who cannot be on duty there")]
    NotOfUnit,
    /// Somebody is on duty twice at one time.
    #[error("plan somebody twice at one time")]
    Twice,
    /// The shift has begun: what was planned is history.
    #[error("change a shift that has begun")]
    Begun,
    /// There is nothing to copy.
    #[error("copy a week without shifts")]
    NothingToCopy,
    /// The note is empty or longer than [`NOTE_CHARS_MAX`].
    #[error("read the note of a shift")]
    Note,
    /// Only who is on duty in a shift leaves its note.
    #[error("leave the note of somebody else's shift")]
    NotOwnShift,
}

impl RosterError {
    /// Every value.
    pub const ALL: [RosterError; 9] = [
        RosterError::Day,
        RosterError::Clock,
        RosterError::Nobody,
        RosterError::NotOfUnit,
        RosterError::Twice,
        RosterError::Begun,
        RosterError::NothingToCopy,
        RosterError::Note,
        RosterError::NotOwnShift,
    ];

    /// Stable code; the catalogue holds a sentence `roster-<code>` in each language.
    pub const fn code(self) -> &'static str {
        match self {
            RosterError::Day => "bad-day",
            RosterError::Clock => "bad-clock",
            RosterError::Nobody => "nobody",
            RosterError::NotOfUnit => "not-of-unit",
            RosterError::Twice => "twice",
            RosterError::Begun => "begun",
            RosterError::NothingToCopy => "nothing-to-copy",
            RosterError::Note => "bad-note",
            RosterError::NotOwnShift => "not-own-shift",
        }
    }
}

/// Characters of the note that one shift leaves to the next.
pub const NOTE_CHARS_MAX: usize = 4_000;

/// A span of time in which officers of a unit are on duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewShift {
    /// Whose desk.
    pub unit: UnitId,
    /// Its first instant.
    pub starts_at: Time,
    /// The first instant after it; at most a day later.
    pub ends_at: Time,
    /// Who leads it: is told when a legal deadline is at risk.
    pub supervisor: OfficerId,
    /// Who takes work; the supervisor may be one of them.
    pub officers: Vec<OfficerId>,
}

impl NewShift {
    /// Whether it has its people.
    ///
    /// # Errors
    /// [`RosterError::Nobody`]; [`RosterError::Twice`] when one officer is named twice.
    pub fn check(&self) -> Result<(), RosterError> {
        if self.officers.is_empty() {
            return Err(RosterError::Nobody);
        }
        let mut officers = self.officers.clone();
        officers.sort();
        officers.dedup();
        if officers.len() == self.officers.len() { Ok(()) } else { Err(RosterError::Twice) }
    }

    /// Everybody on duty, the supervisor included, each once.
    pub fn people(&self) -> Vec<OfficerId> {
        let mut people = self.officers.clone();
        if !people.contains(&self.supervisor) {
            people.push(self.supervisor);
        }
        people
    }

    /// Whether the two have an instant and a person in common.
    pub fn clashes_with(&self, other: &NewShift) -> bool {
        let meet = self.starts_at < other.ends_at && other.starts_at < self.ends_at;
        let theirs = other.people();
        meet && self.people().iter().any(|one| theirs.contains(one))
    }
}

/// First and last instant of a shift that begins on an ISO day at `from` and goes on until the next `to`, both
/// `HH:MM` in Viet Nam. `to` before `from` is on the next day; the two the same: 24 hours.
///
/// # Errors
/// [`RosterError::Day`], [`RosterError::Clock`].
pub fn shift_times(day: &str, from: &str, to: &str) -> Result<(Time, Time), RosterError> {
    let midnight = clocks::start_of_iso_day(day).ok_or(RosterError::Day)?;
    let (from, to) = (minutes(from)?, minutes(to)?);
    let length = if to > from { to - from } else { to + 24 * 60 - from };
    let starts_at = Time::from_millis(midnight.millis().saturating_add(from * 60_000));
    Ok((starts_at, Time::from_millis(starts_at.millis().saturating_add(length * 60_000))))
}

/// Minutes since midnight of `HH:MM`.
fn minutes(text: &str) -> Result<i64, RosterError> {
    let (hours, minutes) = text.split_once(':').ok_or(RosterError::Clock)?;
    let number = |digits: &str, limit: i64| {
        let is_plain = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse().ok().filter(|number: &i64| is_plain && *number < limit).ok_or(RosterError::Clock)
    };
    Ok(number(hours, 24)? * 60 + number(minutes, 60)?)
}

/// The shifts of a week seven days later, without those that are planned there already: the same hours on the
/// same desk.
///
/// # Errors
/// [`RosterError::NothingToCopy`] when nothing is left.
pub fn copies(week: &[NewShift], planned: &[NewShift]) -> Result<Vec<NewShift>, RosterError> {
    let later = week.iter().map(|shift| NewShift {
        starts_at: shift.starts_at.plus_days(7),
        ends_at: shift.ends_at.plus_days(7),
        ..shift.clone()
    });
    let is_there = |copy: &NewShift| {
        planned
            .iter()
            .any(|one| (&one.unit, one.starts_at, one.ends_at) == (&copy.unit, copy.starts_at, copy.ends_at))
    };
    let left: Vec<NewShift> = later.filter(|copy| !is_there(copy)).collect();
    if left.is_empty() { Err(RosterError::NothingToCopy) } else { Ok(left) }
}
