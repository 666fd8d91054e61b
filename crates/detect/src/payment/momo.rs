//! Codes and links of MoMo that pay the wallet of a telephone number.
//!
//! Neither has a public specification; their shape is known from codes seen: `2|99|number|name|e-mail|0|0|amount|
//! purpose|transfer_myqr`, and `nhantien.momo.vn/number/amount`.

use super::{CheckSum, Network, PaymentCode};

/// How a code begins.
pub(super) const CODE: &str = "2|99|";
/// How a link begins, behind its scheme.
pub(super) const LINK: &str = "nhantien.momo.vn/";
/// How a code ends.
const END: &str = "|transfer_myqr";
/// Bytes of a code or link that are read.
const BYTES_MAX: usize = 512;

/// The code at the beginning of a text; `None` when it pays no number.
pub(super) fn read_code(text: &str) -> Option<PaymentCode> {
    let text = &text[..text.floor_char_boundary(BYTES_MAX)];
    let line = text.lines().next()?;
    let line = line.find(END).map_or(line, |end| &line[..end + END.len()]);
    let mut at = 0;
    let fields: Vec<(usize, &str)> = line
        .split('|')
        .map(|field| {
            let start = at;
            at += field.len() + 1;
            (start, field)
        })
        .collect();
    let field = |index: usize| fields.get(index).map_or("", |(_, field)| field.trim());
    let mut code = wallet(field(2), field(7), line.len())?;
    let named = |index: usize| Some(field(index).to_owned()).filter(|text| !text.is_empty());
    (code.name, code.purpose) = (named(3), named(8).filter(|text| text != "transfer_myqr"));
    code.words = [3, 8]
        .iter()
        .filter_map(|index| fields.get(*index))
        .map(|(at, field)| *at..at + field.len())
        .collect();
    Some(code)
}

/// The link at the beginning of a text; `None` when it pays no number.
pub(super) fn read_link(text: &str) -> Option<PaymentCode> {
    let rest = text.strip_prefix(LINK)?;
    let is_of_path = |c: char| c.is_ascii_alphanumeric() || c == '/';
    let path = &rest[..rest.find(|c| !is_of_path(c)).unwrap_or(rest.len())];
    let mut parts = path.split('/');
    let (phone, amount) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    wallet(phone, amount, LINK.len() + path.len())
}

fn wallet(phone: &str, amount: &str, len: usize) -> Option<PaymentCode> {
    let digits = (9..=11).contains(&phone.len()) && phone.bytes().all(|byte| byte.is_ascii_digit());
    let amount = super::amount(amount);
    digits.then(|| PaymentCode {
        network: Network::MoMo,
        payee: None,
        phone: Some(phone.to_owned()),
        name: None,
        // MoMo knows no other money.
        currency: amount.is_some().then(|| "704".to_owned()),
        amount,
        purpose: None,
        check_sum: CheckSum::NotUsed,
        len,
        words: Vec::new(),
    })
}
