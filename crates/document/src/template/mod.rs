//! Templates: words with named fields, which an administrator may edit.
//!
//! A template is lines. First `key: value` lines (`title`, `kind`, `symbol`, `about`, `to`, `sign`, `copy`; the
//! last three may repeat), then a line `---`, then the words, one paragraph a line. A line that starts with
//! `= ` is a heading, with `- ` a point of a list, with `? field: ` stands only when that field is known, with
//! `# ` is left out. `{report.code}` puts in the value of a field; `{{` is a brace. That is all: no code, no
//! condition but `?`, and a value that is put in is never read as a template again. The page
//! `docs/formats/documents.md` holds every key and field.

mod builtin;
mod fill;
mod parse;
#[cfg(test)]
mod tests;

pub use builtin::{BUILTINS, Builtin};
pub use fill::Fields;

use crate::letter::ParagraphKind;

/// Every field that a template may name.
pub const FIELDS: &[&str] = &[
    "agency.superior",
    "agency.name",
    "agency.symbol",
    "agency.place",
    "year",
    "report.code",
    "report.received",
    "report.channel",
    "report.text",
    "report.happened",
    "report.place",
    "report.money",
    "report.method",
    "report.indicators",
    "report.files",
    "report.state",
    "source.number",
    "source.kind",
    "source.recorded",
    "reporter.name",
    "reporter.phone",
    "reporter.email",
    "officer.name",
    "recipient",
    "outcome",
];

/// Characters of a template.
pub const CHARS_MAX: usize = 20_000;

/// Why a text is no template, or why it cannot be filled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("read a template: line {line}, column {column}: {problem}")]
pub struct TemplateError {
    /// From 1; 0 when it is about the whole.
    pub line: usize,
    /// From 1, in characters; 0 when it is about the whole line.
    pub column: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// What can be wrong. The catalogue holds `template-error-<code>` in each language, with one variable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A field that does not exist.
    #[error("there is no field `{0}`")]
    UnknownField(String),
    /// A key that does not exist.
    #[error("there is no key `{0}`")]
    UnknownKey(String),
    /// A key that stands once only stands twice.
    #[error("the key `{0}` stands twice")]
    RepeatedKey(String),
    /// A key that must be there is not.
    #[error("the key `{0}` is missing")]
    MissingKey(&'static str),
    /// A line before `---` that is no `key: value`.
    #[error("a line before `---` is `key: value`")]
    NotAKey,
    /// A brace that is not closed on its line, or is closed and never opened.
    #[error("a brace without its other one; a brace itself is written twice")]
    LoneBrace,
    /// No line `---`, or nothing after it.
    #[error("words are missing after a line `---`")]
    NoBody,
    /// More than two signatures, or none.
    #[error("one or two lines `sign:` are needed")]
    Signs,
    /// Longer than [`CHARS_MAX`], or a character that no line holds.
    #[error("the text is too long or holds a control character")]
    BadText,
    /// A marking of a state secret: nothing of that kind is made here.
    #[error("a marking of a state secret")]
    SecretMarking,
}

impl Problem {
    /// Stable code, kebab-case.
    pub const fn code(&self) -> &'static str {
        match self {
            Problem::UnknownField(_) => "unknown-field",
            Problem::UnknownKey(_) => "unknown-key",
            Problem::RepeatedKey(_) => "repeated-key",
            Problem::MissingKey(_) => "missing-key",
            Problem::NotAKey => "not-a-key",
            Problem::LoneBrace => "lone-brace",
            Problem::NoBody => "no-body",
            Problem::Signs => "signs",
            Problem::BadText => "bad-text",
            Problem::SecretMarking => "secret-marking",
        }
    }

    /// The field or key it is about; may be empty.
    pub fn subject(&self) -> &str {
        match self {
            Problem::UnknownField(name) | Problem::UnknownKey(name) | Problem::RepeatedKey(name) => name,
            Problem::MissingKey(name) => name,
            _ => "",
        }
    }
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Field(&'static str),
}

/// A line of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    kind: ParagraphKind,
    /// Stands only when this field is known.
    only_with: Option<&'static str>,
    pieces: Vec<Piece>,
}

/// A checked template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// What the console calls it.
    pub title: String,
    kind: Vec<Piece>,
    symbol: Vec<Piece>,
    about: Vec<Piece>,
    to: Vec<Vec<Piece>>,
    signs: Vec<Vec<Piece>>,
    copies: Vec<Vec<Piece>>,
    body: Vec<Line>,
}
