//! Strings that only a machine reads: crypto-currency addresses and file hashes.

use model::{Indicator, IndicatorKind};

use super::Finds;
use super::link::Taken;
use crate::normalise::Folded;

/// Shortest such string: a Bitcoin address has 26 to 35 characters. Source: Bitcoin base58check form.
pub(super) const LEN_MIN: usize = 26;
/// Longest: a bech32 address has at most 90. Source: BIP 173.
const LEN_MAX: usize = 90;

/// Adds what stands in this token, if it is one.
pub(super) fn find(folded: &Folded<'_>, start: usize, end: usize, finds: &mut Finds, taken: &mut Taken) {
    let text = &folded.text;
    let mut at = start;
    while at < end {
        let len = text[at..end].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if (LEN_MIN..=LEN_MAX).contains(&len) && text[at..at + len].iter().any(u8::is_ascii_digit) {
            let written = folded.slice(at, at + len);
            let wallet = || Indicator::parse(IndicatorKind::CryptoWallet, written).ok();
            let file = || (len == 64).then(|| Indicator::parse(IndicatorKind::File, written).ok()).flatten();
            if let Some(indicator) = wallet().or_else(file) {
                finds.add(folded, indicator, at, at + len);
                taken.push((at, at + len));
            }
        }
        at += len + 1;
    }
}
