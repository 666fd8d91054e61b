//! The signed token in which a provider says that somebody signed out there (OpenID Connect Back-Channel Logout 1.0,
//! 2.4 and 2.6). It comes unasked, from whoever knows our address; the signature says from whom.

use model::Time;
use serde_json::{Map, Value};

use super::id_token::{self, TokenError};
use super::keys::KeySet;

/// What makes a token one of signing out, and no other (2.4, `events`).
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Seconds for which a token is good that does not say it: drafts before 2022 had no `exp`, and the standard asks for two
/// minutes at most.
const LIFE_S: i64 = 120;

/// Seconds after which a token is too old whatever it says; so long do we remember that it was used.
const LIFE_S_MAX: i64 = 3600;

/// Who signed out, once all of a token was checked. At least one of subject and session is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Who; `None` when only the session is named.
    pub subject: Option<String>,
    /// Of which session there; `None`: of all.
    pub session: Option<String>,
    /// The token's own name.
    pub token_id: String,
    /// When it can be used no more.
    pub token_ends_at: Time,
}

/// Checks a token and reads it. The signature comes first: nothing else of it is looked at before.
///
/// # Errors
/// [`TokenError`].
pub fn read(
    token: &str,
    keys: &KeySet,
    issuer: &str,
    client_id: &str,
    now: Time,
) -> Result<Said, TokenError> {
    let signed = id_token::signed(token, keys)?;
    // Said outright or, as older providers do, not at all; never as another kind (2.4, RFC 8725, 3.11).
    if !signed.is_kind("jwt") && !signed.is_kind(id_token::LOGOUT_KIND) {
        return Err(TokenError::Kind);
    }
    let claims = signed.claims;
    id_token::check_parties(&claims, issuer, client_id)?;
    let ends = check_time(&claims, now)?;
    check_purpose(&claims)?;
    let subject = text(&claims, "sub", id_token::is_subject, TokenError::Subject)?;
    let session = text(&claims, "sid", is_session, TokenError::Subject)?;
    if subject.is_none() && session.is_none() {
        return Err(TokenError::Subject);
    }
    let token_id = text(&claims, "jti", |text| !text.is_empty(), TokenError::Id)?.ok_or(TokenError::Id)?;
    let token_ends_at = Time::from_millis(ends.saturating_add(id_token::LEEWAY_S).saturating_mul(1000));
    Ok(Said { subject, session, token_id, token_ends_at })
}

/// Whether a provider may call a session so: the standard asks for nothing but a text.
pub(super) fn is_session(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(char::is_control)
}

/// The second in which the token ends.
fn check_time(claims: &Map<String, Value>, now: Time) -> Result<i64, TokenError> {
    let made = id_token::seconds(claims, "iat").ok_or(TokenError::Time)?;
    let ends = match claims.get("exp") {
        Some(_) => id_token::seconds(claims, "exp").ok_or(TokenError::Time)?,
        None => made.saturating_add(LIFE_S),
    };
    let ends = ends.min(made.saturating_add(LIFE_S_MAX));
    id_token::check_time(claims, made, ends, now)?;
    Ok(ends)
}

/// That it is about signing out, and can be taken for nothing else.
fn check_purpose(claims: &Map<String, Value>) -> Result<(), TokenError> {
    let event = claims.get("events").and_then(Value::as_object).and_then(|events| events.get(EVENT));
    if !event.is_some_and(Value::is_object) {
        return Err(TokenError::Event);
    }
    // Else it would pass for the answer to a sign-in (2.4).
    if claims.contains_key("nonce") { Err(TokenError::Nonce) } else { Ok(()) }
}

/// A text that need not be there, but must be right when it is.
fn text(
    claims: &Map<String, Value>,
    name: &str,
    is_right: impl Fn(&str) -> bool,
    error: TokenError,
) -> Result<Option<String>, TokenError> {
    match claims.get(name) {
        None => Ok(None),
        Some(Value::String(text)) if is_right(text) => Ok(Some(text.clone())),
        Some(_) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::id_token::test_signer::{NOW, signed};
    use super::*;

    fn claims() -> Value {
        json!({
            "iss": "https://dang-nhap.example", "aud": "khien", "iat": NOW, "exp": NOW + 120, "jti": "j-1",
            "sub": "248289761001", "sid": "o-1", "events": { EVENT: {} },
        })
    }

    fn header() -> Value {
        json!({"alg": "ES256", "kid": "k", "typ": "logout+jwt"})
    }

    fn outcome(header: &Value, claims: &Value) -> Result<Said, TokenError> {
        let (token, keys) = signed(header, claims);
        read(&token, &keys, "https://dang-nhap.example", "khien", Time::from_millis(NOW * 1000))
    }

    fn with(changes: &[(&str, Option<Value>)]) -> Value {
        let mut claims = claims();
        for (name, value) in changes {
            match value {
                Some(value) => claims[*name] = value.clone(),
                None => drop(claims.as_object_mut().unwrap().remove(*name)),
            }
        }
        claims
    }

    #[test]
    fn a_good_token_says_who_and_how_long_it_is_remembered() {
        let said = outcome(&header(), &claims()).unwrap();
        assert_eq!((said.subject.as_deref(), said.session.as_deref()), (Some("248289761001"), Some("o-1")));
        assert_eq!((said.token_id.as_str(), said.token_ends_at.seconds()), ("j-1", NOW + 180));
        let by_session = outcome(&header(), &with(&[("sub", None)])).unwrap();
        assert_eq!((by_session.subject, by_session.session.as_deref()), (None, Some("o-1")));
        let by_subject = outcome(&header(), &with(&[("sid", None)])).unwrap();
        assert_eq!((by_subject.subject.as_deref(), by_subject.session), (Some("248289761001"), None));
        let undated = outcome(&header(), &with(&[("exp", None)])).unwrap();
        assert_eq!(undated.token_ends_at.seconds(), NOW + 180);
        let for_ever = outcome(&header(), &with(&[("exp", Some(json!(i64::MAX)))])).unwrap();
        assert_eq!(for_ever.token_ends_at.seconds(), NOW + 3660);
    }

    #[test]
    fn each_claim_that_is_wrong_or_missing_refuses_the_token() {
        use TokenError::{Audience, Event, Id, Issuer, Nonce, Subject, Time};
        let cases = [
            ("iss", Some(json!("https://khac.example")), Issuer),
            ("iss", None, Issuer),
            ("aud", Some(json!("khac")), Audience),
            ("aud", Some(json!(["khien", "khac"])), Audience),
            ("iat", None, Time),
            ("iat", Some(json!(NOW + 61)), Time),
            ("iat", Some(json!(NOW - 3661)), Time),
            ("exp", Some(json!(NOW - 61)), Time),
            ("exp", Some(json!("never")), Time),
            ("nbf", Some(json!(NOW + 61)), Time),
            ("events", None, Event),
            ("events", Some(json!({})), Event),
            ("events", Some(json!([EVENT])), Event),
            ("events", Some(json!({ EVENT: true })), Event),
            ("events", Some(json!({"http://schemas.openid.net/event/khac": {}})), Event),
            ("nonce", Some(json!("n-0S6")), Nonce),
            ("nonce", Some(Value::Null), Nonce),
            ("sub", Some(json!("")), Subject),
            ("sub", Some(json!(7)), Subject),
            ("sid", Some(json!("")), Subject),
            ("sid", Some(json!(["o-1"])), Subject),
            ("sid", Some(json!("o\u{0}1")), Subject),
            ("jti", None, Id),
            ("jti", Some(json!("")), Id),
            ("jti", Some(json!(1)), Id),
        ];
        for (name, value, error) in cases {
            let claims = with(&[(name, value.clone())]);
            assert_eq!(outcome(&header(), &claims), Err(error), "{name}: {value:?}");
        }
        assert_eq!(outcome(&header(), &with(&[("sub", None), ("sid", None)])), Err(Subject));
        let undated = with(&[("exp", None), ("iat", Some(json!(NOW - 181)))]);
        assert_eq!(outcome(&header(), &undated), Err(Time));
    }

    #[test]
    fn a_token_of_another_kind_is_not_taken() {
        for kind in ["logout+jwt", "application/logout+jwt", "Logout+JWT", "JWT", "jwt"] {
            let header = json!({"alg": "ES256", "kid": "k", "typ": kind});
            assert!(outcome(&header, &claims()).is_ok(), "{kind}");
        }
        assert!(outcome(&json!({"alg": "ES256", "kid": "k"}), &claims()).is_ok());
        for kind in ["at+jwt", "secevent+jwt", "application/", ""] {
            let header = json!({"alg": "ES256", "kid": "k", "typ": kind});
            assert_eq!(outcome(&header, &claims()), Err(TokenError::Kind), "{kind}");
        }
        assert_eq!(outcome(&json!({"alg": "none"}), &claims()), Err(TokenError::Algorithm));
    }
}
