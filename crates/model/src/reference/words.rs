//! Lists of words as they stand in hosts: what is refused in one, and why.

use std::collections::HashMap;

use toml::Spanned;

use super::ReferenceError;
use super::table::Table;
use crate::text::fold;

/// How the words of a list are written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    /// Fewest letters and digits.
    letters_min: usize,
    /// What may stand in a word besides lower-case letters and digits; `'\0'` for nothing.
    also: char,
    /// Only two digits make a word.
    is_number: bool,
}

impl Form {
    /// Letters and digits, at least so many.
    pub(super) const fn plain(letters_min: usize) -> Form {
        Form { letters_min, also: '\0', is_number: false }
    }

    /// The same, and hyphens.
    pub(super) const fn hyphened(letters_min: usize) -> Form {
        Form { letters_min, also: '-', is_number: false }
    }

    /// Endings of hosts of several labels.
    pub(super) const fn dotted(letters_min: usize) -> Form {
        Form { letters_min, also: '.', is_number: false }
    }

    /// Numbers of two digits.
    pub(super) const fn number() -> Form {
        Form { letters_min: 2, also: '\0', is_number: true }
    }

    /// What is wrong with a word, and what to do; `None` when nothing is.
    fn problem(self, word: &str) -> Option<String> {
        let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
        let letters = word.chars().filter(|letter| plain(*letter)).count();
        if word.trim().is_empty() {
            return Some("is empty: take it out".to_owned());
        }
        if self.is_number {
            let right = word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_digit());
            return (!right).then(|| "is no number of two digits".to_owned());
        }
        if !word.chars().all(|letter| plain(letter) || letter == self.also) {
            let folded = fold(word).replace(' ', "");
            let also = match self.also {
                '-' => ", digits and hyphens",
                '.' => ", digits and dots",
                _ => " and digits",
            };
            let instead =
                if folded.is_empty() { "take it out".to_owned() } else { format!("write `{folded}`") };
            return Some(format!("may hold only the letters a to z{also}: {instead}"));
        }
        if self.also == '.' && word.split('.').any(str::is_empty) {
            return Some("has a dot too many: write it as `id.vn`".to_owned());
        }
        let fewest = self.letters_min;
        (letters < fewest).then(|| {
            format!("has {letters} letters and needs {fewest}: shorter words stand inside many others")
        })
    }
}

/// Words that were taken already, and the list of each.
pub(super) type Taken = HashMap<String, String>;

/// The words of one list, called `list` in what is refused.
///
/// # Errors
/// [`ReferenceError`] naming the line, the word, the list and what to do, for a word that is empty, short, of other
/// characters, or there already.
pub(super) fn check_words(
    table: &Table<'_>,
    list: &str,
    words: Vec<Spanned<String>>,
    form: Form,
    taken: &mut Taken,
) -> Result<Vec<String>, ReferenceError> {
    let mut kept = Vec::with_capacity(words.len());
    for word in words {
        let line = table.line_at(word.span().start);
        let word = word.into_inner();
        if let Some(problem) = form.problem(&word) {
            return Err(table.refuse(line, format!("the word `{word}` of {list} {problem}")));
        }
        if let Some(other) = taken.insert(word.clone(), list.to_owned()) {
            let problem = if other == list {
                format!("the word `{word}` is twice in {list}: take one out")
            } else {
                format!("the word `{word}` of {list} is in {other} already: take one out")
            };
            return Err(table.refuse(line, problem));
        }
        kept.push(word);
    }
    Ok(kept)
}
