//! Who calls from what: what the number that rang says about the office that its caller claims to be.

use serde::Deserialize;

use super::ReferenceError;
use super::table::{Table, is_slug};
use crate::Text;
use crate::indicator::phone::{PhoneKind, describe};

/// Whether real calls come from such numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Calls {
    /// Nothing real rings like this in Viet Nam: a forged display, or a caller abroad.
    Never,
    /// Made to be called.
    Seldom,
    /// Offices use such numbers, and so does everybody.
    May,
}

/// One kind of number.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallerShape {
    /// Name of the kind, one of [`CallerShape::KINDS`].
    pub kind: String,
    /// Short codes this row is about; empty: all numbers of the kind.
    #[serde(default)]
    pub codes: Vec<String>,
    /// Whether real calls come from it.
    pub calls: Calls,
    /// What to know about it.
    pub text: Text,
    /// Where that was read.
    pub source: String,
}

impl CallerShape {
    /// Kinds of numbers; `hidden` is a number that is not shown.
    pub const KINDS: &'static [&'static str] = &[
        "impossible",
        "hidden",
        "foreign",
        "short-code",
        "premium",
        "toll-free",
        "state",
        "government",
        "fixed",
        "voip",
        "mobile",
    ];
}

/// What a caller may claim to be.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallerClaim {
    /// Stable name, e.g. `bank`.
    pub code: String,
    /// In words.
    pub name: Text,
    /// What such an office never does by telephone.
    pub never: Text,
    /// Owners of its numbers, by their slug.
    pub owners: Vec<String>,
    /// Where that was read.
    pub source: String,
}

/// The table `callers.toml`.
#[derive(Clone, Debug, Default)]
pub struct Callers {
    /// Kinds of numbers; every kind has a row without codes.
    shapes: Vec<CallerShape>,
    /// Claims, in the order in which they are offered.
    pub claims: Vec<CallerClaim>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "source")]
    _source: String,
    shapes: Vec<CallerShape>,
    claims: Vec<CallerClaim>,
}

impl Callers {
    pub(super) const FILE: &'static str = "callers.toml";

    pub(super) fn parse(text: &str) -> Result<Callers, ReferenceError> {
        let table = Table::new(Self::FILE, text);
        let file: File = table.toml()?;
        for shape in &file.shapes {
            table.check_text(0, &format!("text of `{}`", shape.kind), &shape.text)?;
            if !CallerShape::KINDS.contains(&shape.kind.as_str()) {
                return Err(table.refuse(0, format!("no kind of number `{}`", shape.kind)));
            }
        }
        for kind in CallerShape::KINDS {
            let rows =
                file.shapes.iter().filter(|shape| shape.kind == *kind && shape.codes.is_empty()).count();
            if rows != 1 {
                return Err(table.refuse(0, format!("kind `{kind}` needs one row without codes, not {rows}")));
            }
        }
        for (index, claim) in file.claims.iter().enumerate() {
            let code = &claim.code;
            if !is_slug(code) || file.claims[..index].iter().any(|other| other.code == *code) {
                return Err(table.refuse(0, format!("claim `{code}` is not a slug, or is there twice")));
            }
            table.check_text(0, &format!("name of `{code}`"), &claim.name)?;
            table.check_text(0, &format!("never of `{code}`"), &claim.never)?;
        }
        Ok(Callers { shapes: file.shapes, claims: file.claims })
    }

    /// What to know about the number that rang, a canonical `phone` value; `None`: none was shown.
    pub fn shape_of(&self, value: Option<&str>) -> &CallerShape {
        let kind = value.map_or("hidden", |value| kind_of(describe(value)));
        let code = value.and_then(|value| value.strip_prefix("84:"));
        let of_kind = || self.shapes.iter().filter(|shape| shape.kind == kind);
        let named = of_kind().find(|shape| shape.codes.iter().any(|own| Some(own.as_str()) == code));
        named.or_else(|| of_kind().find(|shape| shape.codes.is_empty())).expect("every kind has a row")
    }

    /// The claim with this code.
    pub fn claim(&self, code: &str) -> Option<&CallerClaim> {
        self.claims.iter().find(|claim| claim.code == code)
    }
}

fn kind_of(kind: PhoneKind) -> &'static str {
    match kind {
        PhoneKind::Mobile { .. } => "mobile",
        PhoneKind::Fixed { .. } => "fixed",
        PhoneKind::State => "state",
        PhoneKind::Government => "government",
        PhoneKind::Voip => "voip",
        PhoneKind::TollFree => "toll-free",
        PhoneKind::Premium => "premium",
        PhoneKind::ShortCode => "short-code",
        PhoneKind::Foreign { .. } => "foreign",
        PhoneKind::Impossible => "impossible",
    }
}
