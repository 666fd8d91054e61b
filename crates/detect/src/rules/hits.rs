//! One pass of the automaton over a text.

use super::compile::{Label, Part, Rules, Target, negates};
use crate::normalise::{Folded, Words, marks};

/// A phrase met in the text: words `first..=last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    pub(crate) rule: u16,
    pub(crate) part: Part,
    pub(crate) first: u32,
    pub(crate) last: u32,
}

/// A bank named in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BankHit {
    pub(crate) bank: u16,
    pub(crate) first: u32,
    pub(crate) last: u32,
}

/// Somebody named in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OwnerHit {
    pub(crate) owner: u16,
    pub(crate) first: u32,
    pub(crate) last: u32,
}

/// Everything the automaton met.
#[derive(Debug, Default)]
pub(crate) struct Hits {
    /// Sorted by rule, part, place.
    pub(crate) hits: Vec<Hit>,
    /// In order of their ends.
    pub(crate) banks: Vec<BankHit>,
    /// In order of their ends, at most [`HITS_MAX`].
    pub(crate) owners: Vec<OwnerHit>,
    /// Label and its last word, in order.
    pub(crate) labels: Vec<(Label, u32)>,
    /// Last words of negations, in order.
    pub(crate) negations: Vec<u32>,
    /// Rules that hold because somebody said so, not because of the text.
    pub(crate) told: Vec<u16>,
}

/// Hits kept of one text; more of them would say nothing new. Bounds the sort.
const HITS_MAX: usize = 4096;

impl Hits {
    /// Runs the automaton once.
    pub(crate) fn find(rules: &Rules, folded: &Folded<'_>, words: &Words) -> Hits {
        let mut found = Hits { hits: Vec::with_capacity(64), ..Hits::default() };
        for matched in rules.automaton.find_overlapping_iter(&words.text) {
            let first = words.index_of(matched.start() + 1);
            let last = words.index_of(matched.end() - 1) - 1;
            let range = &rules.ranges[matched.pattern().as_usize()];
            for target in &rules.targets[range.start as usize..range.end as usize] {
                found.push(rules, folded, words, *target, first, last);
            }
        }
        found.hits.sort_unstable();
        found
    }

    fn push(
        &mut self,
        rules: &Rules,
        folded: &Folded<'_>,
        words: &Words,
        target: Target,
        first: usize,
        last: usize,
    ) {
        let written = || {
            let span = words.span(folded, first, last);
            &folded.original[span.start..span.end]
        };
        let (first_word, last_word) = (first as u32, last as u32);
        match target {
            Target::Rule { rule, part, exact } => {
                let agrees =
                    exact.is_none_or(|phrase| marks::agree(written(), &rules.exact[usize::from(phrase)]));
                if agrees && self.hits.len() < HITS_MAX {
                    self.hits.push(Hit { rule, part, first: first_word, last: last_word });
                }
            }
            Target::Bank(bank) => self.banks.push(BankHit { bank, first: first_word, last: last_word }),
            Target::Owner { owner, exact } => {
                let agrees =
                    exact.is_none_or(|phrase| marks::agree(written(), &rules.exact[usize::from(phrase)]));
                if agrees && self.owners.len() < HITS_MAX {
                    self.owners.push(OwnerHit { owner, first: first_word, last: last_word });
                }
            }
            Target::Label(label) => self.labels.push((label, last_word)),
            // `nếu không` (or else) threatens; it does not negate.
            Target::Negation => {
                let threat = first > 0 && follows_neu(words, first);
                if !threat && negates(written()) {
                    self.negations.push(last_word);
                }
            }
        }
    }

    /// Whether a label of this sort ends within `reach` words before the word `index`.
    pub(crate) fn is_labelled(&self, wanted: Label, index: usize, reach: usize) -> bool {
        let before = self.labels.partition_point(|(_, last)| (*last as usize) < index);
        self.labels[..before]
            .iter()
            .rev()
            .take_while(|(_, last)| index - (*last as usize) <= reach)
            .any(|(label, _)| *label == wanted)
    }

    /// The banks named within `reach` words of the word `index`.
    pub(crate) fn banks_near(&self, index: usize, reach: usize) -> &[BankHit] {
        let start = self.banks.partition_point(|bank| (bank.last as usize) + reach < index);
        let end = self.banks.partition_point(|bank| (bank.last as usize) <= index + reach);
        &self.banks[start..end]
    }

    /// The hits of a rule from `cursor` on, and the cursor for the next rule. Rules are asked in order.
    pub(crate) fn of(&self, rule: u16, cursor: usize) -> (OfRule<'_>, usize) {
        let rest = &self.hits[cursor..];
        let len = rest.iter().take_while(|hit| hit.rule == rule).count();
        let own = &rest[..len];
        let near = own.partition_point(|hit| hit.part < Part::Near);
        let unless = own.partition_point(|hit| hit.part < Part::Unless);
        let of_rule =
            OfRule { phrases: &own[..near], near: &own[near..unless], unless: !own[unless..].is_empty() };
        (of_rule, cursor + len)
    }
}

/// The hits of one rule, by the list of the rule they stand in, in order of appearance.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OfRule<'h> {
    pub(crate) phrases: &'h [Hit],
    pub(crate) near: &'h [Hit],
    /// One of the phrases that undo the rule stands in the text.
    pub(crate) unless: bool,
}

fn follows_neu(words: &Words, index: usize) -> bool {
    let at = words.words[index].at as usize;
    words.text[..at].ends_with(b" neu ")
}
