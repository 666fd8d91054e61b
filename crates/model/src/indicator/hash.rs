//! The hash under which an indicator is looked up without being named.

use sha2::{Digest as _, Sha256};

use super::{Indicator, IndicatorKind};

/// SHA-256 of `kind:value`.
pub(crate) fn full_hash(kind: IndicatorKind, value: &str) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(kind.slug().as_bytes());
    hasher.update(b":");
    hasher.update(value.as_bytes());
    hasher.finalize().into()
}

impl Indicator {
    /// SHA-256 of its canonical form, `kind:value`. It hides nothing that can be enumerated: whoever tries
    /// every telephone number finds the one behind a hash.
    pub fn full_hash(&self) -> [u8; 32] {
        full_hash(self.kind, &self.value)
    }

    /// The first four bytes of [`Indicator::full_hash`], the first byte highest.
    pub fn hash_prefix(&self) -> u32 {
        let hash = self.full_hash();
        u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
    }
}

#[cfg(test)]
mod tests {
    use crate::Indicator;

    /// By `printf domain:vay.example | sha256sum`.
    #[test]
    fn the_hash_is_that_of_the_canonical_form() {
        let indicator: Indicator = "domain:VAY.example".parse().unwrap();
        let hash = data_encoding::HEXLOWER.encode(&indicator.full_hash());
        assert_eq!(hash, "4b4718b9f4fab72aa2d5eb1f8bc8167cb9f3fe1eb2e65996e4cff162f495f98f");
        assert_eq!(format!("{:08x}", indicator.hash_prefix()), hash[..8]);
    }
}
