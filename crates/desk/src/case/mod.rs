//! Cases: what an investigation of reports came to, and what it counts for.
//!
//! A case grows by steps; each step states the whole of what is known after it, so that the case as it stood on any
//! day is its last step before that day. [`loss`] says which reports tell the same loss, [`figures`] what a period
//! counts.

use serde::{Deserialize, Serialize};

use crate::slugs::slugs;

pub mod figures;
pub mod loss;

/// Reports of one case.
pub const CASE_REPORTS_MAX: usize = 10_000;

slugs! {
    /// What a case came to. The catalogue holds `case-outcome-<slug>` in each language.
    CaseOutcome {
        /// The fraud was stopped before the money was gone.
        Prevented = "prevented",
        /// Handed to the agency it belongs to.
        Transferred = "transferred",
        /// Decided not to prosecute (BLTTHS 2015, article 158).
        NotProsecuted = "not-prosecuted",
        /// Suspended (BLTTHS 2015, article 148).
        Suspended = "suspended",
        /// Prosecuted (BLTTHS 2015, article 143).
        Prosecuted = "prosecuted",
    }
}

/// What is known of a case after a step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseFacts {
    /// What it came to; `None` while it is open.
    pub outcome: Option<CaseOutcome>,
    /// People accused so far.
    pub defendants: u64,
    /// Money lost, in đồng, as an officer found it; `None`: as the reports tell it.
    pub money_lost: Option<u64>,
    /// Money held on accounts, in đồng, not yet given back.
    pub money_held: u64,
    /// Money given back to who lost it, in đồng.
    pub money_returned: u64,
    /// An officer's hint at the article of law; may be empty. Never a conclusion of the program.
    pub article: String,
    /// To whom it was transferred; empty but for [`CaseOutcome::Transferred`].
    pub recipient: String,
}

/// A step that a case cannot take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CaseError {
    /// An outcome, and opening again, need a ground.
    #[error("decide a case without a ground")]
    GroundMissing,
    /// There is no way from the one outcome to the other.
    #[error("decide a case that way from where it stands")]
    NoSuchStep,
    /// Nobody is named to whom it is transferred.
    #[error("transfer a case to nobody")]
    RecipientMissing,
    /// Only a prosecuted case has defendants.
    #[error("count defendants of a case that is not prosecuted")]
    Defendants,
    /// More money is held and given back than was lost.
    #[error("hold and return more money than was lost")]
    Money,
    /// Nothing is different.
    #[error("take a step that changes nothing")]
    Nothing,
    /// The case holds as many reports as one may.
    #[error("link more reports than a case holds")]
    Full,
}

impl CaseError {
    /// Stable code; the catalogue holds a sentence `case-error-<code>` in each language.
    pub const fn code(self) -> &'static str {
        match self {
            CaseError::GroundMissing => "ground-missing",
            CaseError::NoSuchStep => "no-such-step",
            CaseError::RecipientMissing => "recipient-missing",
            CaseError::Defendants => "defendants",
            CaseError::Money => "money",
            CaseError::Nothing => "nothing",
            CaseError::Full => "full",
        }
    }

    /// Every error, for the catalogue's test.
    pub const ALL: [CaseError; 7] = [
        CaseError::GroundMissing,
        CaseError::NoSuchStep,
        CaseError::RecipientMissing,
        CaseError::Defendants,
        CaseError::Money,
        CaseError::Nothing,
        CaseError::Full,
    ];
}

/// Outcomes that a case may be given from where it stands; `None` stands for "open again".
///
/// A suspended case is resumed or decided; one that was stopped in time may still be transferred or prosecuted; what
/// was decided otherwise is only changed by being opened again.
pub const fn next_outcomes(from: Option<CaseOutcome>) -> &'static [Option<CaseOutcome>] {
    use CaseOutcome::{NotProsecuted, Prevented, Prosecuted, Suspended, Transferred};
    match from {
        None => &[Some(Prevented), Some(Transferred), Some(NotProsecuted), Some(Suspended), Some(Prosecuted)],
        Some(Prevented | Suspended) => {
            &[None, Some(Transferred), Some(NotProsecuted), Some(Suspended), Some(Prosecuted)]
        }
        Some(Transferred | NotProsecuted | Prosecuted) => &[None],
    }
}

/// Checks a step from what was known to what is stated. `told` is the money that the reports tell, in đồng.
///
/// # Errors
/// The first rule that it breaks.
pub fn check_step(before: &CaseFacts, after: &CaseFacts, told: u64, ground: &str) -> Result<(), CaseError> {
    if before == after {
        return Err(CaseError::Nothing);
    }
    if before.outcome != after.outcome {
        if !next_outcomes(before.outcome).contains(&after.outcome) || before.outcome == after.outcome {
            return Err(CaseError::NoSuchStep);
        }
        if ground.trim().is_empty() {
            return Err(CaseError::GroundMissing);
        }
    }
    if (after.outcome == Some(CaseOutcome::Transferred)) == after.recipient.trim().is_empty() {
        return Err(CaseError::RecipientMissing);
    }
    if after.defendants > 0 && after.outcome != Some(CaseOutcome::Prosecuted) {
        return Err(CaseError::Defendants);
    }
    let lost = after.money_lost.unwrap_or(told);
    if after.money_held.saturating_add(after.money_returned) > lost {
        return Err(CaseError::Money);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(change: impl FnOnce(&mut CaseFacts)) -> CaseFacts {
        let mut facts = CaseFacts::default();
        change(&mut facts);
        facts
    }

    #[test]
    fn the_table_of_outcomes() {
        let name = |outcome: Option<CaseOutcome>| outcome.map_or("open", CaseOutcome::slug);
        let mut lines = Vec::new();
        for from in std::iter::once(None).chain(CaseOutcome::ALL.iter().copied().map(Some)) {
            let to: Vec<&str> =
                next_outcomes(from).iter().copied().filter(|to| *to != from).map(name).collect();
            lines.push(format!("{}: {}", name(from), to.join(" ")));
        }
        assert_eq!(
            lines.join("\n"),
            "open: prevented transferred not-prosecuted suspended prosecuted\n\
             prevented: open transferred not-prosecuted suspended prosecuted\n\
             transferred: open\n\
             not-prosecuted: open\n\
             suspended: open transferred not-prosecuted prosecuted\n\
             prosecuted: open"
        );
    }

    #[test]
    fn a_step_is_checked_as_a_whole() {
        let open = CaseFacts::default();
        let check = |before: &CaseFacts, after: &CaseFacts, ground| check_step(before, after, 100, ground);
        let prosecuted = with(|facts| {
            facts.outcome = Some(CaseOutcome::Prosecuted);
            facts.defendants = 3;
        });
        assert_eq!(check(&open, &prosecuted, "đủ căn cứ"), Ok(()));
        assert_eq!(check(&open, &prosecuted, " "), Err(CaseError::GroundMissing));
        assert_eq!(check(&open, &open, "x"), Err(CaseError::Nothing));
        let transferred = with(|facts| facts.outcome = Some(CaseOutcome::Transferred));
        assert_eq!(check(&open, &transferred, "x"), Err(CaseError::RecipientMissing));
        let to = CaseFacts { recipient: "Công an tỉnh Mẫu".to_owned(), ..transferred };
        assert_eq!(check(&open, &to, "x"), Ok(()));
        assert_eq!(check(&to, &prosecuted, "x"), Err(CaseError::NoSuchStep));
        assert_eq!(check(&open, &with(|facts| facts.defendants = 1), ""), Err(CaseError::Defendants));
        let held = |held, returned, lost| {
            with(|facts| (facts.money_held, facts.money_returned, facts.money_lost) = (held, returned, lost))
        };
        assert_eq!(check(&open, &held(60, 40, None), ""), Ok(()));
        assert_eq!(check(&open, &held(61, 40, None), ""), Err(CaseError::Money));
        assert_eq!(check(&open, &held(61, 40, Some(101)), ""), Ok(()));
        assert_eq!(check(&open, &held(u64::MAX, 40, Some(101)), ""), Err(CaseError::Money));
    }
}
