//! A host that carries the name of a brand and does not belong to it.

use model::Method;
use model::indicator::host::private_suffix;

use super::brands::Likeness;
use super::suspicious_ending::is_identified;
use super::{Context, Grounds};
use crate::rules::file::RuleKind;

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    // A short link and its tenant names (`brand.short.example`) belong to whoever pays for them.
    let hosts = &context.knowledge.hosts;
    // A name that very many people visit has a house of its own: `shopee.sg`, `techrepublic.com`.
    let popular = |name: &str| context.knowledge.popular.find(name).is_some();
    let judged = |name: &str| !is_restricted(name) && !hosts.is_shortener(name) && !popular(name);
    for host in context.hosts.iter().filter(|host| judged(&host.name)) {
        let Some((brand, likeness)) = context.knowledge.brands.imitated(&host.seen) else { continue };
        // Names under .vn are registered with an identity: many are resellers.
        let cheap = !is_identified(&host.name);
        // Telecoms, power and post have agents who take the name; nobody is an agent of a bank's counter.
        let has_agents = matches!(
            brand.method,
            Method::OrgTelecom | Method::OrgUtility | Method::OrgDelivery | Method::ShopTravel
        );
        // No owner puts his counter on a page that anybody gets for nothing.
        let free = hosts.is_tenant(&host.name)
            || private_suffix(&host.name).is_some_and(|suffix| suffix != host.name);
        let weight = match (likeness, cheap) {
            (Likeness::Edge | Likeness::Filler, true) if free => 3.1,
            (Likeness::Part | Likeness::Offer, true) => 3.2,
            (Likeness::Inside | Likeness::Typo, true) => 3.1,
            (Likeness::Edge | Likeness::Filler, true) => 2.2,
            (Likeness::Offer | Likeness::Typo, false) if !has_agents => 3.1,
            // An account with a game or a platform has no other house to be opened in.
            (Likeness::Part | Likeness::Inside, false) if brand.method == Method::AcctSocialPhish => 3.1,
            (Likeness::Edge | Likeness::Filler, false) => continue,
            (Likeness::Typo, false) => 2.0,
            (_, false) => 1.0,
        };
        let owner = Some(brand.owner.clone());
        grounds.add("imitates-brand", RuleKind::Scam, weight, Some(host.span), owner, votes(brand.method));
        return;
    }
}

/// Suffixes that only verified institutions get. Source: Circular 24/2015/TT-BTTTT, article 6.
fn is_restricted(host: &str) -> bool {
    [".gov.vn", ".edu.vn", ".ac.vn", ".int.vn"].iter().any(|suffix| host.ends_with(suffix))
}

fn votes(method: Method) -> &'static [(Method, f32)] {
    match method {
        Method::OrgTelecom => &[(Method::OrgTelecom, 0.8)],
        Method::OrgUtility => &[(Method::OrgUtility, 0.8)],
        Method::OrgDelivery => &[(Method::OrgDelivery, 0.8)],
        Method::AdvPrize => &[(Method::AdvPrize, 0.6)],
        Method::AcctSocialPhish => &[(Method::AcctSocialPhish, 0.8)],
        Method::ShopTravel => &[(Method::ShopTravel, 0.7)],
        Method::GovServiceApp => &[(Method::GovServiceApp, 0.8)],
        _ => &[(Method::OrgBankPhish, 0.9)],
    }
}
