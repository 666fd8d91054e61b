//! Encryption of personal data with a key that is not in the database.
//!
//! XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) with a random 192-bit nonce for each value: random
//! nonces of that length never repeat in practice, so no counter has to be kept. The name of the row is
//! bound to the ciphertext, so that one row's value cannot be moved to another.

use std::fmt;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};

use crate::StoreError;

/// The key of the reporters' identities and the officers' second factors: 32 random bytes, kept outside
/// the database and outside its backups.
#[derive(Clone)]
pub struct IdentityKey([u8; 32]);

impl IdentityKey {
    /// From 32 random bytes.
    pub const fn new(bytes: [u8; 32]) -> IdentityKey {
        IdentityKey(bytes)
    }

    /// Another key, for another purpose, which tells nothing of this one (HMAC-SHA256 as a PRF, RFC 2104).
    pub(crate) fn derive(&self, purpose: &str) -> [u8; 32] {
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &self.0);
        let tag = ring::hmac::sign(&key, purpose.as_bytes());
        tag.as_ref().try_into().expect("SHA-256 has 32 octets")
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&self.0).into())
    }
}

impl fmt::Debug for IdentityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentityKey(..)")
    }
}

/// An encrypted value as stored.
pub(crate) struct Sealed {
    pub(crate) nonce: Vec<u8>,
    pub(crate) ciphertext: Vec<u8>,
}

/// Encrypts `plain` for the row called `name`.
pub(crate) fn seal(key: &IdentityKey, name: &str, plain: &[u8]) -> Result<Sealed, StoreError> {
    let mut nonce = [0u8; 24];
    getrandom::fill(&mut nonce).map_err(|_| StoreError::Random)?;
    let payload = Payload { msg: plain, aad: name.as_bytes() };
    let ciphertext = key
        .cipher()
        .encrypt(&XNonce::from(nonce), payload)
        .expect("the plain text is far below the limit of the cipher");
    Ok(Sealed { nonce: nonce.to_vec(), ciphertext })
}

/// Decrypts the value of the row called `name`.
///
/// # Errors
/// [`StoreError::WrongKey`] when the key, the name or a byte differs from those it was sealed with.
pub(crate) fn open(key: &IdentityKey, name: &str, sealed: &Sealed) -> Result<Vec<u8>, StoreError> {
    let nonce: [u8; 24] = sealed.nonce.as_slice().try_into().map_err(|_| StoreError::WrongKey)?;
    let payload = Payload { msg: &sealed.ciphertext, aad: name.as_bytes() };
    key.cipher().decrypt(&XNonce::from(nonce), payload).map_err(|_| StoreError::WrongKey)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: IdentityKey = IdentityKey::new([7; 32]);

    #[test]
    fn what_is_sealed_opens_with_the_same_key_and_name_only() {
        let sealed = seal(&KEY, "report:1", "Nguyễn Văn Mẫu".as_bytes()).unwrap();
        assert_eq!(open(&KEY, "report:1", &sealed).unwrap(), "Nguyễn Văn Mẫu".as_bytes());
        let other = IdentityKey::new([8; 32]);
        assert!(matches!(open(&other, "report:1", &sealed), Err(StoreError::WrongKey)));
        assert!(matches!(open(&KEY, "report:2", &sealed), Err(StoreError::WrongKey)));
    }

    #[test]
    fn the_same_value_twice_gives_different_bytes_and_a_changed_byte_is_refused() {
        let one = seal(&KEY, "a", b"0900 000 001").unwrap();
        let mut two = seal(&KEY, "a", b"0900 000 001").unwrap();
        assert_ne!((&one.nonce, &one.ciphertext), (&two.nonce, &two.ciphertext));
        two.ciphertext[0] ^= 1;
        assert!(open(&KEY, "a", &two).is_err());
    }
}
