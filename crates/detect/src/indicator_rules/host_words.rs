//! The words of `host_words.toml`, made ready once to be looked for. What each group decides stands with its rule.

use std::iter;

use aho_corasick::AhoCorasick;
use model::reference::{self, WordGroup};

/// Every group of words.
#[derive(Debug)]
pub(crate) struct HostWords {
    table: reference::HostWords,
    pub(super) baits: AhoCorasick,
    pub(super) agents: AhoCorasick,
    /// Words that are joined to the name of an owner, and whether they make an offer of it.
    pub(super) joined: Vec<(String, bool)>,
    /// Names of the state as the eye reads them.
    state: Vec<String>,
    /// The same, which are also meant when hyphens tear them.
    pub(super) state_torn: Vec<String>,
    /// Sorted.
    pub(super) cheap_endings: Vec<String>,
    /// Sorted.
    pub(super) second_endings: Vec<String>,
    /// Each with a dot before it.
    pub(super) open_endings: Vec<String>,
}

impl HostWords {
    pub(crate) fn new(table: &reference::HostWords) -> HostWords {
        let automaton = |group| AhoCorasick::new(table.of(group)).expect("these words fit in one automaton");
        let by_eye = |group| table.of(group).iter().map(|word| read_by_eye(word)).collect();
        let sorted = |group| {
            let mut words = table.of(group).to_vec();
            words.sort_unstable();
            words
        };
        let offers = [WordGroup::Offers, WordGroup::Lures, WordGroup::Baits].into_iter();
        let groups = offers.zip(iter::repeat(true)).chain([(WordGroup::Fillers, false)]);
        let joined =
            groups.flat_map(|(group, offer)| table.of(group).iter().map(move |word| (word.clone(), offer)));
        HostWords {
            baits: automaton(WordGroup::Baits),
            agents: automaton(WordGroup::Agents),
            joined: joined.collect(),
            state: by_eye(WordGroup::StateNames),
            state_torn: by_eye(WordGroup::StateNamesTorn),
            cheap_endings: sorted(WordGroup::CheapEndings),
            second_endings: sorted(WordGroup::SecondEndings),
            open_endings: table.of(WordGroup::OpenEndings).iter().map(|end| format!(".{end}")).collect(),
            table: table.clone(),
        }
    }

    /// The words of a group.
    pub(super) fn of(&self, group: WordGroup) -> &[String] {
        self.table.of(group)
    }

    /// Whether a word of the group stands in the text.
    pub(super) fn any_in(&self, group: WordGroup, text: &str) -> bool {
        self.of(group).iter().any(|word| text.contains(word.as_str()))
    }

    /// Whether the group holds this word.
    pub(super) fn is_one(&self, group: WordGroup, text: &str) -> bool {
        self.of(group).iter().any(|word| word == text)
    }

    /// Whether a name of the state stands in a text as the eye reads it.
    pub(super) fn names_state(&self, read: &str) -> bool {
        self.state.iter().any(|name| read.contains(name.as_str()))
    }
}

/// A text with `i` for every `l` and `1`, and `o` for `0`.
pub(super) fn read_by_eye(text: &str) -> String {
    text.replace('0', "o").replace(['1', 'l'], "i")
}
