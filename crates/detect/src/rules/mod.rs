//! Coded rules over the words of a text.
//!
//! - `file`: one rule file read, with code, line and column in every error;
//! - `compile`: all rules as one Aho–Corasick automaton, together with bank names and other words that
//!   extraction needs;
//! - `hits`: one pass over a text;
//! - `fire`: which rules hold, given the hits and what else is known.

pub(crate) mod compile;
pub mod file;
pub(crate) mod fire;
pub(crate) mod hits;

use std::fmt;

pub(crate) use compile::Rules;
pub(crate) use hits::Hits;

/// The rule files that are compiled in, in the order in which they are read. A rule may require only rules
/// that come before it.
pub(crate) const EMBEDDED: &[(&str, &str)] = &[
    ("claims.toml", include_str!("../../../../data/rules/claims.toml")),
    ("honest.toml", include_str!("../../../../data/rules/honest.toml")),
    ("asks.toml", include_str!("../../../../data/rules/asks.toml")),
    ("signals.toml", include_str!("../../../../data/rules/signals.toml")),
    ("threats.toml", include_str!("../../../../data/rules/threats.toml")),
    ("gains.toml", include_str!("../../../../data/rules/gains.toml")),
    ("work.toml", include_str!("../../../../data/rules/work.toml")),
    ("money.toml", include_str!("../../../../data/rules/money.toml")),
    ("people.toml", include_str!("../../../../data/rules/people.toml")),
    ("offices.toml", include_str!("../../../../data/rules/offices.toml")),
    ("trades.toml", include_str!("../../../../data/rules/trades.toml")),
    ("persons.toml", include_str!("../../../../data/rules/persons.toml")),
    ("english.toml", include_str!("../../../../data/rules/english.toml")),
    ("spam.toml", include_str!("../../../../data/rules/spam.toml")),
    ("combinations.toml", include_str!("../../../../data/rules/combinations.toml")),
    ("pretexts.toml", include_str!("../../../../data/rules/pretexts.toml")),
    ("calls.toml", include_str!("../../../../data/rules/calls.toml")),
];

/// A rule file could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("read rule file `{file}` at {line}:{column}: {code}: {problem}")]
pub struct RuleError {
    /// File name under `data/rules/`.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What kind of mistake.
    pub code: RuleErrorCode,
    /// The mistake in words, with the value it is about.
    pub problem: String,
    /// The line with the mistake and a second line that marks it.
    pub marked: String,
}

/// Kinds of mistakes in a rule file; the number never changes its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleErrorCode {
    /// R001: not TOML, a key that is unknown or missing, or a value of the wrong type.
    Syntax,
    /// R002: a code that is not kebab-case, or is used twice.
    Code,
    /// R003: a weight outside -6 to 6, or with the wrong sign for its kind.
    Weight,
    /// R004: a method that the taxonomy does not have, or a share outside 0 to 1.
    Method,
    /// R005: a phrase without a word, or one that says the same as another.
    Phrase,
    /// R006: a requirement that is neither a fact nor the code of an earlier rule.
    Requirement,
    /// R007: a rule that could never hold, or always would.
    Empty,
    /// R008: a question of the guided check that leads nowhere, round in a circle or too far, or that nothing leads to.
    Question,
}

impl fmt::Display for RuleErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            RuleErrorCode::Syntax => "R001",
            RuleErrorCode::Code => "R002",
            RuleErrorCode::Weight => "R003",
            RuleErrorCode::Method => "R004",
            RuleErrorCode::Phrase => "R005",
            RuleErrorCode::Requirement => "R006",
            RuleErrorCode::Empty => "R007",
            RuleErrorCode::Question => "R008",
        })
    }
}
