//! Rules in code over what was extracted: one file each, one line in [`RULES`].
//!
//! - [`context`]: what a rule may look at; [`brands`]: names that are impersonated, found inside a host;
//!   [`host_words`]: the words of `host_words.toml`; [`companions`]: what is joined to names; [`baits`]: what baits
//!   beside them; [`services`]: the services of `services.toml`.

mod account_personal;
mod baits;
pub(crate) mod brands;
mod companions;
mod context;
mod disguised_writing;
mod fake_ending;
mod free_hosting;
mod gambling_host;
mod hacked_site;
pub(crate) mod host_words;
mod imitates_brand;
mod imitates_state;
mod impossible_number;
mod ip_address;
mod lure_words;
mod named_in_path;
mod official_channel;
mod owner_in_front;
mod owner_methods;
mod payment_code;
mod scrambled_writing;
mod sender_claim;
mod sender_foreign;
mod service_bait;
mod services;
mod shortener;
mod site_kit;
mod spelling;
mod suspicious_ending;

pub(crate) use context::{Context, Host, Knowledge, is_mobile};

use model::{Method, Span, Text};

use crate::evidence::{Evidence, Ground, Subject, reason};
use crate::rules::file::RuleKind;

/// Codes of the rules in code.
pub(crate) const CODES: &[&str] = &[
    "account-personal",
    "brand-in-path",
    "disguised-writing",
    "fake-ending",
    "free-hosting",
    "gambling-host",
    "hacked-site",
    "imitates-brand",
    "imitates-state",
    "ip-address",
    "impossible-number",
    "lure-words",
    "named-in-path",
    "official-channel",
    "payment-code-account",
    "payment-code-broken",
    "payment-code-mismatch",
    "payment-code-other-name",
    "payment-code-shop",
    "scrambled-writing",
    "sender-foreign",
    "sender-not-office",
    "sender-of-another",
    "service-bait",
    "shortener",
    "site-kit",
    "suspicious-ending",
];

const RULES: &[fn(&Context<'_>, &mut Grounds<'_, '_>)] = &[
    official_channel::fire,
    imitates_state::fire,
    owner_in_front::fire,
    imitates_brand::fire,
    service_bait::fire,
    named_in_path::fire,
    site_kit::fire,
    fake_ending::fire,
    ip_address::fire,
    shortener::fire,
    suspicious_ending::fire,
    free_hosting::fire,
    gambling_host::fire,
    hacked_site::fire,
    lure_words::fire,
    impossible_number::fire,
    payment_code::fire,
    account_personal::fire,
    sender_foreign::fire,
    sender_claim::fire,
    disguised_writing::fire,
    scrambled_writing::fire,
];

/// Adds every rule that holds.
pub(crate) fn fire<'e>(context: &Context<'e>, evidence: &mut Evidence<'e>) {
    let mut grounds = Grounds { knowledge: context.knowledge, evidence };
    for rule in RULES {
        rule(context, &mut grounds);
    }
}

/// This code, if a rule in code has it.
pub(crate) fn code(text: &str) -> Option<&'static str> {
    CODES.iter().copied().find(|code| *code == text)
}

/// Where rules in code put what they find.
pub(crate) struct Grounds<'a, 'e> {
    /// Lives as long as the evidence: a rule whose votes are data takes them from here.
    knowledge: &'e Knowledge,
    evidence: &'a mut Evidence<'e>,
}

impl<'e> Grounds<'_, 'e> {
    fn add(
        &mut self,
        code: &'static str,
        kind: RuleKind,
        weight: f32,
        span: Option<Span>,
        subject: Option<String>,
        methods: &'e [(Method, f32)],
    ) {
        let reason = reason(code, span, subject.map(Subject::from), weight);
        self.evidence.add(Ground { reason, kind, methods, blocks_official: false });
    }

    /// Adds a ground about somebody who has a name in each language.
    fn add_named(
        &mut self,
        code: &'static str,
        kind: RuleKind,
        weight: f32,
        span: Option<Span>,
        name: &Text,
        methods: &'e [(Method, f32)],
    ) {
        let reason = reason(code, span, Some(Subject::from(name)), weight);
        self.evidence.add(Ground { reason, kind, methods, blocks_official: false });
    }
}
