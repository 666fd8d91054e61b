//! What one character becomes in the folded view: at most three ASCII bytes, without marks or case.

use std::sync::LazyLock;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::confusable;

/// How a character was written; everything but `Plain`, `Marked` and `Other` is a sign of disguise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Writing {
    /// ASCII, or ordinary typography (quotes, dashes, currency).
    Plain,
    /// A Vietnamese letter with marks, or a combining mark.
    Marked,
    /// A letter of another alphabet or style that looks like an ASCII letter.
    Lookalike,
    /// Draws nothing: zero-width, direction control, soft hyphen, variation selector.
    Invisible,
    /// A character with no ASCII likeness (emoji, CJK …); folds to a space.
    Other,
}

/// What one character becomes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fold {
    bytes: [u8; 3],
    len: u8,
    /// How it was written.
    pub(crate) writing: Writing,
    /// Whether it is a capital letter.
    pub(crate) upper: bool,
}

impl Fold {
    fn new(text: &str, writing: Writing) -> Fold {
        let mut bytes = [0; 3];
        let len = text.len().min(3);
        bytes[..len].copy_from_slice(&text.as_bytes()[..len]);
        Fold { bytes, len: len as u8, writing, upper: false }
    }

    /// The ASCII bytes; empty for marks and invisible characters.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }
}

/// Code points below this are looked up; the rest (rare) are computed.
const TABLE_LEN: u32 = 0x2200;

static TABLE: LazyLock<Vec<Fold>> =
    LazyLock::new(|| (0..TABLE_LEN).map(|code| char::from_u32(code).map_or(OTHER, compute)).collect());

const OTHER: Fold = Fold { bytes: [b' ', 0, 0], len: 1, writing: Writing::Other, upper: false };

/// What this character becomes.
pub(crate) fn fold(character: char) -> Fold {
    match TABLE.get(character as usize) {
        Some(fold) => *fold,
        None => compute(character),
    }
}

/// This text folded, without a map: for names and phrases of our own tables.
pub(crate) fn fold_str(text: &str) -> String {
    text.chars().flat_map(|character| fold(character).bytes().to_vec()).map(char::from).collect()
}

fn compute(character: char) -> Fold {
    Fold { upper: character.is_uppercase(), ..compute_lower(character) }
}

fn compute_lower(character: char) -> Fold {
    if character.is_ascii() {
        let lower = character.to_ascii_lowercase();
        let shown = if lower.is_ascii_control() { ' ' } else { lower };
        return Fold::new(shown.encode_utf8(&mut [0; 4]), Writing::Plain);
    }
    if let Some(text) = typography(character) {
        return Fold::new(text, Writing::Plain);
    }
    if is_invisible(character) {
        return Fold::new("", Writing::Invisible);
    }
    if is_combining_mark(character) {
        return Fold::new("", Writing::Marked);
    }
    letter(character).unwrap_or(OTHER)
}

/// Ordinary non-ASCII typography and its ASCII writing.
fn typography(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{2032}' => "'",
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{00ab}' | '\u{00bb}' => "\"",
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "-",
        '\u{2026}' => "...",
        '\u{00a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{2028}' | '\u{2029}' | '\u{3000}' => " ",
        '\u{20ab}' => "d",
        '\u{3002}' | '\u{2024}' | '\u{ff61}' => ".",
        '\u{2022}' | '\u{00b7}' => " ",
        _ => return None,
    })
}

fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

/// A letter or digit that decomposes to, or looks like, ASCII.
fn letter(character: char) -> Option<Fold> {
    match character {
        'đ' | 'Đ' => return Some(Fold::new("d", Writing::Marked)),
        'ð' | 'Ð' => return Some(Fold::new("d", Writing::Lookalike)),
        'ø' | 'Ø' => return Some(Fold::new("o", Writing::Lookalike)),
        'æ' | 'Æ' => return Some(Fold::new("ae", Writing::Lookalike)),
        'ß' => return Some(Fold::new("ss", Writing::Lookalike)),
        _ => {}
    }
    if let Some(boxed) = boxed_letter(character) {
        return Some(Fold::new(boxed.encode_utf8(&mut [0; 4]), Writing::Lookalike));
    }
    let (mut text, mut whole) = (String::new(), true);
    let mut writing = if is_vietnamese(character) { Writing::Marked } else { Writing::Lookalike };
    decompose_compatible(character, |part| {
        if is_combining_mark(part) {
            return;
        }
        for lower in part.to_lowercase() {
            if lower.is_ascii() && !lower.is_ascii_control() {
                text.push(lower);
            } else if let Some(like) = confusable::ascii_like(lower) {
                text.push(like);
                writing = Writing::Lookalike;
            } else {
                whole = false;
            }
        }
    });
    match text.len() {
        _ if !whole => None,
        1..=3 if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) => Some(Fold::new(&text, writing)),
        1..=3 => Some(Fold::new(&text, Writing::Plain)),
        _ => None,
    }
}

/// White letters in black circles and boxes, and those that flags are made of: they decompose to nothing.
/// Source: Unicode code chart "Enclosed Alphanumeric Supplement".
fn boxed_letter(character: char) -> Option<char> {
    let first = [0x1f150, 0x1f170, 0x1f1e6]
        .into_iter()
        .find(|first| (*first..first + 26).contains(&(character as u32)))?;
    char::from_u32(u32::from(b'a') + character as u32 - first)
}

/// Whether this is a letter of the Vietnamese alphabet with one or two marks.
fn is_vietnamese(character: char) -> bool {
    let mut base = None;
    let (mut valid, mut marks) = (true, 0);
    decompose_compatible(character, |part| match (part, base) {
        ('\u{0300}' | '\u{0301}' | '\u{0303}' | '\u{0309}' | '\u{0323}', Some(_)) => marks += 1,
        ('\u{0302}', Some('a' | 'e' | 'o')) | ('\u{0306}', Some('a')) | ('\u{031b}', Some('o' | 'u')) => {
            marks += 1;
        }
        (letter, None) if letter.is_ascii_alphabetic() => base = Some(letter.to_ascii_lowercase()),
        _ => valid = false,
    });
    valid && marks > 0 && matches!(base, Some('a' | 'e' | 'i' | 'o' | 'u' | 'y'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vietnamese_letter_folds_to_its_base() {
        assert_eq!(fold_str("Đường LƯỢNG quyền ỹ ẵ ậ ễ ợ"), "duong luong quyen y a a e o");
        assert_eq!(fold_str("e\u{0302}\u{0323}"), "e");
    }

    #[test]
    fn disguises_fold_to_what_the_reader_sees() {
        assert_eq!(fold_str("ѵіеtсоmbаnk"), "vietcombank");
        assert_eq!(fold_str("𝚌𝚑𝚒 ｖｃｂ Ⓐ ½"), "chi vcb a  ");
        assert_eq!(fold_str("Ζαlο"), "zalo");
        assert_eq!(fold_str("🅾🅃🅟 🇻🇨🇧"), "otp vcb");
        assert_eq!(fold_str("c\u{200b}ô\u{2060}ng"), "cong");
        assert_eq!(fold_str("50.000₫ “ngay”"), "50.000d \"ngay\"");
    }

    #[test]
    fn writing_tells_marks_from_disguise() {
        let writing = |c| fold(c).writing;
        assert_eq!(
            [writing('ế'), writing('đ'), writing('a')],
            [Writing::Marked, Writing::Marked, Writing::Plain]
        );
        assert_eq!([writing('ä'), writing('а'), writing('ａ')], [Writing::Lookalike; 3]);
        assert_eq!([writing('字'), writing('\u{200d}')], [Writing::Other, Writing::Invisible]);
    }
}
