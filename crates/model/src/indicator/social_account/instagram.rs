//! Instagram: names without case.

use super::{Link, Platform, name};
use crate::indicator::Problem;

pub(super) const PLATFORM: Platform = Platform {
    slug: "instagram",
    names: &["instagram", "insta", "ig"],
    hosts: &["instagram.com", "instagr.am"],
    from_link,
    from_name,
};

const NO_ACCOUNT: [&str; 8] = ["p", "reel", "reels", "tv", "explore", "accounts", "direct", "share"];

fn from_link(link: &Link) -> Result<String, Problem> {
    match link.segment(0).to_ascii_lowercase().as_str() {
        "" => Err(Problem::NotAnAccount),
        "stories" if link.segment(1) != "highlights" => from_name(link.segment(1)),
        other if NO_ACCOUNT.contains(&other) || other == "stories" => Err(Problem::NotAnAccount),
        other => from_name(other),
    }
}

fn from_name(text: &str) -> Result<String, Problem> {
    Ok(name(text, &['.', '_'], 1..=30)?.to_ascii_lowercase())
}
