//! A letter as DOCX (ECMA-376, WordprocessingML): the few parts a word processor needs.
//!
//! `parts` holds the fixed ones, `body` the words. Every word goes through one escape; nothing that is put in
//! can become markup, and no field, link or macro is ever written.

mod body;
mod parts;

use crate::letter::Letter;
use crate::zip::archive;

/// What the file is called on the web.
pub const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Writes the letter. The same letter gives the same bytes.
pub fn write(letter: &Letter) -> Vec<u8> {
    archive(&[
        ("[Content_Types].xml", parts::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", parts::RELATIONS.to_owned()),
        ("word/_rels/document.xml.rels", parts::DOCUMENT_RELATIONS.to_owned()),
        ("word/styles.xml", parts::styles()),
        ("word/header1.xml", parts::header()),
        ("word/document.xml", body::document(letter)),
    ])
}

/// Text as XML content.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // Not allowed in XML 1.0, section 2.2.
            '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => escaped.push(letter),
        }
    }
    escaped
}
