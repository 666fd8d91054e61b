//! Facebook: profiles and pages by number or name, groups.
//!
//! Names are compared without case and dots, as the platform does (Facebook help, "usernames").

use super::{Link, Platform, name};
use crate::indicator::Problem;

pub(super) const PLATFORM: Platform = Platform {
    slug: "facebook",
    names: &["facebook", "fb", "face", "fanpage", "messenger", "mess"],
    hosts: &["facebook.com", "fb.com", "fb.me", "m.me", "messenger.com"],
    from_link,
    from_name,
};

/// First parts of a path that lead to no account, or to one that the link does not tell.
const NO_ACCOUNT: [&str; 44] = [
    "ads",
    "ajax",
    "apps",
    "business",
    "checkpoint",
    "dialog",
    "directory",
    "e2ee",
    "events",
    "fundraisers",
    "gaming",
    "games",
    "hashtag",
    "help",
    "home.php",
    "index.php",
    "l.php",
    "legal",
    "live",
    "login",
    "login.php",
    "lite",
    "marketplace",
    "media",
    "notes",
    "notifications",
    "plugins",
    "policies",
    "policy.php",
    "privacy",
    "public",
    "r.php",
    "recover",
    "reel",
    "reels",
    "search",
    "settings",
    "share",
    "sharer",
    "sharer.php",
    "stories",
    "terms",
    "watch",
    "videos",
];

fn from_link(link: &Link) -> Result<String, Problem> {
    let first = link.segment(0);
    match first.to_ascii_lowercase().as_str() {
        "" => Err(Problem::NotAnAccount),
        // A post or picture, with the account it belongs to in the query.
        "profile.php" | "story.php" | "permalink.php" | "photo.php" | "photo" | "video.php" => {
            link.query("id").and_then(id).ok_or(Problem::NotAnAccount)
        }
        "people" | "pages" | "p" => {
            link.segments[1..].iter().rev().find_map(|part| trailing_id(part)).ok_or(Problem::NotAnAccount)
        }
        "pg" => from_name(link.segment(1)),
        "groups" => group(link.segment(1)),
        "t" if link.is_on("messenger.com") => from_name(link.segment(1)),
        "messages" if link.segment(1) == "t" => from_name(link.segment(2)),
        other if NO_ACCOUNT.contains(&other) => Err(Problem::NotAnAccount),
        _ => from_name(first),
    }
}

fn from_name(text: &str) -> Result<String, Problem> {
    if let Some(text) = text.strip_prefix("group/") {
        return group(text);
    }
    if let Some(id) = trailing_id(text) {
        return Ok(id);
    }
    let name = name(text, &['.'], 3..=60)?.to_ascii_lowercase().replace('.', "");
    // Without its dots a name can be left with nothing, or be a number that names somebody else.
    if name.len() < 3 || name.bytes().all(|b| b.is_ascii_digit()) {
        Err(Problem::BadAccountName)
    } else {
        Ok(name)
    }
}

fn group(text: &str) -> Result<String, Problem> {
    let name = name(text, &['.', '_', '-'], 2..=80)?;
    Ok(format!("group/{}", name.to_ascii_lowercase()))
}

/// A whole number, or the number that ends an old page name (`Gia-Dinh-100000000000001`).
fn trailing_id(text: &str) -> Option<String> {
    id(text).or_else(|| text.rsplit_once('-').and_then(|(_, last)| id(last)))
}

fn id(text: &str) -> Option<String> {
    ((5..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.to_owned())
}
