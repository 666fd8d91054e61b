//! A table as CSV (RFC 4180), in UTF-8 with a byte order mark, by which spreadsheets know the encoding.

use super::{Cell, Sheet, is_formula_like};

/// What the file is called on the web.
pub const MEDIA_TYPE: &str = "text/csv; charset=utf-8";

/// Writes the table: first what the file says of itself, one line each that begins with `#`, an empty line, the
/// headings, the rows. A text that a spreadsheet could take for a formula gets an apostrophe before it.
pub fn write(sheet: &Sheet) -> Vec<u8> {
    let mut out = String::from("\u{feff}");
    for (name, value) in &sheet.notes {
        line(&mut out, [format!("# {name}"), value.clone()].iter().map(|text| quoted(text)));
    }
    line(&mut out, std::iter::empty());
    line(&mut out, sheet.columns.iter().map(|heading| quoted(heading)));
    for row in &sheet.rows {
        line(&mut out, row.iter().map(cell));
    }
    out.into_bytes()
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    out.push_str(&cells.collect::<Vec<_>>().join(","));
    out.push_str("\r\n");
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Number(number) => number.to_string(),
        Cell::Text(text) => quoted(text),
    }
}

/// In quotes, with quotes inside doubled.
fn quoted(text: &str) -> String {
    let guard = if is_formula_like(text) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_then_headings_then_rows_and_no_formula() {
        let sheet = Sheet {
            notes: vec![("Người xuất".to_owned(), "=cmd|' /C calc'!A0".to_owned())],
            columns: vec!["Nội dung".to_owned(), "Tiền".to_owned()],
            rows: vec![
                vec![Cell::Text("=HYPERLINK(\"http://x.example\")".to_owned()), Cell::Number(-5)],
                vec![Cell::Text("hai\ndòng, \"trích\"".to_owned()), Cell::Empty],
            ],
            ..Sheet::default()
        };
        let expected = "\u{feff}\"# Người xuất\",\"'=cmd|' /C calc'!A0\"\r\n\r\n\"Nội dung\",\"Tiền\"\r\n\
            \"'=HYPERLINK(\"\"http://x.example\"\")\",-5\r\n\"hai\ndòng, \"\"trích\"\"\",\r\n";
        assert_eq!(String::from_utf8(write(&sheet)).unwrap(), expected);
    }
}
