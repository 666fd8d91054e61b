//! A shortened link hides where it leads.

use super::{Context, Grounds};
use crate::rules::file::RuleKind;

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    if let Some(host) = context.hosts.iter().find(|host| context.knowledge.hosts.is_shortener(&host.name)) {
        grounds.add("shortener", RuleKind::Scam, 0.8, Some(host.span), Some(host.name.clone()), &[]);
    }
}
