//! Reading one table: TOML or CSV in, typed rows or an error that names table, line and problem out.

use serde::de::DeserializeOwned;
use unicode_normalization::is_nfc;

use super::ReferenceError;
use crate::Text;

/// The text of one table and its file name.
#[derive(Clone, Copy)]
pub(super) struct Table<'a> {
    pub(super) name: &'static str,
    pub(super) text: &'a str,
}

impl<'a> Table<'a> {
    pub(super) fn new(name: &'static str, text: &'a str) -> Table<'a> {
        Table { name, text }
    }

    /// An error about a line (from 1); 0 when it is about the whole table.
    pub(super) fn refuse(&self, line: usize, problem: impl std::fmt::Display) -> ReferenceError {
        let problem = if line == 0 { problem.to_string() } else { format!("line {line}: {problem}") };
        ReferenceError { table: self.name, problem }
    }

    /// The line (from 1) on which the byte at `offset` stands.
    pub(super) fn line_at(&self, offset: usize) -> usize {
        let before = &self.text.as_bytes()[..offset.min(self.text.len())];
        before.iter().filter(|byte| **byte == b'\n').count() + 1
    }

    pub(super) fn toml<T: DeserializeOwned>(&self) -> Result<T, ReferenceError> {
        toml::from_str(self.text).map_err(|error| {
            let line = error.span().map_or(0, |span| self.line_at(span.start));
            self.refuse(line, error.message())
        })
    }

    /// The rows of a CSV table with their lines; lines that start with `#` are comments.
    pub(super) fn rows<T: DeserializeOwned>(&self) -> Result<Vec<(usize, T)>, ReferenceError> {
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(self.text.as_bytes());
        let header = reader.headers().map_err(|error| self.refuse(0, error))?.clone();
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| {
                let line = error.position().map_or(0, csv::Position::line);
                self.refuse(to_line(line), error)
            })?;
            let line = to_line(record.position().map_or(0, csv::Position::line));
            let row = record.deserialize(Some(&header)).map_err(|error| self.refuse(line, error))?;
            rows.push((line, row));
        }
        Ok(rows)
    }

    /// Refuses a sentence that is empty, untrimmed or not in NFC in one of its languages.
    pub(super) fn check_text(&self, line: usize, what: &str, text: &Text) -> Result<(), ReferenceError> {
        for (language, sentence) in [("vi", &text.vi), ("en", &text.en)] {
            if sentence.trim().is_empty() || sentence.trim() != sentence {
                return Err(
                    self.refuse(line, format!("{what} in `{language}` is empty or has spaces around it"))
                );
            }
            if !is_nfc(sentence) {
                return Err(self.refuse(line, format!("{what} in `{language}` is not in Unicode NFC")));
            }
        }
        Ok(())
    }

    /// Refuses anything but a `yyyy-mm-dd` day that exists.
    pub(super) fn check_day(&self, line: usize, what: &str, day: &str) -> Result<(), ReferenceError> {
        let exists = day.len() == 10 && day.parse::<jiff::civil::Date>().is_ok();
        if exists {
            Ok(())
        } else {
            Err(self.refuse(line, format!("{what} `{day}` is not a day `yyyy-mm-dd`")))
        }
    }
}

fn to_line(line: u64) -> usize {
    usize::try_from(line).unwrap_or(0)
}

/// The parts of a CSV cell that holds a list with `+` between; none when the cell is empty.
pub(super) fn parts(cell: &str) -> Vec<String> {
    cell.split('+').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Whether this is a stable name: lower-case letters, digits and single hyphens.
pub(super) fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text.split('-').all(|word| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}
