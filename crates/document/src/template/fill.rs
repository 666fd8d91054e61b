//! Filling a template.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

use super::{FIELDS, Line, Piece, Problem, Template, TemplateError};
use crate::letter::{Letter, Paragraph};

/// What stands where nothing is known, for a pen.
const BLANK: &str = "…………………………";

/// Paragraphs of one letter. A story of twenty thousand one-letter lines is cut here.
const PARAGRAPHS_MAX: usize = 2_000;

/// The values of the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    values: BTreeMap<&'static str, String>,
}

impl Fields {
    /// Sets a field; a name that is not in [`FIELDS`] is left out. Control characters but line feeds become
    /// spaces.
    pub fn set(&mut self, name: &str, value: &str) {
        let Some(name) = FIELDS.iter().copied().find(|field| *field == name) else { return };
        let cleaned = value.nfc().map(|c| if c.is_control() && c != '\n' { ' ' } else { c });
        self.values.insert(name, cleaned.collect::<String>().trim().to_owned());
    }

    fn get(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }
}

impl Template {
    /// Puts the values in. A field without a value is a row of dots.
    ///
    /// # Errors
    /// [`Problem::SecretMarking`] when a value brings one.
    pub fn fill(&self, fields: &Fields) -> Result<Letter, TemplateError> {
        let line = |pieces: &Vec<Piece>| joined(pieces, fields).replace('\n', " ");
        let mut body: Vec<Paragraph> = Vec::new();
        for each in self.body.iter().filter(|each| stands(each, fields)) {
            body.extend(paragraphs(each, fields));
        }
        body.truncate(PARAGRAPHS_MAX);
        let letter = Letter {
            superior: fields.get("agency.superior").to_owned(),
            agency: or_blank(fields.get("agency.name")),
            symbol: line(&self.symbol),
            place: fields.get("agency.place").to_owned(),
            year: fields.get("year").to_owned(),
            kind: line(&self.kind),
            about: line(&self.about),
            to: self.to.iter().map(line).collect(),
            body,
            signs: self.signs.iter().map(line).collect(),
            copies: self.copies.iter().map(line).collect(),
        };
        let heads = [&letter.kind, &letter.about, &letter.symbol].into_iter().chain(&letter.to);
        let words = letter.body.iter().map(|paragraph| &paragraph.text);
        if heads.chain(words).chain(&letter.copies).any(|text| model::report::carries_secret_marking(text)) {
            return Err(TemplateError { line: 0, column: 0, problem: Problem::SecretMarking });
        }
        Ok(letter)
    }
}

fn stands(line: &Line, fields: &Fields) -> bool {
    line.only_with.is_none_or(|field| !fields.get(field).is_empty())
}

/// One paragraph for each line of the values in it, all of its kind.
fn paragraphs(line: &Line, fields: &Fields) -> Vec<Paragraph> {
    let text = joined(&line.pieces, fields);
    let lines = text.lines().map(str::trim).filter(|text| !text.is_empty());
    lines.map(|text| Paragraph { kind: line.kind, text: text.to_owned() }).collect()
}

fn joined(pieces: &[Piece], fields: &Fields) -> String {
    let text: String = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Field(name) => or_blank(fields.get(name)),
        })
        .collect();
    text.trim().to_owned()
}

fn or_blank(value: &str) -> String {
    if value.is_empty() { BLANK.to_owned() } else { value.to_owned() }
}
