//! The services of `services.toml`, made ready once to be looked for.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, MatchKind};
use model::Text;
use model::reference::services::{self, NamedOffice, Service, Vote};

/// What a word of a service needs beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Act,
    Own,
    Shared,
}

/// Services, platforms and offices by their words.
#[derive(Debug)]
pub(crate) struct Services {
    table: services::Services,
    /// Every word of every service.
    automaton: AhoCorasick,
    /// The service of each word, and what the word needs.
    places: Vec<(usize, Kind)>,
    /// Each word of an office in a path → its index.
    offices: HashMap<String, usize>,
}

impl Services {
    pub(crate) fn new(table: &services::Services) -> Services {
        let (mut words, mut places) = (Vec::<&str>::new(), Vec::new());
        for (index, service) in table.services.iter().enumerate() {
            let lists =
                [(Kind::Act, &service.acts), (Kind::Own, &service.own), (Kind::Shared, &service.shared)];
            for (kind, list) in lists {
                words.extend(list.iter().map(String::as_str));
                places.extend(list.iter().map(|_| (index, kind)));
            }
        }
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words);
        let offices = table.offices.iter().enumerate();
        Services {
            automaton: automaton.expect("these words fit in one automaton"),
            places,
            offices: offices
                .flat_map(|(index, office)| office.in_paths.iter().map(move |word| (word.clone(), index)))
                .collect(),
            table: table.clone(),
        }
    }

    /// The first word of a service in a text: the service, what the word needs, what stands before and after it.
    pub(super) fn find<'s, 't>(&'s self, text: &'t str) -> Option<(&'s Service, Kind, [&'t str; 2])> {
        let found = self.automaton.find(text)?;
        let (index, kind) = self.places[found.pattern().as_usize()];
        Some((&self.table.services[index], kind, [&text[..found.start()], &text[found.end()..]]))
    }

    /// Whether a service is named in a text.
    pub(super) fn is_named(&self, text: &str) -> bool {
        self.automaton.is_match(text)
    }

    /// The platform in whose name a host complains: `page-violation-review`.
    pub(super) fn complaint(&self, seen: &str) -> Option<(&Text, &[Vote])> {
        let holds = |words: &[String]| words.iter().any(|word| seen.contains(word.as_str()));
        let found = self.table.platforms.iter().find(|one| holds(&one.complaints) && holds(&one.about))?;
        Some((&found.name, &found.methods))
    }

    /// The office that a part of a path names.
    pub(super) fn office_in_path(&self, part: &str) -> Option<&NamedOffice> {
        self.offices.get(part).map(|index| &self.table.offices[*index])
    }
}
