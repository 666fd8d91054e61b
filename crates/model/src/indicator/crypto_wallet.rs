//! Canonical form of `crypto_wallet`.

use super::{IndicatorKind, ParseIndicatorError};

pub(super) fn canonicalise(input: &str) -> Result<String, ParseIndicatorError> {
    let value = input.trim().to_lowercase();
    if value.is_empty() {
        Err(ParseIndicatorError::new(IndicatorKind::CryptoWallet, input, "empty"))
    } else {
        Ok(value)
    }
}
