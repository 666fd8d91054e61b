//! The second factor: codes of six digits that change every 30 seconds (RFC 6238).

use std::fmt;

use data_encoding::BASE32_NOPAD;
use totp_rs::{Algorithm, Builder, Totp};

use model::Time;

/// Seconds for which one code stands. Source: RFC 6238, 5.2 (recommended); every authenticator assumes it.
pub const STEP_SECONDS: u64 = 30;

/// Steps before and after the present one that are accepted, for clocks that differ. Same source: at most one.
const SKEW_STEPS: u16 = 1;

/// Octets of a secret: those of the HMAC's hash. Source: RFC 4226, 4, R6 (160 bits recommended).
const SECRET_OCTETS: usize = 20;

/// What an officer's authenticator and we both know.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret([u8; SECRET_OCTETS]);

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

/// The text or the bytes are not a secret of 160 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("read a TOTP secret of {SECRET_OCTETS} octets")]
pub struct ParseTotpSecretError;

impl TotpSecret {
    /// From random bytes.
    pub const fn from_random(random: [u8; SECRET_OCTETS]) -> TotpSecret {
        TotpSecret(random)
    }

    /// From stored bytes.
    ///
    /// # Errors
    /// When there are not `SECRET_OCTETS` of them.
    pub fn from_bytes(bytes: &[u8]) -> Result<TotpSecret, ParseTotpSecretError> {
        bytes.try_into().map(TotpSecret).map_err(|_| ParseTotpSecretError)
    }

    /// From Base32 as shown to the officer; spaces and case do not matter.
    ///
    /// # Errors
    /// When it does not decode to `SECRET_OCTETS` octets.
    pub fn from_base32(text: &str) -> Result<TotpSecret, ParseTotpSecretError> {
        let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
        let bytes = BASE32_NOPAD.decode(compact.as_bytes()).map_err(|_| ParseTotpSecretError)?;
        TotpSecret::from_bytes(&bytes)
    }

    /// The bytes, to be stored encrypted.
    pub const fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Base32 in groups of four, for typing into an authenticator that cannot read the picture.
    pub fn to_base32_groups(&self) -> String {
        let text = BASE32_NOPAD.encode(&self.0);
        let groups: Vec<&str> =
            (0..text.len()).step_by(4).map(|at| &text[at..text.len().min(at + 4)]).collect();
        groups.join(" ")
    }

    /// The address that authenticators read from a QR code.
    ///
    /// Source: the Key URI format of Google Authenticator. `login` and the issuer hold only characters
    /// that need no escape there.
    pub fn to_uri(&self, login: &str) -> String {
        let secret = BASE32_NOPAD.encode(&self.0);
        format!("otpauth://totp/Khien:{login}?secret={secret}&issuer=Khien")
    }

    /// The step whose code this is, when it is one of those accepted at `now`; `None` when it is none.
    ///
    /// A step may be used once: the caller remembers the last one and refuses it and all before it
    /// (RFC 6238, 5.2).
    pub fn matching_step(&self, code: &str, now: Time) -> Option<u64> {
        let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        self.totp().check(&digits, seconds(now))
    }

    /// The code that stands at `now`, as an authenticator shows it.
    pub fn code_at(&self, now: Time) -> String {
        self.totp().generate(seconds(now)).to_string()
    }

    fn totp(&self) -> Totp {
        // SHA-1 because several authenticators ignore the parameter and use SHA-1 whatever it says;
        // collisions of the hash do not help against an HMAC (RFC 4226, appendix B.2).
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_skew(SKEW_STEPS)
            .with_step_duration(STEP_SECONDS)
            .with_secret(self.0.to_vec())
            .build()
            .expect("six digits, a step of 30 s and 160 bits are within the bounds")
    }
}

fn seconds(now: Time) -> u64 {
    u64::try_from(now.seconds()).expect("no instant before 1970 exists")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The test secret of RFC 6238, appendix B.
    fn secret() -> TotpSecret {
        TotpSecret::from_bytes(b"12345678901234567890").unwrap()
    }

    fn at(seconds: i64) -> Time {
        Time::from_millis(seconds * 1000)
    }

    #[test]
    fn codes_are_those_of_the_rfc() {
        // RFC 6238, appendix B, SHA-1, the last six of eight digits.
        let vectors = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (20_000_000_000, "353130"),
        ];
        for (seconds, code) in vectors {
            assert_eq!(secret().code_at(at(seconds)), code);
        }
    }

    #[test]
    fn one_step_to_each_side_is_accepted_and_named() {
        let now = at(1_234_567_890);
        let step = 1_234_567_890 / 30;
        for (offset, expected) in
            [(-60, None), (-30, Some(step - 1)), (0, Some(step)), (30, Some(step + 1)), (60, None)]
        {
            let code = secret().code_at(at(1_234_567_890 + offset));
            assert_eq!(secret().matching_step(&code, now), expected, "{offset} s");
        }
    }

    #[test]
    fn what_is_not_six_digits_matches_nothing() {
        for code in ["", "12345", "1234567", "abcdef", "٠٠٥٩٢٤", "-05924"] {
            assert_eq!(secret().matching_step(code, at(1_234_567_890)), None, "{code}");
        }
        assert!(
            secret().matching_step("005 924", at(1_234_567_890)).is_some(),
            "authenticators show a space"
        );
    }

    #[test]
    fn a_secret_reads_back_from_what_is_shown() {
        let shown = secret().to_base32_groups();
        assert_eq!(shown, "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(TotpSecret::from_base32(&shown.to_lowercase()), Ok(secret()));
        assert_eq!(TotpSecret::from_base32("GEZD"), Err(ParseTotpSecretError));
        assert_eq!(format!("{:?}", secret()), "TotpSecret(…)");
    }
}
