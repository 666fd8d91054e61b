//! Sums in đồng: `500.000đ`, `VND 2,000,000`, `20 triệu`, `2tr5`, `1,5 tỷ`, `300k`.

use model::StatedKind;

use super::{Said, Text};

/// Sums that are told: less buys nothing, more does not exist.
const DONG: std::ops::RangeInclusive<u64> = 1_000..=1_000_000_000_000_000;
/// Digits of a number that is read.
const DIGITS_MAX: usize = 15;

/// The sum that starts with this number.
pub(super) fn read(text: &Text<'_>, index: usize, said: &mut Said) {
    let raw = text.raw(index);
    if !raw.first().is_some_and(u8::is_ascii_digit) || text.is_taken(index) {
        return;
    }
    let number_len = raw
        .iter()
        .enumerate()
        .take_while(|(at, byte)| {
            byte.is_ascii_digit()
                || (matches!(byte, b'.' | b',') && raw.get(at + 1).is_some_and(u8::is_ascii_digit))
        })
        .count();
    let (number, rest) = raw.split_at(number_len);
    let unit_len = rest.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    let (glued, tail) = rest.split_at(unit_len);
    let (unit, last) = match glued {
        b"" if is_unit(text, index + 1) => (text.word(index + 1), index + 1),
        b"" if index > 0 && text.word(index - 1) == b"vnd" => (&b"vnd"[..], index),
        unit => (unit, index),
    };
    let Some(factor) = factor(unit) else { return };
    let Some(dong) = dong(number, factor, tail) else { return };
    if DONG.contains(&dong) {
        said.add(StatedKind::Amount, dong.to_string(), text.span(index, last));
    }
}

/// Whether the word counts money. `củ` without its mark may be `cũ`.
fn is_unit(text: &Text<'_>, index: usize) -> bool {
    match text.word(index) {
        b"cu" => {
            let span = text.span(index, index);
            text.folded.original[span.start..span.end].to_lowercase() == "củ"
        }
        // `5 tr` and `5 d` stand for themselves only right behind the number or at the end of words.
        word => factor(word).is_some(),
    }
}

fn factor(unit: &[u8]) -> Option<u64> {
    Some(match unit {
        b"d" | b"vnd" | b"dong" => 1,
        b"k" | b"nghin" | b"ngan" => 1_000,
        b"tr" | b"trieu" | b"cu" => 1_000_000,
        b"ty" | b"ti" => 1_000_000_000,
        _ => return None,
    })
}

/// `2` `tr` `5` is 2,500,000; `1.500` `k` is 1,500,000; `1,5` `ty` is 1,500,000,000.
fn dong(number: &[u8], factor: u64, tail: &[u8]) -> Option<u64> {
    let groups: Vec<&[u8]> = number.split(|byte| matches!(byte, b'.' | b',')).collect();
    let grouped = groups.len() > 1 && groups[1..].iter().all(|group| group.len() == 3);
    if number.len() > DIGITS_MAX + groups.len() {
        return None;
    }
    let digits = |bytes: &[u8]| std::str::from_utf8(bytes).ok()?.parse::<u64>().ok();
    if grouped || groups.len() == 1 {
        let whole = digits(&groups.concat())?.checked_mul(factor)?;
        let fits = factor >= 1_000 && tail.len() <= 3 && tail.iter().all(u8::is_ascii_digit);
        return match tail {
            b"" => Some(whole),
            // `2tr5`: five tenths; `2tr500`: five hundred thousandths.
            _ if fits => whole.checked_add(digits(tail)? * (factor / 10u64.pow(tail.len() as u32))),
            _ => None,
        };
    }
    let [whole, fraction] = groups.as_slice() else { return None };
    if !tail.is_empty() || fraction.len() > 3 {
        return None;
    }
    // A fraction of a đồng, as banks write it, is nothing.
    let part = digits(fraction)? * factor / 10u64.pow(fraction.len() as u32);
    digits(whole)?.checked_mul(factor)?.checked_add(part)
}
