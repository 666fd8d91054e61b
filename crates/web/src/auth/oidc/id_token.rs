//! The signed token in which a provider says who signed in (OpenID Connect Core 1.0, 2 and 3.1.3.7).

use data_encoding::BASE64URL_NOPAD;
use model::Time;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use subtle::ConstantTimeEq as _;

use super::keys::{Algorithm, KeyError, KeySet};

/// Longest token in octets; usual ones have one or two thousand.
const OCTETS_MAX: usize = 16 * 1024;

/// Seconds by which the provider's clock and ours may differ.
pub(super) const LEEWAY_S: i64 = 60;

/// Characters of a subject. Source: OpenID Connect Core 1.0, 2 (`sub`).
const SUBJECT_CHARS_MAX: usize = 255;

/// Kind of a token that says that somebody signed out (`typ`, without `application/`, RFC 7515, 4.1.9).
pub(super) const LOGOUT_KIND: &str = "logout+jwt";

/// What a token must say.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// Who made it.
    pub issuer: &'a str,
    /// For whom.
    pub client_id: &'a str,
    /// What we sent along.
    pub nonce: &'a str,
    /// The present instant.
    pub now: Time,
}

/// What a token says, once all of it was checked.
#[derive(Clone, Debug)]
pub struct Claims {
    /// Who signed in; never given to anybody else by this issuer.
    pub subject: String,
    /// Everything it says.
    pub all: Map<String, Value>,
}

/// A token that does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not a signed token in the compact form, or one with parts that must be understood and are not.
    #[error("read the token of a provider")]
    Form,
    /// Signed in a way we do not take, or not at all.
    #[error("check a token signed in that way")]
    Algorithm,
    /// Signed with a key we do not have, or the signature is wrong.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Made by another.
    #[error("find our provider in a token")]
    Issuer,
    /// Made for another.
    #[error("find ourselves in a token")]
    Audience,
    /// Its time is over, or has not begun.
    #[error("use a token within its time")]
    Time,
    /// Made for another sign-in, or for one at all where it is about signing out.
    #[error("find our own mark in a token")]
    Nonce,
    /// It does not say who.
    #[error("find in a token whom it is about")]
    Subject,
    /// It says that it is of another kind.
    #[error("use a token as what it was made for")]
    Kind,
    /// It does not say that somebody signed out.
    #[error("find in a token that somebody signed out")]
    Event,
    /// It has no name of its own, by which it would be known again.
    #[error("find the name of a token")]
    Id,
}

impl TokenError {
    /// Stable code, for the audit trail.
    pub const fn code(self) -> &'static str {
        match self {
            TokenError::Form => "token-form",
            TokenError::Algorithm => "token-algorithm",
            TokenError::Key(KeyError::Unknown) => "token-key",
            TokenError::Key(KeyError::Signature) => "token-signature",
            TokenError::Issuer => "token-issuer",
            TokenError::Audience => "token-audience",
            TokenError::Time => "token-time",
            TokenError::Nonce => "token-nonce",
            TokenError::Subject => "token-subject",
            TokenError::Kind => "token-kind",
            TokenError::Event => "token-event",
            TokenError::Id => "token-id",
        }
    }
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    crit: Option<Value>,
    typ: Option<String>,
}

/// A token whose signature is right; nothing it says was looked at.
pub(super) struct Signed {
    kind: Option<String>,
    /// Everything it says.
    pub(super) claims: Map<String, Value>,
}

impl Signed {
    /// Whether it is of this kind, or does not say of which.
    pub(super) fn is_kind(&self, kind: &str) -> bool {
        self.kind.as_ref().is_none_or(|said| {
            let said = said.to_ascii_lowercase();
            said.strip_prefix("application/").unwrap_or(&said) == kind
        })
    }
}

/// Checks a token and reads it. The signature comes first: nothing else of it is looked at before.
///
/// # Errors
/// [`TokenError`].
pub fn read(token: &str, keys: &KeySet, expected: &Expected<'_>) -> Result<Claims, TokenError> {
    let signed = signed(token, keys)?;
    // Where it says of which kind it is, never the one about signing out.
    if signed.kind.is_some() && signed.is_kind(LOGOUT_KIND) {
        return Err(TokenError::Kind);
    }
    let all = signed.claims;
    check(&all, expected)?;
    let subject = text(&all, "sub").filter(|text| is_subject(text)).ok_or(TokenError::Subject)?;
    Ok(Claims { subject: subject.to_owned(), all })
}

/// Checks the signature of a token and takes it apart.
pub(super) fn signed(token: &str, keys: &KeySet) -> Result<Signed, TokenError> {
    if token.len() > OCTETS_MAX {
        return Err(TokenError::Form);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(TokenError::Form)?;
    let (header, payload) = signed.split_once('.').ok_or(TokenError::Form)?;
    let header: Header = decode(header)?;
    // Extensions that must be understood (RFC 7515, 4.1.11): we understand none.
    if header.crit.is_some() {
        return Err(TokenError::Form);
    }
    let algorithm = Algorithm::from_name(&header.alg).ok_or(TokenError::Algorithm)?;
    let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).map_err(|_| TokenError::Form)?;
    keys.check(algorithm, header.kid.as_deref(), signed.as_bytes(), &signature)?;
    Ok(Signed { kind: header.typ, claims: decode(payload)? })
}

fn decode<T: DeserializeOwned>(part: &str) -> Result<T, TokenError> {
    let json = BASE64URL_NOPAD.decode(part.as_bytes()).map_err(|_| TokenError::Form)?;
    serde_json::from_slice(&json).map_err(|_| TokenError::Form)
}

fn text<'a>(claims: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    claims.get(name).and_then(Value::as_str)
}

/// Seconds since 1970; fractions are allowed (RFC 7519, 2) and left out.
pub(super) fn seconds(claims: &Map<String, Value>, name: &str) -> Option<i64> {
    let value = claims.get(name)?;
    // A float that is too large becomes the largest number.
    value.as_i64().or_else(|| value.as_f64().map(|seconds| seconds as i64))
}

pub(super) fn is_subject(text: &str) -> bool {
    (1..=SUBJECT_CHARS_MAX).contains(&text.len()) && text.bytes().all(|byte| (0x20..0x7f).contains(&byte))
}

fn check(claims: &Map<String, Value>, expected: &Expected<'_>) -> Result<(), TokenError> {
    check_parties(claims, expected.issuer, expected.client_id)?;
    let ends = seconds(claims, "exp").ok_or(TokenError::Time)?;
    let made = seconds(claims, "iat").ok_or(TokenError::Time)?;
    check_time(claims, made, ends, expected.now)?;
    let nonce = text(claims, "nonce").unwrap_or("");
    if bool::from(nonce.as_bytes().ct_eq(expected.nonce.as_bytes())) {
        Ok(())
    } else {
        Err(TokenError::Nonce)
    }
}

/// That it was made by this one, for us.
pub(super) fn check_parties(
    claims: &Map<String, Value>,
    issuer: &str,
    client_id: &str,
) -> Result<(), TokenError> {
    if text(claims, "iss") != Some(issuer) {
        return Err(TokenError::Issuer);
    }
    if is_for(claims, client_id) { Ok(()) } else { Err(TokenError::Audience) }
}

/// That it has begun and has not ended, by clocks that may differ.
pub(super) fn check_time(
    claims: &Map<String, Value>,
    made: i64,
    ends: i64,
    now: Time,
) -> Result<(), TokenError> {
    let begins = seconds(claims, "nbf").unwrap_or(made);
    let latest = now.seconds().saturating_add(LEEWAY_S);
    if ends.saturating_add(LEEWAY_S) <= now.seconds() || made > latest || begins > latest {
        return Err(TokenError::Time);
    }
    Ok(())
}

/// Whether the token is meant for us: alone, or among others and given to us (Core 1.0, 3.1.3.7, 3 to 5).
fn is_for(claims: &Map<String, Value>, client_id: &str) -> bool {
    let given_to = text(claims, "azp");
    if claims.contains_key("azp") && given_to != Some(client_id) {
        return false;
    }
    match claims.get("aud") {
        Some(Value::String(one)) => one == client_id,
        Some(Value::Array(all)) => {
            all.iter().any(|one| one.as_str() == Some(client_id)) && (all.len() == 1 || given_to.is_some())
        }
        _ => false,
    }
}

/// Tokens for the tests of everything that reads them.
#[cfg(test)]
pub(super) mod test_signer {
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
    use serde_json::json;

    use super::*;

    /// The second at which they are read.
    pub(in crate::auth::oidc) const NOW: i64 = 1_795_316_400;

    /// Signs with a key of its own, and answers with the keys that check it.
    pub(in crate::auth::oidc) fn signed(header: &Value, claims: &Value) -> (String, KeySet) {
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random);
        let pair = pair.unwrap();
        let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        let text = format!("{}.{}", part(header), part(claims));
        let signature = pair.sign(&random, text.as_bytes()).unwrap();
        let point = pair.public_key().as_ref();
        let key = json!({
            "kty": "EC", "crv": "P-256", "kid": "k",
            "x": BASE64URL_NOPAD.encode(&point[1..33]), "y": BASE64URL_NOPAD.encode(&point[33..]),
        });
        let keys = KeySet::parse(json!({ "keys": [key] }).to_string().as_bytes()).unwrap();
        (format!("{text}.{}", BASE64URL_NOPAD.encode(signature.as_ref())), keys)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::test_signer::{NOW, signed};
    use super::*;

    fn expected() -> Expected<'static> {
        Expected {
            issuer: "https://dang-nhap.example",
            client_id: "khien",
            nonce: "n-0S6",
            now: Time::from_millis(NOW * 1000),
        }
    }

    fn claims() -> Value {
        json!({
            "iss": "https://dang-nhap.example", "sub": "248289761001", "aud": "khien", "nonce": "n-0S6",
            "exp": NOW + 300, "iat": NOW, "preferred_username": "lan",
        })
    }

    fn header() -> Value {
        json!({"alg": "ES256", "kid": "k"})
    }

    fn outcome(header: &Value, claims: &Value) -> Result<String, TokenError> {
        let (token, keys) = signed(header, claims);
        read(&token, &keys, &expected()).map(|claims| claims.subject)
    }

    #[test]
    fn a_good_token_says_who() {
        assert_eq!(outcome(&header(), &claims()).as_deref(), Ok("248289761001"));
        let (token, keys) = signed(&header(), &claims());
        let read = read(&token, &keys, &expected()).unwrap();
        assert_eq!(read.all["preferred_username"], "lan");
    }

    #[test]
    fn each_claim_that_is_wrong_or_missing_refuses_the_token() {
        use TokenError::{Audience, Issuer, Nonce, Subject, Time};
        let cases = [
            ("iss", json!("https://dang-nhap.example/"), Issuer),
            ("iss", Value::Null, Issuer),
            ("aud", json!("khac"), Audience),
            ("aud", json!([]), Audience),
            ("aud", json!(["khien", "khac"]), Audience),
            ("aud", json!({"khien": 1}), Audience),
            ("azp", json!("khac"), Audience),
            ("exp", json!(NOW - 61), Time),
            ("exp", json!("never"), Time),
            ("exp", Value::Null, Time),
            ("iat", json!(NOW + 61), Time),
            ("iat", Value::Null, Time),
            ("nbf", json!(NOW + 61), Time),
            ("nonce", json!("n-0S7"), Nonce),
            ("nonce", json!(""), Nonce),
            ("nonce", Value::Null, Nonce),
            ("sub", json!(""), Subject),
            ("sub", json!(7), Subject),
            ("sub", json!("a".repeat(256)), Subject),
            ("sub", json!("lần"), Subject),
        ];
        for (name, value, error) in cases {
            let mut claims = claims();
            claims[name] = value.clone();
            assert_eq!(outcome(&header(), &claims), Err(error), "{name}: {value}");
        }
    }

    #[test]
    fn clocks_may_differ_by_a_minute() {
        for (name, value) in [("exp", json!(NOW - 59)), ("iat", json!(NOW + 59)), ("exp", json!(1.8e9))] {
            let mut claims = claims();
            claims[name] = value.clone();
            assert!(outcome(&header(), &claims).is_ok(), "{name}: {value}");
        }
    }

    #[test]
    fn among_several_it_must_be_given_to_us() {
        let mut claims = claims();
        claims["aud"] = json!(["khien", "khac"]);
        claims["azp"] = json!("khien");
        assert!(outcome(&header(), &claims).is_ok());
    }

    #[test]
    fn a_token_that_is_not_signed_as_it_should_be_is_not_read() {
        use TokenError::{Algorithm, Form, Key};
        for alg in ["none", "NONE", "HS256", "ES384", "RS512"] {
            assert_eq!(outcome(&json!({"alg": alg, "kid": "k"}), &claims()), Err(Algorithm), "{alg}");
        }
        // An RSA token checked with a key for ECDSA: there is no such key.
        assert_eq!(outcome(&json!({"alg": "RS256", "kid": "k"}), &claims()), Err(Key(KeyError::Unknown)));
        assert_eq!(outcome(&json!({"alg": "ES256", "kid": "x"}), &claims()), Err(Key(KeyError::Unknown)));
        let sign_out = json!({"alg": "ES256", "kid": "k", "typ": "logout+jwt"});
        assert_eq!(outcome(&sign_out, &claims()), Err(TokenError::Kind));
        let critical = json!({"alg": "ES256", "kid": "k", "crit": ["b64"], "b64": false});
        assert_eq!(outcome(&critical, &claims()), Err(Form));
        let (token, keys) = signed(&header(), &claims());
        let (_, others) = signed(&header(), &claims());
        let said = |token: &str| read(token, &keys, &expected()).map(drop);
        assert_eq!(read(&token, &others, &expected()).map(drop), Err(Key(KeyError::Signature)));
        let (head, signature) = token.rsplit_once('.').unwrap();
        assert_eq!(said(&format!("{head}.")), Err(Key(KeyError::Signature)));
        let none = BASE64URL_NOPAD.encode(br#"{"alg":"none"}"#);
        let payload = head.split_once('.').unwrap().1;
        assert_eq!(said(&format!("{none}.{payload}.")), Err(Algorithm));
        assert_eq!(said(&format!("{head}.{signature}=")), Err(Form));
        for text in ["", "a", "a.b", "..", "a.b.c.d", &"a".repeat(20_000)] {
            assert_eq!(said(text), Err(Form), "{}", text.len());
        }
    }
}
