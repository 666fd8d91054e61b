//! The folded text as words: one space between, numbers as `#`, disguised words repaired.
//!
//! Repairs are made only towards words of the rules' own vocabulary, so that an ordinary code or name is
//! never "repaired": digits and signs in place of letters (`kh0ng`, `t@i`), single letters set apart
//! (`c.ô.n.g a.n`), letters masked by stars (`z*lo`), words torn apart by signs (`nh~an`). Short forms of
//! chats become the words they stand for (`ko`, `tk`).

use std::collections::HashSet;

use model::Span;

use super::{Folded, repair};

/// The words that rules know, folded.
pub(crate) type Vocabulary = HashSet<Box<[u8]>>;

/// One word of the text and where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// First byte in [`Words::text`].
    pub(crate) at: u32,
    /// First byte in the folded text.
    pub(crate) start: u32,
    /// One past its last byte in the folded text.
    pub(crate) end: u32,
}

/// The text as words.
#[derive(Debug)]
pub(crate) struct Words {
    /// ` word word … `: a space before, between and after.
    pub(crate) text: Vec<u8>,
    /// In order of appearance.
    pub(crate) words: Vec<Word>,
    /// Words that were repaired.
    pub(crate) repaired: usize,
    /// Letters joined by punctuation that no ordinary text puts between letters.
    pub(crate) joints: usize,
    /// Masked words that were tried.
    masked: usize,
}

impl Words {
    /// Splits a folded text.
    pub(crate) fn new(folded: &Folded<'_>, vocabulary: &Vocabulary) -> Words {
        let mut words = Words {
            text: Vec::with_capacity(folded.text.len() + 2),
            words: Vec::with_capacity(folded.text.len() / 4 + 1),
            repaired: 0,
            joints: 0,
            masked: 0,
        };
        words.text.push(b' ');
        let text = &folded.text;
        let mut at = 0;
        while at < text.len() {
            if !text[at].is_ascii_alphanumeric() {
                at += 1;
                continue;
            }
            at = words.take(text, at, vocabulary);
        }
        words
    }

    /// The text of a word, numbers as `#`.
    pub(crate) fn bare(&self, word: &Word) -> &str {
        let rest = &self.text[word.at as usize..];
        let len = rest.iter().position(|byte| *byte == b' ').unwrap_or(rest.len());
        std::str::from_utf8(&rest[..len]).unwrap_or_default()
    }

    /// The index of the word that starts at byte `at` of [`Words::text`].
    pub(crate) fn index_of(&self, at: usize) -> usize {
        self.words.partition_point(|word| (word.at as usize) < at)
    }

    /// The original bytes of the words `first..=last`.
    pub(crate) fn span(&self, folded: &Folded<'_>, first: usize, last: usize) -> Span {
        folded.span(self.words[first].start as usize, self.words[last].end as usize)
    }

    /// Reads one word, or one run of single letters, at `start`; answers where it ends.
    fn take(&mut self, text: &[u8], start: usize, vocabulary: &Vocabulary) -> usize {
        let mut end = start;
        let (mut letters, mut digits) = (0usize, 0usize);
        while end < text.len() && text[end].is_ascii_alphanumeric() {
            if text[end].is_ascii_digit() {
                digits += 1;
            } else {
                letters += 1;
            }
            end += 1;
        }
        if letters == 1
            && digits == 0
            && let Some(end) = self.take_single_letters(text, start, vocabulary)
        {
            return end;
        }
        if letters > 0
            && matches!(text.get(end), Some(b'*' | b'@' | b'$'))
            && let Some(end) = self.take_masked(text, start, vocabulary)
        {
            return end;
        }
        if letters > 0
            && digits > 0
            && end - start <= repair::LEN_MAX
            && let Some(word) = repair::unleet(&text[start..end], vocabulary)
        {
            self.repaired += 1;
            self.push(&word, start, end);
            return end;
        }
        if digits == 0
            && text.get(end).is_some_and(u8::is_ascii_punctuation)
            && let Some((word, end)) = repair::rejoin(text, start, vocabulary)
        {
            self.repaired += 1;
            self.push(&word, start, end);
            return end;
        }
        if letters > 1 && is_joint(text, end) {
            self.joints += 1;
        }
        if digits == 0 {
            match repair::short_form(&text[start..end]) {
                Some(words) => words.split(' ').for_each(|word| self.push(word.as_bytes(), start, end)),
                None => self.push(&text[start..end], start, end),
            }
            return end;
        }
        self.push_with_numbers(text, start, end)
    }

    fn push(&mut self, word: &[u8], start: usize, end: usize) {
        self.words.push(Word { at: self.text.len() as u32, start: start as u32, end: end as u32 });
        self.text.extend_from_slice(word);
        self.text.push(b' ');
    }

    /// A word with digits: each number becomes `#`, with its thousands (`1.500.000` is one number).
    fn push_with_numbers(&mut self, text: &[u8], start: usize, mut end: usize) -> usize {
        self.words.push(Word { at: self.text.len() as u32, start: start as u32, end: 0 });
        let mut at = start;
        while at < end {
            if !text[at].is_ascii_digit() {
                self.text.push(text[at]);
                at += 1;
                continue;
            }
            self.text.push(b'#');
            while at < text.len() && continues_number(text, at) {
                at += 1;
            }
            while end < text.len() && (end < at || text[end].is_ascii_alphanumeric()) {
                end += 1;
            }
        }
        self.text.push(b' ');
        let last = self.words.len() - 1;
        self.words[last].end = end as u32;
        end
    }

    /// `c.o.n.g` or `c o n g`: at least three single letters, each after one separator.
    fn take_single_letters(&mut self, text: &[u8], start: usize, vocabulary: &Vocabulary) -> Option<usize> {
        let mut joined = [0u8; repair::LEN_MAX];
        joined[0] = text[start];
        let (mut len, mut end) = (1, start + 1);
        while len < repair::LEN_MAX
            && end + 1 < text.len()
            && !text[end].is_ascii_alphanumeric()
            && text[end + 1].is_ascii_lowercase()
            && !text.get(end + 2).is_some_and(u8::is_ascii_alphanumeric)
            // A space ends a word that is spelt with dots: `c.o.n.g a.n` is two words.
            && (len == 1 || text[end] == text[end - 2])
        {
            joined[len] = text[end + 1];
            len += 1;
            end += 2;
        }
        if len < 2 {
            return None;
        }
        let joined = &joined[..len];
        if len >= 3 || text[start + 1] != b' ' {
            if vocabulary.contains(joined) {
                self.repaired += 1;
                self.push(joined, start, end);
                return Some(end);
            }
            let cut = (2..len.saturating_sub(1))
                .find(|cut| vocabulary.contains(&joined[..*cut]) && vocabulary.contains(&joined[*cut..]))?;
            self.repaired += 1;
            self.push(&joined[..cut], start, start + 2 * cut - 1);
            self.push(&joined[cut..], start + 2 * cut, end);
            return Some(end);
        }
        None
    }

    /// A word with letters hidden by stars or written as signs: `z*lo`, `kh**n`, `t@i`.
    fn take_masked(&mut self, text: &[u8], start: usize, vocabulary: &Vocabulary) -> Option<usize> {
        if self.masked >= repair::MASKED_MAX {
            return None;
        }
        self.masked += 1;
        let inside = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'@' | b'$');
        let len = text[start..].iter().take(repair::LEN_MAX + 1).take_while(|byte| inside(byte)).count();
        let end = start + len;
        let short = text[start..end].contains(&b'*') && len < 4;
        // `ten@trang.vn` is an address.
        let address =
            text.get(end) == Some(&b'.') && text.get(end + 1).is_some_and(u8::is_ascii_alphanumeric);
        if len > repair::LEN_MAX || short || address {
            return None;
        }
        let plain = repair::unleet(&text[start..end], vocabulary);
        let word = plain.or_else(|| repair::unmask(&text[start..end], vocabulary))?;
        self.repaired += 1;
        self.push(&word, start, end);
        Some(end)
    }
}

/// A digit, or one separator of thousands or decimals between digits.
fn continues_number(text: &[u8], at: usize) -> bool {
    text[at].is_ascii_digit()
        || (matches!(text[at], b'.' | b',') && text.get(at + 1).is_some_and(u8::is_ascii_digit))
}

/// Punctuation between two letters that ordinary writing does not put there.
fn is_joint(text: &[u8], at: usize) -> bool {
    matches!(
        text.get(at),
        Some(b'\'' | b'"' | b'`' | b'~' | b'^' | b';' | b'!' | b'|' | b'*' | b'\\' | b'{' | b'}' | b':')
    ) && text.get(at + 1).is_some_and(u8::is_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let vocabulary: Vocabulary = [
            "khong", "tro", "cong", "an", "zalo", "otp", "khoan", "chuyen", "nhan", "qua", "tai", "ban",
            "nha",
        ]
        .map(|word| word.as_bytes().into())
        .into();
        let folded = Folded::new(text);
        let words = Words::new(&folded, &vocabulary);
        assert_eq!(std::str::from_utf8(&words.text).unwrap().trim(), expected, "{text}");
        for word in &words.words {
            assert!(word.start < word.end && (word.end as usize) <= folded.text.len());
        }
    }

    #[test]
    fn disguised_words_of_the_vocabulary_are_repaired() {
        check("kh0ng nhận tr0 cap", "khong nhan tro cap");
        check("c.ô.n.g a.n gọi", "cong an goi");
        check("C Ô N G A N gọi", "cong an goi");
        check("kết bạn Z*lo", "ket ban zalo");
        check("mã 0TP", "ma otp");
        check("ch*yển kh**n, t@i kho@n", "chuyen khoan tai khoan");
        check("nh~an q;ua` t'ai ba.n", "nhan qua tai ban");
        check("7ai kh0@n", "tai khoan");
    }

    #[test]
    fn short_forms_become_words_and_keep_their_place() {
        check("ko có tk nh", "khong co tai khoan ngan hang");
        check("ten@tai.vn nhà.an", "ten tai vn nha an");
    }

    #[test]
    fn ordinary_codes_stay_as_they_are() {
        check("soạn ST60N gửi 191", "soan st#n gui #");
        check("a b tx5 iphone15", "a b tx# iphone#");
        check("2*3 x*y", "# # x y");
    }

    #[test]
    fn a_number_is_one_sign_with_its_thousands_and_unit() {
        check("phí 1.500.000đ, 24h, 3,6tr.", "phi #d #h #tr");
        check("3N2Đ 17.30 hôm nay", "#n#d # hom nay");
        check("1.2.3", "#");
    }
}
