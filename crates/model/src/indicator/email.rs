//! Canonical form of `email`: `name@host.example`, both parts in lower case.
//!
//! RFC 5321 (2.4) lets the local part tell case apart; no provider of note does, so it is folded: one mailbox,
//! one indicator. Dots and `+tags` are kept, because their meaning differs between providers.

use super::host::{self, Numbers};
use super::{Problem, clean, link};

/// Octets of the part before the `@`. Source: RFC 5321, section 4.5.3.1.1.
const LOCAL_OCTETS_MAX: usize = 64;

/// Octets of an address. Source: RFC 5321, section 4.5.3.1.3 (path of 256 less the brackets).
const OCTETS_MAX: usize = 254;

/// Characters of the local part besides letters and digits. Source: RFC 5322, 3.2.3 (atext), and the dot.
const LOCAL_EXTRA: &[u8] = b"!#$%&'*+-/=?^_`{|}~.";

pub(super) fn canonicalise(input: &str) -> Result<String, Problem> {
    let plain = clean::plain(input);
    let mut text = plain.trim();
    if let Some((_, bracketed)) = text.split_once('<') {
        text = bracketed.strip_suffix('>').ok_or(Problem::NotAnAddress)?.trim();
    }
    if text.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:")) {
        text = text[7..].split('?').next().unwrap_or_default();
    }
    let unblunted = text
        .replace("[@]", "@")
        .replace("(@)", "@")
        .replace("[at]", "@")
        .replace("(at)", "@")
        .replace(" at ", "@");
    let (local, domain) = unblunted.split_once('@').ok_or(Problem::NotAnAddress)?;
    let local = local.trim().to_ascii_lowercase();
    if domain.contains('@') || local.is_empty() || local.starts_with('.') || local.ends_with('.') {
        return Err(Problem::NotAnAddress);
    }
    if !local.bytes().all(|b| b.is_ascii_alphanumeric() || LOCAL_EXTRA.contains(&b)) {
        return Err(Problem::BadCharacter);
    }
    let domain = link::refang(domain.trim());
    let domain = host::canonicalise_public(domain.as_bytes(), Numbers::FourParts)?;
    if host::is_address(&domain) {
        return Err(Problem::NotAHost);
    }
    if local.len() > LOCAL_OCTETS_MAX || local.len() + 1 + domain.len() > OCTETS_MAX {
        return Err(Problem::TooLong);
    }
    Ok(format!("{local}@{domain}"))
}
