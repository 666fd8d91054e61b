//! The whole text folded to ASCII, with punctuation, and the way back to the bytes submitted.

use model::Span;

use super::fold::{Writing, fold};

/// A text folded to ASCII. Every byte knows the character of the original that it came from.
#[derive(Debug)]
pub(crate) struct Folded<'a> {
    /// The submitted text.
    pub(crate) original: &'a str,
    /// ASCII only, lower case, control characters as spaces.
    pub(crate) text: Vec<u8>,
    /// For each byte of `text` the first byte of its character in `original`; one more for the end.
    origins: Vec<u32>,
    /// Letters of other alphabets or styles drawn like ASCII letters.
    pub(crate) lookalikes: usize,
    /// Characters that draw nothing between characters that draw something.
    pub(crate) invisibles: usize,
    /// Capital letters right after small ones: `NgHìN`.
    pub(crate) case_switches: usize,
    after_small: bool,
}

impl<'a> Folded<'a> {
    /// Bytes of a text that are read; the rest is left out. Bounds the work of one assessment.
    pub(crate) const BYTES_MAX: usize = 1 << 20;

    /// Folds a text.
    pub(crate) fn new(text: &'a str) -> Folded<'a> {
        let original = &text[..text.floor_char_boundary(Self::BYTES_MAX)];
        let mut folded = Folded {
            original,
            text: Vec::with_capacity(original.len()),
            origins: Vec::with_capacity(original.len() + 1),
            lookalikes: 0,
            invisibles: 0,
            case_switches: 0,
            after_small: false,
        };
        for (at, character) in original.char_indices() {
            folded.push(at as u32, character);
        }
        folded.origins.push(original.len() as u32);
        folded
    }

    fn push(&mut self, at: u32, character: char) {
        let fold = fold(character);
        self.case_switches += usize::from(fold.upper && self.after_small);
        self.after_small = !fold.upper && fold.bytes().first().is_some_and(u8::is_ascii_lowercase);
        for byte in fold.bytes() {
            self.text.push(*byte);
            self.origins.push(at);
        }
        match fold.writing {
            Writing::Lookalike => self.lookalikes += 1,
            // Emoji are joined with U+200D and U+FE0F: that hides nothing.
            Writing::Invisible if !matches!(character, '\u{200d}' | '\u{fe00}'..='\u{fe0f}') => {
                self.invisibles += 1;
            }
            _ => {}
        }
    }

    /// The bytes of the original that `start..end` of the folded text came from.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        let start = start.min(self.text.len());
        let mut end = end.clamp(start, self.text.len());
        // A character may fold to several bytes: take the whole of it.
        while end > start && end < self.text.len() && self.origins[end] == self.origins[end - 1] {
            end += 1;
        }
        Span { start: self.origins[start] as usize, end: self.origins[end] as usize }
    }

    /// The original text that `start..end` came from.
    pub(crate) fn slice(&self, start: usize, end: usize) -> &'a str {
        let span = self.span(start, end);
        &self.original[span.start..span.end]
    }

    /// Makes the bytes `start..end` of the original blank in the folded text, except those of `kept` (in any order);
    /// answers where they stand there.
    pub(crate) fn blank(&mut self, start: usize, end: usize, kept: &[(usize, usize)]) -> (usize, usize) {
        let place =
            |at: usize| self.origins[..self.text.len()].partition_point(|origin| (*origin as usize) < at);
        let (from, until) = (place(start), place(end));
        for at in from..until {
            let origin = self.origins[at] as usize;
            if !kept.iter().any(|(start, end)| (*start..*end).contains(&origin)) {
                self.text[at] = b' ';
            }
        }
        (from, until)
    }

    /// The folded text of `start..end`.
    pub(crate) fn str(&self, start: usize, end: usize) -> &str {
        std::str::from_utf8(&self.text[start..end]).expect("folding yields ASCII only")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_lead_back_to_whole_characters() {
        let folded = Folded::new("Mã ßố\u{200b} ＯＴＰ");
        assert_eq!(std::str::from_utf8(&folded.text).unwrap(), "ma sso otp");
        assert_eq!(folded.slice(3, 4), "ß");
        assert_eq!(folded.slice(7, 10), "ＯＴＰ");
        assert_eq!((folded.lookalikes, folded.invisibles), (4, 1));
    }
}
