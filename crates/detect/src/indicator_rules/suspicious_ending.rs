//! Endings of host names that are cheap and that fraudsters take most.

use super::{Context, Grounds};
use crate::rules::file::RuleKind;

/// Source: endings of reported Vietnamese phishing hosts (warnings of the state and of banks, 2020–2025):
/// `.top`, `.vip`, `.xyz`, `.cc`, `.online` and their like; the endings that were long given away; and those that
/// registries have sold for less than a dollar since 2023.
const ENDINGS: &[&str] = &[
    "autos",
    "beauty",
    "bet",
    "bid",
    "boats",
    "bond",
    "buzz",
    "cc",
    "cf",
    "cfd",
    "christmas",
    "click",
    "club",
    "cyou",
    "fun",
    "ga",
    "gq",
    "hair",
    "homes",
    "icu",
    "lat",
    "life",
    "live",
    "loan",
    "lol",
    "makeup",
    "men",
    "ml",
    "mom",
    "monster",
    "motorcycles",
    "online",
    "pics",
    "pw",
    "quest",
    "ren",
    "rest",
    "sbs",
    "shop",
    "site",
    "skin",
    "space",
    "store",
    "tk",
    "top",
    "vin",
    "vip",
    "wang",
    "website",
    "win",
    "work",
    "xyz",
    "yachts",
];
/// Endings under `.vn` that anybody gets at once for little or nothing: for them `.vn` vouches for nobody.
/// Source: Circular 20/2023/TT-BTC (`id.vn`, `biz.vn` free of fees for the young and for new firms), price lists of
/// registrars for `io.vn`, `info.vn`, `name.vn`, `pro.vn`.
const OPEN_UNDER_VN: &[&str] = &[".biz.vn", ".id.vn", ".info.vn", ".io.vn", ".name.vn", ".pro.vn"];

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

/// Whether whoever registered the name has shown who he is, as holders of names under `.vn` must.
pub(super) fn is_identified(name: &str) -> bool {
    name.ends_with(".vn") && !OPEN_UNDER_VN.iter().any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_endings_are_sorted() {
        assert!(super::ENDINGS.is_sorted());
    }
}
