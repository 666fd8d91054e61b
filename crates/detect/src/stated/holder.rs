//! In whose name an account is said to be: behind `chủ tài khoản`, or beside the account.

use model::{IndicatorKind, Span, StatedKind};

use super::{Said, Text};
use crate::normalise::fold::fold_str;
use crate::rules::Hits;

/// A name beside an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Holder {
    /// Folded, words joined by single spaces.
    pub(crate) name: String,
    /// As written.
    pub(crate) written: String,
    pub(crate) span: Span,
}

/// Words of a name, at least and at most. Source: law on civil status names no limit; longer ones are firms.
const WORDS: std::ops::RangeInclusive<usize> = 2..=8;
/// Words of a person's name, at most.
const PERSON_WORDS_MAX: usize = 5;
/// Accounts and labels that are looked at. Bounds the work.
const PLACES_MAX: usize = 16;

/// Family names that nearly all Vietnamese bear. Source: the hundred most frequent ones, folded.
const FAMILY_NAMES: &[&str] = &[
    "an", "au", "bach", "bui", "cao", "chau", "chu", "cu", "dam", "dang", "dao", "dau", "dinh", "do", "doan",
    "dong", "duong", "giang", "ha", "han", "ho", "hoang", "hua", "huynh", "khuat", "kieu", "la", "lai",
    "lam", "le", "lo", "luong", "luu", "ly", "ma", "mac", "mai", "nghiem", "ngo", "nguyen", "nhan", "ninh",
    "nong", "ong", "pham", "phan", "phi", "phung", "quach", "ta", "tang", "thach", "thai", "than", "thieu",
    "to", "ton", "tong", "tran", "trieu", "trinh", "truong", "tu", "van", "vi", "vo", "vu", "vuong",
];
/// How names of firms and offices begin whose first word is a family name too, folded.
const FIRM_STARTS: &[&str] = &[
    "cong ty",
    "doan thanh nien",
    "to chuc",
    "truong cao",
    "truong dai",
    "truong mam",
    "truong thpt",
    "truong tieu",
    "truong trung",
    "van phong",
];
/// Words that no person's name holds.
const FIRM_WORDS: &[&str] = &["bank", "cp", "ctcp", "cty", "ltd", "shop", "store", "tnhh"];

/// Whether a folded name is one that a person bears.
pub(crate) fn is_person(name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    (2..=PERSON_WORDS_MAX).contains(&words.len())
        && FAMILY_NAMES.binary_search(&words[0]).is_ok()
        && !FIRM_STARTS.iter().any(|start| name.starts_with(start))
        && words
            .iter()
            .all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()) && !FIRM_WORDS.contains(word))
}

/// Adds every name that stands where the holder of an account stands.
pub(super) fn read(text: &Text<'_>, hits: &Hits, said: &mut Said) {
    let accounts = text
        .extraction
        .candidates
        .iter()
        .filter(|candidate| candidate.indicator.kind() == IndicatorKind::BankAccount);
    let mut has_account = !text.extraction.payments.is_empty();
    for account in accounts.take(PLACES_MAX) {
        has_account = true;
        let after = text.words.words.partition_point(|word| (word.start as usize) < account.folded.1);
        let before = text.words.words.partition_point(|word| (word.start as usize) < account.folded.0);
        // The bank may stand between the number and the name.
        let banks = hits.banks.iter().filter(|bank| (bank.first as usize).abs_diff(after) <= 3);
        let starts = banks.flat_map(|bank| [bank.last as usize + 1]).chain([after]);
        for start in starts.take(PLACES_MAX) {
            add(text, name_from(text, start), true, said);
        }
        add(text, name_before(text, before), true, said);
    }
    let labels = (0..text.words.words.len()).filter_map(|index| label_end(text, index));
    for start in labels.take(PLACES_MAX).filter(|_| has_account) {
        add(text, name_from(text, start), false, said);
    }
}

fn add(text: &Text<'_>, place: Option<(usize, usize)>, persons_only: bool, said: &mut Said) {
    let Some((first, last)) = place else { return };
    let span = text.span(first, last);
    let written = text.folded.original[span.start..span.end].to_owned();
    let name = fold_str(&written).split_whitespace().collect::<Vec<_>>().join(" ");
    if (persons_only && !is_person(&name)) || said.holders.iter().any(|known| known.name == name) {
        return;
    }
    said.add(StatedKind::Holder, written.chars().take(super::VALUE_CHARS_MAX).collect(), span);
    said.holders.push(Holder { name, written, span });
}

/// One past the words that announce a holder, if they begin here.
fn label_end(text: &Text<'_>, index: usize) -> Option<usize> {
    let end = match (text.word(index), text.word(index + 1), text.word(index + 2)) {
        (b"chu" | b"ten", b"tai", b"khoan") => index + 3,
        (b"chu" | b"ten", b"tk" | b"stk" | b"the", _) => index + 2,
        (b"nguoi", b"thu", b"huong") => index + 3,
        (b"nguoi", b"nhan", _) | (b"thu", b"huong", _) => index + 2,
        (b"ctk", _, _) => index + 1,
        _ => return None,
    };
    Some(end + usize::from(matches!(text.word(end), b"la" | b"ten")))
}

/// The capitalised words from here on, one space apart.
fn name_from(text: &Text<'_>, start: usize) -> Option<(usize, usize)> {
    let follows = |index: usize| index == start || is_next_to(text, index - 1);
    let len = (start..start + WORDS.end() + 1)
        .take_while(|index| is_capital(text, *index) && follows(*index))
        .count();
    WORDS.contains(&len).then(|| (start, start + len - 1))
}

/// The capitalised words up to here.
fn name_before(text: &Text<'_>, end: usize) -> Option<(usize, usize)> {
    let last = end.checked_sub(1)?;
    let joins = |index: usize| index == last || is_next_to(text, index);
    let len = (0..=last)
        .rev()
        .take(WORDS.end() + 1)
        .take_while(|index| is_capital(text, *index) && joins(*index))
        .count();
    WORDS.contains(&len).then(|| (end - len, last))
}

fn is_capital(text: &Text<'_>, index: usize) -> bool {
    let Some(word) = text.words.words.get(index) else { return false };
    let written = text.folded.slice(word.start as usize, word.end as usize);
    written.chars().next().is_some_and(char::is_uppercase) && written.chars().all(char::is_alphabetic)
}

/// Whether only spaces stand between this word and the next.
fn is_next_to(text: &Text<'_>, index: usize) -> bool {
    let (Some(this), Some(next)) = (text.words.words.get(index), text.words.words.get(index + 1)) else {
        return false;
    };
    // Words of one short form stand in the same place.
    let between = text.folded.text.get(this.end as usize..next.start as usize);
    between.is_some_and(|between| between.iter().all(|byte| *byte == b' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_are_told_from_firms() {
        assert!(FAMILY_NAMES.is_sorted());
        for name in ["nguyen van mau", "tran thi vi du", "le cong vinh", "dang trung"] {
            assert!(is_person(name), "{name}");
        }
        for name in [
            "cong ty tnhh mau",
            "kho bac nha nuoc",
            "nguyen",
            "quy vi nguoi ngheo",
            "trung tam y te",
            "mau shop",
        ] {
            assert!(!is_person(name), "{name}");
        }
    }
}
