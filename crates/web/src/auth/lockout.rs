//! How long an account rests after wrong attempts.

use model::Time;

/// Wrong attempts in a row that cost nothing: people mistype.
const FREE_FAILURES: u64 = 4;

/// Longest rest in minutes. Longer ones would let anybody who knows a sign-in name keep its officer out.
const REST_MINUTES_MAX: i64 = 60;

/// Until when the account rests after its `failures`-th wrong attempt in a row: a minute after the
/// fifth, then twice as long each time, at most an hour; [`Time::EPOCH`] when it does not rest.
///
/// At the end of the row that is 24 guesses a day against a million codes and a password beside them.
/// Source: OWASP Authentication Cheat Sheet, "Account Lockout" (exponential lock-out).
pub fn locked_until(failures: u64, now: Time) -> Time {
    if failures <= FREE_FAILURES {
        return Time::EPOCH;
    }
    let doublings = u32::try_from(failures - FREE_FAILURES - 1).unwrap_or(u32::MAX).min(16);
    let minutes = (1_i64 << doublings).min(REST_MINUTES_MAX);
    Time::from_millis(now.millis() + minutes * 60_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_doubles_up_to_an_hour() {
        let now = Time::from_millis(1_000_000_000_000);
        let minutes = |failures| match locked_until(failures, now) {
            Time::EPOCH => 0,
            until => (until.millis() - now.millis()) / 60_000,
        };
        let rests: Vec<i64> = (0..14).map(minutes).collect();
        assert_eq!(rests, [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(minutes(u64::MAX), 60);
    }
}
