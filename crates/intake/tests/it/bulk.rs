//! Files to rows: what people write is understood, what is hostile costs nothing.

use std::time::{Duration, Instant};

use intake::bulk::{BulkFormat, Column, harmless_cell, read};
use model::Reference;

use crate::workbook::{row, workbook};

/// The code that a file is refused with.
fn refused(format: BulkFormat, bytes: &[u8]) -> &'static str {
    read(format, bytes).unwrap_err().code
}

fn problems(format: BulkFormat, bytes: &[u8]) -> Vec<(u64, &'static str, &'static str)> {
    let reference = Reference::embedded();
    let mut all = Vec::new();
    for row in read(format, bytes).unwrap() {
        for problem in row.fields("s", "k", reference).err().unwrap_or_default() {
            all.push((row.line, problem.field, problem.code));
        }
    }
    all
}

#[test]
fn a_table_of_a_bank_is_understood() {
    let csv = "\u{feff}Mã tham chiếu;Nội dung;Thời gian;Tỉnh;Số tiền;Số điện thoại;Ngân hàng;STK;Đường link\r\n\
        BC-1;\"Giả công an, bảo chuyển tiền\nvào \"\"tài khoản an toàn\"\"\";21/11/2026 8:05;Đà Nẵng;2,5 triệu;0900 000 123;Vietcombank;9999000001;https://gia.example/x\r\n\
        ;;;;;;;;\r\n";
    let rows = read(BulkFormat::Csv, csv.as_bytes()).unwrap();
    assert_eq!(rows.len(), 1, "a row without content is passed over");
    let fields = rows[0].fields("consumer:1", "k", Reference::embedded()).unwrap();
    assert_eq!(rows[0].reference(), "BC-1");
    assert_eq!((fields.happened_at.as_str(), fields.province.as_str()), ("2026-11-21T08:05", "48"));
    assert_eq!(
        fields.indicators,
        ["phone:+84900000123", "url:gia.example/x", "bank_account:970436:9999000001"]
    );
    assert!(fields.text.contains("\"tài khoản an toàn\""));
}

#[test]
fn the_same_row_is_the_same_report_and_another_sender_is_another() {
    let submission = |csv: &str, sender: &str, key: &str| {
        let rows = read(BulkFormat::Csv, csv.as_bytes()).unwrap();
        rows[0].fields(sender, key, Reference::embedded()).unwrap().submission
    };
    let (with, without) = ("reference,text\nA1,x", "text\nx");
    assert_eq!(submission(with, "a", "k1"), submission(with, "a", "k2"), "its own number counts");
    assert_ne!(submission(with, "a", "k"), submission(with, "b", "k"));
    assert_ne!(submission(without, "a", "k1"), submission(without, "a", "k2"));
    assert_eq!(submission(without, "a", "k1"), submission(without, "a", "k1"));
}

#[test]
fn what_is_wrong_with_a_row_stands_in_the_row() {
    let lines = "{\"text\":\"x\"}\n{\"text\":1}\n\n{\"tex\":\"x\"}\n[]\n";
    assert_eq!(
        problems(BulkFormat::JsonLines, lines.as_bytes()),
        [
            (2, "body", "not-a-report-line"),
            (4, "body", "not-a-report-line"),
            (5, "body", "not-a-report-line"),
        ]
    );
    let csv = "text,phone,account\nx,không phải số,\ny,,12,thừa\n";
    assert_eq!(
        problems(BulkFormat::Csv, csv.as_bytes()),
        [
            (2, "phone", "not-an-indicator"),
            (3, "row", "cell-without-heading"),
            (3, "account", "not-an-indicator"),
        ]
    );
}

#[test]
fn what_is_wrong_with_a_file_refuses_it_whole() {
    let many = format!("text\n{}", "x\n".repeat(10_001));
    let wide = vec!["text"; 65].join(",");
    let lines = "{}\n".repeat(10_001);
    for (format, bytes, code) in [
        (BulkFormat::Csv, &b""[..], "empty"),
        (BulkFormat::Csv, b"text\n", "empty"),
        (BulkFormat::Csv, b"text,Ghi ch\xc3\xba\nx,y", "unknown-column"),
        (BulkFormat::Csv, b"text,text\nx,y", "repeated-column"),
        (BulkFormat::Csv, b"text\n\xff\xfe", "not-utf-8"),
        (BulkFormat::Csv, wide.as_bytes(), "too-many-columns"),
        (BulkFormat::Csv, many.as_bytes(), "too-many-rows"),
        (BulkFormat::JsonLines, lines.as_bytes(), "too-many-rows"),
        (BulkFormat::JsonLines, b"\xff", "not-utf-8"),
        (BulkFormat::Xlsx, b"PK\x03\x04 not at all", "not-a-workbook"),
        (BulkFormat::Xlsx, b"", "not-a-workbook"),
    ] {
        assert_eq!(refused(format, bytes), code);
    }
}

#[test]
fn a_formula_is_its_kept_value_and_numbers_are_told_when_they_lost_digits() {
    let cells = concat!(
        r#"<row r="2"><c r="A2" t="str"><f>HYPERLINK("http://gia.example","Bấm")</f><v>Bấm</v></c>"#,
        r#"<c r="B2"><v>900000123</v></c><c r="C2"><v>1.2345678901234567E18</v></c></row>"#,
        r#"<row r="3"><c r="A3"><f>1+1</f></c><c r="B3" t="e"><v>#REF!</v></c></row>"#,
    );
    let book = workbook(&format!("{}{cells}", row(1, &["text", "phone", "account"])), &[]);
    let rows = read(BulkFormat::Xlsx, &book).unwrap();
    assert_eq!((rows[0].get(Column::Text), rows[0].get(Column::Phone)), ("Bấm", "0900000123"));
    assert_eq!(
        problems(BulkFormat::Xlsx, &book),
        [(2, "account", "cell-lost-digits"), (3, "phone", "cell-with-error")]
    );
}

#[test]
fn a_bomb_a_corner_cell_and_a_flood_of_entries_cost_nothing() {
    let start = Instant::now();
    let zeros = vec![0u8; 70 * 1024 * 1024];
    let bomb = workbook(&row(1, &["text"]), &[("xl/media/a.bin", &zeros)]);
    assert!(bomb.len() < 1024 * 1024, "{} bytes", bomb.len());
    assert_eq!(refused(BulkFormat::Xlsx, &bomb), "unpacks-too-large");
    let names: Vec<String> = (0..1_000).map(|index| format!("x/{index}")).collect();
    let flood: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    assert_eq!(refused(BulkFormat::Xlsx, &workbook(&row(1, &["text"]), &flood)), "unpacks-too-large");
    // One string of the workbook, named by a cell over and over.
    let shared = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(100_000));
    let cells = r#"<c r="A2" t="s"><v>0</v></c>"#.repeat(2_000);
    let rows = format!("{}<row r=\"2\">{cells}</row>", row(1, &["text"]));
    let again = workbook(&rows, &[("xl/sharedStrings.xml", shared.as_bytes())]);
    assert_eq!(refused(BulkFormat::Xlsx, &again), "unpacks-too-large");
    let rows =
        format!("{}<row r=\"2\">{}</row>", row(1, &["text"]), "<c r=\"B2\"><v>1</v></c>".repeat(650_000));
    assert_eq!(refused(BulkFormat::Xlsx, &workbook(&rows, &[])), "unpacks-too-large");
    let corner = r#"<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>"#;
    let corner = workbook(&format!("{}{corner}", row(1, &["text"])), &[]);
    assert_eq!(problems(BulkFormat::Xlsx, &corner), [(1_048_576, "row", "cell-without-heading")]);
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
}

#[test]
fn a_cell_of_ours_is_never_a_formula() {
    for text in ["=1+1", "+84", "-1", "@SUM(A1)", "\tx", "\rx", "＝1"] {
        assert_eq!(harmless_cell(text), format!("'{text}"));
    }
    for text in ["", "a=1", "7K3M-Q0ZD-9XAE"] {
        assert_eq!(harmless_cell(text), text);
    }
}
