//! Canonical form of `sms_sender`: the name shown instead of a number, in capitals and without marks.
//!
//! Networks compare sender names without case, and fraudsters play with it (`VietCombank`). Source of
//! length and alphabet: 3GPP TS 23.040, 9.1.2.5 (alphanumeric address, 11 characters of the GSM alphabet).

use super::{Problem, clean};

/// Characters of a sender name.
const CHARS_MAX: usize = 11;

/// Printable ASCII that has no place of one septet in the GSM alphabet.
const NOT_GSM: [char; 9] = ['[', '\\', ']', '^', '`', '{', '|', '}', '~'];

pub(super) fn canonicalise(input: &str) -> Result<String, Problem> {
    let name = clean::folded(input).to_uppercase();
    if name.is_empty() {
        return Err(Problem::Empty);
    }
    if !name.chars().all(|c| (c == ' ' || c.is_ascii_graphic()) && !NOT_GSM.contains(&c)) {
        return Err(Problem::BadCharacter);
    }
    if name.len() > CHARS_MAX {
        return Err(Problem::TooLong);
    }
    if name.bytes().any(|b| b.is_ascii_alphabetic()) {
        Ok(name)
    } else if name.bytes().any(|b| b.is_ascii_digit()) {
        Err(Problem::OnlyDigits)
    } else {
        Err(Problem::BadCharacter)
    }
}
