//! The keys that signed an app before: each vouches for the next.
//!
//! Source: AOSP, "APK Signature Scheme v3", "Proof-of-rotation and self-trusted-old-certs structs".

use super::Fault;
use super::block::Prefixed;
use super::certificate::Certificate;
use super::key::PublicKey;
use super::schemes::algorithm;

/// Keys one after the other. Bounds the work.
const KEYS_MAX: usize = 16;

/// Whether each key signed the next, and the last is the one of this certificate.
pub(super) fn verify(value: &[u8], certificate: &[u8]) -> Result<(), Fault> {
    let mut outer = Prefixed(value);
    if outer.number() != Some(1) {
        return Err(Fault::Lineage);
    }
    let nodes = Prefixed(outer.0).all(KEYS_MAX).ok_or(Fault::Lineage)?;
    let mut before: Option<(PublicKey, u32)> = None;
    let mut last: &[u8] = &[];
    for node in nodes {
        let (key, algorithm, own) = read(node, before.as_ref()).ok_or(Fault::Lineage)?;
        before = Some((key, algorithm));
        last = own;
    }
    if last == certificate { Ok(()) } else { Err(Fault::Lineage) }
}

fn read<'a>(node: &'a [u8], before: Option<&(PublicKey, u32)>) -> Option<(PublicKey, u32, &'a [u8])> {
    let mut node = Prefixed(node);
    let signed = node.take()?;
    let _flags = node.number()?;
    let next_algorithm = node.number()?;
    let signature = node.take()?;
    let mut inner = Prefixed(signed);
    let certificate = inner.take()?;
    let own_algorithm = inner.number()?;
    if let Some((key, id)) = before {
        let (method, hash, _) = algorithm(*id)?;
        if own_algorithm != *id || !key.verifies(method, hash, signed, signature) {
            return None;
        }
    }
    Some((Certificate::read(certificate)?.key?, next_algorithm, certificate))
}
