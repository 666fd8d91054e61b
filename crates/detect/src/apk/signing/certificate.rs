//! Certificates: the key, the holder's name, and what finds one among several. Nothing vouches for the name: the
//! certificates of apps are made by their makers themselves.
//!
//! Source: RFC 5280, section 4.1.

use super::der::{BIT_STRING, INTEGER, OID, SEQUENCE, SET, Values};
use super::key::PublicKey;

/// Parts of a name that are shown. Source: RFC 4519; RFC 2985 for the address.
const PARTS: &[(&[u8], &str)] = &[
    (&[0x55, 4, 3], "CN"),
    (&[0x55, 4, 6], "C"),
    (&[0x55, 4, 7], "L"),
    (&[0x55, 4, 8], "ST"),
    (&[0x55, 4, 10], "O"),
    (&[0x55, 4, 11], "OU"),
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1], "E"),
];
/// Characters of one part that are kept.
const PART_CHARS_MAX: usize = 100;
/// Parts that are kept.
const PARTS_MAX: usize = 12;

/// A certificate.
#[derive(Clone, Debug)]
pub(super) struct Certificate<'a> {
    /// All of it.
    pub(super) whole: &'a [u8],
    /// The key with its algorithm, as it stands.
    pub(super) key_bytes: &'a [u8],
    pub(super) key: Option<PublicKey>,
    issuer: &'a [u8],
    serial: &'a [u8],
    subject: Values<'a>,
}

impl<'a> Certificate<'a> {
    /// Reads one.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Certificate<'a>> {
        let outer = Values(bytes).expect(SEQUENCE)?;
        let mut fields = outer.inside().expect(SEQUENCE)?.inside();
        fields.optional(0xa0);
        let serial = fields.expect(INTEGER)?.content;
        fields.expect(SEQUENCE)?;
        let issuer = fields.expect(SEQUENCE)?.whole;
        fields.expect(SEQUENCE)?;
        let subject = fields.expect(SEQUENCE)?.inside();
        let key = fields.expect(SEQUENCE)?;
        Some(Certificate {
            whole: outer.whole,
            key_bytes: key.whole,
            key: PublicKey::read(key.whole),
            issuer,
            serial,
            subject,
        })
    }

    /// Whether a signature means this certificate.
    pub(super) fn is_named(&self, issuer: &[u8], serial: &[u8]) -> bool {
        let plain = |number: &'_ [u8]| number.iter().position(|byte| *byte != 0).unwrap_or(number.len());
        self.serial[plain(self.serial)..] == serial[plain(serial)..] && same_name(self.issuer, issuer)
    }

    /// The holder's name, e.g. `CN=Android Debug, O=Android, C=US`; parts of other kinds are left out.
    pub(super) fn subject(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        let attributes = self.subject.filter(|set| set.tag == SET).flat_map(|set| set.inside());
        for attribute in attributes.take(PARTS_MAX) {
            let mut pair = attribute.inside();
            let (Some(kind), Some(value)) = (pair.expect(OID), pair.next()) else { continue };
            let Some((_, name)) = PARTS.iter().find(|(oid, _)| *oid == kind.content) else { continue };
            let text = String::from_utf8_lossy(value.content);
            let text: String = text.chars().filter(|c| !c.is_control()).take(PART_CHARS_MAX).collect();
            parts.push(format!("{name}={text}"));
        }
        // From the holder to the country, whichever way round it was written.
        if parts.first().is_some_and(|part| part.starts_with("C=")) {
            parts.reverse();
        }
        parts.join(", ")
    }
}

/// Whether two names are the same: tools write one text in different sorts of strings, and in different case.
///
/// Source: RFC 5280, section 7.1.
fn same_name(one: &[u8], other: &[u8]) -> bool {
    if one == other {
        return true;
    }
    let (Some(one), Some(other)) = (parts(one), parts(other)) else { return false };
    one == other
}

fn parts(name: &[u8]) -> Option<Vec<(&[u8], Vec<u8>)>> {
    let sets = Values(name).expect(SEQUENCE)?.inside().flat_map(|set| set.inside());
    let parts = sets.map(|attribute| {
        let mut pair = attribute.inside();
        Some((pair.expect(OID)?.content, pair.next()?.content.trim_ascii().to_ascii_lowercase()))
    });
    parts.collect()
}

/// The bits of a bit string that holds whole bytes.
pub(super) fn whole_bytes(value: super::der::Value<'_>) -> Option<&[u8]> {
    if value.tag != BIT_STRING || value.content.first() != Some(&0) {
        return None;
    }
    value.content.get(1..)
}
