//! Canonical form of `app`.

use super::{IndicatorKind, ParseIndicatorError};

pub(super) fn canonicalise(input: &str) -> Result<String, ParseIndicatorError> {
    let value = input.trim().to_lowercase();
    if value.is_empty() {
        Err(ParseIndicatorError::new(IndicatorKind::App, input, "empty"))
    } else {
        Ok(value)
    }
}
