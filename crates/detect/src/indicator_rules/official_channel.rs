//! Every link leads to an official channel, and there is no other way to a person: fraud rarely does that.

use super::{Context, Grounds};
use crate::facts::Fact;
use crate::rules::file::RuleKind;

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    let facts = context.facts;
    let other = [Fact::Link, Fact::Contact, Fact::BankAccount, Fact::CryptoWallet];
    if !facts.has(Fact::OfficialLink) || other.iter().any(|fact| facts.has(*fact)) {
        return;
    }
    if let Some(found) = context.found.iter().find(|found| found.official_owner.is_some()) {
        let owner = found.official_owner.clone();
        grounds.add("official-channel", RuleKind::Honest, -2.5, Some(found.span), owner, &[]);
    }
}
