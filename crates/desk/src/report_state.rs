//! The steps a report may take.
//!
//! ```text
//! received ──► in-progress ──► recorded ──► resolved
//!     │  └────────────┼───────────▲            │
//!     └──► dismissed ◄┴──► resolved            ▼
//!              └──────► in-progress         recorded
//! ```

use model::report::{ReportState, carries_secret_marking};

/// Characters of an answer to the reporter: a few sentences that a telephone shows at once.
pub const ANSWER_CHARS_MAX: usize = 600;

/// The report cannot go that way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
    /// No such step.
    #[error("move a report from `{}` to `{}`", from.slug(), to.slug())]
    NoSuchStep {
        /// Where it stands.
        from: ReportState,
        /// Where it was to go.
        to: ReportState,
    },
    /// Closing or opening again needs a ground in words.
    #[error("move a report from `{}` to `{}` without a ground", from.slug(), to.slug())]
    GroundMissing {
        /// Where it stands.
        from: ReportState,
        /// Where it was to go.
        to: ReportState,
    },
    /// The reporter is told why when a report is closed, not on the way.
    #[error("answer the reporter while the report goes to `{}`", to.slug())]
    AnswerTooEarly {
        /// Where it was to go.
        to: ReportState,
    },
    /// An answer longer than [`ANSWER_CHARS_MAX`].
    #[error("answer the reporter in {chars} characters")]
    AnswerTooLong {
        /// How long it is.
        chars: usize,
    },
    /// An answer that carries a marking of state secrets.
    #[error("answer the reporter in a text that carries a marking of state secrets")]
    AnswerMarkedSecret,
}

impl StepError {
    /// Stable code; the catalogue holds a sentence `step-<code>` in each language.
    pub const fn code(self) -> &'static str {
        match self {
            StepError::NoSuchStep { .. } => "no-such-step",
            StepError::GroundMissing { .. } => "ground-missing",
            StepError::AnswerTooEarly { .. } => "answer-too-early",
            StepError::AnswerTooLong { .. } => "answer-too-long",
            StepError::AnswerMarkedSecret => "answer-marked-secret",
        }
    }
}

/// Where a report may go from here. A recorded source only leaves by being resolved: the law wants a
/// decision on it (BLTTHS 2015, article 147), so it can no longer be dismissed.
pub const fn next_states(from: ReportState) -> &'static [ReportState] {
    use ReportState::{Dismissed, InProgress, Received, Recorded, Resolved};
    match from {
        Received => &[InProgress, Recorded, Dismissed],
        InProgress => &[Recorded, Resolved, Dismissed],
        Recorded => &[Resolved],
        Resolved | Dismissed => &[InProgress],
    }
}

/// Checks one step. Closing (`resolved`, `dismissed`) and opening a closed report again need a ground
/// that is not blank.
///
/// # Errors
/// [`StepError`] when there is no such step or the ground is missing.
pub fn check_step(from: ReportState, to: ReportState, ground: &str) -> Result<(), StepError> {
    if !next_states(from).contains(&to) {
        return Err(StepError::NoSuchStep { from, to });
    }
    if (is_closed(to) || is_closed(from)) && ground.trim().is_empty() {
        return Err(StepError::GroundMissing { from, to });
    }
    Ok(())
}

/// What the reporter may read about a step to `to`, as it is kept: blanks around it and control characters are
/// gone, lines end with one line feed. Empty: no answer is given.
///
/// # Errors
/// [`StepError`] when the step closes nothing, and for an answer that is too long or marked as secret.
pub fn answer(to: ReportState, typed: &str) -> Result<String, StepError> {
    let text: String =
        typed.replace("\r\n", "\n").trim().chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    if text.is_empty() {
        return Ok(text);
    }
    let chars = text.chars().count();
    match () {
        () if !is_closed(to) => Err(StepError::AnswerTooEarly { to }),
        () if chars > ANSWER_CHARS_MAX => Err(StepError::AnswerTooLong { chars }),
        () if carries_secret_marking(&text) => Err(StepError::AnswerMarkedSecret),
        () => Ok(text),
    }
}

/// Whether nothing more is to be done about it.
pub const fn is_closed(state: ReportState) -> bool {
    matches!(state, ReportState::Resolved | ReportState::Dismissed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expected: &str) {
        let mut lines = Vec::new();
        for from in ReportState::ALL {
            let open: Vec<&str> = ReportState::ALL
                .iter()
                .filter(|to| check_step(*from, **to, "có căn cứ").is_ok())
                .map(|to| to.slug())
                .collect();
            lines.push(format!("{}: {}", from.slug(), open.join(" ")));
        }
        assert_eq!(lines.join("\n"), expected);
    }

    #[test]
    fn the_table_of_steps() {
        check(
            "received: in-progress recorded dismissed\n\
             in-progress: recorded resolved dismissed\n\
             recorded: resolved\n\
             resolved: in-progress\n\
             dismissed: in-progress",
        );
    }

    #[test]
    fn closing_and_opening_again_need_a_ground() {
        use ReportState::{Dismissed, InProgress, Received};
        for (from, to) in [(Received, Dismissed), (Dismissed, InProgress)] {
            assert_eq!(check_step(from, to, " \n"), Err(StepError::GroundMissing { from, to }));
        }
        assert_eq!(check_step(Received, InProgress, ""), Ok(()));
    }

    #[test]
    fn an_answer_is_given_with_the_end_short_and_unmarked() {
        use ReportState::{Dismissed, InProgress, Resolved};
        let long = "ă".repeat(ANSWER_CHARS_MAX);
        let lines = format!(" {}\r\nb\u{0} \n", "a".repeat(ANSWER_CHARS_MAX - 2));
        for (to, typed, expected) in [
            (Dismissed, " \r\n ", Ok(String::new())),
            (InProgress, " ", Ok(String::new())),
            (Resolved, long.as_str(), Ok(long.clone())),
            (Resolved, &lines, Ok(format!("{}\nb", "a".repeat(ANSWER_CHARS_MAX - 2)))),
            (Resolved, &format!("{long}ă"), Err(StepError::AnswerTooLong { chars: ANSWER_CHARS_MAX + 1 })),
            (Dismissed, "Đã chuyển.\r\nTỐI MẬT", Err(StepError::AnswerMarkedSecret)),
            (InProgress, "xem lại", Err(StepError::AnswerTooEarly { to: InProgress })),
        ] {
            assert_eq!(answer(to, typed), expected, "{typed:?}");
        }
    }
}
