//! The keys a provider signs with (RFC 7517), and checking a signature with them. The arithmetic is `ring`'s.

use data_encoding::BASE64URL_NOPAD;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde::Deserialize;
use serde_json::Value;

/// Keys that are looked at in one set; a provider has two or three.
const KEYS_MAX: usize = 64;

/// How a token may be signed. What is not here is refused: `none`, every kind with a shared secret, every other one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256, keys of 2048 bits and more.
    Rs256,
    /// ECDSA with P-256 and SHA-256.
    Es256,
}

impl Algorithm {
    /// The algorithm of this name (RFC 7518, 3.1), if it is one that we take.
    pub fn from_name(name: &str) -> Option<Algorithm> {
        match name {
            "RS256" => Some(Algorithm::Rs256),
            "ES256" => Some(Algorithm::Es256),
            _ => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Algorithm::Rs256 => "RS256",
            Algorithm::Es256 => "ES256",
        }
    }
}

/// One key as it is published; kinds and members we do not use are left alone.
#[derive(Deserialize)]
struct Jwk {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    used_for: Option<String>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

#[derive(Deserialize)]
struct JwkSet {
    keys: Vec<Value>,
}

#[derive(Clone, Debug)]
enum Material {
    Rsa {
        n: Vec<u8>,
        e: Vec<u8>,
    },
    /// 0x04, x, y.
    P256(Vec<u8>),
}

#[derive(Clone, Debug)]
struct Key {
    id: Option<String>,
    material: Material,
}

/// The keys of a provider that we can check with.
#[derive(Clone, Debug, Default)]
pub struct KeySet(Vec<Key>);

/// A signature that does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// No such key, or none was named and there are several.
    #[error("find the key of a token")]
    Unknown,
    /// Not made by that key over these bytes.
    #[error("check the signature of a token")]
    Signature,
}

impl Material {
    fn fits(&self, algorithm: Algorithm) -> bool {
        match self {
            Material::Rsa { .. } => algorithm == Algorithm::Rs256,
            Material::P256(_) => algorithm == Algorithm::Es256,
        }
    }
}

fn decode(text: Option<String>) -> Option<Vec<u8>> {
    BASE64URL_NOPAD.decode(text?.as_bytes()).ok()
}

/// A key that signs and that we can use; `None` for every other.
fn read(value: &Value) -> Option<Key> {
    let jwk = Jwk::deserialize(value).ok()?;
    if jwk.used_for.as_deref().is_some_and(|used_for| used_for != "sig") {
        return None;
    }
    let (material, algorithm) = match (jwk.kty.as_str(), jwk.crv.as_deref()) {
        ("RSA", _) => {
            let stripped = |octets: Vec<u8>| octets.into_iter().skip_while(|octet| *octet == 0).collect();
            let (n, e) = (decode(jwk.n)?, decode(jwk.e)?);
            (Material::Rsa { n: stripped(n), e: stripped(e) }, Algorithm::Rs256)
        }
        ("EC", Some("P-256")) => {
            let (x, y) = (decode(jwk.x)?, decode(jwk.y)?);
            if x.len() != 32 || y.len() != 32 {
                return None;
            }
            (Material::P256([&[4u8][..], &x, &y].concat()), Algorithm::Es256)
        }
        _ => return None,
    };
    let is_for_another = jwk.alg.is_some_and(|alg| alg != algorithm.name());
    (!is_for_another).then_some(Key { id: jwk.kid, material })
}

impl KeySet {
    /// Reads a set; keys that we cannot use are left out. `None` when it is no set.
    pub fn parse(json: &[u8]) -> Option<KeySet> {
        let set: JwkSet = serde_json::from_slice(json).ok()?;
        Some(KeySet(set.keys.iter().take(KEYS_MAX).filter_map(read).collect()))
    }

    /// Checks a signature. A key is of one kind, so that no token chooses how it is checked.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn check(
        &self,
        algorithm: Algorithm,
        id: Option<&str>,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), KeyError> {
        let mut found = self.0.iter().filter(|key| key.material.fits(algorithm));
        let key = match id {
            Some(id) => found.find(|key| key.id.as_deref() == Some(id)),
            None => found.next().filter(|_| found.next().is_none()),
        };
        let checked = match &key.ok_or(KeyError::Unknown)?.material {
            Material::Rsa { n, e } => {
                RsaPublicKeyComponents { n, e }.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
            }
            Material::P256(point) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature)
            }
        };
        checked.map_err(|_| KeyError::Signature)
    }
}

#[cfg(test)]
pub(in crate::auth) mod tests {
    use serde_json::json;

    use super::*;

    /// Key, signed text and signature of RFC 7515, A.2 and A.3.
    const N: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
    const RSA_TEXT: &[u8] = b"eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    const RSA_SIGNATURE: &str = "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
    const X: &str = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    const Y: &str = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
    const EC_TEXT: &[u8] = b"eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    const EC_SIGNATURE: &str =
        "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    fn set(keys: &serde_json::Value) -> KeySet {
        KeySet::parse(json!({ "keys": keys }).to_string().as_bytes()).unwrap()
    }

    fn rsa() -> serde_json::Value {
        json!({"kty": "RSA", "kid": "r", "n": N, "e": "AQAB", "use": "sig", "alg": "RS256"})
    }

    fn ec() -> serde_json::Value {
        json!({"kty": "EC", "kid": "e", "crv": "P-256", "x": X, "y": Y})
    }

    /// Modulus, text and signature of the key for RSA, whose exponent is 65,537.
    pub(in crate::auth) fn rsa_vector() -> (Vec<u8>, &'static [u8], Vec<u8>) {
        (signature(N), RSA_TEXT, signature(RSA_SIGNATURE))
    }

    fn signature(text: &str) -> Vec<u8> {
        BASE64URL_NOPAD.decode(text.as_bytes()).unwrap()
    }

    #[test]
    fn signatures_of_the_rfc_are_good() {
        let keys = set(&json!([rsa(), ec()]));
        let (rsa, ec) = (signature(RSA_SIGNATURE), signature(EC_SIGNATURE));
        for id in [Some("r"), None] {
            assert_eq!(keys.check(Algorithm::Rs256, id, RSA_TEXT, &rsa), Ok(()));
        }
        assert_eq!(keys.check(Algorithm::Es256, Some("e"), EC_TEXT, &ec), Ok(()));
        assert_eq!(keys.check(Algorithm::Rs256, Some("r"), EC_TEXT, &rsa), Err(KeyError::Signature));
        assert_eq!(keys.check(Algorithm::Es256, Some("e"), EC_TEXT, &ec[..63]), Err(KeyError::Signature));
        assert_eq!(keys.check(Algorithm::Es256, Some("e"), EC_TEXT, &[0; 64]), Err(KeyError::Signature));
    }

    #[test]
    fn a_key_checks_its_own_algorithm_and_no_other() {
        let keys = set(&json!([rsa(), ec()]));
        let rsa = signature(RSA_SIGNATURE);
        assert_eq!(keys.check(Algorithm::Es256, Some("r"), RSA_TEXT, &rsa), Err(KeyError::Unknown));
        assert_eq!(keys.check(Algorithm::Rs256, Some("e"), RSA_TEXT, &rsa), Err(KeyError::Unknown));
        for name in ["none", "None", "HS256", "RS512", "PS256", "EdDSA", ""] {
            assert_eq!(Algorithm::from_name(name), None, "{name}");
        }
    }

    #[test]
    fn a_key_that_is_not_named_must_be_the_only_one() {
        let mut other = rsa();
        other["kid"] = json!("r2");
        let keys = set(&json!([rsa(), other]));
        let rsa = signature(RSA_SIGNATURE);
        assert_eq!(keys.check(Algorithm::Rs256, None, RSA_TEXT, &rsa), Err(KeyError::Unknown));
        assert_eq!(keys.check(Algorithm::Rs256, Some("r2"), RSA_TEXT, &rsa), Ok(()));
        assert_eq!(keys.check(Algorithm::Rs256, Some("r3"), RSA_TEXT, &rsa), Err(KeyError::Unknown));
    }

    #[test]
    fn keys_for_something_else_are_left_out() {
        let with = |mut key: serde_json::Value, name: &str, value: &str| {
            key[name] = json!(value);
            key
        };
        for key in [
            with(rsa(), "use", "enc"),
            with(rsa(), "alg", "RS512"),
            with(rsa(), "kty", "oct"),
            with(rsa(), "n", "not base64!"),
            with(ec(), "crv", "P-384"),
            with(ec(), "x", "AAAA"),
            json!("text"),
            json!({"kty": "OKP", "crv": "Ed25519", "x": X}),
        ] {
            assert!(set(&json!([key.clone()])).0.is_empty(), "{key}");
        }
        assert!(KeySet::parse(b"[]").is_none() && KeySet::parse(b"").is_none());
    }
}
