//! How scrambled a text is: letters, case and punctuation that no language puts there.
//!
//! Senders of spam glue words together, switch the case inside them, double letters and put random ones around, so
//! that no filter knows a word. Each way adds points; an ordinary message has none or one.

use super::lexicon::kinds;
use super::words::Word;
use super::{Folded, Words};

/// Points from which writing is scrambled beyond doubt. Of 7,600 honest Vietnamese messages one had as many on
/// 2026-11-22, and it was wrongly called honest; of 237 real unwanted ones 120 did.
pub(crate) const SCRAMBLED: u32 = 4;
/// Words that are counted; the rest of a longer text is not. Bounds the work.
const WORDS_MAX: usize = 1_000;

/// What the words of a text look like.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Noise {
    /// Words of letters only that are no parts of a host.
    pub(crate) alphabetic: usize,
    /// Of these, words of no language that we know.
    pub(crate) odd: usize,
    /// Of the odd ones, those of at least eight letters.
    pub(crate) odd_long: usize,
    /// Enough English words to read the text as English.
    pub(crate) is_english: bool,
    /// See the module; from [`SCRAMBLED`] on beyond doubt.
    pub(crate) points: u32,
}

impl Noise {
    /// Counts a text.
    pub(crate) fn new(folded: &Folded<'_>, words: &Words) -> Noise {
        let mut noise = Noise::default();
        let mut english = 0;
        for word in words.words.iter().take(WORDS_MAX).filter(|word| !is_in_host(folded, word)) {
            let text = words.bare(word);
            if !text.bytes().all(|byte| byte.is_ascii_lowercase()) {
                continue;
            }
            noise.alphabetic += 1;
            let kinds = kinds(text);
            if kinds.is_english() {
                english += 1;
            } else if text.len() > 1 && !kinds.is_syllable() && !kinds.is_common() {
                noise.odd += 1;
                noise.odd_long += usize::from(text.len() >= 8);
            }
        }
        noise.is_english = english >= 2 && english * 6 >= noise.alphabetic;
        noise.points = noise.points(folded, words);
        noise
    }

    /// Share of odd words in percent; 0 for English.
    pub(crate) fn odd_percent(&self) -> usize {
        if self.is_english { 0 } else { self.odd * 100 / self.alphabetic.max(1) }
    }

    fn points(&self, folded: &Folded<'_>, words: &Words) -> u32 {
        let letters = folded.text.iter().filter(|byte| byte.is_ascii_lowercase()).count();
        let switches = match folded.case_switches * 200 / letters.max(1) {
            _ if folded.case_switches < 2 => 0,
            0..=4 => 0,
            5..=14 => 1,
            15..=29 => 2,
            _ => 3,
        };
        let joints = u32::from(words.joints >= 2) + u32::from(words.joints >= 3);
        let odd = u32::from(self.odd_percent() >= 15) + u32::from(self.odd_percent() >= 30);
        let long = u32::from(self.odd_long >= 1 && !self.is_english);
        let repaired = u32::from(words.repaired >= 2) + u32::from(words.repaired >= 3);
        switches + joints + odd + long + repaired + u32::from(folded.lookalikes >= 1)
    }
}

/// Whether a word is a part of a host, a path or an address.
fn is_in_host(folded: &Folded<'_>, word: &Word) -> bool {
    let before = (word.start as usize).checked_sub(1).map_or(b' ', |at| folded.text[at]);
    let follows = |at: usize| folded.text.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let end = word.end as usize;
    matches!(before, b'.' | b'/' | b'@' | b'?' | b'=' | b'&')
        || (folded.text.get(end) == Some(&b'.') && follows(end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::Vocabulary;

    fn points(text: &str) -> u32 {
        let folded = Folded::new(text);
        let words = Words::new(&folded, &Vocabulary::new());
        Noise::new(&folded, &words).points
    }

    #[test]
    fn scrambled_writing_has_many_points() {
        assert!(points("xQyThhưỏởnnggPhọọnnggBbaăoọTttámmNnghHìjjnN") >= SCRAMBLED);
        assert!(points("KhUyEnMaIhOt NhAnThUoNgNgAy qzkgwt.invalid") >= SCRAMBLED);
    }

    #[test]
    fn ordinary_writing_has_few() {
        for text in [
            "Viettel TB: Quy khach da dang ky thanh cong goi ST60N. LH 198 (0d)",
            "chìu nay mk đi muộn nha, kẹt xe wá trời",
            "MoMo: Ban vua nhan 50.000d tu NGUYEN VAN A",
            "Your package will arrive tomorrow between 9 and 12",
        ] {
            assert!(points(text) < 3, "{text}: {}", points(text));
        }
    }
}
