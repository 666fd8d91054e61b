//! A link as people paste it, taken apart by the rules of Safe Browsing.
//!
//! Source: Google Safe Browsing, "URLs and hashing" (v4 and v5). The host is cut out before
//! percent-unescaping, as browsers do, so that `http://a.example%2F@b.example` is a link to `b.example`.

use std::borrow::Cow;

use super::Problem;
use super::host::Numbers;

/// Schemes of the web, and how people blunt them so that nobody taps on them.
const WEB_SCHEMES: [&str; 12] =
    ["http", "https", "hxxp", "hxxps", "htxp", "htxps", "hxtp", "hxtps", "h**p", "h**ps", "ftp", "meow"];

/// Schemes that are recognised without `//` and lead somewhere else than to the web.
const OTHER_SCHEMES: [&str; 14] = [
    "about",
    "blob",
    "callto",
    "data",
    "file",
    "geo",
    "intent",
    "javascript",
    "mailto",
    "market",
    "sms",
    "smsto",
    "tel",
    "vbscript",
];

/// The parts of a link.
pub(super) struct Parts {
    /// As written, lower case; `None` when there is none.
    pub(super) scheme: Option<String>,
    /// Whether something stood before an `@` in front of the host.
    pub(super) has_user: bool,
    /// Percent-unescaped, without user and port; not yet canonical.
    pub(super) host: Vec<u8>,
    /// Canonical, starts with `/`.
    pub(super) path: String,
    /// Canonical, without `?`; `None` when there is no `?`.
    pub(super) query: Option<String>,
}

impl Parts {
    /// Which writings of an IPv4 address the link may use: without `http://` a number is seldom a host.
    pub(super) fn numbers(&self) -> Numbers {
        if self.scheme.is_some() { Numbers::Every } else { Numbers::FourParts }
    }
}

/// Takes a link, or a bare host, apart.
pub(super) fn split(input: &str) -> Result<Parts, Problem> {
    let input: Cow<'_, str> = if input.contains(['\t', '\r', '\n']) {
        Cow::Owned(input.replace(['\t', '\r', '\n'], ""))
    } else {
        Cow::Borrowed(input)
    };
    let (scheme, rest) = split_scheme(&input)?;
    let rest = rest.split('#').next().unwrap_or(rest);
    let authority_end = rest.find(['/', '?', '\\']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at(authority_end);
    let authority = refang(authority);
    let (user, host_and_port) = match authority.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, &*authority),
    };
    let host = without_port(host_and_port)?;
    let (path, query) = path_and_query(tail);
    Ok(Parts { scheme, has_user: user.is_some(), host: unescape(host.trim().as_bytes()), path, query })
}

fn split_scheme(input: &str) -> Result<(Option<String>, &str), Problem> {
    let is_slash = |c: char| matches!(c, '/' | '\\');
    let end = input
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '*')))
        .unwrap_or(input.len());
    let (name, rest) = input.split_at(end);
    let after = rest.strip_prefix(':').or_else(|| rest.strip_prefix("[:]"));
    // `hxxp[://]host` hides the whole separator.
    let after = after.or_else(|| rest.strip_prefix("[://]"));
    let Some(after) = after.filter(|_| !name.is_empty()) else {
        return Ok((None, input.strip_prefix("//").unwrap_or(input)));
    };
    let name = name.to_ascii_lowercase();
    if WEB_SCHEMES.contains(&name.as_str()) {
        Ok((Some(name), after.trim_start_matches(is_slash)))
    } else if after.starts_with("//") || OTHER_SCHEMES.contains(&name.as_str()) {
        Err(Problem::UnsupportedScheme)
    } else {
        Ok((None, input))
    }
}

/// Undoes what people do to a host so that nobody taps on it: `[.]`, `(.)`, `{.}`, ` dot `, ` chấm `.
///
/// Only the part before the path is touched, where brackets mean nothing else.
pub(super) fn refang(authority: &str) -> Cow<'_, str> {
    const BLUNTED: [&str; 12] = [
        "[.]", "(.)", "{.}", "[dot]", "(dot)", "{dot}", " dot ", " DOT ", "[chấm]", "(chấm)", " chấm ", "\\.",
    ];
    let mut text = Cow::Borrowed(authority);
    if authority.bytes().any(|b| matches!(b, b'[' | b'(' | b'{' | b' ' | b'\\')) {
        for blunted in BLUNTED {
            if text.contains(blunted) {
                text = Cow::Owned(text.replace(blunted, ".").replace(" .", ".").replace(". ", "."));
            }
        }
    }
    text
}

fn without_port(host: &str) -> Result<&str, Problem> {
    let colon = match host.rfind(']') {
        Some(bracket) => host[bracket..].find(':').map(|at| at + bracket),
        None => host.find(':'),
    };
    let Some(colon) = colon else { return Ok(host) };
    let port = &host[colon + 1..];
    if port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit()) {
        Ok(&host[..colon])
    } else {
        Err(Problem::NotAHost)
    }
}

/// Canonical path and query of what follows the host.
fn path_and_query(tail: &str) -> (String, Option<String>) {
    if tail.is_empty() || tail == "/" {
        return ("/".to_owned(), None);
    }
    let bytes = unescape(tail.as_bytes());
    // An escaped `?` starts the query too: the canonical form shows it bare, and must read back alike.
    let (path, query) = match bytes.iter().position(|b| *b == b'?') {
        Some(at) => (&bytes[..at], Some(&bytes[at + 1..])),
        None => (&bytes[..], None),
    };
    (escape(&resolve(path)), query.map(escape))
}

/// Percent-unescapes until nothing is left to unescape, in one pass: a byte that completes an escape with
/// those before it is taken back at once. Escapes cannot overlap, so the order does not matter.
pub(super) fn unescape(bytes: &[u8]) -> Vec<u8> {
    if !bytes.contains(&b'%') {
        return bytes.to_vec();
    }
    let mut out = Vec::with_capacity(bytes.len());
    for &byte in bytes {
        out.push(byte);
        while let [.., b'%', high, low] = out[..] {
            let (Some(high), Some(low)) = (hex(high), hex(low)) else { break };
            out.truncate(out.len() - 3);
            out.push(high << 4 | low);
        }
    }
    out
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// Resolves `/./` and `/../`, then makes runs of slashes one. A backslash counts as a slash, as in browsers.
fn resolve(path: &[u8]) -> Vec<u8> {
    let mut kept: Vec<&[u8]> = Vec::new();
    let mut ends_in_slash = false;
    for segment in path.split(|b| matches!(b, b'/' | b'\\')).skip(1) {
        ends_in_slash = matches!(segment, b"" | b"." | b"..");
        match segment {
            b"." => {}
            b".." => {
                kept.pop();
            }
            other => kept.push(other),
        }
    }
    let mut out = Vec::with_capacity(path.len() + 1);
    for segment in kept.iter().filter(|segment| !segment.is_empty()) {
        out.push(b'/');
        out.extend_from_slice(segment);
    }
    if ends_in_slash || out.is_empty() {
        out.push(b'/');
    }
    out
}

/// Percent-escapes, in upper case, every byte up to 0x20, from 0x7F on, `#` and `%`.
fn escape(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(bytes.len());
    for &byte in bytes {
        if byte <= 0x20 || byte >= 0x7f || matches!(byte, b'#' | b'%') {
            out.push('%');
            out.push(char::from(DIGITS[usize::from(byte >> 4)]));
            out.push(char::from(DIGITS[usize::from(byte & 15)]));
        } else {
            out.push(char::from(byte));
        }
    }
    out
}
