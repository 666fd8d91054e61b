//! The key of the log.

use feed::tlog::{Checkpoint, NoteError, VerifierKey};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use sha2::{Digest as _, Sha256};

/// Signs checkpoints, and hides what entries commit to. Every node of a deployment has the same.
pub struct LogKey {
    pair: Ed25519KeyPair,
    verifier: VerifierKey,
    secret: [u8; 32],
}

/// Whether the signature under a checkpoint is right, and what it says.
///
/// # Errors
/// [`NoteError`]; a wrong signature counts as none.
pub fn open_checkpoint(key: &VerifierKey, note: &str) -> Result<Checkpoint, NoteError> {
    let (text, signature) = key.signed(note)?;
    UnparsedPublicKey::new(&ED25519, key.public_key())
        .verify(text.as_bytes(), &signature)
        .map_err(|_| NoteError::Unsigned(key.name().to_owned()))?;
    Checkpoint::from_text(text, key.name())
}

impl LogKey {
    /// The key with this seed for the log with this name; `None` when the name has spaces or plus signs.
    pub fn new(name: &str, seed: &[u8; 32]) -> Option<LogKey> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).ok()?;
        let public: [u8; 32] = pair.public_key().as_ref().try_into().ok()?;
        let verifier = VerifierKey::new(name, public)?;
        // Not the seed itself: a salt that becomes known must say nothing about the signing key.
        let secret = Sha256::new().chain_update(b"khien log secret 1\0").chain_update(seed).finalize();
        Some(LogKey { pair, verifier, secret: secret.into() })
    }

    /// Name and public key.
    pub fn verifier_key(&self) -> &VerifierKey {
        &self.verifier
    }

    pub(super) fn secret(&self) -> &[u8; 32] {
        &self.secret
    }

    pub(super) fn sign(&self, checkpoint: &Checkpoint) -> String {
        let text = checkpoint.text();
        let signature = self.pair.sign(text.as_bytes());
        let signature = signature.as_ref().try_into().expect("an Ed25519 signature has 64 bytes");
        format!("{text}\n{}", self.verifier.signature_line(signature))
    }

    pub(super) fn open(&self, note: &str) -> Result<Checkpoint, NoteError> {
        open_checkpoint(&self.verifier, note)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_is_signed_and_a_changed_one_is_refused() {
        let key = LogKey::new("khien.example/log", &[7; 32]).unwrap();
        let checkpoint = Checkpoint { origin: "khien.example/log".to_owned(), size: 3, root: [1; 32] };
        let note = key.sign(&checkpoint);
        assert_eq!(key.open(&note), Ok(checkpoint));
        assert!(key.open(&note.replace("\n3\n", "\n4\n")).is_err());
        let other = LogKey::new("khien.example/log", &[8; 32]).unwrap();
        assert!(other.open(&note).is_err());
        assert!(LogKey::new("two words", &[7; 32]).is_none());
    }

    /// RFC 8032, section 7.1, test 1: the public key of a known seed.
    #[test]
    fn the_public_key_is_that_of_the_seed() {
        let seed = data_encoding::HEXLOWER
            .decode(b"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
            .unwrap();
        let key = LogKey::new("a", &seed.try_into().unwrap()).unwrap();
        let public = data_encoding::HEXLOWER.encode(key.verifier_key().public_key());
        assert_eq!(public, "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    }
}
