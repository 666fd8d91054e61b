//! Files of many reports: JSON lines, CSV or XLSX, at most [`ROWS_MAX`] rows, each answered for.
//!
//! [`read`] makes rows of cells of a file (`json_lines`, `table`, `csv`, `xlsx`), `columns` knows what a column
//! may be called, `row` makes the fields of a report of a row, [`take`] stores them. Page:
//! `docs/formats/bulk.md`.

mod columns;
mod csv;
mod json_lines;
mod row;
mod take;
mod xlsx;

pub use columns::Column;
pub use row::Row;
pub use take::{Outcome, RowAnswer, Sender, take};

/// Rows of one file.
pub const ROWS_MAX: usize = 10_000;

/// Cells of one row that are looked at: ours, and room for a partner's mistake.
const COLUMNS_MAX: usize = 64;

/// Characters of one cell: the longest text of a report, and one that shows it was longer.
const CELL_CHARS_MAX: usize = model::report::NewReport::TEXT_CHARS_MAX + 1;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BulkFormat {
    /// One JSON object a line, as the API takes it.
    JsonLines,
    /// Comma, semicolon or tab between cells; the first line names the columns.
    Csv,
    /// The first sheet of an Office Open XML workbook; its first row names the columns.
    Xlsx,
}

impl BulkFormat {
    /// The format of a media type, parameters and all; `None` when it is none of ours.
    pub fn of_media_type(media_type: &str) -> Option<BulkFormat> {
        match media_type.split(';').next().unwrap_or("").trim().to_ascii_lowercase().as_str() {
            "application/x-ndjson" | "application/jsonl" | "application/json-seq" => {
                Some(BulkFormat::JsonLines)
            }
            "text/csv" | "text/tab-separated-values" => Some(BulkFormat::Csv),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => Some(BulkFormat::Xlsx),
            _ => None,
        }
    }

    /// The format of a file by what it begins with.
    pub fn of_bytes(bytes: &[u8]) -> BulkFormat {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
        match text {
            [b'P', b'K', 3, 4, ..] => BulkFormat::Xlsx,
            [b'{', ..] => BulkFormat::JsonLines,
            _ => BulkFormat::Csv,
        }
    }
}

/// Why a whole file cannot be taken. The catalogue holds a sentence `field-<code>` in each language.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("read a file of reports: {code} {detail}")]
pub struct BulkError {
    /// Stable code, kebab-case.
    pub code: &'static str,
    /// What it is about, e.g. the name of a column; may be empty.
    pub detail: String,
}

impl BulkError {
    pub(crate) fn new(code: &'static str, detail: impl Into<String>) -> BulkError {
        let detail: String = detail.into();
        BulkError { code, detail: detail.chars().take(80).collect() }
    }
}

/// Reads a file. Rows without any content are passed over.
///
/// # Errors
/// [`BulkError`] when the file as a whole cannot be read; what is wrong with one row stands in the row.
pub fn read(format: BulkFormat, bytes: &[u8]) -> Result<Vec<Row>, BulkError> {
    let rows = match format {
        BulkFormat::JsonLines => json_lines::read(bytes)?,
        BulkFormat::Csv => csv::read(bytes)?,
        BulkFormat::Xlsx => xlsx::read(bytes)?,
    };
    if rows.is_empty() {
        return Err(BulkError::new("empty", ""));
    }
    Ok(rows)
}

/// A cell of ours that a spreadsheet program takes as text, whatever it holds: what such a program would take
/// for a formula (`=`, `+`, `-`, `@`, tab, carriage return at the start) gets an apostrophe in front.
///
/// Source: OWASP, "CSV Injection".
pub fn harmless_cell(text: &str) -> String {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠') => format!("'{text}"),
        _ => text.to_owned(),
    }
}
