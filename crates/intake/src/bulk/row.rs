//! One row: its cells by column, and the fields of a report that they make.

use model::report::{FieldError, ReportFields};
use model::{Indicator, IndicatorKind, Reference};

use super::columns::Column;
use super::{BulkError, CELL_CHARS_MAX};
use crate::submission;

/// The columns of a table, in its order.
pub(super) struct Headings(Vec<Option<Column>>);

impl Headings {
    /// Reads the first row. A column without a heading is passed over.
    pub(super) fn read<'a>(cells: impl Iterator<Item = &'a str>) -> Result<Headings, BulkError> {
        let mut columns: Vec<Option<Column>> = Vec::new();
        for heading in cells.map(str::trim) {
            let column = match heading {
                "" => None,
                heading => Some(
                    Column::of_heading(heading).ok_or_else(|| BulkError::new("unknown-column", heading))?,
                ),
            };
            if column.is_some() && columns.contains(&column) {
                return Err(BulkError::new("repeated-column", heading));
            }
            columns.push(column);
        }
        Ok(Headings(columns))
    }

    /// The column at this place.
    pub(super) fn column(&self, at: usize) -> Option<Column> {
        self.0.get(at).copied().flatten()
    }

    /// A row of these cells.
    pub(super) fn row<'a>(&self, line: u64, cells: impl Iterator<Item = (usize, &'a str)>) -> Row {
        let mut row = Row::new(line);
        for (at, text) in cells {
            match self.column(at) {
                Some(column) => row.put(column, text),
                None if text.trim().is_empty() => {}
                None => row.refuse("row", "cell-without-heading", text),
            }
        }
        row
    }
}

/// One row of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Line of the text file or row of the sheet, from 1.
    pub line: u64,
    cells: Vec<(Column, String)>,
    problems: Vec<FieldError>,
}

impl Row {
    pub(super) fn new(line: u64) -> Row {
        Row { line, cells: Vec::new(), problems: Vec::new() }
    }

    pub(super) fn unreadable(line: u64, field: &'static str, code: &'static str) -> Row {
        let mut row = Row::new(line);
        row.refuse(field, code, "");
        row
    }

    pub(super) fn refuse(&mut self, field: &'static str, code: &'static str, value: &str) {
        self.problems.push(FieldError { field, code, value: value.chars().take(80).collect() });
    }

    pub(super) fn put(&mut self, column: Column, text: &str) {
        let text: String = text.trim().chars().take(CELL_CHARS_MAX).collect();
        if !text.is_empty() {
            self.cells.push((column, text));
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.problems.is_empty()
    }

    /// The text in a column; empty when there is none.
    pub fn get(&self, column: Column) -> &str {
        self.cells.iter().find(|(own, _)| *own == column).map_or("", |(_, text)| text)
    }

    /// The number that the report has at its sender, cut to 100 characters.
    pub fn reference(&self) -> String {
        self.get(Column::Reference).chars().filter(|c| !c.is_control()).take(100).collect()
    }

    /// The fields of a report, with the submission that `sender` and the row's own number, or else `file_key`
    /// and the line, stand for.
    ///
    /// # Errors
    /// What cannot be made a field of a report; the parser of reports finds the rest.
    pub fn fields(
        &self,
        sender: &str,
        file_key: &str,
        reference: &Reference,
    ) -> Result<ReportFields, Vec<FieldError>> {
        let mut problems = self.problems.clone();
        let own = self.reference();
        let line = self.line.to_string();
        let parts =
            if own.is_empty() { [sender, "line", file_key, &line] } else { [sender, "reference", &own, ""] };
        let fields = ReportFields {
            submission: submission(&parts),
            text: self.get(Column::Text).to_owned(),
            happened_at: happened_at(self.get(Column::HappenedAt)),
            province: province(self.get(Column::Province), reference),
            place: self.get(Column::Place).to_owned(),
            money_lost: self.get(Column::MoneyLost).to_owned(),
            method: self.get(Column::Method).to_owned(),
            indicators: self.indicators(&mut problems),
            contact_name: self.get(Column::ContactName).to_owned(),
            contact_phone: self.get(Column::ContactPhone).to_owned(),
            contact_email: self.get(Column::ContactEmail).to_owned(),
            contact_sms: false,
            attachments: Vec::new(),
        };
        if problems.is_empty() { Ok(fields) } else { Err(problems) }
    }

    fn indicators(&self, problems: &mut Vec<FieldError>) -> Vec<String> {
        let named = self.get(Column::Indicators).split(['\n', ';', '|']).map(str::trim);
        let mut named: Vec<String> = named.filter(|text| !text.is_empty()).map(str::to_owned).collect();
        let account = match self.get(Column::Bank) {
            "" => self.get(Column::Account).to_owned(),
            // A bank without an account says nothing of a fraud.
            _ if self.get(Column::Account).is_empty() => String::new(),
            bank if bank.len() == 6 && bank.bytes().all(|b| b.is_ascii_digit()) => {
                format!("{bank}:{}", self.get(Column::Account))
            }
            bank => format!("{bank} {}", self.get(Column::Account)),
        };
        let link_kinds: &[IndicatorKind] = match self.get(Column::Link) {
            link if link.trim_end_matches('/').contains('/') => &[IndicatorKind::Url],
            _ => &[IndicatorKind::Domain, IndicatorKind::Url],
        };
        for (field, text, kinds) in [
            ("phone", self.get(Column::Phone), &[IndicatorKind::Phone][..]),
            ("link", self.get(Column::Link), link_kinds),
            ("account", account.as_str(), &[IndicatorKind::BankAccount]),
        ] {
            if text.is_empty() {
                continue;
            }
            match kinds.iter().find_map(|kind| Indicator::parse(*kind, text).ok()) {
                Some(indicator) => named.push(indicator.to_string()),
                None => problems.push(FieldError {
                    field,
                    code: "not-an-indicator",
                    value: text.chars().take(80).collect(),
                }),
            }
        }
        named
    }
}

/// A code, or a name as people write it; what is neither stays for the parser to refuse.
fn province(text: &str, reference: &Reference) -> String {
    let places = &reference.places;
    match places.province(text).or_else(|| places.find_province(text)) {
        Some(province) => province.code.clone(),
        None => text.to_owned(),
    }
}

/// `21/11/2026`, `21/11/2026 18:30` or `2026-11-21 18:30` as the parser of reports takes it.
fn happened_at(text: &str) -> String {
    let (day, time) = text.split_once([' ', 'T']).unwrap_or((text, ""));
    let parts: Vec<&str> = day.split(['/', '.', '-']).collect();
    let day = match parts[..] {
        [day, month, year] if year.len() == 4 && day.len() <= 2 && month.len() <= 2 => {
            format!("{year}-{month:0>2}-{day:0>2}")
        }
        _ => day.to_owned(),
    };
    match time.trim() {
        "" => day,
        time => format!("{day}T{time:0>5}"),
    }
}
