//! A table as XLSX (ECMA-376, SpreadsheetML): two sheets, and no part that could run.
//!
//! Every text is written in place as a string (`t="inlineStr"`), which is never a formula; one that looks like a
//! formula is marked as quoted besides, so that it stays a string when somebody edits the cell. There is no `<f>`, no
//! link, no macro and no outer part in the file.

use super::{Cell, Sheet, is_formula_like};
use crate::docx::escape;
use crate::zip::archive;

/// What the file is called on the web.
pub const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Characters of one cell. Source: Excel specifications and limits.
const CELL_CHARS_MAX: usize = 32_767;

/// Characters of a sheet's name. Source: the same.
const TITLE_CHARS_MAX: usize = 31;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// Writes the table. The same table gives the same bytes.
pub fn write(sheet: &Sheet) -> Vec<u8> {
    let notes: Vec<Vec<Cell>> = sheet
        .notes
        .iter()
        .map(|(name, value)| vec![Cell::Text(name.clone()), Cell::from(value.clone())])
        .collect();
    archive(&[
        ("[Content_Types].xml", content_types()),
        ("_rels/.rels", root_relations()),
        ("xl/workbook.xml", workbook(sheet)),
        ("xl/_rels/workbook.xml.rels", workbook_relations()),
        ("xl/styles.xml", styles()),
        ("xl/worksheets/sheet1.xml", worksheet(&sheet.columns, &sheet.rows)),
        ("xl/worksheets/sheet2.xml", worksheet(&[], &notes)),
    ])
}

fn content_types() -> String {
    let part = |name: &str, kind: &str| {
        format!(
            r#"<Override PartName="/xl/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>"#
        )
    };
    format!(
        r#"{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{}{}{}{}</Types>"#,
        part("workbook", "sheet.main"),
        part("styles", "styles"),
        part("worksheets/sheet1", "worksheet"),
        part("worksheets/sheet2", "worksheet"),
    )
}

fn root_relations() -> String {
    format!(
        r#"{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    )
}

fn workbook_relations() -> String {
    format!(
        r#"{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{RELATIONS}/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>"#
    )
}

fn workbook(sheet: &Sheet) -> String {
    format!(
        r#"{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="{}" sheetId="1" r:id="rId1"/><sheet name="{}" sheetId="2" r:id="rId2"/></sheets></workbook>"#,
        title(&sheet.title, "1"),
        title(&sheet.notes_title, "2"),
    )
}

/// A name that a spreadsheet takes: not empty, not too long, without the signs that it keeps for itself.
fn title(text: &str, otherwise: &str) -> String {
    let kept: String = text.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(TITLE_CHARS_MAX).collect();
    escape(if kept.trim().is_empty() { otherwise } else { &kept })
}

/// Cell styles: 0 plain, 1 a heading, 2 a text that looks like a formula.
fn styles() -> String {
    format!(
        r#"{HEAD}<styleSheet xmlns="{MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/><xf xfId="0" quotePrefix="1"/></cellXfs></styleSheet>"#
    )
}

fn worksheet(headings: &[String], rows: &[Vec<Cell>]) -> String {
    let frozen = if headings.is_empty() {
        ""
    } else {
        r#"<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>"#
    };
    let mut out = format!(r#"{HEAD}<worksheet xmlns="{MAIN}">{frozen}<sheetData>"#);
    let mut number = 0;
    if !headings.is_empty() {
        number += 1;
        out.push_str(r#"<row r="1">"#);
        for (column, heading) in headings.iter().enumerate() {
            text(&mut out, &place(column, number), heading, 1);
        }
        out.push_str("</row>");
    }
    for row in rows {
        number += 1;
        out.push_str(&format!(r#"<row r="{number}">"#));
        for (column, cell) in row.iter().enumerate() {
            let place = place(column, number);
            match cell {
                Cell::Empty => {}
                Cell::Number(amount) => out.push_str(&format!(r#"<c r="{place}"><v>{amount}</v></c>"#)),
                Cell::Text(words) => {
                    let style = if is_formula_like(words) { 2 } else { 0 };
                    text(&mut out, &place, words, style);
                }
            }
        }
        out.push_str("</row>");
    }
    out.push_str("</sheetData></worksheet>");
    out
}

/// The name of a cell: `A1`, `AB12`.
fn place(column: usize, row: usize) -> String {
    let (mut left, mut letters) = (column + 1, String::new());
    while left > 0 {
        let letter = u8::try_from((left - 1) % 26).expect("below 26");
        letters.insert(0, char::from(b'A' + letter));
        left = (left - 1) / 26;
    }
    format!("{letters}{row}")
}

fn text(out: &mut String, place: &str, words: &str, style: u8) {
    let words: String = words.chars().take(CELL_CHARS_MAX).collect();
    out.push_str(&format!(
        r#"<c r="{place}" t="inlineStr" s="{style}"><is><t xml:space="preserve">{}</t></is></c>"#,
        escape(&words)
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_the_file_can_run() {
        let sheet = Sheet {
            title: "Phản ánh: [1/2]".to_owned(),
            notes: vec![("Câu hỏi".to_owned(), "=1+1".to_owned())],
            columns: vec!["Nội dung".to_owned()],
            rows: vec![
                vec![Cell::Text("=HYPERLINK(\"http://x.example\",\"<f>\")".to_owned())],
                vec![Cell::Number(-7)],
                vec![Cell::Text("\u{0}\u{7}chuông".to_owned())],
            ],
            ..Sheet::default()
        };
        let bytes = write(&sheet);
        let file = String::from_utf8_lossy(&bytes);
        assert!(!file.contains("<f>") && !file.contains("hyperlink"), "{file}");
        assert!(file.contains(r#"s="2"><is><t xml:space="preserve">=HYPERLINK(&quot;"#), "{file}");
        assert!(file.contains("<v>-7</v>") && file.contains(">chuông<"));
        assert!(file.contains(r#"name="Phản ánh 12""#) && file.contains(r#"name="2""#));
        assert_eq!(write(&sheet), bytes);
    }

    #[test]
    fn cells_are_named_as_a_spreadsheet_names_them() {
        let names: Vec<String> =
            [(0, 1), (25, 2), (26, 3), (701, 4), (702, 5)].map(|(column, row)| place(column, row)).to_vec();
        assert_eq!(names, ["A1", "Z2", "AA3", "ZZ4", "AAA5"]);
    }
}
