//! A number as a person wrote it: its digits, and what the writing says about them.

use super::plan::PhoneKind;
use crate::indicator::{Problem, clean};

/// Words before a number, folded.
const LABELS: [&str; 24] = [
    "tel",
    "sms",
    "smsto",
    "callto",
    "phone",
    "mobile",
    "call",
    "fax",
    "hotline",
    "sdt",
    "so dt",
    "dt",
    "dd",
    "so",
    "dien thoai",
    "so dien thoai",
    "di dong",
    "tong dai",
    "goi",
    "lien he",
    "lh",
    "zalo",
    "viber",
    "whatsapp",
];

/// A number as a person wrote it.
pub(super) struct Written {
    /// ASCII digits only.
    pub(super) digits: String,
    /// Whether a `+` stood in front.
    pub(super) has_plus: bool,
    /// After how many digits separators stood.
    breaks: Vec<usize>,
    /// Whether the first group stood in brackets: `(08) 3829…`.
    first_in_brackets: bool,
    /// Whether a lone zero stood in brackets, as in `+84 (0)24…`.
    zero_in_brackets: bool,
}

impl Written {
    pub(super) fn read(input: &str) -> Result<Written, Problem> {
        let folded = clean::folded(input);
        let start = folded
            .find(|c: char| c.is_ascii_digit() || matches!(c, '+' | '('))
            .ok_or(Problem::BadCharacter)?;
        let (label, rest) = folded.split_at(start);
        let label = label.trim_matches([' ', ':', '.', '-']);
        if !label.is_empty() && !LABELS.contains(&label) {
            return Err(Problem::BadCharacter);
        }
        Written::collect(without_extension(rest)?)
    }

    fn collect(text: &str) -> Result<Written, Problem> {
        let zero_in_brackets = text.contains("(0)");
        let mut digits = String::with_capacity(text.len());
        let mut has_plus = false;
        let mut breaks = Vec::new();
        for c in text.chars() {
            match c {
                '0'..='9' => digits.push(c),
                '+' if digits.is_empty() && !has_plus => has_plus = true,
                ' ' | '.' | '-' | '(' | ')' | '/' | '_' | '·' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {
                    breaks.push(digits.len());
                }
                _ => return Err(Problem::BadCharacter),
            }
        }
        let first_in_brackets = text.strip_prefix('(').is_some_and(|rest| {
            rest.find(|c: char| !c.is_ascii_digit())
                .is_some_and(|end| end > 0 && rest[end..].starts_with(')'))
        });
        Ok(Written { digits, has_plus, breaks, first_in_brackets, zero_in_brackets })
    }

    /// Whether the zero after `84` is a trunk prefix that a person wrote out of habit (`+84 0912…`,
    /// `+84 (0)24…`). Written together it is what a faked call shows, and stays; so does 069, which the
    /// police use and callers fake.
    pub(super) fn trunk_zero_is_apart(&self, kind: PhoneKind) -> bool {
        let country_end = if self.digits.starts_with("00") { 4 } else { 2 };
        kind != PhoneKind::State && (self.zero_in_brackets || self.breaks.contains(&country_end))
    }

    /// Whether the first group can only be an area code of before 2017: it stands in brackets, or it is
    /// `08`, after which no mobile number is broken.
    pub(super) fn has_old_area(&self) -> bool {
        self.first_in_brackets || self.digits.starts_with("08") && self.breaks.contains(&2)
    }
}

/// Cuts `ext 12`, `máy lẻ 12`, `;ext=12` and `#12` off: an extension is not part of the number.
fn without_extension(text: &str) -> Result<&str, Problem> {
    for mark in [";", "#", "ext", "may le"] {
        if let Some((number, extension)) = text.split_once(mark) {
            let extension = extension.trim_matches(|c: char| !c.is_ascii_digit());
            let is_number = extension.len() <= 11 && extension.bytes().all(|b| b.is_ascii_digit());
            return if is_number { Ok(number) } else { Err(Problem::BadCharacter) };
        }
    }
    Ok(text)
}
