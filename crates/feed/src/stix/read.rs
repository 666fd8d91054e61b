//! What partners send, as reports: never as listings.
//!
//! An `indicator` by its pattern, or an observable by its value. Each object stands alone: one that cannot
//! be taken costs the others nothing.

use model::{Indicator, IndicatorKind};
use serde_json::Value;

use super::EXTENSION_ID;
use super::comparison::{self, Unreadable};

/// One object as a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inbound {
    /// Name and description, in the sender's words; may be empty.
    pub text: String,
    /// What it names, at least one.
    pub indicators: Vec<Indicator>,
}

/// Why an object is no report.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is no object with a `type` and an `id` of that type.
    #[error("read the object: it has no `type` and no `id` of that type")]
    NotAnObject,
    /// Of another version of STIX.
    #[error("read the object: only STIX 2.1 is taken")]
    OtherVersion,
    /// Of a type that names nothing.
    #[error("report an object of type `{0}`: only indicators and observables are taken")]
    OtherType(String),
    /// Taken back by its author.
    #[error("report an object that is revoked")]
    Revoked,
    /// The pattern is not understood.
    #[error(transparent)]
    Pattern(#[from] Unreadable),
    /// A property is missing or of the wrong type.
    #[error("read the property `{0}`")]
    Property(&'static str),
}

/// Characters kept of a name and of a description.
const TEXT_CHARS_MAX: usize = 4_000;

/// The identifier and the version of an object, for the answer about it; empty where it has none.
pub fn id_and_version(object: &Value) -> (String, String) {
    let text = |name: &str| {
        let text = object.get(name).and_then(Value::as_str).unwrap_or_default();
        text.chars().take(120).collect::<String>()
    };
    let version = text("modified");
    (text("id"), if version.is_empty() { text("created") } else { version })
}

/// Reads one object.
///
/// # Errors
/// [`Refused`], in words for the sender.
pub fn read(object: &Value) -> Result<Inbound, Refused> {
    let text = |name: &str| object.get(name).and_then(Value::as_str);
    let kind = text("type").ok_or(Refused::NotAnObject)?;
    let id = text("id").ok_or(Refused::NotAnObject)?;
    let uuid = id.strip_prefix(kind).and_then(|rest| rest.strip_prefix("--")).ok_or(Refused::NotAnObject)?;
    if uuid.len() != 36 || !uuid.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-') {
        return Err(Refused::NotAnObject);
    }
    if text("spec_version").is_some_and(|version| version != "2.1") {
        return Err(Refused::OtherVersion);
    }
    if object.get("revoked").and_then(Value::as_bool) == Some(true) {
        return Err(Refused::Revoked);
    }
    let indicators = match kind {
        "indicator" => of_indicator(object)?,
        _ => vec![of_observable(kind, object)?],
    };
    let parts = [text("name"), text("description")].into_iter().flatten();
    let parts: Vec<String> = parts.map(|part| part.chars().take(TEXT_CHARS_MAX).collect()).collect();
    Ok(Inbound { text: parts.join("\n"), indicators })
}

fn of_indicator(object: &Value) -> Result<Vec<Indicator>, Refused> {
    if let Some(ours) = object.get("extensions").and_then(|extensions| extensions.get(EXTENSION_ID)) {
        let part = |name: &'static str| ours.get(name).and_then(Value::as_str).ok_or(Refused::Property(name));
        let kind = IndicatorKind::from_slug(part("kind")?).ok_or(Refused::Property("kind"))?;
        let parsed = Indicator::parse(kind, part("value")?);
        return parsed.map(|indicator| vec![indicator]).map_err(|error| Unreadable::Value(error.code).into());
    }
    if object.get("pattern_type").and_then(Value::as_str).is_some_and(|kind| kind != "stix") {
        return Err(Refused::Property("pattern_type"));
    }
    let pattern = object.get("pattern").and_then(Value::as_str).ok_or(Refused::Property("pattern"))?;
    Ok(comparison::read(pattern)?)
}

fn of_observable(kind: &str, object: &Value) -> Result<Indicator, Refused> {
    let text = |name: &'static str| object.get(name).and_then(Value::as_str).ok_or(Refused::Property(name));
    let comparisons = match kind {
        "domain-name" | "url" | "email-addr" | "ipv4-addr" | "ipv6-addr" => {
            vec![(format!("{kind}:value"), text("value")?.to_owned())]
        }
        "file" => {
            let hash = object.get("hashes").and_then(|hashes| hashes.get("SHA-256")).and_then(Value::as_str);
            vec![("file:hashes.SHA-256".to_owned(), hash.ok_or(Refused::Property("hashes"))?.to_owned())]
        }
        "user-account" => {
            let login = text("account_login").or_else(|_| text("user_id"))?;
            let of = |name: &str, value: &str| (format!("user-account:{name}"), value.to_owned());
            vec![of("account_type", text("account_type")?), of("account_login", login)]
        }
        _ => return Err(Refused::OtherType(kind.chars().take(40).collect())),
    };
    Ok(comparison::indicator(&comparisons)?)
}
