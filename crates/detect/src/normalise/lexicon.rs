//! Every word that we know, in one table: whether it is a Vietnamese syllable, an everyday word, an English one.

use std::sync::LazyLock;

use super::syllable::{COMMON, ENGLISH, syllables};

/// What a word is; nothing of it when it is no word of a language that we know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kinds(u8);

impl Kinds {
    const SYLLABLE: u8 = 1;
    const COMMON: u8 = 2;
    const ENGLISH: u8 = 4;

    /// Letters without marks that are a Vietnamese syllable.
    pub(crate) fn is_syllable(self) -> bool {
        self.0 & Kinds::SYLLABLE != 0
    }

    /// An everyday word that is no syllable.
    pub(crate) fn is_common(self) -> bool {
        self.0 & Kinds::COMMON != 0
    }

    /// An everyday English word.
    pub(crate) fn is_english(self) -> bool {
        self.0 & Kinds::ENGLISH != 0
    }
}

/// Longest word that the table holds: its letters and its kinds fill one number. Longer ones are searched for.
const LEN_MAX: usize = 7;
/// Places of the table as a power of two; about a quarter of them are taken.
const PLACES_BITS: u32 = 14;

static TABLE: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut table = vec![0; 1 << PLACES_BITS];
    syllables(|word| add(&mut table, word, Kinds::SYLLABLE));
    COMMON.iter().for_each(|word| add(&mut table, word, Kinds::COMMON));
    ENGLISH.iter().for_each(|word| add(&mut table, word, Kinds::ENGLISH));
    table
});

/// What this word is.
pub(crate) fn kinds(word: &str) -> Kinds {
    if word.len() > LEN_MAX {
        let common = if COMMON.binary_search(&word).is_ok() { Kinds::COMMON } else { 0 };
        let english = if ENGLISH.binary_search(&word).is_ok() { Kinds::ENGLISH } else { 0 };
        return Kinds(common | english);
    }
    let key = key(word);
    Kinds((TABLE[place(&TABLE, key)] >> 56) as u8)
}

fn add(table: &mut [u64], word: &str, kind: u8) {
    if !word.is_empty() && word.len() <= LEN_MAX {
        let key = key(word);
        table[place(table, key)] |= key | u64::from(kind) << 56;
    }
}

/// The letters as one number below 2^56; 0 for no letter.
fn key(word: &str) -> u64 {
    word.bytes().fold(0, |key, byte| key << 8 | u64::from(byte))
}

/// The place of this key, or the empty place where it belongs.
fn place(table: &[u64], key: u64) -> usize {
    // Fibonacci hashing: the upper bits of the product depend on every letter.
    let mut at = (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - PLACES_BITS)) as usize;
    while table[at] != 0 && table[at] << 8 != key << 8 {
        at = (at + 1) % table.len();
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart() {
        let told = |word: &str| {
            let kinds = kinds(word);
            [kinds.is_syllable(), kinds.is_common(), kinds.is_english()]
        };
        assert_eq!(told("nghieng"), [true, false, false]);
        assert_eq!(told("vietcombank"), [false, true, false]);
        assert_eq!(told("tomorrow"), [false, false, true]);
        assert_eq!(told("bank"), [false, true, false]);
        assert_eq!(told("phone"), [false, true, true]);
        for word in ["", "wcr", "qxa", "techcombankk", "ngt"] {
            assert_eq!(told(word), [false; 3], "{word}");
        }
    }

    #[test]
    fn every_word_is_found_again_and_the_table_is_far_from_full() {
        syllables(|word| assert!(kinds(word).is_syllable(), "{word}"));
        assert!(COMMON.iter().all(|word| kinds(word).is_common()));
        assert!(ENGLISH.iter().all(|word| kinds(word).is_english()));
        assert!(TABLE.iter().filter(|place| **place != 0).count() * 2 < TABLE.len());
    }
}
