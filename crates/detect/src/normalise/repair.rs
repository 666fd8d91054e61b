//! Words written so that filters miss them, and short forms of chats, read as the words they stand for.
//!
//! A disguise is undone only towards words of the rules' own vocabulary; a short form always, in rules too.

use super::Vocabulary;

/// Bytes of a word that may be repaired; longer ones are no disguised words.
pub(super) const LEN_MAX: usize = 14;

/// Words with masked letters that are tried in one text. Bounds the work.
pub(super) const MASKED_MAX: usize = 400;

/// Short forms of Vietnamese chats, in order, and what they stand for.
///
/// Only those that hardly mean anything else: `dk` is also a command of the carriers, `v` also five.
/// Source: our own list of what people write.
const SHORT_FORMS: &[(&str, &str)] = &[
    ("bik", "biet"),
    ("chuyn", "chuyen"),
    ("ck", "chuyen khoan"),
    ("cty", "cong ty"),
    ("dc", "duoc"),
    ("gjup", "giup"),
    ("hok", "khong"),
    ("j", "gi"),
    ("khum", "khong"),
    ("ko", "khong"),
    ("lhe", "lien he"),
    ("lun", "luon"),
    ("mug", "muon"),
    ("mun", "muon"),
    ("nh", "ngan hang"),
    ("ntin", "nhan tin"),
    ("sdt", "so dien thoai"),
    ("tk", "tai khoan"),
    ("trc", "truoc"),
    ("xog", "xong"),
];

/// Length of the shortest word that is repaired.
const WORD_MIN: usize = 3;

/// Letters that a word must keep where digits stand for rare likenesses.
const LETTERS_MIN: usize = 2;

/// What a short form stands for.
pub(super) fn short_form(word: &[u8]) -> Option<&'static str> {
    if word.len() > SHORT_LEN_MAX {
        return None;
    }
    let key = key(word);
    let place = SHORT_KEYS.iter().position(|short| *short == key)?;
    Some(SHORT_FORMS[place].1)
}

/// Letters of the longest short form.
const SHORT_LEN_MAX: usize = 5;

/// [`SHORT_FORMS`] as numbers, which compare at once.
const SHORT_KEYS: [u64; SHORT_FORMS.len()] = {
    let mut keys = [0; SHORT_FORMS.len()];
    let mut at = 0;
    while at < keys.len() {
        keys[at] = key(SHORT_FORMS[at].0.as_bytes());
        at += 1;
    }
    keys
};

/// A word of at most eight letters as one number.
const fn key(word: &[u8]) -> u64 {
    let (mut key, mut at) = (0, 0);
    while at < word.len() {
        key = key << 8 | word[at] as u64;
        at += 1;
    }
    key
}

/// Digits and signs that stand for letters they look like; `1` and `!` are tried as `i`, then as `l`.
pub(super) fn unleet(word: &[u8], vocabulary: &Vocabulary) -> Option<Vec<u8>> {
    // `1n`, `8h`, `t7`, `90n`: hours, days and packages, unless the word has letters enough.
    let letters = word.iter().filter(|byte| byte.is_ascii_lowercase()).count();
    let rare = word.iter().any(|byte| matches!(byte, b'6'..=b'9'));
    if word.len() < WORD_MIN || (rare && letters < LETTERS_MIN) {
        return None;
    }
    let mut repaired = word.to_vec();
    for one in [b'i', b'l'] {
        for (byte, was) in repaired.iter_mut().zip(word) {
            *byte = match was {
                b'0' => b'o',
                b'1' | b'!' => one,
                b'3' => b'e',
                b'4' | b'@' => b'a',
                b'5' | b'$' => b's',
                b'6' | b'9' => b'g',
                b'7' => b't',
                b'8' => b'b',
                digit if digit.is_ascii_digit() => return None,
                letter => *letter,
            };
        }
        if vocabulary.contains(repaired.as_slice()) {
            return Some(repaired);
        }
    }
    None
}

/// Letters that a star may hide, the commonest first.
const HIDDEN: &[u8] = b"aeiouyhngtcmlrdbpsvkqx";

/// `z*lo`, `ch*yển kh**n`: a word of the vocabulary with one or two letters hidden.
pub(super) fn unmask(word: &[u8], vocabulary: &Vocabulary) -> Option<Vec<u8>> {
    let stars: Vec<usize> = (0..word.len()).filter(|at| word[*at] == b'*').collect();
    let mut tried = word.to_vec();
    let (first, second) = match stars[..] {
        [one] => (one, None),
        [one, two] if word.len() >= 5 => (one, Some(two)),
        _ => return None,
    };
    for letter in HIDDEN {
        tried[first] = *letter;
        let others = if second.is_some() { HIDDEN } else { &HIDDEN[..1] };
        for other in others {
            if let Some(second) = second {
                tried[second] = *other;
            }
            if vocabulary.contains(tried.as_slice()) {
                return Some(tried);
            }
        }
    }
    None
}

/// Pieces of one word that scattered marks and signs tore apart, at most.
const PIECES_MAX: usize = 3;

/// `nh~an`, `q;ua`, `t'ai`, `ba.n`: one word of the vocabulary torn apart by signs; answers the word and where it ends.
pub(super) fn rejoin(text: &[u8], start: usize, vocabulary: &Vocabulary) -> Option<(Vec<u8>, usize)> {
    let letters =
        |at: usize| text[at..].iter().take(LEN_MAX + 1).take_while(|b| b.is_ascii_lowercase()).count();
    let mut at = start + letters(start);
    let mut word = text[start..at].to_vec();
    let mut whole = vocabulary.contains(word.as_slice());
    let mut best = None;
    for _ in 1..PIECES_MAX {
        let Some(sign) = text.get(at).copied() else { break };
        let odd = matches!(sign, b'\'' | b'`' | b'~' | b'^' | b';' | b'!' | b'|' | b'"' | b'\\' | b'?');
        let behind = if odd || sign == b'.' { letters(at + 1) } else { 0 };
        // `ba.n` is torn apart, `gia han.Chi tiet` are two sentences.
        let len = if sign == b'.' && behind > 1 { 0 } else { behind };
        if len == 0 || word.len() + len > LEN_MAX {
            break;
        }
        let piece = &text[at + 1..at + 1 + len];
        whole &= vocabulary.contains(piece);
        word.extend_from_slice(piece);
        at += 1 + len;
        // A letter or digit behind it would make it the middle of something else, a host for instance.
        let ends =
            !text.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-'));
        if ends && !whole && vocabulary.contains(word.as_slice()) {
            best = Some((word.clone(), at));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_are_sorted_and_say_something_else() {
        assert!(SHORT_FORMS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(SHORT_FORMS.iter().all(|(form, word)| form != word && form.len() <= SHORT_LEN_MAX));
        assert_eq!(short_form(b"tk"), Some("tai khoan"));
        assert_eq!(short_form(b"tkx"), None);
    }
}
