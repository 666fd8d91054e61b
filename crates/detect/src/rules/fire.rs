//! Which rules hold, given the hits and what else is known.

use model::Span;

use super::compile::{NEGATION_WORDS, Need, Rule, Rules};
use super::hits::{Hit, Hits, OfRule};
use crate::evidence::{Evidence, Ground, reason};
use crate::facts::{Fact, Facts};
use crate::normalise::{Folded, Words};

/// Hits of one part of one rule that are compared with `near` phrases. Bounds the work.
const COMPARED_MAX: usize = 64;

/// Adds every rule that holds to the evidence.
pub(crate) fn fire<'e>(
    rules: &'e Rules,
    folded: &Folded<'_>,
    words: &Words,
    hits: &Hits,
    (facts, is_whole): (Facts, bool),
    evidence: &mut Evidence<'e>,
) {
    // A link alone is no sentence: the words it is made of do not stand near it.
    let beside = if is_whole { facts.without(Fact::Link) } else { facts };
    let mut held: Vec<Option<Option<Span>>> = vec![None; rules.rules.len()];
    let sentence_ends = |from: u32, to: u32| {
        let range = words.words[from as usize].end as usize..words.words[to as usize].start as usize;
        folded.text[range].iter().any(|byte| matches!(byte, b'.' | b';' | b'!' | b'?'))
    };
    let mut cursor = 0;
    for (index, rule) in rules.rules.iter().enumerate() {
        let (own, next) = hits.of(index as u16, cursor);
        cursor = next;
        let told = hits.told.contains(&(index as u16));
        let is_barred = own.unless || rule.lacks.iter().any(|fact| facts.has(*fact));
        if !told && (is_barred || (rule.has_phrases && own.phrases.is_empty())) {
            continue;
        }
        let mut span = None;
        if rule.has_phrases && !told {
            let Some(hit) = phrase_hit(rule, own, beside, &hits.negations, &sentence_ends) else { continue };
            span = Some(words.span(folded, hit.0 as usize, hit.1 as usize));
        }
        let Some(borrowed) = needs_span(rule, &held, facts, evidence).or(told.then_some(None)) else {
            continue;
        };
        let span = span.or(borrowed);
        held[index] = Some(span);
        // What is context has no weight and is never shown, but the learned part sees that it holds.
        evidence.add(Ground {
            reason: reason(&rule.code, span, None, rule.weight),
            kind: rule.kind,
            methods: &rule.methods,
            blocks_official: rule.blocks_official,
        });
    }
}

/// The first hit of a rule's phrases that no negation undoes and that has its `near` phrase, or a fact that does.
fn phrase_hit(
    rule: &Rule,
    own: OfRule<'_>,
    facts: Facts,
    negations: &[u32],
    ends_between: &impl Fn(u32, u32) -> bool,
) -> Option<(u32, u32)> {
    let needs_near = rule.has_near && !rule.near_facts.iter().any(|fact| facts.has(*fact));
    let is_near = |hit: &Hit| {
        let fits =
            |other: &Hit| (!rule.ordered || other.last > hit.last) && distance(hit, other) <= rule.within;
        own.near.iter().take(COMPARED_MAX).any(fits)
    };
    let holds = |hit: &&Hit| {
        !(rule.negatable && is_negated(hit.first, negations, ends_between)) && (!needs_near || is_near(hit))
    };
    own.phrases.iter().take(COMPARED_MAX).find(holds).map(|hit| (hit.first, hit.last))
}

/// Words between two hits; 0 when they touch or overlap.
fn distance(a: &Hit, b: &Hit) -> usize {
    let (left, right) = if a.first <= b.first { (a, b) } else { (b, a) };
    (right.first as usize).saturating_sub(left.last as usize + 1)
}

/// Whether a negation stands shortly before, in the same sentence.
fn is_negated(first: u32, negations: &[u32], ends_between: &impl Fn(u32, u32) -> bool) -> bool {
    let before = negations.partition_point(|negation| *negation < first);
    before > 0
        && (first - negations[before - 1]) as usize <= NEGATION_WORDS
        && !ends_between(negations[before - 1], first)
}

/// Whether every group of requirements holds; the span of the first one that has any.
fn needs_span(
    rule: &Rule,
    held: &[Option<Option<Span>>],
    facts: Facts,
    evidence: &Evidence<'_>,
) -> Option<Option<Span>> {
    let mut span = None;
    for group in &rule.requires {
        let met = group.iter().find_map(|need| match need {
            Need::Fact(fact) => facts.has(*fact).then_some(None),
            Need::Rule(index) => held[usize::from(*index)],
            Need::Code(code) => evidence.span_of(code),
        })?;
        span = span.or(met);
    }
    Some(span)
}
