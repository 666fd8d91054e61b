//! What to do now: at most three imperatives per answer, biggest first.

use crate::{Method, Text, Verdict};

/// One imperative.
#[derive(Clone, Debug)]
pub struct Advice {
    /// Stable code, kebab-case, e.g. `hang-up`.
    pub code: String,
    /// The sentence.
    pub text: Text,
}

/// The table `advice.toml`.
#[derive(Clone, Debug, Default)]
pub struct AdviceTable {
    pub(crate) advice: Vec<Advice>,
    pub(crate) by_method: Vec<(Method, Vec<usize>)>,
    pub(crate) by_verdict: Vec<(Verdict, Vec<usize>)>,
}

impl AdviceTable {
    /// Imperatives shown under one answer.
    pub const SHOWN_MAX: usize = 3;

    /// What to do now, biggest first, at most [`AdviceTable::SHOWN_MAX`]: by method for a scam, else by verdict.
    pub fn of(&self, verdict: Verdict, method: Option<Method>) -> Vec<&Advice> {
        let scam = matches!(verdict, Verdict::Listed | Verdict::Dangerous | Verdict::Suspicious);
        let of_method = method
            .filter(|_| scam)
            .and_then(|m| self.by_method.iter().find(|(of, _)| *of == m))
            .map(|(_, a)| a);
        let of_verdict = self.by_verdict.iter().find(|(of, _)| *of == verdict).map(|(_, a)| a);
        let chosen = of_method.or(of_verdict).map_or(&[][..], Vec::as_slice);
        chosen.iter().take(Self::SHOWN_MAX).map(|index| &self.advice[*index]).collect()
    }

    /// Everything that helps against one method.
    pub fn of_method(&self, method: Method) -> Vec<&Advice> {
        self.of(Verdict::Dangerous, Some(method))
    }
}
