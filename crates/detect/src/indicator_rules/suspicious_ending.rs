//! Endings of host names that are cheap and that fraudsters take most.

use super::{Context, Grounds};
use crate::rules::file::RuleKind;

/// Source: endings of reported Vietnamese phishing hosts (warnings of the state and of banks, 2020–2025):
/// `.top`, `.vip`, `.xyz`, `.cc`, `.online` and their like; and the endings that were long given away.
const ENDINGS: &[&str] = &[
    "bet", "bond", "buzz", "cc", "cf", "cfd", "click", "club", "cyou", "fun", "ga", "gq", "icu", "life",
    "live", "lol", "ml", "monster", "online", "pw", "quest", "rest", "sbs", "site", "space", "store", "tk",
    "top", "vip", "website", "win", "work", "xyz",
];

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    let shortener = |name: &str| context.knowledge.hosts.is_shortener(name);
    if let Some(host) = context.hosts.iter().find(|host| is_cheap(&host.name) && !shortener(&host.name)) {
        grounds.add("suspicious-ending", RuleKind::Scam, 0.9, Some(host.span), Some(host.name.clone()), &[]);
    }
}

/// Whether a host has one of these endings.
pub(super) fn is_cheap(name: &str) -> bool {
    name.rsplit('.').next().is_some_and(|top| ENDINGS.binary_search(&top).is_ok())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_endings_are_sorted() {
        assert!(super::ENDINGS.is_sorted());
    }
}
