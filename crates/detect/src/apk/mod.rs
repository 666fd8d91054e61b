//! An Android app, taken apart without unpacking it to disk and without trusting any number in it.
//!
//! Start at [`Apk::read`]. In reading order: `zip` (the archive), `xml` and `strings` (binary XML), `resources`
//! (values kept apart), [`manifest`], [`links`] (what its code names), [`signing`] (who signed it and whether that
//! holds), `icon` (what its icons look like), `findings` (what of this speaks for fraud). Every count, size and depth has a bound; what is beyond it is
//! left out or refused, never allocated.

mod bytes;

pub(crate) mod findings;
mod icon;
pub mod links;
pub mod manifest;
mod resources;
pub mod signing;
mod strings;
mod xml;
mod zip;

use model::IconHash;
use sha2::{Digest as _, Sha256};

pub use links::Inside;
pub use manifest::{Component, Manifest};
pub use signing::{Fault, Scheme, Signer, Signing, State};

use resources::Resources;
use zip::Archive;

/// Bytes of the largest manifest that is read.
const MANIFEST_BYTES_MAX: usize = 8 << 20;
/// Bytes of the largest table of resources that is read.
const RESOURCES_BYTES_MAX: usize = 64 << 20;

/// Level of Android of the telephones in use that matter (Android 9): a file must be signed for them.
const TELEPHONES_SINCE: u32 = 28;

/// Why a file cannot be read as an app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApkError {
    /// It has no directory of an archive.
    #[error("find the directory of the archive at the end of the file")]
    NotAnArchive,
    /// The directory breaks off or names what is none of its own.
    #[error("read the directory of the archive")]
    BrokenDirectory,
    /// A file inside cannot be unpacked.
    #[error("unpack a file of the archive")]
    BrokenEntry,
    /// A file inside, or all together, unpack to more than is read.
    #[error("unpack a file of the archive within the limit")]
    TooLarge,
    /// There is no manifest: an archive, but no app.
    #[error("find `AndroidManifest.xml` in the archive")]
    NoManifest,
    /// The manifest holds no element that can be read.
    #[error("read `AndroidManifest.xml`")]
    BrokenManifest,
}

impl ApkError {
    /// Stable code, kebab-case.
    pub fn code(self) -> &'static str {
        match self {
            ApkError::NotAnArchive => "not-an-archive",
            ApkError::BrokenDirectory => "broken-directory",
            ApkError::BrokenEntry => "broken-entry",
            ApkError::TooLarge => "too-large",
            ApkError::NoManifest => "no-manifest",
            ApkError::BrokenManifest => "broken-manifest",
        }
    }
}

/// Something that tools which build apps never write, and that tools which hide apps do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Oddity {
    /// Two files of one name: tools read one, telephones the other.
    NameTwice,
    /// A file packed by a method that does not exist.
    UnknownMethod,
    /// The head of a file contradicts the directory.
    HeadersDisagree,
    /// A file says it is encrypted and is not.
    FalselyEncrypted,
    /// The manifest says it is another kind of file.
    ManifestType,
    /// The manifest says another size than it has.
    ManifestSize,
    /// The manifest holds parts that nobody knows, or that do not fit.
    ManifestChunk,
    /// The manifest is nested, or filled, beyond any use.
    ManifestTooDeep,
}

impl Oddity {
    /// Stable name, kebab-case.
    pub fn slug(self) -> &'static str {
        match self {
            Oddity::NameTwice => "name-twice",
            Oddity::UnknownMethod => "unknown-method",
            Oddity::HeadersDisagree => "headers-disagree",
            Oddity::FalselyEncrypted => "falsely-encrypted",
            Oddity::ManifestType => "manifest-type",
            Oddity::ManifestSize => "manifest-size",
            Oddity::ManifestChunk => "manifest-chunk",
            Oddity::ManifestTooDeep => "manifest-too-deep",
        }
    }
}

/// An app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apk {
    /// What its manifest says.
    pub manifest: Manifest,
    /// Who signed it, and whether that holds.
    pub signing: Signing,
    /// What its code and pages name.
    pub inside: Inside,
    /// What its icons look like; empty when none is a picture.
    pub icons: Vec<IconHash>,
    /// What is odd about the file, sorted, without repeats.
    pub oddities: Vec<Oddity>,
    /// SHA-256 of the whole file, in hexadecimal.
    pub sha256: String,
}

impl Apk {
    /// Reads an app. Total work is bounded by the length of the file and the limits of the parts.
    ///
    /// # Errors
    /// [`ApkError`] when there is no manifest to read; an app without or with broken signature is read.
    pub fn read(bytes: &[u8]) -> Result<Apk, ApkError> {
        let archive = Archive::read(bytes)?;
        let entry = archive.find(b"AndroidManifest.xml").ok_or(ApkError::NoManifest)?;
        let document = xml::read(&archive.content(entry, MANIFEST_BYTES_MAX)?)?;
        let table = archive
            .find(b"resources.arsc")
            .and_then(|entry| archive.content(entry, RESOURCES_BYTES_MAX).ok())
            .unwrap_or_default();
        let resources = Resources::read(&table);
        let manifest = Manifest::read(&document, &resources);
        let signing = Signing::read(&archive, manifest.target_sandbox);
        let inside = links::look(&archive, &resources);
        let icons = icon::look(&archive, &document, &resources);
        let mut oddities = [archive.oddities.as_slice(), &document.oddities].concat();
        oddities.sort();
        oddities.dedup();
        Ok(Apk { manifest, signing, inside, icons, oddities, sha256: hex(&Sha256::digest(bytes)) })
    }

    /// What telephones in use make of the signatures: those with Android 9 or later.
    pub fn signature(&self) -> State {
        self.signing.state(TELEPHONES_SINCE)
    }

    /// Reads a manifest that stands alone, without resources.
    ///
    /// # Errors
    /// [`ApkError::BrokenManifest`] when no element can be read.
    pub fn read_manifest(bytes: &[u8]) -> Result<(Manifest, Vec<Oddity>), ApkError> {
        let document = xml::read(&bytes[..bytes.len().min(MANIFEST_BYTES_MAX)])?;
        Ok((Manifest::read(&document, &Resources::default()), document.oddities))
    }
}

/// Bytes in hexadecimal.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
