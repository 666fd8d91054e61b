//! A bare address, a free name or a short link whose path names an owner: the name is all that the reader knows it by.

use model::Method;
use model::indicator::host::is_address;

use super::free_hosting::is_free;
use super::hacked_site::takes;
use super::imitates_brand::votes;
use super::{Context, Grounds};
use crate::rules::file::RuleKind;

/// Log-odds.
const WEIGHT: f32 = 3.1;

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    let (hosts, words) = (&context.knowledge.hosts, &context.knowledge.words);
    for host in context.hosts.iter().filter(|host| host.path.len() > 1) {
        let bare = is_address(&host.name);
        // Carriers and banks send short links that name them: these must take something besides.
        let brand = context.knowledge.brands.named_in_path(&host.path, true);
        // A parcel service tells of its parcels under its own name.
        let parcel = brand.is_some_and(|brand| brand.method == Method::OrgDelivery);
        let service = || {
            let mut parts = host.path.split(|letter: char| !letter.is_ascii_alphanumeric());
            parts.find_map(|part| context.knowledge.services.office_in_path(part))
        };
        // Nor do offices of the state bait.
        let office = || service().is_some() && words.baits(&host.path);
        let short = hosts.is_shortener(&host.name) && (parcel || takes(words, &host.path) || office());
        let free = || is_free(hosts, &host.name) && words.baits(&host.path);
        if !(bare || short || free()) {
            continue;
        }
        let (owner, methods) = match (brand, service()) {
            (Some(brand), _) => (&brand.owner, votes(brand.method)),
            (None, Some(office)) => (&office.name, votes(Method::GovServiceApp)),
            (None, None) => continue,
        };
        grounds.add_named("named-in-path", RuleKind::Scam, WEIGHT, Some(host.span), owner, methods);
        return;
    }
}
