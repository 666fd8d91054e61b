//! A link to a bare address instead of a name.

use model::indicator::host::is_address;

use super::{Context, Grounds};
use crate::rules::file::RuleKind;

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    if let Some(host) = context.hosts.iter().find(|host| is_address(&host.name)) {
        grounds.add("ip-address", RuleKind::Scam, 1.4, Some(host.span), Some(host.name.clone()), &[]);
    }
}
