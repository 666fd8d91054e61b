//! The marked view of single words: letters with their hats and horns, and the tone apart.
//!
//! A phrase such as `công an` folds to the same letters as `công ăn`. Where that matters a rule asks for
//! exact marks: each word that carries any mark must then carry the right ones. Words without marks agree
//! with anything, because people leave marks out. The tone is compared per word, so that `hoá` is `hóa`.

use std::char::ToLowercase;
use std::iter::FlatMap;
use std::str::Chars;

use unicode_normalization::{Decompositions, UnicodeNormalization};

/// Whether the words of `written` agree with those of `wanted`, as described above.
pub(crate) fn agree(written: &str, wanted: &str) -> bool {
    // Most texts without marks, and most that carry the right ones, are told without taking letters apart.
    if written.is_ascii() || written == wanted {
        return true;
    }
    let mut wanted = words(wanted);
    words(written)
        .all(|word| wanted.next().is_none_or(|want| word.is_ascii() || word == want || same(word, want)))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)))
        .filter(|word| !word.is_empty())
}

/// Whether two words have the same letters and the same tone, wherever in the word it stands.
fn same(word: &str, want: &str) -> bool {
    let (mut word, mut want) = (Letters::new(word), Letters::new(want));
    word.by_ref().eq(want.by_ref()) && word.tone == want.tone
}

/// The letters of a word without its tone, which is known when they have run out.
struct Letters<'w> {
    parts: FlatMap<Decompositions<Chars<'w>>, ToLowercase, fn(char) -> ToLowercase>,
    tone: Option<char>,
}

impl Letters<'_> {
    fn new(word: &str) -> Letters<'_> {
        Letters { parts: word.nfd().flat_map(char::to_lowercase as fn(char) -> ToLowercase), tone: None }
    }
}

impl Iterator for Letters<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        loop {
            match self.parts.next()? {
                tone @ ('\u{0300}' | '\u{0301}' | '\u{0303}' | '\u{0309}' | '\u{0323}') => {
                    self.tone = Some(tone);
                }
                letter => return Some(letter),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_must_agree_only_where_they_are_written() {
        assert!(agree("Công An", "công an"));
        assert!(agree("cong an", "công an"));
        assert!(agree("công an", "công an"));
        assert!(!agree("công ăn", "công an"));
        assert!(agree("xác thực hoá", "xác thực hóa"));
        assert!(!agree("đẹp", "dẹp"));
    }
}
