//! What ties the two ends of a sign-in to one browser: state, nonce and PKCE, all drawn from one secret that only the
//! browser holds, so that nothing secret is stored.

use data_encoding::BASE64URL_NOPAD;
use ring::{digest, hmac};

use crate::auth::Token;

/// The browser's secret for one sign-in, and what is drawn from it.
#[derive(Clone)]
pub struct Proof {
    key: hmac::Key,
}

impl Proof {
    /// From the token in the browser's cookie.
    pub fn new(token: &Token) -> Proof {
        Proof { key: hmac::Key::new(hmac::HMAC_SHA256, token.to_string().as_bytes()) }
    }

    fn draw(&self, what: &str) -> String {
        BASE64URL_NOPAD.encode(hmac::sign(&self.key, what.as_bytes()).as_ref())
    }

    /// Comes back with the answer in the address (RFC 6749, 10.12).
    pub fn state(&self) -> String {
        self.draw("state")
    }

    /// Comes back within the signed token (OpenID Connect Core 1.0, 15.5.2).
    pub fn nonce(&self) -> String {
        self.draw("nonce")
    }

    /// Shown when the code is redeemed: 43 characters (RFC 7636, 4.1).
    pub fn verifier(&self) -> String {
        self.draw("verifier")
    }

    /// Shown when the browser is sent away (RFC 7636, 4.2, method `S256`).
    pub fn challenge(&self) -> String {
        BASE64URL_NOPAD.encode(digest::digest(&digest::SHA256, self.verifier().as_bytes()).as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_its_own_and_always_the_same() {
        let proof = Proof::new(&Token::from_random([7; 32]));
        let parts = [proof.state(), proof.nonce(), proof.verifier(), proof.challenge()];
        assert!(parts.iter().all(|part| part.len() == 43), "{parts:?}");
        for (index, part) in parts.iter().enumerate() {
            assert!(!parts[..index].contains(part));
        }
        assert_eq!(Proof::new(&Token::from_random([7; 32])).state(), parts[0]);
        assert_ne!(Proof::new(&Token::from_random([8; 32])).state(), parts[0]);
    }
}
