//! TikTok: names without case.

use super::{Link, Platform, name};
use crate::indicator::Problem;

pub(super) const PLATFORM: Platform =
    Platform { slug: "tiktok", names: &["tiktok", "toptop"], hosts: &["tiktok.com"], from_link, from_name };

fn from_link(link: &Link) -> Result<String, Problem> {
    // Short links (`vt.tiktok.com`, `/t/`) and pages of the platform carry no `@`.
    match link.segment(0).strip_prefix('@') {
        Some(account) => from_name(account),
        None => Err(Problem::NotAnAccount),
    }
}

fn from_name(text: &str) -> Result<String, Problem> {
    Ok(name(text, &['.', '_'], 2..=24)?.to_ascii_lowercase())
}
