//! Challenges that are kept nowhere: when they were made and what for, sealed. One that signed somebody in is noted by
//! the store until it would have ended, so that it is good once.

use data_encoding::BASE64URL_NOPAD;
use model::{OfficerId, Time};
use ring::hmac;

/// For how long a page may lie open before its challenge ends: a coffee.
const VALID_MS: i64 = 30 * 60_000;

const RANDOM_OCTETS: usize = 16;
const TIME_OCTETS: usize = 8;

/// What a challenge is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Challenge {
    /// A new passkey of this officer.
    Create(OfficerId),
    /// Signing in; who, the answer says.
    SignIn,
}

impl Challenge {
    fn label(self) -> String {
        match self {
            Challenge::Create(officer) => format!("create:{officer}"),
            Challenge::SignIn => "sign-in".to_owned(),
        }
    }
}

/// Makes and reads challenges.
pub struct Challenges(hmac::Key);

impl Challenges {
    /// With a key of this installation, the same on every node.
    pub fn new(key: &[u8; 32]) -> Challenges {
        Challenges(hmac::Key::new(hmac::HMAC_SHA256, key))
    }

    /// A challenge made now: 56 octets in base64url.
    pub fn make(&self, what: Challenge, random: [u8; RANDOM_OCTETS], now: Time) -> String {
        let mut octets = now.millis().to_be_bytes().to_vec();
        octets.extend_from_slice(&random);
        let tag = hmac::sign(&self.0, &signed(&octets, what));
        octets.extend_from_slice(tag.as_ref());
        BASE64URL_NOPAD.encode(&octets)
    }

    /// When this challenge ends; `None` when it is not ours for this, or has ended.
    pub fn ends_at(&self, what: Challenge, text: &str, now: Time) -> Option<Time> {
        let octets = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        let (head, tag) = octets.split_at_checked(TIME_OCTETS + RANDOM_OCTETS)?;
        hmac::verify(&self.0, &signed(head, what), tag).ok()?;
        let made = i64::from_be_bytes(head[..TIME_OCTETS].try_into().ok()?);
        let ends_at = Time::from_millis(made.checked_add(VALID_MS)?);
        (made <= now.millis() && now < ends_at).then_some(ends_at)
    }
}

fn signed(octets: &[u8], what: Challenge) -> Vec<u8> {
    [octets, what.label().as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_good_for_what_it_was_made_for_and_half_an_hour() {
        let challenges = Challenges::new(&[1; 32]);
        let now = Time::from_millis(1_795_316_400_000);
        let text = challenges.make(Challenge::SignIn, [7; 16], now);
        let later = |minutes: i64| Time::from_millis(now.millis() + minutes * 60_000);
        assert_eq!(challenges.ends_at(Challenge::SignIn, &text, now), Some(later(30)));
        assert_eq!(challenges.ends_at(Challenge::SignIn, &text, later(29)), Some(later(30)));
        assert_eq!(challenges.ends_at(Challenge::SignIn, &text, later(30)), None);
        assert_eq!(challenges.ends_at(Challenge::SignIn, &text, later(-1)), None);
        let (one, other) = (OfficerId(uuid::Uuid::from_u128(1)), OfficerId(uuid::Uuid::from_u128(2)));
        let create = challenges.make(Challenge::Create(one), [7; 16], now);
        assert!(challenges.ends_at(Challenge::Create(one), &create, now).is_some());
        for what in [Challenge::Create(other), Challenge::SignIn] {
            assert_eq!(challenges.ends_at(what, &create, now), None);
        }
        assert_eq!(Challenges::new(&[2; 32]).ends_at(Challenge::SignIn, &text, now), None);
        for broken in ["", "AAAA", &text[1..], &text.to_uppercase()] {
            assert_eq!(challenges.ends_at(Challenge::SignIn, broken, now), None, "{broken}");
        }
    }
}
