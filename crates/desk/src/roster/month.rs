//! A month as weeks from Monday to Sunday.

use jiff::civil::Date;
use model::Time;

use crate::clocks::{start_of_day, vietnam_day};

/// One day of a [`Month`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// `yyyy-mm-dd`.
    pub iso: String,
    /// Day of the month, from 1.
    pub number: i8,
    /// Whether it belongs to the month, and not to the one before or after.
    pub is_inside: bool,
    /// Its first instant.
    pub starts_at: Time,
}

/// A month as a page shows it: whole weeks, Monday first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    /// `yyyy-mm`.
    pub iso: String,
    /// The month before, `yyyy-mm`.
    pub previous: String,
    /// The month after, `yyyy-mm`.
    pub next: String,
    /// Four to six weeks of seven days.
    pub weeks: Vec<Vec<Day>>,
}

impl Month {
    /// The month `yyyy-mm`; `None` when the text is none.
    pub fn of(iso: &str) -> Option<Month> {
        let first: Date = format!("{iso}-01").parse().ok()?;
        let is_plain = iso.len() == 7 && (1970..9999).contains(&first.year());
        is_plain.then(|| Month::from_first(first))
    }

    /// The month of an instant in Viet Nam.
    pub fn at(now: Time) -> Month {
        Month::from_first(vietnam_day(now).first_of_month())
    }

    fn from_first(first: Date) -> Month {
        let monday = monday_of(first);
        let mut weeks = Vec::new();
        let mut day = monday;
        while weeks.is_empty() || (day.first_of_month() == first) {
            let week: Vec<Day> = (0..7).map(|step| one(plus(day, step), first)).collect();
            weeks.push(week);
            day = plus(day, 7);
        }
        let name = |date: Date| date.strftime("%Y-%m").to_string();
        let (previous, next) = (name(plus(first, -1)), name(plus(first.last_of_month(), 1)));
        Month { iso: name(first), previous, next, weeks }
    }

    /// The first instant of the first week, and the first after the last.
    pub fn span(&self) -> (Time, Time) {
        let days = || self.weeks.iter().flatten();
        let first = days().next().map_or(Time::EPOCH, |day| day.starts_at);
        (first, days().next_back().map_or(Time::EPOCH, |day| day.starts_at.plus_days(1)))
    }
}

fn monday_of(day: Date) -> Date {
    plus(day, -i64::from(day.weekday().to_monday_zero_offset()))
}

fn plus(day: Date, days: i64) -> Date {
    day.saturating_add(jiff::Span::new().days(days))
}

fn one(date: Date, first: Date) -> Day {
    Day {
        iso: date.strftime("%Y-%m-%d").to_string(),
        number: date.day(),
        is_inside: date.first_of_month() == first,
        starts_at: start_of_day(date),
    }
}
