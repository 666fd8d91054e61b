//! The guided check of a call: questions with answers to tap, read from `data/rules/guide.toml`.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::facts::Fact;
use crate::rules::file::error_at;
use crate::rules::{RuleError, RuleErrorCode, Rules};

/// What an answer says: a fact, or a rule that holds because the hearer says so.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Told {
    Fact(Fact),
    Rule(u16),
}

/// One answer to tap.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Stable name within its question; the catalogue holds `call-<question>-<answer>`.
    pub code: String,
    /// The hearer has lost something already: what to do in the first hour comes before everything else.
    pub is_urgent: bool,
    pub(crate) told: Vec<Told>,
    /// The next question; `None`: the verdict.
    next: Option<usize>,
}

/// One question, shown on a screen of its own.
#[derive(Clone, Debug)]
pub struct Question {
    /// Stable name; the catalogue holds `call-ask-<code>`.
    pub code: String,
    /// Answers to tap, in the order of the screen.
    pub answers: Vec<Answer>,
}

/// The questions; the first one is where everybody starts.
#[derive(Clone, Debug, Default)]
pub struct Guide {
    questions: Vec<Question>,
}

/// How far somebody has come.
#[derive(Clone, Debug)]
pub struct Walk<'g> {
    /// Questions and the answers given, in order.
    pub given: Vec<(&'g Question, &'g Answer)>,
    /// The question to ask now; `None`: the verdict can be told.
    pub next: Option<&'g Question>,
}

impl Walk<'_> {
    /// Whether the hearer has lost something already.
    pub fn is_urgent(&self) -> bool {
        self.given.iter().any(|(_, answer)| answer.is_urgent)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    question: Vec<QuestionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionEntry {
    code: Spanned<String>,
    answers: Vec<AnswerEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerEntry {
    code: Spanned<String>,
    /// Facts and codes of rules.
    #[serde(default)]
    tells: Vec<Spanned<String>>,
    /// The next question; left out: the verdict.
    next: Option<Spanned<String>>,
    #[serde(default)]
    urgent: bool,
}

impl Guide {
    /// Taps from the first question to the verdict, at most.
    pub const TAPS_MAX: usize = 5;

    /// Reads the questions.
    ///
    /// # Errors
    /// [`RuleError`] naming line and column of the first mistake: a code twice (R002), something told that is
    /// neither a fact nor a rule (R006), questions that do not lead from the first one to a verdict within
    /// [`Guide::TAPS_MAX`] taps (R008).
    pub(crate) fn read(file: &str, text: &str, rules: &Rules) -> Result<Guide, RuleError> {
        let parsed: File = toml::from_str(text).map_err(|error| {
            error_at(file, text, &error.span().unwrap_or(0..0), RuleErrorCode::Syntax, error.message())
        })?;
        let reader = Reader { file, text, entries: &parsed.question, rules };
        let questions =
            (0..parsed.question.len()).map(|index| reader.question(index)).collect::<Result<_, _>>()?;
        let guide = Guide { questions };
        reader.check_ways(&guide)?;
        Ok(guide)
    }

    /// Follows these answers from the first question; `None` when one of them is no answer to its question.
    pub fn walk(&self, taps: &[&str]) -> Option<Walk<'_>> {
        let mut walk = Walk { given: Vec::new(), next: self.questions.first() };
        for tap in taps {
            let question = walk.next?;
            let answer = question.answers.iter().find(|answer| answer.code == *tap)?;
            walk.given.push((question, answer));
            walk.next = answer.next.map(|next| &self.questions[next]);
        }
        Some(walk)
    }

    /// Every question, the first one first.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    entries: &'a [QuestionEntry],
    rules: &'a Rules,
}

impl Reader<'_> {
    fn error(&self, at: Range<usize>, code: RuleErrorCode, problem: &str) -> RuleError {
        error_at(self.file, self.text, &at, code, problem)
    }

    fn question(&self, index: usize) -> Result<Question, RuleError> {
        let entry = &self.entries[index];
        let code = self.code(&entry.code, self.entries[..index].iter().map(|other| &other.code))?;
        if entry.answers.is_empty() {
            let problem = format!("the question `{code}` has no answer");
            return Err(self.error(entry.code.span(), RuleErrorCode::Question, &problem));
        }
        let answers = (0..entry.answers.len()).map(|at| self.answer(entry, at)).collect::<Result<_, _>>()?;
        Ok(Question { code, answers })
    }

    fn answer(&self, question: &QuestionEntry, at: usize) -> Result<Answer, RuleError> {
        let entry = &question.answers[at];
        let code = self.code(&entry.code, question.answers[..at].iter().map(|other| &other.code))?;
        let told = entry.tells.iter().map(|name| self.told(name)).collect::<Result<_, _>>()?;
        let next = match &entry.next {
            None => None,
            Some(next) => {
                let place = self.entries.iter().position(|entry| entry.code.get_ref() == next.get_ref());
                let problem = || format!("there is no question `{}`", next.get_ref());
                Some(place.ok_or_else(|| self.error(next.span(), RuleErrorCode::Question, &problem()))?)
            }
        };
        Ok(Answer { code, is_urgent: entry.urgent, told, next })
    }

    fn code<'b>(
        &self,
        code: &Spanned<String>,
        mut earlier: impl Iterator<Item = &'b Spanned<String>>,
    ) -> Result<String, RuleError> {
        let text = code.get_ref();
        let kebab = !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        let problem = match (kebab, earlier.any(|other| other.get_ref() == text)) {
            (true, false) => return Ok(text.clone()),
            (true, true) => format!("the code `{text}` is used already"),
            (false, _) => format!("the code `{text}` is not kebab-case"),
        };
        Err(self.error(code.span(), RuleErrorCode::Code, &problem))
    }

    fn told(&self, name: &Spanned<String>) -> Result<Told, RuleError> {
        let text = name.get_ref();
        let fact = Fact::from_name(text).map(Told::Fact);
        fact.or_else(|| self.rules.index_of(text).map(Told::Rule)).ok_or_else(|| {
            let problem = format!("`{text}` is neither a fact nor a rule");
            self.error(name.span(), RuleErrorCode::Requirement, &problem)
        })
    }

    /// Every question is reached from the first one, and every way ends in time.
    fn check_ways(&self, guide: &Guide) -> Result<(), RuleError> {
        let mut reached = vec![false; guide.questions.len()];
        // The questions that can be asked after so many taps: a way that goes round in a circle never ends.
        let mut now = vec![0];
        for _ in 0..Guide::TAPS_MAX {
            let mut after = Vec::new();
            for index in now.into_iter().filter(|index| *index < guide.questions.len()) {
                reached[index] = true;
                after.extend(guide.questions[index].answers.iter().filter_map(|answer| answer.next));
            }
            after.sort_unstable();
            after.dedup();
            now = after;
        }
        let fails = |index: usize, problem: String| {
            Err(self.error(self.entries[index].code.span(), RuleErrorCode::Question, &problem))
        };
        if let Some(late) = now.first() {
            let code = &guide.questions[*late].code;
            return fails(*late, format!("`{code}` is asked after {} taps", Guide::TAPS_MAX));
        }
        match reached.iter().position(|reached| !reached) {
            Some(lost) => fails(lost, format!("nothing leads to `{}`", guide.questions[lost].code)),
            None => Ok(()),
        }
    }
}
