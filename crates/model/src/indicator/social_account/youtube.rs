//! YouTube: handles without case (`@name`), channels by number (case matters), old names (`c/`, `user/`).

use super::{Link, Platform, name};
use crate::indicator::Problem;

pub(super) const PLATFORM: Platform =
    Platform { slug: "youtube", names: &["youtube", "yt"], hosts: &["youtube.com"], from_link, from_name };

fn from_link(link: &Link) -> Result<String, Problem> {
    match link.segment(0) {
        first if first.starts_with('@') => from_name(first),
        first @ ("channel" | "c" | "user") => from_name(&format!("{first}/{}", link.segment(1))),
        _ => Err(Problem::NotAnAccount),
    }
}

fn from_name(text: &str) -> Result<String, Problem> {
    match text.split_once('/') {
        // Two letters and 22 characters of base 64.
        Some(("channel", id)) if id.len() == 24 && id.starts_with("UC") => {
            Ok(format!("channel/{}", name(id, &['_', '-'], 24..=24)?))
        }
        Some((kind @ ("c" | "user"), account)) => {
            Ok(format!("{kind}/{}", name(account, &['_', '-', '.'], 1..=60)?.to_ascii_lowercase()))
        }
        Some(_) => Err(Problem::BadAccountName),
        None => Ok(format!("@{}", name(text, &['_', '-', '.'], 3..=30)?.to_ascii_lowercase())),
    }
}
