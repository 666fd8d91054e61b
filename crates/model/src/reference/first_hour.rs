//! What to do in the first hour after money was sent, by the clock.

use serde::Deserialize;

use super::ReferenceError;
use super::table::{Table, is_slug};
use crate::Text;

/// One stretch of the first hour.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstHourStep {
    /// Stable code, kebab-case, e.g. `call-bank`.
    pub code: String,
    /// Minute it begins, counted from the moment the reader opens the page.
    pub from_minute: u16,
    /// Minute it ends; the next step begins there.
    pub to_minute: u16,
    /// What this stretch is for.
    pub title: Text,
    /// What to do, one imperative each, in order.
    pub actions: Vec<Text>,
}

/// The table `first_hour.toml`.
#[derive(Clone, Debug, Default)]
pub struct FirstHour {
    /// By the clock, without gaps.
    pub steps: Vec<FirstHourStep>,
    /// What to keep as evidence.
    pub evidence: Vec<Text>,
    /// What comes after the first hour.
    pub afterwards: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "source")]
    _source: String,
    evidence: Vec<Text>,
    afterwards: Vec<Text>,
    steps: Vec<FirstHourStep>,
}

impl FirstHour {
    pub(super) const FILE: &'static str = "first_hour.toml";

    pub(super) fn parse(text: &str) -> Result<FirstHour, ReferenceError> {
        let table = Table::new(Self::FILE, text);
        let file: File = table.toml()?;
        let mut minute = 0;
        for step in &file.steps {
            let of = &step.code;
            if !is_slug(of)
                || step.from_minute != minute
                || step.to_minute <= minute
                || step.actions.is_empty()
            {
                return Err(
                    table.refuse(0, format!("step `{of}` must have actions and begin at minute {minute}"))
                );
            }
            minute = step.to_minute;
            table.check_text(0, &format!("title of step `{of}`"), &step.title)?;
            for action in &step.actions {
                table.check_text(0, &format!("action of step `{of}`"), action)?;
            }
        }
        if minute != 60 || file.evidence.is_empty() || file.afterwards.is_empty() {
            return Err(
                table.refuse(0, "the steps must fill the hour; evidence and afterwards must not be empty")
            );
        }
        for text in file.evidence.iter().chain(&file.afterwards) {
            table.check_text(0, "a sentence of evidence or afterwards", text)?;
        }
        Ok(FirstHour { steps: file.steps, evidence: file.evidence, afterwards: file.afterwards })
    }
}
