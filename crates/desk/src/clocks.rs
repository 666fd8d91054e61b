//! What is due when, by law, for a recorded source.
//!
//! Counting follows BLTTHS 2015, article 134: hours run from the minute; a deadline in days ends at
//! 24:00 of its last day, the day of the event not counted; one in months ends on the same day of the
//! month, or on its last day when there is none. The law moves a deadline that ends on a day off to the
//! next working day; these clocks do not, so they can only be early
//! (`docs/decisions/0051-clocks-never-late.md`).

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, Timestamp};
use model::reference::{Deadline, Law};
use model::{Text, Time};

/// Codes of the deadlines that start when a report is recorded as a source, in the order they end.
const SOURCE_DEADLINES: [&str; 2] = ["classify", "resolve"];

/// One thing due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Code of the deadline in the table `law.toml`, e.g. `classify`.
    pub code: String,
    /// What must be done by then.
    pub name: Text,
    /// The last instant that is still in time is the millisecond before this.
    pub due_at: Time,
    /// Law and article.
    pub basis: String,
}

/// What is due for a source recorded at `recorded_at`: classification, then resolution. A deadline that
/// the table does not know on that day is left out.
pub fn source_deadlines(law: &Law, recorded_at: Time) -> Vec<Due> {
    SOURCE_DEADLINES.iter().filter_map(|code| due(law, code, recorded_at)).collect()
}

/// The deadline `code` as it stood on the day of `start`, counted from `start`; `None` when the table
/// holds none for that day.
pub fn due(law: &Law, code: &str, start: Time) -> Option<Due> {
    let deadline = law.deadline(code, &start.vietnam_iso_date())?;
    Some(Due {
        code: deadline.code.clone(),
        name: deadline.name.clone(),
        due_at: due_at(deadline, start),
        basis: deadline.basis.clone(),
    })
}

/// When a deadline counted from `start` ends.
pub fn due_at(deadline: &Deadline, start: Time) -> Time {
    if deadline.days == 0 && deadline.months == 0 {
        return start.plus_hours(deadline.hours);
    }
    // Clamped to what a calendar of ten thousand years can hold.
    let span = Span::new().months(deadline.months.clamp(0, 100_000)).days(deadline.days.clamp(0, 3_000_000));
    // One day further: the deadline ends when its last day does.
    let last_day = vietnam_day(start).saturating_add(span);
    start_of_day(last_day.tomorrow().unwrap_or(Date::MAX))
}

/// The first instant of the day after the one of `now` in Viet Nam.
pub fn end_of_day(now: Time) -> Time {
    start_of_day(vietnam_day(now).tomorrow().unwrap_or(Date::MAX))
}

/// The first instant of an ISO day in Viet Nam; `None` when the text is no day.
pub fn start_of_iso_day(day: &str) -> Option<Time> {
    day.parse().ok().map(start_of_day)
}

/// Viet Nam has been on UTC+7 without summer time since 1975 (IANA tz database, file `asia`).
fn vietnam() -> TimeZone {
    TimeZone::fixed(Offset::constant(7))
}

pub(crate) fn vietnam_day(time: Time) -> Date {
    let timestamp = Timestamp::from_millisecond(time.millis()).unwrap_or(Timestamp::MAX);
    timestamp.to_zoned(vietnam()).date()
}

pub(crate) fn start_of_day(day: Date) -> Time {
    let zoned = day.to_zoned(vietnam());
    Time::from_millis(zoned.map_or(i64::MAX, |zoned| zoned.timestamp().as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deadline(hours: i64, days: i64, months: i64) -> Deadline {
        Deadline {
            code: "resolve".to_owned(),
            name: Text { vi: "Giải quyết".to_owned(), en: "Resolve".to_owned() },
            hours,
            days,
            months,
            valid_from: "2018-01-01".to_owned(),
            valid_to: None,
            basis: "BLTTHS 2015, Điều 147".to_owned(),
            confidence: model::reference::law::Confidence::High,
            source: String::new(),
        }
    }

    /// `start` and the answer in Viet Nam time, minutes.
    fn check(length: (i64, i64, i64), start: &str, expected: &str) {
        let start: Time = format!("{start}:00+07:00").parse().unwrap();
        let due = due_at(&deadline(length.0, length.1, length.2), start);
        assert_eq!(due.vietnam_date_time(), expected, "{length:?} from {start}");
    }

    #[test]
    fn hours_run_from_the_minute() {
        check((24, 0, 0), "2026-11-22T15:30", "23/11/2026 15:30");
        check((24, 0, 0), "2026-12-31T23:59", "01/01/2027 23:59");
    }

    #[test]
    fn days_end_at_midnight_after_the_last_day() {
        check((0, 20, 0), "2026-11-22T00:00", "13/12/2026 00:00");
        check((0, 20, 0), "2026-11-22T23:59", "13/12/2026 00:00");
        check((0, 20, 0), "2028-02-10T08:00", "02/03/2028 00:00");
        check((0, 20, 0), "2027-02-10T08:00", "03/03/2027 00:00");
    }

    #[test]
    fn months_end_on_the_same_day_or_the_last_one() {
        check((0, 0, 2), "2026-11-22T08:00", "23/01/2027 00:00");
        check((0, 0, 2), "2026-12-31T08:00", "01/03/2027 00:00");
        check((0, 0, 2), "2027-12-31T08:00", "01/03/2028 00:00");
        check((0, 0, 2), "2026-12-30T08:00", "01/03/2027 00:00");
        check((0, 0, 4), "2026-10-31T08:00", "01/03/2027 00:00");
    }

    #[test]
    fn the_day_is_that_of_viet_nam() {
        let evening: Time = "2026-11-22T17:00:00Z".parse().unwrap();
        assert_eq!(due_at(&deadline(0, 1, 0), evening).vietnam_date_time(), "25/11/2026 00:00");
    }

    #[test]
    fn a_deadline_is_that_of_the_day_it_starts() {
        let mut old = deadline(0, 20, 0);
        old.valid_to = Some("2026-12-31".to_owned());
        let mut new = deadline(0, 10, 0);
        new.valid_from = "2027-01-01".to_owned();
        let law = Law { deadlines: vec![old, new] };
        let due_on = |start: &str| {
            let start: Time = start.parse().unwrap();
            due(&law, "resolve", start).map(|due| due.due_at.vietnam_date())
        };
        assert_eq!(due_on("2026-12-31T12:00:00+07:00").as_deref(), Some("21/01/2027"));
        assert_eq!(due_on("2027-01-01T12:00:00+07:00").as_deref(), Some("12/01/2027"));
        assert_eq!(due_on("2017-12-31T12:00:00+07:00"), None);
        let classify = source_deadlines(&law, Time::from_millis(1_800_000_000_000));
        assert_eq!(classify.len(), 1, "no `classify` in this table");
    }

    #[test]
    fn a_day_ends_at_midnight_in_viet_nam() {
        let evening: Time = "2026-11-22T16:59:59Z".parse().unwrap();
        assert_eq!(end_of_day(evening).vietnam_date_time(), "23/11/2026 00:00");
        assert_eq!(end_of_day(end_of_day(evening)).vietnam_date_time(), "24/11/2026 00:00");
        assert_eq!(start_of_iso_day("2028-02-29").unwrap().vietnam_date_time(), "29/02/2028 00:00");
        assert_eq!(start_of_iso_day("2027-02-29"), None);
    }

    #[test]
    fn the_end_of_time_does_not_panic() {
        let last = Time::from_millis(i64::MAX);
        for length in [(i64::MAX, 0, 0), (0, i64::MAX, 0), (0, 0, i64::MAX), (0, 1, 0)] {
            let due = due_at(&deadline(length.0, length.1, length.2), last);
            assert!(due.vietnam_date().ends_with("/9999"), "{length:?} {due}");
        }
    }
}
