//! Who is told before a legal deadline ends, as dated data.

use serde::Deserialize;
use toml::Spanned;

use super::ReferenceError;
use super::table::{Table, is_slug};

/// Who is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemindTo {
    /// Who works on the source.
    Owner,
    /// Who leads the shift on duty.
    Supervisor,
}

/// One reminder as it stood in a span of time.
#[derive(Clone, Debug)]
pub struct ReminderRule {
    /// Stable name, e.g. `classify-risk`.
    pub code: String,
    /// Code of the deadline in `law.toml`.
    pub deadline: String,
    /// Who is told.
    pub to: RemindTo,
    /// Whole hours before the deadline ends; 0: when it is over.
    pub hours_before: i64,
    /// First day it holds, `yyyy-mm-dd`.
    pub valid_from: String,
    /// Last day it holds, `yyyy-mm-dd`; `None` while it holds.
    pub valid_to: Option<String>,
}

/// The table `reminders.toml`.
#[derive(Clone, Debug, Default)]
pub struct Reminders {
    /// All rules, oldest first.
    pub rules: Vec<ReminderRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "source")]
    _source: String,
    reminders: Vec<Row>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Before {
    Hours(u16),
    Days(u16),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    code: Spanned<String>,
    deadline: String,
    to: RemindTo,
    before: Before,
    valid_from: String,
    valid_to: Option<String>,
}

impl Reminders {
    pub(super) const FILE: &'static str = "reminders.toml";

    pub(super) fn parse(text: &str) -> Result<Reminders, ReferenceError> {
        let table = Table::new(Self::FILE, text);
        let file: File = table.toml()?;
        let mut reminders = Reminders::default();
        for row in file.reminders {
            let line = table.line_at(row.code.span().start);
            let rule = ReminderRule {
                code: row.code.into_inner(),
                deadline: row.deadline,
                to: row.to,
                hours_before: match row.before {
                    Before::Hours(hours) => hours.into(),
                    Before::Days(days) => i64::from(days) * 24,
                },
                valid_from: row.valid_from,
                valid_to: row.valid_to,
            };
            if !is_slug(&rule.code) {
                return Err(table.refuse(line, format!("`{}` is no slug", rule.code)));
            }
            table.check_day(line, "valid_from", &rule.valid_from)?;
            if let Some(day) = &rule.valid_to {
                table.check_day(line, "valid_to", day)?;
            }
            if reminders.rules.last().is_some_and(|last| last.valid_from > rule.valid_from) {
                return Err(table.refuse(line, "reminders must stand oldest first"));
            }
            reminders.rules.push(rule);
        }
        Ok(reminders)
    }

    /// The rules that hold on an ISO day in Viet Nam: of those with one code, the newest.
    pub fn in_force(&self, on_day: &str) -> Vec<&ReminderRule> {
        let holds = |rule: &&ReminderRule| {
            rule.valid_from.as_str() <= on_day && rule.valid_to.as_deref().is_none_or(|last| on_day <= last)
        };
        let mut newest: Vec<&ReminderRule> = Vec::new();
        for rule in self.rules.iter().filter(holds) {
            newest.retain(|older| older.code != rule.code);
            newest.push(rule);
        }
        newest
    }

    /// The longest time before a deadline at which anybody is told, in hours.
    pub fn hours_before_max(&self) -> i64 {
        self.rules.iter().map(|rule| rule.hours_before).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reference;

    #[test]
    fn every_deadline_of_a_source_has_somebody_who_is_told_before_and_after() {
        let reference = Reference::embedded();
        let rules = reference.reminders.in_force("2026-11-22");
        for code in
            ["classify", "classify-extended", "resolve", "resolve-complex", "resolve-extension", "resume"]
        {
            let of = |to| rules.iter().filter(move |rule| rule.deadline == code && rule.to == to);
            assert!(
                of(RemindTo::Owner).any(|rule| rule.hours_before > 0),
                "{code}: nobody works on it in time"
            );
            assert!(of(RemindTo::Supervisor).any(|rule| rule.hours_before > 0), "{code}: no escalation");
            assert!(of(RemindTo::Supervisor).any(|rule| rule.hours_before == 0), "{code}: overdue unseen");
        }
        assert!(reference.reminders.in_force("2017-12-31").is_empty());
        // A table of law of an office's own may know fewer deadlines: a rule about another one never speaks.
        for rule in &reference.reminders.rules {
            assert!(reference.law.deadlines.iter().any(|one| one.code == rule.deadline), "{}", rule.code);
        }
    }

    #[test]
    fn a_newer_row_takes_the_place_of_the_older_from_its_first_day() {
        let text = "source = \"x\"
            [[reminders]]\ncode = \"a\"\ndeadline = \"classify\"\nto = \"owner\"\nbefore = { hours = 6 }\nvalid_from = \"2018-01-01\"
            [[reminders]]\ncode = \"a\"\ndeadline = \"classify\"\nto = \"owner\"\nbefore = { days = 1 }\nvalid_from = \"2027-01-01\"";
        let reminders = Reminders::parse(text).unwrap();
        let hours =
            |day: &str| reminders.in_force(day).iter().map(|rule| rule.hours_before).collect::<Vec<_>>();
        assert_eq!(hours("2026-12-31"), [6]);
        assert_eq!(hours("2027-01-01"), [24]);
        assert_eq!(reminders.hours_before_max(), 24);
        let wrong = text.replacen("\"a\"", "\"A b\"", 1);
        let problem = Reminders::parse(&wrong).unwrap_err().to_string();
        assert!(problem.contains("reminders.toml") && problem.contains("is no slug"), "{problem}");
    }
}
