//! One invented group of fraudsters: a method, a stretch of the year, and what it uses.
//!
//! Everything it uses lies where nobody can be hit: names under `.example` (RFC 2606), the numbers
//! 0900 000 000 to 0900 000 999, sender names `MAU-…`, and accounts `MAU…`, which no bank gives out.

use model::reference::Bank;
use model::{Indicator, IndicatorKind};
use sha2::{Digest as _, Sha256};

use super::dice::Dice;
use super::script::{MethodScript, Script};

/// Words that names of campaigns are made of.
const WORDS: [&str; 24] = [
    "xac-minh",
    "qua-tang",
    "dinh-danh",
    "phat-nguoi",
    "tra-cuu",
    "hoan-tien",
    "diem-thuong",
    "khuyen-mai",
    "viec-lam",
    "dau-tu",
    "san-vang",
    "vay-nhanh",
    "giao-hang",
    "buu-pham",
    "ho-tro",
    "bao-hiem",
    "dich-vu",
    "khach-hang",
    "trung-thuong",
    "combo-re",
    "ung-dung",
    "thanh-toan",
    "cap-nhat",
    "an-sinh",
];

/// Stream of random numbers that campaigns take.
const STREAM: u64 = 2;

/// One invented group.
#[derive(Debug)]
pub(super) struct Campaign<'a> {
    pub(super) script: &'a MethodScript,
    pub(super) bank: &'a Bank,
    /// What it uses, one of each kind of its method.
    pub(super) indicators: Vec<Indicator>,
}

impl<'a> Campaign<'a> {
    /// The `index`-th campaign of the year.
    pub(super) fn new(seed: u64, index: u64, script: &'a Script, banks: &'a [Bank]) -> Campaign<'a> {
        let mut dice = Dice::new(seed, STREAM, index);
        let method = dice.weighted(script.methods.iter().map(|method| method.weight));
        let script = &script.methods[method];
        let bank = dice.pick(banks).expect("the table of banks is not empty");
        let of_kind = |kind: &IndicatorKind| indicator(*kind, index, bank, &mut dice);
        let indicators = script.uses.iter().map(of_kind).collect();
        Campaign { script, bank, indicators }
    }

    /// The canonical value of the indicator of this kind; empty when it has none.
    pub(super) fn value(&self, kind: IndicatorKind) -> &str {
        self.indicators.iter().find(|indicator| indicator.kind() == kind).map_or("", Indicator::value)
    }
}

fn indicator(kind: IndicatorKind, index: u64, bank: &Bank, dice: &mut Dice) -> Indicator {
    let mut word = || *dice.pick(&WORDS).expect("there are words");
    let value = match kind {
        IndicatorKind::Domain => format!("{}-{}-{index}.example", word(), word()),
        IndicatorKind::Url => format!("{}-{index}.example/{}", word(), word()),
        IndicatorKind::Phone => format!("0900000{:03}", dice.below(1_000)),
        IndicatorKind::SmsSender => format!("MAU-{:03}", index % 1_000),
        IndicatorKind::Email => format!("mau{index}@{}.example", word()),
        IndicatorKind::BankAccount => format!("{}:MAU{index:08}", bank.bin),
        IndicatorKind::App => format!("example.mau.ung_dung{index}#{}", sample_hash(index)),
        // The remaining kinds have no reserved space for samples, so a file stands in for them.
        IndicatorKind::File | IndicatorKind::SocialAccount | IndicatorKind::CryptoWallet => {
            sample_hash(index)
        }
    };
    let kind = match kind {
        IndicatorKind::SocialAccount | IndicatorKind::CryptoWallet => IndicatorKind::File,
        other => other,
    };
    Indicator::parse(kind, &value).expect("a test parses the indicators of every campaign")
}

/// The SHA-256 of a text that says that it is a sample.
fn sample_hash(index: u64) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(format!("khien sample {index}")))
}
