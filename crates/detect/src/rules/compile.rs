//! All rules as one automaton.

use std::collections::HashMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use model::{Method, Reference};
use toml::Spanned;

use super::file::{Marks, RuleEntry, RuleKind, error_at, parse};
use super::{RuleError, RuleErrorCode};
use crate::facts::Fact;
use crate::indicator_rules;
use crate::normalise::{Folded, Vocabulary, Words, fold::fold_str};
use crate::stated::Owners;

/// What a phrase of the automaton means when it is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// Part `part` of rule `rule`; `exact` indexes [`Rules::exact`] where marks matter.
    Rule { rule: u16, part: Part, exact: Option<u16> },
    /// The name of a bank, by its index in the reference.
    Bank(u16),
    /// Somebody who can be named, by index; `exact` as for rules.
    Owner { owner: u16, exact: Option<u16> },
    /// A word that says what a number next to it is.
    Label(Label),
    /// A word that turns the next ones round.
    Negation,
}

/// Which list of a rule a phrase stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    Phrase,
    Near,
    Unless,
}

/// What the number after a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    Account,
    /// A number of papers, of a parcel or of tax: no account, whatever stands around it.
    Other,
    Zalo,
    Telegram,
    Viber,
    WhatsApp,
    TikTok,
    Instagram,
}

/// What a rule requires besides its phrases.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Need {
    Fact(Fact),
    Rule(u16),
    /// A rule over indicators, by its code.
    Code(&'static str),
}

/// One compiled rule.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) code: String,
    pub(crate) kind: RuleKind,
    pub(crate) weight: f32,
    pub(crate) methods: Vec<(Method, f32)>,
    pub(crate) has_phrases: bool,
    pub(crate) has_near: bool,
    pub(crate) within: usize,
    /// A `near` phrase counts only behind the phrase.
    pub(crate) ordered: bool,
    /// Facts that do instead of a `near` phrase.
    pub(crate) near_facts: Vec<Fact>,
    /// Facts none of which may hold.
    pub(crate) lacks: Vec<Fact>,
    pub(crate) negatable: bool,
    pub(crate) requires: Vec<Vec<Need>>,
    pub(crate) blocks_official: bool,
}

/// All rules, ready to run.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) rules: Vec<Rule>,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) automaton: AhoCorasick,
    /// For each pattern of the automaton its targets in `targets`.
    pub(crate) ranges: Vec<Range<u32>>,
    pub(crate) targets: Vec<Target>,
    /// Phrases whose marks matter, as written.
    pub(crate) exact: Vec<String>,
    /// BINs of the banks, by the index of [`Target::Bank`].
    pub(crate) bins: Vec<String>,
}

/// Words between a phrase and its `near` phrase when the rule does not say.
const WITHIN_DEFAULT: usize = 12;
/// Words before a phrase in which a negation undoes it.
pub(crate) const NEGATION_WORDS: usize = 5;

const LABELS: &[(&str, Label)] = &[
    ("stk", Label::Account),
    ("so tai khoan", Label::Account),
    ("tai khoan", Label::Account),
    ("tknh", Label::Account),
    ("cccd", Label::Other),
    ("cmnd", Label::Other),
    ("can cuoc", Label::Other),
    ("ho chieu", Label::Other),
    ("mst", Label::Other),
    ("ma so thue", Label::Other),
    ("van don", Label::Other),
    ("ma don", Label::Other),
    ("zalo", Label::Zalo),
    ("za lo", Label::Zalo),
    ("zl", Label::Zalo),
    ("telegram", Label::Telegram),
    ("tele", Label::Telegram),
    ("viber", Label::Viber),
    ("whatsapp", Label::WhatsApp),
    ("whatapp", Label::WhatsApp),
    ("wa", Label::WhatsApp),
    ("tiktok", Label::TikTok),
    ("tik tok", Label::TikTok),
    ("instagram", Label::Instagram),
    ("insta", Label::Instagram),
    ("ig", Label::Instagram),
];

const NEGATIONS: &[&str] = &["khong", "chua", "khong bao gio", "tuyet doi khong"];
/// `đừng` without marks is also `dùng` and `đúng`: it counts only with its marks.
const NEGATION_MARKED: &str = "đừng";

/// Collects patterns and their targets, then builds.
struct Builder {
    patterns: HashMap<String, Vec<Target>>,
    rules: Vec<Rule>,
    exact: Vec<String>,
    codes: HashMap<String, u16>,
}

impl Rules {
    /// Compiles these files (name, text), in this order.
    pub(crate) fn compile(files: &[(&str, &str)], reference: &Reference) -> Result<Rules, RuleError> {
        let mut builder =
            Builder { patterns: HashMap::new(), rules: Vec::new(), exact: Vec::new(), codes: HashMap::new() };
        for (file, text) in files {
            for entry in parse(file, text)? {
                builder.add_rule(&Place { file, text }, &entry)?;
            }
        }
        builder.add_words(reference);
        Ok(builder.build(reference))
    }

    /// The rule with this code.
    pub(crate) fn index_of(&self, code: &str) -> Option<u16> {
        self.rules.iter().position(|rule| rule.code == code).map(|index| index as u16)
    }
}

struct Place<'a> {
    file: &'a str,
    text: &'a str,
}

impl Place<'_> {
    fn error(&self, at: Range<usize>, code: RuleErrorCode, problem: &str) -> RuleError {
        error_at(self.file, self.text, &at, code, problem)
    }
}

impl Builder {
    fn add_rule(&mut self, place: &Place<'_>, entry: &RuleEntry) -> Result<(), RuleError> {
        let index = self.rules.len() as u16;
        let rule = Rule {
            code: self.check_code(place, &entry.code)?,
            kind: entry.kind,
            weight: check_weight(place, entry)?,
            methods: check_methods(place, entry)?,
            has_phrases: !entry.phrases.is_empty(),
            has_near: !entry.near.is_empty(),
            within: entry.within.unwrap_or(WITHIN_DEFAULT),
            ordered: entry.ordered,
            near_facts: check_facts(place, &entry.near_facts)?,
            lacks: check_facts(place, &entry.lacks)?,
            negatable: entry.negatable,
            requires: self.check_requires(place, entry)?,
            blocks_official: entry.blocks_official,
        };
        let no_ground = entry.phrases.is_empty() && entry.requires.is_empty();
        let lone_near = entry.phrases.is_empty() && !entry.near.is_empty();
        let lone_facts = entry.near.is_empty() && !entry.near_facts.is_empty();
        if no_ground || lone_near || lone_facts {
            let problem = "a rule needs phrases, or requirements without `near`";
            return Err(place.error(entry.code.span(), RuleErrorCode::Empty, problem));
        }
        for (part, phrases) in
            [(Part::Phrase, &entry.phrases), (Part::Near, &entry.near), (Part::Unless, &entry.unless)]
        {
            for phrase in phrases {
                self.add_phrase(place, phrase, index, part, entry.marks)?;
            }
        }
        self.codes.insert(rule.code.clone(), index);
        self.rules.push(rule);
        Ok(())
    }

    fn check_code(&self, place: &Place<'_>, code: &Spanned<String>) -> Result<String, RuleError> {
        let text = code.get_ref();
        let kebab = !text.is_empty()
            && text.split('-').all(|word| {
                !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            });
        let known = self.codes.contains_key(text) || indicator_rules::code(text).is_some();
        let problem = match (kebab, known || Fact::from_name(text).is_some()) {
            (false, _) => format!("the code `{text}` is not kebab-case"),
            (true, true) => format!("the code `{text}` is used already"),
            (true, false) => return Ok(text.clone()),
        };
        Err(place.error(code.span(), RuleErrorCode::Code, &problem))
    }

    fn check_requires(&self, place: &Place<'_>, entry: &RuleEntry) -> Result<Vec<Vec<Need>>, RuleError> {
        let need = |name: &Spanned<String>| {
            let text = name.get_ref();
            Fact::from_name(text)
                .map(Need::Fact)
                .or_else(|| indicator_rules::code(text).map(Need::Code))
                .or_else(|| self.codes.get(text).copied().map(Need::Rule))
                .ok_or_else(|| {
                    let problem = format!("`{text}` is neither a fact nor an earlier rule");
                    place.error(name.span(), RuleErrorCode::Requirement, &problem)
                })
        };
        entry.requires.iter().map(|group| group.iter().map(need).collect()).collect()
    }

    fn add_phrase(
        &mut self,
        place: &Place<'_>,
        phrase: &Spanned<String>,
        rule: u16,
        part: Part,
        marks: Marks,
    ) -> Result<(), RuleError> {
        let pattern = pattern(phrase.get_ref());
        if !pattern.bytes().any(|byte| byte.is_ascii_lowercase()) {
            let problem = format!("the phrase `{}` has no word", phrase.get_ref());
            return Err(place.error(phrase.span(), RuleErrorCode::Phrase, &problem));
        }
        let exact = (marks == Marks::Exact).then(|| {
            self.exact.push(phrase.get_ref().clone());
            (self.exact.len() - 1) as u16
        });
        let targets = self.patterns.entry(pattern).or_default();
        let same = |target: &Target| matches!(target, Target::Rule { rule: r, part: p, .. } if *r == rule && *p == part);
        if targets.iter().any(same) {
            let problem = format!("`{}` says the same as another phrase of its list", phrase.get_ref());
            return Err(place.error(phrase.span(), RuleErrorCode::Phrase, &problem));
        }
        targets.push(Target::Rule { rule, part, exact });
        Ok(())
    }

    fn add_words(&mut self, reference: &Reference) {
        for (index, bank) in reference.banks.banks.iter().enumerate() {
            let names = [&bank.name, &bank.code].into_iter().chain(&bank.aliases);
            for name in names {
                let targets = self.patterns.entry(pattern(name)).or_default();
                if !targets.iter().any(|target| matches!(target, Target::Bank(_))) {
                    targets.push(Target::Bank(index as u16));
                }
            }
        }
        for (index, owner) in Owners::new(reference).owners.iter().enumerate() {
            for (phrase, is_exact) in &owner.phrases {
                let exact = is_exact.then(|| {
                    self.exact.push(phrase.clone());
                    (self.exact.len() - 1) as u16
                });
                let target = Target::Owner { owner: index as u16, exact };
                self.patterns.entry(pattern(phrase)).or_default().push(target);
            }
        }
        for (word, label) in LABELS {
            self.patterns.entry(pattern(word)).or_default().push(Target::Label(*label));
        }
        for word in NEGATIONS {
            self.patterns.entry(pattern(word)).or_default().push(Target::Negation);
        }
        self.patterns.entry(pattern(NEGATION_MARKED)).or_default().push(Target::Negation);
    }

    fn build(self, reference: &Reference) -> Rules {
        let mut sorted: Vec<(String, Vec<Target>)> = self.patterns.into_iter().collect();
        sorted.retain(|(pattern, _)| pattern.len() > 2);
        sorted.sort_by(|a, b| a.0.cmp(&b.0));
        let mut vocabulary = Vocabulary::new();
        let (mut ranges, mut targets) = (Vec::new(), Vec::new());
        for (pattern, found) in &sorted {
            let start = targets.len() as u32;
            targets.extend(found);
            ranges.push(start..targets.len() as u32);
            // Names alone are no words that a disguise is undone towards.
            if found.iter().all(|target| matches!(target, Target::Owner { .. })) {
                continue;
            }
            for word in pattern.split(' ').filter(|word| word.len() > 1 && !word.contains('#')) {
                vocabulary.insert(word.as_bytes().into());
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .build(sorted.iter().map(|(pattern, _)| pattern))
            .expect("a few thousand short phrases fit in one automaton");
        let bins = reference.banks.banks.iter().map(|bank| bank.bin.clone()).collect();
        Rules { rules: self.rules, vocabulary, automaton, ranges, targets, exact: self.exact, bins }
    }
}

/// A phrase as it stands in [`Words::text`], with the spaces around it.
fn pattern(phrase: &str) -> String {
    let words = Words::new(&Folded::new(phrase), &Vocabulary::new());
    String::from_utf8(words.text).expect("folding yields ASCII only")
}

/// Whether this negation counts: `đừng` only with its marks.
pub(crate) fn negates(written: &str) -> bool {
    fold_str(written) != "dung" || written.chars().any(|character| character == 'ừ' || character == 'Ừ')
}

fn check_facts(place: &Place<'_>, names: &[Spanned<String>]) -> Result<Vec<Fact>, RuleError> {
    let fact = |name: &Spanned<String>| {
        Fact::from_name(name.get_ref()).ok_or_else(|| {
            let problem = format!("`{}` is no fact", name.get_ref());
            place.error(name.span(), RuleErrorCode::Requirement, &problem)
        })
    };
    names.iter().map(fact).collect()
}

fn check_weight(place: &Place<'_>, entry: &RuleEntry) -> Result<f32, RuleError> {
    let weight = entry.weight.as_ref().map_or(0.0, |weight| *weight.get_ref());
    let fits = match entry.kind {
        RuleKind::Scam | RuleKind::Spam => weight > 0.0 && weight <= 6.0,
        RuleKind::Honest => (-6.0..0.0).contains(&weight),
        RuleKind::Context => weight == 0.0,
    };
    if fits {
        return Ok(weight);
    }
    let at = entry.weight.as_ref().map_or(entry.code.span(), Spanned::span);
    let problem = format!("the weight {weight} does not fit the kind of rule `{}`", entry.code.get_ref());
    Err(place.error(at, RuleErrorCode::Weight, &problem))
}

fn check_methods(place: &Place<'_>, entry: &RuleEntry) -> Result<Vec<(Method, f32)>, RuleError> {
    let check = |(slug, share): (&Spanned<String>, &f32)| {
        let fails = |problem: String| place.error(slug.span(), RuleErrorCode::Method, &problem);
        let name = slug.get_ref();
        let method: Method = name.parse().map_err(|_| fails(format!("there is no method `{name}`")))?;
        if !(*share > 0.0 && *share <= 1.0) {
            return Err(fails(format!("the share {share} of `{name}` is not above 0 and at most 1")));
        }
        Ok((method, *share))
    };
    entry.methods.iter().map(check).collect()
}
