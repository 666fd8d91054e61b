//! What a feed left out, and why: one bad entry never costs the others, and none vanishes silently.

use model::publication::LeftOut;
use model::{Indicator, Serial};

/// What became of a snapshot in one format.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Entries that the output carries.
    pub entries: usize,
    /// Entries left out because a listed parent covers them already.
    pub covered: usize,
    /// Entries that the output should carry and cannot. They stay on the list.
    pub unrepresentable: Vec<Unrepresentable>,
}

/// An entry that one format cannot carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unrepresentable {
    /// Which entry.
    pub indicator: Indicator,
    /// The act that last changed it.
    pub serial: Serial,
    /// Why.
    pub reason: Reason,
}

/// Why a format cannot carry an entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// The rule of names refuses it.
    #[error(transparent)]
    Name(#[from] LeftOut),
    /// The format gives one of its characters another meaning.
    #[error("write `{0}` as a rule: it holds a character that the format reads otherwise")]
    Character(String),
}

impl Reason {
    /// Stable code, kebab-case.
    pub fn code(&self) -> &'static str {
        match self {
            Reason::Name(name) => name.code(),
            Reason::Character(_) => "character",
        }
    }
}
