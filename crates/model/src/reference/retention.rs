//! How long personal data is kept, as dated data.

use serde::Deserialize;
use toml::Spanned;

use super::ReferenceError;
use super::law::Confidence;
use super::table::{Table, is_slug};
use crate::Text;

/// What a rule erases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Erases {
    /// The reporter's encrypted contact.
    Identity,
    /// Words, place, notes, files with their names, and indicators that were never published.
    Content,
}

/// Which closed reports a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Covers {
    /// Dismissed, never recorded as a source.
    Dismissed,
    /// Resolved, never recorded as a source.
    Resolved,
    /// Recorded as a source, and closed since.
    Source,
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
    /// Of which closed reports.
    pub covers: Covers,
    /// Calendar days after closing; 0 when it is counted in months. One of the two lengths is not 0.
    pub days: i64,
    /// Calendar months after closing; 0 when it is counted in days.
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
            if !is_slug(&rule.code) || rule.days + rule.months == 0 || rule.basis.is_empty() {
                let problem = format!("rule `{}` needs a slug, a length and a basis", rule.code);
                return Err(table.refuse(line, problem));
            }
            table.check_text(line, "name", &rule.name)?;
            table.check_day(line, "valid_from", &rule.valid_from)?;
            if let Some(day) = &rule.valid_to {
                table.check_day(line, "valid_to", day)?;
            }
            if retention.rules.last().is_some_and(|last| last.valid_from > rule.valid_from) {
                return Err(table.refuse(line, "rules must stand oldest first"));
            }
            retention.rules.push(rule);
        }
        Ok(retention)
    }

    /// The rules that hold on an ISO day in Viet Nam: of those about the same thing, the newest.
    pub fn in_force(&self, on_day: &str) -> Vec<&RetentionRule> {
        let holds = |rule: &&RetentionRule| {
            rule.valid_from.as_str() <= on_day && rule.valid_to.as_deref().is_none_or(|last| on_day <= last)
        };
        let mut newest: Vec<&RetentionRule> = Vec::new();
        for rule in self.rules.iter().filter(holds) {
            newest.retain(|older| (older.erases, older.covers) != (rule.erases, rule.covers));
            newest.push(rule);
        }
        newest
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
