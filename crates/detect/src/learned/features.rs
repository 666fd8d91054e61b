//! What the learned part sees of a text: words and pairs of words, hashed into a fixed number of buckets.
//!
//! Links, numbers and accounts are one sign each, so that no name or number of the training messages can be
//! learned, and shorthand is written out, so that `ck`, `chuyen khoan` and `chuyển khoản` are one thing. Training
//! and run time both read through `read`; a change here needs a new [`VERSION`] and a new model file.

use model::{Found, IndicatorKind};

use crate::normalise::{Folded, Words};

/// Version of the way a text is read. A model file of another version is refused.
pub const VERSION: u32 = 4;
/// Buckets of words as a power of two: 2^19 = 524,288.
pub const WORD_BITS: u32 = 19;
/// Buckets of signs as a power of two: 2^14 = 16,384.
pub const SIGN_BITS: u32 = 14;
/// Words of a text that are read; the rest is left out. Bounds the work.
const WORDS_MAX: usize = 1_000;

/// One bucket that a text falls into, and the words that led there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feature {
    /// 0 to 2^[`WORD_BITS`] − 1.
    pub bucket: u32,
    /// First word, counted in the text's words.
    pub(crate) first: u32,
    /// Last word.
    pub(crate) last: u32,
}

/// Shorthand of everyday writing, sorted, and what it stands for.
const SHORTHAND: &[(&str, &[&str])] = &[
    ("a", &["anh"]),
    ("ac", &["anh", "chi"]),
    ("acc", &["tai", "khoan"]),
    ("bn", &["ban"]),
    ("c", &["chi"]),
    ("ck", &["chuyen", "khoan"]),
    ("ctv", &["cong", "tac", "vien"]),
    ("cty", &["cong", "ty"]),
    ("dc", &["duoc"]),
    ("dk", &["dang", "ky"]),
    ("dt", &["dien", "thoai"]),
    ("e", &["em"]),
    ("g", &["gi"]),
    ("gd", &["giao", "dich"]),
    ("hok", &["khong"]),
    ("hong", &["khong"]),
    ("j", &["gi"]),
    ("k", &["khong"]),
    ("kh", &["khach", "hang"]),
    ("khg", &["khong"]),
    ("khum", &["khong"]),
    ("ko", &["khong"]),
    ("lh", &["lien", "he"]),
    ("mk", &["mat", "khau"]),
    ("mn", &["moi", "nguoi"]),
    ("ng", &["nguoi"]),
    ("nh", &["ngan", "hang"]),
    ("nt", &["nhan", "tin"]),
    ("nv", &["nhan", "vien"]),
    ("qk", &["quy", "khach"]),
    ("r", &["roi"]),
    ("sdt", &["so", "dien", "thoai"]),
    ("stk", &["so", "tai", "khoan"]),
    ("tk", &["tai", "khoan"]),
    ("tks", &["cam", "on"]),
    ("trc", &["truoc"]),
    ("vs", &["voi"]),
];

/// Words that only links have; a link that was not recognised must not be learned by its ending.
const LINK_WORDS: &[&str] =
    &["http", "https", "www", "example", "invalid", "test", "com", "vn", "xyz", "top"];

/// One word as the learned part sees it.
#[derive(Clone, Copy)]
struct Token {
    hash: u32,
    place: u32,
}

/// Named signs of a submission, as buckets; with their names where they are wanted.
#[derive(Debug, Default)]
pub(crate) struct Signs {
    /// Ascending, without repeats, once [`Signs::finish`] has run.
    pub(crate) buckets: Vec<u32>,
    /// Bucket and `name:value` of each sign; only kept while `named`.
    pub(crate) names: Vec<(u32, String)>,
    named: bool,
}

impl Signs {
    /// An empty collection that keeps names when `named`.
    pub(crate) fn new(named: bool) -> Signs {
        Signs { buckets: Vec::with_capacity(48), names: Vec::new(), named }
    }

    /// Adds the sign `name` with this value.
    pub(crate) fn add(&mut self, name: &str, value: &str) {
        let hash = join(hash(name.as_bytes()), hash(value.as_bytes()), 0xc2b2_ae35);
        let bucket = hash >> (32 - SIGN_BITS);
        self.buckets.push(bucket);
        if self.named {
            self.names.push((bucket, format!("{name}:{value}")));
        }
    }

    /// Sorts, and forgets repeats.
    pub(crate) fn finish(&mut self) {
        self.buckets.sort_unstable();
        self.buckets.dedup();
    }
}

/// Reads the features of a text. `found` is what was extracted from it, in order of appearance.
pub(crate) fn read(folded: &Folded<'_>, words: &Words, found: &[Found]) -> Vec<Feature> {
    let tokens = tokens(folded, words, found, &mut None);
    let mut features = Vec::with_capacity(tokens.len() * 3);
    for (index, token) in tokens.iter().enumerate() {
        features.push(feature(token.hash, *token, *token));
        if let Some(next) = tokens.get(index + 1) {
            features.push(feature(join(token.hash, next.hash, 0x9e37_79b1), *token, *next));
        }
        if let Some(after) = tokens.get(index + 2) {
            features.push(feature(join(token.hash, after.hash, 0x85eb_ca6b), *token, *after));
        }
    }
    features.sort_unstable_by_key(|feature| (feature.bucket, feature.first));
    features.dedup_by_key(|feature| feature.bucket);
    features
}

/// The words and signs of a text as the learned part reads them.
pub(crate) fn spelled(folded: &Folded<'_>, words: &Words, found: &[Found]) -> Vec<String> {
    let mut spelled = Some(Vec::new());
    tokens(folded, words, found, &mut spelled);
    spelled.unwrap_or_default()
}

fn tokens(
    folded: &Folded<'_>,
    words: &Words,
    found: &[Found],
    spelled: &mut Option<Vec<String>>,
) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(words.words.len().min(WORDS_MAX) + 8);
    let mut push = |text: &str, place: u32| {
        tokens.push(Token { hash: hash(text.as_bytes()), place });
        if let Some(spelled) = spelled {
            spelled.push(text.to_owned());
        }
    };
    let mut signs = found.iter().peekable();
    let mut inside = 0;
    for (place, word) in words.words.iter().enumerate().take(WORDS_MAX) {
        let place = place as u32;
        let span = folded.span(word.start as usize, word.end as usize);
        if span.start < inside {
            continue;
        }
        while let Some(sign) = signs.next_if(|sign| sign.span.start < span.end) {
            inside = inside.max(sign.span.end);
            push(sign_of(sign), place);
        }
        if span.start < inside {
            continue;
        }
        let text = words.bare(word);
        if text == "#" {
            push(number(&folded.text[word.start as usize..word.end as usize]), place);
        } else if !LINK_WORDS.contains(&text) {
            match SHORTHAND.binary_search_by(|(short, _)| (*short).cmp(text)) {
                Ok(index) if text.len() <= 4 => SHORTHAND[index].1.iter().for_each(|word| push(word, place)),
                _ => push(text, place),
            }
        }
    }
    tokens
}

/// What a number without a unit looks like: a short code, a sum, a code, a telephone number.
fn number(written: &[u8]) -> &'static str {
    let digits = written.iter().filter(|byte| byte.is_ascii_digit()).count();
    match digits {
        _ if written.iter().any(|byte| matches!(byte, b'.' | b',')) => "#sum",
        0..=2 => "#",
        3..=5 => "#short",
        6..=8 => "#code",
        9..=11 => "#phone",
        _ => "#long",
    }
}
/// The sign that stands for an extracted link, number or account.
fn sign_of(found: &Found) -> &'static str {
    match found.indicator.kind() {
        IndicatorKind::Domain | IndicatorKind::Url if found.official_owner.is_some() => "<official link>",
        IndicatorKind::Domain | IndicatorKind::Url => "<link>",
        IndicatorKind::BankAccount => "<bank account>",
        IndicatorKind::CryptoWallet => "<wallet>",
        IndicatorKind::SocialAccount => "<social account>",
        IndicatorKind::Email => "<email>",
        IndicatorKind::Phone if found.official_owner.is_some() => "<official number>",
        IndicatorKind::Phone => "<phone>",
        _ => "#",
    }
}

fn feature(hash: u32, first: Token, last: Token) -> Feature {
    Feature { bucket: hash >> (32 - WORD_BITS), first: first.place, last: last.place }
}

/// FNV-1a with a final mix, so that the upper bits, which choose the bucket, depend on every byte.
fn hash(bytes: &[u8]) -> u32 {
    let sum =
        bytes.iter().fold(0x811c_9dc5_u32, |sum, byte| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    mix(sum)
}

fn join(left: u32, right: u32, salt: u32) -> u32 {
    mix(left.rotate_left(13).wrapping_mul(salt) ^ right)
}

fn mix(mut value: u32) -> u32 {
    value = (value ^ (value >> 16)).wrapping_mul(0x7feb_352d);
    value = (value ^ (value >> 15)).wrapping_mul(0x846c_a68b);
    value ^ (value >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn buckets(text: &str) -> Vec<u32> {
        let folded = Folded::new(text);
        let words = Words::new(&folded, &crate::normalise::Vocabulary::new());
        read(&folded, &words, &[]).into_iter().map(|feature| feature.bucket).collect()
    }

    #[test]
    fn marks_case_shorthand_and_numbers_do_not_matter() {
        assert_eq!(buckets("Chuyển khoản 50"), buckets("ck 20"));
        assert_ne!(buckets("chuyển khoản ngay"), buckets("khoản chuyển ngay"));
    }

    #[test]
    fn shorthand_is_sorted() {
        assert!(SHORTHAND.is_sorted_by(|a, b| a.0 < b.0));
        assert!(SHORTHAND.iter().all(|(short, _)| short.len() <= 4));
    }

    #[test]
    fn endings_of_links_are_not_learned() {
        assert_eq!(buckets("vào ngay https www example"), buckets("vào ngay"));
    }
}
