use std::collections::BTreeMap;

use model::ReportId;

use super::*;

fn at(text: &str) -> Time {
    format!("{text}:00+07:00").parse().unwrap()
}

fn officer(number: u64) -> OfficerId {
    format!("00000000-0000-7000-8000-{number:012}").parse().unwrap()
}

fn report(number: u64) -> ReportId {
    format!("00000000-0000-7000-9000-{number:012}").parse().unwrap()
}

fn shift(from: &str, to: &str, officers: &[u64]) -> NewShift {
    NewShift {
        unit: UnitId::ministry(),
        starts_at: at(from),
        ends_at: at(to),
        supervisor: officer(99),
        officers: officers.iter().map(|number| officer(*number)).collect(),
    }
}

#[test]
fn a_shift_ends_at_the_next_such_hour() {
    for (day, from, to, expected) in [
        ("2026-11-22", "07:30", "11:30", "22/11/2026 07:30 - 22/11/2026 11:30"),
        // Over midnight, over the end of a month, of February in both kinds of year, and of a year.
        ("2026-11-22", "22:00", "06:00", "22/11/2026 22:00 - 23/11/2026 06:00"),
        ("2026-11-30", "22:00", "06:00", "30/11/2026 22:00 - 01/12/2026 06:00"),
        ("2027-02-28", "18:00", "06:00", "28/02/2027 18:00 - 01/03/2027 06:00"),
        ("2028-02-28", "18:00", "06:00", "28/02/2028 18:00 - 29/02/2028 06:00"),
        ("2026-12-31", "22:00", "06:00", "31/12/2026 22:00 - 01/01/2027 06:00"),
        // The same hour: a whole day, as a desk of one officer keeps it.
        ("2026-11-22", "07:30", "07:30", "22/11/2026 07:30 - 23/11/2026 07:30"),
        ("2026-11-22", "00:00", "00:00", "22/11/2026 00:00 - 23/11/2026 00:00"),
    ] {
        let (start, end) = shift_times(day, from, to).unwrap();
        let text = format!("{} - {}", start.vietnam_date_time(), end.vietnam_date_time());
        assert_eq!(text, expected, "{day} {from} {to}");
    }
}

#[test]
fn what_is_no_day_or_hour_is_refused() {
    for (day, from, to, expected) in [
        ("2027-02-29", "07:30", "11:30", RosterError::Day),
        ("", "07:30", "11:30", RosterError::Day),
        ("2026-11-22", "24:00", "11:30", RosterError::Clock),
        ("2026-11-22", "07:60", "11:30", RosterError::Clock),
        ("2026-11-22", "7:30", "11:30", RosterError::Clock),
        ("2026-11-22", "+7:30", "11:30", RosterError::Clock),
        ("2026-11-22", "07:30", "sáng", RosterError::Clock),
        ("2026-11-22", "07:30", "", RosterError::Clock),
    ] {
        assert_eq!(shift_times(day, from, to), Err(expected), "{day} {from} {to}");
    }
}

#[test]
fn a_shift_has_its_people_each_once() {
    let mut planned = shift("2026-11-22T06:00", "2026-11-22T14:00", &[1, 2]);
    assert_eq!(planned.check(), Ok(()));
    assert_eq!(planned.people(), [officer(1), officer(2), officer(99)]);
    planned.officers.push(officer(1));
    assert_eq!(planned.check(), Err(RosterError::Twice));
    planned.officers = vec![officer(99)];
    assert_eq!(planned.check(), Ok(()), "a desk of one leads itself");
    assert_eq!(planned.people(), [officer(99)]);
    planned.officers.clear();
    assert_eq!(planned.check(), Err(RosterError::Nobody));
}

#[test]
fn two_shifts_clash_only_where_they_share_an_instant_and_a_person() {
    let mut day = shift("2026-11-22T06:00", "2026-11-22T14:00", &[1]);
    let mut evening = shift("2026-11-22T14:00", "2026-11-22T22:00", &[1]);
    assert!(!day.clashes_with(&evening), "the one ends when the other begins");
    day.ends_at = at("2026-11-22T14:01");
    assert!(day.clashes_with(&evening) && evening.clashes_with(&day));
    evening.officers = vec![officer(2)];
    assert!(day.clashes_with(&evening), "the supervisor is the same");
    evening.supervisor = officer(98);
    assert!(!day.clashes_with(&evening));
}

#[test]
fn a_week_is_copied_with_the_same_hours_and_once() {
    // Over the end of the year and of a month.
    let week = [
        shift("2026-12-28T06:00", "2026-12-28T14:00", &[1]),
        shift("2026-12-31T22:00", "2027-01-01T06:00", &[2]),
    ];
    let copied = copies(&week, &[]).unwrap();
    let words: Vec<String> = copied
        .iter()
        .map(|one| format!("{} - {}", one.starts_at.vietnam_date_time(), one.ends_at.vietnam_date_time()))
        .collect();
    assert_eq!(words, ["04/01/2027 06:00 - 04/01/2027 14:00", "07/01/2027 22:00 - 08/01/2027 06:00"]);
    assert_eq!(copied[1].officers, [officer(2)]);
    assert_eq!(copies(&week, &copied[..1]).unwrap(), copied[1..]);
    assert_eq!(copies(&week, &copied), Err(RosterError::NothingToCopy));
    assert_eq!(copies(&[], &[]), Err(RosterError::NothingToCopy));
}

#[test]
fn a_month_is_whole_weeks_from_monday() {
    for (iso, weeks, first, last, previous, next) in [
        ("2026-11", 6, "2026-10-26", "2026-12-06", "2026-10", "2026-12"),
        ("2027-02", 4, "2027-02-01", "2027-02-28", "2027-01", "2027-03"),
        ("2028-02", 5, "2028-01-31", "2028-03-05", "2028-01", "2028-03"),
        ("2026-12", 5, "2026-11-30", "2027-01-03", "2026-11", "2027-01"),
    ] {
        let month = Month::of(iso).unwrap();
        let days: Vec<&Day> = month.weeks.iter().flatten().collect();
        assert_eq!(month.weeks.len(), weeks, "{iso}");
        assert_eq!((days[0].iso.as_str(), days[days.len() - 1].iso.as_str()), (first, last), "{iso}");
        assert_eq!((month.previous.as_str(), month.next.as_str()), (previous, next), "{iso}");
        let inside = days.iter().filter(|day| day.is_inside).count();
        assert_eq!(
            days.iter().filter(|day| day.is_inside).map(|day| day.number).max(),
            i8::try_from(inside).ok()
        );
    }
    assert_eq!(Month::at(at("2026-11-30T23:59")).iso, "2026-11");
    assert_eq!(Month::at(at("2026-12-01T00:00")).iso, "2026-12");
    for wrong in ["", "2026", "2026-13", "2026-1", "2026-11-22", "0000-01", "tháng 11"] {
        assert_eq!(Month::of(wrong), None, "{wrong}");
    }
}

/// Work as `report by owner`, on duty as `officer: in hand`; the answer as `report > officer`.
fn check(work: &[(u64, u64, &str)], on_duty: &[(u64, u64)], expected: &[&str]) {
    let work: Vec<OpenWork> = work
        .iter()
        .map(|(number, owner, kind)| OpenWork {
            report: report(*number),
            owner: officer(*owner),
            is_being_resolved: *kind == "resolving",
            is_seen: *kind != "elsewhere",
        })
        .collect();
    let on_duty: BTreeMap<OfficerId, u64> =
        on_duty.iter().map(|(number, in_hand)| (officer(*number), *in_hand)).collect();
    let passed: Vec<String> = hand_over(&work, &on_duty)
        .iter()
        .map(|one| {
            let last = |id: String| id[35..].to_owned();
            let to = one.to.map_or_else(|| "queue".to_owned(), |to| last(to.to_string()));
            format!("{} > {to}", last(one.report.to_string()))
        })
        .collect();
    assert_eq!(passed, expected, "{work:?} {on_duty:?}");
}

#[test]
fn what_is_open_goes_to_who_is_on_duty_and_evenly() {
    check(&[(1, 1, ""), (2, 1, ""), (3, 1, "")], &[(2, 0), (3, 0)], &["1 > 2", "2 > 3", "3 > 2"]);
    check(&[(1, 1, ""), (2, 1, ""), (3, 1, "")], &[(2, 5), (3, 3)], &["1 > 3", "2 > 3", "3 > 2"]);
}

#[test]
fn nobody_on_duty_means_the_queue() {
    check(&[(1, 1, ""), (2, 2, "")], &[], &["1 > queue", "2 > queue"]);
}

#[test]
fn who_is_on_duty_again_keeps_what_they_have() {
    check(&[(1, 1, ""), (2, 2, "")], &[(1, 1), (3, 4)], &["2 > 1"]);
}

#[test]
fn a_classified_source_stays_with_who_resolves_it() {
    check(&[(1, 1, "resolving"), (2, 1, "")], &[(2, 0)], &["2 > 2"]);
    check(&[(1, 1, "resolving")], &[], &[]);
}

#[test]
fn what_lies_on_a_desk_the_next_cannot_see_goes_back_to_that_desk() {
    check(&[(1, 1, "elsewhere"), (2, 1, "")], &[(2, 0)], &["1 > queue", "2 > 2"]);
}
