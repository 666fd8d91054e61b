//! Schemes 2 and 3: signatures over the whole file.
//!
//! Sources: AOSP, "APK Signature Scheme v2" and "v3"; for attributes and the order of checks also apksig 31.

use super::block::{Block, Prefixed};
use super::certificate::Certificate;
use super::content::{self, Way};
use super::digest::Hash;
use super::key::{Method, PublicKey};
use super::{Fault, Signer, lineage, signer};

/// Signers of one file, signatures of one signer, certificates of one signer. Source of the first: apksig.
const SIGNERS_MAX: usize = 10;
const SIGNATURES_MAX: usize = 16;
const CERTIFICATES_MAX: usize = 16;
const ATTRIBUTES_MAX: usize = 64;

/// Attribute of scheme 2: the file was also signed by the scheme of this number.
const ALSO_SIGNED: u32 = 0xbeef_f00d;
/// Attribute of scheme 3: the keys that came before.
const LINEAGE: u32 = 0x3ba0_6f8c;
/// Attribute of scheme 3: there is also a signature of scheme 3.1.
const ALSO_V31: u32 = 0x559f_8b02;

/// How an algorithm signs and what it signs: digest of the signed data, digest of the file.
pub(super) fn algorithm(id: u32) -> Option<(Method, Hash, Way)> {
    Some(match id {
        0x0101 => (Method::RsaPss, Hash::Sha256, Way::Pieces(Hash::Sha256)),
        0x0102 => (Method::RsaPss, Hash::Sha512, Way::Pieces(Hash::Sha512)),
        0x0103 => (Method::RsaPkcs1, Hash::Sha256, Way::Pieces(Hash::Sha256)),
        0x0104 => (Method::RsaPkcs1, Hash::Sha512, Way::Pieces(Hash::Sha512)),
        0x0201 => (Method::Ecdsa, Hash::Sha256, Way::Pieces(Hash::Sha256)),
        0x0202 => (Method::Ecdsa, Hash::Sha512, Way::Pieces(Hash::Sha512)),
        0x0301 => (Method::Dsa, Hash::Sha256, Way::Pieces(Hash::Sha256)),
        0x0421 => (Method::RsaPkcs1, Hash::Sha256, Way::Tree),
        0x0423 => (Method::Ecdsa, Hash::Sha256, Way::Tree),
        0x0425 => (Method::Dsa, Hash::Sha256, Way::Tree),
        _ => return None,
    })
}

/// What the attributes of the signers promise.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Promises {
    pub(super) v3: bool,
    pub(super) v31: bool,
}

/// The signers of one scheme, or why it does not hold.
pub(super) fn verify(
    bytes: &[u8],
    block: &Block<'_>,
    value: &[u8],
    is_v2: bool,
) -> Result<(Vec<Signer>, Promises), Fault> {
    let outer = Prefixed(value).take().ok_or(Fault::Malformed)?;
    let signers = Prefixed(outer).all(SIGNERS_MAX).ok_or(Fault::Malformed)?;
    if signers.is_empty() {
        return Err(Fault::NoSigner);
    }
    let mut verified = Vec::new();
    let mut promises = Promises::default();
    let mut digests = Digests { bytes, block, known: Vec::new() };
    for one in signers {
        let read = OneSigner::read(one, is_v2).ok_or(Fault::Malformed)?;
        verified.push(read.verify(&mut digests)?);
        let promised = read.promises().ok_or(Fault::Malformed)?;
        promises.v3 |= promised.v3;
        promises.v31 |= promised.v31;
    }
    Ok((verified, promises))
}

/// Digests of the file, each taken once.
struct Digests<'a> {
    bytes: &'a [u8],
    block: &'a Block<'a>,
    known: Vec<(Way, Vec<u8>)>,
}

impl Digests<'_> {
    fn is(&mut self, way: Way, digest: &[u8]) -> bool {
        if !self.known.iter().any(|(known, _)| *known == way) {
            self.known.push((way, content::digest(self.bytes, self.block, way)));
        }
        self.known.iter().any(|(known, own)| *known == way && own == digest)
    }
}

struct OneSigner<'a> {
    signed: &'a [u8],
    digests: Vec<(u32, &'a [u8])>,
    certificates: Vec<&'a [u8]>,
    attributes: Vec<&'a [u8]>,
    signatures: Vec<(u32, &'a [u8])>,
    key: &'a [u8],
    is_v2: bool,
    /// Whether the levels of Android inside and outside of what is signed agree.
    agrees: bool,
}

impl<'a> OneSigner<'a> {
    fn read(bytes: &'a [u8], is_v2: bool) -> Option<OneSigner<'a>> {
        let mut outer = Prefixed(bytes);
        let signed = outer.take()?;
        let outside = if is_v2 { None } else { Some((outer.number()?, outer.number()?)) };
        let signatures = pairs(outer.take()?)?;
        let key = outer.take()?;
        let mut inner = Prefixed(signed);
        let digests = pairs(inner.take()?)?;
        let certificates = Prefixed(inner.take()?).all(CERTIFICATES_MAX)?;
        let inside = if is_v2 { None } else { Some((inner.number()?, inner.number()?)) };
        // Files signed by early tools have no attributes at all.
        let attributes = if inner.0.is_empty() { &[] } else { inner.take()? };
        let attributes = Prefixed(attributes).all(ATTRIBUTES_MAX)?;
        let agrees = inside == outside;
        Some(OneSigner { signed, digests, certificates, attributes, signatures, key, is_v2, agrees })
    }

    fn verify(&self, digests: &mut Digests<'_>) -> Result<Signer, Fault> {
        if self.signatures.is_empty() {
            return Err(Fault::NoSignature);
        }
        let known = self.signatures.iter().filter_map(|(id, value)| Some((algorithm(*id)?, *id, *value)));
        let best = known.max_by_key(|((_, hash, way), ..)| (*hash == Hash::Sha512, *way != Way::Tree));
        let ((method, hash, way), id, signature) = best.ok_or(Fault::UnknownAlgorithm)?;
        let key = PublicKey::read(self.key).ok_or(Fault::UnknownKey)?;
        if !key.verifies(method, hash, self.signed, signature) {
            return Err(Fault::WrongSignature);
        }
        let ids = |list: &[(u32, &[u8])]| list.iter().map(|(id, _)| *id).collect::<Vec<u32>>();
        if !self.agrees || ids(&self.digests) != ids(&self.signatures) {
            return Err(Fault::Contradiction);
        }
        let first = self.certificates.first().ok_or(Fault::NoCertificate)?;
        let certificate = Certificate::read(first).ok_or(Fault::BadCertificate)?;
        if certificate.key_bytes != self.key {
            return Err(Fault::OtherKey);
        }
        let told = self.digests.iter().find(|(known, _)| *known == id).map(|(_, digest)| *digest);
        // A digest stands behind its own length.
        if !told.is_some_and(|told| digests.is(way, told)) {
            return Err(Fault::ContentChanged);
        }
        if let Some(value) = self.attribute(LINEAGE).filter(|_| !self.is_v2) {
            lineage::verify(value, first)?;
        }
        Ok(signer(&certificate))
    }

    fn attribute(&self, id: u32) -> Option<&'a [u8]> {
        self.attributes.iter().find_map(|attribute| {
            let mut attribute = Prefixed(attribute);
            (attribute.number()? == id).then_some(attribute.0)
        })
    }

    fn promises(&self) -> Option<Promises> {
        if !self.is_v2 {
            return Some(Promises { v3: false, v31: self.attribute(ALSO_V31).is_some() });
        }
        let Some(value) = self.attribute(ALSO_SIGNED) else { return Some(Promises::default()) };
        Some(Promises { v3: Prefixed(value).number()? == 3, v31: false })
    }
}

/// Pairs of a number and a value, each pair and each value behind its length.
fn pairs(bytes: &[u8]) -> Option<Vec<(u32, &[u8])>> {
    let pairs = Prefixed(bytes).all(SIGNATURES_MAX)?;
    let pairs = pairs.into_iter().map(|pair| {
        let mut pair = Prefixed(pair);
        Some((pair.number()?, pair.take()?))
    });
    pairs.collect()
}
