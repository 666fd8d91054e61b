//! The cells of a file that hold values, with their lines.
//!
//! Three shapes are told apart by the first line that is no comment: a table whose header names a column
//! of values; otherwise plain lines, among which those of a hosts file (`0.0.0.0 name`) and of a browser
//! blocker (`||name^`) are understood.

use std::borrow::Cow;

/// Names of the column that holds the values, in the order they are looked for.
const VALUE_COLUMNS: [&[u8]; 12] = [
    b"indicator",
    b"value",
    b"domain",
    b"url",
    b"host",
    b"hostname",
    b"link",
    b"phone",
    b"account",
    b"email",
    b"address",
    b"sha256",
];

/// A cell that is not blank.
pub(super) struct Cell<'a> {
    /// Line of the file, from 1.
    pub(super) line: u64,
    /// Bytes of the file up to the end of this row.
    pub(super) bytes_read: u64,
    /// The value, without blanks around it.
    pub(super) bytes: Cow<'a, [u8]>,
}

pub(super) fn cells(file: &[u8]) -> Box<dyn Iterator<Item = Cell<'_>> + '_> {
    let bom = if file.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let lines = Lines { file, at: bom, line: 0 };
    let first = lines.clone().find(|line| !is_comment(line.bytes.trim_ascii()));
    let header = first.and_then(|first| Header::read(first.bytes).map(|header| (header, first)));
    match header {
        Some((header, first)) => table(file, first.end, first.number, &header),
        None => Box::new(lines.filter_map(plain)),
    }
}

fn is_comment(line: &[u8]) -> bool {
    line.is_empty() || line.starts_with(b"#") || line.starts_with(b"!") || line.starts_with(b";")
}

/// A line, without its end.
#[derive(Clone, Copy)]
struct Line<'a> {
    number: u64,
    end: usize,
    bytes: &'a [u8],
}

/// Lines that end in LF, CRLF or CR.
#[derive(Clone)]
struct Lines<'a> {
    file: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let rest = self.file.get(self.at..).filter(|rest| !rest.is_empty())?;
        let len = rest.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(rest.len());
        let break_len = match rest.get(len..) {
            Some([b'\r', b'\n', ..]) => 2,
            Some([_, ..]) => 1,
            _ => 0,
        };
        self.at += len + break_len;
        self.line += 1;
        Some(Line { number: self.line, end: self.at, bytes: &rest[..len] })
    }
}

/// The value of a plain line.
fn plain(line: Line<'_>) -> Option<Cell<'_>> {
    let mut bytes = line.bytes.trim_ascii();
    if is_comment(bytes) || bytes == b"[Adblock Plus 2.0]" {
        return None;
    }
    // A comment after the value; a `#` without a blank before it belongs to a link.
    if let Some(at) = bytes.windows(2).position(|pair| pair[0].is_ascii_whitespace() && pair[1] == b'#') {
        bytes = bytes[..at].trim_ascii();
    }
    for sink in [&b"0.0.0.0"[..], b"127.0.0.1", b"::1", b"::"] {
        if let Some(name) =
            bytes.strip_prefix(sink).filter(|rest| rest.starts_with(b" ") || rest.starts_with(b"\t"))
        {
            bytes = name.trim_ascii();
        }
    }
    if let Some(name) = bytes.strip_prefix(b"||").and_then(|rest| rest.strip_suffix(b"^")) {
        bytes = name;
    }
    Some(Cell { line: line.number, bytes_read: line.end as u64, bytes: Cow::Borrowed(bytes) })
}

/// How a table is laid out.
struct Header {
    delimiter: u8,
    column: usize,
}

impl Header {
    /// `None` when the line names no column of values.
    fn read(line: &[u8]) -> Option<Header> {
        [b',', b';', b'\t'].into_iter().find_map(|delimiter| {
            let names: Vec<Vec<u8>> = line
                .split(|b| *b == delimiter)
                .map(|name| name.trim_ascii().to_ascii_lowercase())
                .map(|name| name.iter().copied().filter(|b| *b != b'"').collect())
                .collect();
            let column =
                VALUE_COLUMNS.iter().find_map(|wanted| names.iter().position(|name| name == wanted))?;
            Some(Header { delimiter, column })
        })
    }
}

/// The cells of the value column, after the header.
fn table<'a>(
    file: &'a [u8],
    start: usize,
    header_line: u64,
    header: &Header,
) -> Box<dyn Iterator<Item = Cell<'a>> + 'a> {
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(header.delimiter)
        .from_reader(&file[start..]);
    let mut records = reader.into_byte_records();
    let mut numbers = LineNumbers { file, at: start, line: header_line + 1 };
    let column = header.column;
    Box::new(std::iter::from_fn(move || {
        loop {
            // Reading from memory cannot fail, and `flexible` takes rows of any length.
            let record = records.next()?.ok()?;
            let line = numbers.of(start + to_usize(record.position().map_or(0, csv::Position::byte)));
            let bytes_read = start as u64 + records.reader().position().byte();
            let value = record.get(column).unwrap_or_default().trim_ascii();
            if !value.is_empty() {
                return Some(Cell { line, bytes_read, bytes: Cow::Owned(value.to_vec()) });
            }
        }
    }))
}

fn to_usize(byte: u64) -> usize {
    usize::try_from(byte).expect("a position in a file that is in memory")
}

/// Counts lines up to a place in the file. The reader's own count is one short after CRLF, since it
/// leaves the LF for the next record.
struct LineNumbers<'a> {
    file: &'a [u8],
    at: usize,
    line: u64,
}

impl LineNumbers<'_> {
    /// The line of the first byte at or after `place` that is no line break.
    fn of(&mut self, place: usize) -> u64 {
        while let Some(byte) = self.file.get(self.at) {
            let is_break = matches!(byte, b'\n' | b'\r');
            if self.at >= place && !is_break {
                break;
            }
            self.at += 1;
            let ends_line = *byte == b'\n' || (*byte == b'\r' && self.file.get(self.at) != Some(&b'\n'));
            self.line += u64::from(ends_line);
        }
        self.line
    }
}
