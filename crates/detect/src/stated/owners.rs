//! Offices, banks and companies that a text can name, from the reference tables.

use std::collections::HashMap;

use model::reference::{Banks, Official};
use model::{Indicator, IndicatorKind, Reference};

use crate::normalise::fold::fold_str;

/// What sort of body somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Of the state: it has offices, numbers of its own, and no private accounts.
    Office,
    /// A bank or wallet.
    Bank,
    /// Any other company.
    Company,
}

/// Somebody who can be named.
#[derive(Clone, Debug)]
pub(crate) struct Owner {
    /// In Vietnamese.
    pub(crate) name: String,
    /// As in `official.toml`; the code for a bank that is not there, empty for a sort of office.
    slug: String,
    pub(crate) class: Class,
    /// Phrases that name it; `true` where marks matter.
    pub(crate) phrases: Vec<(String, bool)>,
}

/// Everybody who can be named.
#[derive(Clone, Debug)]
pub(crate) struct Owners {
    pub(crate) owners: Vec<Owner>,
    /// The owner of each bank, by its index in the reference.
    banks: Vec<u16>,
    /// Names folded, letters and digits only → owner.
    names: HashMap<String, u16>,
}

/// Offices without a domain ending in `gov.vn`. Source: `official.toml`.
const OFFICES: &[&str] = &["chinh-phu", "cic", "mat-tran", "chu-thap-do", "ncsc", "vnnic"];
/// Wallets and networks of payment, which stand in no list of banks by that name. Source: `official.toml`.
const WALLETS: &[&str] = &["momo", "zalopay", "vnpay", "napas", "western-union", "moneygram"];
/// Sorts of offices that have many houses, with the words that name them.
const SORTS: &[(&str, &[&str])] = &[
    ("Công an", &["công an", "cảnh sát", "cơ quan điều tra", "cơ quan công an"]),
    ("Viện kiểm sát", &["viện kiểm sát", "vksnd"]),
    ("Tòa án", &["tòa án", "tand"]),
    ("Ủy ban nhân dân", &["ủy ban nhân dân", "ubnd"]),
    ("Cơ quan thuế", &["chi cục thuế", "cơ quan thuế", "thuế cơ sở"]),
    ("Kho bạc", &["kho bạc nhà nước", "kbnn"]),
];

impl Owners {
    /// Everybody in these tables.
    pub(crate) fn new(reference: &Reference) -> Owners {
        let mut owners = Owners { owners: Vec::new(), banks: Vec::new(), names: HashMap::new() };
        for (name, phrases) in SORTS {
            let phrases = phrases.iter().map(|phrase| ((*phrase).to_owned(), true)).collect();
            owners.push(Owner {
                name: (*name).to_owned(),
                slug: String::new(),
                class: Class::Office,
                phrases,
            });
        }
        for channel in &reference.official.channels {
            owners.take_channel(channel, reference);
        }
        owners.take_banks(&reference.banks);
        owners
    }

    /// The owner of a bank, by its index in the reference.
    pub(crate) fn of_bank(&self, bank: u16) -> u16 {
        self.banks[usize::from(bank)]
    }

    /// Who sends under this name; `None` when nobody known does.
    pub(crate) fn of_sender(
        &self,
        sender: &Indicator,
        reference: &model::reference::OfficialChannels,
    ) -> Option<u16> {
        if sender.kind() != IndicatorKind::SmsSender {
            return None;
        }
        let known = reference.find(sender).map(|channel| channel.owner_slug.as_str());
        let by_slug = known.and_then(|slug| self.owners.iter().position(|owner| owner.slug == slug));
        by_slug.map(|index| index as u16).or_else(|| self.names.get(&joined(sender.value())).copied())
    }

    /// Whether one may send for the other: the same, of one house, or both of the state.
    pub(crate) fn are_related(&self, one: u16, other: u16) -> bool {
        let (a, b) = (&self.owners[usize::from(one)], &self.owners[usize::from(other)]);
        let house = |slug: &str| slug.split('-').next().unwrap_or_default().to_owned();
        one == other
            || (a.class == Class::Office && b.class == Class::Office)
            || (!a.slug.is_empty() && house(&a.slug) == house(&b.slug))
    }

    fn push(&mut self, owner: Owner) -> u16 {
        let index = self.owners.len() as u16;
        for (phrase, _) in &owner.phrases {
            self.names.entry(joined(phrase)).or_insert(index);
        }
        self.owners.push(owner);
        index
    }

    fn take_channel(&mut self, channel: &Official, reference: &Reference) {
        let slug = channel.owner_slug.as_str();
        // An owner without brands is known by its hosts alone.
        if slug.is_empty() || channel.is_of_hosts() || self.owners.iter().any(|owner| owner.slug == slug) {
            return;
        }
        let mut channels = reference.official.channels.iter().filter(|other| other.owner_slug == slug);
        let state = channels.any(|other| {
            other.indicator.kind() == IndicatorKind::Domain && other.indicator.value().ends_with("gov.vn")
        });
        let class = match slug {
            _ if state || OFFICES.contains(&slug) => Class::Office,
            _ if WALLETS.contains(&slug) => Class::Bank,
            _ => Class::Company,
        };
        let mut phrases: Vec<(String, bool)> =
            channel.brands.iter().map(|brand| (brand.clone(), false)).collect();
        // `Bộ Công an`; a long name in brackets or with a gloss is nobody's speech.
        if !channel.owner.vi.contains('(') {
            phrases.push((channel.owner.vi.clone(), true));
        }
        self.push(Owner { name: channel.owner.vi.clone(), slug: slug.to_owned(), class, phrases });
    }

    fn take_banks(&mut self, banks: &Banks) {
        for bank in &banks.banks {
            let names = [&bank.name, &bank.code].into_iter().chain(&bank.aliases);
            let names: Vec<String> = names.map(|name| joined(name)).collect();
            let known = names.iter().find_map(|name| self.names.get(name).copied());
            let index = known.unwrap_or_else(|| {
                let (name, slug) = (bank.name.clone(), bank.code.to_ascii_lowercase());
                self.push(Owner { name, slug, class: Class::Bank, phrases: Vec::new() })
            });
            self.owners[usize::from(index)].class = Class::Bank;
            for name in names {
                self.names.entry(name).or_insert(index);
            }
            self.banks.push(index);
        }
    }
}

fn joined(name: &str) -> String {
    fold_str(name).chars().filter(char::is_ascii_alphanumeric).collect()
}
