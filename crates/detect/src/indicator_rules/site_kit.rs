//! Paths of the kits of which false shops, false exchanges and "tasks" are made, under a host that says nothing.

use model::Method;

use super::{Context, Grounds};
use crate::rules::file::RuleKind;

/// Routes of such kits. Source: links in warnings about task and exchange fraud, 2022 to 2026.
const ROUTES: &[&str] =
    &["#/login", "#/reg", "#/invite", "#/pages/", "/index/user/", "/h5/#", "/wap/#", "/mobile/#/", "?invite"];
/// Parts of hosts that such sites are given.
const PARTS: &[&str] =
    &["coin", "exchange", "forex", "fx", "h5", "mall", "order", "shop", "task", "trade", "trading", "wap"];
/// Log-odds of a route under such a host.
const WEIGHT: f32 = 3.1;

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    let popular = |name: &str| context.knowledge.popular.find(name).is_some();
    for host in context.hosts.iter().filter(|host| !host.name.ends_with(".vn") && !popular(&host.name)) {
        let written = context.submission.text.get(host.span.start..host.span.end).unwrap_or_default();
        // A route behind `#` is no part of a link for the network, and all of it for these sites.
        if ROUTES.iter().any(|route| written.contains(route)) && is_given(&host.seen) {
            let votes: &[(Method, f32)] = &[(Method::JobTask, 0.5), (Method::InvTrading, 0.3)];
            let subject = Some(host.name.clone());
            grounds.add("site-kit", RuleKind::Scam, WEIGHT, Some(host.span), subject, votes);
            return;
        }
    }
}

/// Whether a host is numbers and words of a trade, as such sites are given by the hundred.
fn is_given(seen: &str) -> bool {
    let parts = || seen.split(['.', '-']);
    let numbered = |part: &str| {
        let digits = part.bytes().filter(u8::is_ascii_digit).count();
        digits >= 3 || (digits >= 1 && part.contains("vn"))
    };
    parts().any(|part| PARTS.contains(&part)) || parts().any(numbered)
}
