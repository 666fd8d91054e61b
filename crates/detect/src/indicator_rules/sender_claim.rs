//! The sender does not fit the claim: an office or bank that writes from a mobile number, or under the name of another.

use model::IndicatorKind;

use super::{Context, Grounds, is_mobile};
use crate::rules::file::RuleKind;
use crate::stated::Class;

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    let (Some(speaker), Some(sender)) = (context.said.speaker, &context.sender) else { return };
    let owners = &context.knowledge.owners;
    let owner = &owners.owners[usize::from(speaker.owner)];
    let (span, subject) = (Some(speaker.span), Some(owner.name.clone()));
    match sender.indicator.kind() {
        IndicatorKind::Phone if is_mobile(sender.indicator.value()) => {
            let weight = match owner.class {
                // Decree 91/2020, article 16: who sends for an organisation sends under its registered name.
                Class::Office | Class::Bank => 1.0,
                // Couriers and agents write from their own numbers.
                Class::Company => 0.4,
            };
            grounds.add("sender-not-office", RuleKind::Scam, weight, span, subject, &[]);
        }
        IndicatorKind::SmsSender => {
            let known = owners.of_sender(&sender.indicator, &context.knowledge.official);
            if known.is_some_and(|known| !owners.are_related(known, speaker.owner)) {
                grounds.add("sender-of-another", RuleKind::Scam, 1.8, span, subject, &[]);
            }
        }
        _ => {}
    }
}
