//! A letter as PDF 1.7 (ISO 32000-1), with the font inside: it looks the same everywhere.
//!
//! `flow` breaks lines and lays the parts on pages, `page` draws words and lines, `file` writes objects. Words
//! can be searched and copied; there is no script, link, form or attached file in it.

mod file;
mod flow;
mod page;

use crate::letter::Letter;

/// What the file is called on the web.
pub const MEDIA_TYPE: &str = "application/pdf";

/// Writes the letter. The same letter gives the same bytes.
pub fn write(letter: &Letter) -> Vec<u8> {
    file::write(&flow::pages(letter), &letter.about)
}
