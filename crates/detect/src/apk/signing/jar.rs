//! Scheme 1: a list of files with their digests, a list of that list, and a signature over the latter.
//!
//! Sources: JAR file specification, "signed JAR file"; AOSP, "application signing", "JAR signing (v1 scheme)"; where
//! they leave room: apksig 31.

use std::collections::{HashMap, HashSet};

use super::digest::Hash;
use super::sections::{Section, sections};
use super::{Fault, Signer, pkcs7, signer};
use crate::apk::ApkError;
use crate::apk::zip::Archive;

/// Bytes of the largest list or signature file.
const LIST_BYTES_MAX: usize = 16 << 20;
const SIGNATURE_BYTES_MAX: usize = 1 << 20;
/// Signers of one file. Source: apksig.
const SIGNERS_MAX: usize = 10;
const LIST: &[u8] = b"META-INF/MANIFEST.MF";

/// The signers, and the numbers of the other schemes that their lists promise.
pub(super) type Verified = (Vec<Signer>, Vec<u32>);

/// Verifies every signer and every file; `None` when the file is not signed so.
pub(super) fn verify(archive: &Archive<'_>) -> Option<Result<Verified, Fault>> {
    let has_list = archive.find(LIST).is_some();
    let signatures: Vec<(&[u8], &[u8])> =
        archive.entries.iter().filter_map(|entry| Some((entry.name, signed_list(entry.name)?))).collect();
    match (has_list, signatures.is_empty()) {
        (false, true) => None,
        // A list without a signature promises nothing.
        (true, true) => None,
        (false, false) => Some(Err(Fault::Malformed)),
        (true, false) => Some(verify_all(archive, &signatures)),
    }
}

/// The name without its ending, of a file that holds a signature.
fn signed_list(name: &[u8]) -> Option<&[u8]> {
    let file = name.strip_prefix(b"META-INF/")?;
    if file.contains(&b'/') {
        return None;
    }
    let upper = name.to_ascii_uppercase();
    [&b".RSA"[..], b".DSA", b".EC"]
        .iter()
        .find(|ending| upper.ends_with(ending))
        .map(|ending| &name[..name.len() - ending.len()])
}

fn verify_all(archive: &Archive<'_>, signatures: &[(&[u8], &[u8])]) -> Result<Verified, Fault> {
    if signatures.len() > SIGNERS_MAX {
        return Err(Fault::Malformed);
    }
    let list = read(archive, LIST, LIST_BYTES_MAX)?;
    let parts = sections(&list).ok_or(Fault::Malformed)?;
    let mut signers = Vec::new();
    let mut promised = Vec::new();
    let mut covered: Vec<HashSet<String>> = Vec::new();
    for (name, stem) in signatures {
        let signed = read(archive, &[stem, &b".SF"[..]].concat(), LIST_BYTES_MAX)?;
        let signature = read(archive, name, SIGNATURE_BYTES_MAX)?;
        let certificate = pkcs7::verify(&signature, &signed)?;
        let own = sections(&signed).ok_or(Fault::Malformed)?;
        covered.push(names_covered(&list, &parts, &own)?);
        promised.extend(schemes_promised(&own));
        signers.push(signer(&certificate));
    }
    verify_files(archive, &parts, &covered)?;
    Ok((signers, promised))
}

fn read(archive: &Archive<'_>, name: &[u8], bytes_max: usize) -> Result<Vec<u8>, Fault> {
    let entry = archive.find(name).ok_or(Fault::Malformed)?;
    archive.content(entry, bytes_max).map_err(|_| Fault::Malformed)
}

/// Schemes that a signer says to have used besides. Source: apksig, `X-Android-APK-Signed`.
fn schemes_promised(list: &[Section<'_>]) -> Vec<u32> {
    let value = list.first().and_then(|main| main.value("X-Android-APK-Signed"));
    value.into_iter().flat_map(|value| value.split(',')).filter_map(|id| id.trim().parse().ok()).collect()
}

/// Names of the files that a signer's list covers, when its digests are those of the list.
fn names_covered(list: &[u8], parts: &[Section<'_>], own: &[Section<'_>]) -> Result<HashSet<String>, Fault> {
    let main = own.first().ok_or(Fault::Malformed)?;
    let whole = check(main, "-Digest-Manifest", list);
    let by_name: HashMap<&str, &Section<'_>> =
        parts.iter().skip(1).filter_map(|part| Some((part.name()?, part))).collect();
    let mut names = HashSet::new();
    for section in own.iter().skip(1) {
        let name = section.name().ok_or(Fault::Malformed)?;
        let part = by_name.get(name).ok_or(Fault::Contradiction)?;
        // Told twice, a part would be digested twice: a short list could ask for work without end.
        if !names.insert(name.to_owned()) {
            return Err(Fault::Malformed);
        }
        if whole != Some(true) && check(section, "-Digest", part.bytes) != Some(true) {
            return Err(Fault::ContentChanged);
        }
    }
    Ok(names)
}

/// Whether every digest of this kind in a section is right; `None` when it holds none.
fn check(section: &Section<'_>, ending: &str, bytes: &[u8]) -> Option<bool> {
    let digests = digests(section, ending);
    (!digests.is_empty()).then(|| digests.iter().all(|(hash, digest)| hash.of(bytes) == *digest))
}

/// The digests that a section tells. Source of their writing: RFC 4648, section 4.
fn digests(section: &Section<'_>, ending: &str) -> Vec<(Hash, Vec<u8>)> {
    let named = Hash::BY_NAME.iter().filter_map(|(name, hash)| {
        let value = section.value(&format!("{name}{ending}"))?;
        Some((*hash, data_encoding::BASE64.decode(value.trim().as_bytes()).unwrap_or_default()))
    });
    named.collect()
}

/// Every file outside `META-INF/` is in the list, has its digest, and is covered by the same signers.
fn verify_files(
    archive: &Archive<'_>,
    parts: &[Section<'_>],
    covered: &[HashSet<String>],
) -> Result<(), Fault> {
    let mut by_name: HashMap<&str, &Section<'_>> = HashMap::new();
    for part in parts.iter().skip(1) {
        if by_name.insert(part.name().ok_or(Fault::Malformed)?, part).is_some() {
            return Err(Fault::Malformed);
        }
    }
    let mut present = 0;
    let mut signed_by: Option<Vec<bool>> = None;
    for entry in &archive.entries {
        let name = std::str::from_utf8(entry.name).map_err(|_| Fault::Malformed)?;
        if name.contains(['\r', '\n']) {
            return Err(Fault::Malformed);
        }
        present += usize::from(by_name.contains_key(name));
        if name.starts_with("META-INF/") || name.ends_with('/') {
            continue;
        }
        let part = by_name.get(name).ok_or(Fault::FileNotSigned)?;
        let by: Vec<bool> = covered.iter().map(|names| names.contains(name)).collect();
        let same = signed_by.get_or_insert_with(|| by.clone()) == &by;
        if !same || !by.contains(&true) {
            return Err(Fault::FileNotSigned);
        }
        let expected = digests(part, "-Digest");
        if expected.is_empty() {
            return Err(Fault::FileNotSigned);
        }
        let mut running: Vec<_> = expected.iter().map(|(hash, _)| hash.begin()).collect();
        let read = archive.stream(entry, |chunk| {
            running.iter_mut().for_each(|one| one.take(chunk));
            Ok::<(), ApkError>(())
        });
        read.map_err(|_| Fault::ContentChanged)?;
        if running.into_iter().zip(&expected).any(|(one, (_, digest))| one.end() != *digest) {
            return Err(Fault::ContentChanged);
        }
    }
    // A file that the list names and the archive lacks was taken out.
    if present < by_name.len() { Err(Fault::ContentChanged) } else { Ok(()) }
}
