//! The key of the transparency log, in the form in which Go's tools write one: `PRIVATE+KEY+name+hash+seed`.
//! Source: the documentation of golang.org/x/mod/sumdb/note. A key that was renewed stands on a line above the one
//! before it.

use std::io;
use std::path::Path;

use data_encoding::{BASE64, HEXLOWER};
use web::transparency::LogKey;

use crate::complaint::{Complaint, OrComplain as _};
use crate::settings::Settings;

/// What a written key begins with.
const MARK: &str = "PRIVATE+KEY+";
/// The number of Ed25519 in signed notes, before the seed.
const ED25519: u8 = 1;

/// The key in this file; made from `seed` and written there when there is none.
///
/// # Errors
/// When the file cannot be read or written, holds no key, or holds that of a log with another name than the
/// settings want.
pub(crate) fn open(path: &Path, settings: &Settings, seed: [u8; 32]) -> anyhow::Result<LogKey> {
    let wanted = settings.transparency.origin.as_str();
    match std::fs::read_to_string(path) {
        Ok(text) => {
            let key = parse(text.trim()).ok_or_else(|| Complaint::new("log-key", path.display()))?;
            if !wanted.is_empty() && key.verifier_key().name() != wanted {
                return Err(Complaint::new("log-origin", key.verifier_key().name()).into());
            }
            Ok(key)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let name = if wanted.is_empty() {
                default_name(&settings.server.public_url, &seed)
            } else {
                wanted.to_owned()
            };
            let key = LogKey::new(&name, &seed).ok_or_else(|| Complaint::new("log-origin", &name))?;
            crate::data_dir::write_key(path, &write(&key, &seed)).or_complain("log-key", path.display())?;
            Ok(key)
        }
        Err(error) => Err(error).or_complain("log-key", path.display()),
    }
}

/// The host people reach us under, or a name nobody else has.
fn default_name(public_url: &str, seed: &[u8; 32]) -> String {
    let host = public_url.split_once("://").map_or("", |(_, rest)| rest.trim_end_matches('/'));
    if !host.is_empty() {
        return format!("{host}/log");
    }
    let key = LogKey::new("a", seed).expect("the name is right");
    format!("khien-{}.invalid/log", HEXLOWER.encode(&key.verifier_key().public_key()[..6]))
}

fn write(key: &LogKey, seed: &[u8; 32]) -> String {
    let public = key.verifier_key().to_string();
    let (named, _) =
        public.rsplit_once(&format!("+{}", BASE64.encode(&public_bytes(key)))).unwrap_or((&public, ""));
    format!("{MARK}{named}+{}", BASE64.encode(&[[ED25519].as_slice(), seed].concat()))
}

fn public_bytes(key: &LogKey) -> Vec<u8> {
    [[ED25519].as_slice(), key.verifier_key().public_key()].concat()
}

/// Puts a new key above those in the file; the new one, and the one before.
///
/// # Errors
/// When the file cannot be read or written, or holds no key.
pub(crate) fn renew(path: &Path, seed: [u8; 32]) -> anyhow::Result<(LogKey, LogKey)> {
    let text = std::fs::read_to_string(path).or_complain("log-key", path.display())?;
    let refused = || Complaint::new("log-key", path.display());
    let (name, mut seeds) = lines(text.trim()).ok_or_else(refused)?;
    let before = LogKey::renewed(&name, &seeds).ok_or_else(refused)?;
    seeds.insert(0, seed);
    let key = LogKey::renewed(&name, &seeds).ok_or_else(refused)?;
    let fresh = path.with_extension("new");
    let _ = std::fs::remove_file(&fresh);
    let write = || {
        crate::data_dir::write_key(&fresh, &format!("{}\n{}", write(&key, &seed), text.trim()))?;
        std::fs::rename(&fresh, path)
    };
    write().or_complain("log-key", path.display())?;
    Ok((key, before))
}

fn parse(text: &str) -> Option<LogKey> {
    let (name, seeds) = lines(text)?;
    LogKey::renewed(&name, &seeds)
}

/// The name, which all keys share, and the seed on each line.
fn lines(text: &str) -> Option<(String, Vec<[u8; 32]>)> {
    let read: Vec<(String, [u8; 32])> = text.lines().map(line).collect::<Option<_>>()?;
    let name = read.first()?.0.clone();
    let same = read.iter().all(|(other, _)| *other == name);
    same.then(|| (name, read.into_iter().map(|(_, seed)| seed).collect()))
}

fn line(text: &str) -> Option<(String, [u8; 32])> {
    let mut parts = text.trim().strip_prefix(MARK)?.splitn(3, '+');
    let (name, hash, seed) = (parts.next()?, parts.next()?, parts.next()?);
    let seed = BASE64.decode(seed.as_bytes()).ok()?;
    let seed: [u8; 32] = seed.strip_prefix(&[ED25519])?.try_into().ok()?;
    let key = LogKey::new(name, &seed)?;
    key.verifier_key().to_string().starts_with(&format!("{name}+{hash}+")).then(|| (name.to_owned(), seed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_keeps_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.key");
        let mut settings = Settings::default();
        settings.server.public_url = "https://khien.example/".to_owned();
        let made = open(&path, &settings, [7; 32]).unwrap();
        assert_eq!(made.verifier_key().name(), "khien.example/log");
        settings.server.public_url = String::new();
        let again = open(&path, &settings, [8; 32]).unwrap();
        assert_eq!(again.verifier_key(), made.verifier_key());
        settings.transparency.origin = "other.example/log".to_owned();
        assert!(open(&path, &settings, [8; 32]).is_err(), "a log keeps its name");
        assert!(default_name("", &[7; 32]).ends_with(".invalid/log"));
    }

    #[test]
    fn a_renewed_key_stands_above_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.key");
        let first = open(&path, &Settings::default(), [7; 32]).unwrap();
        let (second, before) = renew(&path, [8; 32]).unwrap();
        assert_eq!(before.verifier_key(), first.verifier_key());
        let (third, _) = renew(&path, [9; 32]).unwrap();
        let read = open(&path, &Settings::default(), [1; 32]).unwrap();
        assert_eq!(read.verifier_key(), third.verifier_key());
        assert_eq!(read.former(), [second.verifier_key().clone(), first.verifier_key().clone()]);
        assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 3);
        assert!(renew(&folder.path().join("none"), [1; 32]).is_err());
    }

    /// The key of the example in the documentation of Go's `golang.org/x/mod/sumdb/note`.
    #[test]
    fn a_key_of_go_is_read() {
        let key =
            parse("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz").unwrap();
        let public = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        assert_eq!(key.verifier_key().to_string(), public);
        let seed = BASE64.decode(b"gQoUAtUUbI2E8kQzMPVAgOv5juF9nHT2JS/F1ccoMXM=").unwrap();
        assert_eq!(
            parse(&write(&key, &seed.try_into().unwrap())).map(|key| key.verifier_key().to_string()),
            Some(public.to_owned())
        );
        for wrong in [
            "",
            "PRIVATE+KEY+a+b+c",
            "PRIVATE+KEY+PeterNeumann+c74f20a4+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz",
        ] {
            assert!(parse(wrong).is_none(), "{wrong}");
        }
    }
}
