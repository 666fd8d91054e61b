//! One rule file: TOML read into [`RuleEntry`], each field with its place for error messages.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::{RuleError, RuleErrorCode};

/// What a rule speaks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleKind {
    /// A scam: its weight (above 0) enters the score and the method.
    #[default]
    Scam,
    /// Advertising, gambling, adult: its weight (above 0) counts towards `spam` only.
    Spam,
    /// An honest message: its weight (below 0) lowers the score.
    Honest,
    /// Nothing by itself (weight 0, never shown): other rules require it.
    Context,
}

/// How strictly marks are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Marks {
    /// Marks do not matter.
    #[default]
    Any,
    /// A word of the text that carries marks must carry those of the phrase.
    Exact,
}

/// One `[[rule]]` table. The format is described in `docs/formats/rules.md`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RuleEntry {
    /// Stable code, kebab-case.
    pub code: Spanned<String>,
    /// What it speaks for.
    #[serde(default)]
    pub kind: RuleKind,
    /// Log-odds.
    #[serde(default)]
    pub weight: Option<Spanned<f32>>,
    /// Methods it points to, each with its share, 0 to 1.
    #[serde(default)]
    pub methods: BTreeMap<Spanned<String>, f32>,
    /// One of these must stand in the text.
    #[serde(default)]
    pub phrases: Vec<Spanned<String>>,
    /// And one of these within `within` words of it.
    #[serde(default)]
    pub near: Vec<Spanned<String>>,
    /// Words between a phrase and its `near` phrase, at most.
    #[serde(default)]
    pub within: Option<usize>,
    /// Whether the `near` phrase must stand behind the phrase: a verb and its object.
    #[serde(default)]
    pub ordered: bool,
    /// Facts any of which does instead of a `near` phrase.
    #[serde(default)]
    pub near_facts: Vec<Spanned<String>>,
    /// And none of these anywhere.
    #[serde(default)]
    pub unless: Vec<Spanned<String>>,
    /// A negation shortly before the phrase undoes it.
    #[serde(default)]
    pub negatable: bool,
    /// How strictly marks are compared.
    #[serde(default)]
    pub marks: Marks,
    /// Of each group one fact or code of an earlier rule must hold.
    #[serde(default)]
    pub requires: Vec<Vec<Spanned<String>>>,
    /// Facts none of which may hold.
    #[serde(default)]
    pub lacks: Vec<Spanned<String>>,
    /// While it holds nothing is `official`.
    #[serde(default)]
    pub blocks_official: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<RuleEntry>,
}

/// Reads one rule file.
///
/// # Errors
/// [`RuleErrorCode::Syntax`] with the place of the mistake.
pub fn parse(file: &str, text: &str) -> Result<Vec<RuleEntry>, RuleError> {
    toml::from_str::<File>(text).map(|parsed| parsed.rule).map_err(|error| {
        let at = error.span().unwrap_or(0..0);
        error_at(file, text, &at, RuleErrorCode::Syntax, error.message())
    })
}

/// An error at this place of this file.
pub(crate) fn error_at(
    file: &str,
    text: &str,
    at: &Range<usize>,
    code: RuleErrorCode,
    problem: &str,
) -> RuleError {
    let start = text.floor_char_boundary(at.start.min(text.len()));
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[line_start..].lines().next().unwrap_or_default();
    let column = text[line_start..start].chars().count() + 1;
    let end = text.floor_char_boundary(at.end.clamp(start, line_start + line.len().max(start - line_start)));
    let width = text[start..end].chars().count().max(1);
    RuleError {
        file: file.to_owned(),
        line: text[..start].matches('\n').count() + 1,
        column,
        code,
        problem: problem.to_owned(),
        marked: format!("{line}\n{}{}", " ".repeat(column - 1), "^".repeat(width)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_named_with_its_place() {
        let error = parse("x.toml", "[[rule]]\ncode = \"a\"\nwieght = 1\n").unwrap_err();
        assert_eq!((error.line, error.column, error.code), (3, 1, RuleErrorCode::Syntax));
        assert!(error.problem.contains("wieght"), "{}", error.problem);
        assert_eq!(error.marked, "wieght = 1\n^^^^^^");
    }
}
