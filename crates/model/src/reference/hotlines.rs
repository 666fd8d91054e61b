//! Numbers to call, by place.

use crate::Text;

/// How far a number can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// Read in an official or agreeing sources: shown.
    A,
    /// One source, may be stale: not shown as fact.
    B,
    /// From memory: not shown.
    C,
}

/// One number to call.
#[derive(Clone, Debug)]
pub struct Hotline {
    /// As dialled, digits only, e.g. `113`.
    pub number: String,
    /// Who answers.
    pub owner: Text,
    /// What for.
    pub purpose: Text,
    /// Code of the province; `None` for the whole country.
    pub province: Option<String>,
    /// BIN of the bank it belongs to; `None` when it is not a bank's.
    pub bank: Option<String>,
    /// How far it can be trusted.
    pub grade: Grade,
    /// Where it was read, with date.
    pub source: String,
}

/// The table `hotlines.toml`.
#[derive(Clone, Debug, Default)]
pub struct Hotlines {
    /// All numbers, most urgent first.
    pub hotlines: Vec<Hotline>,
}

impl Hotlines {
    /// Grade A numbers for somebody in this province (its own first, then the country's); `None`: the country's only.
    pub fn shown(&self, province: Option<&str>) -> Vec<&Hotline> {
        let shown = |hotline: &&Hotline| hotline.grade == Grade::A && hotline.bank.is_none();
        let own = self
            .hotlines
            .iter()
            .filter(shown)
            .filter(|h| province.is_some() && h.province.as_deref() == province);
        own.chain(self.hotlines.iter().filter(shown).filter(|h| h.province.is_none())).collect()
    }
}
