//! Units, and what an officer of each may see: one table.
//!
//! An officer belongs to one unit, and a report lies on the desk of one unit. What the officer sees follows
//! from the two alone (`docs/decisions/0220-units-and-what-each-sees.md`).

use std::fmt;
use std::str::FromStr;

use model::Reference;
use serde::{Deserialize, Serialize};

use crate::slugs::slugs;

slugs! {
    /// What sort of unit it is.
    UnitKind {
        /// The desk of the whole country, or the only one where there is one desk.
        Ministry = "ministry",
        /// A desk of a province.
        Province = "province",
        /// A desk of a commune, ward or special zone.
        Commune = "commune",
        /// An agency that works with us: a bank's fraud desk, a department.
        Partner = "partner",
    }
}

slugs! {
    /// How far an officer of a unit sees.
    Scope {
        /// What lies on the desk of the own unit.
        OwnUnit = "own-unit",
        /// What lies on any desk of the own province: the province's, its communes', its partners'.
        OwnProvince = "own-province",
        /// Everything.
        All = "all",
    }
}

impl UnitKind {
    /// How far an officer of such a unit sees. This is the table.
    pub const fn scope(self) -> Scope {
        match self {
            UnitKind::Ministry => Scope::All,
            UnitKind::Province => Scope::OwnProvince,
            UnitKind::Commune | UnitKind::Partner => Scope::OwnUnit,
        }
    }

    /// Kinds of unit under which one of this kind may stand; none for the root.
    pub const fn parents(self) -> &'static [UnitKind] {
        match self {
            UnitKind::Ministry => &[],
            UnitKind::Province => &[UnitKind::Ministry],
            UnitKind::Commune => &[UnitKind::Province],
            UnitKind::Partner => &[UnitKind::Ministry, UnitKind::Province],
        }
    }
}

/// Names a unit: lower-case ASCII letters, digits and hyphens, 2 to 60 of them, e.g. `da-nang`. Chosen when the unit is made,
/// never changed: audit lines name it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UnitId(String);

impl UnitId {
    /// The root of the tree, which is always there. Its officers see everything.
    pub fn ministry() -> UnitId {
        UnitId("ministry".to_owned())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for UnitId {
    fn default() -> UnitId {
        UnitId::ministry()
    }
}

impl fmt::Display for UnitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<UnitId> for String {
    fn from(id: UnitId) -> String {
        id.0
    }
}

impl TryFrom<String> for UnitId {
    type Error = UnitError;

    fn try_from(text: String) -> Result<UnitId, UnitError> {
        text.parse()
    }
}

impl FromStr for UnitId {
    type Err = UnitError;

    fn from_str(text: &str) -> Result<UnitId, UnitError> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let is_id = (2..=60).contains(&text.len())
            && text.bytes().all(plain)
            && !text.starts_with('-')
            && !text.ends_with('-');
        if is_id { Ok(UnitId(text.to_owned())) } else { Err(UnitError::Id) }
    }
}

/// Why a unit cannot be made so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnitError {
    /// The name is not one of those that [`UnitId`] takes.
    #[error("read the short name of a unit")]
    Id,
    /// The name shown is empty or longer than [`NewUnit::NAME_CHARS_MAX`].
    #[error("read the name of a unit")]
    Name,
    /// A province or commune unit without its province, or a province nobody knows.
    #[error("read the province of a unit")]
    Province,
    /// A commune unit without its commune, or a commune of another province.
    #[error("read the commune of a unit")]
    Commune,
    /// It may not stand under that unit, or lies in another province than it.
    #[error("put a unit under another")]
    Parent,
}

impl UnitError {
    /// Stable code; the catalogue holds a sentence `unit-<code>` in each language.
    pub const fn code(self) -> &'static str {
        match self {
            UnitError::Id => "bad-id",
            UnitError::Name => "bad-name",
            UnitError::Province => "bad-province",
            UnitError::Commune => "bad-commune",
            UnitError::Parent => "bad-parent",
        }
    }
}

/// A unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewUnit {
    /// Its short name.
    pub id: UnitId,
    /// What sort.
    pub kind: UnitKind,
    /// Under which it stands; `None` for the root alone.
    pub parent: Option<UnitId>,
    /// Shown to people.
    pub name: String,
    /// Code of its province; `None` for the root and for partners of the whole country.
    pub province: Option<String>,
    /// Code of its commune; `None` for all others.
    pub commune: Option<String>,
    /// Methods it works on, where a province has several desks; empty: all.
    pub methods: Vec<model::Method>,
}

impl NewUnit {
    /// Characters of the name.
    pub const NAME_CHARS_MAX: usize = 120;

    /// Whether it fits the places we know and the unit it is to stand under.
    ///
    /// # Errors
    /// [`UnitError`], the first that applies.
    pub fn check(&self, parent: &NewUnit, reference: &Reference) -> Result<(), UnitError> {
        if self.name.trim().is_empty() || self.name.chars().count() > NewUnit::NAME_CHARS_MAX {
            return Err(UnitError::Name);
        }
        let known = |code: &String| reference.places.province(code).is_some();
        let needs_province = matches!(self.kind, UnitKind::Province | UnitKind::Commune);
        if self.province.as_ref().is_some_and(|code| !known(code))
            || (needs_province && self.province.is_none())
        {
            return Err(UnitError::Province);
        }
        let commune = self.commune.as_ref().map(|code| reference.places.commune(code));
        match (self.kind, commune) {
            (UnitKind::Commune, Some(Some(commune))) if Some(&commune.province) == self.province.as_ref() => {
            }
            (UnitKind::Commune, _) | (_, Some(_)) => return Err(UnitError::Commune),
            _ => {}
        }
        let same_province = parent.province.is_none() || parent.province == self.province;
        if self.parent.as_ref() != Some(&parent.id)
            || !self.kind.parents().contains(&parent.kind)
            || !same_province
        {
            return Err(UnitError::Parent);
        }
        Ok(())
    }

    /// What its officers see.
    pub fn sight(&self) -> Sight {
        Sight::new(self.kind, &self.id, self.province.as_deref())
    }
}

/// What one officer may see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sight {
    /// Everything.
    All,
    /// Whatever lies on a desk of the province with this code.
    Province(String),
    /// Whatever lies on the desk of this unit.
    Unit(UnitId),
}

impl Sight {
    /// Of an officer of such a unit.
    pub fn new(kind: UnitKind, id: &UnitId, province: Option<&str>) -> Sight {
        match (kind.scope(), province) {
            (Scope::All, _) => Sight::All,
            (Scope::OwnProvince, Some(province)) => Sight::Province(province.to_owned()),
            // A province desk without a province cannot be made; should one be there, it sees itself alone.
            (Scope::OwnProvince, None) | (Scope::OwnUnit, _) => Sight::Unit(id.clone()),
        }
    }

    /// Whether what lies on the desk of `unit`, in `province`, is seen.
    pub fn sees(&self, unit: &UnitId, province: Option<&str>) -> bool {
        match self {
            Sight::All => true,
            Sight::Province(own) => province == Some(own),
            Sight::Unit(own) => unit == own,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(
        id: &str,
        kind: UnitKind,
        parent: &str,
        province: Option<&str>,
        commune: Option<&str>,
    ) -> NewUnit {
        NewUnit {
            id: id.parse().unwrap(),
            kind,
            parent: (!parent.is_empty()).then(|| parent.parse().unwrap()),
            name: format!("Đơn vị {id}"),
            province: province.map(str::to_owned),
            commune: commune.map(str::to_owned),
            methods: Vec::new(),
        }
    }

    fn tree() -> [NewUnit; 6] {
        use UnitKind::{Commune, Ministry, Partner, Province};
        [
            unit("ministry", Ministry, "", None, None),
            unit("da-nang", Province, "ministry", Some("48"), None),
            unit("hai-chau", Commune, "da-nang", Some("48"), Some("20242")),
            unit("ngan-hang-mau", Partner, "ministry", None, None),
            unit("so-mau", Partner, "da-nang", Some("48"), None),
            unit("ha-noi", Province, "ministry", Some("01"), None),
        ]
    }

    /// One line for each unit that looks, one letter for each desk that is looked at.
    #[test]
    fn who_sees_which_desk() {
        let expected = [
            ("ministry", "111111"),
            ("da-nang", "011010"),
            ("hai-chau", "001000"),
            ("ngan-hang-mau", "000100"),
            ("so-mau", "000010"),
            ("ha-noi", "000001"),
        ];
        for (from, (id, line)) in tree().iter().zip(expected) {
            assert_eq!(from.id.as_str(), id);
            let sight = from.sight();
            let seen: String = tree()
                .iter()
                .map(|desk| if sight.sees(&desk.id, desk.province.as_deref()) { '1' } else { '0' })
                .collect();
            assert_eq!(seen, line, "{id}");
        }
    }

    #[test]
    fn the_tree_takes_only_what_fits() {
        let [ministry, da_nang, _, _, so_mau, ha_noi] = tree();
        let reference = Reference::embedded();
        let hai_chau = reference.places.find_commune("48", "Hải Châu").unwrap().code.clone();
        let code = |unit: &NewUnit, parent: &NewUnit| unit.check(parent, reference).map_err(UnitError::code);
        let ward = unit("hai-chau", UnitKind::Commune, "da-nang", Some("48"), Some(&hai_chau));
        assert_eq!(code(&da_nang, &ministry), Ok(()));
        assert_eq!(code(&ward, &da_nang), Ok(()));
        assert_eq!(code(&so_mau, &da_nang), Ok(()));
        assert_eq!(code(&ward, &ministry), Err("bad-parent"));
        assert_eq!(code(&ward, &NewUnit { id: da_nang.id.clone(), ..ha_noi.clone() }), Err("bad-parent"));
        assert_eq!(code(&NewUnit { commune: None, ..ward.clone() }, &da_nang), Err("bad-commune"));
        assert_eq!(
            code(&NewUnit { commune: Some("00004".to_owned()), ..ward }, &da_nang),
            Err("bad-commune")
        );
        assert_eq!(code(&NewUnit { province: None, ..da_nang.clone() }, &ministry), Err("bad-province"));
        assert_eq!(
            code(&NewUnit { province: Some("99".to_owned()), ..da_nang.clone() }, &ministry),
            Err("bad-province")
        );
        assert_eq!(code(&NewUnit { name: " ".to_owned(), ..da_nang }, &ministry), Err("bad-name"));
        for bad in ["", "a", "Đà-Nẵng", "da nang", "-da", "da-", &"a".repeat(61)] {
            assert_eq!(bad.parse::<UnitId>(), Err(UnitError::Id), "{bad}");
        }
    }
}
