//! What the desk has put out of reach of the list, beside the tables: entries that officers add and end.

use std::collections::{BTreeSet, HashMap};

use crate::indicator::host;
use crate::{Indicator, IndicatorKind};

/// The entries that are in force at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowList {
    version: u64,
    entries: BTreeSet<Indicator>,
    /// Each name above an allowed host that is none itself, with one entry below it.
    above: HashMap<Box<str>, Indicator>,
}

impl AllowList {
    /// Of these entries. `version` grows with every change, so that readers of it take each newer one.
    pub fn new(version: u64, entries: impl IntoIterator<Item = Indicator>) -> AllowList {
        let entries: BTreeSet<Indicator> = entries.into_iter().collect();
        let mut above = HashMap::new();
        for entry in entries.iter().filter(|entry| entry.kind() == IndicatorKind::Domain) {
            for parent in host::with_parents(entry.value()).skip(1) {
                above.entry(parent.into()).or_insert_with(|| entry.clone());
            }
        }
        AllowList { version, entries, above }
    }

    /// How often it was changed.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// How many entries it holds.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The hosts it holds; everything below each is meant too.
    pub fn hosts(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().filter(|entry| entry.kind() == IndicatorKind::Domain).map(Indicator::value)
    }

    /// The entry that a listing of this indicator would hit: the indicator itself, what it is part of (the domain of
    /// a page, a name or a mailbox), or what lies below it.
    pub fn conflict(&self, indicator: &Indicator) -> Option<&Indicator> {
        if self.entries.is_empty() {
            return None;
        }
        let host = match indicator.kind() {
            IndicatorKind::Email => indicator.value().rsplit_once('@').map(|(_, host)| host),
            _ => indicator.host(),
        };
        let own = || self.entries.get(indicator);
        let part_of = || host.and_then(|host| self.host_entry(host));
        let below = || self.above.get(host.filter(|_| indicator.covers_whole_host())?);
        own().or_else(part_of).or_else(below).or_else(|| self.same_thing(indicator))
    }

    /// Whether a listing of this indicator would hit this entry alone.
    pub fn hits(indicator: &Indicator, entry: &Indicator) -> bool {
        AllowList::new(0, [entry.clone()]).conflict(indicator).is_some()
    }

    fn host_entry(&self, host: &str) -> Option<&Indicator> {
        host::with_parents(host)
            .find_map(|name| self.entries.get(&Indicator::held(IndicatorKind::Domain, name)))
    }

    /// The same thing as another kind: an app under its package alone, a Zalo account of a number.
    fn same_thing(&self, indicator: &Indicator) -> Option<&Indicator> {
        match indicator.kind() {
            IndicatorKind::App if !indicator.value().contains('#') => self.entries.iter().find(|entry| {
                let package = entry.value().split('#').next();
                entry.kind() == IndicatorKind::App && package == Some(indicator.value())
            }),
            IndicatorKind::SocialAccount => {
                let number = indicator.value().strip_prefix("zalo:").filter(|text| text.starts_with('+'))?;
                self.entries.get(&Indicator::held(IndicatorKind::Phone, number))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_protects_itself_what_is_part_of_it_and_itself_from_above() {
        let entries = [
            "domain:benhvien.example",
            "domain:tra-cuu.so.example",
            "phone:+84900000001",
            "app:vn.mau.app",
            "sms_sender:BENHVIEN",
        ];
        let list = AllowList::new(3, entries.map(|text| text.parse().unwrap()));
        for (indicator, expected) in [
            ("domain:benhvien.example", Some("domain:benhvien.example")),
            ("domain:dat-lich.benhvien.example", Some("domain:benhvien.example")),
            ("url:benhvien.example/a/b", Some("domain:benhvien.example")),
            ("email:a@benhvien.example", Some("domain:benhvien.example")),
            ("domain:xbenhvien.example", None),
            ("domain:so.example", Some("domain:tra-cuu.so.example")),
            ("domain:khac.so.example", None),
            ("url:so.example/a", None),
            ("phone:+84900000001", Some("phone:+84900000001")),
            ("phone:+84900000002", None),
            ("social_account:zalo:+84900000001", Some("phone:+84900000001")),
            ("app:vn.mau.app", Some("app:vn.mau.app")),
            ("sms_sender:BENHVIEN", Some("sms_sender:BENHVIEN")),
        ] {
            let found = list.conflict(&indicator.parse().unwrap()).map(ToString::to_string);
            assert_eq!(found.as_deref(), expected, "{indicator}");
        }
        // A copy has another certificate and may be listed.
        let copy = format!("app:vn.mau.app#{}", "ab".repeat(32));
        assert_eq!(list.conflict(&copy.parse().unwrap()), None);
        assert_eq!((list.version(), list.len(), list.hosts().count()), (3, 5, 2));
        assert_eq!(AllowList::default().conflict(&"domain:a.example".parse().unwrap()), None);
    }
}
