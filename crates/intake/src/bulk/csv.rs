//! A table as CSV (RFC 4180), with the separators that spreadsheet programs in Viet Nam write.

use super::row::{Headings, Row};
use super::{BulkError, COLUMNS_MAX, ROWS_MAX};

/// Reads a table; the first line names its columns.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Row>, BulkError> {
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let text = text.map_err(|error| BulkError::new("not-utf-8", error.valid_up_to().to_string()))?;
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(separator(text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let first = records.next().ok_or_else(|| BulkError::new("empty", ""))?;
    let first = first.map_err(|error| BulkError::new("not-a-table", error.to_string()))?;
    if first.len() > COLUMNS_MAX {
        return Err(BulkError::new("too-many-columns", first.len().to_string()));
    }
    let headings = Headings::read(first.iter())?;
    let mut rows = Vec::new();
    for record in records {
        let record = record.map_err(|error| BulkError::new("not-a-table", error.to_string()))?;
        let line = record.position().map_or(0, ::csv::Position::line);
        let row = headings.row(line, record.iter().enumerate());
        if !row.is_empty() {
            rows.push(row);
        }
        if rows.len() > ROWS_MAX {
            return Err(BulkError::new("too-many-rows", ROWS_MAX.to_string()));
        }
    }
    Ok(rows)
}

/// The separator of the first line: whichever stands there most often.
fn separator(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or("");
    let count = |separator: &&u8| first.bytes().filter(|byte| byte == *separator).count();
    [b'\t', b';', b','].iter().max_by_key(count).copied().unwrap_or(b',')
}
