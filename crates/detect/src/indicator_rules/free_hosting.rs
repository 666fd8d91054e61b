//! A page under a name that anybody gets for nothing: `ten.trang-mien-phi.example`.

use model::indicator::host::private_suffix;
use model::reference::Hosts;

use super::{Context, Grounds};
use crate::rules::file::RuleKind;

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    let hosts = &context.knowledge.hosts;
    if let Some(host) = context.hosts.iter().find(|host| is_free(hosts, &host.name)) {
        grounds.add("free-hosting", RuleKind::Scam, 0.5, Some(host.span), Some(host.name.clone()), &[]);
    }
}

/// Whether a company gives names of this ending to anybody.
pub(super) fn is_free(hosts: &Hosts, name: &str) -> bool {
    hosts.is_tenant(name) || private_suffix(name).is_some_and(|suffix| suffix != name)
}
