//! The names that must never be blocked, as a warninglist, so that other tools can warn of them too.

use std::collections::BTreeSet;

use model::publication::AllowList;
use model::{IndicatorKind, Reference};
use serde_json::json;

/// Path of the list below the MISP feed.
pub const PATH: &str = "/feeds/misp/warninglists/khien/list.json";

/// The warninglist of the allow-list: official channels that are hosts, hosts that many share, and what the desk has
/// put beside them.
/// Source of the form: github.com/MISP/misp-warninglists, `schema.json`.
pub fn warninglist(reference: &Reference, allowed: &AllowList) -> String {
    let channels = reference.official.channels.iter();
    let of_hosts = channels.filter(|channel| channel.indicator.kind() == IndicatorKind::Domain);
    let mut names: BTreeSet<&str> = of_hosts.clone().map(|channel| channel.indicator.value()).collect();
    names.extend(reference.hosts.names().map(|(name, _)| name));
    names.extend(allowed.hosts());
    // Readers take a list only when its number has grown: the last day on which a channel was compared, and how often
    // the desk changed its own entries.
    let day = of_hosts.map(|channel| channel.verified_on.replace('-', "")).max().unwrap_or_default();
    let version = day.parse::<u64>().unwrap_or(1) + allowed.version();
    let list = json!({
        "name": "Khiên: hosts that must not be blocked",
        "description": "State bodies, banks, carriers and other verified official channels of Viet Nam, and hosts that many people share",
        "version": version,
        "type": "hostname",
        "matching_attributes": ["domain", "hostname", "domain|ip", "url", "uri", "email-src", "email-dst"],
        "list": names,
    });
    format!("{list}\n")
}
