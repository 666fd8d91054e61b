//! An instant to the microsecond, different for every act.

use std::fmt;
use std::str::FromStr;

use model::Time;

/// Microseconds since 1970 UTC. Written as RFC 3339 with six decimals, the form of STIX and TAXII.
///
/// Acts are appended to the millisecond, a thousand may share one. Formats that page by time lose entries
/// there; so each act has a moment of its own, the next microsecond where it would share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

impl Moment {
    /// The start of this millisecond.
    pub const fn of(time: Time) -> Moment {
        Moment(time.millis() * 1_000)
    }

    /// The millisecond it lies in.
    pub const fn time(self) -> Time {
        Time::from_millis(self.0 / 1_000)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let micros = self.0.max(0);
        let (days, rest) = (micros / 86_400_000_000, micros % 86_400_000_000);
        let (year, month, day) = civil(days);
        let (seconds, micros) = (rest / 1_000_000, rest % 1_000_000);
        let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{micros:06}Z")
    }
}

/// Year, month and day of a day since 1970-01-01 in the Gregorian calendar.
///
/// Counts in eras of 400 years from 1 March of year 0, so that the leap day ends the year. Source: the
/// Gregorian rule itself (ISO 8601, 4.2.1); the tests compare with `jiff`.
pub(crate) const fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

/// The text is no RFC 3339 instant in UTC between 1970 and 9999.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("read `{0}` as an RFC 3339 instant")]
pub struct ParseMomentError(String);

impl FromStr for Moment {
    type Err = ParseMomentError;

    fn from_str(text: &str) -> Result<Moment, ParseMomentError> {
        let refuse = || ParseMomentError(text.chars().take(40).collect());
        // `Time` reads to the millisecond; the microseconds below it are the next three digits.
        let time: Time = text.parse().map_err(|_| refuse())?;
        let decimals = text.split_once('.').map_or("", |(_, rest)| rest);
        let digits: String = decimals.chars().take_while(char::is_ascii_digit).skip(3).take(3).collect();
        let micros: i64 = format!("{digits:0<3}").parse().map_err(|_| refuse())?;
        Ok(Moment(Moment::of(time).0 + micros))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_as_the_standard_library_of_times_writes_it() {
        for millis in [0, 951_782_400_000, 1_709_164_800_123, 1_795_305_600_000, 4_107_542_399_999] {
            let time = Time::from_millis(millis);
            let written = Moment::of(time).to_string();
            assert_eq!(written.parse::<Time>().unwrap(), time, "{written}");
            assert_eq!(written[..10], time.to_string()[..10]);
        }
        assert_eq!(Moment(1_795_305_600_000_001).to_string(), "2026-11-22T00:00:00.000001Z");
    }

    #[test]
    fn it_reads_what_it_writes_and_shorter_fractions() {
        for (text, micros) in [
            ("2026-11-22T00:00:00.000001Z", 1_795_305_600_000_001),
            ("2026-11-22T00:00:00.5Z", 1_795_305_600_500_000),
            ("2026-11-22T00:00:00Z", 1_795_305_600_000_000),
            ("2026-11-22T00:00:00.123456789Z", 1_795_305_600_123_456),
        ] {
            assert_eq!(text.parse::<Moment>().unwrap(), Moment(micros), "{text}");
        }
        assert!("yesterday".parse::<Moment>().is_err() && "".parse::<Moment>().is_err());
    }
}
