//! Which hosts may enter a DNS zone. One name that a resolver refuses costs the whole zone, so such a name
//! stays in the list and is reported as unrepresentable.
//!
//! Sources: RFC 1035 sections 2.3.4 and 3.1 (lengths); draft-vixie-dnsop-dns-rpz-00 section 4 (labels that
//! turn an owner name into another trigger); "ran out of space" of `named-checkzone` when owner and zone
//! name together pass 255 octets.

use crate::indicator::host;

/// Octets of a whole name on the wire, root included. Source: RFC 1035, section 2.3.4.
pub const NAME_OCTETS_MAX: usize = 255;

/// Octets that the twin `*.<host>` adds: one length and one asterisk.
const WILDCARD_OCTETS: usize = 2;

/// Last labels that make an owner name in a policy zone something else than a name to refuse.
const TRIGGER_LABELS: [&str; 4] = ["rpz-ip", "rpz-nsip", "rpz-nsdname", "rpz-client-ip"];

/// Why a host cannot be an owner name in a zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unrepresentable {
    /// An IPv4 or IPv6 address, which is not a name.
    #[error("put `{0}` into a zone: it is an address, not a name")]
    Address(String),
    /// With the zone name and the wildcard twin it passes [`NAME_OCTETS_MAX`].
    #[error("put `{host}` into a zone: {octets} octets with the zone name and its wildcard twin")]
    NameTooLong {
        /// The host.
        host: String,
        /// Octets it would take on the wire.
        octets: usize,
    },
    /// A label of more than 63 octets.
    #[error("put `{0}` into a zone: a label is longer than 63 octets")]
    LabelTooLong(String),
    /// Two dots in a row, or one at either end.
    #[error("put `{0}` into a zone: a label is empty")]
    EmptyLabel(String),
    /// Anything but lower-case letters, digits, hyphen and underscore.
    #[error("put `{0}` into a zone: a character cannot stand in a name")]
    BadCharacter(String),
    /// One label: its wildcard twin would refuse a whole top-level domain.
    #[error("put `{0}` into a zone: it has one label only")]
    OneLabel(String),
    /// Ends in a label that means another kind of trigger.
    #[error("put `{0}` into a zone: its last label is reserved in policy zones")]
    ReservedLabel(String),
}

impl Unrepresentable {
    /// The stable code, kebab-case.
    pub fn code(&self) -> &'static str {
        match self {
            Unrepresentable::Address(_) => "address",
            Unrepresentable::NameTooLong { .. } => "name-too-long",
            Unrepresentable::LabelTooLong(_) => "label-too-long",
            Unrepresentable::EmptyLabel(_) => "empty-label",
            Unrepresentable::BadCharacter(_) => "bad-character",
            Unrepresentable::OneLabel(_) => "one-label",
            Unrepresentable::ReservedLabel(_) => "reserved-label",
        }
    }
}

/// Octets of a name on the wire, root included: `rpz.example` takes 13.
pub fn octets(name: &str) -> usize {
    let name = name.trim_end_matches('.');
    if name.is_empty() { 1 } else { name.len() + 2 }
}

/// The owner name of `host`, relative to a zone whose own name takes `zone_octets` on the wire (see
/// [`octets`]). Wherever it fits, its twin `*.<host>` fits too.
///
/// # Errors
/// [`Unrepresentable`] with the reason; such a host must be left out of the zone.
pub fn owner_name(host: &str, zone_octets: usize) -> Result<String, Unrepresentable> {
    let owned = || host.to_owned();
    if host::is_address(host) {
        return Err(Unrepresentable::Address(owned()));
    }
    let mut labels = 0;
    let mut last = "";
    for label in host.split('.') {
        if label.is_empty() {
            return Err(Unrepresentable::EmptyLabel(owned()));
        }
        if !label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_')) {
            return Err(Unrepresentable::BadCharacter(owned()));
        }
        if label.len() > host::LABEL_OCTETS_MAX {
            return Err(Unrepresentable::LabelTooLong(owned()));
        }
        labels += 1;
        last = label;
    }
    if labels < 2 {
        return Err(Unrepresentable::OneLabel(owned()));
    }
    if TRIGGER_LABELS.contains(&last) {
        return Err(Unrepresentable::ReservedLabel(owned()));
    }
    // Each label of the host takes its length and one octet; the root is counted with the zone.
    let octets = host.len() + 1 + WILDCARD_OCTETS + zone_octets;
    if octets > NAME_OCTETS_MAX {
        return Err(Unrepresentable::NameTooLong { host: owned(), octets });
    }
    Ok(owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(host: &str, expected: &str) {
        let answer = owner_name(host, octets("rpz.khien.example"));
        assert_eq!(answer.as_deref().unwrap_or_else(|refused| refused.code()), expected, "{host}");
    }

    /// A name of exactly `chars` characters with labels as long as they may be.
    fn name_of(chars: usize) -> String {
        let mut name = "a.".repeat(chars / 2);
        name.truncate(chars);
        if name.ends_with('.') {
            name.replace_range(chars - 1.., "a");
        }
        name
    }

    #[test]
    fn names_that_resolvers_take_are_kept_as_they_are() {
        check("vay-nhanh.example", "vay-nhanh.example");
        check("_dmarc.vay_nhanh.example", "_dmarc.vay_nhanh.example");
        check("-a-.example", "-a-.example");
        check("xn--ngnhng-tta1j.example", "xn--ngnhng-tta1j.example");
        check("123.456.example", "123.456.example");
    }

    #[test]
    fn names_that_would_cost_the_zone_are_refused() {
        check("192.0.2.1", "address");
        check("[2001:db8::1]", "address");
        check("", "empty-label");
        check("a..example", "empty-label");
        check(".example", "empty-label");
        check("a.example.", "empty-label");
        check("*.example", "bad-character");
        check("A.example", "bad-character");
        check("ngân-hàng.example", "bad-character");
        check("a b.example", "bad-character");
        check("a\\.b.example", "bad-character");
        check("@.example", "bad-character");
        check("vn", "one-label");
        check("24.0.2.0.192.rpz-ip", "reserved-label");
        check("rpz-ip.example", "rpz-ip.example");
        check(&format!("{}.example", "a".repeat(63)), &format!("{}.example", "a".repeat(63)));
        check(&format!("{}.example", "a".repeat(64)), "label-too-long");
    }

    #[test]
    fn the_last_octet_counts() {
        let zone = octets("rpz.khien.example");
        assert_eq!(zone, 19);
        let longest = name_of(NAME_OCTETS_MAX - zone - 3);
        check(&longest, &longest);
        check(&name_of(longest.len() + 1), "name-too-long");
    }

    /// Legal alone, refused by `named-checkzone` under `hole.anm.gov.vn` (243 characters).
    #[test]
    fn a_name_that_is_legal_alone_can_be_too_long_for_the_zone() {
        let refused = owner_name(&name_of(243), octets("hole.anm.gov.vn")).unwrap_err();
        assert_eq!(refused.code(), "name-too-long");
    }
}
