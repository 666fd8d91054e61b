//! Legal deadlines as dated data.

use serde::Deserialize;
use toml::Spanned;

use super::ReferenceError;
use super::dated::{Span, check_row};
use super::table::Table;
use crate::Text;

/// How sure we are of a rule of law. Laws were read through the press and law firms, not the gazette.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Read in a named source, or two sources agree.
    High,
    /// Partly supported.
    Medium,
    /// From knowledge only: check before relying on it.
    Low,
}

/// One deadline as it stood in a span of time.
#[derive(Clone, Debug)]
pub struct Deadline {
    /// Stable name, e.g. `classify`, `resolve`.
    pub code: String,
    /// What must be done by then.
    pub name: Text,
    /// Length in hours; 0 when it is counted in days or months. Of the three lengths one is not 0.
    pub hours: i64,
    /// Length in calendar days; 0 when it is counted otherwise.
    pub days: i64,
    /// Length in calendar months; 0 when it is counted otherwise.
    pub months: i64,
    /// First day it holds, `yyyy-mm-dd`.
    pub valid_from: String,
    /// Last day it holds, `yyyy-mm-dd`; `None` while it holds.
    pub valid_to: Option<String>,
    /// Law and article, e.g. `BLTTHS 2015, Điều 145`.
    pub basis: String,
    /// How sure we are.
    pub confidence: Confidence,
    /// Where it was read, with date.
    pub source: String,
}

/// The table `law.toml`.
#[derive(Clone, Debug, Default)]
pub struct Law {
    /// All deadlines, oldest first.
    pub deadlines: Vec<Deadline>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "source")]
    _source: String,
    deadlines: Vec<Row>,
}

/// Length in the unit the law names.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Length {
    Hours(u16),
    Days(u16),
    Months(u16),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    code: Spanned<String>,
    name: Text,
    length: Length,
    valid_from: String,
    valid_to: Option<String>,
    basis: String,
    confidence: Confidence,
    source: String,
}

impl Law {
    pub(super) const FILE: &'static str = "law.toml";

    pub(super) fn parse(text: &str) -> Result<Law, ReferenceError> {
        let table = Table::new(Self::FILE, text);
        let file: File = table.toml()?;
        let mut law = Law::default();
        for row in file.deadlines {
            let line = table.line_at(row.code.span().start);
            let Row { code, name, length, valid_from, valid_to, basis, confidence, source } = row;
            let code = code.into_inner();
            let (hours, days, months) = match length {
                Length::Hours(hours) => (hours.into(), 0, 0),
                Length::Days(days) => (0, days.into(), 0),
                Length::Months(months) => (0, 0, months.into()),
            };
            check_row(&table, line, &code, hours + days + months, &basis)?;
            table.check_text(line, "name", &name)?;
            let above = law.deadlines.last().map(|last| last.valid_from.as_str());
            Span::new(&valid_from, valid_to.as_ref()).check(&table, line, above)?;
            law.deadlines.push(Deadline {
                code,
                name,
                hours,
                days,
                months,
                valid_from,
                valid_to,
                basis,
                confidence,
                source,
            });
        }
        Ok(law)
    }

    /// The deadline `code` as it stands on an ISO day in Viet Nam.
    pub fn deadline(&self, code: &str, on_day: &str) -> Option<&Deadline> {
        self.deadlines.iter().rev().find(|deadline| {
            let span = Span::new(&deadline.valid_from, deadline.valid_to.as_ref());
            deadline.code == code && span.holds(on_day)
        })
    }
}
