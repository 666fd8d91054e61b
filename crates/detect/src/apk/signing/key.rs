//! Public keys and whether a signature is theirs: RSA (PKCS #1 v1.5 and PSS), DSA, ECDSA on the curves of NIST.
//!
//! Everything here is public, so nothing needs to hide its timing; sizes are bounded because the work grows with
//! them. Sources: RFC 8017 (sections 8.1.2, 8.2.2, 9.1.2), FIPS 186-4 (sections 4.7, 6.4), RFC 5480.

use num_bigint::BigUint;

use super::certificate::whole_bytes;
use super::curve::Curve;
use super::der::{INTEGER, OID, SEQUENCE, Values};
use super::digest::Hash;

/// Bits of the longest RSA key, as Android's own verifier takes it.
const RSA_BITS_MAX: u64 = 16_384;
/// Bits of the longest RSA exponent: every key in use has 65537.
const RSA_EXPONENT_BITS_MAX: u64 = 64;
/// Bits of the longest modulus of DSA. Source: FIPS 186-4, section 4.2, and room above.
const DSA_BITS_MAX: u64 = 4_096;
/// Bits of the longest order of DSA.
const DSA_ORDER_BITS_MAX: u64 = 512;

const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];
const DSA: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x38, 4, 1];
const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];

/// A public key.
#[derive(Clone, Debug)]
pub(super) enum PublicKey {
    Rsa { n: BigUint, e: BigUint },
    Dsa { p: BigUint, q: BigUint, g: BigUint, y: BigUint },
    Ec { curve: &'static Curve, x: BigUint, y: BigUint },
}

/// How a signature is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    RsaPkcs1,
    RsaPss,
    Dsa,
    Ecdsa,
}

impl PublicKey {
    /// Reads a key with its algorithm.
    pub(super) fn read(bytes: &[u8]) -> Option<PublicKey> {
        let mut fields = Values(bytes).expect(SEQUENCE)?.inside();
        let mut algorithm = fields.expect(SEQUENCE)?.inside();
        let kind = algorithm.expect(OID)?.content;
        let key = whole_bytes(fields.next()?)?;
        match kind {
            RSA => {
                let mut numbers = Values(key).expect(SEQUENCE)?.inside();
                let (n, e) = (number(&mut numbers)?, number(&mut numbers)?);
                let fits = n.bits() <= RSA_BITS_MAX && e.bits() <= RSA_EXPONENT_BITS_MAX;
                (fits && n.bits() >= 512).then_some(PublicKey::Rsa { n, e })
            }
            DSA => {
                let mut numbers = algorithm.expect(SEQUENCE)?.inside();
                let (p, q, g) = (number(&mut numbers)?, number(&mut numbers)?, number(&mut numbers)?);
                let y = number(&mut Values(key))?;
                let fits = p.bits() <= DSA_BITS_MAX && q.bits() <= DSA_ORDER_BITS_MAX && q.bits() >= 160;
                (fits && y < p && g < p).then_some(PublicKey::Dsa { p, q, g, y })
            }
            EC => {
                let curve = Curve::by_oid(algorithm.expect(OID)?.content)?;
                let point = key.strip_prefix(&[4])?;
                let (x, y) = (point.len() == 2 * curve.bytes).then(|| point.split_at(curve.bytes))?;
                let (x, y) = (BigUint::from_bytes_be(x), BigUint::from_bytes_be(y));
                curve.holds(&x, &y).then_some(PublicKey::Ec { curve, x, y })
            }
            _ => None,
        }
    }

    /// Whether this signature over these bytes is of this key.
    pub(super) fn verifies(&self, method: Method, hash: Hash, signed: &[u8], signature: &[u8]) -> bool {
        let digest = hash.of(signed);
        let verdict = match (self, method) {
            (PublicKey::Rsa { n, e }, Method::RsaPkcs1) => rsa_pkcs1(n, e, hash, &digest, signature),
            (PublicKey::Rsa { n, e }, Method::RsaPss) => rsa_pss(n, e, hash, &digest, signature),
            (PublicKey::Dsa { p, q, g, y }, Method::Dsa) => dsa(p, q, g, y, &digest, signature),
            (PublicKey::Ec { curve, x, y }, Method::Ecdsa) => {
                pair(signature).map(|(r, s)| curve.verifies(x, y, &leftmost(&digest, &curve.order), &r, &s))
            }
            _ => None,
        };
        verdict.unwrap_or(false)
    }
}

/// A number that is not negative.
fn number(values: &mut Values<'_>) -> Option<BigUint> {
    let content = values.expect(INTEGER)?.content;
    content.first().is_some_and(|first| *first < 0x80).then(|| BigUint::from_bytes_be(content))
}

/// The two numbers of a DSA or ECDSA signature.
fn pair(signature: &[u8]) -> Option<(BigUint, BigUint)> {
    let mut numbers = Values(signature).expect(SEQUENCE)?.inside();
    Some((number(&mut numbers)?, number(&mut numbers)?))
}

/// As many bits of the digest as the order has, from the left.
fn leftmost(digest: &[u8], order: &BigUint) -> BigUint {
    let spare = (digest.len() as u64 * 8).saturating_sub(order.bits());
    BigUint::from_bytes_be(digest) >> spare
}

/// What the signature was made of, as many bytes as the modulus has.
fn rsa_open(n: &BigUint, e: &BigUint, signature: &[u8]) -> Option<Vec<u8>> {
    let len = usize::try_from(n.bits().div_ceil(8)).ok()?;
    let number = BigUint::from_bytes_be(signature);
    if signature.len() != len || number >= *n {
        return None;
    }
    let opened = number.modpow(e, n).to_bytes_be();
    let mut padded = vec![0; len.checked_sub(opened.len())?];
    padded.extend_from_slice(&opened);
    Some(padded)
}

fn rsa_pkcs1(n: &BigUint, e: &BigUint, hash: Hash, digest: &[u8], signature: &[u8]) -> Option<bool> {
    let opened = rsa_open(n, e, signature)?;
    let tail = [hash.rsa_prefix(), digest].concat();
    let fill = opened.len().checked_sub(tail.len() + 3).filter(|fill| *fill >= 8)?;
    let expected = [&[0, 1][..], &vec![0xff; fill], &[0], &tail].concat();
    Some(opened == expected)
}

fn rsa_pss(n: &BigUint, e: &BigUint, hash: Hash, digest: &[u8], signature: &[u8]) -> Option<bool> {
    let opened = rsa_open(n, e, signature)?;
    let bits = n.bits() - 1;
    let len = usize::try_from(bits.div_ceil(8)).ok()?;
    let encoded = &opened[opened.len() - len..];
    // The salt is as long as the digest: Android's scheme 2 fixes it so.
    let (hash_len, salt_len) = (digest.len(), digest.len());
    let (masked, rest) = encoded.split_at_checked(len.checked_sub(hash_len + 1)?)?;
    let (inner, last) = rest.split_at(hash_len);
    let spare = u32::try_from(len as u64 * 8 - bits).ok()?;
    let top = 0xff_u8.checked_shr(spare)?;
    if last != [0xbc] || masked.first()? & !top != 0 {
        return None;
    }
    let mask = mask(hash, inner, masked.len());
    let mut block: Vec<u8> = masked.iter().zip(&mask).map(|(byte, mask)| byte ^ mask).collect();
    block[0] &= top;
    let fill = block.len().checked_sub(salt_len + 1)?;
    let (zeroes, salted) = block.split_at(fill);
    let salt = salted.strip_prefix(&[1])?;
    let again = hash.of(&[&[0; 8][..], digest, salt].concat());
    Some(zeroes.iter().all(|byte| *byte == 0) && again == inner)
}

/// Source: RFC 8017, appendix B.2.1.
fn mask(hash: Hash, seed: &[u8], len: usize) -> Vec<u8> {
    let mut mask = Vec::with_capacity(len + seed.len());
    let mut counter = 0_u32;
    while mask.len() < len {
        mask.extend(hash.of(&[seed, &counter.to_be_bytes()].concat()));
        counter += 1;
    }
    mask.truncate(len);
    mask
}

fn dsa(p: &BigUint, q: &BigUint, g: &BigUint, y: &BigUint, digest: &[u8], signature: &[u8]) -> Option<bool> {
    let (r, s) = pair(signature)?;
    let zero = BigUint::ZERO;
    if r == zero || s == zero || r >= *q || s >= *q {
        return None;
    }
    let w = s.modinv(q)?;
    let u1 = leftmost(digest, q) * &w % q;
    let u2 = &r * &w % q;
    let v = g.modpow(&u1, p) * y.modpow(&u2, p) % p % q;
    Some(v == r)
}
