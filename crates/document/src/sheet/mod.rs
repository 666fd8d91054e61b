//! A table given out as a file: what it holds, and [`csv`] and [`xlsx`] that write it.
//!
//! A file says of itself who took it out, when, and what was asked for; every row carries its own mark, so that a row
//! that turns up elsewhere says where it came from. What somebody else wrote is never run as a formula.

pub mod csv;
pub mod xlsx;

/// One value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words, whoever wrote them.
    Text(String),
    /// A number, written so that a spreadsheet can add it up.
    Number(i64),
    /// Nothing.
    Empty,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Name of the sheet, 31 characters at most; longer ones are cut.
    pub title: String,
    /// Name of the sheet that says where the file comes from.
    pub notes_title: String,
    /// What the file says of itself: name and value.
    pub notes: Vec<(String, String)>,
    /// Headings of the columns.
    pub columns: Vec<String>,
    /// Rows, each as wide as the headings.
    pub rows: Vec<Vec<Cell>>,
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
    }
}

/// Whether a spreadsheet could take the text for a formula: it begins, blanks aside, with a sign that starts one, in
/// ASCII or in full width.
pub fn is_formula_like(text: &str) -> bool {
    let signs = ['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    text.starts_with(['\t', '\r', '\n']) || text.trim_start().starts_with(signs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_starts_a_formula_is_known() {
        for text in ["=1+1", "+84900000000", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u{a0}=1", "＝1", "\n"]
        {
            assert!(is_formula_like(text), "{text:?}");
        }
        for text in ["", "a=1", "1-1", "Công an", "0900", "'=1"] {
            assert!(!is_formula_like(text), "{text:?}");
        }
    }
}
