//! Payment codes told in words: whom they pay, and whether somebody changed them.

use model::reference::Banks;
use model::{IndicatorKind, Span};

use super::{Context, Grounds};
use crate::extract::Payment;
use crate::normalise::fold::fold_str;
use crate::payment::CheckSum;
use crate::rules::file::RuleKind;

/// Codes that are told; more in one text help nobody.
const TOLD_MAX: usize = 4;
/// The dong. Source: ISO 4217.
const DONG: &str = "704";
/// The bank through which ZaloPay takes transfers, and how its accounts begin. Source: codes seen.
const ZALOPAY: (&str, &str) = ("970454", "99ZP");
/// Characters of a name or purpose that are repeated.
const WORDS_MAX: usize = 80;

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    for payment in context.payments.iter().take(TOLD_MAX) {
        let span = Some(payment.span);
        let told = |payee: Option<String>| Some(sentence(payee?, payment));
        // That a message holds a code says nothing of itself: the weight is none, the sentence is for the reader.
        if let Some(subject) = told(account(payment)) {
            grounds.add("payment-code-account", RuleKind::Scam, 0.0, span, Some(subject), &[]);
        } else if let Some(subject) = told(shop(payment)) {
            grounds.add("payment-code-shop", RuleKind::Scam, 0.0, span, Some(subject), &[]);
        }
        if matches!(payment.code.check_sum, CheckSum::Wrong | CheckSum::Missing) {
            grounds.add("payment-code-broken", RuleKind::Scam, 0.8, span, None, &[]);
        }
    }
    if let Some((span, subject)) = other_account(context) {
        grounds.add("payment-code-mismatch", RuleKind::Scam, 1.5, Some(span), Some(subject), &[]);
    }
    if let Some((span, name)) = other_name(context) {
        grounds.add("payment-code-other-name", RuleKind::Scam, 1.5, Some(span), Some(name), &[]);
    }
}

/// The name that a code pays, where the words beside it say that the account is somebody else's.
fn other_name(context: &Context<'_>) -> Option<(Span, String)> {
    let in_code = |span: Span| {
        context.payments.iter().any(|paid| paid.span.start <= span.start && span.end <= paid.span.end)
    };
    let mut holders = context.said.holders.iter().filter(|holder| !in_code(holder.span)).peekable();
    holders.peek()?;
    let named: Vec<&str> = holders.map(|holder| holder.name.as_str()).collect();
    let (paid, written) =
        context.payments.iter().find_map(|paid| Some((paid, paid.code.name.as_deref()?)))?;
    let name = fold_str(written).split_whitespace().collect::<Vec<_>>().join(" ");
    // A code cuts long names off.
    let same = |holder: &&str| holder.starts_with(&name) || name.starts_with(*holder);
    (!name.is_empty() && !named.iter().any(same)).then(|| (paid.span, short(written)))
}

/// The account that a code pays, where the words beside it name another: the words win trust, the code takes the money.
fn other_account(context: &Context<'_>) -> Option<(Span, String)> {
    let in_code = |span: &Span| {
        context
            .payments
            .iter()
            .any(|payment| payment.span.start <= span.start && span.end <= payment.span.end)
    };
    let accounts = context.found.iter().filter(|found| found.indicator.kind() == IndicatorKind::BankAccount);
    let mut written = accounts.filter(|found| !in_code(&found.span)).map(|found| found.indicator.value());
    let number = |value: &str| value.rsplit(':').next().unwrap_or(value).to_owned();
    let written: Vec<String> = written.by_ref().map(number).collect();
    let paid = context.payments.iter().find(|payment| payment.code.payee.is_some())?;
    let payee = paid.code.payee.as_ref()?;
    let differs = !written.is_empty() && !written.contains(&payee.number);
    differs.then(|| Some((paid.span, account(paid)?))).flatten()
}

/// The account with its bank: `Vietcombank 0123456789`.
fn account(payment: &Payment) -> Option<String> {
    let payee = payment.code.payee.as_ref()?;
    if payee.bin == ZALOPAY.0 && payee.number.starts_with(ZALOPAY.1) {
        return Some(format!("ZaloPay {}", payee.number));
    }
    let bank = Banks::embedded().by_bin(&payee.bin).map_or(payee.bin.as_str(), |bank| bank.name.as_str());
    Some(format!("{bank} {}", payee.number))
}

/// Who is paid by a code without account: `MAU SHOP (VNPAY)`.
fn shop(payment: &Payment) -> Option<String> {
    let code = &payment.code;
    let named = code.name.as_deref().map(short).or_else(|| code.phone.clone());
    match (named, code.network.name()) {
        (Some(name), Some(network)) => Some(format!("{name} ({network})")),
        (named, network) => named.or(network.map(str::to_owned)),
    }
}

/// Payee, amount and purpose in one line that reads the same in every language.
fn sentence(mut payee: String, payment: &Payment) -> String {
    if let Some(amount) = &payment.code.amount {
        payee.push_str(&format!(", {}", grouped(amount)));
        if payment.code.currency.as_deref() == Some(DONG) {
            payee.push_str(" đ");
        }
    }
    if let Some(purpose) = &payment.code.purpose {
        payee.push_str(&format!(", “{}”", short(purpose)));
    }
    payee
}

fn short(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).take(WORDS_MAX).collect()
}

/// `2345123` → `2.345.123`, as Vietnamese writes it; a fraction is kept as it is.
fn grouped(amount: &str) -> String {
    let (whole, fraction) = amount.split_once('.').unwrap_or((amount, ""));
    let mut text = String::with_capacity(amount.len() + 5);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    if fraction.bytes().any(|digit| digit != b'0') {
        text.push(',');
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn an_amount_is_written_as_in_vietnamese() {
        assert_eq!(grouped("500"), "500");
        assert_eq!(grouped("2345123"), "2.345.123");
        assert_eq!(grouped("50000.00"), "50.000");
        assert_eq!(grouped("1000.5"), "1.000,5");
    }
}
