//! One instant type for code, SQL and JSON.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An instant in UTC, in whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Range: the years 1970 to 9999, without the last two days. JSON and [`fmt::Display`] use ISO 8601 in UTC (`2026-11-22T03:04:05Z`);
/// SQL uses the number of milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

/// Milliseconds of 9999-12-30T21:59:59.999Z, the last one that every time zone can show within the year
/// 9999. Source: `jiff::Timestamp::MAX`, less its part of a second.
const MILLIS_MAX: i64 = 253_402_207_199_999;

impl Time {
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Time = Time(0);

    /// From milliseconds since the epoch, clamped to the range of the type.
    pub const fn from_millis(millis: i64) -> Time {
        if millis < 0 {
            return Time(0);
        }
        if millis > MILLIS_MAX { Time(MILLIS_MAX) } else { Time(millis) }
    }

    /// Milliseconds since the epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch.
    pub const fn seconds(self) -> i64 {
        self.0 / 1000
    }

    /// This instant plus `hours` (may be negative), clamped to the range of the type.
    pub const fn plus_hours(self, hours: i64) -> Time {
        Time::from_millis(self.0.saturating_add(hours.saturating_mul(3_600_000)))
    }

    /// This instant plus `days` of 24 hours (may be negative), clamped to the range of the type.
    pub const fn plus_days(self, days: i64) -> Time {
        self.plus_hours(days.saturating_mul(24))
    }

    /// Whole milliseconds from `earlier` to this instant; negative when `earlier` is later.
    pub const fn millis_since(self, earlier: Time) -> i64 {
        self.0 - earlier.0
    }

    /// The date in Viet Nam, `dd/mm/yyyy`.
    pub fn vietnam_date(self) -> String {
        self.vietnam("%d/%m/%Y")
    }

    /// The date and minute in Viet Nam, `dd/mm/yyyy HH:MM`.
    pub fn vietnam_date_time(self) -> String {
        self.vietnam("%d/%m/%Y %H:%M")
    }

    /// The date in Viet Nam in ISO 8601, `yyyy-mm-dd`.
    pub fn vietnam_iso_date(self) -> String {
        self.vietnam("%Y-%m-%d")
    }

    fn timestamp(self) -> Timestamp {
        Timestamp::from_millisecond(self.0).expect("the constructor keeps the year within 1970..=9999")
    }

    fn vietnam(self, format: &str) -> String {
        // Asia/Ho_Chi_Minh has been UTC+7 without summer time since 13 June 1975 (IANA tz database,
        // file `asia`), before every instant this type can hold matters to us, so no zone table is needed.
        let zone = TimeZone::fixed(Offset::constant(7));
        self.timestamp().to_zoned(zone).strftime(format).to_string()
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.timestamp().fmt(f)
    }
}

/// The text is not an ISO 8601 instant between the years 1970 and 9999.
#[derive(Debug, thiserror::Error)]
#[error("read `{0}` as an ISO 8601 instant")]
pub struct ParseTimeError(String);

impl FromStr for Time {
    type Err = ParseTimeError;

    fn from_str(text: &str) -> Result<Time, ParseTimeError> {
        let stamp: Timestamp = text.parse().map_err(|_| ParseTimeError(text.to_owned()))?;
        let millis = stamp.as_millisecond();
        if (0..=MILLIS_MAX).contains(&millis) {
            Ok(Time(millis))
        } else {
            Err(ParseTimeError(text.to_owned()))
        }
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Time, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_viet_nam() {
        let time: Time = "2026-11-21T18:30:00Z".parse().unwrap();
        assert_eq!(time.vietnam_date(), "22/11/2026");
        assert_eq!(time.vietnam_date_time(), "22/11/2026 01:30");
        assert_eq!(time.to_string(), "2026-11-21T18:30:00Z");
    }

    #[test]
    fn absurd_instants_are_refused_or_clamped() {
        assert!("1969-12-31T23:59:59Z".parse::<Time>().is_err());
        assert!("yesterday".parse::<Time>().is_err());
        let last = Time::from_millis(i64::MAX).plus_days(i64::MAX);
        assert_eq!(last, Time::from_millis(MILLIS_MAX));
        assert_eq!(last.to_string(), "9999-12-30T21:59:59.999Z");
        assert_eq!(last.vietnam_date_time(), "31/12/9999 04:59");
    }
}
