//! One act on many reports: what may be done to which, and when a report can be put back.
//!
//! A batch is planned, looked at, done row by row, and can be undone at any later time. Each row is decided on its
//! own ([`check`]), so that one report which cannot be touched costs the others nothing.

use model::report::ReportState;
use model::{CaseId, Method, OfficerId, ReportId};
use serde::{Deserialize, Serialize};

use crate::report_state::{self, StepError, check_step, is_closed};
use crate::slugs::slugs;
use crate::unit::UnitId;

/// Reports of one batch.
pub const BATCH_REPORTS_MAX: usize = 1_000;

/// Minutes before reporters are told that their reports were closed in a batch: what is undone before is not told.
pub const TELL_AFTER_MINUTES: i64 = 15;

slugs! {
    /// Why reports are closed together. The catalogue holds `close-reason-<slug>` in each language.
    CloseReason {
        /// Sent in numbers to keep us busy, or says nothing at all.
        Spam = "spam",
        /// Tells of no fraud.
        NotFraud = "not-fraud",
        /// Not a matter for this desk; the words say whose.
        NotOurs = "not-ours",
    }
}

/// What is done to every report of a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum BatchAction {
    /// Given to an officer to work on.
    Assign {
        /// To whom.
        officer: OfficerId,
    },
    /// Joined to the event of one report.
    Fold {
        /// A report of that event.
        into: ReportId,
    },
    /// Closed: nothing to act upon.
    Dismiss {
        /// Why, for figures; the ground says it in words.
        reason: CloseReason,
    },
    /// Given a method.
    SetMethod {
        /// Which.
        method: Method,
    },
    /// Laid on another unit's desk, in nobody's hands.
    HandOver {
        /// Whose.
        unit: UnitId,
    },
    /// Linked to a case of their own, of which the ground says what it is about.
    OpenCase {
        /// Which; `None` until the act begins, when it is opened.
        case: Option<CaseId>,
    },
}

impl BatchAction {
    /// Slugs of all kinds, in the order in which forms offer them.
    pub const KINDS: [&'static str; 6] =
        ["assign", "fold", "dismiss", "set-method", "hand-over", "open-case"];

    /// The stable name used in forms and catalogue keys (`batch-kind-<slug>`).
    pub const fn kind(&self) -> &'static str {
        match self {
            BatchAction::Assign { .. } => "assign",
            BatchAction::Fold { .. } => "fold",
            BatchAction::Dismiss { .. } => "dismiss",
            BatchAction::SetMethod { .. } => "set-method",
            BatchAction::HandOver { .. } => "hand-over",
            BatchAction::OpenCase { .. } => "open-case",
        }
    }

    /// Whether it needs a ground in words.
    pub const fn needs_ground(&self) -> bool {
        !matches!(self, BatchAction::Assign { .. } | BatchAction::SetMethod { .. })
    }

    /// What every reporter of the batch may read about it, as it is kept: the rules are those of closing one report.
    /// Empty: no answer is given.
    ///
    /// # Errors
    /// [`StepError`] when the act closes nothing, and for an answer that is too long or marked as secret.
    pub fn answer(&self, typed: &str) -> Result<String, StepError> {
        let to = match self {
            BatchAction::Dismiss { .. } => ReportState::Dismissed,
            // Whatever else it does, the report is worked on afterwards.
            _ => ReportState::InProgress,
        };
        report_state::answer(to, typed)
    }
}

slugs! {
    /// Where a batch stands. The catalogue holds `batch-state-<slug>` in each language.
    BatchState {
        /// To be looked at; nothing is done yet.
        Planned = "planned",
        /// Being done.
        Running = "running",
        /// Done.
        Done = "done",
        /// Being undone.
        Undoing = "undoing",
        /// Undone, as far as nobody has touched the reports since.
        Undone = "undone",
    }
}

slugs! {
    /// Where one report of a batch stands. The catalogue holds `batch-row-<slug>` in each language.
    BatchRowState {
        /// To be done.
        Waiting = "waiting",
        /// Done.
        Done = "done",
        /// Not done, with a reason.
        Skipped = "skipped",
        /// Put back.
        Undone = "undone",
        /// Not put back, with a reason.
        Kept = "kept",
    }
}

slugs! {
    /// Why one report was left as it is. The catalogue holds `batch-skip-<slug>` in each language.
    BatchSkip {
        /// It lies on the desk of a unit that the officer may not see.
        OtherUnit = "other-unit",
        /// The officer may no longer work on reports.
        NotAllowed = "not-allowed",
        /// Somebody changed it after the plan was made.
        Changed = "changed",
        /// It is closed.
        Closed = "closed",
        /// It is recorded as a source: the law wants a decision on it.
        Recorded = "recorded",
        /// It is so already.
        Already = "already",
        /// The officer it should go to may not see it, or may not work on reports.
        OfficerCannot = "officer-cannot",
        /// The event holds as many reports as one event may.
        EventFull = "event-full",
        /// It is of another case: nothing is counted in two.
        OtherCase = "other-case",
        /// Somebody touched it after the act: it is not put back.
        Touched = "touched",
    }
}

/// What a decision about one report depends on.
#[derive(Clone, Debug)]
pub struct BatchFacts<'a> {
    /// Whether the officer sees it.
    pub is_seen: bool,
    /// Where it stands.
    pub state: ReportState,
    /// Who works on it.
    pub assigned_to: Option<OfficerId>,
    /// Its method, when an officer has set it.
    pub method_by_officer: Option<Method>,
    /// On whose desk it lies.
    pub unit: &'a UnitId,
    /// Whether the officer it would go to can work on it; of meaning for [`BatchAction::Assign`] alone.
    pub officer_can: bool,
    /// Whether it is of the event it would join; of meaning for [`BatchAction::Fold`] alone.
    pub is_in_event: bool,
    /// Whether that event is full.
    pub is_event_full: bool,
    /// The case it is of; `None` when it is of none.
    pub case: Option<CaseId>,
}

/// Whether the act may be done to one report.
///
/// # Errors
/// Why it is left as it is.
pub fn check(action: &BatchAction, facts: &BatchFacts<'_>) -> Result<(), BatchSkip> {
    let left = |reason, holds: bool| if holds { Err(reason) } else { Ok(()) };
    left(BatchSkip::OtherUnit, !facts.is_seen)?;
    match action {
        BatchAction::Assign { officer } => {
            left(BatchSkip::Closed, is_closed(facts.state))?;
            left(BatchSkip::Already, facts.assigned_to == Some(*officer))?;
            left(BatchSkip::OfficerCannot, !facts.officer_can)
        }
        BatchAction::Fold { .. } => {
            left(BatchSkip::Already, facts.is_in_event)?;
            left(BatchSkip::EventFull, facts.is_event_full)
        }
        BatchAction::Dismiss { .. } => {
            left(BatchSkip::Closed, is_closed(facts.state))?;
            check_step(facts.state, ReportState::Dismissed, "by batch").map_err(|_| BatchSkip::Recorded)
        }
        BatchAction::SetMethod { method } => {
            left(BatchSkip::Already, facts.method_by_officer == Some(*method))
        }
        BatchAction::HandOver { unit } => {
            left(BatchSkip::Closed, is_closed(facts.state))?;
            left(BatchSkip::Already, facts.unit == unit)
        }
        BatchAction::OpenCase { case } => {
            left(BatchSkip::Already, facts.case.is_some() && facts.case == *case)?;
            left(BatchSkip::OtherCase, facts.case.is_some())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lan() -> OfficerId {
        "01957d3e-0000-7000-8000-000000000001".parse().unwrap()
    }

    fn mai() -> OfficerId {
        "01957d3e-0000-7000-8000-000000000002".parse().unwrap()
    }

    fn facts(unit: &UnitId) -> BatchFacts<'_> {
        BatchFacts {
            is_seen: true,
            state: ReportState::Received,
            assigned_to: None,
            method_by_officer: None,
            unit,
            officer_can: true,
            is_in_event: false,
            is_event_full: false,
            case: None,
        }
    }

    fn case(number: usize) -> Option<CaseId> {
        Some(CaseId([lan(), mai()][number - 1].0))
    }

    fn actions() -> [BatchAction; 6] {
        [
            BatchAction::Assign { officer: lan() },
            BatchAction::Fold { into: ReportId(mai().0) },
            BatchAction::Dismiss { reason: CloseReason::Spam },
            BatchAction::SetMethod { method: Method::JobTask },
            BatchAction::HandOver { unit: "da-nang".parse().unwrap() },
            BatchAction::OpenCase { case: case(1) },
        ]
    }

    /// One word for each action: `ok`, or why not.
    #[track_caller]
    fn check_all(change: impl Fn(&mut BatchFacts<'_>), expected: &str) {
        let unit = UnitId::ministry();
        let mut facts = facts(&unit);
        change(&mut facts);
        let said: Vec<&str> = actions()
            .iter()
            .map(|action| check(action, &facts).map_or_else(BatchSkip::slug, |()| "ok"))
            .collect();
        assert_eq!(said.join(" "), expected);
    }

    #[test]
    fn each_report_is_decided_on_its_own() {
        check_all(|_| (), "ok ok ok ok ok ok");
        check_all(|facts| facts.is_seen = false, &["other-unit"; 6].join(" "));
        check_all(|facts| facts.state = ReportState::Dismissed, "closed ok closed ok closed ok");
        check_all(|facts| facts.state = ReportState::Recorded, "ok ok recorded ok ok ok");
        check_all(|facts| facts.assigned_to = Some(lan()), "already ok ok ok ok ok");
        check_all(|facts| facts.assigned_to = Some(mai()), "ok ok ok ok ok ok");
        check_all(|facts| facts.officer_can = false, "officer-cannot ok ok ok ok ok");
        check_all(|facts| facts.is_in_event = true, "ok already ok ok ok ok");
        check_all(|facts| facts.is_event_full = true, "ok event-full ok ok ok ok");
        check_all(|facts| facts.method_by_officer = Some(Method::JobTask), "ok ok ok already ok ok");
        check_all(|facts| facts.method_by_officer = Some(Method::GovFine), "ok ok ok ok ok ok");
        check_all(|facts| facts.case = case(1), "ok ok ok ok ok already");
        check_all(|facts| facts.case = case(2), "ok ok ok ok ok other-case");
        let own: UnitId = "da-nang".parse().unwrap();
        let there = BatchFacts { unit: &own, ..facts(&own) };
        assert_eq!(check(&actions()[4], &there), Err(BatchSkip::Already));
    }

    #[test]
    fn what_takes_something_away_needs_a_ground() {
        let needs: Vec<&str> =
            actions().iter().filter(|action| action.needs_ground()).map(BatchAction::kind).collect();
        assert_eq!(needs, ["fold", "dismiss", "hand-over", "open-case"]);
        assert_eq!(actions().map(|action| action.kind()), BatchAction::KINDS);
    }

    #[test]
    fn only_an_act_that_closes_answers_the_reporters() {
        for action in actions() {
            let (kind, answer) = (action.kind(), action.answer(" Đã xem.\r\nCảm ơn. "));
            match kind {
                "dismiss" => assert_eq!(answer.as_deref(), Ok("Đã xem.\nCảm ơn.")),
                _ => assert_eq!(answer.map_err(StepError::code), Err("answer-too-early"), "{kind}"),
            }
        }
        assert!(actions().iter().all(|action| action.answer(" ") == Ok(String::new())));
        let dismiss = &actions()[2];
        assert_eq!(dismiss.answer("TỐI MẬT"), Err(StepError::AnswerMarkedSecret));
        assert_eq!(dismiss.answer(&"ă".repeat(601)), Err(StepError::AnswerTooLong { chars: 601 }));
    }
}
