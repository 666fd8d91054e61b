#![no_main]
//! Files of many reports, as CSV, JSON lines or workbook: every row becomes the fields of a report or says why not.

use intake::bulk::{BulkFormat, Column, ROWS_MAX, harmless_cell, read};
use libfuzzer_sys::fuzz_target;
use model::Reference;

fuzz_target!(|input: &[u8]| {
    for format in [BulkFormat::of_bytes(input), BulkFormat::Csv, BulkFormat::JsonLines, BulkFormat::Xlsx] {
        let Ok(rows) = read(format, input) else { continue };
        assert!(rows.len() <= ROWS_MAX);
        for row in &rows {
            let _ = row.fields("a bank", "a key", Reference::embedded());
            let cell = harmless_cell(row.get(Column::Text));
            assert!(!cell.starts_with(['=', '+', '-', '@']), "a cell that a spreadsheet would compute");
        }
    }
});
