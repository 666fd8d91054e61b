//! Events that partners send, as reports: never as listings.
//!
//! Only the members that matter are kept; everything else is skipped as it is read, so that a large event
//! costs its values and no more. JSON nested deeper than 128 is refused by the reader itself.

use model::{Indicator, IndicatorKind};
use serde::Deserialize;

/// Bytes of a file that are read.
pub const BYTES_MAX: usize = 64 * 1024 * 1024;

/// An event, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// Its identifier.
    pub uuid: String,
    /// What it is about, in its author's words.
    pub info: String,
    /// Seconds since 1970 of its last change, as written.
    pub timestamp: String,
    /// What it names, without repeats.
    pub taken: Vec<Indicator>,
    /// Attributes of a type that can be reported whose value is not of that type.
    pub refused: Vec<RefusedAttribute>,
    /// Attributes that name nothing that can be reported, and deleted ones.
    pub passed_over: usize,
}

/// An attribute whose value cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedAttribute {
    /// Its identifier.
    pub uuid: String,
    /// Its type.
    pub kind: String,
    /// Why, as the code of the indicator's parser.
    pub code: &'static str,
}

/// The file holds no events.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// More than [`BYTES_MAX`].
    #[error("read events from {0} bytes, more than {BYTES_MAX}")]
    TooLarge(usize),
    /// No JSON, too deep, or not of this form.
    #[error("read the file as MISP events")]
    Malformed(#[from] serde_json::Error),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum File {
    One {
        #[serde(rename = "Event")]
        event: Box<RawEvent>,
    },
    Answer {
        response: Vec<Wrapped>,
    },
    Many(Vec<Wrapped>),
}

#[derive(Deserialize)]
struct Wrapped {
    #[serde(rename = "Event")]
    event: RawEvent,
}

#[derive(Deserialize)]
struct RawEvent {
    uuid: String,
    #[serde(default)]
    info: String,
    #[serde(default)]
    timestamp: String,
    #[serde(default, rename = "Attribute")]
    attributes: Vec<RawAttribute>,
    #[serde(default, rename = "Object")]
    objects: Vec<RawObject>,
}

#[derive(Deserialize)]
struct RawObject {
    name: String,
    #[serde(default)]
    deleted: bool,
    #[serde(default, rename = "Attribute")]
    attributes: Vec<RawAttribute>,
}

#[derive(Deserialize)]
struct RawAttribute {
    #[serde(default)]
    uuid: String,
    #[serde(rename = "type")]
    kind: String,
    value: String,
    #[serde(default)]
    object_relation: Option<String>,
    #[serde(default)]
    deleted: bool,
}

/// The identifier under which part `part` of the event is reported: the same event at the same time stamp is
/// the same report.
pub fn submission(event: &Event, part: usize) -> String {
    crate::uuid::of_name(&format!("misp report {} {} {part}", event.uuid, event.timestamp))
}

/// Reads a file of one event, of a list of events, or of the answer of a search.
///
/// # Errors
/// [`ReadError`].
pub fn read(bytes: &[u8]) -> Result<Vec<Event>, ReadError> {
    if bytes.len() > BYTES_MAX {
        return Err(ReadError::TooLarge(bytes.len()));
    }
    let events: Vec<RawEvent> = match serde_json::from_slice(bytes)? {
        File::One { event } => vec![*event],
        File::Answer { response: events } | File::Many(events) => {
            events.into_iter().map(|wrapped| wrapped.event).collect()
        }
    };
    Ok(events.into_iter().map(event).collect())
}

fn event(raw: RawEvent) -> Event {
    let RawEvent { uuid, info, timestamp, attributes, objects } = raw;
    let mut event = Event { uuid, info, timestamp, ..Event::default() };
    for attribute in &attributes {
        event.take(attribute, read_as(&attribute.kind, &attribute.value));
    }
    for object in &objects {
        event.take_object(object);
    }
    let mut seen = std::collections::HashSet::new();
    event.taken.retain(|indicator| seen.insert(indicator.clone()));
    event
}

/// The kind that an attribute of this type reports, and the part of its value that names it; `None` for
/// types that name nothing of ours.
fn read_as<'a>(kind: &str, value: &'a str) -> Option<(IndicatorKind, &'a str)> {
    let before = || value.split('|').next().unwrap_or(value);
    let after = || value.rsplit('|').next().unwrap_or(value);
    Some(match kind {
        "domain" | "hostname" | "ip-src" | "ip-dst" => (IndicatorKind::Domain, value),
        "domain|ip" | "hostname|port" | "ip-dst|port" | "ip-src|port" => (IndicatorKind::Domain, before()),
        "url" | "uri" => (IndicatorKind::Url, value),
        "email" | "email-src" | "email-dst" => (IndicatorKind::Email, value),
        "phone-number" => (IndicatorKind::Phone, value),
        "sha256" => (IndicatorKind::File, value),
        "filename|sha256" => (IndicatorKind::File, after()),
        "mobile-application-id" => (IndicatorKind::App, value),
        "btc" => (IndicatorKind::CryptoWallet, value),
        _ => return None,
    })
}

impl Event {
    fn take(&mut self, attribute: &RawAttribute, read: Option<(IndicatorKind, &str)>) {
        match read.filter(|_| !attribute.deleted) {
            None => self.passed_over += 1,
            Some((kind, value)) => self.add(kind, value, attribute),
        }
    }

    fn add(&mut self, kind: IndicatorKind, value: &str, attribute: &RawAttribute) {
        // Alone, an address of version 6 stands in brackets.
        let bare = kind == IndicatorKind::Domain && value.parse::<std::net::Ipv6Addr>().is_ok();
        let bracketed = if bare { format!("[{value}]") } else { String::new() };
        match Indicator::parse(kind, if bare { &bracketed } else { value }) {
            Ok(indicator) => self.taken.push(indicator),
            Err(error) => self.refused.push(RefusedAttribute {
                uuid: attribute.uuid.chars().take(36).collect(),
                kind: attribute.kind.chars().take(40).collect(),
                code: error.code,
            }),
        }
    }

    /// Objects whose attributes mean one thing together; any other is a list of attributes.
    fn take_object(&mut self, object: &RawObject) {
        let live = || object.attributes.iter().filter(|attribute| !attribute.deleted && !object.deleted);
        let part = |relation: &str| live().find(|one| one.object_relation.as_deref() == Some(relation));
        let joined = match object.name.as_str() {
            "bank-account" => pair(IndicatorKind::BankAccount, part("institution-code"), part("account")),
            "user-account" => pair(IndicatorKind::SocialAccount, part("account-type"), part("username")),
            "coin-address" => {
                pair(IndicatorKind::CryptoWallet, part("symbol"), part("address").or(part("address-crypto")))
            }
            "android-app" => match (part("appid"), part("certificate-sha256")) {
                (Some(package), Some(certificate)) => {
                    Some((IndicatorKind::App, format!("{}#{}", package.value, certificate.value), package))
                }
                (Some(package), None) => Some((IndicatorKind::App, package.value.clone(), package)),
                _ => None,
            },
            _ => None,
        };
        if let Some((kind, value, attribute)) = joined {
            return self.add(kind, &value, attribute);
        }
        for attribute in &object.attributes {
            let read = read_as(&attribute.kind, &attribute.value).filter(|_| !object.deleted);
            self.take(attribute, read);
        }
    }
}

fn pair<'a>(
    kind: IndicatorKind,
    first: Option<&'a RawAttribute>,
    second: Option<&'a RawAttribute>,
) -> Option<(IndicatorKind, String, &'a RawAttribute)> {
    let (first, second) = (first?, second?);
    Some((kind, format!("{}:{}", first.value, second.value), second))
}
