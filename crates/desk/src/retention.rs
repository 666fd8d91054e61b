//! What is to be erased at an instant, by the rules that hold on that day.
//!
//! A rule is counted in whole days of Viet Nam from the closing of a report, or the end of another thing, and is
//! never early: what was closed on a day is due from the first instant after the last day of its term.

use jiff::Span;
use model::Time;
use model::reference::{Retention, RetentionRule};

use crate::clocks::{start_of_day, vietnam_day};

/// One rule at one instant.
#[derive(Clone, Debug)]
pub struct DueRule<'a> {
    /// Which.
    pub rule: &'a RetentionRule,
    /// Reports that were closed before this instant are due; so is what else ended before it.
    pub closed_before: Time,
}

/// The rules that hold at `at`, each with the instant before which a report must have been closed.
pub fn due_rules(retention: &Retention, at: Time) -> Vec<DueRule<'_>> {
    let due = |rule| DueRule { rule, closed_before: closed_before(rule, at) };
    retention.in_force(&at.vietnam_iso_date()).into_iter().map(due).collect()
}

fn closed_before(rule: &RetentionRule, at: Time) -> Time {
    let term = Span::new().months(rule.months.clamp(0, 100_000)).days(rule.days.clamp(0, 3_000_000));
    start_of_day(vietnam_day(at).saturating_sub(term))
}

#[cfg(test)]
mod tests {
    use model::Reference;
    use model::reference::{Covers, Erases};

    use super::*;
    use crate::clocks::start_of_iso_day;

    fn day(text: &str) -> Time {
        start_of_iso_day(text).unwrap()
    }

    /// Before which day a dismissed report must have been closed, so that its identity goes on `at`.
    fn check(retention: &Retention, at: &str, expected: &str) {
        let due = due_rules(retention, day(at).plus_hours(5));
        let found = due
            .iter()
            .find(|due| (due.rule.erases, due.rule.covers) == (Erases::Identity, Covers::Dismissed));
        assert_eq!(found.unwrap().closed_before, day(expected), "{at}");
    }

    #[test]
    fn months_are_counted_back_and_never_early() {
        let retention = &Reference::embedded().retention;
        check(retention, "2027-05-22", "2026-11-22");
        check(retention, "2027-08-31", "2027-02-28");
        check(retention, "2028-08-31", "2028-02-29");
        check(retention, "2027-02-28", "2026-08-28");
        assert_eq!(due_rules(retention, day("2026-11-22")).len(), 11);
        assert!(due_rules(retention, day("2025-12-31")).is_empty(), "no rule held before 2026");
    }

    #[test]
    fn a_newer_rule_takes_the_place_of_the_older_from_its_first_day() {
        let mut retention = Reference::embedded().retention.clone();
        let mut newer = retention.rules[0].clone();
        newer.code = "identity-dismissed-2".to_owned();
        newer.months = 3;
        newer.valid_from = "2028-01-01".to_owned();
        retention.rules.push(newer);
        check(&retention, "2027-12-31", "2027-06-30");
        check(&retention, "2028-01-01", "2027-10-01");
    }
}
