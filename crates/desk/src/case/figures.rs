//! What a period counts: a case once, a defendant once, a đồng once, however many steps and reports tell of them.

use model::{CaseId, Time};

use super::{CaseFacts, CaseOutcome};

/// A case as it grew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseHistory {
    /// Which.
    pub id: CaseId,
    /// When it was opened.
    pub opened_at: Time,
    /// Every step, oldest first: when, and what was known after it.
    pub steps: Vec<(Time, CaseFacts)>,
    /// Losses that reports of the case tell, in đồng: when the first report that tells one was linked, and how much.
    pub losses: Vec<(Time, u64)>,
}

/// Figures of a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseFigures {
    /// Cases opened in it.
    pub opened: u64,
    /// Cases open at its end.
    pub open_at_end: u64,
    /// Cases given each outcome in it that stands at its end, in the order of [`CaseOutcome::ALL`].
    pub outcomes: [u64; 5],
    /// People accused in it.
    pub defendants: i64,
    /// Đồng found to be lost in it. What is found in a later period counts there; a correction may be negative.
    pub money_lost: i64,
    /// Đồng that came to be held in it, less what was let go.
    pub money_held: i64,
    /// Đồng given back in it.
    pub money_returned: i64,
}

impl CaseHistory {
    /// What was known before `at`, and what the reports told by then; `None` when it was not opened yet.
    fn known_before(&self, at: Time) -> Option<(CaseFacts, u64)> {
        if self.opened_at >= at {
            return None;
        }
        let facts = self.steps.iter().take_while(|(when, _)| *when < at).last();
        let told = self.losses.iter().filter(|(when, _)| *when < at).map(|(_, money)| *money);
        let told = told.fold(0, u64::saturating_add);
        Some((facts.map(|(_, facts)| facts.clone()).unwrap_or_default(), told))
    }
}

/// The figures of the period from `from` until before `to`. Figures of periods that follow each other add up to those
/// of the whole, but for [`CaseFigures::open_at_end`], and outcomes that did not stand.
pub fn figures(cases: &[CaseHistory], from: Time, to: Time) -> CaseFigures {
    let mut figures = CaseFigures::default();
    for case in cases {
        let Some((after, told_after)) = case.known_before(to) else { continue };
        let (before, told_before) = case.known_before(from).unwrap_or_default();
        figures.opened += u64::from(case.opened_at >= from);
        figures.open_at_end += u64::from(after.outcome.is_none());
        if let Some(outcome) = after.outcome.filter(|_| before.outcome != after.outcome) {
            figures.outcomes[place(outcome)] += 1;
        }
        figures.defendants += difference(before.defendants, after.defendants);
        figures.money_lost +=
            difference(before.money_lost.unwrap_or(told_before), after.money_lost.unwrap_or(told_after));
        figures.money_held += difference(before.money_held, after.money_held);
        figures.money_returned += difference(before.money_returned, after.money_returned);
    }
    figures
}

fn place(outcome: CaseOutcome) -> usize {
    CaseOutcome::ALL.iter().position(|one| *one == outcome).expect("every outcome is in the list of all")
}

fn difference(before: u64, after: u64) -> i64 {
    let signed = |amount: u64| i64::try_from(amount).unwrap_or(i64::MAX);
    signed(after).saturating_sub(signed(before))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: i64) -> Time {
        Time::EPOCH.plus_days(number)
    }

    fn facts(outcome: Option<CaseOutcome>, defendants: u64, lost: Option<u64>, returned: u64) -> CaseFacts {
        CaseFacts { outcome, defendants, money_lost: lost, money_returned: returned, ..CaseFacts::default() }
    }

    fn cases() -> Vec<CaseHistory> {
        use CaseOutcome::{Prosecuted, Suspended};
        let id = |number: u8| format!("01957d3e-0000-7000-8000-0000000000{number:02}").parse().unwrap();
        let suspended = facts(Some(Suspended), 0, None, 0);
        let first = facts(Some(Prosecuted), 2, None, 0);
        let later = facts(Some(Prosecuted), 5, Some(80), 30);
        vec![
            CaseHistory {
                id: id(1),
                opened_at: day(1),
                steps: vec![(day(2), suspended), (day(40), first), (day(100), later)],
                losses: vec![(day(1), 50), (day(1), 20), (day(95), 7)],
            },
            CaseHistory { id: id(2), opened_at: day(100), steps: Vec::new(), losses: vec![(day(100), 1)] },
        ]
    }

    #[test]
    fn everything_is_counted_once_and_periods_add_up() {
        let cases = cases();
        let first = figures(&cases, day(0), day(90));
        assert_eq!((first.opened, first.open_at_end, first.outcomes), (1, 0, [0, 0, 0, 0, 1]));
        assert_eq!((first.defendants, first.money_lost, first.money_returned), (2, 70, 0));
        let second = figures(&cases, day(90), day(180));
        assert_eq!((second.opened, second.open_at_end, second.outcomes), (1, 1, [0; 5]));
        assert_eq!((second.defendants, second.money_lost, second.money_returned), (3, 11, 30));
        let whole = figures(&cases, day(0), day(180));
        assert_eq!(whole.defendants, first.defendants + second.defendants);
        assert_eq!(whole.money_lost, first.money_lost + second.money_lost);
        assert_eq!(whole.money_lost, 81);
        assert_eq!(whole.opened, 2);
        assert_eq!(
            figures(&cases, day(180), day(360)),
            CaseFigures { open_at_end: 1, ..CaseFigures::default() }
        );
    }
}
