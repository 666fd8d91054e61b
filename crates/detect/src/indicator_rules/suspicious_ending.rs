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

/// Endings that are no evidence of their own and a second sign beside another: sold to anybody for little, and named
/// after what fraudsters offer. Source: registered and warned of since 2023.
const SECOND_SIGN: &[&str] = &[
    "agency", "asia", "best", "biz", "capital", "cash", "center", "company", "credit", "digital", "exchange",
    "finance", "fund", "fyi", "group", "help", "info", "ink", "link", "ltd", "market", "mobi", "money",
    "network", "one", "page", "pro", "services", "support", "tax", "today", "trade", "world",
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

/// Whether the ending may stand as a second sign beside another that speaks of a fraud: cheap, open to anybody, or new.
pub(super) fn is_second_sign(name: &str) -> bool {
    let top = name.rsplit('.').next().unwrap_or_default();
    is_cheap(name) || is_open(name) || SECOND_SIGN.binary_search(&top).is_ok()
}

/// Whether the name stands under an ending of `.vn` that anybody gets.
pub(super) fn is_open(name: &str) -> bool {
    OPEN_UNDER_VN.iter().any(|ending| name.ends_with(ending))
}

/// Whether whoever registered the name has shown who he is, as holders of names under `.vn` must.
pub(super) fn is_identified(name: &str) -> bool {
    name.ends_with(".vn") && !is_open(name)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_endings_are_sorted() {
        assert!(super::ENDINGS.is_sorted() && super::SECOND_SIGN.is_sorted());
    }
}
