//! Canonical form of `social_account`.

use super::{IndicatorKind, ParseIndicatorError};

pub(super) fn canonicalise(input: &str) -> Result<String, ParseIndicatorError> {
    let value = input.trim().to_lowercase();
    if value.is_empty() {
        Err(ParseIndicatorError::new(IndicatorKind::SocialAccount, input, "empty"))
    } else {
        Ok(value)
    }
}
