//! A host that carries the name of a brand and does not belong to it.

use model::Method;
use model::indicator::host::registrable_domain;

use super::brands::{Brand, Likeness};
use super::free_hosting::is_free;
use super::host_words::HostWords;
use super::{Context, Grounds, Host};
use crate::rules::file::RuleKind;

/// Log-odds: enough alone, enough beside an ending that costs nothing, and of names that others may bear.
const SURE: f32 = 3.2;
const ENOUGH: f32 = 3.1;
const BESIDE: f32 = 2.2;
const SOLD: f32 = 2.0;
const LITTLE: f32 = 1.0;

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    // A short link and its tenant names (`brand.short.example`) belong to whoever pays for them.
    let hosts = &context.knowledge.hosts;
    // A name that very many people visit has a house of its own: `shopee.sg`, `techrepublic.com`.
    let popular = |name: &str| context.knowledge.popular.find(name).is_some();
    let judged = |name: &str| !is_restricted(name) && !hosts.is_shortener(name) && !popular(name);
    for host in context.hosts.iter().filter(|host| judged(&host.name)) {
        let Some((brand, likeness)) = context.knowledge.brands.imitated(&host.seen) else { continue };
        let words = &context.knowledge.words;
        let Some(weight) = weight(words, (brand, likeness), host, is_free(hosts, &host.name)) else {
            continue;
        };
        let methods = votes(brand.method);
        grounds.add_named("imitates-brand", RuleKind::Scam, weight, Some(host.span), &brand.owner, methods);
        return;
    }
}

/// What a likeness weighs; `None` where it is nothing.
fn weight(words: &HostWords, (brand, likeness): (&Brand, Likeness), host: &Host, free: bool) -> Option<f32> {
    // Names under .vn are registered with an identity: many are resellers.
    let cheap = !words.is_identified(&host.name);
    // Telecoms, power and post have agents who take the name; nobody is an agent of a bank's counter.
    let has_agents = brand.is_resold
        || matches!(
            brand.method,
            Method::OrgTelecom | Method::OrgUtility | Method::OrgDelivery | Method::ShopTravel
        );
    let agents = words.is_agents(&host.seen) || words.is_local_shop(&host.seen);
    if has_agents && likeness != Likeness::Typo && agents {
        return Some(if cheap { SOLD } else { LITTLE });
    }
    // Lawyers and accountants write of the state's services.
    let advises = brand.method == Method::GovServiceApp && words.is_agents(&host.seen);
    if advises || is_house_abroad(words, brand, likeness, host) {
        return None;
    }
    let second = free || words.is_second_sign(&host.name);
    // Pages that collect the codes of several shops live by them.
    let codes = || host.seen.replace('-', "").contains("magiamgia");
    if brand.method == Method::AdvPrize && !second && likeness != Likeness::Typo && codes() {
        return Some(LITTLE);
    }
    let weight = match (likeness, cheap) {
        (Likeness::Alone, true) if brand.is_resold => return None,
        // `suspicious-ending` weighs its own share for the endings that are cheap; the others stand for nothing else.
        (Likeness::Alone, true) if second => ENOUGH,
        (Likeness::Alone, _) if brand.is_shared => return None,
        (Likeness::Alone, _) => LITTLE,
        // Readers and players of other countries name their pages after what they use.
        (Likeness::Inside, true) if brand.is_of_hosts && !second => BESIDE,
        (Likeness::Part | Likeness::Inside | Likeness::Filler | Likeness::Edge, true) if brand.is_resold => {
            SOLD
        }
        (Likeness::Edge, true) if free => ENOUGH,
        // The endings that weigh for themselves make the same sum.
        (Likeness::Filler, true) if free || (second && !words.is_cheap(&host.name)) => ENOUGH,
        (Likeness::Part | Likeness::Offer | Likeness::Bait, true) => SURE,
        (Likeness::Inside | Likeness::Typo, true) => ENOUGH,
        (Likeness::Edge | Likeness::Filler, true) => BESIDE,
        (Likeness::Offer | Likeness::Typo, false) if !has_agents => ENOUGH,
        // An account with a game or a platform has no other house to be opened in.
        (Likeness::Part | Likeness::Inside | Likeness::Bait, false)
            if brand.method == Method::AcctSocialPhish && !brand.is_shared =>
        {
            ENOUGH
        }
        (Likeness::Edge | Likeness::Filler, false) => return None,
        (Likeness::Typo, false) => SOLD,
        (_, false) => LITTLE,
    };
    Some(weight)
}

/// Endings of countries whose registries sell to firms of the country, and that fraudsters here do not take.
const ABROAD: &[&str] = &[
    "ae", "at", "au", "be", "br", "ca", "ch", "cz", "de", "dk", "es", "eu", "fi", "fr", "gr", "hk", "hu",
    "id", "ie", "il", "it", "jp", "kh", "kr", "li", "lu", "mx", "my", "nl", "no", "nz", "ph", "pl", "pt",
    "ro", "sa", "se", "sg", "sk", "th", "tw", "uk", "za",
];
/// Letters of a name that firms of other countries may have come to by themselves, at most.
const BY_CHANCE_MAX: usize = 5;

/// `bestexpress.example.th`, `ocb-architekten.ch`: a house of the owner in another country, or somebody with the same
/// few letters; no bait.
fn is_house_abroad(words: &HostWords, brand: &Brand, likeness: Likeness, host: &Host) -> bool {
    let top = host.name.rsplit('.').next().unwrap_or_default();
    if ABROAD.binary_search(&top).is_err() || likeness == Likeness::Typo || words.baits(&host.seen) {
        return false;
    }
    let own = registrable_domain(&host.name).and_then(|domain| domain.split('.').next()).unwrap_or_default();
    brand.letters() <= BY_CHANCE_MAX || brand.is_whole(own)
}

/// Suffixes that only verified institutions get. Source: Circular 24/2015/TT-BTTTT, article 6.
fn is_restricted(host: &str) -> bool {
    [".gov.vn", ".edu.vn", ".ac.vn", ".int.vn"].iter().any(|suffix| host.ends_with(suffix))
}

pub(super) fn votes(method: Method) -> &'static [(Method, f32)] {
    match method {
        Method::OrgTelecom => &[(Method::OrgTelecom, 0.8)],
        Method::OrgUtility => &[(Method::OrgUtility, 0.8)],
        Method::OrgDelivery => &[(Method::OrgDelivery, 0.8)],
        Method::OrgSchool => &[(Method::OrgSchool, 0.6)],
        Method::AdvPrize => &[(Method::AdvPrize, 0.6)],
        Method::AdvCharity => &[(Method::AdvCharity, 0.7)],
        Method::AdvRecovery => &[(Method::AdvRecovery, 0.7)],
        Method::AcctSocialPhish => &[(Method::AcctSocialPhish, 0.8)],
        Method::ShopBuyer => &[(Method::ShopBuyer, 0.6)],
        Method::ShopTravel => &[(Method::ShopTravel, 0.7)],
        Method::JobTask => &[(Method::JobTask, 0.7)],
        Method::InvTrading => &[(Method::InvTrading, 0.8)],
        Method::LoanFee => &[(Method::LoanFee, 0.7)],
        Method::GovServiceApp => &[(Method::GovServiceApp, 0.8)],
        Method::GovJudicial => &[(Method::GovJudicial, 0.8)],
        Method::Other => &[],
        _ => &[(Method::OrgBankPhish, 0.9)],
    }
}
