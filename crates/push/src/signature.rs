//! HTTP message signatures (RFC 9421) with Ed25519 (3.3.6) over a request whose content is covered by its digest
//! (RFC 9530).

use std::fmt;

use data_encoding::{BASE64, BASE64URL_NOPAD};
use model::Time;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use sha2::{Digest, Sha256};

/// Seconds for which a signature is good. A push is signed anew each time it is sent.
pub const GOOD_S: i64 = 300;

/// The name under which the signature stands in both fields.
const LABEL: &str = "khien";

/// What a signature of ours is for (RFC 9421, 2.3: `tag`), so that it cannot be taken for another protocol's.
pub const TAG: &str = "khien-push";

/// The covered components, in the order of the signature base.
const COMPONENTS: &str =
    "(\"@method\" \"@target-uri\" \"content-type\" \"content-digest\" \"khien-sequence\")";

/// The key we sign with.
pub struct SigningKey {
    id: String,
    pair: Ed25519KeyPair,
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.id)
    }
}

/// The fields a signature adds to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureFields {
    /// `Content-Digest`.
    pub content_digest: String,
    /// `Signature-Input`.
    pub signature_input: String,
    /// `Signature`.
    pub signature: String,
}

impl SigningKey {
    /// From a seed of 32 random octets.
    pub fn from_seed(seed: &[u8; 32]) -> SigningKey {
        let pair =
            Ed25519KeyPair::from_seed_unchecked(seed).expect("any 32 octets are a seed (RFC 8032, 5.1.5)");
        let digest = Sha256::digest(pair.public_key().as_ref());
        SigningKey { id: BASE64URL_NOPAD.encode(&digest[..12]), pair }
    }

    /// Another key under the name of this one, for the probe that must be refused.
    pub(crate) fn forged(&self, seed: &[u8; 32]) -> SigningKey {
        SigningKey { id: self.id.clone(), ..SigningKey::from_seed(seed) }
    }

    /// Names the key: the start of the SHA-256 of its public half, in base64url.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The public half, as a JSON Web Key (RFC 8037).
    pub fn public_jwk(&self) -> serde_json::Value {
        let x = BASE64URL_NOPAD.encode(self.pair.public_key().as_ref());
        serde_json::json!({"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": self.id, "x": x})
    }

    /// Signs a `POST` of JSON to `target` at `now`.
    pub fn sign(&self, target: &str, sequence: u64, body: &[u8], now: Time) -> SignatureFields {
        let created = now.seconds();
        let parameters = format!(
            "{COMPONENTS};created={created};expires={};keyid=\"{}\";alg=\"ed25519\";tag=\"{TAG}\"",
            created + GOOD_S,
            self.id
        );
        let content_digest = content_digest(body);
        let base = base(target, sequence, &content_digest, &parameters);
        let signature = BASE64.encode(self.pair.sign(base.as_bytes()).as_ref());
        SignatureFields {
            content_digest,
            signature_input: format!("{LABEL}={parameters}"),
            signature: format!("{LABEL}=:{signature}:"),
        }
    }
}

/// The field `Content-Digest` of these bytes (RFC 9530, section 2).
pub fn content_digest(body: &[u8]) -> String {
    format!("sha-256=:{}:", BASE64.encode(&Sha256::digest(body)))
}

/// The signature base (RFC 9421, 2.5): one line a component, the parameters last, no line end after them.
fn base(target: &str, sequence: u64, content_digest: &str, parameters: &str) -> String {
    format!(
        "\"@method\": POST\n\"@target-uri\": {target}\n\"content-type\": application/json\n\
         \"content-digest\": {content_digest}\n\"khien-sequence\": {sequence}\n\"@signature-params\": {parameters}"
    )
}

#[cfg(test)]
mod tests {
    use ring::signature::{ED25519, UnparsedPublicKey};

    use super::*;

    #[test]
    fn the_digest_is_that_of_the_rfc() {
        // RFC 9530, appendix D of RFC 9421's sample: {"hello": "world"}
        assert_eq!(
            content_digest(b"{\"hello\": \"world\"}"),
            "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"
        );
    }

    #[test]
    fn ed25519_gives_the_signature_of_rfc_8032() {
        // RFC 8032, 7.1, test 2.
        let seed = data_encoding::HEXLOWER
            .decode(b"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
            .unwrap();
        let key = SigningKey::from_seed(&seed.try_into().unwrap());
        let signature = data_encoding::HEXLOWER.encode(key.pair.sign(&[0x72]).as_ref());
        assert!(signature.starts_with("92a009a9f0d4cab8720e820b5f642540"), "{signature}");
    }

    #[test]
    fn a_signature_covers_target_sequence_and_content() {
        let key = SigningKey::from_seed(&[7; 32]);
        let now = Time::from_millis(1_795_305_600_000);
        let fields = key.sign("https://isp.example/khien", 12, b"{}", now);
        let expected = format!(
            "khien={COMPONENTS};created=1795305600;expires=1795305900;keyid=\"{}\";alg=\"ed25519\";tag=\"khien-push\"",
            key.id()
        );
        assert_eq!(fields.signature_input, expected);
        let signature = fields.signature.strip_prefix("khien=:").and_then(|rest| rest.strip_suffix(':'));
        let signature = BASE64.decode(signature.unwrap().as_bytes()).unwrap();
        let is_good = |target: &str, sequence: u64, body: &[u8]| {
            let parameters = expected.strip_prefix("khien=").unwrap();
            let base = base(target, sequence, &content_digest(body), parameters);
            let public = UnparsedPublicKey::new(&ED25519, key.pair.public_key().as_ref());
            public.verify(base.as_bytes(), &signature).is_ok()
        };
        assert!(is_good("https://isp.example/khien", 12, b"{}"));
        assert!(!is_good("https://other.example/khien", 12, b"{}"));
        assert!(!is_good("https://isp.example/khien", 13, b"{}"));
        assert!(!is_good("https://isp.example/khien", 12, b"{ }"));
    }
}
