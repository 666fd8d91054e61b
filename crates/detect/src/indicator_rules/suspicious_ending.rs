//! Endings of host names that are cheap and that fraudsters take most.

use super::host_words::HostWords;
use super::{Context, Grounds};
use crate::rules::file::RuleKind;

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    let shortener = |name: &str| context.knowledge.hosts.is_shortener(name);
    let words = &context.knowledge.words;
    if let Some(host) = context.hosts.iter().find(|host| words.is_cheap(&host.name) && !shortener(&host.name))
    {
        grounds.add("suspicious-ending", RuleKind::Scam, 0.9, Some(host.span), Some(host.name.clone()), &[]);
    }
}

impl HostWords {
    /// Whether a host has one of the cheap endings.
    pub(super) fn is_cheap(&self, name: &str) -> bool {
        holds(&self.cheap_endings, name.rsplit('.').next().unwrap_or_default())
    }

    /// Whether the ending may stand as a second sign beside another that speaks of a fraud: cheap, open to anybody, or
    /// new.
    pub(super) fn is_second_sign(&self, name: &str) -> bool {
        let top = name.rsplit('.').next().unwrap_or_default();
        self.is_cheap(name) || self.is_open(name) || holds(&self.second_endings, top)
    }

    /// Whether the name stands under an ending of `.vn` that anybody gets.
    pub(super) fn is_open(&self, name: &str) -> bool {
        self.open_endings.iter().any(|ending| name.ends_with(ending))
    }

    /// Whether whoever registered the name has shown who he is, as holders of names under `.vn` must.
    pub(super) fn is_identified(&self, name: &str) -> bool {
        name.ends_with(".vn") && !self.is_open(name)
    }
}

/// Whether the sorted endings hold this one.
fn holds(endings: &[String], top: &str) -> bool {
    endings.binary_search_by(|known| known.as_str().cmp(top)).is_ok()
}
