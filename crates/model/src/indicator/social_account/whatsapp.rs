//! WhatsApp: numbers, and groups by invitation (case matters).

use super::{Link, Platform, name, number};
use crate::indicator::Problem;

pub(super) const PLATFORM: Platform = Platform {
    slug: "whatsapp",
    names: &["whatsapp", "wa", "whatapp"],
    hosts: &["whatsapp.com", "wa.me"],
    from_link,
    from_name,
};

fn from_link(link: &Link) -> Result<String, Problem> {
    if link.is_on("chat.whatsapp.com") {
        return group(link.segments.last().map_or("", String::as_str));
    }
    let phone = link.query("phone").unwrap_or_else(|| link.segment(0));
    if phone.bytes().any(|b| b.is_ascii_digit()) {
        number(&format!("+{}", phone.trim_start_matches([' ', '+'])))
    } else {
        Err(Problem::NotAnAccount)
    }
}

fn from_name(text: &str) -> Result<String, Problem> {
    text.strip_prefix("group/").map_or_else(|| number(text), group)
}

fn group(token: &str) -> Result<String, Problem> {
    Ok(format!("group/{}", name(token, &['_', '-'], 8..=64)?))
}
