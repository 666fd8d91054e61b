//! What a browser answers, and every step of checking it (Web Authentication Level 2, 7.1 and 7.2).

use data_encoding::BASE64URL_NOPAD;
use ring::digest::{SHA256, digest};
use serde::Deserialize;

use super::Place;
use super::key;

/// Octets of the hash of the host, the flags and the count, with which the data of an authenticator begins (6.1).
const HEAD_OCTETS: usize = 37;
/// Octets of the kind of device that follow with a new key (6.5.1).
const DEVICE_OCTETS: usize = 16;
/// Longest name that an authenticator gives a key. Source: CTAP 2.1, `maxCredentialIdLength` and WebAuthn, 5.8.3.
const CREDENTIAL_OCTETS_MAX: usize = 1023;
/// Longest part of an answer in characters; usual ones have some hundreds.
const PART_CHARS_MAX: usize = 8 * 1024;

/// Flags (6.1).
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const MAY_BE_BACKED_UP: u8 = 0x08;
const IS_BACKED_UP: u8 = 0x10;
const HAS_KEY: u8 = 0x40;

/// An answer that does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// Not in the form that browsers write.
    #[error("read the answer of a browser")]
    Form,
    /// Made for something else than this.
    #[error("find in an answer what was asked")]
    Kind,
    /// Made for another challenge.
    #[error("find our challenge in an answer")]
    Challenge,
    /// Made on another site.
    #[error("find our own address in an answer")]
    Origin,
    /// The key belongs to another host.
    #[error("find our own host in an answer")]
    Host,
    /// Nobody touched the device, or it did not check who.
    #[error("find in an answer that the device saw its owner")]
    Owner,
    /// A key that we cannot check with.
    #[error("use the key of a device")]
    Key,
    /// Not signed by that key.
    #[error("check the signature of an answer")]
    Signature,
}

impl AnswerError {
    /// Stable code, for the audit trail.
    pub const fn code(self) -> &'static str {
        match self {
            AnswerError::Form => "passkey-form",
            AnswerError::Kind => "passkey-kind",
            AnswerError::Challenge => "passkey-challenge",
            AnswerError::Origin => "passkey-origin",
            AnswerError::Host => "passkey-host",
            AnswerError::Owner => "passkey-owner",
            AnswerError::Key => "passkey-key",
            AnswerError::Signature => "passkey-signature",
        }
    }
}

/// A new key, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// The authenticator's own name for it, base64url.
    pub credential_id: String,
    /// `SubjectPublicKeyInfo`, DER.
    pub public_key: Vec<u8>,
    /// Signatures so far; 0 when the authenticator does not count.
    pub sign_count: u32,
}

/// A signed answer, checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asserted {
    /// Signatures so far; 0 when the authenticator does not count.
    pub sign_count: u32,
}

/// What a browser sends with a new key, each part in base64url.
#[derive(Clone, Copy, Debug)]
pub struct Registration<'a> {
    /// `clientDataJSON`.
    pub client_data: &'a str,
    /// `getAuthenticatorData()`.
    pub authenticator_data: &'a str,
    /// `getPublicKey()`.
    pub public_key: &'a str,
}

/// What a browser sends when somebody signs in, each part in base64url.
#[derive(Clone, Copy, Debug)]
pub struct Assertion<'a> {
    /// `clientDataJSON`.
    pub client_data: &'a str,
    /// `authenticatorData`.
    pub authenticator_data: &'a str,
    /// `signature`.
    pub signature: &'a str,
}

/// What the browser itself says (5.8.1).
#[derive(Deserialize)]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(rename = "crossOrigin", default)]
    cross_origin: bool,
}

/// The challenge that an answer carries, to be looked at before anything else is; `None` when there is none.
pub fn challenge_of(client_data: &str) -> Option<String> {
    read(&decode(client_data).ok()?).ok().map(|data| data.challenge)
}

/// Checks a new key. No attestation is asked for, so nothing is signed yet: the key is the officer's because it came
/// in the officer's session with a code of the officer's.
///
/// # Errors
/// [`AnswerError`].
pub fn registered(
    sent: &Registration<'_>,
    challenge: &str,
    place: &Place,
) -> Result<Registered, AnswerError> {
    let client_data = decode(sent.client_data)?;
    check_client_data(&client_data, "webauthn.create", challenge, place)?;
    let data = decode(sent.authenticator_data)?;
    let sign_count = check_authenticator_data(&data, place)?;
    let rest = &data[HEAD_OCTETS..];
    if data[32] & HAS_KEY == 0 || rest.len() < DEVICE_OCTETS + 2 {
        return Err(AnswerError::Form);
    }
    let (length, rest) = rest[DEVICE_OCTETS..].split_at(2);
    let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
    if !(1..=CREDENTIAL_OCTETS_MAX).contains(&length) || rest.len() <= length {
        return Err(AnswerError::Form);
    }
    let public_key = decode(sent.public_key)?;
    if !key::is_usable(&public_key) {
        return Err(AnswerError::Key);
    }
    Ok(Registered { credential_id: BASE64URL_NOPAD.encode(&rest[..length]), public_key, sign_count })
}

/// Checks what was signed with a key that we know.
///
/// # Errors
/// [`AnswerError`].
pub fn asserted(
    sent: &Assertion<'_>,
    challenge: &str,
    place: &Place,
    public_key: &[u8],
) -> Result<Asserted, AnswerError> {
    let client_data = decode(sent.client_data)?;
    check_client_data(&client_data, "webauthn.get", challenge, place)?;
    let data = decode(sent.authenticator_data)?;
    let sign_count = check_authenticator_data(&data, place)?;
    let signed = [&data[..], digest(&SHA256, &client_data).as_ref()].concat();
    let signature = decode(sent.signature)?;
    if key::is_signed(public_key, &signed, &signature) {
        Ok(Asserted { sign_count })
    } else {
        Err(AnswerError::Signature)
    }
}

fn decode(part: &str) -> Result<Vec<u8>, AnswerError> {
    if part.len() > PART_CHARS_MAX {
        return Err(AnswerError::Form);
    }
    BASE64URL_NOPAD.decode(part.as_bytes()).map_err(|_| AnswerError::Form)
}

fn read(client_data: &[u8]) -> Result<ClientData, AnswerError> {
    serde_json::from_slice(client_data).map_err(|_| AnswerError::Form)
}

fn check_client_data(
    client_data: &[u8],
    kind: &str,
    challenge: &str,
    place: &Place,
) -> Result<(), AnswerError> {
    let said = read(client_data)?;
    if said.kind != kind {
        return Err(AnswerError::Kind);
    }
    if said.challenge != challenge {
        return Err(AnswerError::Challenge);
    }
    // Within a page of another site is another site.
    if said.origin != place.origin || said.cross_origin {
        return Err(AnswerError::Origin);
    }
    Ok(())
}

/// Checks the head of what the authenticator says, and answers with its count.
fn check_authenticator_data(data: &[u8], place: &Place) -> Result<u32, AnswerError> {
    let head = data.get(..HEAD_OCTETS).ok_or(AnswerError::Form)?;
    if head[..32] != *digest(&SHA256, place.host.as_bytes()).as_ref() {
        return Err(AnswerError::Host);
    }
    let flags = head[32];
    if flags & PRESENT == 0 || flags & VERIFIED == 0 {
        return Err(AnswerError::Owner);
    }
    // Level 3, 6.1.3: what is backed up may be.
    if flags & IS_BACKED_UP != 0 && flags & MAY_BE_BACKED_UP == 0 {
        return Err(AnswerError::Form);
    }
    Ok(u32::from_be_bytes([head[33], head[34], head[35], head[36]]))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::key::tests::Pair;
    use super::*;

    const CHALLENGE: &str = "Y2hhbGxlbmdl";

    fn place() -> Place {
        Place { origin: "https://khien.example".to_owned(), host: "khien.example".to_owned() }
    }

    fn client_data(kind: &str) -> Value {
        json!({"type": kind, "challenge": CHALLENGE, "origin": "https://khien.example", "crossOrigin": false})
    }

    fn head(host: &str, flags: u8, count: u32) -> Vec<u8> {
        [digest(&SHA256, host.as_bytes()).as_ref(), &[flags], &count.to_be_bytes()].concat()
    }

    /// With a key called 1, 2, 3.
    fn with_key(mut data: Vec<u8>) -> Vec<u8> {
        data.extend_from_slice(&[0; DEVICE_OCTETS]);
        data.extend_from_slice(&[0, 3, 1, 2, 3]);
        // The key itself, which we take from the browser.
        data.push(0xa5);
        data
    }

    fn encode(octets: impl AsRef<[u8]>) -> String {
        BASE64URL_NOPAD.encode(octets.as_ref())
    }

    fn assert(pair: &Pair, client_data: &Value, data: &[u8]) -> Result<Asserted, AnswerError> {
        let client_data = client_data.to_string();
        let signed = [data, digest(&SHA256, client_data.as_bytes()).as_ref()].concat();
        let (client_data, data, signature) = (encode(client_data), encode(data), encode(pair.sign(&signed)));
        let sent = Assertion { client_data: &client_data, authenticator_data: &data, signature: &signature };
        asserted(&sent, CHALLENGE, &place(), &pair.info())
    }

    fn register(client_data: &Value, data: &[u8], info: &[u8]) -> Result<Registered, AnswerError> {
        let (client_data, data, info) = (encode(client_data.to_string()), encode(data), encode(info));
        let sent = Registration { client_data: &client_data, authenticator_data: &data, public_key: &info };
        registered(&sent, CHALLENGE, &place())
    }

    #[test]
    fn a_good_answer_is_taken_with_its_count() {
        let pair = Pair::new();
        let data = head("khien.example", PRESENT | VERIFIED, 7);
        assert_eq!(assert(&pair, &client_data("webauthn.get"), &data), Ok(Asserted { sign_count: 7 }));
        let data = with_key(head("khien.example", PRESENT | VERIFIED | HAS_KEY, 1));
        let new = register(&client_data("webauthn.create"), &data, &pair.info()).unwrap();
        assert_eq!((new.credential_id.as_str(), new.sign_count), ("AQID", 1));
        let text = encode(client_data("webauthn.get").to_string());
        assert_eq!(challenge_of(&text).as_deref(), Some(CHALLENGE));
    }

    #[test]
    fn what_the_browser_says_must_be_what_we_asked() {
        let pair = Pair::new();
        let data = head("khien.example", PRESENT | VERIFIED, 7);
        for (name, value, error) in [
            ("type", json!("webauthn.create"), AnswerError::Kind),
            ("challenge", json!("YW5vdGhlcg"), AnswerError::Challenge),
            ("origin", json!("https://khien.example.evil.example"), AnswerError::Origin),
            ("origin", json!("http://khien.example"), AnswerError::Origin),
            ("origin", json!("https://khien.example:8443"), AnswerError::Origin),
            ("crossOrigin", json!(true), AnswerError::Origin),
            ("type", Value::Null, AnswerError::Form),
        ] {
            let mut changed = client_data("webauthn.get");
            changed[name] = value.clone();
            assert_eq!(assert(&pair, &changed, &data), Err(error), "{name}: {value}");
        }
    }

    #[test]
    fn what_the_device_says_must_be_of_our_host_and_its_owner() {
        let pair = Pair::new();
        let good = PRESENT | VERIFIED;
        for (host, flags, error) in [
            ("evil.example", good, AnswerError::Host),
            ("khien.example", VERIFIED, AnswerError::Owner),
            ("khien.example", PRESENT, AnswerError::Owner),
            ("khien.example", good | IS_BACKED_UP, AnswerError::Form),
        ] {
            let said = assert(&pair, &client_data("webauthn.get"), &head(host, flags, 1));
            assert_eq!(said, Err(error), "{host} {flags}");
        }
        let short = &head("khien.example", good, 1)[..36];
        assert_eq!(assert(&pair, &client_data("webauthn.get"), short), Err(AnswerError::Form));
    }

    #[test]
    fn nothing_signed_can_be_changed() {
        let pair = Pair::new();
        let (data, text) =
            (head("khien.example", PRESENT | VERIFIED, 7), client_data("webauthn.get").to_string());
        let signed = [&data[..], digest(&SHA256, text.as_bytes()).as_ref()].concat();
        let signature = encode(pair.sign(&signed));
        let said = |data: &[u8], text: &str, signature: &str| {
            let (client_data, data) = (encode(text), encode(data));
            let sent = Assertion { client_data: &client_data, authenticator_data: &data, signature };
            asserted(&sent, CHALLENGE, &place(), &pair.info()).map(drop)
        };
        assert_eq!(said(&data, &text, &signature), Ok(()));
        let more = head("khien.example", PRESENT | VERIFIED, 8);
        assert_eq!(said(&more, &text, &signature), Err(AnswerError::Signature));
        assert_eq!(said(&data, &format!("{text} "), &signature), Err(AnswerError::Signature));
        assert_eq!(said(&data, &text, ""), Err(AnswerError::Signature));
        assert_eq!(said(&data, &text, "===="), Err(AnswerError::Form));
        assert_eq!(said(&data, &text, &"A".repeat(9000)), Err(AnswerError::Form));
    }

    #[test]
    fn a_new_key_that_is_cut_or_of_another_kind_is_refused() {
        let info = Pair::new().info();
        let flags = PRESENT | VERIFIED | HAS_KEY;
        let whole = with_key(head("khien.example", flags, 0));
        let create = client_data("webauthn.create");
        for length in HEAD_OCTETS..whole.len() {
            assert_eq!(register(&create, &whole[..length], &info), Err(AnswerError::Form), "{length}");
        }
        let without = with_key(head("khien.example", PRESENT | VERIFIED, 0));
        assert_eq!(register(&create, &without, &info), Err(AnswerError::Form));
        assert_eq!(register(&create, &whole, &info[..50]), Err(AnswerError::Key));
        assert_eq!(register(&client_data("webauthn.get"), &whole, &info), Err(AnswerError::Kind));
    }
}
