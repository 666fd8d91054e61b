//! A page under a name that anybody gets for nothing: `ten.trang-mien-phi.example`.

use model::indicator::host::private_suffix;

use super::{Context, Grounds};
use crate::rules::file::RuleKind;

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    let hosts = &context.knowledge.hosts;
    let free =
        |name: &str| hosts.is_tenant(name) || private_suffix(name).is_some_and(|suffix| suffix != name);
    if let Some(host) = context.hosts.iter().find(|host| free(&host.name)) {
        grounds.add("free-hosting", RuleKind::Scam, 0.5, Some(host.span), Some(host.name.clone()), &[]);
    }
}
