//! Reading a template.

use unicode_normalization::UnicodeNormalization as _;

use super::{CHARS_MAX, FIELDS, Line, Piece, Problem, Template, TemplateError};
use crate::letter::ParagraphKind;

impl Template {
    /// Reads and checks a template.
    ///
    /// # Errors
    /// [`TemplateError`] with the line and column of the first thing that is wrong.
    pub fn parse(text: &str) -> Result<Template, TemplateError> {
        let text: String = text.replace("\r\n", "\n").nfc().collect();
        let whole = |problem| TemplateError { line: 0, column: 0, problem };
        if text.chars().count() > CHARS_MAX || text.chars().any(|c| c.is_control() && c != '\n') {
            return Err(whole(Problem::BadText));
        }
        if model::report::carries_secret_marking(&text) {
            return Err(whole(Problem::SecretMarking));
        }
        let mut lines = text.lines().enumerate().map(|(index, line)| (index + 1, line));
        let mut head = Head::default();
        let mut has_body = false;
        for (number, line) in lines.by_ref() {
            if line.trim_end() == "---" {
                has_body = true;
                break;
            }
            if !line.trim().is_empty() && !line.starts_with('#') {
                head.read(number, line)?;
            }
        }
        let mut body = Vec::new();
        for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#')) {
            body.push(body_line(number, line)?);
        }
        if !has_body || body.is_empty() {
            return Err(whole(Problem::NoBody));
        }
        head.finish(body)
    }
}

/// The lines before `---`.
#[derive(Default)]
struct Head {
    title: Option<String>,
    kind: Option<Vec<Piece>>,
    symbol: Option<Vec<Piece>>,
    about: Option<Vec<Piece>>,
    to: Vec<Vec<Piece>>,
    signs: Vec<Vec<Piece>>,
    copies: Vec<Vec<Piece>>,
}

impl Head {
    fn read(&mut self, number: usize, line: &str) -> Result<(), TemplateError> {
        let at = |problem| TemplateError { line: number, column: 1, problem };
        let (key, value) = line.split_once(':').ok_or_else(|| at(Problem::NotAKey))?;
        let start = key.chars().count() + 1;
        let pieces = pieces(number, start, value)?;
        let key = key.trim();
        let once = match key {
            "title" => {
                let repeated = self.title.replace(value.trim().to_owned()).is_some();
                return if repeated { Err(at(Problem::RepeatedKey(key.to_owned()))) } else { Ok(()) };
            }
            "kind" => &mut self.kind,
            "symbol" => &mut self.symbol,
            "about" => &mut self.about,
            "to" | "sign" | "copy" => {
                let list = match key {
                    "to" => &mut self.to,
                    "sign" => &mut self.signs,
                    _ => &mut self.copies,
                };
                list.push(pieces);
                return Ok(());
            }
            _ => return Err(at(Problem::UnknownKey(key.to_owned()))),
        };
        match once.replace(pieces) {
            Some(_) => Err(at(Problem::RepeatedKey(key.to_owned()))),
            None => Ok(()),
        }
    }

    fn finish(self, body: Vec<Line>) -> Result<Template, TemplateError> {
        let whole = |problem| TemplateError { line: 0, column: 0, problem };
        let title = self.title.filter(|title| !title.is_empty());
        if self.signs.is_empty() || self.signs.len() > 2 {
            return Err(whole(Problem::Signs));
        }
        Ok(Template {
            title: title.ok_or_else(|| whole(Problem::MissingKey("title")))?,
            kind: self.kind.unwrap_or_default(),
            symbol: self.symbol.ok_or_else(|| whole(Problem::MissingKey("symbol")))?,
            about: self.about.ok_or_else(|| whole(Problem::MissingKey("about")))?,
            to: self.to,
            signs: self.signs,
            copies: self.copies,
            body,
        })
    }
}

fn body_line(number: usize, line: &str) -> Result<Line, TemplateError> {
    let (mut rest, mut column, mut only_with) = (line, 0, None);
    if let Some(conditional) = line.strip_prefix("? ") {
        let error = |problem| TemplateError { line: number, column: 3, problem };
        let (name, words) = conditional.split_once(':').ok_or_else(|| error(Problem::NotAKey))?;
        only_with = Some(field(name.trim()).ok_or_else(|| error(Problem::UnknownField(name.to_owned())))?);
        column = name.chars().count() + 3;
        let trimmed = words.trim_start();
        column += words.chars().count() - trimmed.chars().count();
        rest = trimmed;
    }
    let marks = [("= ", ParagraphKind::Heading), ("- ", ParagraphKind::Item), ("| ", ParagraphKind::Centred)];
    let mut kind = ParagraphKind::Body;
    if let Some((mark, marked)) = marks.into_iter().find(|(mark, _)| rest.starts_with(mark)) {
        (rest, kind, column) = (&rest[mark.len()..], marked, column + 2);
    }
    Ok(Line { kind, only_with, pieces: pieces(number, column, rest)? })
}

fn field(name: &str) -> Option<&'static str> {
    FIELDS.iter().copied().find(|field| *field == name)
}

/// Cuts a line at its fields. `before` characters stand before it on its line.
fn pieces(number: usize, before: usize, text: &str) -> Result<Vec<Piece>, TemplateError> {
    let mut pieces = Vec::new();
    let mut words = String::new();
    let mut letters = text.trim_end().chars().enumerate().peekable();
    while let Some((index, letter)) = letters.next() {
        let error = |problem| TemplateError { line: number, column: before + index + 1, problem };
        let is_doubled = letters.peek().is_some_and(|(_, next)| *next == letter);
        match letter {
            '{' | '}' if is_doubled => {
                letters.next();
                words.push(letter);
            }
            '{' => {
                let mut name = String::new();
                loop {
                    match letters.next() {
                        Some((_, '}')) => break,
                        Some((_, '{')) | None => return Err(error(Problem::LoneBrace)),
                        Some((_, letter)) => name.push(letter),
                    }
                }
                let known = field(name.trim()).ok_or_else(|| error(Problem::UnknownField(name.clone())))?;
                pieces.push(Piece::Text(std::mem::take(&mut words)));
                pieces.push(Piece::Field(known));
            }
            '}' => return Err(error(Problem::LoneBrace)),
            _ => words.push(letter),
        }
    }
    pieces.push(Piece::Text(words));
    pieces.retain(|piece| *piece != Piece::Text(String::new()));
    Ok(pieces)
}
