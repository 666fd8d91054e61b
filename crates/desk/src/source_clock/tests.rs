//! The legal cases, as a table: what was done when, and what was due.

use std::fmt::Write as _;

use model::Time;
use model::reference::{Law, Reference};

use super::{ClockAct, SourceClock};

fn time(text: &str) -> Time {
    format!("{text}:00+07:00").parse().expect("a time of the table")
}

fn law() -> Law {
    Reference::embedded().law.clone()
}

/// Applies the acts (`yyyy-mm-ddThh:mm act`) to a source recorded at the first line and writes every
/// deadline as `code due [ending]`, or the refusal's code; the last line is the status at `now`.
fn run(law: &Law, recorded: &str, acts: &[(&str, &str)], now: &str) -> String {
    let mut clock = SourceClock::record(law, time(recorded));
    let mut text = String::new();
    for (at, act) in acts {
        let act = ClockAct::from_slug(act).expect("an act of the table");
        match clock.apply(act, time(at), "QĐ 01", law) {
            Ok(next) => clock = next,
            Err(refusal) => writeln!(text, "{act}: {}", refusal.code()).expect("a string takes all"),
        }
    }
    for deadline in &clock.deadlines {
        let ended = deadline.ended.map_or(String::new(), |(_, how)| format!(" {how}"));
        let missed = if deadline.is_missed(time(now)) { " missed" } else { "" };
        writeln!(text, "{} {}{ended}{missed}", deadline.code, deadline.due_at.vietnam_date_time())
            .expect("a string takes all");
    }
    writeln!(text, "{}", clock.status(time(now))).expect("a string takes all");
    text
}

fn check(recorded: &str, acts: &[(&str, &str)], now: &str, expected: &str) {
    let expected: String = expected.lines().map(|line| format!("{}\n", line.trim())).collect();
    assert_eq!(run(&law(), recorded, acts, now), expected, "{recorded} {acts:?}");
}

#[test]
fn a_source_is_classified_and_resolved() {
    check(
        "2026-11-22T15:30",
        &[("2026-11-23T09:00", "classify"), ("2026-12-01T09:00", "resolve")],
        "2026-12-20T00:00",
        "classify 23/11/2026 15:30 done
         resolve 13/12/2026 00:00 done
         resolved",
    );
}

#[test]
fn what_is_done_too_late_stays_missed() {
    check(
        "2026-11-22T15:30",
        &[("2026-11-23T15:30", "classify"), ("2026-12-13T00:00", "resolve")],
        "2026-12-13T00:00",
        "classify 23/11/2026 15:30 done missed
         resolve 13/12/2026 00:00 done missed
         resolved",
    );
}

#[test]
fn classification_is_extended_once_and_in_time() {
    check(
        "2026-11-22T15:30",
        &[
            ("2026-11-23T15:29", "extend-classify"),
            ("2026-11-24T00:00", "extend-classify"),
            ("2026-11-25T23:59", "classify"),
            ("2026-11-26T00:00", "classify"),
        ],
        "2026-11-26T00:00",
        "extend-classify: once
         classify: not-running
         classify 23/11/2026 15:30 replaced
         resolve 13/12/2026 00:00
         classify-extended 26/11/2026 00:00 done
         running",
    );
    check(
        "2026-11-22T15:30",
        &[("2026-11-23T15:30", "extend-classify")],
        "2026-11-23T15:30",
        "extend-classify: too-late
         classify 23/11/2026 15:30 missed
         resolve 13/12/2026 00:00
         overdue",
    );
}

#[test]
fn a_complex_matter_has_two_months_and_one_extension() {
    // Recorded on 30 December: no 30 February, so the last day of that month; then the same day in April.
    check(
        "2026-12-30T08:00",
        &[
            ("2026-12-30T10:00", "classify"),
            ("2027-01-15T10:00", "mark-complex"),
            ("2027-01-16T10:00", "mark-complex"),
            ("2027-02-23T23:59", "ask-extension"),
            ("2027-02-26T09:00", "grant-extension"),
            ("2027-02-27T09:00", "ask-extension"),
        ],
        "2027-03-01T00:00",
        "mark-complex: once
         ask-extension: once
         classify 31/12/2026 08:00 done
         resolve 20/01/2027 00:00 replaced
         resolve-complex 01/03/2027 00:00 replaced
         resolve-extension 29/04/2027 00:00
         running",
    );
}

#[test]
fn a_leap_year_has_its_day() {
    check(
        "2027-12-31T08:00",
        &[("2028-01-05T10:00", "mark-complex")],
        "2028-02-29T12:00",
        "classify 01/01/2028 08:00 missed
         resolve 21/01/2028 00:00 replaced
         resolve-complex 01/03/2028 00:00
         overdue",
    );
}

#[test]
fn the_extension_is_asked_five_days_ahead() {
    let too_late = "ask-extension: too-late
         grant-extension: not-asked
         classify 23/11/2026 15:30 missed
         resolve 13/12/2026 00:00 replaced
         resolve-complex 23/01/2027 00:00
         overdue";
    let acts = [
        ("2026-12-01T08:00", "mark-complex"),
        ("2027-01-18T00:00", "ask-extension"),
        ("2027-01-19T00:00", "grant-extension"),
    ];
    check("2026-11-22T15:30", &acts, "2027-01-19T00:00", too_late);
    let law = law();
    let clock = SourceClock::record(&law, time("2026-11-22T15:30"));
    let complex = clock.apply(ClockAct::MarkComplex, time("2026-12-01T08:00"), "QĐ 01", &law).unwrap();
    assert_eq!(complex.ask_extension_before(&law), Some(time("2027-01-18T00:00")));
    assert!(complex.apply(ClockAct::AskExtension, time("2027-01-17T23:59"), "ĐN 02", &law).is_ok());
    assert_eq!(clock.ask_extension_before(&law), None, "twenty days are not extended by the procuracy");
}

#[test]
fn a_refused_extension_leaves_the_time_as_it_was() {
    check(
        "2026-11-22T15:30",
        &[
            ("2026-11-22T16:00", "classify"),
            ("2026-12-01T08:00", "mark-complex"),
            ("2027-01-10T08:00", "ask-extension"),
            ("2027-01-12T08:00", "refuse-extension"),
            ("2027-01-13T08:00", "grant-extension"),
        ],
        "2027-01-13T09:00",
        "grant-extension: not-asked
         classify 23/11/2026 15:30 done
         resolve 13/12/2026 00:00 replaced
         resolve-complex 23/01/2027 00:00
         at-risk",
    );
}

#[test]
fn a_suspended_source_does_not_run_and_resumes_with_a_month() {
    check(
        "2026-11-22T15:30",
        &[
            ("2026-11-22T16:00", "classify"),
            ("2026-12-05T08:00", "suspend"),
            ("2026-12-06T08:00", "suspend"),
            ("2026-12-06T08:00", "resolve"),
            ("2027-01-31T08:00", "resume"),
            ("2027-02-01T08:00", "resume"),
        ],
        "2027-02-28T23:59",
        "suspend: not-running
         resolve: not-running
         resume: not-running
         classify 23/11/2026 15:30 done
         resolve 13/12/2026 00:00 suspended
         resume 01/03/2027 00:00
         today",
    );
    check(
        "2026-11-22T15:30",
        &[("2026-11-22T16:00", "classify"), ("2026-12-05T08:00", "suspend")],
        "2030-01-01T00:00",
        "classify 23/11/2026 15:30 done
         resolve 13/12/2026 00:00 suspended
         suspended",
    );
}

#[test]
fn a_change_of_the_law_changes_only_later_acts() {
    let mut law = law();
    let mut shorter = law.deadline("resolve", "2026-12-01").unwrap().clone();
    shorter.days = 10;
    shorter.valid_from = "2027-01-01".to_owned();
    let mut longer = law.deadline("resolve-complex", "2026-12-01").unwrap().clone();
    longer.months = 3;
    longer.valid_from = "2027-01-01".to_owned();
    law.deadlines.extend([shorter, longer]);
    let before = run(&law, "2026-12-31T23:59", &[("2027-01-02T08:00", "mark-complex")], "2027-01-02T09:00");
    assert_eq!(
        before,
        "classify 01/01/2027 23:59 missed\nresolve 21/01/2027 00:00 replaced\n\
         resolve-complex 01/04/2027 00:00\noverdue\n",
        "the first deadline stays at twenty days, the act of 2 January follows the new table",
    );
    let after = run(&law, "2027-01-01T00:00", &[], "2027-01-01T00:00");
    assert_eq!(after, "classify 02/01/2027 00:00\nresolve 12/01/2027 00:00\ntoday\n");
    // What was computed is part of the value: reading it again under another table changes nothing.
    let clock = SourceClock::record(&law, time("2026-12-31T23:59"));
    let empty = Law::default();
    assert_eq!(clock.next_due_at(), Some(time("2027-01-01T23:59")));
    let refusal = clock.apply(ClockAct::MarkComplex, time("2027-01-01T00:00"), "QĐ", &empty).unwrap_err();
    assert_eq!(refusal.code(), "no-law");
}

#[test]
fn a_clock_is_at_risk_in_its_last_quarter() {
    let clock = SourceClock::record(&law(), time("2026-11-22T08:00"));
    let status = |at: &str| clock.status(time(at)).slug();
    assert_eq!(status("2026-11-22T12:00"), "running");
    assert_eq!(status("2026-11-22T23:59"), "running");
    assert_eq!(status("2026-11-23T00:00"), "today", "classification is due on this day");
    assert_eq!(status("2026-11-23T08:00"), "overdue");
    let done = clock.apply(ClockAct::Classify, time("2026-11-22T09:00"), "", &law()).unwrap();
    let status = |at: &str| done.status(time(at)).slug();
    assert_eq!(status("2026-12-07T00:00"), "running");
    assert_eq!(status("2026-12-08T00:00"), "at-risk");
    assert_eq!(status("2026-12-12T00:00"), "today");
    assert_eq!(status("2026-12-13T00:00"), "overdue");
}

#[test]
fn acts_need_a_ground_and_their_order() {
    let law = law();
    let clock = SourceClock::record(&law, time("2026-11-22T08:00"));
    let refused = |act, at: &str, ground: &str| clock.apply(act, time(at), ground, &law).unwrap_err().code();
    assert_eq!(refused(ClockAct::Suspend, "2026-11-22T09:00", "  "), "ground-missing");
    assert_eq!(refused(ClockAct::Classify, "2026-11-22T07:59", ""), "out-of-order");
    assert_eq!(
        clock.possible(time("2026-11-22T09:00"), &law),
        [
            ClockAct::Classify,
            ClockAct::ExtendClassify,
            ClockAct::MarkComplex,
            ClockAct::Suspend,
            ClockAct::Resolve
        ]
    );
    let resolved = clock.apply(ClockAct::Resolve, time("2026-11-22T09:00"), "", &law).unwrap();
    assert_eq!(resolved.possible(time("2026-11-23T09:00"), &law), []);
    assert_eq!(resolved.status(time("2030-01-01T00:00")).slug(), "resolved");
}
