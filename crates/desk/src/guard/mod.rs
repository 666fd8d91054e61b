//! The over-block guard: what may never be listed, so that nobody is blocked by mistake.
//!
//! [`clear`] is the only way to a [`ClearedListing`], and the store takes nothing else, so no entry
//! reaches the list past these rules. They are asked again when a proposal is approved, because the
//! tables may have grown since it was made. One file per topic: `host` for names and links,
//! `channel` for numbers, senders, accounts and apps, `popular` for names that very many people visit, `terms` for
//! expiry and evidence, `blast` for what an entry would do, counted for whoever approves it.

use model::publication::AllowList;
use model::{Indicator, IndicatorKind, Level, ListingReason, Method, Reference, Time};

use crate::slugs::slugs;

mod blast;
mod channel;
mod host;
mod popular;
mod terms;

pub use blast::{BlastRadius, Reach, blast_radius, host_of};
pub(crate) use host::is_special_v4;
pub use popular::popular_name;
pub use terms::{EVIDENCE_CHARS_MAX, EXPIRY_DAYS_MAX, usual_days};

/// An entry somebody wants on the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewListing {
    /// What is to be listed.
    pub indicator: Indicator,
    /// How the fraud works.
    pub method: Method,
    /// How strongly to act.
    pub level: Level,
    /// The ground that is published.
    pub reason: ListingReason,
    /// When it ends; at most [`EXPIRY_DAYS_MAX`] days ahead.
    pub expires_at: Time,
    /// What it rests on, in words fit for publication, at most [`EVIDENCE_CHARS_MAX`] characters.
    pub evidence: String,
}

/// An entry that passed the guard. Made by [`clear`], [`clear_proposal`] and [`clear_over_popular`] alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClearedListing {
    listing: NewListing,
    awaits_ground: bool,
}

impl ClearedListing {
    /// The entry.
    pub fn listing(&self) -> &NewListing {
        &self.listing
    }

    /// Whether whoever approves it must give a ground first: it would block a name that very many people visit. Only
    /// a proposal may be made of it.
    pub fn awaits_ground(&self) -> bool {
        self.awaits_ground
    }

    /// The entry, given up.
    pub fn into_listing(self) -> NewListing {
        self.listing
    }
}

slugs! {
    /// Why an entry may not be listed. The catalogue holds a sentence `refusal-<code>` in each language,
    /// with the variable `$subject`.
    RefusalCode {
        /// Everybody below this suffix would be hit.
        PublicSuffix = "public-suffix",
        /// Many unrelated people publish on this host: list the page.
        SharedHost = "shared-host",
        /// A path under which a shared host keeps the pages of unrelated people.
        SharedPath = "shared-path",
        /// A link shortener: list the short link.
        ShortenerHost = "shortener-host",
        /// Others depend on this host without knowing it.
        Infrastructure = "infrastructure",
        /// A host of a state body, bank, carrier or another verified owner. A hacked page there is
        /// settled by telling the owner.
        OfficialHost = "official-host",
        /// A host or name under `gov.vn`.
        StateHost = "state-host",
        /// A host above one that is protected: listing it would hit that one too.
        CoversProtected = "covers-protected",
        /// Very many people visit this name: a block needs a second officer's ground.
        PopularHost = "popular-host",
        /// The desk has put it on the allow-list, or something that it would hit.
        AllowListed = "allow-listed",
        /// An address that is private, reserved or of this machine.
        PrivateAddress = "private-address",
        /// A name that only has a meaning inside somebody's network.
        PrivateName = "private-name",
        /// A verified number of an office, bank or carrier.
        OfficialPhone = "official-phone",
        /// A short code, such as an emergency number.
        ShortCode = "short-code",
        /// A number of the state's own network, 069.
        StateNumber = "state-number",
        /// The sender name of a verified owner: others forge it, its owner needs it.
        OfficialSender = "official-sender",
        /// A verified app itself; a forged copy has another certificate.
        OfficialApp = "official-app",
        /// A verified account or mailbox.
        OfficialAccount = "official-account",
        /// The expiry is not after now.
        ExpiryPast = "expiry-past",
        /// The expiry is too far ahead.
        ExpiryTooFar = "expiry-too-far",
        /// A block, and anything that names a person, needs evidence in words.
        EvidenceMissing = "evidence-missing",
        /// The evidence is too long to publish.
        EvidenceTooLong = "evidence-too-long",
        /// The evidence carries a marking of state secrets.
        EvidenceMarked = "evidence-marked",
    }
}

/// Why an entry may not be listed, and what it ran into.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("list `{indicator}`: {code} ({matched})")]
pub struct Refusal {
    /// What was to be listed.
    pub indicator: Indicator,
    /// Which rule.
    pub code: RefusalCode,
    /// The name, number or day it ran into.
    pub matched: String,
}

/// What a rule answers: `Ok` to let pass, else the code and what it ran into.
type Verdict = Result<(), (RefusalCode, String)>;

/// Lets an entry through to the list, or says why not. `now` is the time of the decision.
///
/// # Errors
/// [`Refusal`] with the first rule that is broken.
pub fn clear(listing: NewListing, reference: &Reference, now: Time) -> Result<ClearedListing, Refusal> {
    let cleared = clear_proposal(listing, reference, now)?;
    if !cleared.awaits_ground {
        return Ok(cleared);
    }
    let indicator = cleared.listing.indicator;
    let matched = popular_name(&indicator, reference).unwrap_or_default().to_owned();
    Err(Refusal { indicator, code: RefusalCode::PopularHost, matched })
}

/// Like [`clear`] for an entry that waits for a second officer: a name that very many people visit passes, and
/// [awaits a ground](ClearedListing::awaits_ground).
///
/// # Errors
/// [`Refusal`] with the first rule that is broken.
pub fn clear_proposal(
    listing: NewListing,
    reference: &Reference,
    now: Time,
) -> Result<ClearedListing, Refusal> {
    let indicator = &listing.indicator;
    let verdict = check_indicator(indicator, reference).and_then(|()| terms::check(&listing, now));
    match verdict {
        Ok(()) => {
            let awaits_ground = listing.level == Level::Block && popular_name(indicator, reference).is_some();
            Ok(ClearedListing { listing, awaits_ground })
        }
        Err((code, matched)) => Err(Refusal { indicator: listing.indicator, code, matched }),
    }
}

/// Like [`clear`] for an approver who gives a ground: it may be a name that very many people visit. Whoever calls this
/// writes the ground down.
///
/// # Errors
/// [`Refusal`] with the first rule that is broken.
pub fn clear_over_popular(
    listing: NewListing,
    reference: &Reference,
    now: Time,
) -> Result<ClearedListing, Refusal> {
    let cleared = clear_proposal(listing, reference, now)?;
    Ok(ClearedListing { awaits_ground: false, ..cleared })
}

/// Refuses what the desk's own allow-list protects, or what lies above it.
///
/// # Errors
/// [`Refusal`] naming the entry of the allow-list.
pub fn check_allowed(indicator: &Indicator, allowed: &AllowList) -> Result<(), Refusal> {
    match allowed.conflict(indicator) {
        None => Ok(()),
        Some(entry) => Err(Refusal {
            indicator: indicator.clone(),
            code: RefusalCode::AllowListed,
            matched: entry.value().to_owned(),
        }),
    }
}

/// Whether this indicator could be listed at all, whatever the terms. For a page that wants to say so
/// before anybody has filled in a form.
///
/// # Errors
/// [`Refusal`] with the first rule that is broken.
pub fn check(indicator: &Indicator, reference: &Reference) -> Result<(), Refusal> {
    check_indicator(indicator, reference).map_err(|(code, matched)| Refusal {
        indicator: indicator.clone(),
        code,
        matched,
    })
}

fn check_indicator(indicator: &Indicator, reference: &Reference) -> Verdict {
    match indicator.kind() {
        IndicatorKind::Domain => host::check_domain(indicator.value(), reference),
        IndicatorKind::Url => host::check_url(indicator.value(), reference),
        IndicatorKind::Phone => channel::check_phone(indicator, reference),
        IndicatorKind::SmsSender => channel::check_sms_sender(indicator, reference),
        IndicatorKind::Email => channel::check_email(indicator, reference),
        IndicatorKind::SocialAccount => channel::check_social_account(indicator, reference),
        IndicatorKind::App => channel::check_app(indicator, reference),
        IndicatorKind::BankAccount | IndicatorKind::CryptoWallet | IndicatorKind::File => {
            channel::check_exact(indicator, reference)
        }
    }
}
