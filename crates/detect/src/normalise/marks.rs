//! The marked view of single words: letters with their hats and horns, and the tone apart.
//!
//! A phrase such as `công an` folds to the same letters as `công ăn`. Where that matters a rule asks for
//! exact marks: each word that carries any mark must then carry the right ones. Words without marks agree
//! with anything, because people leave marks out. The tone is compared per word, so that `hoá` is `hóa`.

use unicode_normalization::UnicodeNormalization;

/// Whether the words of `written` agree with those of `wanted`, as described above.
pub(crate) fn agree(written: &str, wanted: &str) -> bool {
    let mut wanted = words(wanted);
    for word in words(written) {
        let Some(want) = wanted.next() else { return true };
        let reading = Reading::new(word);
        if reading.marked && reading != Reading::new(want) {
            return false;
        }
    }
    true
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)))
        .filter(|word| !word.is_empty())
}

#[derive(Debug)]
struct Reading {
    letters: Vec<char>,
    tone: Option<char>,
    marked: bool,
}

impl PartialEq for Reading {
    fn eq(&self, other: &Reading) -> bool {
        self.letters == other.letters && self.tone == other.tone
    }
}

impl Reading {
    fn new(word: &str) -> Reading {
        let mut reading = Reading { letters: Vec::new(), tone: None, marked: false };
        for part in word.nfd().flat_map(char::to_lowercase) {
            match part {
                '\u{0300}' | '\u{0301}' | '\u{0303}' | '\u{0309}' | '\u{0323}' => reading.tone = Some(part),
                _ => reading.letters.push(part),
            }
            reading.marked |= !part.is_ascii();
        }
        reading
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
