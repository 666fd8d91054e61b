//! Zalo: people by number, official accounts by number or name, groups and QR links (case matters).

use super::{Link, Platform, is_number, name, number};
use crate::indicator::Problem;

pub(super) const PLATFORM: Platform = Platform {
    slug: "zalo",
    names: &["zalo", "zl", "zalooa"],
    hosts: &["zalo.me", "zaloapp.com"],
    from_link,
    from_name,
};

/// Digits of the number of an official account; longer than any telephone number.
const OFFICIAL_DIGITS: std::ops::RangeInclusive<usize> = 16..=20;

const NO_ACCOUNT: [&str; 8] = ["pc", "s", "apps", "download", "login", "me", "jump", "share"];

fn from_link(link: &Link) -> Result<String, Problem> {
    if link.host == "chat.zalo.me" || link.host == "id.zalo.me" {
        return Err(Problem::NotAnAccount);
    }
    match link.segment(0).to_ascii_lowercase().as_str() {
        "" => Err(Problem::NotAnAccount),
        "g" => opaque("group", link.segment(1)),
        "qr" => opaque("qr", link.segments.last().map_or("", String::as_str)),
        other if NO_ACCOUNT.contains(&other) => Err(Problem::NotAnAccount),
        _ => from_name(link.segment(0)),
    }
}

fn from_name(text: &str) -> Result<String, Problem> {
    let text = text.strip_prefix("OA ").or_else(|| text.strip_prefix("oa ")).unwrap_or(text);
    if OFFICIAL_DIGITS.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(text.to_owned());
    }
    if is_number(text) {
        return number(text);
    }
    match text.split_once('/') {
        Some((kind @ ("group" | "qr"), token)) => opaque(kind, token),
        Some(_) => Err(Problem::BadAccountName),
        None => {
            let name = name(text, &['.', '_', '-'], 3..=40)?.to_ascii_lowercase();
            if name.bytes().all(|b| !b.is_ascii_alphabetic()) {
                Err(Problem::BadAccountName)
            } else {
                Ok(name)
            }
        }
    }
}

fn opaque(kind: &str, token: &str) -> Result<String, Problem> {
    Ok(format!("{kind}/{}", name(token, &['_', '-'], 4..=64)?))
}
