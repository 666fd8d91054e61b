//! Words by which hosts and paths are recognised as bait, offer, trade or game, in groups.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::ReferenceError;
use super::table::Table;
use super::words::{Form, Taken, check_words};

/// A group of words, by its use. The file says of each what it means and where its words are from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordGroup {
    /// What a page of a fraudster offers or asks.
    Baits,
    /// The same, so short that they count only as a part of their own.
    BaitParts,
    /// Numbers of luck.
    LuckyNumbers,
    /// Trades of agents and advisers.
    Agents,
    /// What the shop of an agent calls itself.
    Shops,
    /// Provinces and large towns.
    Places,
    /// Words that pages which steal are called by.
    Lures,
    /// The same, of words that honest hosts use too.
    LuresCheap,
    /// Trades that such pages are made for.
    LureTrades,
    /// Words that make an offer of the name of an owner.
    Offers,
    /// Words that say little beside such a name.
    Fillers,
    /// Words of the counter of a bank.
    BankCounters,
    /// What the app of a bank is called.
    BankApps,
    /// What bodies of the state keep and hand out.
    StatePapers,
    /// What stands behind the short name of a carrier of parcels.
    Parcels,
    /// What stands behind the short name of a broker or an exchange.
    Markets,
    /// Games of chance.
    Games,
    /// Words in paths of pages that take passwords, codes and cards.
    Taking,
    /// Names of state bodies and their services.
    StateNames,
    /// The same, also meant when hyphens tear them.
    StateNamesTorn,
    /// Letters by which whoever gives a service is known.
    OfficeParts,
    /// Endings that cost little and that fraudsters take most.
    CheapEndings,
    /// Endings under `.vn` that anybody gets.
    OpenEndings,
    /// Endings that are only a second sign.
    SecondEndings,
}

/// Every group in the order of [`WordGroup`], its name in the file, and how its words are written.
const GROUPS: [(WordGroup, &str, Form); 24] = [
    (WordGroup::Baits, "baits", Form::hyphened(4)),
    (WordGroup::BaitParts, "bait_parts", Form::plain(2)),
    (WordGroup::LuckyNumbers, "lucky_numbers", Form::number()),
    (WordGroup::Agents, "agents", Form::plain(4)),
    (WordGroup::Shops, "shops", Form::plain(4)),
    (WordGroup::Places, "places", Form::plain(4)),
    (WordGroup::Lures, "lures", Form::hyphened(4)),
    (WordGroup::LuresCheap, "lures_cheap", Form::plain(4)),
    (WordGroup::LureTrades, "lure_trades", Form::plain(4)),
    (WordGroup::Offers, "offers", Form::plain(2)),
    (WordGroup::Fillers, "fillers", Form::plain(1)),
    (WordGroup::BankCounters, "bank_counters", Form::plain(3)),
    (WordGroup::BankApps, "bank_apps", Form::plain(3)),
    (WordGroup::StatePapers, "state_papers", Form::plain(4)),
    (WordGroup::Parcels, "parcels", Form::plain(4)),
    (WordGroup::Markets, "markets", Form::plain(4)),
    (WordGroup::Games, "games", Form::plain(4)),
    (WordGroup::Taking, "taking", Form::hyphened(3)),
    (WordGroup::StateNames, "state_names", Form::plain(4)),
    (WordGroup::StateNamesTorn, "state_names_torn", Form::plain(4)),
    (WordGroup::OfficeParts, "office_parts", Form::plain(3)),
    (WordGroup::CheapEndings, "cheap_endings", Form::plain(2)),
    (WordGroup::OpenEndings, "open_endings", Form::dotted(4)),
    (WordGroup::SecondEndings, "second_endings", Form::plain(2)),
];

impl WordGroup {
    /// Every group.
    pub fn all() -> impl Iterator<Item = WordGroup> {
        GROUPS.iter().map(|(group, ..)| *group)
    }

    /// Its name in the file.
    pub fn name(self) -> &'static str {
        GROUPS[self as usize].1
    }
}

/// The table `host_words.toml`.
#[derive(Clone, Debug, Default)]
pub struct HostWords {
    /// The words of each group, in the order of [`WordGroup`].
    groups: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    source: Spanned<String>,
    words: Vec<Spanned<String>>,
}

impl HostWords {
    /// File name under `data/`.
    pub const FILE: &'static str = "host_words.toml";

    /// Reads the table.
    ///
    /// # Errors
    /// [`ReferenceError`] naming the line, the group and the word, when a group is missing, unknown, empty or without
    /// source, or a word is empty, too short, of wrong characters or twice in its group.
    pub fn parse(text: &str) -> Result<HostWords, ReferenceError> {
        let table = Table::new(Self::FILE, text);
        let mut file: BTreeMap<String, Group> = table.toml()?;
        let unknown = file.iter().find(|(name, _)| GROUPS.iter().all(|(_, known, _)| known != name));
        if let Some((name, group)) = unknown {
            let names: Vec<&str> = GROUPS.iter().map(|(_, name, _)| *name).collect();
            let problem = format!("there is no group `{name}`: it is one of {}", names.join(", "));
            return Err(table.refuse(table.line_at(group.source.span().start), problem));
        }
        let mut groups = Vec::with_capacity(GROUPS.len());
        for (_, name, form) in GROUPS {
            let Some(group) = file.remove(name) else {
                return Err(table.refuse(0, format!("the group `{name}` is missing: add `[{name}]`")));
            };
            let line = table.line_at(group.source.span().start);
            if group.source.get_ref().trim().is_empty() {
                return Err(table.refuse(line, format!("the group `{name}` says no source: fill it in")));
            }
            if group.words.is_empty() {
                return Err(table.refuse(line, format!("the group `{name}` is empty: give it a word")));
            }
            let list = format!("the group `{name}`");
            groups.push(check_words(&table, &list, group.words, form, &mut Taken::new())?);
        }
        Ok(HostWords { groups })
    }

    /// The words of a group, in the order of the file.
    pub fn of(&self, group: WordGroup) -> &[String] {
        self.groups.get(group as usize).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_groups_stand_in_the_order_of_their_type() {
        assert!(GROUPS.iter().enumerate().all(|(index, (group, ..))| *group as usize == index));
    }
}
