//! One JSON object a line, with the names of the API.

use serde::Deserialize;

use super::columns::Column;
use super::row::Row;
use super::{BulkError, ROWS_MAX};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Line {
    reference: Option<Scalar>,
    text: Option<String>,
    happened_at: Option<String>,
    province: Option<String>,
    place: Option<String>,
    money_lost: Option<Scalar>,
    method: Option<String>,
    indicators: Vec<String>,
    contact: Option<ContactLine>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ContactLine {
    name: Option<String>,
    phone: Option<String>,
    email: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Scalar {
    Number(u64),
    Text(String),
}

impl Scalar {
    fn text(self) -> String {
        match self {
            Scalar::Number(number) => number.to_string(),
            Scalar::Text(text) => text,
        }
    }
}

/// Reads a file; a line that is no such object is a row that says so.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Row>, BulkError> {
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let text = text.map_err(|error| BulkError::new("not-utf-8", error.valid_up_to().to_string()))?;
    let mut rows = Vec::new();
    for (line, text) in (1u64..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
        rows.push(match serde_json::from_str::<Line>(text) {
            // serde reads a list as an object whose fields may all be left out.
            Ok(fields) if text.trim_start().starts_with('{') => row(line, fields),
            _ => Row::unreadable(line, "body", "not-a-report-line"),
        });
        if rows.len() > ROWS_MAX {
            return Err(BulkError::new("too-many-rows", ROWS_MAX.to_string()));
        }
    }
    Ok(rows)
}

fn row(line: u64, fields: Line) -> Row {
    let contact = fields.contact.unwrap_or_default();
    let mut row = Row::new(line);
    let texts = [
        (Column::Reference, fields.reference.map(Scalar::text)),
        (Column::Text, fields.text),
        (Column::HappenedAt, fields.happened_at),
        (Column::Province, fields.province),
        (Column::Place, fields.place),
        (Column::MoneyLost, fields.money_lost.map(Scalar::text)),
        (Column::Method, fields.method),
        (Column::ContactName, contact.name),
        (Column::ContactPhone, contact.phone),
        (Column::ContactEmail, contact.email),
    ];
    for (column, text) in texts {
        row.put(column, text.as_deref().unwrap_or(""));
    }
    // A value may hold any sign; only the line break is none of it.
    row.put(Column::Indicators, &fields.indicators.join("\n"));
    row
}
