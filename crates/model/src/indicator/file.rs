//! Canonical form of `file`: the SHA-256 of its content, 64 lower-case hex digits (FIPS 180-4).

use super::{Problem, clean};

pub(super) fn canonicalise(input: &str) -> Result<String, Problem> {
    let plain = clean::plain(input);
    let text = plain.trim();
    let start = text.get(..8).filter(|start| start.to_ascii_lowercase().starts_with("sha"));
    let hash = match start {
        Some(_) => text.split_once([':', ' ', '=']).map_or(text, |(_, hash)| hash),
        None => text,
    };
    sha256(hash.trim())
}

/// 64 hex digits, in either case, with or without the colons that certificate tools print.
pub(super) fn sha256(text: &str) -> Result<String, Problem> {
    let hash: String = text.chars().filter(|c| !matches!(c, ':' | ' ')).collect();
    if hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit()) {
        Ok(hash.to_ascii_lowercase())
    } else {
        Err(Problem::NotAHash)
    }
}
