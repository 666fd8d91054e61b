//! One mail within bounds: text, what was forwarded in it, pictures and other files.
//!
//! Source: RFC 5322 (messages), RFC 2045 to 2049 (MIME), RFC 3834 (automatic answers).

use mail_parser::{Address, Message, MessageParser, MessagePart, MimeHeaders as _, PartType};
use model::report::{NewAttachment, NewReport};

use super::html;
use crate::file_type;
use crate::receive::sha256_hex;

/// Bytes of a mail: ten pictures as telephones take them, in base64.
pub const BYTES_MAX: usize = 40 * 1024 * 1024;

/// Parts of a mail, those of mails in it included.
const PARTS_MAX: usize = 200;

/// Mails within mails.
const MAILS_MAX: usize = 10;

/// Characters of a subject or a name.
const LINE_CHARS_MAX: usize = 300;

/// Why a mail is no report. The catalogue holds a sentence `mail-<code>` in each language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterProblem {
    /// More than [`BYTES_MAX`].
    TooLarge,
    /// More parts than anybody writes.
    TooManyParts,
    /// Mails within mails within mails.
    TooDeep,
    /// A mail inside is written in a way that RFC 2046 forbids (5.2.1), which hides what it holds.
    Hidden,
    /// An answer of a machine: a bounce, an absence note. Answering it would go round in circles.
    Automatic,
    /// No message at all.
    Unreadable,
    /// Neither text nor file.
    NothingReported,
    /// Carries a marking of state secrets.
    SecretMarking,
}

impl LetterProblem {
    /// Every problem.
    pub const ALL: [LetterProblem; 8] = [
        LetterProblem::TooLarge,
        LetterProblem::TooManyParts,
        LetterProblem::TooDeep,
        LetterProblem::Hidden,
        LetterProblem::Automatic,
        LetterProblem::Unreadable,
        LetterProblem::NothingReported,
        LetterProblem::SecretMarking,
    ];

    /// Stable code, kebab-case.
    pub const fn code(self) -> &'static str {
        match self {
            LetterProblem::TooLarge => "too-large",
            LetterProblem::TooManyParts => "too-many-parts",
            LetterProblem::TooDeep => "too-deep",
            LetterProblem::Hidden => "hidden",
            LetterProblem::Automatic => "automatic",
            LetterProblem::Unreadable => "unreadable",
            LetterProblem::NothingReported => "nothing-reported",
            LetterProblem::SecretMarking => "secret-marking",
        }
    }
}

/// A mail as a report needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Its Message-ID, else the SHA-256 of its bytes.
    pub id: String,
    /// Address of the sender; may be empty.
    pub from: String,
    /// Name of the sender; may be empty.
    pub from_name: String,
    /// Subject, text, and the text of each mail inside; without the sender's own address.
    pub text: String,
    /// Files, at most as many and as large as a report takes.
    pub attachments: Vec<NewAttachment>,
}

/// Reads a mail.
///
/// # Errors
/// [`LetterProblem`].
pub fn read(bytes: &[u8]) -> Result<Letter, LetterProblem> {
    if bytes.len() > BYTES_MAX {
        return Err(LetterProblem::TooLarge);
    }
    look_before_reading(bytes)?;
    let message = MessageParser::default().parse(bytes).ok_or(LetterProblem::Unreadable)?;
    if is_automatic(&message) {
        return Err(LetterProblem::Automatic);
    }
    let (from, from_name) = sender(message.from());
    let mut gathered = Gathered::default();
    gathered.message(&message, 0)?;
    let id = message.message_id().map_or_else(|| sha256_hex(bytes), str::to_owned);
    // Whoever writes to us is nobody's suspect: the own address in a forwarded mail is no sign of a fraud.
    let text = match from.as_str() {
        "" => gathered.text,
        own => gathered.text.replace(own, "…"),
    };
    let text: String = text.trim().chars().take(NewReport::TEXT_CHARS_MAX).collect();
    if text.is_empty() && gathered.attachments.is_empty() {
        return Err(LetterProblem::NothingReported);
    }
    Ok(Letter { id, from, from_name, text, attachments: gathered.attachments })
}

/// Counts parts and mails within the mail in its bytes, before a reader builds a tree of them that is as deep
/// as the sender likes. Looks at each run of lines without an empty line, as headers are.
fn look_before_reading(bytes: &[u8]) -> Result<(), LetterProblem> {
    let (mut parts, mut mails) = (0, 0);
    for block in Blocks(bytes) {
        let block = block.to_ascii_lowercase();
        let mut from = 0;
        while let Some(at) = find(&block[from..], b"content-type") {
            parts += 1;
            from += at + b"content-type".len();
            let value = &block[from..block.len().min(from + 300)];
            if find(value, b"message").is_some() || find(value, b"digest").is_some() {
                mails += 1;
                let is_coded =
                    [&b"base64"[..], b"quoted-printable"].iter().any(|c| find(&block, c).is_some());
                if is_coded && find(value, b"multipart").is_none() {
                    return Err(LetterProblem::Hidden);
                }
            }
        }
        // A part may have no header at all: its boundary stands alone.
        if parts > PARTS_MAX {
            return Err(LetterProblem::TooManyParts);
        }
        if mails > MAILS_MAX {
            return Err(LetterProblem::TooDeep);
        }
    }
    Ok(())
}

/// Runs of lines without an empty line.
struct Blocks<'a>(&'a [u8]);

impl<'a> Iterator for Blocks<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if self.0.is_empty() {
            return None;
        }
        let crlf = find(self.0, b"\r\n\r\n").map(|at| (at, 4));
        let reach = crlf.map_or(self.0.len(), |(at, _)| at);
        let lf = find(&self.0[..reach], b"\n\n").map(|at| (at, 2));
        let (end, gap) = lf.or(crlf).unwrap_or((self.0.len(), 0));
        let block = &self.0[..end];
        self.0 = &self.0[end + gap..];
        Some(block)
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

/// A bounce, an absence note, a list: RFC 3834, 2 and 5; RFC 5321, 4.5.5 (an empty return path).
fn is_automatic(message: &Message<'_>) -> bool {
    let raw = |name: &'static str| message.header_raw(name).unwrap_or("").trim().to_ascii_lowercase();
    let submitted = raw("Auto-Submitted");
    (!submitted.is_empty() && submitted != "no")
        || raw("Return-Path") == "<>"
        || matches!(raw("Precedence").as_str(), "bulk" | "junk" | "auto_reply")
}

fn sender(from: Option<&Address<'_>>) -> (String, String) {
    let first = from.and_then(Address::first);
    let text = |text: Option<&str>| line(text.unwrap_or(""));
    first.map_or_else(Default::default, |first| (text(first.address()), text(first.name())))
}

fn line(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(LINE_CHARS_MAX).collect::<String>().trim().to_owned()
}

#[derive(Default)]
struct Gathered {
    text: String,
    attachments: Vec<NewAttachment>,
    parts: usize,
}

impl Gathered {
    fn message(&mut self, message: &Message<'_>, depth: usize) -> Result<(), LetterProblem> {
        self.parts += message.parts.len();
        if self.parts > PARTS_MAX {
            return Err(LetterProblem::TooManyParts);
        }
        if depth > MAILS_MAX {
            return Err(LetterProblem::TooDeep);
        }
        self.heading(message, depth);
        self.body(message);
        for part in message.attachments() {
            match &part.body {
                PartType::Message(inner) => self.message(inner, depth + 1)?,
                _ => self.file(part),
            }
        }
        Ok(())
    }

    /// The subject; of a mail inside also who wrote it, for that may be the fraudster.
    fn heading(&mut self, message: &Message<'_>, depth: usize) {
        if depth > 0 {
            let (address, name) = sender(message.from());
            self.paragraph(&format!("From: {name} <{address}>"));
        }
        self.paragraph(&line(message.subject().unwrap_or("")));
    }

    /// Plain text where there is some; the links of HTML beside it are told, because plain text may hide them.
    fn body(&mut self, message: &Message<'_>) {
        let plain: Vec<&str> = message.text_bodies().filter_map(plain_text).collect();
        for text in &plain {
            self.paragraph(text);
        }
        for part in message.html_bodies() {
            if let PartType::Html(html) = &part.body {
                let text = html::text(html);
                if plain.is_empty() {
                    self.paragraph(&text);
                } else {
                    let shown = self.text.clone();
                    let links = text.lines().filter(|line| line.starts_with("http") && !shown.contains(line));
                    links.for_each(|link| self.paragraph(link));
                }
            }
        }
    }

    fn paragraph(&mut self, text: &str) {
        // Four bytes hold any character: beyond it nothing is kept anyway.
        if !text.trim().is_empty() && self.text.len() < NewReport::TEXT_CHARS_MAX * 4 {
            self.text.push_str(text.trim());
            self.text.push('\n');
        }
    }

    fn file(&mut self, part: &MessagePart<'_>) {
        let bytes = part.contents();
        if bytes.is_empty()
            || bytes.len() > NewAttachment::BYTES_MAX
            || self.attachments.len() >= NewAttachment::COUNT_MAX
        {
            return;
        }
        let name = part.attachment_name().unwrap_or("tep");
        let name = name.rsplit(['/', '\\']).next().unwrap_or("tep");
        let name: String =
            name.chars().filter(|c| !c.is_control()).take(NewAttachment::NAME_CHARS_MAX).collect();
        let media_type = file_type::of(bytes);
        self.attachments.push(NewAttachment { name, media_type, bytes: bytes.to_vec() });
    }
}

fn plain_text<'a>(part: &'a MessagePart<'_>) -> Option<&'a str> {
    match &part.body {
        PartType::Text(text) => Some(text),
        _ => None,
    }
}
