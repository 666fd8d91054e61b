//! Host names and links.

use std::net::{Ipv4Addr, Ipv6Addr};

use model::reference::hosts::ProtectedHost;
use model::{Indicator, IndicatorKind, Reference};

use super::{RefusalCode, Verdict};

/// The suffix of the state's own names. Source: TT 24/2015/TT-BTTTT on Internet resources, which
/// keeps it for state bodies.
const STATE_SUFFIX: &str = "gov.vn";

/// Names that only mean something inside a network or on one machine. Source: RFC 6761, RFC 6762,
/// RFC 8375, RFC 7686, and ICANN's reservation of `internal` of 29 July 2024.
const PRIVATE_SUFFIXES: [&str; 6] = ["localhost", "local", "internal", "home.arpa", "onion", "lan"];

/// Paths under which a shared host keeps the pages of unrelated people: an entry that ends there covers
/// all of them, because an entry covers every path that it is a prefix of, with any query. Facts read
/// from the shape of public links.
const SHARED_PATHS: [(&str, &[&str]); 12] = [
    (
        "facebook.com",
        &["groups", "pages", "people", "watch", "share", "profile.php", "events", "marketplace"],
    ),
    ("sites.google.com", &["view", "site", "new"]),
    (
        "docs.google.com",
        &["forms", "forms/d", "forms/d/e", "document", "document/d", "spreadsheets", "spreadsheets/d"],
    ),
    ("drive.google.com", &["file", "file/d", "drive", "drive/folders", "open", "uc"]),
    ("youtube.com", &["watch", "channel", "c", "user", "shorts", "playlist", "live"]),
    ("zalo.me", &["g", "s", "pc"]),
    ("t.me", &["s", "joinchat", "share"]),
    ("tiktok.com", &["t", "tag", "discover"]),
    ("instagram.com", &["p", "reel", "stories"]),
    ("play.google.com", &["store", "store/apps", "store/apps/details", "apps"]),
    ("apps.apple.com", &["vn", "us", "vn/app", "us/app", "app"]),
    ("linkedin.com", &["in", "company", "posts"]),
];

pub(super) fn check_domain(host: &str, reference: &Reference) -> Verdict {
    refuse_private(host)?;
    refuse_state(host)?;
    if let Some(protection) = reference.hosts.protection(host) {
        let code = match protection {
            ProtectedHost::Shared => RefusalCode::SharedHost,
            ProtectedHost::PublicSuffix => RefusalCode::PublicSuffix,
            ProtectedHost::Shortener => RefusalCode::ShortenerHost,
            ProtectedHost::Official => RefusalCode::OfficialHost,
            ProtectedHost::Infrastructure => RefusalCode::Infrastructure,
        };
        return Err((code, host.to_owned()));
    }
    refuse_official_host(host, reference)?;
    refuse_above_protected(host, reference)
}

/// A page may be listed wherever the host may, and on shared hosts and shorteners too, except for
/// their front page or a path that holds everybody's pages.
pub(super) fn check_url(value: &str, reference: &Reference) -> Verdict {
    let (host, path) = split_url(value);
    refuse_private(host)?;
    refuse_state(host)?;
    let is_front = path.is_empty() || path.starts_with('?');
    match reference.hosts.protection(host) {
        Some(ProtectedHost::Shared | ProtectedHost::Shortener | ProtectedHost::PublicSuffix) => {
            if is_front {
                check_domain(host, reference)
            } else {
                refuse_shared_path(host, path)
            }
        }
        _ if is_front => check_domain(host, reference),
        Some(ProtectedHost::Infrastructure) => Err((RefusalCode::Infrastructure, host.to_owned())),
        Some(ProtectedHost::Official) => Err((RefusalCode::OfficialHost, host.to_owned())),
        None => refuse_official_host(host, reference),
    }
}

/// Host, and path with query without the leading slash, of a canonical link.
fn split_url(value: &str) -> (&str, &str) {
    let at = value.find(['/', '?']).unwrap_or(value.len());
    let path = &value[at..];
    (&value[..at], path.strip_prefix('/').unwrap_or(path))
}

fn refuse_shared_path(host: &str, path: &str) -> Verdict {
    let trimmed = path.trim_end_matches('/');
    let covers_all = SHARED_PATHS.iter().any(|(shared, paths)| {
        let same = host == *shared || host.strip_suffix(shared).is_some_and(|rest| rest.ends_with('.'));
        same && paths.contains(&trimmed)
    });
    if covers_all { Err((RefusalCode::SharedPath, format!("{host}/{trimmed}"))) } else { Ok(()) }
}

fn refuse_state(host: &str) -> Verdict {
    if is_or_under(host, STATE_SUFFIX) { Err((RefusalCode::StateHost, host.to_owned())) } else { Ok(()) }
}

/// Refuses a host that is, or is below, a verified official domain.
pub(super) fn refuse_official_host(host: &str, reference: &Reference) -> Verdict {
    refuse_state(host)?;
    let Ok(indicator) = Indicator::parse(IndicatorKind::Domain, host) else { return Ok(()) };
    match reference.official.find(&indicator) {
        Some(channel) => Err((RefusalCode::OfficialHost, channel.indicator.value().to_owned())),
        None => Ok(()),
    }
}

/// Refuses a host above a verified official domain or a protected host.
fn refuse_above_protected(host: &str, reference: &Reference) -> Verdict {
    if let Some(name) = reference.hosts.protected_below(host) {
        return Err((RefusalCode::CoversProtected, name.to_owned()));
    }
    let below = reference
        .official
        .of_kind(IndicatorKind::Domain)
        .map(|channel| channel.indicator.value())
        .find(|official| is_or_under(official, host));
    match below {
        Some(official) => Err((RefusalCode::CoversProtected, official.to_owned())),
        None => Ok(()),
    }
}

fn refuse_private(host: &str) -> Verdict {
    if let Ok(address) = host.parse::<Ipv4Addr>() {
        return if is_special_v4(address) {
            Err((RefusalCode::PrivateAddress, host.to_owned()))
        } else {
            Ok(())
        };
    }
    if let Ok(address) = host.trim_matches(['[', ']']).parse::<Ipv6Addr>() {
        return if is_special_v6(address) {
            Err((RefusalCode::PrivateAddress, host.to_owned()))
        } else {
            Ok(())
        };
    }
    match PRIVATE_SUFFIXES.iter().find(|suffix| is_or_under(host, suffix)) {
        Some(suffix) => Err((RefusalCode::PrivateName, (*suffix).to_owned())),
        None => Ok(()),
    }
}

/// Source: IANA IPv4 Special-Purpose Address Registry (RFC 6890); the documentation blocks of RFC 5737
/// pass, since samples use them and nothing answers there.
pub(crate) fn is_special_v4(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_broadcast()
        || first == 0
        || first >= 240
        || (first == 100 && (64..128).contains(&second))
        || (first == 198 && (second == 18 || second == 19))
}

/// Source: IANA IPv6 Special-Purpose Address Registry (RFC 6890): loopback, unspecified, multicast,
/// unique local fc00::/7 and link local fe80::/10; an embedded IPv4 address counts as itself.
fn is_special_v6(address: Ipv6Addr) -> bool {
    let first = address.segments()[0];
    address.to_ipv4_mapped().is_some_and(is_special_v4)
        || address.is_loopback()
        || address.is_unspecified()
        || address.is_multicast()
        || first & 0xfe00 == 0xfc00
        || first & 0xffc0 == 0xfe80
}

fn is_or_under(host: &str, parent: &str) -> bool {
    host == parent || host.strip_suffix(parent).is_some_and(|rest| rest.ends_with('.'))
}
