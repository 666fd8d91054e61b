//! Consumers of the list: who they are, what they may fetch, and from where.
//!
//! [`Terms`] is what an administrator agrees with one of them, read from a form; [`Network`] is a range of
//! addresses, [`Fingerprint`] a certificate.

use std::net::{IpAddr, SocketAddr};

use model::report::FieldError;

use crate::slugs::slugs;

mod fingerprint;
mod network;

pub use fingerprint::{Fingerprint, ParseFingerprintError};
pub use network::{Network, ParseNetworkError, is_public};

slugs! {
    /// What a consumer is.
    ConsumerKind {
        /// Internet access: acts in its resolvers.
        Isp = "isp",
        /// Mobile or fixed telephony: acts on calls and messages.
        Carrier = "carrier",
        /// A bank or payment service: acts on accounts and apps.
        Bank = "bank",
        /// A social network, market place or app store.
        Platform = "platform",
        /// A registrar or registry of domain names.
        Registrar = "registrar",
        /// A state body, another desk included.
        Agency = "agency",
        /// Security software, blocklist makers, researchers.
        Security = "security",
    }
}

slugs! {
    /// A road by which a consumer gets the list.
    Channel {
        /// A file under `/feeds`.
        Feed = "feed",
        /// The zone, by transfer.
        Dns = "dns",
        /// STIX over TAXII.
        Taxii = "taxii",
        /// A MISP feed.
        Misp = "misp",
        /// The hash-prefix list.
        Prefixes = "prefixes",
        /// Server-sent events.
        Events = "events",
        /// Acts pushed to its own address.
        Push = "push",
    }
}

slugs! {
    /// Where an address stands that acts are pushed to.
    PushState {
        /// Its receiver has not passed the probes yet.
        Pending = "pending",
        /// Gets every act.
        Active = "active",
        /// Its receiver took what it should have refused, or refused what it should have taken.
        Refused = "refused",
        /// Gets nothing any more.
        Closed = "closed",
    }
}

slugs! {
    /// What a consumer says it did about an act.
    AckStatus {
        /// It acted.
        Actioned = "actioned",
        /// It did not, and says why.
        NoAction = "no_action",
        /// It knew, and adds something.
        Enriched = "enriched",
    }
}

/// Longest reason of an acknowledgement, in characters; the rest is cut off.
pub const ACK_REASON_CHARS_MAX: usize = 500;

/// Requests a day that an agreement may name; a number above is a slip of the hand.
const REQUESTS_PER_DAY_MAX: u32 = 10_000_000;

/// Longest name, as DNS names are (RFC 1035, 2.3.4), because the name is also that of the TSIG key.
const NAME_CHARS_MAX: usize = 253;

/// Longest contact, in characters.
const CONTACT_CHARS_MAX: usize = 200;

/// Address ranges of one consumer.
const NETWORKS_MAX: usize = 64;

/// Secondaries of one consumer that are told of new serials.
const NOTIFY_MAX: usize = 16;

/// What is agreed with a consumer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// What it is.
    pub kind: ConsumerKind,
    /// Whom to call when it falls behind; a person or a duty desk.
    pub contact: String,
    /// Slugs of the formats it may fetch; empty: all.
    pub formats: Vec<String>,
    /// Requests a day, in Viet Nam; 0: no limit of its own.
    pub requests_per_day: u32,
    /// Where it may ask from; empty: anywhere.
    pub networks: Vec<Network>,
    /// Where its secondaries of the zone are told of new serials.
    pub notify: Vec<SocketAddr>,
}

/// The terms as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TermsFields<'a> {
    /// Slug of the kind.
    pub kind: &'a str,
    /// Free text.
    pub contact: &'a str,
    /// Slugs of formats.
    pub formats: Vec<&'a str>,
    /// A number; empty: 0.
    pub requests_per_day: &'a str,
    /// Ranges, separated by commas, blanks or line ends.
    pub networks: &'a str,
    /// Addresses, each perhaps with a port, separated likewise.
    pub notify: &'a str,
}

impl Terms {
    /// Reads the fields. `is_format` says whether a slug names a format that we publish.
    ///
    /// # Errors
    /// Every field that could not be taken.
    pub fn parse(
        fields: &TermsFields<'_>,
        is_format: impl Fn(&str) -> bool,
    ) -> Result<Terms, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut refuse = |field, code, value: &str| {
            errors.push(FieldError { field, code, value: value.chars().take(80).collect() });
        };
        let kind = ConsumerKind::from_slug(fields.kind.trim());
        if kind.is_none() {
            refuse("kind", "not-a-consumer-kind", fields.kind);
        }
        let contact = fields.contact.trim();
        if contact.is_empty() || contact.chars().count() > CONTACT_CHARS_MAX {
            refuse("contact", "bad-contact", "");
        }
        if let Some(unknown) = fields.formats.iter().find(|format| !is_format(format)) {
            refuse("formats", "not-a-format", unknown);
        }
        let requests = match fields.requests_per_day.trim() {
            "" => Some(0),
            number => number.parse().ok().filter(|count| *count <= REQUESTS_PER_DAY_MAX),
        };
        if requests.is_none() {
            refuse("requests_per_day", "not-a-quota", fields.requests_per_day);
        }
        let mut networks = Vec::new();
        for text in fields.networks.split([',', ' ', '\n', '\r', '\t']).filter(|text| !text.is_empty()) {
            match text.parse() {
                Ok(network) => networks.push(network),
                Err(ParseNetworkError) => refuse("networks", "not-a-network", text),
            }
        }
        if networks.len() > NETWORKS_MAX {
            refuse("networks", "too-many-networks", "");
        }
        let mut notify = Vec::new();
        for text in fields.notify.split([',', ' ', '\n', '\r', '\t']).filter(|text| !text.is_empty()) {
            match secondary(text) {
                Some(address) => notify.push(address),
                None => refuse("notify", "not-a-secondary", text),
            }
        }
        if notify.len() > NOTIFY_MAX {
            refuse("notify", "too-many-secondaries", "");
        }
        let (Some(kind), Some(requests_per_day), true) = (kind, requests, errors.is_empty()) else {
            return Err(errors);
        };
        let formats = fields.formats.iter().map(|format| (*format).to_owned()).collect();
        Ok(Terms { kind, contact: contact.to_owned(), formats, requests_per_day, networks, notify })
    }
}

/// The address of a secondary; port 53 unless it names another. Nobody listens at an address that names no machine.
fn secondary(text: &str) -> Option<SocketAddr> {
    let address = text.parse().ok().or_else(|| Some(SocketAddr::new(text.parse().ok()?, 53)))?;
    let ip: IpAddr = address.ip();
    (address.port() > 0 && !ip.is_unspecified() && !ip.is_multicast()).then_some(address)
}

/// Whether this may name a consumer: a host-like name in lower case, because the same name is that of its
/// TSIG key and stands in the settings of its resolver.
pub fn is_name(name: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
    };
    name.len() <= NAME_CHARS_MAX && name.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(fields: &TermsFields<'_>, expected: &[(&str, &str)]) {
        let found = Terms::parse(fields, |slug| slug == "json").err().unwrap_or_default();
        let found: Vec<_> = found.iter().map(|error| (error.field, error.code)).collect();
        assert_eq!(found, expected, "{fields:?}");
    }

    #[test]
    fn every_field_that_does_not_fit_is_named() {
        let good = TermsFields {
            kind: "isp",
            contact: "trực NOC, 0900 000 111",
            formats: vec!["json"],
            requests_per_day: "2880",
            networks: "192.0.2.0/24, 2001:db8::/32\n203.0.113.7",
            notify: "192.0.2.53, [2001:db8::53]:5353",
        };
        check(&good, &[]);
        let terms = Terms::parse(&good, |_| true).unwrap();
        assert_eq!((terms.requests_per_day, terms.networks.len()), (2880, 3));
        let notify: Vec<String> = terms.notify.iter().map(ToString::to_string).collect();
        assert_eq!(notify, ["192.0.2.53:53", "[2001:db8::53]:5353"]);
        let bad = TermsFields {
            kind: "village",
            contact: " ",
            formats: vec!["json", "xml"],
            requests_per_day: "-1",
            networks: "192.0.2.0/33 here",
            notify: "192.0.2.53:0 0.0.0.0 224.0.0.1 máy",
        };
        let expected = [
            ("kind", "not-a-consumer-kind"),
            ("contact", "bad-contact"),
            ("formats", "not-a-format"),
            ("requests_per_day", "not-a-quota"),
            ("networks", "not-a-network"),
            ("networks", "not-a-network"),
            ("notify", "not-a-secondary"),
            ("notify", "not-a-secondary"),
            ("notify", "not-a-secondary"),
            ("notify", "not-a-secondary"),
        ];
        check(&bad, &expected);
    }

    #[test]
    fn a_name_can_stand_as_the_name_of_a_key() {
        for good in ["isp.example", "bank-1", "a_b.c"] {
            assert!(is_name(good), "{good}");
        }
        for bad in ["", "Isp", "a..b", "nhà mạng", "a b", &"a".repeat(64)] {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
