//! The sourced tables under `data/`, compiled in and overridable from the data folder.
//!
//! One file per table; each parses its TOML or CSV once and checks it. In reading order: [`taxonomy`],
//! [`places`], [`banks`], [`official`], [`app_icons`], [`hotlines`], [`callers`], [`advice`], [`first_hour`], [`hosts`],
//! [`host_words`], [`services`], [`popular`], [`law`], [`reminders`], [`retention`];
//! `docs/reference-data.md` describes every table.

use std::borrow::Cow;
use std::sync::OnceLock;

pub mod advice;
pub mod app_icons;
pub mod banks;
pub mod callers;
mod dated;
pub mod first_hour;
pub mod host_words;
pub mod hosts;
pub mod hotlines;
pub mod law;
pub mod official;
pub mod places;
pub mod popular;
pub mod reminders;
pub mod retention;
pub mod services;
mod table;
pub mod taxonomy;
mod texts;
mod words;

pub use advice::{Advice, AdviceTable};
pub use app_icons::{AppIcon, AppIcons};
pub use banks::{Bank, Banks};
pub use callers::{CallerClaim, CallerShape, Callers, Calls};
pub use first_hour::{FirstHour, FirstHourStep};
pub use host_words::{HostWords, WordGroup};
pub use hosts::Hosts;
pub use hotlines::{Grade, Hotline, Hotlines};
pub use law::{Confidence, Deadline, Law};
pub use official::{InHosts, Official, OfficialChannels};
pub use places::{Commune, CommuneKind, Places, Province};
pub use popular::{Popular, PopularList};
pub use reminders::{NoteRule, RemindTo, ReminderRule, Reminders};
pub use retention::{Covers, Erases, Retention, RetentionRule};
pub use services::{ForgedPlatform, NamedOffice, Service, Services};
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
    /// What the icons of official apps look like.
    pub app_icons: AppIcons,
    /// Numbers to call, by place.
    pub hotlines: Hotlines,
    /// Who calls from what kind of number.
    pub callers: Callers,
    /// What to do, per method and verdict.
    pub advice: AdviceTable,
    /// The first hour after money was sent, by the clock.
    pub first_hour: FirstHour,
    /// Shared hosts, shorteners, names that may never be listed.
    pub hosts: Hosts,
    /// Words by which hosts are recognised.
    pub host_words: HostWords,
    /// Services whose pages are forged.
    pub services: Services,
    /// Names that very many people visit.
    pub popular: Popular,
    /// Deadlines with validity dates.
    pub law: Law,
    /// Who is told before a deadline ends, with validity dates.
    pub reminders: Reminders,
    /// How long personal data is kept, with validity dates.
    pub retention: Retention,
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
        let text =
            |file: &str, embedded: &'static str| text_of(file).map_or(Cow::Borrowed(embedded), Cow::Owned);
        let places = Places::parse(
            &text(Places::PROVINCES, texts::PROVINCES),
            &text(Places::COMMUNES, texts::COMMUNES),
            &text(Places::DISTRICTS, texts::DISTRICTS),
        )?;
        let mut banks = Banks::parse(&text(Banks::FILE, texts::BANKS))?;
        let hotlines = Hotlines::parse(&text(Hotlines::FILE, texts::HOTLINES), &places, &banks)?;
        banks.take_hotlines(&hotlines);
        let mut official = OfficialChannels::parse(&text(OfficialChannels::FILE, texts::OFFICIAL))?;
        official.take_hotlines(&hotlines);
        Ok(Reference {
            taxonomy: Taxonomy::parse(&text(Taxonomy::FILE, texts::TAXONOMY))?,
            places,
            banks,
            app_icons: AppIcons::parse(&text(AppIcons::FILE, texts::APP_ICONS), &official)?,
            callers: Callers::parse(&text(Callers::FILE, texts::CALLERS))?,
            official,
            hotlines,
            advice: AdviceTable::parse(&text(AdviceTable::FILE, texts::ADVICE))?,
            first_hour: FirstHour::parse(&text(FirstHour::FILE, texts::FIRST_HOUR))?,
            hosts: Hosts::parse(&text(Hosts::FILE, texts::HOSTS))?,
            host_words: HostWords::parse(&text(HostWords::FILE, texts::HOST_WORDS))?,
            services: Services::parse(&text(Services::FILE, texts::SERVICES))?,
            popular: Popular::parse(&text(Popular::FILE, texts::POPULAR))?,
            reminders: Reminders::parse(&text(Reminders::FILE, texts::REMINDERS))?,
            law: Law::parse(&text(Law::FILE, texts::LAW))?,
            retention: Retention::parse(&text(Retention::FILE, texts::RETENTION))?,
        })
    }
}
