//! Telephone numbers in all writings: spaces, dots, hyphens, brackets, `+84`, `0084`, `84`.

use model::{Indicator, IndicatorKind};

use super::Finds;
use super::link::Taken;
use crate::normalise::{Folded, Words};
use crate::rules::Hits;
use crate::rules::compile::Label;

/// Adds every telephone number outside links that is not labelled as a bank account.
pub(super) fn find(folded: &Folded<'_>, words: &Words, hits: &Hits, taken: &Taken, finds: &mut Finds) {
    let text = &folded.text;
    let mut taken = taken.iter().copied().peekable();
    let mut at = 0;
    while at < text.len() {
        if !(text[at].is_ascii_digit() || text[at] == b'+') {
            at += 1;
            continue;
        }
        while taken.next_if(|(_, end)| *end <= at).is_some() {}
        if let Some((start, end)) = taken.peek()
            && *start <= at
        {
            at = *end;
            continue;
        }
        let glued =
            at > 0 && (text[at - 1].is_ascii_alphanumeric() || matches!(text[at - 1], b'+' | b'_' | b'#'));
        let number = if glued { None } else { read(text, at) };
        let Some(number) = number else {
            at += 1 + text[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            continue;
        };
        let labelled = is_labelled_account(words, hits, at);
        if !labelled && let Ok(indicator) = Indicator::parse(IndicatorKind::Phone, &number.digits) {
            finds.add(folded, indicator, at, number.end);
        }
        at = number.end;
    }
}

/// A number as read: `+` and digits, and where it ends.
pub(super) struct Number {
    pub(super) digits: String,
    pub(super) end: usize,
}

/// The telephone number that starts here, judged by its shape alone.
pub(super) fn read(text: &[u8], start: usize) -> Option<Number> {
    let international = text[start] == b'+';
    let all = Digits::read(text, start + usize::from(international));
    let wanted = if international { international_len(&all)? } else { national_len(&all)? };
    if wanted > all.len {
        return None;
    }
    let end = all.ends[wanted - 1];
    let followed = text.get(end).is_some_and(u8::is_ascii_alphanumeric)
        || (matches!(text.get(end), Some(b'.' | b',')) && text.get(end + 1).is_some_and(u8::is_ascii_digit));
    if followed {
        return None;
    }
    let mut digits = String::with_capacity(wanted + 1);
    if international {
        digits.push('+');
    }
    digits.extend(all.digits[..wanted].iter().map(|digit| char::from(*digit)));
    Some(Number { digits, end })
}

/// Digits after `+`: Vietnam has nine after the country code (or ten for fixed lines), others 8 to 15 in all.
/// Source: ITU-T E.164; Circular 22/2014/TT-BTTTT for the Vietnamese plan.
fn international_len(all: &Digits) -> Option<usize> {
    match all.slice() {
        [b'8', b'4', b'0', rest @ ..] => vietnamese_len(&[b"0", rest].concat()).map(|len| len + 2),
        [b'8', b'4', rest @ ..] => vietnamese_len(&[b"0", rest].concat()).map(|len| len + 1),
        digits if digits.len() >= 8 => Some(all.first_group(8, 15)),
        _ => None,
    }
}

fn national_len(all: &Digits) -> Option<usize> {
    match all.slice() {
        [b'0', b'0', b'8', b'4', rest @ ..] => vietnamese_len(&[b"0", rest].concat()).map(|len| len + 3),
        [b'8', b'4', rest @ ..] if rest.len() >= 9 => {
            matches!(rest[0], b'3' | b'5' | b'7' | b'8' | b'9').then_some(11)
        }
        [b'1', b'8' | b'9', b'0', b'0', ..] => {
            let len = all.len.min(10);
            (len >= 8 && !all.is_grouped_in_thousands()).then_some(len)
        }
        digits => vietnamese_len(digits),
    }
}

/// Digits of a national number, trunk zero included.
fn vietnamese_len(digits: &[u8]) -> Option<usize> {
    match digits {
        [b'0', b'6', b'9', ..] => Some(10),
        [b'0', b'3' | b'5' | b'7' | b'8' | b'9', ..] => Some(10),
        [b'0', b'2', ..] | [b'0', b'1', b'2' | b'6' | b'8' | b'9', ..] => Some(11),
        _ => None,
    }
}

const DIGITS_MAX: usize = 20;

/// A run of digits with single separators.
pub(super) struct Digits {
    pub(super) digits: [u8; DIGITS_MAX],
    /// One past each digit in the text.
    pub(super) ends: [usize; DIGITS_MAX],
    pub(super) len: usize,
    /// Digits that follow a separator.
    grouped: [bool; DIGITS_MAX],
}

impl Digits {
    pub(super) fn read(text: &[u8], start: usize) -> Digits {
        let mut all =
            Digits { digits: [0; DIGITS_MAX], ends: [0; DIGITS_MAX], len: 0, grouped: [false; DIGITS_MAX] };
        let (mut at, mut separators) = (start, 0);
        while at < text.len() && all.len < DIGITS_MAX {
            if text[at].is_ascii_digit() {
                all.digits[all.len] = text[at];
                all.ends[all.len] = at + 1;
                all.grouped[all.len] = separators > 0;
                all.len += 1;
                separators = 0;
            } else if matches!(text[at], b' ' | b'.' | b'-' | b'(' | b')') && separators < 2 {
                separators += 1;
            } else {
                break;
            }
            at += 1;
        }
        all
    }

    pub(super) fn slice(&self) -> &[u8] {
        &self.digits[..self.len]
    }

    /// The longest run between `min` and `max` digits that ends where a group ends.
    fn first_group(&self, min: usize, max: usize) -> usize {
        let ends = |len: &usize| *len == self.len || self.grouped[*len];
        (min..=self.len.min(max)).rev().find(ends).unwrap_or(self.len.min(max))
    }

    /// `1.900.000`: an amount, not a number to call.
    fn is_grouped_in_thousands(&self) -> bool {
        let first = (1..self.len).find(|at| self.grouped[*at]).unwrap_or(self.len);
        first <= 3 && (first..self.len).all(|at| self.grouped[at] == (at - first).is_multiple_of(3))
    }
}

/// Whether a word within three before this place says that a bank account follows.
fn is_labelled_account(words: &Words, hits: &Hits, at: usize) -> bool {
    let index = words.words.partition_point(|word| (word.start as usize) < at);
    hits.is_labelled(Label::Account, index, 3)
}
