//! What a rule over indicators may look at.

use std::sync::Arc;

use model::reference::hosts::ProtectedHost;
use model::reference::{AppIcons, Hosts, OfficialChannels, Popular};
use model::{Found, Indicator, IndicatorKind, Obfuscation, Reference, Span};

use super::brands::Brands;
use super::host_words::HostWords;
use super::services::Services;
use crate::engine::Submission;
use crate::extract::{Candidate, Extraction, Payment};
use crate::facts::{Fact, Facts};
use crate::list::ListLookup;
use crate::normalise::noise::Noise;
use crate::normalise::{Folded, Words, fold::fold_str};
use crate::obfuscation;
use crate::stated::{Owners, Said};

/// The parts of the reference data that the engine keeps.
#[derive(Debug)]
pub(crate) struct Knowledge {
    pub(crate) official: OfficialChannels,
    pub(crate) app_icons: AppIcons,
    pub(crate) hosts: Hosts,
    pub(crate) popular: Popular,
    pub(crate) words: Arc<HostWords>,
    pub(crate) services: Services,
    pub(crate) brands: Brands,
    pub(crate) owners: Owners,
}

impl Knowledge {
    pub(crate) fn new(reference: &Reference) -> Knowledge {
        let words = Arc::new(HostWords::new(&reference.host_words));
        Knowledge {
            official: reference.official.clone(),
            app_icons: reference.app_icons.clone(),
            hosts: reference.hosts.clone(),
            popular: reference.popular.clone(),
            brands: Brands::new(reference, Arc::clone(&words)),
            words,
            services: Services::new(&reference.services),
            owners: Owners::new(reference),
        }
    }
}

/// One submission with everything that was found in it.
pub(crate) struct Context<'a> {
    pub(crate) knowledge: &'a Knowledge,
    pub(crate) submission: &'a Submission<'a>,
    /// In order of appearance.
    pub(crate) found: Vec<Found>,
    /// Who sent it, with an empty span.
    pub(crate) sender: Option<Found>,
    /// Hosts of links that belong to no known official channel and are not platforms.
    pub(crate) hosts: Vec<Host>,
    pub(crate) left_out: usize,
    /// Payment codes, in order of appearance.
    pub(crate) payments: Vec<Payment>,
    /// The submission is nothing but one indicator.
    pub(crate) is_whole: bool,
    pub(crate) facts: Facts,
    pub(crate) noise: Noise,
    /// What the text says beside indicators.
    pub(crate) said: Said,
    pub(crate) obfuscation: Obfuscation,
}

/// The host of a link or address.
#[derive(Debug)]
pub(crate) struct Host {
    /// As resolvers see it.
    pub(crate) name: String,
    /// As a reader sees it, folded to ASCII.
    pub(crate) seen: String,
    /// Path and query, folded; empty when there is none.
    pub(crate) path: String,
    pub(crate) span: Span,
}

impl<'a> Context<'a> {
    pub(crate) fn new(
        knowledge: &'a Knowledge,
        submission: &'a Submission<'a>,
        folded: &Folded<'_>,
        words: &Words,
        (extraction, said): (Extraction, Said),
        list: &impl ListLookup,
    ) -> Context<'a> {
        let noise = Noise::new(folded, words);
        let mut context = Context {
            knowledge,
            submission,
            found: Vec::with_capacity(extraction.candidates.len()),
            sender: None,
            hosts: Vec::new(),
            left_out: extraction.left_out,
            payments: extraction.payments,
            is_whole: extraction.is_whole,
            facts: Facts::default(),
            noise,
            said,
            obfuscation: obfuscation::measure(folded, words, &noise),
        };
        if is_disguised(folded, words) {
            context.facts.insert(Fact::Disguised);
        }
        for candidate in extraction.candidates {
            context.look_up(candidate, list);
        }
        if let Some(indicator) = extraction.sender {
            context.facts.insert(match indicator.kind() {
                IndicatorKind::SmsSender => Fact::SenderName,
                _ => Fact::SenderPhone,
            });
            let listed = list.covering(&indicator);
            // A name can be forged by a false base station: it never makes a message official.
            context.sender =
                Some(Found { indicator, span: Span { start: 0, end: 0 }, listed, official_owner: None });
        }
        context
    }

    fn look_up(&mut self, candidate: Candidate, list: &impl ListLookup) {
        let Candidate { indicator, span, .. } = candidate;
        let channel = self.knowledge.official.find(&indicator);
        let shared = indicator
            .host()
            .is_some_and(|host| self.knowledge.hosts.protection(host) == Some(ProtectedHost::Shared));
        let own_name = channel.is_some();
        // Anybody may publish a page on a platform: the platform's own name vouches for nothing.
        let channel = channel.filter(|_| !shared);
        let known = channel.is_some();
        let official_owner =
            channel.filter(|channel| channel.verified).map(|channel| channel.owner.vi.clone());
        match indicator.kind() {
            IndicatorKind::Domain | IndicatorKind::Url => self.add_link(&indicator, span, known, own_name),
            IndicatorKind::Phone if is_mobile(indicator.value()) && !known => {
                self.facts.insert(Fact::Contact);
                self.facts.insert(Fact::MobilePhone);
            }
            IndicatorKind::Phone if !known => self.facts.insert(Fact::Hotline),
            IndicatorKind::SocialAccount | IndicatorKind::Email if !known => self.facts.insert(Fact::Contact),
            IndicatorKind::BankAccount => self.facts.insert(Fact::BankAccount),
            IndicatorKind::CryptoWallet => self.facts.insert(Fact::CryptoWallet),
            _ => {}
        }
        let listed = list.covering(&indicator);
        self.found.push(Found { indicator, span, listed, official_owner });
    }

    fn add_link(&mut self, indicator: &Indicator, span: Span, known: bool, own_name: bool) {
        if known {
            self.facts.insert(Fact::OfficialLink);
            return;
        }
        self.facts.insert(Fact::Link);
        if own_name {
            return;
        }
        let name = indicator.value().split(['/', '?', ':']).next().unwrap_or_default();
        // What the reader sees, not what the resolver is asked: `xn--…` is shown in its own letters.
        let seen = if name.contains("xn--") {
            fold_str(&model::indicator::host::to_unicode(name))
        } else {
            name.to_owned()
        };
        let path = fold_str(&indicator.value()[name.len()..]);
        self.hosts.push(Host { name: name.to_owned(), seen, path, span });
    }
}

/// Whether the writing hides words: letters of other alphabets inside, characters that draw nothing, words
/// that had to be repaired, odd punctuation between letters. A single one may be an accident; names like
/// `MoMo` switch the case, but not every few letters.
fn is_disguised(folded: &Folded<'_>, words: &Words) -> bool {
    let switches = folded.case_switches >= 6 && folded.case_switches * 12 >= folded.text.len();
    switches
        || words.joints >= 4
        || folded.lookalikes + 2 * words.repaired + folded.invisibles.min(4) + words.joints / 2 >= 3
}

/// A Vietnamese mobile number in canonical form.
pub(crate) fn is_mobile(value: &str) -> bool {
    value
        .strip_prefix("+84")
        .is_some_and(|rest| rest.len() == 9 && matches!(rest.as_bytes()[0], b'3' | b'5' | b'7' | b'8' | b'9'))
}
