//! The signature files of scheme 1.
//!
//! Source: RFC 5652 (signed data, section 5; attributes, section 11).

use super::Fault;
use super::certificate::Certificate;
use super::der::{INTEGER, OCTETS, OID, SEQUENCE, SET, Value, Values};
use super::digest::Hash;
use super::key::Method;

/// Signers in one file, and certificates in one. Bounds the work.
const SIGNERS_MAX: usize = 10;
const CERTIFICATES_MAX: usize = 32;

const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
const DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];
const CONTENT_TYPE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 3];
const MESSAGE_DIGEST: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 4];

/// Verifies a signature file over `signed`; every signer in it must hold. Answers the certificate of the first.
pub(super) fn verify<'a>(bytes: &'a [u8], signed: &[u8]) -> Result<Certificate<'a>, Fault> {
    let (certificates, infos) = open(bytes).ok_or(Fault::Malformed)?;
    if infos.is_empty() {
        return Err(Fault::NoSigner);
    }
    let mut first = None;
    for info in infos.into_iter().take(SIGNERS_MAX) {
        let certificate = verify_one(info, &certificates, signed)?;
        first.get_or_insert(certificate);
    }
    first.ok_or(Fault::NoSigner)
}

fn open(bytes: &[u8]) -> Option<(Vec<Certificate<'_>>, Vec<Value<'_>>)> {
    let mut outer = Values(bytes).expect(SEQUENCE)?.inside();
    if outer.expect(OID)?.content != SIGNED_DATA {
        return None;
    }
    let mut fields = outer.expect(0xa0)?.inside().expect(SEQUENCE)?.inside();
    fields.expect(INTEGER)?;
    fields.expect(SET)?;
    fields.expect(SEQUENCE)?;
    let certificates = fields.optional(0xa0);
    fields.optional(0xa1);
    let infos = fields.expect(SET)?.inside().collect();
    let certificates = certificates.into_iter().flat_map(Value::inside);
    let certificates =
        certificates.take(CERTIFICATES_MAX).filter_map(|value| Certificate::read(value.whole)).collect();
    Some((certificates, infos))
}

fn verify_one<'a>(
    info: Value<'_>,
    certificates: &[Certificate<'a>],
    signed: &[u8],
) -> Result<Certificate<'a>, Fault> {
    let info = Info::read(info).ok_or(Fault::Malformed)?;
    let named = certificates.iter().find(|known| known.is_named(info.issuer, info.serial));
    let certificate = named.ok_or(Fault::NoCertificate)?;
    let hash = Hash::by_oid(info.digest_algorithm).ok_or(Fault::UnknownAlgorithm)?;
    let method = method(info.signature_algorithm).ok_or(Fault::UnknownAlgorithm)?;
    // Android has never taken these pairs. Source: apksig, the table of algorithms of JAR signatures.
    if method == Method::Dsa && matches!(hash, Hash::Md5 | Hash::Sha384 | Hash::Sha512) {
        return Err(Fault::UnknownAlgorithm);
    }
    let key = certificate.key.as_ref().ok_or(Fault::UnknownKey)?;
    let holds = match info.attributes {
        None => key.verifies(method, hash, signed, info.signature),
        Some(attributes) => {
            let digest = attribute(attributes, MESSAGE_DIGEST, OCTETS).ok_or(Fault::Contradiction)?;
            let kind = attribute(attributes, CONTENT_TYPE, OID).ok_or(Fault::Contradiction)?;
            if digest != hash.of(signed) || kind != DATA {
                return Err(Fault::ContentChanged);
            }
            // Signed is the set as a set, stored is it under a tag of its place.
            let mut set = attributes.whole.to_vec();
            set[0] = SET;
            key.verifies(method, hash, &set, info.signature)
        }
    };
    if holds { Ok(certificate.clone()) } else { Err(Fault::WrongSignature) }
}

struct Info<'a> {
    issuer: &'a [u8],
    serial: &'a [u8],
    digest_algorithm: &'a [u8],
    attributes: Option<Value<'a>>,
    signature_algorithm: &'a [u8],
    signature: &'a [u8],
}

impl<'a> Info<'a> {
    fn read(info: Value<'a>) -> Option<Info<'a>> {
        let mut fields = info.inside();
        fields.expect(INTEGER)?;
        let mut name = fields.expect(SEQUENCE)?.inside();
        let issuer = name.expect(SEQUENCE)?.whole;
        let serial = name.expect(INTEGER)?.content;
        let digest_algorithm = fields.expect(SEQUENCE)?.inside().expect(OID)?.content;
        let attributes = fields.optional(0xa0);
        let signature_algorithm = fields.expect(SEQUENCE)?.inside().expect(OID)?.content;
        let signature = fields.expect(OCTETS)?.content;
        Some(Info { issuer, serial, digest_algorithm, attributes, signature_algorithm, signature })
    }
}

/// The one value of the attribute of this kind; `None` when it is missing or there more than once.
fn attribute<'a>(attributes: Value<'a>, kind: &[u8], tag: u8) -> Option<&'a [u8]> {
    let mut found = attributes.inside().filter_map(|attribute| {
        let mut fields = attribute.inside();
        (fields.expect(OID)?.content == kind).then_some(fields)
    });
    let mut fields = found.next()?;
    if found.next().is_some() {
        return None;
    }
    let mut values = fields.expect(SET)?.inside();
    let value = values.expect(tag)?.content;
    values.next().is_none().then_some(value)
}

/// How a signature is made, by the identifier of the key's or the signature's algorithm; makers use either.
///
/// Sources: RFC 3370, RFC 5754, RFC 5758.
fn method(oid: &[u8]) -> Option<Method> {
    match oid {
        [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1 | 4 | 5 | 11 | 12 | 13 | 14] => Some(Method::RsaPkcs1),
        [0x2a, 0x86, 0x48, 0xce, 0x38, 4, 1 | 3] => Some(Method::Dsa),
        [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, 1 | 2] => Some(Method::Dsa),
        [0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1] => Some(Method::Ecdsa),
        [0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1] => Some(Method::Ecdsa),
        [0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 1..=4] => Some(Method::Ecdsa),
        _ => None,
    }
}
