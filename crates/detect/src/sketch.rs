//! A 64-bit sketch by which near-duplicates of a message are found: the same text with another name, number,
//! link or disguise.
//!
//! Start at [`Sketch::of`] and [`Sketch::distance`]. The sketch is a SimHash (M. Charikar, "Similarity estimation
//! techniques from rounding algorithms", 2002) of the unmarked words: every run of three neighbouring words is
//! hashed, and each bit of the sketch is what most of the hashes have there. Marks, capitals, look-alike letters,
//! invisible characters and punctuation do not reach it, and every number is the same word, so that a campaign
//! that changes account and amount keeps its sketch.
//!
//! A sketch of a short text says little: [`Sketch::of`] gives none below [`WORDS_MIN`] words. It cannot be turned
//! back into the message, but it can be compared with the sketch of a guess; keep it as carefully as what is kept
//! of the message.
//!
//! ```
//! use detect::sketch::Sketch;
//!
//! let sketch = |text: &str| Sketch::of(text).expect("long enough");
//! let first = sketch("Tài khoản của bạn sẽ bị khóa trong 24 giờ, vui lòng xác minh ngay để tránh gián đoạn");
//! let again = sketch("TAI KHOAN CUA BAN SE BI KHOA TRONG 12 GIO, VUI LONG XAC MINH NGAY DE TRANH GIAN DOAN");
//! let other = sketch("Chiều nay bố qua đón con ở trường, mẹ nhớ nấu cơm sớm để cả nhà ăn rồi đi xem phim nhé");
//! assert!(first.is_near(again));
//! assert!(!first.is_near(other));
//! ```

use std::fmt;
use std::str::FromStr;

use crate::normalise::Folded;

/// Words of the shortest text that has a sketch.
pub const WORDS_MIN: usize = 8;

/// Words that are read; what follows is left out. Bounds the work.
const WORDS_MAX: usize = 4096;

/// Neighbouring words that are hashed together.
const RUN: usize = 3;

/// Bits in which the sketches of two near-duplicates differ, at most. Counted on pairs of
/// messages, `docs/recognition.md`.
pub const NEAR_MAX: u32 = 12;

/// The sketch of one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sketch(u64);

/// A text that is no sketch.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("read the sketch `{0}`: wanted 16 hexadecimal digits")]
pub struct BadSketch(String);

impl Sketch {
    /// The sketch of a text; `None` when it has fewer than [`WORDS_MIN`] words. Reads at most 4,096 words of the
    /// first 2^20 bytes, in time linear in their length.
    pub fn of(text: &str) -> Option<Sketch> {
        let folded = Folded::new(text);
        let hashes = words(&folded.text);
        if hashes.len() < WORDS_MIN {
            return None;
        }
        let mut votes = [0i32; 64];
        for run in hashes.windows(RUN) {
            let hash = mix(run.iter().fold(0, |sum, word| mix(sum ^ word)));
            for (bit, vote) in votes.iter_mut().enumerate() {
                *vote += if hash >> bit & 1 == 1 { 1 } else { -1 };
            }
        }
        let bits = votes.iter().enumerate().filter(|(_, vote)| **vote > 0);
        Some(Sketch(bits.fold(0, |sketch, (bit, _)| sketch | 1 << bit)))
    }

    /// Bits in which two sketches differ, 0 to 64.
    pub fn distance(self, other: Sketch) -> u32 {
        (self.0 ^ other.0).count_ones()
    }

    /// Whether two texts with these sketches are near-duplicates: at most [`NEAR_MAX`] bits differ.
    pub fn is_near(self, other: Sketch) -> bool {
        self.distance(other) <= NEAR_MAX
    }

    /// Its 64 bits, for storing.
    pub fn bits(self) -> u64 {
        self.0
    }

    /// The sketch with these bits.
    pub fn from_bits(bits: u64) -> Sketch {
        Sketch(bits)
    }
}

impl fmt::Display for Sketch {
    /// Sixteen hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for Sketch {
    type Err = BadSketch;

    fn from_str(text: &str) -> Result<Sketch, BadSketch> {
        let digits = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let bits = digits.then(|| u64::from_str_radix(text, 16).ok()).flatten();
        bits.map(Sketch).ok_or_else(|| BadSketch(text.chars().take(32).collect()))
    }
}

/// The words of a text without marks, capitals, disguise and punctuation, one space between two; `None` when
/// there are fewer than [`WORDS_MIN`]. Two texts with the same words are the same message sent twice. Numbers
/// stay as they are. Of a long text the first 4,096 words.
pub fn plain_words(text: &str) -> Option<Vec<u8>> {
    let folded = Folded::new(text);
    let words: Vec<&[u8]> = split(&folded.text).collect();
    (words.len() >= WORDS_MIN).then(|| words.join(&b' '))
}

fn split(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| !byte.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).take(WORDS_MAX)
}

/// A hash of each word; words with a digit are all the same word.
fn words(text: &[u8]) -> Vec<u64> {
    split(text)
        .map(|word| if word.iter().any(u8::is_ascii_digit) { hash(b"#") } else { hash(word) })
        .collect()
}

/// FNV-1a, 64 bits. Source: G. Fowler, L. C. Noll, K.-P. Vo, the FNV hash (offset basis and prime).
fn hash(word: &[u8]) -> u64 {
    word.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// Spreads every bit over all others, since FNV leaves the high bits of short words alike.
/// Source: the finaliser of SplitMix64 (G. Steele, D. Lea, C. Flood, 2014).
fn mix(mut bits: u64) -> u64 {
    bits = bits.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
