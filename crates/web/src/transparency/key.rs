//! The key of the log.

use feed::tlog::{Checkpoint, NoteError, VerifierKey};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use sha2::{Digest as _, Sha256};

/// Signs checkpoints, and hides what entries commit to. Every node of a deployment has the same.
pub struct LogKey {
    pair: Ed25519KeyPair,
    verifier: VerifierKey,
    /// Of the first key: what entries commit to never changes.
    secret: [u8; 32],
    /// Keys that signed before, newest first.
    former: Vec<VerifierKey>,
    renewals: Vec<String>,
}

/// First line of the note by which a key hands over to the next one.
const RENEWAL: &str = "Khien log key renewal v1";

/// The key that a renewal hands over to, if `key` signed it.
///
/// # Errors
/// [`NoteError`]; a wrong signature counts as none.
pub fn open_renewal(key: &VerifierKey, note: &str) -> Result<VerifierKey, NoteError> {
    let text = signed_text(key, note)?;
    let next = text.strip_prefix(RENEWAL).ok_or(NoteError::Form)?.trim();
    let next: VerifierKey = next.parse()?;
    if next.name() == key.name() { Ok(next) } else { Err(NoteError::Form) }
}

fn signed_text<'a>(key: &VerifierKey, note: &'a str) -> Result<&'a str, NoteError> {
    let (text, signature) = key.signed(note)?;
    UnparsedPublicKey::new(&ED25519, key.public_key())
        .verify(text.as_bytes(), &signature)
        .map_err(|_| NoteError::Unsigned(key.name().to_owned()))?;
    Ok(text)
}

/// Whether the signature under a checkpoint is right, and what it says.
///
/// # Errors
/// [`NoteError`]; a wrong signature counts as none.
pub fn open_checkpoint(key: &VerifierKey, note: &str) -> Result<Checkpoint, NoteError> {
    let text = signed_text(key, note)?;
    Checkpoint::from_text(text, key.name())
}

impl LogKey {
    /// The key with this seed for the log with this name; `None` when the name has spaces or plus signs.
    pub fn new(name: &str, seed: &[u8; 32]) -> Option<LogKey> {
        LogKey::renewed(name, &[*seed])
    }

    /// The key with the first of these seeds, which were renewed one after the other, newest first. `None` when there
    /// is none, or the name has spaces or plus signs.
    pub fn renewed(name: &str, seeds: &[[u8; 32]]) -> Option<LogKey> {
        let mut pairs = Vec::with_capacity(seeds.len());
        for seed in seeds {
            let pair = Ed25519KeyPair::from_seed_unchecked(seed).ok()?;
            let public: [u8; 32] = pair.public_key().as_ref().try_into().ok()?;
            pairs.push((pair, VerifierKey::new(name, public)?));
        }
        // Not the seed itself: a salt that becomes known must say nothing about the signing key.
        let first = seeds.last()?;
        let secret = Sha256::new().chain_update(b"khien log secret 1\0").chain_update(first).finalize();
        let renewal = |of: &[(Ed25519KeyPair, VerifierKey)]| {
            let ((_, next), (signer, key)) = (&of[0], &of[1]);
            let text = format!("{RENEWAL}\n{next}\n");
            sign(signer, key, &text)
        };
        let renewals = pairs.windows(2).rev().map(renewal).collect();
        let mut pairs = pairs.into_iter();
        let (pair, verifier) = pairs.next()?;
        let former = pairs.map(|(_, verifier)| verifier).collect();
        Some(LogKey { pair, verifier, secret: secret.into(), former, renewals })
    }

    /// The keys that signed before, newest first.
    pub fn former(&self) -> &[VerifierKey] {
        &self.former
    }

    /// The notes by which each key handed over to the next, oldest first. Whoever trusts one key comes by them to the
    /// one that signs now.
    pub fn renewals(&self) -> &[String] {
        &self.renewals
    }

    /// Whether this is a checkpoint of the log under any of its keys, and what it says.
    ///
    /// # Errors
    /// [`NoteError`] as the newest key tells it.
    pub fn open(&self, note: &str) -> Result<Checkpoint, NoteError> {
        let newest = open_checkpoint(&self.verifier, note);
        let former = || self.former.iter().find_map(|key| open_checkpoint(key, note).ok());
        newest.or_else(|error| former().ok_or(error))
    }

    /// Name and public key.
    pub fn verifier_key(&self) -> &VerifierKey {
        &self.verifier
    }

    pub(super) fn secret(&self) -> &[u8; 32] {
        &self.secret
    }

    pub(super) fn sign(&self, checkpoint: &Checkpoint) -> String {
        sign(&self.pair, &self.verifier, &checkpoint.text())
    }
}

/// The text as a signed note.
fn sign(pair: &Ed25519KeyPair, verifier: &VerifierKey, text: &str) -> String {
    let signature = pair.sign(text.as_bytes());
    let signature = signature.as_ref().try_into().expect("an Ed25519 signature has 64 bytes");
    format!("{text}\n{}", verifier.signature_line(signature))
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

    #[test]
    fn a_renewed_key_signs_anew_opens_what_was_signed_and_keeps_the_secret() {
        let name = "khien.example/log";
        let old = LogKey::new(name, &[7; 32]).unwrap();
        let key = LogKey::renewed(name, &[[9; 32], [8; 32], [7; 32]]).unwrap();
        assert_eq!(key.secret(), old.secret(), "what entries commit to is as before");
        let checkpoint = |size| Checkpoint { origin: name.to_owned(), size, root: [1; 32] };
        assert_eq!(key.open(&old.sign(&checkpoint(3))), Ok(checkpoint(3)));
        let fresh = key.sign(&checkpoint(4));
        assert!(old.open(&fresh).is_err(), "the old key does not sign any more");
        // From the first key to the newest, and not from elsewhere.
        let mut trusted = old.verifier_key().clone();
        for note in key.renewals() {
            trusted = open_renewal(&trusted, note).unwrap();
        }
        assert_eq!(&trusted, key.verifier_key());
        assert!(open_checkpoint(&trusted, &fresh).is_ok());
        let stranger = LogKey::new(name, &[6; 32]).unwrap();
        assert!(open_renewal(stranger.verifier_key(), &key.renewals()[0]).is_err());
        let forged =
            key.renewals()[0].replace(&key.former()[0].to_string(), &stranger.verifier_key().to_string());
        assert!(open_renewal(old.verifier_key(), &forged).is_err());
        assert!(open_renewal(old.verifier_key(), &old.sign(&checkpoint(3))).is_err(), "a checkpoint is none");
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
