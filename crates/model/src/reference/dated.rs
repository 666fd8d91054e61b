//! What the tables of rules that hold for a span of time have in common.

use super::ReferenceError;
use super::table::{Table, is_slug};

/// The first and the last day of a rule, `yyyy-mm-dd`; no last day while it holds.
#[derive(Clone, Copy)]
pub(super) struct Span<'a> {
    pub(super) from: &'a str,
    pub(super) to: Option<&'a str>,
}

impl<'a> Span<'a> {
    pub(super) fn new(from: &'a str, to: Option<&'a String>) -> Span<'a> {
        Span { from, to: to.map(String::as_str) }
    }

    /// Whether it holds on an ISO day.
    pub(super) fn holds(self, on_day: &str) -> bool {
        self.from <= on_day && self.to.is_none_or(|last| on_day <= last)
    }

    /// Refuses days that do not exist, and a rule that begins before the one that stands above it.
    pub(super) fn check(
        self,
        table: &Table<'_>,
        line: usize,
        above: Option<&str>,
    ) -> Result<(), ReferenceError> {
        table.check_day(line, "valid_from", self.from)?;
        if let Some(day) = self.to {
            table.check_day(line, "valid_to", day)?;
        }
        match above {
            Some(above) if above > self.from => Err(table.refuse(line, "rows must stand oldest first")),
            _ => Ok(()),
        }
    }
}

/// Refuses a row that has no name, no length or nothing it rests on.
pub(super) fn check_row(
    table: &Table<'_>,
    line: usize,
    code: &str,
    length: i64,
    basis: &str,
) -> Result<(), ReferenceError> {
    if is_slug(code) && length > 0 && !basis.is_empty() {
        Ok(())
    } else {
        Err(table.refuse(line, format!("`{code}` needs a slug, a length and a basis")))
    }
}

/// Of the rules that hold on a day, those that no later row about the same thing replaces.
pub(super) fn newest<T>(
    rules: &[T],
    holds: impl Fn(&T) -> bool,
    is_same: impl Fn(&T, &T) -> bool,
) -> Vec<&T> {
    let mut newest: Vec<&T> = Vec::new();
    for rule in rules.iter().filter(|rule| holds(rule)) {
        newest.retain(|older| !is_same(older, rule));
        newest.push(rule);
    }
    newest
}
