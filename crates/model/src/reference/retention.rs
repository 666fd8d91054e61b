//! How long personal data is kept, as dated data.

use serde::Deserialize;
use toml::Spanned;

use super::ReferenceError;
use super::dated::{Span, check_row, newest};
use super::law::Confidence;
use super::table::Table;
use crate::Text;

/// What a rule erases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Erases {
    /// The reporter's encrypted contact.
    Identity,
    /// Words, place, notes, files with their names, and indicators that were never published.
    Content,
    /// What officers wrote apart from a report: a title, a ground, a note, a name, a question.
    Words,
}

/// What a rule is about: closed reports, or what officers wrote apart from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Covers {
    /// Dismissed, never recorded as a source.
    Dismissed,
    /// Resolved, never recorded as a source.
    Resolved,
    /// Recorded as a source, and closed since.
    Source,
    /// A case with an outcome that ends it: its title, grounds, recipient and article.
    Case,
    /// An act on many reports: its grounds.
    Batch,
    /// A list that an officer keeps by a name: all of it.
    View,
    /// What a shift left to the next: its text.
    Handover,
    /// What an officer began to type and never sent: all of it.
    Draft,
}

impl Covers {
    /// Whether it is about reports.
    pub const fn is_report(self) -> bool {
        matches!(self, Covers::Dismissed | Covers::Resolved | Covers::Source)
    }
}

/// One rule as it stood in a span of time.
#[derive(Clone, Debug)]
pub struct RetentionRule {
    /// Stable name, e.g. `identity-dismissed`.
    pub code: String,
    /// What is erased, in words.
    pub name: Text,
    /// What is erased.
    pub erases: Erases,
    /// Of what.
    pub covers: Covers,
    /// Calendar days after the end; 0 when it is counted in months. One of the two lengths is not 0.
    pub days: i64,
    /// Calendar months after the end; 0 when it is counted in days.
    pub months: i64,
    /// First day it holds, `yyyy-mm-dd`.
    pub valid_from: String,
    /// Last day it holds, `yyyy-mm-dd`; `None` while it holds.
    pub valid_to: Option<String>,
    /// Law and article, as far as there is one.
    pub basis: String,
    /// How sure we are.
    pub confidence: Confidence,
    /// Where it was read, and whose choice the length is.
    pub source: String,
}

impl RetentionRule {
    fn span(&self) -> Span<'_> {
        Span::new(&self.valid_from, self.valid_to.as_ref())
    }
}

/// The table `retention.toml`.
#[derive(Clone, Debug, Default)]
pub struct Retention {
    /// All rules, oldest first.
    pub rules: Vec<RetentionRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "source")]
    _source: String,
    rules: Vec<Row>,
}

/// Length in the unit the rule names.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Length {
    Days(u16),
    Months(u16),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    code: Spanned<String>,
    name: Text,
    erases: Erases,
    of: Covers,
    after: Length,
    valid_from: String,
    valid_to: Option<String>,
    basis: String,
    confidence: Confidence,
    source: String,
}

impl Retention {
    pub(super) const FILE: &'static str = "retention.toml";

    pub(super) fn parse(text: &str) -> Result<Retention, ReferenceError> {
        let table = Table::new(Self::FILE, text);
        let file: File = table.toml()?;
        let mut retention = Retention::default();
        for row in file.rules {
            let line = table.line_at(row.code.span().start);
            let rule = rule(row);
            check_row(&table, line, &rule.code, rule.days + rule.months, &rule.basis)?;
            if (rule.erases == Erases::Words) == rule.covers.is_report() {
                let problem = format!("rule `{}`: `words` are of no report, all else is", rule.code);
                return Err(table.refuse(line, problem));
            }
            table.check_text(line, "name", &rule.name)?;
            let above = retention.rules.last().map(|last| last.valid_from.as_str());
            rule.span().check(&table, line, above)?;
            retention.rules.push(rule);
        }
        Ok(retention)
    }

    /// The rules that hold on an ISO day in Viet Nam: of those about the same thing, the newest.
    pub fn in_force(&self, on_day: &str) -> Vec<&RetentionRule> {
        let about = |rule: &RetentionRule| (rule.erases, rule.covers);
        newest(&self.rules, |rule| rule.span().holds(on_day), |older, rule| about(older) == about(rule))
    }
}

fn rule(row: Row) -> RetentionRule {
    let (days, months) = match row.after {
        Length::Days(days) => (days.into(), 0),
        Length::Months(months) => (0, months.into()),
    };
    RetentionRule {
        code: row.code.into_inner(),
        name: row.name,
        erases: row.erases,
        covers: row.of,
        days,
        months,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        basis: row.basis,
        confidence: row.confidence,
        source: row.source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reference;

    #[test]
    fn everything_that_a_rule_can_be_about_has_one() {
        let rules = Reference::embedded().retention.in_force("2026-11-23");
        for covers in [Covers::Dismissed, Covers::Resolved, Covers::Source] {
            for erases in [Erases::Identity, Erases::Content] {
                assert!(
                    rules.iter().any(|rule| (rule.erases, rule.covers) == (erases, covers)),
                    "{covers:?}"
                );
            }
        }
        for covers in [Covers::Case, Covers::Batch, Covers::View, Covers::Handover, Covers::Draft] {
            assert!(
                rules.iter().any(|rule| (rule.erases, rule.covers) == (Erases::Words, covers)),
                "{covers:?}"
            );
        }
    }

    #[test]
    fn words_are_of_no_report() {
        let text = "source = \"x\"
            [[rules]]\ncode = \"a\"\nname = { vi = \"A\", en = \"A\" }\nerases = \"words\"\nof = \"case\"
            after = { days = 1 }\nvalid_from = \"2026-01-01\"\nbasis = \"x\"\nconfidence = \"low\"\nsource = \"x\"";
        assert_eq!(Retention::parse(text).unwrap().rules.len(), 1);
        for (from, to) in [("\"words\"", "\"content\""), ("\"case\"", "\"source\"")] {
            let problem = Retention::parse(&text.replacen(from, to, 1)).unwrap_err().to_string();
            assert!(problem.contains("`words` are of no report"), "{problem}");
        }
    }
}
