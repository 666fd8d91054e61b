//! Hosts that many people share, shorteners, and names that may never be listed.

use std::collections::HashMap;

use serde::Deserialize;

use super::ReferenceError;
use crate::indicator::host;
use crate::{Indicator, IndicatorKind};

/// Why a host must not be listed as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProtectedHost {
    /// Many unrelated people publish there: list the page, not the host.
    Shared,
    /// A public suffix: everybody below it would be hit.
    PublicSuffix,
    /// A link shortener: list the short link, not the host.
    Shortener,
    /// A state body, bank, carrier or another verified official channel.
    Official,
    /// Infrastructure (content delivery, cloud, time, mail) that others depend upon.
    Infrastructure,
}

/// What the table says of one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    /// The name and everything below it is protected.
    Whole(ProtectedHost),
    /// The name is protected; each name below it belongs to one tenant and may be listed.
    TenantSuffix,
}

/// The table `hosts.toml`, as a look-up by name.
#[derive(Clone, Debug, Default)]
pub struct Hosts {
    entries: HashMap<Box<str>, Entry>,
    /// Each name above an entry that is none itself, with one entry below it.
    above: HashMap<Box<str>, Box<str>>,
}

/// The names above the entries, each with the first entry below it in the order of the alphabet.
fn above(entries: &HashMap<Box<str>, Entry>) -> HashMap<Box<str>, Box<str>> {
    let mut names: Vec<&str> = entries.keys().map(AsRef::as_ref).collect();
    names.sort_unstable();
    let mut above = HashMap::new();
    for name in names {
        for parent in host::with_parents(name).skip(1).filter(|parent| !entries.contains_key(*parent)) {
            above.entry(parent.into()).or_insert_with(|| name.into());
        }
    }
    above
}

/// The file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    platforms: Vec<String>,
    tenant_suffixes: Vec<String>,
    shorteners: Vec<String>,
    infrastructure: Vec<String>,
}

impl Hosts {
    /// File name under `data/`.
    pub const FILE: &'static str = "hosts.toml";

    /// Reads the table.
    ///
    /// # Errors
    /// [`ReferenceError`] when it is no TOML, has an unknown key, or holds a name that is not canonical or
    /// stands in it twice.
    pub fn parse(text: &str) -> Result<Hosts, ReferenceError> {
        let refuse = |problem: String| ReferenceError { table: Hosts::FILE, problem };
        let file: File = toml::from_str(text).map_err(|error| refuse(error.to_string()))?;
        let lists = [
            (file.platforms, Entry::Whole(ProtectedHost::Shared)),
            (file.tenant_suffixes, Entry::TenantSuffix),
            (file.shorteners, Entry::Whole(ProtectedHost::Shortener)),
            (file.infrastructure, Entry::Whole(ProtectedHost::Infrastructure)),
        ];
        let mut entries = HashMap::new();
        for (names, entry) in lists {
            for name in names {
                let parsed = Indicator::parse(IndicatorKind::Domain, &name);
                if parsed.is_ok_and(|domain| domain.value() == name) {
                    if entries.insert(name.clone().into_boxed_str(), entry).is_some() {
                        return Err(refuse(format!("`{name}` stands in it twice")));
                    }
                } else {
                    return Err(refuse(format!("`{name}` is not a canonical host name")));
                }
            }
        }
        let above = above(&entries);
        Ok(Hosts { entries, above })
    }

    /// Every name of the table, and whether the names below it are protected with it.
    pub fn names(&self) -> impl Iterator<Item = (&str, bool)> {
        self.entries.iter().map(|(name, entry)| (name.as_ref(), matches!(entry, Entry::Whole(_))))
    }

    /// A protected name below this host, which listing the host would hit too; `None` when the table
    /// holds none. Official channels are asked separately.
    pub fn protected_below(&self, host: &str) -> Option<&str> {
        self.above.get(host).map(AsRef::as_ref)
    }

    /// Why the canonical `host` must not be listed as a whole; `None` when it may be.
    ///
    /// Official channels are asked separately. The longest name in the table decides; beyond the table
    /// every public suffix is protected, and below a private one (`github.io`) each name is a tenant's.
    pub fn protection(&self, host: &str) -> Option<ProtectedHost> {
        match self.find(host) {
            Some((_, Entry::Whole(why))) => return Some(why),
            Some((suffix, Entry::TenantSuffix)) if is_own(host, suffix) => {
                return Some(ProtectedHost::Shared);
            }
            Some((_, Entry::TenantSuffix)) | None => {}
        }
        match host::private_suffix(host) {
            Some(suffix) if is_own(host, suffix) => Some(ProtectedHost::Shared),
            Some(_) => None,
            None => host::is_public_suffix(host).then_some(ProtectedHost::PublicSuffix),
        }
    }

    /// Whether this host is a tenant's name below a suffix of the table.
    pub fn is_tenant(&self, host: &str) -> bool {
        matches!(self.find(host), Some((suffix, Entry::TenantSuffix)) if !is_own(host, suffix))
    }

    /// Whether this host, or a parent of it, is a link shortener.
    pub fn is_shortener(&self, host: &str) -> bool {
        matches!(self.find(host), Some((_, Entry::Whole(ProtectedHost::Shortener))))
    }

    /// The longest name of the table that is this host or a parent of it, down to a private suffix.
    fn find<'h>(&self, host: &'h str) -> Option<(&'h str, Entry)> {
        let shortest = host::private_suffix(host).map_or(0, str::len);
        let mut name = host;
        loop {
            if let Some(entry) = self.entries.get(name) {
                return Some((name, *entry));
            }
            // An address has no parents; its parts are no names.
            name = name.split_once('.').map(|(_, parent)| parent)?;
            if name.len() < shortest || host::is_address(host) {
                return None;
            }
        }
    }
}

/// Whether `host` is the suffix itself or its front page, which belongs to who gives the names out.
fn is_own(host: &str, suffix: &str) -> bool {
    host.strip_suffix(suffix).is_some_and(|front| matches!(front, "" | "www."))
}

#[cfg(test)]
mod tests {
    use super::ProtectedHost::{self, Infrastructure, PublicSuffix, Shared, Shortener};
    use super::*;
    use crate::Reference;

    fn check(rows: &[(&str, Option<ProtectedHost>)]) {
        let hosts = &Reference::embedded().hosts;
        for (host, expected) in rows {
            assert_eq!(hosts.protection(host), *expected, "{host}");
        }
    }

    #[test]
    fn on_a_platform_neither_the_host_nor_a_name_below_it_may_be_listed() {
        check(&[
            ("facebook.com", Some(Shared)),
            ("m.facebook.com", Some(Shared)),
            ("sites.google.com", Some(Shared)),
            ("zalo.me", Some(Shared)),
            ("t.me", Some(Shared)),
            ("facebook.com.vay.example", None),
            ("notfacebook.com", None),
            ("facebook.example", None),
        ]);
    }

    #[test]
    fn a_tenant_may_be_listed_and_the_suffix_never() {
        check(&[
            ("github.io", Some(Shared)),
            ("www.github.io", Some(Shared)),
            ("vay.github.io", None),
            ("blogspot.com", Some(Shared)),
            ("vay.blogspot.com", None),
            ("www.vay.blogspot.com", None),
            ("weebly.com", Some(Shared)),
            ("vay.weebly.com", None),
            ("s3.amazonaws.com", Some(Shared)),
            ("vay.s3.amazonaws.com", None),
            ("s3.ap-southeast-1.amazonaws.com", Some(Shared)),
            ("vay.s3.ap-southeast-1.amazonaws.com", None),
            ("vay.duckdns.org", None),
            ("vay.cloudfront.net", None),
        ]);
    }

    #[test]
    fn a_public_suffix_is_nobodys() {
        check(&[
            ("vn", Some(PublicSuffix)),
            ("gov.vn", Some(PublicSuffix)),
            ("com.vn", Some(PublicSuffix)),
            ("hanoi.vn", Some(PublicSuffix)),
            ("example", Some(PublicSuffix)),
            ("vay.com.vn", None),
            ("vay.example", None),
        ]);
    }

    #[test]
    fn shorteners_and_infrastructure() {
        check(&[
            ("bit.ly", Some(Shortener)),
            ("www.bit.ly", Some(Shortener)),
            ("orbit.ly", None),
            ("cdn.jsdelivr.net", Some(Infrastructure)),
            ("0.vn.pool.ntp.org", Some(Infrastructure)),
            ("8.8.8.8", Some(Infrastructure)),
            ("192.0.2.8", None),
            ("[2001:4860:4860::8888]", Some(Infrastructure)),
        ]);
        let hosts = &Reference::embedded().hosts;
        assert!(
            hosts.is_shortener("bit.ly")
                && hosts.is_shortener("www.bit.ly")
                && !hosts.is_shortener("vay.example")
        );
    }

    #[test]
    fn a_broken_table_is_refused_with_the_name() {
        let table = |name: &str| {
            format!(
                "platforms = ['{name}']\ntenant_suffixes = []\nshorteners = ['a.example']\ninfrastructure = []"
            )
        };
        assert!(Hosts::parse(&table("b.example")).is_ok());
        for (text, expected) in [
            (table("WWW.example"), "WWW.example"),
            (table("a.example"), "twice"),
            (table("b.example").replace("shorteners", "shortener"), "shortener"),
        ] {
            let error = Hosts::parse(&text).unwrap_err().to_string();
            assert!(error.contains(expected) && error.contains("hosts.toml"), "{error}");
        }
    }
}
