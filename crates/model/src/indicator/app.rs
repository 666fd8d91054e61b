//! Canonical form of `app`: `<package>` or `<package>#<sha-256 of the signing certificate>`; for an
//! application of the App Store, whose links do not show the package, `id<number>`.
//!
//! Case matters in packages. A certificate tells a copy from the real application of the same name.

use super::{Problem, clean, file, link};

/// Characters of a package. Source: longest path part of Android's package folders (255 less a suffix).
const PACKAGE_CHARS_MAX: usize = 223;

pub(super) fn canonicalise(input: &str) -> Result<String, Problem> {
    let plain = clean::plain(input);
    let text = plain.trim();
    if let Some(package) = from_link(text)? {
        return Ok(package);
    }
    match text.split_once('#') {
        Some((name, certificate)) => {
            Ok(format!("{}#{}", package(name.trim())?, file::sha256(certificate.trim())?))
        }
        None if is_store_number(text) => Ok(text.to_ascii_lowercase()),
        None => package(text),
    }
}

/// The application a link to a shop leads to; `None` when the text is no link to a shop.
fn from_link(text: &str) -> Result<Option<String>, Problem> {
    if let Some(query) = text.strip_prefix("market://details?") {
        return query_id(query).map(Some);
    }
    if !text.contains('/') {
        return Ok(None);
    }
    let parts = link::split(text)?;
    let host = parts.host.to_ascii_lowercase();
    match host.as_slice() {
        b"play.google.com" => query_id(parts.query.as_deref().unwrap_or_default()).map(Some),
        b"apps.apple.com" | b"itunes.apple.com" => {
            let number = parts.path.split('/').rev().find(|part| is_store_number(part));
            number.map(|number| Some(number.to_ascii_lowercase())).ok_or(Problem::NotAPackage)
        }
        _ => Err(Problem::NotAPackage),
    }
}

fn query_id(query: &str) -> Result<String, Problem> {
    package(query.split('&').find_map(|pair| pair.strip_prefix("id=")).ok_or(Problem::NotAPackage)?)
}

/// `id` and the digits of an application of the App Store.
fn is_store_number(text: &str) -> bool {
    let digits = text.strip_prefix("id").or_else(|| text.strip_prefix("ID"));
    digits
        .is_some_and(|digits| (6..=12).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// Two or more parts of letters, digits and underscores; each starts with a letter. Source: Android
/// developers, "set the application ID".
fn package(text: &str) -> Result<String, Problem> {
    let is_part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    if text.len() > PACKAGE_CHARS_MAX {
        Err(Problem::TooLong)
    } else if text.contains('.') && text.split('.').all(is_part) {
        Ok(text.to_owned())
    } else {
        Err(Problem::NotAPackage)
    }
}
