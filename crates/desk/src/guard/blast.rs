//! What an entry would do, counted, so that whoever approves it reads it in words first.

use std::collections::BTreeSet;

use model::indicator::host::registrable_domain;
use model::publication::AllowList;
use model::{Indicator, IndicatorKind, Reference};

/// How far an entry reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// A host name and every name below it.
    Host,
    /// A page; where its path ends with a slash, also everything below it (`Indicator::lookups`).
    Page,
    /// One number, account, app or file.
    Exact,
}

/// What an entry would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlastRadius {
    /// How far it reaches.
    pub reach: Reach,
    /// The name that it and its neighbours are registered under; empty for [`Reach::Exact`].
    pub parent: String,
    /// Protected names that it would hit. The guard refuses an entry with any, so this is 0 unless a table has grown.
    pub allow_listed: usize,
    /// Other entries of the list that it would cover.
    pub covered: usize,
    /// Other names under `parent` that we know (listed or verified) and that stay as they are.
    pub neighbours: usize,
}

/// Counts what an entry for `indicator` would do. `listed` are the entries of the list under the same registered name,
/// others are passed over.
pub fn blast_radius<'a>(
    indicator: &Indicator,
    reference: &Reference,
    allowed: &AllowList,
    listed: impl IntoIterator<Item = &'a Indicator>,
) -> BlastRadius {
    let Some(host) = host_of(indicator) else {
        return BlastRadius {
            reach: Reach::Exact,
            parent: String::new(),
            allow_listed: usize::from(allowed.conflict(indicator).is_some()),
            covered: 0,
            neighbours: 0,
        };
    };
    let reach = if indicator.kind() == IndicatorKind::Url { Reach::Page } else { Reach::Host };
    let parent = registrable_domain(host).unwrap_or(host);
    let is_hit = |other: &Indicator| match reach {
        Reach::Host => host_of(other).is_some_and(|name| is_or_under(name, host)),
        _ => other.lookups().contains(indicator),
    };
    let mut covered = 0;
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for other in listed.into_iter().filter(|other| *other != indicator) {
        let Some(name) = host_of(other).filter(|name| is_or_under(name, parent)) else { continue };
        if is_hit(other) {
            covered += 1;
        } else {
            names.insert(name);
        }
    }
    let official =
        || reference.official.of_kind(IndicatorKind::Domain).map(|channel| channel.indicator.value());
    names.extend(official().chain(allowed.hosts()).filter(|name| is_or_under(name, parent)));
    let stays = |name: &&&str| reach == Reach::Page || !is_or_under(name, host);
    let neighbours = names.iter().filter(stays).count();
    let allow_listed = match reach {
        Reach::Host => {
            let protected = usize::from(reference.hosts.protected_below(host).is_some());
            official().chain(allowed.hosts()).filter(|name| is_or_under(name, host)).count() + protected
        }
        _ => usize::from(allowed.conflict(indicator).is_some()),
    };
    BlastRadius { reach, parent: parent.to_owned(), allow_listed, covered, neighbours }
}

/// The host of a domain or a link.
pub fn host_of(indicator: &Indicator) -> Option<&str> {
    match indicator.kind() {
        IndicatorKind::Domain => Some(indicator.value()),
        IndicatorKind::Url => {
            let value = indicator.value();
            let host = &value[..value.find(['/', '?']).unwrap_or(value.len())];
            Some(host.split(':').next().unwrap_or(host))
        }
        _ => None,
    }
}

fn is_or_under(host: &str, parent: &str) -> bool {
    host == parent || host.strip_suffix(parent).is_some_and(|rest| rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(entry: &str, listed: &[&str], expected: &str) {
        let listed: Vec<Indicator> = listed.iter().map(|text| text.parse().unwrap()).collect();
        let blast =
            blast_radius(&entry.parse().unwrap(), Reference::embedded(), &AllowList::default(), &listed);
        let BlastRadius { reach, parent, allow_listed, covered, neighbours } = blast;
        assert_eq!(format!("{reach:?} {parent} {allow_listed} {covered} {neighbours}"), expected, "{entry}");
    }

    #[test]
    fn a_host_covers_what_is_below_it_and_its_neighbours_stay() {
        let listed = [
            "domain:a.shop.example",
            "domain:b.shop.example",
            "url:c.shop.example/x",
            "domain:deep.a.shop.example",
            "url:a.shop.example/login",
            "domain:other.example",
            "phone:+84900000001",
        ];
        check("domain:a.shop.example", &listed, "Host shop.example 0 2 2");
        check("domain:shop.example", &listed, "Host shop.example 0 5 0");
        check("domain:new.example", &listed, "Host new.example 0 0 0");
    }

    #[test]
    fn a_page_covers_its_path_and_the_host_stays() {
        let listed = ["url:a.shop.example/x/y", "url:a.shop.example/z", "domain:b.shop.example"];
        check("url:a.shop.example/x/", &listed, "Page shop.example 0 1 2");
        check("url:a.shop.example/x", &listed, "Page shop.example 0 0 2");
    }

    #[test]
    fn a_number_or_an_account_is_one_thing() {
        check("phone:+84900000001", &["phone:+84900000002"], "Exact  0 0 0");
        check("bank_account:970436:9999000001", &[], "Exact  0 0 0");
    }

    #[test]
    fn what_the_guard_would_refuse_is_counted_too() {
        let blast = |entry: &str, allowed: &AllowList| {
            blast_radius(&entry.parse().unwrap(), Reference::embedded(), allowed, [])
        };
        let none = AllowList::default();
        assert!(blast("domain:vietcombank.com.vn", &none).allow_listed >= 1);
        let own =
            AllowList::new(1, ["domain:a.shop.example", "phone:+84900000001"].map(|x| x.parse().unwrap()));
        assert_eq!(blast("domain:shop.example", &own).allow_listed, 1);
        assert_eq!(blast("url:a.shop.example/x", &own).allow_listed, 1);
        assert_eq!(blast("phone:+84900000001", &own).allow_listed, 1);
        let other = blast("domain:b.shop.example", &own);
        assert_eq!((other.allow_listed, other.neighbours), (0, 1));
    }
}
