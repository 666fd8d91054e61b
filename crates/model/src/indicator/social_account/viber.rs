//! Viber: numbers, public accounts and groups by invitation (case matters).

use super::{Link, Platform, is_number, name, number};
use crate::indicator::Problem;

pub(super) const PLATFORM: Platform =
    Platform { slug: "viber", names: &["viber"], hosts: &["viber.com", "viber.click"], from_link, from_name };

fn from_link(link: &Link) -> Result<String, Problem> {
    if let Some(number_text) = link.query("number") {
        return number(&format!("+{}", number_text.trim_start_matches([' ', '+'])));
    }
    if let Some(account) = link.query("chatURI") {
        return from_name(account);
    }
    if let Some(token) = link.query("g2").or_else(|| link.query("g")) {
        return group(token);
    }
    if link.is_on("viber.click") {
        return number(&format!("+{}", link.segment(0).trim_start_matches('+')));
    }
    Err(Problem::NotAnAccount)
}

fn from_name(text: &str) -> Result<String, Problem> {
    if is_number(text) {
        return number(text);
    }
    match text.strip_prefix("group/") {
        Some(token) => group(token),
        None => Ok(name(text, &['.', '_', '-'], 3..=40)?.to_ascii_lowercase()),
    }
}

fn group(token: &str) -> Result<String, Problem> {
    Ok(format!("group/{}", name(token, &['_', '-', '='], 8..=128)?))
}
