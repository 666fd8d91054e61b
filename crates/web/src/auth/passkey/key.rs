//! Public keys as browsers give them (`AuthenticatorAttestationResponse.getPublicKey()`): `SubjectPublicKeyInfo`
//! (RFC 5280, 4.1.2.7) of the two kinds that authenticators make.

use ring::signature::{
    ECDSA_P256_SHA256_ASN1, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey, VerificationAlgorithm,
};

/// What comes before the point of a key on P-256 (RFC 5480, 2): the two names and the length.
const P256_HEAD: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86,
    0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];

/// Octets of a point on P-256 that is not compressed.
const POINT_OCTETS: usize = 65;

/// What comes before an RSA key of 2048 bits with the usual exponent (RFC 3279, 2.3.1): the name and the lengths.
const RSA_HEAD: [u8; 24] = [
    0x30, 0x82, 0x01, 0x22, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01,
    0x05, 0x00, 0x03, 0x82, 0x01, 0x0f, 0x00,
];

/// Octets of that key itself.
const RSA_OCTETS: usize = 270;

/// What browsers may make: ES256 and RS256, in the order of our liking (COSE, RFC 8152, 8.1 and RFC 8812, 2).
pub const ALGORITHMS: [i32; 2] = [-7, -257];

fn parts(info: &[u8]) -> Option<(&'static dyn VerificationAlgorithm, &[u8])> {
    match (info.strip_prefix(&P256_HEAD), info.strip_prefix(&RSA_HEAD)) {
        (Some(point), _) if point.len() == POINT_OCTETS => Some((&ECDSA_P256_SHA256_ASN1, point)),
        (_, Some(key)) if key.len() == RSA_OCTETS => Some((&RSA_PKCS1_2048_8192_SHA256, key)),
        _ => None,
    }
}

/// Whether it is a key of a kind that we can check with.
pub fn is_usable(info: &[u8]) -> bool {
    parts(info).is_some()
}

/// Whether `signature` was made over `message` by the private half of this key. Authenticators write the two numbers of
/// ECDSA in ASN.1 (Web Authentication Level 2, 6.5.6).
pub fn is_signed(info: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let Some((algorithm, key)) = parts(info) else { return false };
    UnparsedPublicKey::new(algorithm, key).verify(message, signature).is_ok()
}

#[cfg(test)]
pub(super) mod tests {
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};

    use super::*;

    /// A key pair as an authenticator holds it.
    pub(in crate::auth::passkey) struct Pair(EcdsaKeyPair);

    impl Pair {
        pub(in crate::auth::passkey) fn new() -> Pair {
            let random = SystemRandom::new();
            let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
            let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, document.as_ref(), &random);
            Pair(pair.unwrap())
        }

        pub(in crate::auth::passkey) fn info(&self) -> Vec<u8> {
            [&P256_HEAD[..], self.0.public_key().as_ref()].concat()
        }

        pub(in crate::auth::passkey) fn sign(&self, message: &[u8]) -> Vec<u8> {
            self.0.sign(&SystemRandom::new(), message).unwrap().as_ref().to_vec()
        }
    }

    #[test]
    fn a_signature_counts_with_its_own_key_and_text() {
        let (pair, other) = (Pair::new(), Pair::new());
        let signature = pair.sign(b"text");
        assert!(is_signed(&pair.info(), b"text", &signature));
        assert!(!is_signed(&other.info(), b"text", &signature));
        assert!(!is_signed(&pair.info(), b"Text", &signature));
        assert!(!is_signed(&pair.info(), b"text", &signature[1..]));
        assert!(!is_signed(&pair.info(), b"text", b""));
    }

    #[test]
    fn a_signature_of_the_other_kind_counts_too() {
        // Key, text and signature of RFC 7515, A.2.
        let (n, text, signature) = crate::auth::oidc::keys::tests::rsa_vector();
        // The two numbers in ASN.1 (RFC 8017, A.1.1): the modulus begins with a one bit, so a zero stands before it.
        let key =
            [&[0x30, 0x82, 0x01, 0x0a, 0x02, 0x82, 0x01, 0x01, 0x00], &n[..], &[2, 3, 1, 0, 1]].concat();
        let info = [&RSA_HEAD[..], &key].concat();
        assert!(is_usable(&info) && is_signed(&info, text, &signature));
        assert!(!is_signed(&info, b"text", &signature));
    }

    #[test]
    fn only_the_two_kinds_are_keys() {
        let info = Pair::new().info();
        assert!(is_usable(&info));
        assert!(is_usable(&[&RSA_HEAD[..], &[0; RSA_OCTETS]].concat()));
        let mut other_curve = info.clone();
        other_curve[22] = 0x22;
        for broken in [&info[..90], &info[1..], &[], &other_curve, &[&info[..], &[0]].concat(), &RSA_HEAD] {
            assert!(!is_usable(broken) && !is_signed(broken, b"text", b"x"), "{} octets", broken.len());
        }
    }
}
