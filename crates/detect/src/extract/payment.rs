//! Payment codes in a text: the account or wallet they pay.

use model::{Indicator, IndicatorKind, Span};

use super::Finds;
use crate::normalise::Folded;
use crate::payment::{self, PaymentCode};

/// Beginnings of codes that are tried. Bounds the work.
const TRIED_MAX: usize = 64;

/// A payment code and where it stands.
#[derive(Debug)]
pub(crate) struct Payment {
    pub(crate) code: PaymentCode,
    /// Bytes of the submitted text.
    pub(crate) span: Span,
    /// Where it stands in the folded text.
    folded: (usize, usize),
}

/// Takes every payment code out of the text, so that its digits are not read as numbers or its names as hosts;
/// name and purpose stay, they are words.
pub(crate) fn take_out(folded: &mut Folded<'_>) -> Vec<Payment> {
    let original = folded.original;
    let mut payments = Vec::new();
    let mut at = 0;
    for _ in 0..TRIED_MAX {
        let starts =
            payment::STARTS.iter().filter_map(|start| Some((original[at..].find(start)? + at, start.len())));
        let Some((start, start_len)) = starts.min() else { break };
        // Digits before would make it the middle of a number.
        let glued = original[..start].bytes().next_back().is_some_and(|byte| byte.is_ascii_digit());
        let Some(code) = (!glued).then(|| PaymentCode::read(&original[start..])).flatten() else {
            at = start + start_len;
            continue;
        };
        at = start + code.len;
        let words: Vec<(usize, usize)> =
            code.words.iter().map(|place| (start + place.start, start + place.end)).collect();
        let place = folded.blank(start, at, &words);
        payments.push(Payment { code, span: Span { start, end: at }, folded: place });
    }
    payments
}

/// Adds whom these codes pay.
pub(super) fn find(folded: &Folded<'_>, payments: &[Payment], finds: &mut Finds) {
    for Payment { code, folded: (start, end), .. } in payments {
        let account = code.payee.as_ref().and_then(|payee| {
            let value = format!("{}:{}", payee.bin, payee.number);
            Indicator::parse(IndicatorKind::BankAccount, &value).ok()
        });
        let phone = || Indicator::parse(IndicatorKind::Phone, code.phone.as_deref()?).ok();
        if let Some(indicator) = account.or_else(phone) {
            finds.add(folded, indicator, *start, *end);
        }
    }
}
