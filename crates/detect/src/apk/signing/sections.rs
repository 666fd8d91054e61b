//! Sections of the lists of scheme 1: lines `Name: value`, an empty line after each section.
//!
//! Source: JAR file specification, "manifest specification": a line of 72 bytes goes on after a space.

/// Sections of one list. Bounds the work.
const SECTIONS_MAX: usize = 200_000;
/// Lines of one list: each costs far more memory than its bytes.
const LINES_MAX: usize = 1_000_000;

/// One section.
#[derive(Debug)]
pub(super) struct Section<'a> {
    /// Its bytes with the empty line that ends it.
    pub(super) bytes: &'a [u8],
    values: Vec<(String, String)>,
}

impl Section<'_> {
    /// The value under a name; names are compared without case.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.values
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Which file it is about; `None` for the main section.
    pub(super) fn name(&self) -> Option<&str> {
        self.value("Name")
    }
}

/// The sections of a list; `None` when a line is none, or the list is too long.
pub(super) fn sections(bytes: &[u8]) -> Option<Vec<Section<'_>>> {
    let mut sections = Vec::new();
    let (mut start, mut at) = (0, 0);
    let mut lines: Vec<Vec<u8>> = Vec::new();
    let mut count = 0;
    while at < bytes.len() {
        let (line, next) = line(bytes, at);
        at = next;
        if line.is_empty() {
            if lines.is_empty() {
                // More than one empty line: the section before takes them.
                if let Some(Section { bytes: own, .. }) = sections.last_mut() {
                    let from = start - own.len();
                    *own = &bytes[from..at];
                }
            } else {
                sections.push(section(&bytes[start..at], &lines)?);
                lines.clear();
            }
            start = at;
        } else if let Some(more) = line.strip_prefix(b" ") {
            lines.last_mut()?.extend_from_slice(more);
        } else {
            lines.push(line.to_vec());
            count += 1;
        }
        if sections.len() > SECTIONS_MAX || count > LINES_MAX {
            return None;
        }
    }
    if !lines.is_empty() {
        sections.push(section(&bytes[start..], &lines)?);
    }
    Some(sections)
}

/// The line at this place without its end, and where the next begins.
fn line(bytes: &[u8], at: usize) -> (&[u8], usize) {
    let rest = &bytes[at..];
    let Some(end) = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')) else {
        return (rest, bytes.len());
    };
    let len = if rest[end..].starts_with(b"\r\n") { 2 } else { 1 };
    (&rest[..end], at + end + len)
}

fn section<'a>(bytes: &'a [u8], lines: &[Vec<u8>]) -> Option<Section<'a>> {
    let values = lines.iter().map(|line| {
        let text = std::str::from_utf8(line).ok()?;
        let (name, value) = text.split_once(':')?;
        Some((name.to_owned(), value.strip_prefix(' ').unwrap_or(value).to_owned()))
    });
    Some(Section { bytes, values: values.collect::<Option<_>>()? })
}
