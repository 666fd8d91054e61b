//! X, once Twitter: names without case.

use super::{Link, Platform, name};
use crate::indicator::Problem;

pub(super) const PLATFORM: Platform =
    Platform { slug: "x", names: &["x", "twitter"], hosts: &["x.com", "twitter.com"], from_link, from_name };

const NO_ACCOUNT: [&str; 9] =
    ["i", "home", "search", "explore", "intent", "share", "hashtag", "settings", "login"];

fn from_link(link: &Link) -> Result<String, Problem> {
    let first = link.segment(0).to_ascii_lowercase();
    if first.is_empty() || NO_ACCOUNT.contains(&first.as_str()) {
        return Err(Problem::NotAnAccount);
    }
    from_name(&first)
}

fn from_name(text: &str) -> Result<String, Problem> {
    Ok(name(text, &['_'], 1..=15)?.to_ascii_lowercase())
}
