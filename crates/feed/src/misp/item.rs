//! One entry as attribute, or as object where a value has parts.

use std::io::{Result, Write};

use model::indicator::host;
use model::{Indicator, IndicatorKind};

use super::json;
use crate::uuid;

/// What goes with the value.
pub(super) struct Mark {
    pub(super) uuid: String,
    pub(super) timestamp: i64,
    pub(super) to_ids: bool,
    pub(super) is_deleted: bool,
    pub(super) first_seen: String,
    /// JSON string.
    pub(super) comment: String,
    /// JSON objects, separated by commas.
    pub(super) tags: String,
}

/// One value of an entry.
struct Part {
    /// Its name within the object; empty for an attribute that stands alone.
    relation: &'static str,
    kind: &'static str,
    category: &'static str,
    value: String,
    /// Whether detection may use it: a platform's or bank's name alone must not.
    detects: bool,
}

/// A template of MISP-objects: name, identifier, version, meta-category. Source: github.com/MISP/misp-objects,
/// as packed in PyMISP 2.5.34.
struct Template(&'static str, &'static str, u32, &'static str);

const BANK_ACCOUNT: Template =
    Template("bank-account", "b4712203-95a8-4883-80e9-b566f5df11c9", 3, "financial");
const COIN_ADDRESS: Template =
    Template("coin-address", "d0e6997e-78da-4815-a6a1-cfc1c1cb8a46", 7, "financial");
const USER_ACCOUNT: Template = Template("user-account", "49606b06-22f0-4ac8-8eee-2f12ad46f3d3", 6, "misc");
const ANDROID_APP: Template = Template("android-app", "92836f23-4730-4eae-82ac-9f00d5299735", 2, "file");

/// Whether entries of this kind are objects.
pub fn is_object(kind: IndicatorKind) -> bool {
    template(kind).is_some()
}

fn template(kind: IndicatorKind) -> Option<&'static Template> {
    match kind {
        IndicatorKind::BankAccount => Some(&BANK_ACCOUNT),
        IndicatorKind::CryptoWallet => Some(&COIN_ADDRESS),
        IndicatorKind::SocialAccount => Some(&USER_ACCOUNT),
        IndicatorKind::App => Some(&ANDROID_APP),
        _ => None,
    }
}

/// The values by which a reader finds the entry: those that detection may use.
pub(super) fn values(indicator: &Indicator) -> impl Iterator<Item = String> {
    parts(indicator).into_iter().filter(|part| part.detects).map(|part| part.value)
}

fn parts(indicator: &Indicator) -> Vec<Part> {
    const FRAUD: &str = "Financial fraud";
    const NETWORK: &str = "Network activity";
    const DELIVERY: &str = "Payload delivery";
    let value = indicator.value();
    let part = |relation, kind, category, value: &str| Part {
        relation,
        kind,
        category,
        value: value.to_owned(),
        detects: true,
    };
    let beside =
        |relation, category, value: &str| Part { detects: false, ..part(relation, "text", category, value) };
    match indicator.kind() {
        IndicatorKind::Domain if host::is_address(value) => {
            vec![part("", "ip-dst", NETWORK, value.trim_matches(['[', ']']))]
        }
        IndicatorKind::Domain => vec![part("", "domain", NETWORK, value)],
        // A listed link has no scheme, and MISP wants one.
        IndicatorKind::Url => vec![part("", "url", NETWORK, &format!("http://{value}"))],
        IndicatorKind::Phone => vec![part("", "phone-number", FRAUD, value)],
        IndicatorKind::SmsSender => vec![part("", "text", FRAUD, value)],
        IndicatorKind::Email => vec![part("", "email-src", DELIVERY, value)],
        IndicatorKind::File => vec![part("", "sha256", DELIVERY, value)],
        IndicatorKind::BankAccount => {
            let (bin, number) = value.split_once(':').unwrap_or(("", value));
            vec![part("account", "bank-account-nr", FRAUD, number), beside("institution-code", FRAUD, bin)]
        }
        IndicatorKind::CryptoWallet => {
            let (chain, address) = value.split_once(':').unwrap_or(("", value));
            let address = match chain {
                "btc" => part("address", "btc", FRAUD, address),
                _ => part("address-crypto", "text", FRAUD, address),
            };
            vec![address, beside("symbol", FRAUD, chain)]
        }
        IndicatorKind::SocialAccount => {
            let (platform, name) = value.split_once(':').unwrap_or(("", value));
            vec![
                part("username", "text", "Social network", name),
                beside("account-type", "Social network", platform),
            ]
        }
        IndicatorKind::App => match value.split_once('#') {
            // The package alone is also that of the app which is copied.
            Some((package, certificate)) => vec![
                beside("name", DELIVERY, package),
                beside("appid", DELIVERY, package),
                part("certificate-sha256", "sha256", DELIVERY, certificate),
            ],
            // Converters to STIX want a name, and the package is the only one we know.
            None => vec![beside("name", DELIVERY, value), part("appid", "text", DELIVERY, value)],
        },
    }
}

pub(super) fn write(indicator: &Indicator, mark: &Mark, out: &mut dyn Write) -> Result<()> {
    let parts = parts(indicator);
    let Some(Template(name, id, version, category)) = template(indicator.kind()) else {
        return parts.iter().try_for_each(|part| attribute(part, &mark.uuid, mark, out));
    };
    let Mark { uuid, timestamp, is_deleted, first_seen, comment, .. } = mark;
    write!(
        out,
        "{{\"uuid\":\"{uuid}\",\"name\":\"{name}\",\"meta-category\":\"{category}\",\"template_uuid\":\"{id}\",\"template_version\":\"{version}\",\"timestamp\":\"{timestamp}\",\"deleted\":{is_deleted},\"first_seen\":\"{first_seen}\",\"comment\":{comment},\"Attribute\":["
    )?;
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            out.write_all(b",")?;
        }
        attribute(part, &uuid::of_name(&format!("{uuid} {}", part.relation)), mark, out)?;
    }
    out.write_all(b"]}")
}

fn attribute(part: &Part, uuid: &str, mark: &Mark, out: &mut dyn Write) -> Result<()> {
    let Part { relation, kind, category, .. } = part;
    let Mark { timestamp, is_deleted, first_seen, comment, tags, .. } = mark;
    write!(
        out,
        "{{\"uuid\":\"{uuid}\",\"type\":\"{kind}\",\"category\":\"{category}\",\"value\":{},",
        json(&part.value)
    )?;
    if !relation.is_empty() {
        write!(out, "\"object_relation\":\"{relation}\",")?;
    }
    let to_ids = mark.to_ids && part.detects;
    write!(
        out,
        "\"to_ids\":{to_ids},\"timestamp\":\"{timestamp}\",\"deleted\":{is_deleted},\"disable_correlation\":{},\"first_seen\":\"{first_seen}\",\"comment\":{comment},\"Tag\":[{tags}]}}",
        // A bank's code correlates everything with everything.
        !part.detects
    )
}
