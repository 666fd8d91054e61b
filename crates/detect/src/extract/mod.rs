//! What a text holds that a list can know: links, numbers, accounts, addresses, in any writing.
//!
//! Candidates are found on the folded text and read from the bytes submitted. One file per sort:
//! [`link`], [`email`], [`phone`], [`bank_account`], [`social`], [`opaque`] (wallets, file hashes),
//! [`payment`] (payment codes, taken out first); then [`sender`] and [`whole`] (a submission that is nothing but one indicator).

mod bank_account;
mod email;
mod link;
mod opaque;
mod payment;
mod phone;
mod sender;
mod social;
mod whole;

use std::collections::HashSet;

use model::{Assessment, Indicator, Span};

use crate::normalise::{Folded, Words};
use crate::rules::Hits;

pub(crate) use payment::{Payment, take_out};

/// One indicator and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) indicator: Indicator,
    /// Bytes of the submitted text; empty at 0 for the sender, who is not in the text.
    pub(crate) span: Span,
    /// Where it stands in the folded text.
    pub(crate) folded: (usize, usize),
}

/// What was found in one submission.
#[derive(Debug, Default)]
pub(crate) struct Extraction {
    /// In order of appearance, without repeats, at most [`Assessment::INDICATORS_MAX`]; not the sender.
    pub(crate) candidates: Vec<Candidate>,
    /// Indicators beyond the maximum.
    pub(crate) left_out: usize,
    /// Who sent it, when that is a number or a name.
    pub(crate) sender: Option<Indicator>,
    /// The submission is nothing but this one indicator.
    pub(crate) is_whole: bool,
    /// Payment codes, in order of appearance.
    pub(crate) payments: Vec<Payment>,
}

/// Reads everything that a list can know.
pub(crate) fn extract(
    folded: &Folded<'_>,
    words: &Words,
    hits: &Hits,
    bins: &[String],
    payments: Vec<Payment>,
    sender: Option<&str>,
) -> Extraction {
    let mut finds = Finds::default();
    payment::find(folded, &payments, &mut finds);
    let tokens = link::tokens(folded, &mut finds);
    phone::find(folded, words, hits, &tokens, &mut finds);
    bank_account::find(folded, words, hits, bins, &tokens, &mut finds);
    social::find(folded, words, hits, &mut finds);
    let mut extraction = finds.into_extraction();
    if extraction.candidates.len() <= 1 {
        whole::read(folded, &mut extraction);
    }
    extraction.sender = sender.and_then(sender::read);
    extraction.payments = payments;
    extraction
}

/// Candidates as they are found, sort by sort.
#[derive(Debug, Default)]
pub(crate) struct Finds {
    candidates: Vec<Candidate>,
    seen: HashSet<Indicator>,
}

/// Candidates compared one by one before a hash set is worth its cost.
const COMPARED_MAX: usize = 16;

impl Finds {
    /// Adds an indicator at `start..end` of the folded text, unless it is there already.
    pub(crate) fn add(&mut self, folded: &Folded<'_>, indicator: Indicator, start: usize, end: usize) {
        if self.candidates.len() < COMPARED_MAX {
            if self.candidates.iter().any(|candidate| candidate.indicator == indicator) {
                return;
            }
        } else {
            if self.seen.is_empty() {
                self.seen.extend(self.candidates.iter().map(|candidate| candidate.indicator.clone()));
            }
            if !self.seen.insert(indicator.clone()) {
                return;
            }
        }
        self.candidates.push(Candidate { indicator, span: folded.span(start, end), folded: (start, end) });
    }

    /// What was found so far.
    pub(crate) fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    fn into_extraction(mut self) -> Extraction {
        self.candidates.sort_by_key(|candidate| candidate.span.start);
        let left_out = self.candidates.len().saturating_sub(Assessment::INDICATORS_MAX);
        self.candidates.truncate(Assessment::INDICATORS_MAX);
        Extraction { candidates: self.candidates, left_out, ..Extraction::default() }
    }
}
