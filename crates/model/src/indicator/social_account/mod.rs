//! Canonical form of `social_account`: `<platform>:<account>`, `facebook:100000000000001`, `zalo:+84900000001`.
//!
//! An account is read from a link, or from the name of the platform and the account. One file per platform.

mod facebook;
mod instagram;
mod link;
mod telegram;
mod tiktok;
mod viber;
mod whatsapp;
mod x;
mod youtube;
mod zalo;

use super::{Problem, clean, phone};
use link::Link;

/// One platform.
struct Platform {
    /// The stable name in front of the account.
    slug: &'static str,
    /// What people write for it, folded.
    names: &'static [&'static str],
    /// Its hosts; names below them count too.
    hosts: &'static [&'static str],
    /// The account a link leads to.
    from_link: fn(&Link) -> Result<String, Problem>,
    /// The account by its name; takes the canonical form too.
    from_name: fn(&str) -> Result<String, Problem>,
}

/// Every platform, in the order of the files.
const PLATFORMS: &[Platform] = &[
    facebook::PLATFORM,
    instagram::PLATFORM,
    telegram::PLATFORM,
    tiktok::PLATFORM,
    viber::PLATFORM,
    whatsapp::PLATFORM,
    x::PLATFORM,
    youtube::PLATFORM,
    zalo::PLATFORM,
];

pub(super) fn canonicalise(input: &str) -> Result<String, Problem> {
    let text = clean::plain(input);
    let text = clean::trim(&text);
    let (platform, account) = match named(text) {
        Some((platform, rest)) => (platform, account_of(platform, rest)?),
        None => {
            let link = Link::read(text).map_err(|_| Problem::UnknownPlatform)?;
            let platform = by_host(&link.host).ok_or(Problem::UnknownPlatform)?;
            (platform, (platform.from_link)(&link)?)
        }
    };
    // A name such as `zalo.me` would be taken for a link when it is read again; nobody has it.
    match account_of(platform, &account) {
        Ok(again) if again == account => Ok(format!("{}:{account}", platform.slug)),
        _ => Err(Problem::BadAccountName),
    }
}

/// The platform that the first word names, and what follows.
fn named(text: &str) -> Option<(&'static Platform, &str)> {
    let end = text.find(|c: char| c == ':' || c.is_whitespace())?;
    let (word, rest) = text.split_at(end);
    let word = clean::folded(word);
    let platform = PLATFORMS.iter().find(|platform| platform.names.contains(&word.as_str()))?;
    Some((platform, rest.trim_start_matches([':', ' '])))
}

/// The account behind the name of its platform: a link to it, an application's own link, or a name.
fn account_of(platform: &Platform, rest: &str) -> Result<String, Problem> {
    if rest.is_empty() {
        return Err(Problem::Empty);
    }
    if let Some(link) = rest.strip_prefix("//") {
        // `tg://resolve?domain=…`: the application's own scheme, which names the platform.
        return (platform.from_link)(&Link::of_application(link));
    }
    match Link::read(rest) {
        Ok(link) if by_host(&link.host).is_some_and(|other| other.slug == platform.slug) => {
            (platform.from_link)(&link)
        }
        _ => (platform.from_name)(rest),
    }
}

fn by_host(host: &str) -> Option<&'static Platform> {
    PLATFORMS.iter().find(|platform| {
        platform
            .hosts
            .iter()
            .any(|own| host.strip_suffix(own).is_some_and(|front| front.is_empty() || front.ends_with('.')))
    })
}

/// A name of ASCII letters, digits and `extra`, within `chars`.
fn name(text: &str, extra: &[char], chars: std::ops::RangeInclusive<usize>) -> Result<String, Problem> {
    let text = text.strip_prefix('@').unwrap_or(text);
    let fits = chars.contains(&text.chars().count())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || extra.contains(&c));
    if fits { Ok(text.to_owned()) } else { Err(Problem::BadAccountName) }
}

/// A telephone number in E.164; short codes have no accounts.
fn number(text: &str) -> Result<String, Problem> {
    let number = phone::canonicalise(text).map_err(|_| Problem::BadAccountName)?;
    if number.starts_with('+') { Ok(number) } else { Err(Problem::BadAccountName) }
}

/// Whether the text can only be a telephone number.
fn is_number(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    (8..=20).contains(&digits)
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '.' | '-' | '(' | ')'))
}
