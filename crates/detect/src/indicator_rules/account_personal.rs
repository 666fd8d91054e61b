//! An office, bank or company asks for money to the account of a person.

use model::IndicatorKind;

use super::{Context, Grounds};
use crate::normalise::fold::fold_str;
use crate::rules::file::RuleKind;
use crate::stated::{Class, is_person};

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    let Some(speaker) = context.said.speaker else { return };
    let has_account = context.found.iter().any(|found| found.indicator.kind() == IndicatorKind::BankAccount);
    if !has_account {
        return;
    }
    let written = context.said.holders.iter().find(|holder| is_person(&holder.name));
    let written = written.map(|holder| (Some(holder.span), holder.written.clone()));
    let in_code = || {
        let mut named = context.payments.iter().filter_map(|paid| Some((paid, paid.code.name.as_deref()?)));
        let (paid, name) = named.find(|(_, name)| is_person(&fold_str(name)))?;
        Some((Some(paid.span), name.to_owned()))
    };
    let Some((span, name)) = written.or_else(in_code) else { return };
    let weight = match context.knowledge.owners.owners[usize::from(speaker.owner)].class {
        Class::Office => 1.5,
        Class::Bank => 1.2,
        // A shop is often one person.
        Class::Company => 0.6,
    };
    grounds.add("account-personal", RuleKind::Scam, weight, span, Some(name), &[]);
}
