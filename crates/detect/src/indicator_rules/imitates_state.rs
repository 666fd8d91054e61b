//! A host that looks like a state body's and does not end in `.gov.vn`, which only state bodies get.

use model::Method;

use super::{Context, Grounds};
use crate::rules::file::RuleKind;

/// Names of state services that fraudsters put into hosts.
/// Source: names of the services themselves, as on their own sites.
const SERVICES: &[&str] = &[
    "dichvucong",
    "dichvucon",
    "vneid",
    "bocongan",
    "tongcucthue",
    "baohiemxahoi",
    "chinhphu",
    "congbhxh",
    "vssid",
    "etaxmobile",
    "csgt",
    "toaan",
    "vksnd",
    "cucthue",
    "vienkiemsat",
    "canhsat",
];

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    for host in context.hosts.iter().filter(|host| !host.name.ends_with(".gov.vn")) {
        let seen = host.seen.as_str();
        let ending = ["gov.vn", "gov-vn", "govvn", "vn-gov", "vngov"].iter().any(|part| seen.contains(part));
        let service = SERVICES.iter().any(|name| seen.contains(name));
        let weight = match (ending, service && !host.name.ends_with(".vn")) {
            (true, _) => 4.8,
            (false, true) => 3.2,
            (false, false) => continue,
        };
        let votes: &[(Method, f32)] = &[(Method::GovServiceApp, 0.5)];
        let subject = Some(host.name.clone());
        grounds.add("imitates-state", RuleKind::Scam, weight, Some(host.span), subject, votes);
        return;
    }
}
