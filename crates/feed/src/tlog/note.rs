//! The signed head of the log. Sources: c2sp.org/signed-note, c2sp.org/tlog-checkpoint.
//!
//! Signing and checking a signature are done by the caller, who has a library for Ed25519; here is what is
//! signed and how it is written.

use data_encoding::{BASE64, HEXLOWER};
use sha2::{Digest as _, Sha256};

use super::merkle::Hash;

/// The number of the signature type Ed25519 in signed notes.
const ED25519: u8 = 1;

/// Who signs: the name of the log and its public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    public_key: [u8; 32],
}

/// What a log says of itself at one size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The name of the log, which is also the name of its key.
    pub origin: String,
    /// Entries it has.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Hash,
}

/// A note or a key that cannot be trusted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// The text has another form.
    #[error("read a signed checkpoint")]
    Form,
    /// The text has another form.
    #[error("read `{0}` as the key of a log, name+hash+key")]
    Key(String),
    /// No signature of the key stands under it.
    #[error("find a signature of `{0}` under the checkpoint")]
    Unsigned(String),
    /// It is the checkpoint of another log.
    #[error("take a checkpoint of `{found}` for one of `{wanted}`")]
    Origin {
        /// Whose was wanted.
        wanted: String,
        /// Whose it is.
        found: String,
    },
}

impl VerifierKey {
    /// A key under a name without spaces and plus signs; `None` for another name.
    pub fn new(name: &str, public_key: [u8; 32]) -> Option<VerifierKey> {
        let fits = !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c == '+');
        fits.then(|| VerifierKey { name: name.to_owned(), public_key })
    }

    /// The name of the log.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The public key, Ed25519.
    pub fn public_key(&self) -> &[u8; 32] {
        &self.public_key
    }

    fn id(&self) -> [u8; 4] {
        let hash = Sha256::new()
            .chain_update(self.name.as_bytes())
            .chain_update([b'\n', ED25519])
            .chain_update(self.public_key)
            .finalize();
        [hash[0], hash[1], hash[2], hash[3]]
    }

    /// The line that signs a note.
    pub fn signature_line(&self, signature: &[u8; 64]) -> String {
        let bytes = [self.id().as_slice(), signature].concat();
        format!("\u{2014} {} {}\n", self.name, BASE64.encode(&bytes))
    }

    /// Text and signature of a note that names this key; the caller checks the signature over the text.
    ///
    /// # Errors
    /// [`NoteError::Form`], [`NoteError::Unsigned`].
    pub fn signed<'a>(&self, note: &'a str) -> Result<(&'a str, [u8; 64]), NoteError> {
        let at = note.rfind("\n\n").ok_or(NoteError::Form)?;
        let (text, signatures) = (&note[..=at], &note[at + 2..]);
        for line in signatures.lines() {
            let (name, value) = line
                .strip_prefix("\u{2014} ")
                .and_then(|line| line.split_once(' '))
                .ok_or(NoteError::Form)?;
            let bytes = BASE64.decode(value.as_bytes()).map_err(|_| NoteError::Form)?;
            let Some((id, signature)) = bytes.split_first_chunk::<4>() else { return Err(NoteError::Form) };
            if name == self.name && *id == self.id() {
                return Ok((text, signature.try_into().map_err(|_| NoteError::Form)?));
            }
        }
        Err(NoteError::Unsigned(self.name.clone()))
    }
}

impl std::fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let key = [[ED25519].as_slice(), &self.public_key].concat();
        write!(f, "{}+{}+{}", self.name, HEXLOWER.encode(&self.id()), BASE64.encode(&key))
    }
}

impl std::str::FromStr for VerifierKey {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<VerifierKey, NoteError> {
        let refused = || NoteError::Key(text.to_owned());
        let mut parts = text.trim().splitn(3, '+');
        let (name, id, key) = (parts.next(), parts.next(), parts.next());
        let (Some(name), Some(id), Some(key)) = (name, id, key) else { return Err(refused()) };
        let key = BASE64.decode(key.as_bytes()).map_err(|_| refused())?;
        let key = key.strip_prefix(&[ED25519]).and_then(|key| key.try_into().ok()).ok_or_else(refused)?;
        let key = VerifierKey::new(name, key).ok_or_else(refused)?;
        if HEXLOWER.encode(&key.id()) == id { Ok(key) } else { Err(refused()) }
    }
}

impl Checkpoint {
    /// The text that is signed.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, BASE64.encode(&self.root))
    }

    /// Reads the text of a checkpoint of the log with this name; lines behind the root are left alone.
    ///
    /// # Errors
    /// [`NoteError::Form`], [`NoteError::Origin`].
    pub fn from_text(text: &str, wanted: &str) -> Result<Checkpoint, NoteError> {
        let mut lines = text.split('\n');
        let (origin, size, root) = (lines.next(), lines.next(), lines.next());
        let (Some(origin), Some(digits), Some(root)) = (origin, size, root) else {
            return Err(NoteError::Form);
        };
        if origin != wanted {
            return Err(NoteError::Origin { wanted: wanted.to_owned(), found: origin.to_owned() });
        }
        let size: u64 = digits.parse().map_err(|_| NoteError::Form)?;
        let root = BASE64.decode(root.as_bytes()).ok().and_then(|root| root.try_into().ok());
        let root = root.filter(|_| size.to_string() == digits).ok_or(NoteError::Form)?;
        Ok(Checkpoint { origin: origin.to_owned(), size, root })
    }
}

/// The proof that the entry at `index` is in the log, as a file. Source: c2sp.org/tlog-proof.
pub fn proof_text(index: u64, path: &[Hash], checkpoint: &str) -> String {
    let path: String = path.iter().map(|hash| BASE64.encode(hash) + "\n").collect();
    format!("c2sp.org/tlog-proof@v1\nindex {index}\n{path}\n{checkpoint}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of the example in the documentation of Go's `golang.org/x/mod/sumdb/note`.
    const EXAMPLE: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    #[test]
    fn a_key_reads_as_go_writes_it() {
        let key: VerifierKey = EXAMPLE.parse().unwrap();
        assert_eq!((key.name(), key.to_string().as_str()), ("PeterNeumann", EXAMPLE));
        for wrong in ["", "a+b", &EXAMPLE.replace("c74f", "c74e"), &EXAMPLE.replace("ARpc", "AhpC")] {
            assert!(wrong.parse::<VerifierKey>().is_err(), "{wrong}");
        }
    }

    /// The signed example of the same documentation.
    #[test]
    fn a_note_reads_as_go_writes_it() {
        let note = "If you think cryptography is the answer to your problem,\n\
            then you don't know what your problem is.\n\n\
            \u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
        let key: VerifierKey = EXAMPLE.parse().unwrap();
        let (text, signature) = key.signed(note).unwrap();
        assert!(text.ends_with("problem is.\n"), "{text}");
        assert!(note.ends_with(&key.signature_line(&signature)));
        let other = VerifierKey::new("other", *key.public_key()).unwrap();
        assert_eq!(other.signed(note), Err(NoteError::Unsigned("other".to_owned())));
    }

    #[test]
    fn a_checkpoint_reads_back_and_another_log_is_refused() {
        let checkpoint = Checkpoint { origin: "khien.example/log".to_owned(), size: 7, root: [9; 32] };
        let text = checkpoint.text();
        assert_eq!(Checkpoint::from_text(&text, "khien.example/log"), Ok(checkpoint));
        assert!(matches!(Checkpoint::from_text(&text, "x.example/log"), Err(NoteError::Origin { .. })));
        for wrong in
            [text.replace("\n7\n", "\n07\n"), text.replace("\n7\n", "\n-7\n"), text.replace("CQ", "")]
        {
            assert_eq!(Checkpoint::from_text(&wrong, "khien.example/log"), Err(NoteError::Form), "{wrong}");
        }
    }
}
