//! Telegram: names without case, numbers, and invitations (`+…`, case matters).

use super::{Link, Platform, is_number, name, number};
use crate::indicator::Problem;

pub(super) const PLATFORM: Platform = Platform {
    slug: "telegram",
    names: &["telegram", "tele", "tg", "telegr"],
    hosts: &["t.me", "telegram.me", "telegram.dog"],
    from_link,
    from_name,
};

const NO_ACCOUNT: [&str; 12] = [
    "c",
    "share",
    "addstickers",
    "addemoji",
    "addtheme",
    "proxy",
    "socks",
    "iv",
    "login",
    "confirmphone",
    "setlanguage",
    "bg",
];

fn from_link(link: &Link) -> Result<String, Problem> {
    let first = link.segment(0);
    match first.to_ascii_lowercase().as_str() {
        "" => Err(Problem::NotAnAccount),
        "s" => from_name(link.segment(1)),
        "joinchat" => invitation(link.segment(1)),
        "resolve" if link.host.is_empty() => match (link.query("domain"), link.query("phone")) {
            (Some(name), _) => from_name(name),
            (None, Some(phone)) => number(&format!("+{}", phone.trim_start_matches('+'))),
            (None, None) => Err(Problem::NotAnAccount),
        },
        "join" if link.host.is_empty() => link.query("invite").map_or(Err(Problem::NotAnAccount), invitation),
        other if NO_ACCOUNT.contains(&other) => Err(Problem::NotAnAccount),
        _ => from_name(first),
    }
}

fn from_name(text: &str) -> Result<String, Problem> {
    if is_number(text) {
        return number(text);
    }
    if let Some(hash) = text.strip_prefix('+') {
        return invitation(hash);
    }
    let name = name(text, &['_'], 4..=32)?;
    // A name starts with a letter (Telegram, "usernames").
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        Ok(name.to_ascii_lowercase())
    } else {
        Err(Problem::BadAccountName)
    }
}

fn invitation(hash: &str) -> Result<String, Problem> {
    let hash = name(hash, &['_', '-'], 8..=64)?;
    if is_number(&hash) { number(&format!("+{hash}")) } else { Ok(format!("+{hash}")) }
}
