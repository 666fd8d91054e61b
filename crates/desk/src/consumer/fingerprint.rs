//! The fingerprint of a certificate.

use std::fmt;
use std::str::FromStr;

/// SHA-256 of a certificate in DER, as `openssl x509 -fingerprint -sha256` shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(pub [u8; 32]);

/// The text is not a fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("read a fingerprint of 64 hex digits")]
pub struct ParseFingerprintError;

impl FromStr for Fingerprint {
    type Err = ParseFingerprintError;

    /// Hex digits of either case, with or without colons between pairs, perhaps after `sha256 Fingerprint=`.
    fn from_str(text: &str) -> Result<Fingerprint, ParseFingerprintError> {
        let digits = text.rsplit('=').next().unwrap_or(text);
        let digits: String = digits.chars().filter(|c| !c.is_whitespace() && *c != ':').collect();
        if digits.len() != 64 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(ParseFingerprintError);
        }
        let mut bytes = [0; 32];
        for (at, byte) in bytes.iter_mut().enumerate() {
            let pair = &digits[at * 2..at * 2 + 2];
            *byte = u8::from_str_radix(pair, 16).map_err(|_| ParseFingerprintError)?;
        }
        Ok(Fingerprint(bytes))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_read_as_tools_write_it() {
        let plain = "0f".repeat(32);
        let colons = format!("sha256 Fingerprint={}", vec!["0F"; 32].join(":"));
        for text in [plain.as_str(), &colons, &format!(" {plain}\n")] {
            assert_eq!(text.parse::<Fingerprint>().map(|it| it.to_string()), Ok(plain.clone()), "{text}");
        }
        for wrong in ["", "0f", &plain[1..], &plain.replace('0', "x"), &format!("{plain}00")] {
            assert!(wrong.parse::<Fingerprint>().is_err(), "{wrong}");
        }
    }
}
