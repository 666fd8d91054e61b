//! A host that joins the name of a service of the state, of power, water, banks or platforms with a bait, and is not
//! of whoever gives the service. Two signs are asked for, because honest firms and blogs write about these services.

use model::reference::{Service, WordGroup};

use super::free_hosting::is_free;
use super::host_words::HostWords;
use super::services::{Kind, Services};
use super::{Context, Grounds, Host};
use crate::rules::file::RuleKind;

/// Log-odds of two signs, one of which may be the ending, and of a service with an ending that weighs for itself.
const TWO: f32 = 3.1;
const BESIDE_CHEAP: f32 = 2.2;

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    let knowledge = grounds.knowledge;
    let (hosts, words, services) = (&knowledge.hosts, &knowledge.words, &knowledge.services);
    let judged = |host: &&Host| {
        !words.is_identified(&host.name)
            && !hosts.is_shortener(&host.name)
            && knowledge.popular.find(&host.name).is_none()
            // Lawyers, accountants and driving schools write of these services.
            && !words.is_agents(&host.seen.replace("thieunhi", ""))
    };
    // Nearly every host names no service: that is asked first.
    let speaks = |host: &&Host| {
        services.is_named(&host.seen.replace('-', "")) || services.complaint(&host.seen).is_some()
    };
    for host in context.hosts.iter().filter(speaks).filter(judged) {
        let free = is_free(hosts, &host.name);
        let found = forged((services, words), &host.seen, free, words.is_second_sign(&host.name));
        let found = found.map(|service| (&service.name, service.methods.as_slice()));
        let complaint = || services.complaint(&host.seen).filter(|_| free);
        let Some((name, votes)) = found.or_else(complaint) else { continue };
        let weight = if words.is_cheap(&host.name) { BESIDE_CHEAP } else { TWO };
        grounds.add_named("service-bait", RuleKind::Scam, weight, Some(host.span), name, votes);
        return;
    }
}

/// The service that a host forges: named beside a bait, or under an ending that anybody gets.
fn forged<'k>(
    (services, words): (&'k Services, &HostWords),
    seen: &str,
    free: bool,
    ending: bool,
) -> Option<&'k Service> {
    let joined = seen.replace('-', "");
    let (service, kind, around) = services.find(&joined)?;
    // What is left of the host when the service is taken out.
    let rest = around.join("-");
    let says_state = rest.split(['.', '-']).any(|part| part == "gov")
        || seen.split(['.', '-']).any(|part| words.is_one(WordGroup::OfficeParts, part));
    let bait = words.baits(&rest)
        || is_series(&rest)
        || says_state
        || services.find(&rest).is_some_and(|(_, other, _)| other != Kind::Shared);
    let cheap = free || ending;
    let meant = match kind {
        Kind::Act => true,
        Kind::Own => bait || cheap,
        Kind::Shared => says_state || (bait && cheap),
    };
    meant.then_some(service)
}

/// Whether four to six digits stand beside the service, as one host of many is told from the next; a year does not.
fn is_series(rest: &str) -> bool {
    rest.split(['.', '-']).any(|part| {
        let digits = (4..=6).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        digits && !(part.len() == 4 && (part.starts_with("19") || part.starts_with("20")))
    })
}

#[cfg(test)]
mod tests {
    use model::Reference;

    use super::*;

    #[test]
    fn a_service_needs_a_second_sign() {
        let reference = Reference::embedded();
        let services = Services::new(&reference.services);
        let words = HostWords::new(&reference.host_words);
        let forged = |seen, free, ending| forged((&services, &words), seen, free, ending);
        for (seen, free, ending) in [
            ("nhanqua-luonghuu.vidu", false, false),
            ("thihanhan-vidu.vidu", false, true),
            ("datdai-tracuu.vidu", true, false),
        ] {
            assert!(forged(seen, free, ending).is_some(), "{seen}");
        }
        for (seen, free, ending) in [
            ("luonghuu.vidu", false, false),
            ("datdai-tracuu.vidu", false, false),
            ("datdai-vidu.vidu", false, true),
            ("thue-ketoan-vidu.vidu", true, true),
        ] {
            assert!(forged(seen, free, ending).is_none(), "{seen}");
        }
    }
}
