//! Who is told that a legal deadline comes near, or is over: rules as dated data in, what to say out.

use model::reference::{RemindTo, ReminderRule, Reminders};
use model::{OfficerId, Time};

use crate::source_clock::{ClockDeadline, SourceClock};

/// One thing to say about one deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due<'a> {
    /// By which rule, its code.
    pub rule: &'a str,
    /// To whom.
    pub to: RemindTo,
    /// About which running deadline.
    pub deadline: &'a ClockDeadline,
}

impl Due<'_> {
    /// Names it within its source: what has this name was said, and is not said again. A deadline that was
    /// extended ends at another instant and has its own.
    pub fn key(&self) -> String {
        format!("{} {} {}", self.rule, self.deadline.code, self.deadline.due_at.millis())
    }
}

/// What is to be said at `now`: for each running deadline and each reader the latest rule that is reached. After a
/// time without anybody to say it, one sentence is said and not four.
pub fn due<'a>(rules: &'a Reminders, clock: &'a SourceClock, now: Time) -> Vec<Due<'a>> {
    let rules = rules.in_force(&now.vietnam_iso_date());
    let mut all = Vec::new();
    for deadline in clock.running() {
        for to in [RemindTo::Owner, RemindTo::Supervisor] {
            let about = |rule: &&ReminderRule| rule.deadline == deadline.code && rule.to == to;
            let is_reached = |rule: &&ReminderRule| deadline.due_at.plus_hours(-rule.hours_before) <= now;
            let reached = rules.iter().copied().filter(about).filter(is_reached);
            if let Some(rule) = reached.min_by_key(|rule| rule.hours_before) {
                all.push(Due { rule: &rule.code, to, deadline });
            }
        }
    }
    all
}

/// The people around one source at one instant. Each list holds only who may sign in and sees the source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// Who works on it; `None` while nobody does.
    pub owner: Option<OfficerId>,
    /// Who takes work on the shift on duty.
    pub on_duty: Vec<OfficerId>,
    /// Who leads the shift on duty.
    pub supervisors: Vec<OfficerId>,
    /// Who may approve in the unit.
    pub approvers: Vec<OfficerId>,
    /// Who may work on reports in the unit.
    pub workers: Vec<OfficerId>,
}

/// Who is told. A day without a roster tells everybody of the unit who could act; nobody at all: the caller asks
/// the unit above.
pub fn recipients(to: RemindTo, people: &People) -> Vec<OfficerId> {
    let owner: Vec<OfficerId> = people.owner.into_iter().collect();
    let order: [&[OfficerId]; 4] = match to {
        RemindTo::Owner => [&owner, &people.on_duty, &people.workers, &people.approvers],
        RemindTo::Supervisor => [&people.supervisors, &people.approvers, &people.on_duty, &people.workers],
    };
    order.into_iter().find(|some| !some.is_empty()).unwrap_or_default().to_vec()
}

#[cfg(test)]
mod tests {
    use model::Reference;

    use super::*;
    use crate::source_clock::ClockAct;

    fn at(text: &str) -> Time {
        format!("{text}:00+07:00").parse().unwrap()
    }

    /// The source of the tables below: recorded on 30 November 2026 at 20:00.
    fn source() -> SourceClock {
        SourceClock::record(&Reference::embedded().law, at("2026-11-30T20:00"))
    }

    fn said(clock: &SourceClock, now: &str) -> Vec<String> {
        let rules = &Reference::embedded().reminders;
        due(rules, clock, at(now)).iter().map(|due| due.rule.to_owned()).collect()
    }

    fn act(clock: &SourceClock, act: ClockAct, now: &str) -> SourceClock {
        clock.apply(act, at(now), "quyết định 12/QĐ", &Reference::embedded().law).unwrap()
    }

    #[test]
    fn what_is_said_at_each_hour() {
        // Classification is due on 1 December 20:00; resolution at the end of 20 December.
        for (now, expected) in [
            ("2026-11-30T20:00", &[][..]),
            ("2026-12-01T13:59", &[]),
            ("2026-12-01T14:00", &["classify-owner"]),
            ("2026-12-01T17:00", &["classify-owner", "classify-risk"]),
            ("2026-12-01T19:00", &["classify-owner-last", "classify-risk"]),
            ("2026-12-01T20:00", &["classify-owner-last", "classify-overdue"]),
            ("2026-12-15T23:59", &["classify-owner-last", "classify-overdue"]),
            ("2026-12-16T00:00", &["classify-owner-last", "classify-overdue", "resolve-owner"]),
            (
                "2026-12-18T00:00",
                &["classify-owner-last", "classify-overdue", "resolve-owner", "resolve-risk"],
            ),
        ] {
            assert_eq!(said(&source(), now), expected, "{now}");
        }
    }

    #[test]
    fn nothing_is_said_about_what_is_done_suspended_or_extended() {
        let classified = act(&source(), ClockAct::Classify, "2026-12-01T10:00");
        assert_eq!(said(&classified, "2026-12-02T10:00"), Vec::<String>::new());
        assert_eq!(said(&classified, "2026-12-21T00:00"), ["resolve-owner-last", "resolve-overdue"]);
        let suspended = act(&classified, ClockAct::Suspend, "2026-12-10T10:00");
        assert_eq!(said(&suspended, "2027-06-01T10:00"), Vec::<String>::new());
        let complex = act(&classified, ClockAct::MarkComplex, "2026-12-18T10:00");
        assert_eq!(said(&complex, "2026-12-25T10:00"), Vec::<String>::new());
        // Two months from 30 November end with 30 January: seven days before, an extension can still be asked for.
        assert_eq!(said(&complex, "2027-01-24T00:00"), ["resolve-complex-owner", "resolve-complex-risk"]);
        let resolved = act(&complex, ClockAct::Resolve, "2027-01-25T10:00");
        assert_eq!(said(&resolved, "2027-03-01T10:00"), Vec::<String>::new());
    }

    #[test]
    fn a_deadline_of_its_own_has_a_name_of_its_own() {
        let key =
            |clock: &SourceClock, now: &str| due(&Reference::embedded().reminders, clock, at(now))[0].key();
        let resumed = |on: &str| {
            let classified = act(&source(), ClockAct::Classify, "2026-12-01T10:00");
            let suspended = act(&classified, ClockAct::Suspend, "2026-12-10T10:00");
            act(&suspended, ClockAct::Resume, on)
        };
        let (first, second) = (resumed("2027-01-05T10:00"), resumed("2027-01-06T10:00"));
        assert_eq!(key(&first, "2027-02-01T10:00"), key(&first, "2027-02-01T11:00"));
        assert_ne!(key(&first, "2027-02-01T10:00"), key(&second, "2027-02-01T10:00"));
    }

    #[test]
    fn the_rules_of_the_day_decide() {
        let mut rules = Reference::embedded().reminders.clone();
        let mut newer = rules.rules[0].clone();
        (newer.hours_before, newer.valid_from) = (12, "2026-12-01".to_owned());
        rules.rules.push(newer);
        let clock = source();
        assert_eq!(due(&rules, &clock, at("2026-12-01T07:59")), []);
        assert_eq!(due(&rules, &clock, at("2026-12-01T08:00"))[0].rule, "classify-owner");
    }

    #[test]
    fn somebody_is_always_found_where_there_is_somebody() {
        let officer =
            |number: u64| -> OfficerId { format!("00000000-0000-7000-8000-{number:012}").parse().unwrap() };
        let everybody = People {
            owner: Some(officer(1)),
            on_duty: vec![officer(2)],
            supervisors: vec![officer(3)],
            approvers: vec![officer(4)],
            workers: vec![officer(5), officer(6)],
        };
        let check = |people: &People, owner: &[u64], supervisor: &[u64]| {
            let all = |numbers: &[u64]| numbers.iter().map(|number| officer(*number)).collect::<Vec<_>>();
            assert_eq!(recipients(RemindTo::Owner, people), all(owner), "{people:?}");
            assert_eq!(recipients(RemindTo::Supervisor, people), all(supervisor), "{people:?}");
        };
        check(&everybody, &[1], &[3]);
        let unowned = People { owner: None, ..everybody.clone() };
        check(&unowned, &[2], &[3]);
        // A day without a roster.
        let unplanned = People { on_duty: Vec::new(), supervisors: Vec::new(), ..unowned };
        check(&unplanned, &[5, 6], &[4]);
        check(&People { approvers: Vec::new(), ..unplanned }, &[5, 6], &[5, 6]);
        check(&People::default(), &[], &[]);
    }
}
