//! Canonical form of `phone`: E.164 (`+84912345678`), or a short code behind its country and a colon
//! (`84:156`).
//!
//! - Numbers of Viet Nam are brought to today's plan: old mobile prefixes and area codes are mapped
//!   (`plan`).
//! - A number behind `+` that no plan holds is kept as it is, because callers fake such numbers and people
//!   report them (`+840912345678`, `+84069…`). It is never "repaired" into a real one: the number that a
//!   caller pretends to have belongs to somebody else.
//! - Anything else that is in no plan is refused.

mod country;
mod plan;
mod written;

pub use plan::{PhoneKind, describe};

use super::Problem;
use written::Written;

/// Digits of an international number, country code included. Source: ITU-T E.164, section 6.1.
const DIGITS_MAX: usize = 15;

/// Digits of the shortest number we take behind a `+`, country code included.
const DIGITS_MIN: usize = 7;

pub(super) fn canonicalise(input: &str) -> Result<String, Problem> {
    if let Some(code) = input.strip_prefix("84:") {
        return short_code(code).ok_or(Problem::NotInPlan);
    }
    let written = Written::read(input)?;
    let digits = written.digits.as_str();
    match digits.len() {
        0 => return Err(Problem::Empty),
        1..=2 => return Err(Problem::TooShort),
        3..=20 => {}
        _ => return Err(Problem::TooLong),
    }
    if written.has_plus || digits.starts_with("00") {
        // `+00` is written too; what is left must not read back as such a prefix.
        return international(&written, digits.trim_start_matches("00"));
    }
    if let Some(national) = digits.strip_prefix('0') {
        let old = if written.has_old_area() { plan::read_old_area(national) } else { None };
        let number = old.or_else(|| plan::read(national));
        return number.map(|(number, _)| in_viet_nam(&number)).ok_or(Problem::NotInPlan);
    }
    // Spreadsheets drop the leading zero, and many write the country code without its plus.
    if let Some((number, _)) = plan::read(digits) {
        return Ok(in_viet_nam(&number));
    }
    if let Some(national) = digits.strip_prefix("84")
        && (national.starts_with('0') && digits.len() > DIGITS_MIN || plan::read(national).is_some())
    {
        return international(&written, digits);
    }
    short_code(digits).ok_or(Problem::NotInPlan)
}

fn in_viet_nam(national: &str) -> String {
    format!("+84{national}")
}

/// A short code of Viet Nam: 3 to 6 digits, not led by zero. Which of them are in use is not published in
/// one table, so the shape decides.
fn short_code(digits: &str) -> Option<String> {
    let is_code = (3..=6).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
        && !digits.starts_with('0');
    is_code.then(|| format!("84:{digits}"))
}

/// A number written with its country code; `digits` without `+` and `00`.
fn international(written: &Written, digits: &str) -> Result<String, Problem> {
    if digits.len() < DIGITS_MIN {
        return Err(Problem::TooShort);
    }
    if digits.len() > DIGITS_MAX {
        return Err(Problem::TooLong);
    }
    let Some(national) = digits.strip_prefix("84") else {
        // No country code starts with zero; callers fake `+084…` all the same.
        let known = digits.starts_with('0') || country::of(digits).is_some();
        return if known { Ok(format!("+{digits}")) } else { Err(Problem::UnassignedCountryCode) };
    };
    if let Some(trunk) = national.strip_prefix('0') {
        let number = plan::read(trunk).filter(|(_, kind)| written.trunk_zero_is_apart(*kind));
        return Ok(number.map_or_else(|| format!("+{digits}"), |(number, _)| in_viet_nam(&number)));
    }
    let number = plan::read(national);
    Ok(number.map_or_else(|| format!("+{digits}"), |(number, _)| in_viet_nam(&number)))
}
