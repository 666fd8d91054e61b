//! Banks and wallets by BIN.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::hotlines::{Grade, Hotlines};
use super::table::{Table, parts};
use super::{ReferenceError, texts};
use crate::text::fold;

/// One bank or wallet in the NAPAS system.
#[derive(Clone, Debug)]
pub struct Bank {
    /// Six-digit bank identification number at NAPAS, e.g. `970436`.
    pub bin: String,
    /// Code as used with VietQR, e.g. `VCB`.
    pub code: String,
    /// Short name as people say it, e.g. `Vietcombank`.
    pub name: String,
    /// Full Vietnamese name.
    pub full_name: String,
    /// Other ways people write it, folded (lower case, no marks).
    pub aliases: Vec<String>,
    /// Its verified 24-hour number; `None` when none is verified (then: the number on the card).
    pub hotline: Option<String>,
}

/// The table `banks.csv`.
#[derive(Clone, Debug, Default)]
pub struct Banks {
    /// In the order of their names.
    pub banks: Vec<Bank>,
    /// Folded names without spaces → position.
    names: HashMap<String, usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    bin: String,
    code: String,
    name: String,
    full_name: String,
    aliases: String,
}

impl Banks {
    pub(super) const FILE: &'static str = "banks.csv";

    /// The table that is compiled in, without hotlines.
    ///
    /// Apart from [`Reference::embedded`](super::Reference::embedded), because reading a bank account needs
    /// it while the other tables, which hold indicators, are still being read.
    pub fn embedded() -> &'static Banks {
        static EMBEDDED: OnceLock<Banks> = OnceLock::new();
        EMBEDDED.get_or_init(|| Banks::parse(texts::BANKS).expect("a test reads every embedded table"))
    }

    pub(super) fn parse(text: &str) -> Result<Banks, ReferenceError> {
        let table = Table::new(Self::FILE, text);
        let mut banks = Banks::default();
        for (line, row) in table.rows::<Row>()? {
            if row.bin.len() != 6 || !row.bin.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(table.refuse(line, format!("bin `{}` is not six digits", row.bin)));
            }
            if row.name.is_empty() || row.full_name.is_empty() {
                return Err(table.refuse(line, format!("bank `{}` has no name", row.bin)));
            }
            let aliases = parts(&row.aliases);
            if let Some(alias) = aliases.iter().find(|alias| fold(alias) != **alias) {
                return Err(table.refuse(line, format!("alias `{alias}` is not folded")));
            }
            let index = banks.banks.len();
            let own = [&row.bin, &row.code, &row.name, &row.full_name].into_iter();
            for name in own.chain(&aliases) {
                let other = banks.names.insert(key(name), index);
                if other.is_some_and(|other| other != index) {
                    return Err(table.refuse(line, format!("the name `{name}` is given to two banks")));
                }
            }
            banks.banks.push(Bank {
                bin: row.bin,
                code: row.code,
                name: row.name,
                full_name: row.full_name,
                aliases,
                hotline: None,
            });
        }
        Ok(banks)
    }

    /// Gives each bank its first number of grade A.
    pub(super) fn take_hotlines(&mut self, hotlines: &Hotlines) {
        for bank in &mut self.banks {
            let own = hotlines
                .hotlines
                .iter()
                .find(|hotline| hotline.grade == Grade::A && hotline.bank.as_deref() == Some(&bank.bin));
            bank.hotline = own.map(|hotline| hotline.number.clone());
        }
    }

    /// The bank with this BIN.
    pub fn by_bin(&self, bin: &str) -> Option<&Bank> {
        self.banks.iter().find(|bank| bank.bin == bin)
    }

    /// The bank people mean by this name, code or BIN, with or without marks: `VCB`, `Vietcom bank`,
    /// `Ngân hàng TMCP Quân đội`, `nh nông nghiệp`.
    pub fn find(&self, name: &str) -> Option<&Bank> {
        let whole = key(name);
        let short = without_bank_words(&whole);
        let tries = [whole.as_str(), short, short.strip_suffix("bank").unwrap_or(short)];
        let index = tries.iter().find_map(|name| self.names.get(*name))?;
        Some(&self.banks[*index])
    }
}

fn key(name: &str) -> String {
    let mut key = fold(name);
    key.retain(|char| char != ' ');
    key
}

/// Without the words before and after a bank's own name, longest first.
fn without_bank_words(key: &str) -> &str {
    const BEFORE: [&str; 9] = [
        "nganhangthuongmaicophan",
        "nganhangtnhhmtv",
        "nganhangtmcp",
        "nganhangso",
        "nganhang",
        "nhtmcp",
        "nhtm",
        "nh",
        "vi",
    ];
    let key = BEFORE.iter().find_map(|word| key.strip_prefix(word)).unwrap_or(key);
    ["vietnam", "vn"].iter().find_map(|word| key.strip_suffix(word)).unwrap_or(key)
}
