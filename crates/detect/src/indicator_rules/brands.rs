//! Names that are impersonated, found inside a host as a reader sees it.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};
use model::indicator::host::registrable_domain;
use model::reference::Official;
use model::{IndicatorKind, Method, Reference, Text};

use super::companions::{self, Company};
use super::host_words::HostWords;
use super::owner_methods::method_of;
use super::spelling::{
    as_seen, has_double, neighbours_swapped, one_edit_apart, one_left_out, without_doubles,
};
use crate::normalise::fold::fold_str;

/// A name under which somebody official is impersonated.
#[derive(Debug)]
pub(crate) struct Brand {
    /// Folded, letters and digits only.
    name: String,
    /// Who is impersonated.
    pub(crate) owner: Text,
    /// Its owner in `official.toml`; empty for a bank that has no channel there.
    pub(crate) owner_slug: String,
    /// The method that imitating this brand points to.
    pub(crate) method: Method,
    /// Whether other firms or words share the name.
    pub(crate) is_shared: bool,
    /// Whether others sell the owner's goods lawfully under the name.
    pub(crate) is_resold: bool,
    /// Whether it is looked for in hosts only: in a path it names a way to sign in, or what is sold.
    pub(crate) is_of_hosts: bool,
}

impl Brand {
    /// Whether it is meant wherever it stands: long, or of letters that stand together in no word.
    fn is_plain(&self) -> bool {
        let long = if self.is_of_hosts { LONG_MIN + 1 } else { LONG_MIN };
        !self.is_shared
            && (self.name.len() >= long
                || (self.name.len() >= EDGE_MIN && companions::is_unsayable(&self.name)))
    }

    /// Whether a stranger may bear it by chance: three letters, or a name known to be shared.
    fn is_guarded(&self) -> bool {
        self.is_shared || self.name.len() == SHORT_MIN
    }

    /// Whether nothing but the name stands in this part of a host.
    pub(crate) fn is_whole(&self, part: &str) -> bool {
        self.name == part
    }

    /// Letters of the name.
    pub(crate) fn letters(&self) -> usize {
        self.name.len()
    }
}

/// How a host imitates a brand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// A label, or a part of one between hyphens, is the brand.
    Part,
    /// The brand is run together with other words.
    Inside,
    /// The brand is run together with words that make it an offer, or with letters that mean nothing.
    Offer,
    /// A short brand with words that say little.
    Filler,
    /// One letter away from the brand.
    Typo,
    /// A short brand at the edge of a label, with up to three letters before or after it.
    Edge,
    /// The brand as a part of its own, and a bait elsewhere in the host.
    Bait,
    /// A name that strangers may bear, without any other sign.
    Alone,
}

/// All brands, ready to be found.
#[derive(Debug)]
pub(crate) struct Brands {
    words: Arc<HostWords>,
    brands: Vec<Brand>,
    automaton: AhoCorasick,
    /// Each long brand, whole and with one letter left out → its index.
    deletions: HashMap<Box<[u8]>, u16>,
    /// Each brand of four letters and more, doubled letters written once → its index.
    singles: HashMap<String, u16>,
    /// The long brands as the eye takes their letters: `l` for `i`.
    seen: AhoCorasick,
}

/// Letters of a brand that may stand inside another word, or with one wrong letter, and still be meant.
const LONG_MIN: usize = 6;
/// Letters of the shortest brand that is looked for at all, as a part of its own.
const SHORT_MIN: usize = 3;
/// Letters of a short brand that is known with two of them swapped.
const SWAPPED: usize = 5;
/// Letters of the shortest name that others share.
const SHARED_MIN: usize = 2;
/// Letters of the shortest brand that is looked for beside other letters.
const EDGE_MIN: usize = 4;
/// Names inside one host that are looked at. Bounds the work.
const MATCHES_MAX: usize = 32;
/// Letters beside a short brand, at most, when they are no known words.
const EDGE_LETTERS: usize = 3;

impl Brands {
    pub(crate) fn new(reference: &Reference, words: Arc<HostWords>) -> Brands {
        let brands = collect(reference);
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(brands.iter().map(|brand| &brand.name))
            .expect("a few hundred names fit in one automaton");
        let seen = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(brands.iter().map(|brand| as_seen(&brand.name)))
            .expect("a few hundred names fit in one automaton");
        let mut deletions = HashMap::new();
        let spelt = |brand: &Brand| brand.name.len() > LONG_MIN && !brand.is_shared;
        for (index, brand) in brands.iter().enumerate().filter(|(_, brand)| spelt(brand)) {
            let own = std::iter::once(brand.name.as_bytes().into());
            for deletion in one_left_out(brand.name.as_bytes()).chain(own) {
                deletions.entry(deletion).or_insert(index as u16);
            }
        }
        let doubled = |brand: &Brand| brand.name.len() >= EDGE_MIN && !brand.is_shared && !brand.is_resold;
        let single = brands.iter().enumerate().filter(|(_, brand)| doubled(brand));
        let singles = single.map(|(index, brand)| (without_doubles(&brand.name), index as u16)).collect();
        Brands { words, brands, automaton, deletions, singles, seen }
    }

    /// The brand this host imitates, the longest first; `host` is folded and belongs to no official channel.
    pub(crate) fn imitated(&self, host: &str) -> Option<(&Brand, Likeness)> {
        let own = own_labels(host);
        let plain = self.find(own);
        if let Some(found) = plain.filter(|(_, likeness)| *likeness != Likeness::Alone) {
            return Some(found);
        }
        // What the eye takes for a letter, and what hyphens tear apart, once more.
        let digits = || own.replace('1', "i").replace('0', "o");
        let more = || digits().replace('3', "e").replace('4', "a").replace('5', "s");
        let long = |found: &(&Brand, Likeness)| found.0.name.len() >= LONG_MIN && !found.0.is_shared;
        // Digits for letters are a sign of their own.
        let swapped = |(brand, likeness)| {
            let is_sign = likeness == Likeness::Alone && Brand::letters(brand) > EDGE_MIN;
            (brand, if is_sign { Likeness::Typo } else { likeness })
        };
        self.again(own, &digits())
            .map(swapped)
            .or_else(|| self.again(own, &more()).filter(long))
            .or_else(|| self.as_seen(own))
            .or_else(|| self.again(own, &own.replace('-', "")).filter(long))
            .filter(|(_, likeness)| *likeness != Likeness::Alone)
            .or(plain)
    }

    /// The brand that the eye reads in letters that are others: `vletcornbank`.
    fn as_seen(&self, own: &str) -> Option<(&Brand, Likeness)> {
        let seen = as_seen(own);
        let wide = self.again(own, &own.replace("rn", "m").replace("vv", "w"));
        if let Some((brand, _)) = wide.filter(|(_, likeness)| *likeness != Likeness::Alone) {
            return Some((brand, Likeness::Typo));
        }
        let letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
        let found = self.seen.find_iter(&seen).find(|found| {
            let brand = &self.brands[found.pattern().as_usize()];
            let before = found.start().checked_sub(1).and_then(|at| seen.as_bytes().get(at));
            let whole = !letter(before) && !letter(seen.as_bytes().get(found.end()));
            // The name itself, spelt as it is, was looked for before.
            let differs = !own.contains(&brand.name);
            let least = EDGE_MIN + usize::from(!companions::is_unsayable(&brand.name));
            let long = brand.name.len() >= LONG_MIN || (brand.name.len() >= least && whole);
            differs && long && !brand.is_shared && (whole || brand.name.len() > LONG_MIN)
        })?;
        Some((&self.brands[found.pattern().as_usize()], Likeness::Typo))
    }

    /// The brand that a path names as a word of its own, or a long one anywhere; `every`: those of hosts too.
    pub(crate) fn named_in_path(&self, path: &str, every: bool) -> Option<&Brand> {
        let bytes = path.as_bytes();
        let edge = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric());
        let named = |matched: &aho_corasick::Match| {
            let brand = &self.brands[matched.pattern().as_usize()];
            let whole = edge(matched.start().checked_sub(1).and_then(|at| bytes.get(at)))
                && edge(bytes.get(matched.end()));
            let meant = !brand.is_of_hosts || every;
            meant
                && ((brand.name.len() >= LONG_MIN && !brand.is_shared)
                    || (whole && brand.name.len() >= SHORT_MIN))
        };
        let found = self.automaton.find_overlapping_iter(path).take(MATCHES_MAX).find(named)?;
        Some(&self.brands[found.pattern().as_usize()])
    }

    /// The brand in another reading of the host.
    fn again(&self, own: &str, seen: &str) -> Option<(&Brand, Likeness)> {
        if seen == own { None } else { self.find(seen) }
    }

    fn find(&self, own: &str) -> Option<(&Brand, Likeness)> {
        let mut best: Option<(usize, Likeness)> = None;
        for matched in self.automaton.find_overlapping_iter(own).take(MATCHES_MAX) {
            let index = matched.pattern().as_usize();
            let edge = |byte: Option<u8>| byte.is_none_or(|byte| !byte.is_ascii_alphabetic());
            let before = matched.start().checked_sub(1).map(|at| own.as_bytes()[at]);
            let after = own.as_bytes().get(matched.end()).copied();
            let whole = edge(before) && edge(after);
            let place = matched.start()..matched.end();
            let Some(likeness) = likeness(&self.words, &self.brands[index], own, place, whole) else {
                continue;
            };
            let rank = |index: usize, likeness| (likeness != Likeness::Alone, self.brands[index].name.len());
            if best.is_none_or(|(known, like)| rank(known, like) < rank(index, likeness)) {
                best = Some((index, likeness));
            }
        }
        let sure = best.filter(|(_, likeness)| *likeness != Likeness::Alone);
        sure.or_else(|| self.typo(own).map(|index| (index, Likeness::Typo)))
            .or_else(|| self.doubled(own))
            .or_else(|| self.swapped(own).map(|index| (index, Likeness::Typo)))
            .or(best)
            .map(|(index, likeness)| (&self.brands[index], likeness))
    }

    /// The brand that one part of the host is with a letter doubled, or without one of its doubles: `shoppee`.
    fn doubled(&self, own: &str) -> Option<(usize, Likeness)> {
        own.split(['.', '-', '_']).filter(|part| part.len() >= EDGE_MIN && has_double(part)).find_map(
            |part| {
                let index = usize::from(*self.singles.get(&without_doubles(part))?);
                let name = &self.brands[index].name;
                let likeness = if name.len() >= LONG_MIN { Likeness::Typo } else { Likeness::Edge };
                // With a letter less, `mbank` is a name of its own.
                // `shoppe`: the double has moved to another letter.
                let is_moved = part.len() == name.len() && has_double(name);
                let is_more =
                    part.len() > name.len() || ((is_moved || name.len() > LONG_MIN + 1) && name != part);
                is_more.then_some((index, likeness))
            },
        )
    }

    /// A bank of two letters and `bank`, the first two right and the rest one letter wrong: `vpbamk`.
    fn misspelt_bank(&self, part: &str) -> Option<usize> {
        let tail = part.get(2..).filter(|tail| (3..=5).contains(&tail.len()))?;
        let doubled = tail.len() == 5 && one_edit_apart(tail.as_bytes(), b"bank");
        let wrong = doubled || companions::is_misspelt_bank(tail);
        let wrong = wrong && tail.starts_with('b') && tail.ends_with('k');
        let name = wrong.then(|| [&part[..2], "bank"].concat())?;
        self.brands.iter().position(|brand| brand.name == name && !brand.is_shared)
    }

    /// The short brand of letters that stand in no word, with two neighbours swapped: `vnied`.
    fn swapped(&self, own: &str) -> Option<usize> {
        own.split(['.', '-', '_']).filter(|part| part.len() == SWAPPED).find_map(|part| {
            let swapped = |name: &str| neighbours_swapped(name.as_bytes(), part.as_bytes());
            let meant = |brand: &Brand| !brand.is_shared && companions::is_unsayable(&brand.name);
            self.brands.iter().position(|brand| swapped(&brand.name) && meant(brand))
        })
    }

    /// The long brand that one part of the host is one letter away from.
    fn typo(&self, own: &str) -> Option<usize> {
        own.split(['.', '-', '_']).filter(|part| (LONG_MIN..=40).contains(&part.len())).find_map(|part| {
            let part = self.words.without_offers(part, LONG_MIN);
            // `credit` is a word, no `mcredit` with a letter missing.
            if self.words.is_joined(part) {
                return None;
            }
            if let Some(bank) = self.misspelt_bank(part) {
                return Some(bank);
            }
            let part = part.as_bytes();
            let candidates = std::iter::once(part.into()).chain(one_left_out(part));
            let near = |index: &u16| one_edit_apart(self.brands[usize::from(*index)].name.as_bytes(), part);
            candidates.filter_map(|key| self.deletions.get(&*key).copied()).find(near).map(usize::from)
        })
    }
}

/// Names that begin another word: `dichvucongnghe` is a technology service.
const GO_ON: &[(&str, &[&str])] =
    &[("dichvucong", &["nghe", "nghiep", "chung", "chuc", "trinh", "tac", "ty", "cu"])];

/// Whether a name, with what stands behind it, is another word.
pub(super) fn goes_on(name: &str, after: &str) -> bool {
    GO_ON.iter().any(|(known, ends)| *known == name && ends.iter().any(|end| after.starts_with(end)))
}

/// How a brand stands at this place of a host; `whole` when no letter touches it.
fn likeness(
    words: &HostWords,
    brand: &Brand,
    own: &str,
    place: Range<usize>,
    whole: bool,
) -> Option<Likeness> {
    let Range { start, end } = place;
    let long = brand.is_plain();
    let joined = |part: &str| part.replace(['-', '_'], "");
    let before = joined(&own[own[..start].rfind('.').map_or(0, |at| at + 1)..start]);
    let after = joined(&own[end..own[end..].find('.').map_or(own.len(), |at| end + at)]);
    if goes_on(&brand.name, &after) {
        return None;
    }
    let rest = [&own[..start], &own[end..]].join("-");
    let lucky = !has_agents(brand) && words.begins_with_luck(&own[end..]);
    let whole_host_baits = || lucky || words.baits(&rest);
    if brand.is_guarded() {
        return guarded(words, brand, (&before, &after), whole, &whole_host_baits);
    }
    let company = words.company(&before, &after);
    match company {
        Company::Offer => Some(Likeness::Offer),
        _ if (whole || long) && whole_host_baits() => Some(Likeness::Bait),
        Company::Unknown if whole && brand.is_of_hosts => Some(Likeness::Inside),
        _ if whole => Some(Likeness::Part),
        Company::Noise if long || !brand.is_of_hosts => Some(Likeness::Offer),
        // `bidvest`: a vowel makes another word of the letters that stand in none.
        _ if long && end - start < LONG_MIN && starts_with_vowel(&after) => None,
        _ if long => Some(Likeness::Inside),
        Company::Filler => Some(Likeness::Filler),
        Company::Noise | Company::Unknown => {
            let at_edge =
                (before.is_empty() || after.is_empty()) && before.len() + after.len() <= EDGE_LETTERS;
            at_edge.then_some(Likeness::Edge)
        }
    }
}

/// Whether others trade lawfully under the name: agents like a number of luck as well.
fn has_agents(brand: &Brand) -> bool {
    brand.is_resold || matches!(brand.method, Method::OrgTelecom | Method::OrgUtility | Method::OrgDelivery)
}

/// How a name stands in a host that strangers may bear too: with words of its trade, with a bait, or alone.
fn guarded(
    words: &HostWords,
    brand: &Brand,
    (before, after): (&str, &str),
    whole: bool,
    baits: &dyn Fn() -> bool,
) -> Option<Likeness> {
    let counter = words.is_counter(before, after, brand.method);
    if !whole {
        let long = brand.name.len() >= EDGE_MIN && !brand.is_resold;
        let known = long && words.company(before, after) == Company::Offer;
        return (counter || known).then_some(Likeness::Offer);
    }
    let alone = before.is_empty() && after.is_empty();
    match words.company(before, after) {
        Company::Offer => Some(Likeness::Offer),
        _ if counter => Some(Likeness::Offer),
        _ if words.is_paper(before, after, brand.method) => Some(Likeness::Bait),
        _ if baits() => Some(Likeness::Bait),
        Company::Filler if !alone && !brand.is_shared => Some(Likeness::Part),
        _ => Some(Likeness::Alone),
    }
}

fn starts_with_vowel(text: &str) -> bool {
    text.starts_with(['a', 'e', 'i', 'o', 'u', 'y'])
}

/// Every name of every owner, each once; the first owner of a name keeps it.
fn collect(reference: &Reference) -> Vec<Brand> {
    let official = &reference.official;
    let mut brands: Vec<Brand> = Vec::new();
    let mut names: HashSet<String> = HashSet::new();
    for channel in &official.channels {
        let state = official.channels.iter().any(|other| {
            other.owner_slug == channel.owner_slug
                && other.indicator.kind() == IndicatorKind::Domain
                && other.indicator.value().ends_with("gov.vn")
        });
        let in_hosts = &channel.in_hosts;
        let is_shared = |name| in_hosts.shared.contains(name);
        let spoken = channel.brands.iter().map(|name| (name, is_shared(name), false));
        let own = spoken.chain(in_hosts.names.iter().map(|name| (name, false, true)));
        let shared = in_hosts.shared.iter().map(|name| (name, true, true));
        for (brand, is_shared, is_of_hosts) in own.chain(shared) {
            let name: String = brand.chars().filter(char::is_ascii_alphanumeric).collect();
            if name.len() < if is_shared { SHARED_MIN } else { SHORT_MIN } || names.contains(&name) {
                continue;
            }
            names.insert(name.clone());
            let known = if state { Method::GovServiceApp } else { method_of(&channel.owner_slug) };
            let method = in_hosts.method.unwrap_or(known);
            let (owner, owner_slug) = (channel.owner.clone(), channel.owner_slug.clone());
            let is_resold = in_hosts.is_resold;
            brands.push(Brand { name, owner, owner_slug, method, is_shared, is_resold, is_of_hosts });
        }
    }
    add_banks(&mut brands, reference);
    brands
}

/// Names of banks that are words of another language: `newrepublic` is none of them.
const ORDINARY: &[&str] = &["public"];

/// Names of banks that are long enough to be meant inside a host.
fn add_banks(brands: &mut Vec<Brand>, reference: &Reference) {
    for bank in &reference.banks.banks {
        let names: Vec<String> =
            std::iter::once(&bank.name).chain(&bank.aliases).map(|name| fold_str(name)).collect();
        let own = |channel: &&Official| channel.brands.iter().any(|brand| names.contains(brand));
        let slug = reference.official.channels.iter().find(own).map(|channel| channel.owner_slug.clone());
        let slug = slug.unwrap_or_default();
        for alias in std::iter::once(&bank.name).chain(&bank.aliases) {
            let name = fold_str(alias).replace(' ', "");
            // `xay dung`, `phuong dong`: ordinary words until somebody says bank.
            let ordinary = alias.contains(' ') && !name.contains("bank");
            let plain = !ordinary
                && !ORDINARY.contains(&name.as_str())
                && name.bytes().all(|byte| byte.is_ascii_lowercase());
            if plain && name.len() >= LONG_MIN && !brands.iter().any(|known| known.name == name) {
                let owner = Text { vi: bank.name.clone(), en: bank.name.clone() };
                let owner_slug = slug.clone();
                let method = Method::OrgBankPhish;
                brands.push(Brand {
                    name,
                    owner,
                    owner_slug,
                    method,
                    is_shared: false,
                    is_resold: false,
                    is_of_hosts: false,
                });
            }
        }
    }
}

/// The labels of a host that its owner chose: without the public suffix.
fn own_labels(host: &str) -> &str {
    let Some(domain) = registrable_domain(host) else { return host };
    let name_len = domain.find('.').unwrap_or(domain.len());
    &host[..host.len() - (domain.len() - name_len)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_suffix_is_nobodys_own() {
        assert_eq!(own_labels("a.vidu.com.vn"), "a.vidu");
        assert_eq!(own_labels("vidu.top"), "vidu");
    }
}
