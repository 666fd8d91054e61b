//! Who is told before a legal deadline ends, as dated data.

use serde::Deserialize;
use toml::Spanned;

use super::ReferenceError;
use super::dated::{Span, newest};
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

impl ReminderRule {
    fn span(&self) -> Span<'_> {
        Span::new(&self.valid_from, self.valid_to.as_ref())
    }
}

/// How long a note of the shift before may stay unread, as it stood in a span of time.
#[derive(Clone, Debug)]
pub struct NoteRule {
    /// Stable name, e.g. `note-unread`.
    pub code: String,
    /// Whole hours after the note was written and the shift that reads it began, whichever is later.
    pub hours_after: i64,
    /// First day it holds, `yyyy-mm-dd`.
    pub valid_from: String,
    /// Last day it holds, `yyyy-mm-dd`; `None` while it holds.
    pub valid_to: Option<String>,
}

/// The table `reminders.toml`.
#[derive(Clone, Debug, Default)]
pub struct Reminders {
    /// All rules about deadlines, oldest first.
    pub rules: Vec<ReminderRule>,
    /// All rules about notes of shifts, oldest first; none: nobody is told of an unread note.
    pub notes: Vec<NoteRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "source")]
    _source: String,
    reminders: Vec<Row>,
    #[serde(default)]
    notes: Vec<NoteRow>,
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoteRow {
    code: Spanned<String>,
    after_hours: u16,
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
            let above = reminders.rules.last().map(|last| last.valid_from.as_str());
            rule.span().check(&table, line, above)?;
            reminders.rules.push(rule);
        }
        for row in file.notes {
            let line = table.line_at(row.code.span().start);
            let code = row.code.into_inner();
            if !is_slug(&code) {
                return Err(table.refuse(line, format!("`{code}` is no slug")));
            }
            let above = reminders.notes.last().map(|last| last.valid_from.as_str());
            Span::new(&row.valid_from, row.valid_to.as_ref()).check(&table, line, above)?;
            reminders.notes.push(NoteRule {
                code,
                hours_after: row.after_hours.into(),
                valid_from: row.valid_from,
                valid_to: row.valid_to,
            });
        }
        Ok(reminders)
    }

    /// The newest rule about unread notes that holds on an ISO day in Viet Nam.
    pub fn note_rule(&self, on_day: &str) -> Option<&NoteRule> {
        let holds = |rule: &&NoteRule| Span::new(&rule.valid_from, rule.valid_to.as_ref()).holds(on_day);
        self.notes.iter().rev().find(holds)
    }

    /// The rules that hold on an ISO day in Viet Nam: of those with one code, the newest.
    pub fn in_force(&self, on_day: &str) -> Vec<&ReminderRule> {
        newest(&self.rules, |rule| rule.span().holds(on_day), |older, rule| older.code == rule.code)
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
    fn an_unread_note_has_one_rule_on_a_day() {
        let rules = &Reference::embedded().reminders;
        assert_eq!(rules.note_rule("2026-11-23").map(|rule| rule.hours_after), Some(2));
        assert!(rules.note_rule("2026-11-22").is_none());
        let mut newer = rules.clone();
        newer.notes.push(NoteRule {
            code: "note-unread-2".to_owned(),
            hours_after: 1,
            valid_from: "2027-01-01".to_owned(),
            valid_to: None,
        });
        let hours = |day: &str| newer.note_rule(day).map(|rule| rule.hours_after);
        assert_eq!((hours("2026-12-31"), hours("2027-01-01")), (Some(2), Some(1)));
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
        assert!(reminders.note_rule("2027-01-01").is_none(), "a table of before knows no notes");
        let wrong = text.replacen("\"a\"", "\"A b\"", 1);
        let problem = Reminders::parse(&wrong).unwrap_err().to_string();
        assert!(problem.contains("reminders.toml") && problem.contains("is no slug"), "{problem}");
    }
}
