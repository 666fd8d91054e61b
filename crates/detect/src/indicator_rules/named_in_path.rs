//! A bare address, a free name or a short link whose path names an owner: the name is all that the reader knows it by.

use model::Method;
use model::indicator::host::is_address;

use super::baits::baits;
use super::free_hosting::is_free;
use super::hacked_site::takes;
use super::imitates_brand::votes;
use super::{Context, Grounds};
use crate::rules::file::RuleKind;

/// Services of the state as paths shorten them.
const SERVICES: &[(&str, &str)] = &[
    ("bhxh", "Bảo hiểm xã hội Việt Nam"),
    ("csgt", "Cục Cảnh sát giao thông"),
    ("cccd", "Ứng dụng định danh VNeID"),
    ("dichvucong", "Cổng Dịch vụ công quốc gia"),
    ("dvc", "Cổng Dịch vụ công quốc gia"),
    ("etax", "Cục Thuế"),
    ("hoanthue", "Cục Thuế"),
    ("phatnguoi", "Cục Cảnh sát giao thông"),
    ("thue", "Cục Thuế"),
    ("vneid", "Ứng dụng định danh VNeID"),
    ("vssid", "Bảo hiểm xã hội Việt Nam"),
];
/// Log-odds.
const WEIGHT: f32 = 3.1;

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    let hosts = &context.knowledge.hosts;
    for host in context.hosts.iter().filter(|host| host.path.len() > 1) {
        let bare = is_address(&host.name);
        // Carriers and banks send short links that name them: these must take something besides.
        let brand = context.knowledge.brands.named_in_path(&host.path, true);
        // A parcel service tells of its parcels under its own name.
        let parcel = brand.is_some_and(|brand| brand.method == Method::OrgDelivery);
        let service = || {
            let mut parts = host.path.split(|letter: char| !letter.is_ascii_alphanumeric());
            parts.find_map(|part| SERVICES.iter().find(|(word, _)| *word == part))
        };
        // Nor do offices of the state bait.
        let office = || service().is_some() && baits(&host.path);
        let short = hosts.is_shortener(&host.name) && (parcel || takes(&host.path) || office());
        let free = || is_free(hosts, &host.name) && baits(&host.path);
        if !(bare || short || free()) {
            continue;
        }
        let (subject, methods) = match (brand, service()) {
            (Some(brand), _) => (brand.owner.clone(), votes(brand.method)),
            (None, Some((_, owner))) => ((*owner).to_owned(), votes(Method::GovServiceApp)),
            (None, None) => continue,
        };
        grounds.add("named-in-path", RuleKind::Scam, WEIGHT, Some(host.span), Some(subject), methods);
        return;
    }
}
