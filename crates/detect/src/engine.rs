//! The way in: one submission → one assessment.

use std::sync::Arc;

use model::{Assessment, Indicator, Reference};

use crate::attached;
use crate::call::guide::{Guide, Told, Walk};
use crate::combine::{PRIOR, Standing, combine, leaves_open, rule_sums};
use crate::evidence::Evidence;
use crate::extract::{self, Extraction};
use crate::facts::Fact;
use crate::indicator_rules::{self, Context, Knowledge};
use crate::learned::features::{self, Feature, Signs};
use crate::learned::{self, Learned, shape};
use crate::list::{ListLookup, NoList};
use crate::normalise::{Folded, Words};
use crate::rules::{EMBEDDED, Hits, RuleError, Rules, fire};
use crate::stated::Said;
use crate::thread::{self, Thread};

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

/// What was read of one submission, before it is weighed.
pub(crate) struct Gathered<'a> {
    folded: Folded<'a>,
    words: Words,
    pub(crate) context: Context<'a>,
    pub(crate) evidence: Evidence<'a>,
}

/// What training sees of one submission.
#[derive(Clone, Debug)]
pub struct Signals {
    /// Buckets of the text, without repeats.
    pub features: Vec<Feature>,
    /// Buckets of the signs besides words, without repeats.
    pub signs: Vec<u32>,
    /// Bucket of each sign, and its name.
    pub sign_names: Vec<(u32, String)>,
    /// The text as the learned part reads it.
    pub spelled: Vec<String>,
    /// Words of the text.
    pub words: usize,
    /// What the rules weigh for a scam, against one (below 0), and for spam.
    pub rules: [f32; 3],
}

/// The recognition engine: rules and reference data, ready to run. Built once, shared by all threads.
#[derive(Debug)]
pub struct Engine {
    rules: Rules,
    pub(crate) knowledge: Knowledge,
    learned: Option<Arc<Learned>>,
    guide: Guide,
}

/// The questions of the guided check that are compiled in.
const GUIDE: (&str, &str) = ("guide.toml", include_str!("../../../data/rules/guide.toml"));

impl Engine {
    /// Builds the engine from the compiled-in rule files and the model that ships.
    pub fn new(reference: &Reference) -> Engine {
        Engine::rules_alone(reference).with_learned(Learned::embedded())
    }

    /// Builds the engine from the compiled-in rule files, without a model.
    pub fn rules_alone(reference: &Reference) -> Engine {
        let engine =
            Engine::with_rules(EMBEDDED, reference).expect("a test compiles every embedded rule file");
        engine.with_guide(GUIDE.0, GUIDE.1).expect("a test reads the embedded questions")
    }

    /// This engine with the questions of this file (name, text) as its guided check.
    ///
    /// # Errors
    /// [`RuleError`] naming the line and column of the first mistake.
    pub fn with_guide(self, file: &str, text: &str) -> Result<Engine, RuleError> {
        let guide = Guide::read(file, text, &self.rules)?;
        Ok(Engine { guide, ..self })
    }

    /// The questions of the guided check.
    pub fn guide(&self) -> &Guide {
        &self.guide
    }

    /// This engine with a learned model beside the rules.
    #[must_use]
    pub fn with_learned(self, learned: Learned) -> Engine {
        Engine { learned: Some(Arc::new(learned)), ..self }
    }

    /// Builds the engine from these rule files (name, text), in this order.
    ///
    /// # Errors
    /// [`RuleError`] naming the file, line and column of the first mistake.
    pub fn with_rules(files: &[(&str, &str)], reference: &Reference) -> Result<Engine, RuleError> {
        let rules = Rules::compile(files, reference)?;
        Ok(Engine { rules, knowledge: Knowledge::new(reference), learned: None, guide: Guide::default() })
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
            .chain(learned::CODES.iter().copied())
            .chain(attached::codes())
    }

    /// Assesses a submission. Total: every text gets an answer, in time linear in its length.
    ///
    /// In a pasted chat the lines of the reader (`Tôi: …`) are no ground for anything.
    pub fn assess(&self, submission: &Submission<'_>, list: &impl ListLookup) -> Assessment {
        self.weigh(self.gather(submission, &thread::own_lines(submission.text), list))
    }

    /// Assesses a conversation. Spans are bytes of [`Thread::text`].
    pub fn assess_thread(
        &self,
        thread: &Thread,
        sender: Option<&str>,
        channel: Option<&str>,
        list: &impl ListLookup,
    ) -> Assessment {
        let submission = Submission { text: thread.text(), sender, channel };
        self.weigh(self.gather(&submission, thread.own(), list))
    }

    pub(crate) fn weigh(&self, gathered: Gathered<'_>) -> Assessment {
        let Gathered { folded, words, context, evidence } = gathered;
        let Some(learned) = self.learned.as_deref().filter(|_| leaves_open(&context)) else {
            return combine(context, evidence, None, None);
        };
        let features = features::read(&folded, &words, &context.found);
        let mut signs = Signs::new(false);
        shape::read(&folded, &words, &context, &evidence, &mut signs);
        signs.finish();
        let rules = rule_sums(&evidence);
        let opinion = learned.opinion(&features, &signs.buckets, rules, PRIOR, Standing::new(&evidence));
        let by_rules = PRIOR + rules[0] + rules[1];
        let moved = [opinion.scam - by_rules, opinion.unwanted - by_rules - rules[2]];
        let told = match moved {
            [scam, _] if scam > 0.0 => Some(("like-scam-words", scam)),
            [_, spam] if spam > 0.0 => Some(("like-spam-words", spam)),
            [_, honest] => Some(("like-honest-words", honest)),
        };
        let ground = told.and_then(|(code, moved)| learned.ground(code, moved, &folded, &words, &features));
        let mut assessment = combine(context, evidence, Some(opinion), ground);
        learned.methods.settle(&mut assessment, &features, &signs.buckets);
        assessment
    }

    /// Assesses a call by the answers its hearer tapped.
    pub fn assess_call(&self, walk: &Walk<'_>) -> Assessment {
        let (mut facts, mut rules) = (Vec::new(), Vec::new());
        for told in walk.given.iter().flat_map(|(_, answer)| &answer.told) {
            match told {
                Told::Fact(fact) => facts.push(*fact),
                Told::Rule(rule) => rules.push(*rule),
            }
        }
        self.assess_told(&facts, rules, None, &NoList)
    }

    /// Weighs what somebody told, without a text.
    pub(crate) fn assess_told(
        &self,
        facts: &[Fact],
        rules: Vec<u16>,
        caller: Option<Indicator>,
        list: &impl ListLookup,
    ) -> Assessment {
        let submission = Submission { text: "", sender: None, channel: Some("call") };
        let folded = Folded::new("");
        let words = Words::new(&folded, &self.rules.vocabulary);
        let hits = Hits { told: rules, ..Hits::default() };
        let extraction = Extraction { sender: caller, ..Extraction::default() };
        let mut context =
            Context::new(&self.knowledge, &submission, &folded, &words, (extraction, Said::default()), list);
        for fact in facts {
            context.facts.insert(*fact);
        }
        let mut evidence = Evidence::default();
        indicator_rules::fire(&context, &mut evidence);
        let facts = (context.facts, context.is_whole);
        fire::fire(&self.rules, &folded, &words, &hits, facts, &mut evidence);
        combine(context, evidence, None, None)
    }

    pub(crate) fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    pub(crate) fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Codes of all rules that hold, also of those that the answer would not show; for measuring and tests.
    pub fn codes_held(&self, submission: &Submission<'_>) -> Vec<String> {
        let Gathered { evidence, .. } = self.gather(submission, &[], &NoList);
        evidence.grounds.into_iter().map(|ground| ground.reason.code).collect()
    }

    /// What the learned part is trained on, and what the rules say without it.
    pub fn signals(&self, submission: &Submission<'_>) -> Signals {
        let Gathered { folded, words, context, evidence } = self.gather(submission, &[], &NoList);
        let mut signs = Signs::new(true);
        shape::read(&folded, &words, &context, &evidence, &mut signs);
        signs.finish();
        Signals {
            features: features::read(&folded, &words, &context.found),
            signs: signs.buckets,
            sign_names: signs.names,
            spelled: features::spelled(&folded, &words, &context.found),
            words: words.words.len(),
            rules: rule_sums(&evidence),
        }
    }

    /// Reads a submission; the bytes `own` were written by the reader and are left out.
    pub(crate) fn gather<'a>(
        &'a self,
        submission: &'a Submission<'a>,
        own: &[(usize, usize)],
        list: &impl ListLookup,
    ) -> Gathered<'a> {
        let mut folded = Folded::new(submission.text);
        for (start, end) in own {
            folded.blank(*start, *end, &[]);
        }
        let payments = extract::take_out(&mut folded);
        let words = Words::new(&folded, &self.rules.vocabulary);
        let hits = Hits::find(&self.rules, &folded, &words);
        let extraction =
            extract::extract(&folded, &words, &hits, &self.rules.bins, payments, submission.sender);
        let owners = &self.knowledge.owners;
        let said = Said::new(&folded, &words, &hits, &extraction, owners, submission.sender);
        let context = Context::new(&self.knowledge, submission, &folded, &words, (extraction, said), list);
        let mut evidence = Evidence::default();
        indicator_rules::fire(&context, &mut evidence);
        let facts = (context.facts, context.is_whole);
        fire::fire(&self.rules, &folded, &words, &hits, facts, &mut evidence);
        Gathered { folded, words, context, evidence }
    }
}
