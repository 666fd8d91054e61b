//! The way in: one submission → one assessment.

use model::{Assessment, Reference};

use crate::combine::combine;
use crate::evidence::Evidence;
use crate::extract;
use crate::indicator_rules::{self, Context, Knowledge};
use crate::list::{ListLookup, NoList};
use crate::normalise::{Folded, Words};
use crate::rules::{EMBEDDED, Hits, RuleError, Rules, fire};

/// What somebody wants to know about.
#[derive(Clone, Copy, Debug)]
pub struct Submission<'a> {
    /// A message, a link, a number, an account; any text at all. At most the first 2^20 bytes are read.
    pub text: &'a str,
    /// Who sent it, as the telephone shows it: a number or a name; `None` when not told.
    pub sender: Option<&'a str>,
    /// How it came (`sms`, `call`, `zalo` …); `None` when not told.
    pub channel: Option<&'a str>,
}

impl<'a> Submission<'a> {
    /// A submission of which only the text is known.
    pub const fn text(text: &'a str) -> Submission<'a> {
        Submission { text, sender: None, channel: None }
    }
}

/// The recognition engine: rules and reference data, ready to run. Built once, shared by all threads.
#[derive(Debug)]
pub struct Engine {
    rules: Rules,
    knowledge: Knowledge,
}

impl Engine {
    /// Builds the engine from the compiled-in rule files.
    pub fn new(reference: &Reference) -> Engine {
        Engine::with_rules(EMBEDDED, reference).expect("a test compiles every embedded rule file")
    }

    /// Builds the engine from these rule files (name, text), in this order.
    ///
    /// # Errors
    /// [`RuleError`] naming the file, line and column of the first mistake.
    pub fn with_rules(files: &[(&str, &str)], reference: &Reference) -> Result<Engine, RuleError> {
        let rules = Rules::compile(files, reference)?;
        Ok(Engine { rules, knowledge: Knowledge::new(reference) })
    }

    /// Codes of all rules, in files and in code; the catalogue holds `reason-<code>` for each.
    pub fn reason_codes(&self) -> impl Iterator<Item = &str> {
        let shown = |rule: &&crate::rules::compile::Rule| rule.kind != crate::rules::file::RuleKind::Context;
        self.rules
            .rules
            .iter()
            .filter(shown)
            .map(|rule| rule.code.as_str())
            .chain(indicator_rules::CODES.iter().copied())
    }

    /// Assesses a submission. Total: every text gets an answer, in time linear in its length.
    pub fn assess(&self, submission: &Submission<'_>, list: &impl ListLookup) -> Assessment {
        let (context, evidence) = self.gather(submission, list);
        combine(context, evidence)
    }

    /// Codes of all rules that hold, also of those that the answer would not show; for measuring and tests.
    pub fn codes_held(&self, submission: &Submission<'_>) -> Vec<String> {
        let (_, evidence) = self.gather(submission, &NoList);
        evidence.grounds.into_iter().map(|ground| ground.reason.code).collect()
    }

    fn gather<'a>(
        &'a self,
        submission: &'a Submission<'a>,
        list: &impl ListLookup,
    ) -> (Context<'a>, Evidence<'a>) {
        let mut folded = Folded::new(submission.text);
        let payments = extract::take_out(&mut folded);
        let words = Words::new(&folded, &self.rules.vocabulary);
        let hits = Hits::find(&self.rules, &folded, &words);
        let extraction =
            extract::extract(&folded, &words, &hits, &self.rules.bins, payments, submission.sender);
        let context = Context::new(&self.knowledge, submission, &folded, &words, extraction, list);
        let mut evidence = Evidence::default();
        indicator_rules::fire(&context, &mut evidence);
        fire::fire(&self.rules, &folded, &words, &hits, context.facts, &mut evidence);
        (context, evidence)
    }
}
