//! Bank accounts: a number and the name of a bank, in either order.

use model::{Indicator, IndicatorKind};

use super::Finds;
use super::link::Taken;
use super::phone;
use crate::normalise::{Folded, Words};
use crate::rules::Hits;
use crate::rules::compile::Label;
use crate::rules::hits::BankHit;

/// Words between a labelled number (`STK …`) and its bank, at most.
const LABELLED_WORDS: usize = 10;
/// Words from the end of a label to its number, at most.
const LABEL_WORDS: usize = 4;
/// Words from the label of another sort of number to it, at most.
const OTHER_WORDS: usize = 2;
/// Words between a number without label and its bank, at most.
const BARE_WORDS: usize = 2;
/// Digits of an account number. Source: NAPAS member banks; alias accounts are not found in free text.
const DIGITS: std::ops::RangeInclusive<usize> = 6..=19;
/// Digits of a number without label: shorter ones are codes and amounts.
const BARE_DIGITS_MIN: usize = 8;
/// How the BIN of an e-wallet begins. Source: BINs of wallets at NAPAS.
const WALLETS: &str = "971";

/// Adds every account outside links whose bank is named near it.
pub(super) fn find(
    folded: &Folded<'_>,
    words: &Words,
    hits: &Hits,
    bins: &[String],
    taken: &Taken,
    finds: &mut Finds,
) {
    if hits.banks.is_empty() {
        return;
    }
    let text = &folded.text;
    let mut taken = taken.iter().copied().peekable();
    let mut at = 0;
    while at < text.len() {
        if !text[at].is_ascii_digit() {
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
        let start = at;
        let Some((digits, end)) = number(text, start) else {
            at += text[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            continue;
        };
        at = end;
        if let Some(bank) = bank_of(words, hits, bins, text, start, &digits)
            && let Ok(indicator) =
                Indicator::parse(IndicatorKind::BankAccount, &format!("{}:{digits}", bins[usize::from(bank)]))
        {
            finds.add(folded, indicator, start, end);
        }
    }
}

/// A number that could be an account: 6 to 19 digits, in groups by single spaces, dots or hyphens, that is no
/// amount of money.
fn number(text: &[u8], start: usize) -> Option<(String, usize)> {
    if start > 0 && (text[start - 1].is_ascii_alphanumeric() || text[start - 1] == b'+') {
        return None;
    }
    let mut digits = String::new();
    let (mut end, mut at, mut commas) = (start, start, false);
    while at < text.len() {
        match text[at] {
            digit if digit.is_ascii_digit() => {
                digits.push(char::from(digit));
                end = at + 1;
            }
            b' ' | b'.' | b'-' | b',' if text.get(at + 1).is_some_and(u8::is_ascii_digit) => {
                commas |= text[at] == b',';
            }
            _ => break,
        }
        at += 1;
    }
    let unit = text[end..].trim_ascii_start();
    let word = unit.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let money = commas
        || matches!(
            &unit[..word],
            b"d" | b"vnd" | b"dong" | b"vnd." | b"tr" | b"trieu" | b"k" | b"ty" | b"nghin" | b"ngan"
        );
    let glued = text.get(end).is_some_and(u8::is_ascii_alphanumeric);
    (!money && !glued && DIGITS.contains(&digits.len())).then_some((digits, end))
}

/// The nearest bank, if the number may be an account.
fn bank_of(
    words: &Words,
    hits: &Hits,
    bins: &[String],
    text: &[u8],
    start: usize,
    digits: &str,
) -> Option<u16> {
    let index = words.words.partition_point(|word| (word.start as usize) < start);
    let label = hits.is_labelled(Label::Account, index, LABEL_WORDS);
    let phone = phone::read(text, start).is_some();
    let other = hits.is_labelled(Label::Other, index, OTHER_WORDS);
    if other || (!label && digits.len() < BARE_DIGITS_MIN) {
        return None;
    }
    let reach = if label { LABELLED_WORDS } else { BARE_WORDS };
    let distance = |bank: &BankHit| {
        if (bank.first as usize) > index {
            bank.first as usize - index
        } else {
            index.saturating_sub(bank.last as usize)
        }
    };
    let nearest = hits.banks_near(index, reach + 1).iter().min_by_key(|bank| distance(bank))?;
    // The account of a wallet is the telephone number of its holder.
    let fits = label || !phone || bins[usize::from(nearest.bank)].starts_with(WALLETS);
    fits.then_some(nearest.bank)
}
