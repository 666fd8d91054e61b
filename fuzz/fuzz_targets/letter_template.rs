#![no_main]
//! Templates of letters as an administrator changes them: read, filled, and written as DOCX and PDF, or told where they
//! are wrong.

use document::{FIELDS, Fields, Template, docx, pdf};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let template = match Template::parse(input) {
        Ok(template) => template,
        Err(error) => return assert!(error.line >= 1 || error.column == 0, "{error}"),
    };
    let mut fields = Fields::default();
    for name in FIELDS {
        fields.set(name, input);
    }
    if let Ok(letter) = template.fill(&fields) {
        assert_eq!(docx::write(&letter)[..2], *b"PK");
        assert_eq!(pdf::write(&letter)[..5], *b"%PDF-");
    }
});
