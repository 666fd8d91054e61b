//! Links and marks inside an app: what its code and pages would contact or do.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::resources::Resources;
use super::zip::{Archive, Entry};

/// Bytes of one file that are looked at.
const FILE_BYTES_MAX: usize = 32 << 20;
/// Files that are looked at.
const FILES_MAX: usize = 200;
/// Links that are kept.
const LINKS_MAX: usize = 200;
/// Bytes of the longest link that is kept.
const LINK_BYTES_MAX: usize = 300;
/// Strings of the table of resources that are looked at, and bytes of them: many may lie in the same place.
const STRINGS_MAX: usize = 50_000;
const STRING_BYTES_MAX: usize = 16 << 20;

const SCHEMES: &[&[u8]] = &[b"https", b"http"];

/// Hosts that name a format or stand in every app's libraries; contacting them says nothing.
///
/// Source: names of XML formats and of the libraries that Google and the Apache foundation publish.
const COMMON: &[&str] = &[
    "android.com",
    "apache.org",
    "android.googlesource.com",
    "developers.google.com",
    "example.com",
    "github.com",
    "google.com",
    "googleapis.com",
    "google-analytics.com",
    "googletagmanager.com",
    "googlesyndication.com",
    "gstatic.com",
    "goo.gl",
    "app-measurement.com",
    "crashlytics.com",
    "firebase.com",
    "doubleclick.net",
    "localhost",
    "mozilla.org",
    "facebook.com",
    "ietf.org",
    "jetbrains.com",
    "kotlinlang.org",
    "kxml.org",
    "openid.net",
    "oracle.com",
    "purl.org",
    "slf4j.org",
    "sun.com",
    "schema.org",
    "w3.org",
    "whatwg.org",
    "wikipedia.org",
    "xml.org",
    "xmlpull.org",
    "xmlsoap.org",
    "youtrack.jetbrains.com",
];

/// What was seen inside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inside {
    /// Links in the order of their appearance, without repeats and without hosts that every app names.
    pub links: Vec<String>,
    /// Code that records the screen.
    pub captures_screen: bool,
    /// Code that loads more code while it runs.
    pub loads_code: bool,
    /// The address of a Telegram robot: where stolen messages often go.
    pub telegram_robot: bool,
}

/// Looks through code, pages and strings. A file that cannot be unpacked is left out.
pub(super) fn look(archive: &Archive<'_>, resources: &Resources<'_>) -> Inside {
    let mut inside = Inside::default();
    let files = archive.entries.iter().filter(|entry| is_looked_at(entry)).take(FILES_MAX);
    for entry in files {
        if let Ok(content) = archive.content(entry, FILE_BYTES_MAX) {
            if entry.name.ends_with(b".dex") {
                inside.captures_screen |= holds(&content, b"createScreenCaptureIntent");
                inside.loads_code |= holds(&content, b"Ldalvik/system/DexClassLoader;");
            }
            inside.take(&content);
        }
    }
    let mut bytes = 0;
    for text in resources.strings(STRINGS_MAX) {
        bytes += text.len();
        if bytes > STRING_BYTES_MAX {
            break;
        }
        inside.take(text.as_bytes());
    }
    inside
}

fn is_looked_at(entry: &Entry<'_>) -> bool {
    let name = entry.name;
    let code = name.ends_with(b".dex") && !name.contains(&b'/');
    let page = [&b".html"[..], b".htm", b".js", b".json", b".txt", b".properties"]
        .iter()
        .any(|ending| name.ends_with(ending));
    code || (page && (name.starts_with(b"assets/") || name.starts_with(b"res/raw/")))
}

/// Finds what stands behind the scheme of every link.
fn finder() -> &'static AhoCorasick {
    static FINDER: LazyLock<AhoCorasick> =
        LazyLock::new(|| AhoCorasick::new(["://"]).expect("one short word fits in an automaton"));
    &FINDER
}

fn holds(content: &[u8], wanted: &[u8]) -> bool {
    AhoCorasick::new([wanted]).is_ok_and(|finder| finder.is_match(content))
}

impl Inside {
    fn take(&mut self, content: &[u8]) {
        for middle in finder().find_iter(content).map(|found| found.start()) {
            let at = middle + 3;
            let scheme = SCHEMES.iter().find(|scheme| content[..middle].ends_with(scheme));
            let Some(scheme) = scheme else { continue };
            let rest = &content[at..content.len().min(at + LINK_BYTES_MAX)];
            let len = rest.iter().position(|byte| !is_of_link(*byte)).unwrap_or(rest.len());
            if len < 4 || self.links.len() >= LINKS_MAX {
                continue;
            }
            let link = String::from_utf8_lossy(&content[middle - scheme.len()..at + len]).into_owned();
            self.telegram_robot |= link.contains("://api.telegram.org/bot");
            let host = host(&link);
            if host.contains('.') && !is_common(host) && !self.links.contains(&link) {
                self.links.push(link);
            }
        }
    }
}

fn is_of_link(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#@!&()*+,;=%".contains(&byte)
}

fn host(link: &str) -> &str {
    let rest = link.split_once("://").map_or("", |(_, rest)| rest);
    rest.split(['/', '?', '#', ':']).next().unwrap_or("")
}

fn is_common(host: &str) -> bool {
    COMMON.iter().any(|common| {
        host.strip_suffix(common).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(content: &str, expected: &[&str]) {
        let mut inside = Inside::default();
        inside.take(content.as_bytes());
        assert_eq!(inside.links, expected);
    }

    #[test]
    fn links_end_where_links_end() {
        check(
            "a\0https://c2.example/gate.php?x=1\0http://x.invalid\"",
            &["https://c2.example/gate.php?x=1", "http://x.invalid"],
        );
        check(
            "xhttp://a.example https://a.example https://a.example",
            &["http://a.example", "https://a.example"],
        );
    }

    #[test]
    fn names_of_formats_are_no_links() {
        check("http://schemas.android.com/apk/res/android http://www.w3.org/1999/xhtml https://", &[]);
        check("http://notw3.org/", &["http://notw3.org/"]);
    }
}
