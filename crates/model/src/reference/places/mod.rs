//! Provinces and communes, and the names of old provinces and districts that people still use.
//!
//! The module `names` finds the place that somebody means.

use std::ops::Range;

use serde::Deserialize;

use super::ReferenceError;
use super::table::{Table, is_slug, parts};

mod names;

use names::Names;

/// One of the 34 provincial units since 1 July 2025. Source: Nghị quyết 202/2025/QH15.
#[derive(Clone, Debug)]
pub struct Province {
    /// Two-digit code, e.g. `48`. Source: Quyết định 19/2025/QĐ-TTg.
    pub code: String,
    /// Name, e.g. `Đà Nẵng`.
    pub name: String,
    /// ASCII name for addresses, e.g. `da-nang`.
    pub slug: String,
    /// Whether it is a centrally run city.
    pub is_city: bool,
    /// Names of the provinces it was merged from (its own name too).
    pub merged_from: Vec<String>,
    /// Other writings of its name and of well-known places in it.
    pub aliases: Vec<String>,
    /// Codes of fixed lines of its parts, e.g. `0236`.
    pub area_codes: Vec<String>,
    /// First day it exists in this shape, `yyyy-mm-dd`.
    pub valid_from: String,
}

/// What sort of commune-level unit it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CommuneKind {
    /// Xã.
    Commune,
    /// Phường.
    Ward,
    /// Đặc khu.
    SpecialZone,
}

impl CommuneKind {
    /// The Vietnamese word that stands before the name.
    pub const fn word(self) -> &'static str {
        match self {
            CommuneKind::Commune => "xã",
            CommuneKind::Ward => "phường",
            CommuneKind::SpecialZone => "đặc khu",
        }
    }
}

/// One of the 3,321 communes, wards and special zones since 1 July 2025.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commune {
    /// Code of its province.
    pub province: String,
    /// Five-digit code, e.g. `20194`. Source: Quyết định 19/2025/QĐ-TTg.
    pub code: String,
    /// What sort of unit it is.
    pub kind: CommuneKind,
    /// Name without the word of its kind.
    pub name: String,
}

/// The tables `provinces.csv`, `communes.csv` and `districts.csv`.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// In the order of their names in Vietnamese.
    pub provinces: Vec<Province>,
    /// In the order of province code, then code.
    pub communes: Vec<Commune>,
    names: Names,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProvinceRow {
    code: String,
    name: String,
    slug: String,
    kind: ProvinceKind,
    old_names: String,
    aliases: String,
    area_codes: String,
    valid_from: String,
}

#[derive(PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ProvinceKind {
    City,
    Province,
}

/// A district that ended on 1 July 2025.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DistrictRow {
    province: String,
    name: String,
}

impl Places {
    pub(super) const PROVINCES: &'static str = "provinces.csv";
    pub(super) const COMMUNES: &'static str = "communes.csv";
    pub(super) const DISTRICTS: &'static str = "districts.csv";

    pub(super) fn parse(provinces: &str, communes: &str, districts: &str) -> Result<Places, ReferenceError> {
        let provinces = parse_provinces(Table::new(Self::PROVINCES, provinces))?;
        let communes = parse_communes(Table::new(Self::COMMUNES, communes), &provinces)?;
        let table = Table::new(Self::DISTRICTS, districts);
        let mut old = Vec::new();
        for (line, row) in table.rows::<DistrictRow>()? {
            let index = provinces.iter().position(|province| province.code == row.province);
            let index = index.ok_or_else(|| table.refuse(line, format!("no province `{}`", row.province)))?;
            old.push((row.name, index));
        }
        let names = Names::new(&provinces, &old)
            .map_err(|name| ReferenceError { table: Self::PROVINCES, problem: name.to_string() })?;
        Ok(Places { provinces, communes, names })
    }

    /// The province with this code.
    pub fn province(&self, code: &str) -> Option<&Province> {
        self.provinces.iter().find(|province| province.code == code)
    }

    /// The province with this slug, e.g. `da-nang`.
    pub fn province_by_slug(&self, slug: &str) -> Option<&Province> {
        self.provinces.iter().find(|province| province.slug == slug)
    }

    /// The province people mean by this name: today's, an old one, or a district that lay in it, with or
    /// without marks. `None` when the name is unknown or fits several provinces.
    pub fn find_province(&self, name: &str) -> Option<&Province> {
        self.names.find(name).map(|index| &self.provinces[index])
    }

    /// The communes of a province, in the order of their codes; empty for an unknown code.
    pub fn communes_of(&self, province: &str) -> &[Commune] {
        let start = self.communes.partition_point(|commune| commune.province.as_str() < province);
        let len = self.communes[start..].partition_point(|commune| commune.province == province);
        &self.communes[Range { start, end: start + len }]
    }

    /// The commune with this code.
    pub fn commune(&self, code: &str) -> Option<&Commune> {
        self.communes.iter().find(|commune| commune.code == code)
    }

    /// The commune of a province that people mean by this name, with or without marks and the word of its
    /// kind. `None` when there is none, or two share the name and the word is missing.
    pub fn find_commune(&self, province: &str, name: &str) -> Option<&Commune> {
        names::find_commune(self.communes_of(province), name)
    }
}

fn parse_provinces(table: Table<'_>) -> Result<Vec<Province>, ReferenceError> {
    let mut provinces: Vec<Province> = Vec::new();
    for (line, row) in table.rows::<ProvinceRow>()? {
        table.check_day(line, "valid_from", &row.valid_from)?;
        if !is_code(&row.code, 2) || !is_slug(&row.slug) || row.name.is_empty() {
            return Err(table
                .refuse(line, format!("province `{}` needs a two-digit code, a name and a slug", row.code)));
        }
        if provinces.iter().any(|other| other.code == row.code || other.slug == row.slug) {
            return Err(table.refuse(line, format!("province `{}` is there twice", row.code)));
        }
        provinces.push(Province {
            code: row.code,
            name: row.name,
            slug: row.slug,
            is_city: row.kind == ProvinceKind::City,
            merged_from: parts(&row.old_names),
            aliases: parts(&row.aliases),
            area_codes: parts(&row.area_codes),
            valid_from: row.valid_from,
        });
    }
    Ok(provinces)
}

fn parse_communes(table: Table<'_>, provinces: &[Province]) -> Result<Vec<Commune>, ReferenceError> {
    let mut communes: Vec<Commune> = Vec::with_capacity(3_400);
    for (line, commune) in table.rows::<Commune>()? {
        if !is_code(&commune.code, 5) || commune.name.is_empty() {
            return Err(
                table.refuse(line, format!("commune `{}` needs a five-digit code and a name", commune.code))
            );
        }
        if !provinces.iter().any(|province| province.code == commune.province) {
            return Err(table.refuse(line, format!("no province `{}`", commune.province)));
        }
        let in_order = communes
            .last()
            .is_none_or(|last| (&last.province, &last.code) < (&commune.province, &commune.code));
        if !in_order {
            return Err(
                table.refuse(line, format!("commune `{}` is out of order or there twice", commune.code))
            );
        }
        communes.push(commune);
    }
    Ok(communes)
}

fn is_code(code: &str, digits: usize) -> bool {
    code.len() == digits && code.bytes().all(|byte| byte.is_ascii_digit())
}
