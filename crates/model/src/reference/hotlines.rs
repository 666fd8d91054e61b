//! Numbers to call, by place.

use serde::Deserialize;
use toml::Spanned;

use super::ReferenceError;
use super::banks::Banks;
use super::places::Places;
use super::table::{Table, is_slug};
use crate::{Indicator, IndicatorKind, Text};

/// How far a number can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
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
    /// Stable name of the owner, kebab-case; the same as in `official.toml` where the owner stands there.
    pub owner_slug: String,
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
    /// When it was read, `yyyy-mm-dd`.
    pub read_on: String,
    /// Where it was read.
    pub source: String,
}

/// The table `hotlines.toml`.
#[derive(Clone, Debug, Default)]
pub struct Hotlines {
    /// All numbers, most urgent first.
    pub hotlines: Vec<Hotline>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "source")]
    _source: String,
    hotlines: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    number: Spanned<String>,
    owner_slug: String,
    owner: Text,
    purpose: Text,
    province: Option<String>,
    bank: Option<String>,
    grade: Grade,
    /// Day it was read, `yyyy-mm-dd`.
    on: String,
    source: String,
}

impl Hotlines {
    pub(super) const FILE: &'static str = "hotlines.toml";

    pub(super) fn parse(text: &str, places: &Places, banks: &Banks) -> Result<Hotlines, ReferenceError> {
        let table = Table::new(Self::FILE, text);
        let file: File = table.toml()?;
        let mut hotlines = Vec::with_capacity(file.hotlines.len());
        for row in file.hotlines {
            hotlines.push(read_row(table, row, places, banks)?);
        }
        Ok(Hotlines { hotlines })
    }

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

fn read_row(table: Table<'_>, row: Row, places: &Places, banks: &Banks) -> Result<Hotline, ReferenceError> {
    let line = table.line_at(row.number.span().start);
    let number = row.number.into_inner();
    table.check_day(line, "on", &row.on)?;
    table.check_text(line, "owner", &row.owner)?;
    table.check_text(line, "purpose", &row.purpose)?;
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(table.refuse(line, format!("number `{number}` is not digits only")));
    }
    Indicator::parse(IndicatorKind::Phone, &number).map_err(|error| table.refuse(line, error))?;
    if let Some(code) = row.province.as_deref().filter(|code| places.province(code).is_none()) {
        return Err(table.refuse(line, format!("no province `{code}`")));
    }
    if let Some(bin) = row.bank.as_deref().filter(|bin| banks.by_bin(bin).is_none()) {
        return Err(table.refuse(line, format!("no bank `{bin}`")));
    }
    if !is_slug(&row.owner_slug) {
        return Err(table.refuse(line, format!("owner_slug `{}` is not a slug", row.owner_slug)));
    }
    let Row { owner_slug, owner, purpose, province, bank, grade, on: read_on, source, .. } = row;
    Ok(Hotline { number, owner_slug, owner, purpose, province, bank, grade, read_on, source })
}
