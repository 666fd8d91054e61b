//! Who signed an app, and whether the signature holds: schemes 1, 2, 3 and 3.1.
//!
//! In reading order: `block` (where schemes 2 and 3 stand), `schemes` (how they verify), `content` (the digest of the
//! file), `lineage` (changed keys), `jar` with `sections` and `pkcs7` (scheme 1), `certificate`, `key`, `curve`,
//! `digest`, `der`.

mod block;
mod certificate;
mod content;
mod curve;
mod der;
mod digest;
mod jar;
mod key;
mod lineage;
mod pkcs7;
mod schemes;
mod sections;

use block::Block;
use certificate::Certificate;
use digest::Hash;

use super::hex;
use super::zip::Archive;

/// Level of the sandbox from which scheme 2 is a must. Source: AOSP, `targetSandboxVersion`.
const SANDBOX_OF_V2: u32 = 2;
/// Level of Android from which scheme 2 is looked at. Source: AOSP, "application signing".
const V2_SINCE: u32 = 24;

/// Why a signature does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Its parts do not fit together.
    Malformed,
    /// It names no signer.
    NoSigner,
    /// A signer has no signature.
    NoSignature,
    /// A signer has no certificate.
    NoCertificate,
    /// A certificate cannot be read.
    BadCertificate,
    /// Algorithms that Android does not know.
    UnknownAlgorithm,
    /// A key that Android does not know, or too long a one.
    UnknownKey,
    /// The signature is not that of the key.
    WrongSignature,
    /// The certificate is of another key.
    OtherKey,
    /// Two places say different things.
    Contradiction,
    /// What was signed has been changed.
    ContentChanged,
    /// A file in it was never signed.
    FileNotSigned,
    /// The keys before do not vouch for this one.
    Lineage,
    /// A stronger signature was there and was taken out.
    Stripped,
}

/// One scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Not used.
    Absent,
    /// Used, and every signer holds.
    Holds(Vec<Signer>),
    /// Used, and does not hold.
    Broken(Fault),
}

/// Who signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// SHA-256 of the certificate, in hexadecimal: the one thing about an app that cannot be imitated.
    pub certificate: String,
    /// What the signer calls itself, e.g. `CN=Android Debug, O=Android, C=US`; anybody can write anything.
    pub subject: String,
}

/// What a telephone makes of the signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It installs.
    Holds,
    /// It does not: the signature is broken.
    Broken(Fault),
    /// It does not: there is none.
    Unsigned,
}

impl State {
    /// Stable name.
    pub fn slug(self) -> &'static str {
        match self {
            State::Holds => "holds",
            State::Broken(_) => "broken",
            State::Unsigned => "unsigned",
        }
    }
}

/// All schemes of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signing {
    /// Scheme 1: file by file, in `META-INF`.
    pub v1: Scheme,
    /// Scheme 2: the whole file.
    pub v2: Scheme,
    /// Scheme 3: with changed keys.
    pub v3: Scheme,
    /// Scheme 3.1: for newer telephones only.
    pub v31: Scheme,
    /// Schemes that the lists of scheme 1, or the manifest, promise.
    promised: Vec<u32>,
}

impl Signing {
    /// Verifies every scheme.
    pub(super) fn read(archive: &Archive<'_>, target_sandbox: u32) -> Signing {
        let (v1, mut promised) = match jar::verify(archive) {
            None => (Scheme::Absent, Vec::new()),
            Some(Ok((signers, promised))) => (Scheme::Holds(signers), promised),
            Some(Err(fault)) => (Scheme::Broken(fault), Vec::new()),
        };
        if target_sandbox >= SANDBOX_OF_V2 {
            promised.push(2);
        }
        let block = Block::find(archive);
        let value = |id| block.as_ref().and_then(|block| Some((block, block.value(id)?)));
        let mut promises = schemes::Promises::default();
        let mut scheme = |id| match value(id) {
            None => Scheme::Absent,
            Some((block, value)) => match schemes::verify(archive.bytes, block, value, id == block::V2) {
                Err(fault) => Scheme::Broken(fault),
                Ok((signers, promised)) => {
                    promises.v3 |= promised.v3;
                    promises.v31 |= promised.v31;
                    Scheme::Holds(signers)
                }
            },
        };
        let (mut v2, mut v3, v31) = (scheme(block::V2), scheme(block::V3), scheme(block::V31));
        if promises.v3 && v3 == Scheme::Absent {
            v2 = Scheme::Broken(Fault::Stripped);
        }
        if promises.v31 && v31 == Scheme::Absent {
            v3 = Scheme::Broken(Fault::Stripped);
        }
        Signing { v1, v2, v3, v31, promised }
    }

    /// What telephones from this level of Android on make of it: all of them must take it.
    pub fn state(&self, min_sdk: u32) -> State {
        let newer = [&self.v31, &self.v3, &self.v2];
        for scheme in newer {
            if let Scheme::Broken(fault) = scheme {
                return State::Broken(*fault);
            }
        }
        let is_newer = newer.iter().any(|scheme| **scheme != Scheme::Absent);
        match &self.v1 {
            _ if is_newer && min_sdk >= V2_SINCE => State::Holds,
            Scheme::Absent => State::Unsigned,
            Scheme::Broken(fault) => State::Broken(*fault),
            Scheme::Holds(_) if self.is_stripped() => State::Broken(Fault::Stripped),
            Scheme::Holds(_) => State::Holds,
        }
    }

    /// Whether a scheme that the lists of scheme 1 promise is missing.
    fn is_stripped(&self) -> bool {
        let missing = |id: &u32| match id {
            2 => self.v2 == Scheme::Absent,
            3 => self.v3 == Scheme::Absent,
            _ => false,
        };
        self.promised.iter().any(missing)
    }

    /// Signers by the newest scheme that holds.
    pub fn signers(&self) -> &[Signer] {
        let schemes = [&self.v31, &self.v3, &self.v2, &self.v1];
        let holding = schemes.into_iter().find_map(|scheme| match scheme {
            Scheme::Holds(signers) => Some(signers.as_slice()),
            _ => None,
        });
        holding.unwrap_or_default()
    }
}

fn signer(certificate: &Certificate<'_>) -> Signer {
    Signer { certificate: hex(&Hash::Sha256.of(certificate.whole)), subject: certificate.subject() }
}
