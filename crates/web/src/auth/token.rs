//! Random tokens of sessions and forms, 256 bits each. The store keeps only the SHA-256 of a session's.

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE64URL_NOPAD;
use subtle::ConstantTimeEq;

/// Octets of a token. Source: OWASP Session Management Cheat Sheet asks for at least 64 bits of entropy;
/// 256 leave nothing to argue about.
const OCTETS: usize = 32;

/// A secret that a browser or a link holds. Comparison takes the same time wherever the difference is.
#[derive(Clone)]
pub struct Token([u8; OCTETS]);

/// The text is not a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("read a token of {OCTETS} octets in base64url")]
pub struct ParseTokenError;

impl Token {
    /// From random bytes.
    pub const fn from_random(random: [u8; OCTETS]) -> Token {
        Token(random)
    }

    /// A new one from the system's random source.
    pub fn random() -> Token {
        let mut bytes = [0; OCTETS];
        getrandom::fill(&mut bytes).expect("the system gives random bytes");
        Token(bytes)
    }
}

impl PartialEq for Token {
    fn eq(&self, other: &Token) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Token {}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64URL_NOPAD.encode(&self.0))
    }
}

impl FromStr for Token {
    type Err = ParseTokenError;

    fn from_str(text: &str) -> Result<Token, ParseTokenError> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| ParseTokenError)?;
        bytes.try_into().map(Token).map_err(|_| ParseTokenError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reads_back_and_shows_itself_only_when_asked() {
        let token = Token::from_random([7; 32]);
        let text = token.to_string();
        assert_eq!(text.len(), 43);
        assert_eq!(text.parse::<Token>().unwrap(), token);
        assert_eq!(format!("{token:?}"), "Token(…)");
        assert_ne!(token, Token::from_random([8; 32]));
        assert!("".parse::<Token>().is_err() && "AAAA".parse::<Token>().is_err());
    }

    #[test]
    fn two_random_tokens_differ() {
        assert_ne!(Token::random(), Token::random());
    }
}
