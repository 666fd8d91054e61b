//! A message in Vietnamese from a foreign number or a mailbox.

use model::IndicatorKind;

use super::{Context, Grounds};
use crate::rules::file::RuleKind;

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    let Some(sender) = &context.sender else { return };
    let sms = context.submission.channel.is_none_or(|channel| matches!(channel, "sms" | "call" | "imessage"));
    let foreign = match sender.indicator.kind() {
        IndicatorKind::Phone => {
            let value = sender.indicator.value();
            value.starts_with('+') && !value.starts_with("+84")
        }
        IndicatorKind::Email => true,
        _ => false,
    };
    if sms && foreign {
        let subject = Some(sender.indicator.value().to_owned());
        grounds.add("sender-foreign", RuleKind::Scam, 1.0, None, subject, &[]);
    }
}
