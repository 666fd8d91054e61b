//! The first sheet of an Office Open XML workbook (ECMA-376), as the texts of its cells.
//!
//! Nothing is worked out: of a formula the value is taken that its maker's program left in the file. What the
//! file unpacks to is measured before anything is read ([`measure`]), and cells are read one by one, so that
//! neither a bomb nor a cell in the last corner of a sheet takes memory.

use std::io::{Cursor, Read as _};

use calamine::{DataRef, ExcelDateTime, Reader as _, Xlsx, XlsxError};

use super::columns::Column;
use super::row::{Headings, Row};
use super::{BulkError, CELL_CHARS_MAX, COLUMNS_MAX, ROWS_MAX};

/// Bytes that all entries of the archive may unpack to together.
const UNPACKED_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Entries of the archive; a workbook of one sheet has about ten.
const ENTRIES_MAX: usize = 1_000;

/// Bytes of the text of all cells together: a million cells may name one long string of the workbook.
const TEXT_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Cells that are not empty.
const CELLS_MAX: usize = ROWS_MAX * COLUMNS_MAX;

/// Digits of a number that a spreadsheet keeps exactly (IEEE 754 double).
const EXACT_MAX: f64 = 999_999_999_999_999.0;

/// Reads the first sheet.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Row>, BulkError> {
    measure(bytes)?;
    let mut book: Xlsx<Cursor<&[u8]>> =
        calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(broken)?;
    let sheet = book.sheet_names().first().cloned().ok_or_else(|| BulkError::new("empty", ""))?;
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(broken)?;
    let mut table = Table::default();
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let (row, column) = cell.get_position();
        table.put(row, column, cell.get_value())?;
    }
    table.finish()
}

fn broken(_: XlsxError) -> BulkError {
    BulkError::new("not-a-workbook", "")
}

/// Unpacks every entry to nowhere, up to the bound.
fn measure(bytes: &[u8]) -> Result<(), BulkError> {
    let unreadable = |_| BulkError::new("not-a-workbook", "");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    if archive.len() > ENTRIES_MAX {
        return Err(BulkError::new("unpacks-too-large", archive.len().to_string()));
    }
    let mut room = UNPACKED_BYTES_MAX;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(unreadable)?;
        let copied = std::io::copy(&mut entry.take(room + 1), &mut std::io::sink());
        let copied = copied.map_err(|_| BulkError::new("not-a-workbook", ""))?;
        room = room.checked_sub(copied).ok_or_else(|| BulkError::new("unpacks-too-large", ""))?;
    }
    Ok(())
}

/// Cells as they come, row by row.
#[derive(Default)]
struct Table {
    heading_row: Option<u32>,
    heading_cells: Vec<(u32, String)>,
    headings: Option<Headings>,
    /// Row of the sheet, from 0, and what it holds so far.
    current: Option<(u32, Row)>,
    rows: Vec<Row>,
    /// Cells, and bytes of their text, so far.
    cells: usize,
    text_bytes: usize,
}

impl Table {
    fn put(&mut self, row: u32, column: u32, value: &DataRef<'_>) -> Result<(), BulkError> {
        if matches!(value, DataRef::Empty) {
            return Ok(());
        }
        let heading_row = *self.heading_row.get_or_insert(row);
        if row == heading_row {
            let text = text(value, None).unwrap_or_default();
            self.count(&text)?;
            if column as usize >= COLUMNS_MAX && !text.trim().is_empty() {
                return Err(BulkError::new("too-many-columns", column.to_string()));
            }
            self.heading_cells.push((column, text));
            return Ok(());
        }
        let current = match self.current.take_if(|(at, _)| *at == row) {
            Some(current) => current,
            None => {
                self.end_row()?;
                (row, Row::new(u64::from(row) + 1))
            }
        };
        let (_, cells) = self.current.insert(current);
        let at = usize::try_from(column).unwrap_or(usize::MAX);
        let headings = self.headings.as_ref().expect("the first row was ended before the second began");
        let (column, text) = (headings.column(at), text(value, headings.column(at)));
        self.text_bytes += text.as_ref().map_or(0, String::len);
        match (column, text) {
            (Some(column), Ok(text)) => cells.put(column, &text),
            (Some(column), Err(code)) => cells.refuse(column.name(), code, ""),
            (None, Ok(text)) if text.trim().is_empty() => {}
            (None, text) => cells.refuse("row", "cell-without-heading", &text.unwrap_or_default()),
        }
        self.count("")
    }

    /// Counts the text of a cell.
    fn count(&mut self, text: &str) -> Result<(), BulkError> {
        self.text_bytes += text.len();
        self.cells += 1;
        if self.text_bytes > TEXT_BYTES_MAX || self.cells > CELLS_MAX {
            Err(BulkError::new("unpacks-too-large", ""))
        } else {
            Ok(())
        }
    }

    fn end_row(&mut self) -> Result<(), BulkError> {
        if self.headings.is_none() {
            let width = self.heading_cells.iter().map(|(column, _)| column + 1).max().unwrap_or(0);
            let mut names = vec![""; width.min(COLUMNS_MAX as u32) as usize];
            for (column, text) in &self.heading_cells {
                if let Some(name) = names.get_mut(*column as usize) {
                    *name = text;
                }
            }
            self.headings = Some(Headings::read(names.into_iter())?);
        }
        if let Some((_, row)) = self.current.take()
            && !row.is_empty()
        {
            self.rows.push(row);
        }
        if self.rows.len() > ROWS_MAX {
            return Err(BulkError::new("too-many-rows", ROWS_MAX.to_string()));
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Vec<Row>, BulkError> {
        self.end_row()?;
        Ok(self.rows)
    }
}

/// The text of a cell.
fn text(value: &DataRef<'_>, column: Option<Column>) -> Result<String, &'static str> {
    Ok(match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => cut(text),
        DataRef::SharedString(text) => cut(text),
        DataRef::Bool(value) => value.to_string(),
        DataRef::Int(number) => digits(&number.to_string(), column),
        DataRef::Float(number) => return float(*number, column),
        DataRef::DateTime(time) => moment(time),
        DataRef::Error(_) => return Err("cell-with-error"),
    })
}

/// No more of a text than a cell keeps.
fn cut(text: &str) -> String {
    text[..text.floor_char_boundary(CELL_CHARS_MAX * 4)].to_owned()
}

/// A whole number without a point; an account of more digits than a spreadsheet keeps is no longer what was typed.
fn float(number: f64, column: Option<Column>) -> Result<String, &'static str> {
    if number.fract() == 0.0 && number.abs() <= EXACT_MAX {
        return Ok(digits(&format!("{number:.0}"), column));
    }
    let is_number = matches!(column, Some(Column::Account | Column::Phone | Column::Reference));
    if is_number { Err("cell-lost-digits") } else { Ok(number.to_string()) }
}

/// A telephone number kept as a number has lost its first zero: nine digits are a mobile number without it.
fn digits(text: &str, column: Option<Column>) -> String {
    let is_phone = matches!(column, Some(Column::Phone | Column::ContactPhone));
    if is_phone && text.len() == 9 { format!("0{text}") } else { text.to_owned() }
}

fn moment(time: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, _, _) = time.to_ymd_hms_milli();
    if (hour, minute) == (0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}")
    }
}
