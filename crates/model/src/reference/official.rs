//! Verified official channels: whom a domain, number, sender name or app belongs to.

use crate::{Indicator, IndicatorKind, Text};

/// One verified official channel.
#[derive(Clone, Debug)]
pub struct Official {
    /// The channel. A `domain` covers its sub-domains.
    pub indicator: Indicator,
    /// Who owns it, e.g. `Vietcombank`.
    pub owner: Text,
    /// Stable name of the owner, kebab-case; the same for all channels of one owner.
    pub owner_slug: String,
    /// Folded names under which it is impersonated, e.g. `vietcombank`, `vcb`.
    pub brands: Vec<String>,
    /// When it was last compared with its source, `yyyy-mm-dd`.
    pub verified_on: String,
    /// Where.
    pub source: String,
}

/// The table `official.toml`.
#[derive(Clone, Debug, Default)]
pub struct OfficialChannels {
    /// All channels, in the order of the file.
    pub channels: Vec<Official>,
}

impl OfficialChannels {
    /// The channel that this indicator is, or is part of (a sub-domain or page of an official domain).
    pub fn find(&self, indicator: &Indicator) -> Option<&Official> {
        self.channels.iter().find(|channel| channel.indicator == *indicator)
    }

    /// Channels of one kind.
    pub fn of_kind(&self, kind: IndicatorKind) -> impl Iterator<Item = &Official> {
        self.channels.iter().filter(move |channel| channel.indicator.kind() == kind)
    }
}
