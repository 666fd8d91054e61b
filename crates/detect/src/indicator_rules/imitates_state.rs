//! A host that looks like a state body's and does not end in `.gov.vn`, which only state bodies get.

use model::Method;
use model::indicator::host::registrable_domain;

use super::brands::goes_on;
use super::host_words::read_by_eye;
use super::{Context, Grounds};
use crate::rules::file::RuleKind;

/// Log-odds of a host that ends as the state's do and is none, of one that bears a service of it, and of one that only
/// says `gov`.
const ENDING: f32 = 4.8;
const SERVICE: f32 = 3.2;
const WORD: f32 = 2.2;

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    let words = &context.knowledge.words;
    for host in context.hosts.iter().filter(|host| !host.name.ends_with(".gov.vn")) {
        let read = read_by_eye(&host.seen);
        let joined = read.replace('-', "");
        let means = |name: &String| {
            joined.match_indices(name.as_str()).any(|(at, _)| !goes_on(name, &joined[at + name.len()..]))
        };
        let ending = ["gov.vn", "govvn", "vngov"].iter().any(|name| joined.contains(name));
        let (plain, torn) = (words.names_state(&read), words.state_torn.iter().any(means));
        let service = (plain || torn) && !words.is_identified(&host.name);
        let says_gov = says_gov(&host.seen) && !words.is_identified(&host.name);
        // Lawyers and accountants write of these services.
        let service =
            service && ((plain && torn) || words.is_cheap(&host.name) || !words.is_agents(&host.seen));
        let weight = match (ending, service, says_gov) {
            (true, ..) => ENDING,
            (false, true, _) => SERVICE,
            (false, false, true) if words.is_cheap(&host.name) => SERVICE,
            (false, false, true) => WORD,
            (false, false, false) => continue,
        };
        let votes: &[(Method, f32)] = &[(Method::GovServiceApp, 0.5)];
        let subject = Some(host.name.clone());
        grounds.add("imitates-state", RuleKind::Scam, weight, Some(host.span), subject, votes);
        return;
    }
}

/// Whether a part of a name that somebody registered is `gov`, or its first label ends so: `thue-gov.example`,
/// `gdtgov.example`. Suffixes of other states (`gov.uk`) are nobody's registration.
fn says_gov(seen: &str) -> bool {
    let Some(domain) = registrable_domain(seen) else { return false };
    let own = &seen[..seen.len() - domain.len() + domain.find('.').unwrap_or(domain.len())];
    let is_gov = |part: &str| matches!(part, "gov" | "govn");
    let label = own.rsplit('.').next().unwrap_or(own);
    own.split(['.', '-']).any(is_gov) || label.ends_with("gov") || label.ends_with("govn")
}

#[cfg(test)]
mod tests {
    use super::says_gov;

    #[test]
    fn what_somebody_registered_says_gov_and_what_a_state_gave_does_not() {
        for host in [
            "thue-gov.example",
            "gdtgov.example",
            "csgt.gov-nop.example",
            "dichvu.tgovn.example",
            "gov.example.com",
        ] {
            assert!(says_gov(host), "{host}");
        }
        for host in ["www.gov.uk", "tax.gov.uk", "cdc.gov", "governance.example", "govinda.example", "gov"] {
            assert!(!says_gov(host), "{host}");
        }
    }
}
