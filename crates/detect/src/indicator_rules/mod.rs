//! Rules in code over what was extracted: one file each, one line in [`RULES`].
//!
//! - [`context`]: what a rule may look at; [`brands`]: names that are impersonated, found inside a host;
//!   [`companions`]: words that are joined to them; [`baits`]: words that bait beside them.

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
mod imitates_brand;
mod imitates_state;
mod impossible_number;
mod ip_address;
mod lure_words;
mod named_in_path;
mod official_channel;
mod owner_in_front;
mod payment_code;
mod scrambled_writing;
mod sender_claim;
mod sender_foreign;
mod service_bait;
mod shortener;
mod site_kit;
mod spelling;
mod suspicious_ending;

pub(crate) use context::{Context, Host, Knowledge, is_mobile};

use model::{Method, Reason, Span};

use crate::evidence::{Evidence, Ground};
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
pub(crate) fn fire<'e>(context: &Context<'_>, evidence: &mut Evidence<'e>) {
    let mut grounds = Grounds { evidence };
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
    evidence: &'a mut Evidence<'e>,
}

impl Grounds<'_, '_> {
    fn add(
        &mut self,
        code: &'static str,
        kind: RuleKind,
        weight: f32,
        span: Option<Span>,
        subject: Option<String>,
        methods: &'static [(Method, f32)],
    ) {
        let reason = Reason { code: code.to_owned(), span, subject, weight };
        self.evidence.add(Ground { reason, kind, methods, blocks_official: false });
    }
}
