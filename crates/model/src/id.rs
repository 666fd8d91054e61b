//! Identifiers: random or time-ordered, made by the caller, written one way everywhere.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! uuid_id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        ///
        /// A UUID (RFC 9562), version 7 when we made it, so that identifiers sort by time of creation.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                Uuid::parse_str(text).map($name)
            }
        }
    )*};
}

uuid_id! {
    /// One report.
    ReportId,
    /// One attached file.
    AttachmentId,
    /// One officer.
    OfficerId,
    /// One consumer of the list.
    ConsumerId,
    /// One proposal to list or delist.
    ProposalId,
    /// One entry of the desk's own allow-list.
    AllowedId,
    /// One line of the publication log, when it is named apart from its serial.
    ActId,
    /// One act on many reports.
    BatchId,
    /// One case.
    CaseId,
    /// One view that an officer kept.
    ViewId,
}

/// Letters and digits of a tracking code: Crockford's base 32, without I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Data characters of a tracking code: 55 bits, so that guessing one of 50,000 reports at 10 tries a
/// second takes more than two years.
const DATA_CHARS: usize = 11;

/// The code a reporter keeps to follow a report without any identity.
///
/// Twelve characters of Crockford's base 32 (the last one checks the others), written in three groups:
/// `7K3M-Q0ZD-9XAE`. Reading forgives lower case, spaces, missing hyphens, and O/I/L for 0/1/1.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TrackingCode([u8; DATA_CHARS + 1]);

/// The text is not a tracking code: wrong length, wrong character or wrong check character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("read a tracking code of twelve letters and digits")]
pub struct ParseTrackingCodeError;

impl TrackingCode {
    /// From the low 55 bits of a random number.
    pub fn from_random(random: u64) -> TrackingCode {
        let mut chars = [0u8; DATA_CHARS + 1];
        for (index, char) in chars.iter_mut().take(DATA_CHARS).enumerate() {
            *char = ALPHABET[(random >> (5 * index)) as usize & 31];
        }
        chars[DATA_CHARS] = check_char(&chars[..DATA_CHARS]);
        TrackingCode(chars)
    }

    /// The twelve characters without hyphens, as stored.
    pub fn compact(&self) -> &str {
        std::str::from_utf8(&self.0).expect("built from the ASCII alphabet only")
    }
}

/// A position-weighted sum modulo 31 (a prime), so that every single wrong character among the first
/// 31 residues and every swap of neighbours is caught.
fn check_char(data: &[u8]) -> u8 {
    let sum: usize = data
        .iter()
        .enumerate()
        .map(|(index, char)| (index + 2) * ALPHABET.iter().position(|a| a == char).unwrap_or(0))
        .sum();
    ALPHABET[sum % 31]
}

impl fmt::Display for TrackingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.compact();
        write!(f, "{}-{}-{}", &text[..4], &text[4..8], &text[8..])
    }
}

impl FromStr for TrackingCode {
    type Err = ParseTrackingCodeError;

    fn from_str(text: &str) -> Result<TrackingCode, ParseTrackingCodeError> {
        let mut chars = [0u8; DATA_CHARS + 1];
        let mut count = 0;
        for char in text.chars().filter(|c| !matches!(c, '-' | ' ' | '\u{a0}')) {
            let upper = match char.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let byte = u8::try_from(upper).map_err(|_| ParseTrackingCodeError)?;
            if count > DATA_CHARS || !ALPHABET.contains(&byte) {
                return Err(ParseTrackingCodeError);
            }
            chars[count] = byte;
            count += 1;
        }
        if count != DATA_CHARS + 1 || check_char(&chars[..DATA_CHARS]) != chars[DATA_CHARS] {
            return Err(ParseTrackingCodeError);
        }
        Ok(TrackingCode(chars))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tracking_code_reads_back_as_people_write_it() {
        let code = TrackingCode::from_random(0x1234_5678_9abc_def0);
        let shown = code.to_string();
        assert_eq!(shown.len(), 14);
        assert_eq!(shown.parse(), Ok(code.clone()));
        assert_eq!(shown.to_lowercase().replace('-', " ").replace('0', "o").parse(), Ok(code));
    }

    #[test]
    fn one_wrong_character_is_noticed() {
        let shown = TrackingCode::from_random(42).compact().to_owned();
        let swapped = format!("{}{}", &shown[1..2], &shown[..1]) + &shown[2..];
        assert!(shown.starts_with("A1"), "{shown}");
        assert!(swapped.parse::<TrackingCode>().is_err());
        for wrong in ["", "0000", "nhầm", "AAAA-AAAA-AAAA-A"] {
            assert_eq!(wrong.parse::<TrackingCode>(), Err(ParseTrackingCodeError), "{wrong}");
        }
    }
}
