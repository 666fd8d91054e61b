//! Payment codes: what the text of a payment QR says, read field by field.
//!
//! Start at [`PaymentCode::read`]. A code only repeats what its maker wrote into it: account, amount, purpose,
//! a shop's name. Nothing in it proves who the holder of the account is.
//!
//! Sources: EMVCo QR Code Specification for Payment Systems (merchant-presented), sections 3 and 4; NAPAS, format
//! of VietQR codes (IBFT 1.5.2: template 38, `A000000727`). VNPAY (`A000000775`), AirPay and the transfer code of the
//! VNPAY wallet have no public specification: their shape is known from codes seen.

mod crc;
mod field;
mod momo;

use std::ops::Range;

use field::{Field, Fields, Unit};

/// How every payment code begins: format indicator `01`.
pub const START: &str = "000201";

/// How each form of a code begins: EMVCo, and the two of MoMo.
pub const STARTS: [&str; 3] = [START, momo::CODE, momo::LINK];

/// Bytes of the longest code. Source: EMVCo, section 3.1 (512 characters); twice that for marked letters.
const BYTES_MAX: usize = 1024;

/// Application identifiers of templates. Sources: NAPAS; codes seen.
const NETWORKS: &[(&str, Network)] =
    &[("A000000727", Network::Napas), ("A000000775", Network::VnPay), ("vn.airpay.www", Network::AirPay)];

/// Who carries the payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// Transfers between banks and wallets; the code is a VietQR.
    Napas,
    /// VNPAY: a shop's code, or a transfer to its wallet.
    VnPay,
    /// ShopeePay, earlier AirPay.
    AirPay,
    /// The wallet of a telephone number at MoMo.
    MoMo,
    /// Another one.
    Other,
}

impl Network {
    /// Its name as people know it; `None` when it is not known.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Network::Napas => Some("VietQR"),
            Network::VnPay => Some("VNPAY"),
            Network::AirPay => Some("ShopeePay"),
            Network::MoMo => Some("MoMo"),
            Network::Other => None,
        }
    }
}

/// Whether the check sum at the end is that of the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckSum {
    /// It is.
    Right,
    /// It is not: the code was changed or copied wrongly after it was made.
    Wrong,
    /// There is none: the code was cut off, or is none.
    Missing,
    /// This form of code has none.
    NotUsed,
}

/// The account that a VietQR pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payee {
    /// Six-digit number of the bank or wallet at NAPAS.
    pub bin: String,
    /// Account, alias or card, as written.
    pub number: String,
    /// Whether the number is that of a card (service `QRIBFTTC`).
    pub is_card: bool,
}

/// What a payment code says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentCode {
    /// Who carries it.
    pub network: Network,
    /// The account; `None` for codes of shops, which name a number that only the network understands.
    pub payee: Option<Payee>,
    /// The telephone number whose wallet is paid; `None` for all but the wallets of VNPAY and MoMo.
    pub phone: Option<String>,
    /// Name of the shop or person, as the maker of the code wrote it; `None` when it names nobody.
    pub name: Option<String>,
    /// Amount as written, digits with at most one dot, in [`currency`](Self::currency); `None` when the payer
    /// types it.
    pub amount: Option<String>,
    /// Three digits by ISO 4217, `704` for the dong; `None` when the code names none.
    pub currency: Option<String>,
    /// What the payer's statement will say; `None` when the code says nothing.
    pub purpose: Option<String>,
    /// Whether the check sum holds.
    pub check_sum: CheckSum,
    /// Bytes of the text that the code takes, from its beginning.
    pub len: usize,
    /// Where name and purpose stand in the text: words that somebody wrote for a reader.
    pub words: Vec<Range<usize>>,
}

impl PaymentCode {
    /// Reads the code at the beginning of a text; what follows the code is not looked at. `None` when there is no
    /// code there that tells whom it pays. A code that is cut off is read as far as it goes.
    pub fn read(text: &str) -> Option<PaymentCode> {
        if text.starts_with(momo::CODE) {
            return momo::read_code(text);
        }
        if text.starts_with(momo::LINK) {
            return momo::read_link(text);
        }
        if !text.starts_with(START) {
            return None;
        }
        let text = &text[..text.floor_char_boundary(BYTES_MAX)];
        let by_bytes = PaymentCode::read_as(text, Unit::Bytes);
        if text.is_ascii() || by_bytes.as_ref().is_some_and(|code| code.check_sum == CheckSum::Right) {
            return by_bytes;
        }
        let by_characters = PaymentCode::read_as(text, Unit::Characters);
        let rank = |code: &Option<PaymentCode>| code.as_ref().map(|code| (code.check_sum.rank(), code.len));
        if rank(&by_characters) > rank(&by_bytes) { by_characters } else { by_bytes }
    }

    fn read_as(text: &str, unit: Unit) -> Option<PaymentCode> {
        let mut code = PaymentCode {
            network: Network::Other,
            payee: None,
            phone: None,
            name: None,
            amount: None,
            currency: None,
            purpose: None,
            check_sum: CheckSum::Missing,
            len: 0,
            words: Vec::new(),
        };
        let mut has_template = false;
        let mut is_wallet = false;
        let mut fields = Fields::new(text, unit);
        for field in fields.by_ref() {
            match field.tag {
                4 if field.value == "VNPayWallet" => {
                    (is_wallet, code.network) = (true, Network::VnPay);
                }
                7..=11 if is_wallet => code.take_wallet(&field),
                26..=51 => has_template |= code.take_template(&field, unit),
                53 => code.currency = Some(field.value.to_owned()),
                54 => code.amount = amount(field.value),
                59 => code.name = code.keep(&field),
                62 => code.take_purpose(&field, unit),
                63 => {
                    code.check_sum = check(text, &field);
                    break;
                }
                _ => {}
            }
        }
        code.len = fields.at;
        (has_template || code.phone.is_some()).then_some(code)
    }

    /// Fields of the transfer code of the VNPAY wallet.
    fn take_wallet(&mut self, field: &Field<'_>) {
        let digits = field.value.bytes().all(|byte| byte.is_ascii_digit());
        match field.tag {
            7 if digits && !field.value.is_empty() => self.phone = Some(field.value.to_owned()),
            8 => self.name = self.keep(field),
            9 => self.amount = amount(field.value),
            10 => self.currency = Some(field.value.to_owned()),
            11 => self.purpose = self.keep(field),
            _ => {}
        }
    }

    /// A template of a network; answers whether it names one.
    fn take_template(&mut self, field: &Field<'_>, unit: Unit) -> bool {
        let Some(identifier) = Fields::value_of(field.value, unit, 0) else { return false };
        let known = NETWORKS.iter().find(|(known, _)| known.eq_ignore_ascii_case(identifier));
        let network = known.map_or(Network::Other, |(_, network)| *network);
        if self.network == Network::Other {
            self.network = network;
        }
        if network == Network::Napas && self.payee.is_none() {
            self.payee = payee(field.value, unit);
            return self.payee.is_some();
        }
        true
    }

    /// The purpose (08) of the additional data.
    fn take_purpose(&mut self, data: &Field<'_>, unit: Unit) {
        let mut fields = Fields::new(data.value, unit);
        if let Some(mut purpose) = fields.find(|field| field.tag == 8) {
            purpose.place = purpose.place.start + data.place.start..purpose.place.end + data.place.start;
            self.purpose = self.keep(&purpose);
        }
    }

    fn keep(&mut self, field: &Field<'_>) -> Option<String> {
        let value = field.value.trim();
        if value.is_empty() {
            return None;
        }
        self.words.push(field.place.clone());
        Some(value.to_owned())
    }
}

impl CheckSum {
    fn rank(self) -> u8 {
        match self {
            CheckSum::Right => 2,
            CheckSum::Wrong => 1,
            CheckSum::Missing | CheckSum::NotUsed => 0,
        }
    }
}

/// The payee of a NAPAS template: 01 holds 00 bank and 01 account, 02 the service.
fn payee(template: &str, unit: Unit) -> Option<Payee> {
    let inner = Fields::value_of(template, unit, 1)?;
    let bin = Fields::value_of(inner, unit, 0)?;
    let number = Fields::value_of(inner, unit, 1)?;
    let whole = bin.len() == 6 && bin.bytes().all(|byte| byte.is_ascii_digit()) && !number.is_empty();
    let is_card =
        Fields::value_of(template, unit, 2).is_some_and(|service| service.eq_ignore_ascii_case("QRIBFTTC"));
    whole.then(|| Payee { bin: bin.to_owned(), number: number.to_owned(), is_card })
}

/// An amount of more than nothing. Source: EMVCo, section 4.7.7: digits and one dot, at most 13 characters.
fn amount(value: &str) -> Option<String> {
    let shape = value.len() <= 13
        && value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && value.bytes().filter(|byte| *byte == b'.').count() <= 1
        && value.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
    shape.then(|| value.to_owned())
}

/// The sum covers everything before its own value, tag and length included.
fn check(text: &str, field: &Field<'_>) -> CheckSum {
    let written = (field.value.len() == 4).then(|| u16::from_str_radix(field.value, 16).ok()).flatten();
    if written == Some(crc::sum(&text.as_bytes()[..field.place.start])) {
        CheckSum::Right
    } else {
        CheckSum::Wrong
    }
}
