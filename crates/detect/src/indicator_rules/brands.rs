//! Names that are impersonated, found inside a host as a reader sees it.

use std::collections::HashMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use model::indicator::host::registrable_domain;
use model::reference::Official;
use model::{IndicatorKind, Method, Reference};

use super::companions::{self, Company};
use crate::normalise::fold::fold_str;

/// A name under which somebody official is impersonated.
#[derive(Debug)]
pub(crate) struct Brand {
    /// Folded, letters and digits only.
    name: String,
    /// Who is impersonated, in Vietnamese.
    pub(crate) owner: String,
    /// Its owner in `official.toml`; empty for a bank that has no channel there.
    pub(crate) owner_slug: String,
    /// The method that imitating this brand points to.
    pub(crate) method: Method,
}

impl Brand {
    /// Whether it is meant wherever it stands: long, or of letters that stand together in no word.
    fn is_plain(&self) -> bool {
        self.name.len() >= LONG_MIN || (self.name.len() >= EDGE_MIN && companions::is_unsayable(&self.name))
    }

    /// Whether it is a bank or wallet, whose short names fraudsters join to the words of its counter.
    fn is_bank(&self) -> bool {
        self.method == Method::OrgBankPhish
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
}

/// All brands, ready to be found.
#[derive(Debug)]
pub(crate) struct Brands {
    brands: Vec<Brand>,
    automaton: AhoCorasick,
    /// Each long brand, whole and with one letter left out → its index.
    deletions: HashMap<Box<[u8]>, u16>,
}

/// Letters of a brand that may stand inside another word, or with one wrong letter, and still be meant.
const LONG_MIN: usize = 6;
/// Letters of the shortest brand that is looked for at all, as a part of its own.
const SHORT_MIN: usize = 3;
/// Letters of the shortest brand that is looked for beside other letters.
const EDGE_MIN: usize = 4;
/// Names inside one host that are looked at. Bounds the work.
const MATCHES_MAX: usize = 32;
/// Letters beside a short brand, at most, when they are no known words.
const EDGE_LETTERS: usize = 3;

impl Brands {
    pub(crate) fn new(reference: &Reference) -> Brands {
        let official = &reference.official;
        let mut brands: Vec<Brand> = Vec::new();
        for channel in &official.channels {
            let state = official.channels.iter().any(|other| {
                other.owner_slug == channel.owner_slug
                    && other.indicator.kind() == IndicatorKind::Domain
                    && other.indicator.value().ends_with("gov.vn")
            });
            for brand in &channel.brands {
                let name: String = brand.chars().filter(char::is_ascii_alphanumeric).collect();
                if name.len() < SHORT_MIN || brands.iter().any(|known| known.name == name) {
                    continue;
                }
                let method = if state { Method::GovServiceApp } else { method_of(&channel.owner_slug) };
                let (owner, owner_slug) = (channel.owner.vi.clone(), channel.owner_slug.clone());
                brands.push(Brand { name, owner, owner_slug, method });
            }
        }
        add_banks(&mut brands, reference);
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(brands.iter().map(|brand| &brand.name))
            .expect("a few hundred names fit in one automaton");
        let mut deletions = HashMap::new();
        for (index, brand) in brands.iter().enumerate().filter(|(_, brand)| brand.name.len() > LONG_MIN) {
            let own = std::iter::once(brand.name.as_bytes().into());
            for deletion in one_left_out(brand.name.as_bytes()).chain(own) {
                deletions.entry(deletion).or_insert(index as u16);
            }
        }
        Brands { brands, automaton, deletions }
    }

    /// The brand this host imitates, the longest first; `host` is folded and belongs to no official channel.
    pub(crate) fn imitated(&self, host: &str) -> Option<(&Brand, Likeness)> {
        let own = own_labels(host);
        let plain = self.find(own);
        // What the eye takes for a letter, and what hyphens tear apart, once more.
        let seen = || own.replace('0', "o").replace(['1', 'i'], "l").replace("rn", "m").replace("vv", "w");
        plain
            .or_else(|| self.again(own, &own.replace('1', "i").replace('0', "o")))
            .or_else(|| self.again(own, &seen()))
            .or_else(|| {
                self.again(own, &own.replace('-', "")).filter(|(brand, _)| brand.name.len() >= LONG_MIN)
            })
    }

    /// The brand that a path names as a word of its own, or a long one anywhere.
    pub(crate) fn named_in_path(&self, path: &str) -> Option<&Brand> {
        let bytes = path.as_bytes();
        let edge = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric());
        let named = |matched: &aho_corasick::Match| {
            let brand = &self.brands[matched.pattern().as_usize()];
            let whole = edge(matched.start().checked_sub(1).and_then(|at| bytes.get(at)))
                && edge(bytes.get(matched.end()));
            brand.name.len() >= LONG_MIN || (whole && brand.name.len() >= SHORT_MIN)
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
            let Some(likeness) = likeness(&self.brands[index], own, place, whole) else { continue };
            if best.is_none_or(|(known, _)| self.brands[known].name.len() < self.brands[index].name.len()) {
                best = Some((index, likeness));
            }
        }
        best.or_else(|| self.typo(own).map(|index| (index, Likeness::Typo)))
            .map(|(index, likeness)| (&self.brands[index], likeness))
    }

    /// The long brand that one part of the host is one letter away from.
    fn typo(&self, own: &str) -> Option<usize> {
        own.split(['.', '-', '_']).filter(|part| (LONG_MIN..=40).contains(&part.len())).find_map(|part| {
            let part = companions::without_offers(part, LONG_MIN);
            // `credit` is a word, no `mcredit` with a letter missing.
            if companions::is_known(part) {
                return None;
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
fn likeness(brand: &Brand, own: &str, place: Range<usize>, whole: bool) -> Option<Likeness> {
    let Range { start, end } = place;
    let long = brand.is_plain();
    let joined = |part: &str| part.replace(['-', '_'], "");
    let before = joined(&own[own[..start].rfind('.').map_or(0, |at| at + 1)..start]);
    let after = joined(&own[end..own[end..].find('.').map_or(own.len(), |at| end + at)]);
    if goes_on(&brand.name, &after) {
        return None;
    }
    if !whole && !long && end - start < EDGE_MIN {
        let counter = brand.is_bank() && companions::is_counter(&before, &after);
        return counter.then_some(Likeness::Inside);
    }
    match companions::read(&before, &after) {
        Company::Offer => Some(Likeness::Offer),
        _ if whole => Some(Likeness::Part),
        Company::Noise => Some(Likeness::Offer),
        _ if long => Some(Likeness::Inside),
        Company::Filler => Some(Likeness::Filler),
        Company::Unknown => {
            let at_edge =
                (before.is_empty() || after.is_empty()) && before.len() + after.len() <= EDGE_LETTERS;
            at_edge.then_some(Likeness::Edge)
        }
    }
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
                let (owner, owner_slug) = (bank.name.clone(), slug.clone());
                brands.push(Brand { name, owner, owner_slug, method: Method::OrgBankPhish });
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

fn one_left_out(word: &[u8]) -> impl Iterator<Item = Box<[u8]>> {
    (0..word.len()).map(move |at| [&word[..at], &word[at + 1..]].concat().into_boxed_slice())
}

/// Whether one insertion, deletion, substitution or swap of neighbours turns one into the other.
fn one_edit_apart(a: &[u8], b: &[u8]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let same_start = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    match long.len() - short.len() {
        0 if a == b => false,
        0 => {
            let (x, y) = (&short[same_start..], &long[same_start..]);
            x[1..] == y[1..] || (x.len() > 1 && x[0] == y[1] && x[1] == y[0] && x[2..] == y[2..])
        }
        1 => short[same_start..] == long[same_start + 1..],
        _ => false,
    }
}

/// The method that imitating a private owner points to. Banks are the rule, the others are named.
fn method_of(owner_slug: &str) -> Method {
    const OTHERS: &[(&str, Method)] = &[
        ("viettel", Method::OrgTelecom),
        ("vnpt", Method::OrgTelecom),
        ("vinaphone", Method::OrgTelecom),
        ("mobifone", Method::OrgTelecom),
        ("vietnamobile", Method::OrgTelecom),
        ("fpt-telecom", Method::OrgTelecom),
        ("evn", Method::OrgUtility),
        ("evn-hanoi", Method::OrgUtility),
        ("evn-hcmc", Method::OrgUtility),
        ("evn-npc", Method::OrgUtility),
        ("evn-spc", Method::OrgUtility),
        ("evn-cpc", Method::OrgUtility),
        ("ems", Method::OrgDelivery),
        ("j-and-t", Method::OrgDelivery),
        ("vietnam-post", Method::OrgDelivery),
        ("vnpost", Method::OrgDelivery),
        ("viettel-post", Method::OrgDelivery),
        ("ghn", Method::OrgDelivery),
        ("ghtk", Method::OrgDelivery),
        ("jt-express", Method::OrgDelivery),
        ("ninja-van", Method::OrgDelivery),
        ("spx", Method::OrgDelivery),
        ("best-express", Method::OrgDelivery),
        ("dhl", Method::OrgDelivery),
        ("vetc", Method::OrgUtility),
        ("epass", Method::OrgUtility),
        ("vinfast", Method::AdvPrize),
        ("bach-hoa-xanh", Method::AdvPrize),
        ("vietlott", Method::AdvPrize),
        ("pubg-mobile", Method::AcctSocialPhish),
        ("shopee", Method::AdvPrize),
        ("lazada", Method::AdvPrize),
        ("tiki", Method::AdvPrize),
        ("amazon", Method::AdvPrize),
        ("apple", Method::AcctSocialPhish),
        ("garena", Method::AcctSocialPhish),
        ("lotte", Method::AdvPrize),
        ("play-together", Method::AcctSocialPhish),
        ("facebook", Method::AcctSocialPhish),
        ("meta", Method::AcctSocialPhish),
        ("zalo", Method::AcctSocialPhish),
        ("telegram", Method::AcctSocialPhish),
        ("google", Method::AcctSocialPhish),
        ("tiktok", Method::AcctSocialPhish),
        ("vietnam-airlines", Method::ShopTravel),
        ("vietjet", Method::ShopTravel),
    ];
    let known = OTHERS.iter().find(|(slug, _)| *slug == owner_slug);
    known.map_or(Method::OrgBankPhish, |(_, method)| *method)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_edit_is_told_from_none_and_two() {
        let apart = |a: &str, b: &str| one_edit_apart(a.as_bytes(), b.as_bytes());
        assert!(apart("vietinbank", "vietinbamk"));
        assert!(apart("vietinbank", "vietinban"));
        assert!(apart("vietinbank", "vietiinbank"));
        assert!(apart("vietinbank", "vietibnank"));
        assert!(!apart("vietinbank", "vietinbank"));
        assert!(!apart("vietinbank", "vitinbamk"));
    }

    #[test]
    fn the_public_suffix_is_nobodys_own() {
        assert_eq!(own_labels("a.vidu.com.vn"), "a.vidu");
        assert_eq!(own_labels("vidu.top"), "vidu");
    }
}
