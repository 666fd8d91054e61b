//! Canonical form of `email`.

use super::{IndicatorKind, ParseIndicatorError};

pub(super) fn canonicalise(input: &str) -> Result<String, ParseIndicatorError> {
    let value = input.trim().to_lowercase();
    if value.is_empty() {
        Err(ParseIndicatorError::new(IndicatorKind::Email, input, "empty"))
    } else {
        Ok(value)
    }
}
