//! Links and hosts in any disguise, token by token.

use model::{Indicator, IndicatorKind};

use super::{Finds, email, opaque};
use crate::normalise::Folded;

/// Parts of the folded text that links, addresses and hashes take; numbers inside them are not numbers.
/// In order, not overlapping.
pub(crate) type Taken = Vec<(usize, usize)>;

/// Goes through the tokens between spaces once; adds links, addresses and opaque strings.
pub(crate) fn tokens(folded: &Folded<'_>, finds: &mut Finds) -> Taken {
    let mut taken = Taken::new();
    let text = &folded.text;
    let mut start = 0;
    while start < text.len() {
        if text[start] == b' ' {
            start += 1;
            continue;
        }
        let (mut end, mut dots, mut ats, mut colons) = (start, false, false, false);
        while end < text.len() && text[end] != b' ' {
            dots |= matches!(text[end], b'.' | b'[' | b'(');
            ats |= text[end] == b'@';
            colons |= text[end] == b':';
            end += 1;
        }
        let token = Token { folded, start, end };
        if dots || (colons && text[start..end].windows(3).any(|three| three == b"://")) {
            token.links(ats, finds, &mut taken);
        } else if end - start >= opaque::LEN_MIN {
            opaque::find(folded, start, end, finds, &mut taken);
        } else if let Some(end) = spelt_dot(folded, start, end) {
            token_of_words(folded, start, end, finds, &mut taken);
            start = end;
            continue;
        }
        start = end;
    }
    taken
}

struct Token<'f, 't> {
    folded: &'f Folded<'t>,
    start: usize,
    end: usize,
}

impl Token<'_, '_> {
    /// Every link of this token.
    fn links(&self, has_at: bool, finds: &mut Finds, taken: &mut Taken) {
        let text = &self.folded.text;
        let mut at = self.start;
        while at < self.end {
            let Some(start) = (at..self.end).find(|i| text[*i].is_ascii_alphanumeric()) else { return };
            if let Some(from) = self.scheme(start) {
                let end = trim_end(text, from, self.terminator(from));
                let end = match text[from..end].iter().skip(8).position(|byte| *byte == b'/') {
                    Some(path) => self.before_run_on(from + 8 + path, end),
                    None => end,
                };
                if has_host(&text[from..end]) {
                    self.add(from, end, finds, taken);
                }
                at = end.max(start + 1);
                continue;
            }
            let end = self.host_end(start);
            at = end.max(start + 1);
            if has_at && text.get(end) == Some(&b'@') {
                at = email::find(self.folded, start, end, self.end, finds, taken).unwrap_or(end + 1);
                continue;
            }
            if let Some((from, host_end)) = self.bare_host(start, end) {
                let end = self.path_end(host_end);
                self.add(from, end, finds, taken);
                at = end.max(at);
            }
        }
    }

    /// Where a link with a scheme begins, if its letters begin at or after `start`.
    fn scheme(&self, start: usize) -> Option<usize> {
        let text = &self.folded.text;
        let letters = text[start..self.end].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let colon = start + letters;
        if text.get(colon..colon + 3) != Some(b"://") || colon + 3 > self.end {
            return None;
        }
        let name = &text[start..colon];
        // Words may run into the scheme: `tạihttp://…`.
        let len = [5usize, 4].into_iter().find(|len| {
            name.len() >= *len && matches!(&name[name.len() - len..], b"https" | b"hxxps" | b"http" | b"hxxp")
        })?;
        Some(colon - len)
    }

    /// Where a link that begins at `from` must end.
    fn terminator(&self, from: usize) -> usize {
        let text = &self.folded.text;
        let ends = |byte: u8| matches!(byte, b'<' | b'>' | b'"' | b'{' | b'}' | b'|' | b'^' | b'`' | b'\'');
        (from..self.end).find(|at| ends(text[*at])).unwrap_or(self.end)
    }

    /// One past the run of host characters, defanged dots included.
    fn host_end(&self, start: usize) -> usize {
        let text = &self.folded.text;
        let mut end = start;
        while end < self.end {
            let byte = text[end];
            if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
                end += 1;
            } else if let Some(len) = defanged_dot(&text[end..self.end]) {
                end += len;
            } else {
                break;
            }
        }
        end
    }

    /// The host within a run of host characters that is given without scheme.
    fn bare_host(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let text = &self.folded.text;
        let mut end = end;
        while end > start && matches!(text[end - 1], b'.' | b'-' | b'_') {
            end -= 1;
        }
        let start = self.after_vietnamese_words(start, end);
        let has_path = matches!(text.get(end), Some(b'/' | b'?'))
            && text.get(end + 1).is_some_and(|byte| byte.is_ascii_graphic())
            && end < self.end;
        let mut host = undefang(&text[start..end]);
        let mut cut = end;
        // A word may run into the end: `abc.vip.Lien`.
        loop {
            if is_known_host(&host) {
                break;
            }
            let dot = host.iter().rposition(|byte| *byte == b'.')?;
            host.truncate(dot);
            cut = start + text[start..cut].iter().rposition(|byte| *byte == b'.')?;
        }
        let sure = (has_path && cut == end) || host.starts_with(b"www.") || host.len() != cut - start;
        let written = self.folded.slice(start, cut);
        (sure || is_plausible(&host, written)).then_some((start, cut))
    }

    /// Vietnamese words with marks run into a host: `hạn.vidu.com`. The host starts after the last of them.
    fn after_vietnamese_words(&self, start: usize, end: usize) -> usize {
        let written = self.folded.slice(start, end);
        if written.is_ascii() {
            return start;
        }
        let text = &self.folded.text;
        let (mut label, mut from) = (start, start);
        let dots = (start..end).filter(|at| text[*at] == b'.');
        for dot in dots {
            let part = self.folded.slice(label, dot);
            // `chu.vn.mở-khóa.net`: behind a name, with nothing but an ending after it, it is a name too.
            let is_name = label > start && !text[dot + 1..end].contains(&b'.');
            if !part.is_ascii()
                && !is_name
                && is_vietnamese_only(part)
                && self.folded.slice(dot, end).is_ascii()
            {
                from = dot + 1;
            }
            label = dot + 1;
        }
        from
    }

    /// One past the port, path and query that follow a host.
    fn path_end(&self, host_end: usize) -> usize {
        let text = &self.folded.text;
        let mut end = host_end;
        if text.get(end) == Some(&b':') {
            let digits = text[end + 1..self.end].iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits > 0 {
                end += 1 + digits;
            }
        }
        if end < self.end && matches!(text[end], b'/' | b'?' | b'#') {
            end = trim_end(text, end, self.terminator(end)).max(host_end);
            end = self.before_run_on(host_end, end);
        }
        end
    }

    /// `…/abc.Chi tiết`: a sentence that runs into the path does not belong to it.
    fn before_run_on(&self, host_end: usize, end: usize) -> usize {
        let text = &self.folded.text;
        let Some(dot) = text[host_end..end].iter().rposition(|byte| *byte == b'.').map(|at| host_end + at)
        else {
            return end;
        };
        let written = self.folded.slice(dot + 1, end);
        let mut letters = written.chars();
        let capital = letters.next().is_some_and(char::is_uppercase);
        let rest = letters.as_str();
        let word = !rest.is_empty() && rest.chars().all(char::is_lowercase);
        if capital && word && end < text.len() && text[end] == b' ' { dot } else { end }
    }

    fn add(&self, start: usize, end: usize, finds: &mut Finds, taken: &mut Taken) {
        let written = self.folded.slice(start, end);
        let plain = self.folded.str(start, end);
        if let Some(indicator) = read_link(written).or_else(|| read_link(plain)) {
            finds.add(self.folded, indicator, start, end);
            taken.push((start, end));
        }
    }
}

/// The narrowest indicator that a link is: an account on a platform, an app, a page, a host.
fn read_link(written: &str) -> Option<Indicator> {
    if let Some(dotted) = address_as_number(written) {
        return read_link(&dotted);
    }
    let after_scheme = written.split_once("://").map_or(written, |(_, rest)| rest);
    let has_page = after_scheme
        .find(['/', '?'])
        .is_some_and(|at| after_scheme[at..].bytes().any(|byte| !matches!(byte, b'/' | b'?' | b'#')));
    if has_page {
        let platform = |host: &str| SOCIAL_HOSTS.iter().any(|social| host.ends_with(social));
        let host = after_scheme.split(['/', '?', ':']).next().unwrap_or_default();
        if platform(&host.to_ascii_lowercase())
            && let Ok(account) = Indicator::parse(IndicatorKind::SocialAccount, written)
        {
            return Some(account);
        }
        return Indicator::parse(IndicatorKind::Url, written).ok();
    }
    let host = after_scheme.trim_end_matches(['/', '?', '#']);
    Indicator::parse(IndicatorKind::Domain, host)
        .ok()
        .or_else(|| Indicator::parse(IndicatorKind::Url, written).ok())
}

/// `http://3232235777/a`: the address written as one number, in its usual form. Source: inet_aton(3).
fn address_as_number(written: &str) -> Option<String> {
    let (scheme, rest) = written.split_once("://")?;
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let number: u32 = rest[..digits].parse().ok().filter(|number| *number >= 1 << 24)?;
    let ends = rest[digits..].is_empty() || rest[digits..].starts_with(['/', ':', '?']);
    ends.then(|| format!("{scheme}://{}{}", std::net::Ipv4Addr::from(number), &rest[digits..]))
}

/// Platforms whose links may name an account.
const SOCIAL_HOSTS: &[&str] = &[
    "facebook.com",
    "fb.com",
    "fb.me",
    "m.me",
    "messenger.com",
    "zalo.me",
    "t.me",
    "telegram.me",
    "tiktok.com",
    "instagram.com",
    "youtube.com",
    "viber.com",
];

/// Length of a defanged dot at the beginning: `[.]`, `(.)`, `[dot]`, `(dot)`.
fn defanged_dot(text: &[u8]) -> Option<usize> {
    [&b"[.]"[..], b"(.)", b"{.}", b"[dot]", b"(dot)"]
        .iter()
        .find(|dot| text.starts_with(dot))
        .map(|dot| dot.len())
}

fn undefang(host: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(host.len());
    let mut at = 0;
    while at < host.len() {
        match defanged_dot(&host[at..]) {
            Some(len) => {
                plain.push(b'.');
                at += len;
            }
            None => {
                plain.push(host[at]);
                at += 1;
            }
        }
    }
    plain
}

/// Whether something like a host follows the scheme.
fn has_host(link: &[u8]) -> bool {
    let rest = link.windows(3).position(|three| three == b"://").map_or(link, |at| &link[at + 3..]);
    let digits = rest.iter().take_while(|byte| byte.is_ascii_hexdigit() || **byte == b'x').count();
    // `http://3232235777/`: an address as one number.
    let number = (8..=10).contains(&digits)
        && rest[0].is_ascii_digit()
        && !rest.get(digits).is_some_and(u8::is_ascii_alphanumeric);
    (rest.contains(&b'.') || number)
        && rest.first().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'[')
}

/// At least two labels, none empty, ending in a suffix of the public suffix list or a reserved ending.
fn is_known_host(host: &[u8]) -> bool {
    host.contains(&b'.')
        && host.len() <= 253
        && !host.split(|byte| *byte == b'.').any(|label| label.is_empty() || label.len() > 63)
        && (psl::suffix(host).is_some_and(|suffix| suffix.is_known() && suffix.as_bytes().len() < host.len())
            || RESERVED_ENDINGS.iter().any(|ending| host.ends_with(ending) && host.len() > ending.len()))
}

/// Endings that nobody can register: what samples and demonstrations are made of. Source: RFC 6761, section 6.
const RESERVED_ENDINGS: [&[u8]; 3] = [b".example", b".invalid", b".test"];

/// Whether a whole submission is a host: no sentence stands around it that it could be a part of.
pub(super) fn is_host(text: &str) -> bool {
    let host = text.to_ascii_lowercase();
    let top = host.rsplit('.').next().unwrap_or_default();
    let plain = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    plain && is_known_host(host.as_bytes()) && !FILE_ENDINGS.contains(&top)
}

/// Whether a host without scheme, path or `www.` is meant as one, and is not two sentences run together.
fn is_plausible(host: &[u8], written: &str) -> bool {
    let mut labels = host.rsplit(|byte| *byte == b'.');
    let (Some(top), Some(name)) = (labels.next(), labels.next()) else { return false };
    let deep = labels.next().is_some();
    let top = std::str::from_utf8(top).unwrap_or_default();
    if FILE_ENDINGS.contains(&top) {
        return false;
    }
    if STRONG_SHORT.contains(&top) || (top.len() > 2 && !WORD_LIKE.contains(&top)) {
        return true;
    }
    // `khoan.De`, `nay.La`: a full stop without a space.
    let sentence = written
        .as_bytes()
        .windows(3)
        .any(|three| three[1] == b'.' && three[0].is_ascii_lowercase() && three[2].is_ascii_uppercase());
    let odd = name.len() >= 8 || name.iter().any(|byte| byte.is_ascii_digit() || *byte == b'-');
    !sentence && (odd || deep) && written.is_ascii()
}

/// Two-letter endings that are hardly ever a Vietnamese word after a full stop.
const STRONG_SHORT: &[&str] = &["vn", "cc", "io", "tv", "ly", "gg", "us", "uk", "eu", "ws"];
/// Longer endings that are also Vietnamese or common English words.
const WORD_LIKE: &[&str] =
    &["cam", "moi", "man", "kim", "now", "how", "next", "you", "here", "cat", "bao", "gay", "hot", "ong"];
/// Endings of file names that are also top-level domains.
const FILE_ENDINGS: &[&str] = &["zip", "mov", "sh", "py", "rs", "md", "ps"];

fn is_vietnamese_only(part: &str) -> bool {
    use crate::normalise::fold::{Writing, fold};
    part.chars().all(|character| matches!(fold(character).writing, Writing::Plain | Writing::Marked))
}

/// Without the punctuation that a sentence puts after a link.
fn trim_end(text: &[u8], start: usize, mut end: usize) -> usize {
    while end > start
        && matches!(text[end - 1], b'.' | b',' | b';' | b':' | b'!' | b'?' | b')' | b']' | b'*' | b'-')
    {
        end -= 1;
    }
    end
}

/// `vidu dot com`, `vidu . com`, `vidu .com/trang`: where it ends when this token begins it.
fn spelt_dot(folded: &Folded<'_>, start: usize, end: usize) -> Option<usize> {
    let text = &folded.text;
    let name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let dotted = matches!(text.get(end + 1), Some(b'd' | b'c' | b'.' | b'[' | b'('));
    if !dotted || end - start < 3 || !text[start..end].iter().all(name) {
        return None;
    }
    let rest = &text[end + 1..];
    let dots = [&b"dot "[..], b"cham ", b". ", b"[.] ", b"(.) ", b"."];
    let len = dots.iter().find(|dot| rest.starts_with(dot))?.len();
    let top = rest[len..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let known = std::str::from_utf8(&rest[len..len + top]).is_ok_and(|top| SPELT_ENDINGS.contains(&top));
    let path = match rest.get(len + top) {
        Some(b'/') => rest[len + top..].iter().take_while(|byte| **byte != b' ').count(),
        _ => 0,
    };
    known.then(|| trim_end(text, end, end + 1 + len + top + path))
}

/// Endings that are meant where a host is written with spaces.
const SPELT_ENDINGS: &[&str] =
    &["com", "vn", "net", "org", "info", "top", "vip", "xyz", "online", "site", "shop", "club", "cc", "app"];

/// Adds a link whose dot is spelt out or set apart.
fn token_of_words(folded: &Folded<'_>, start: usize, end: usize, finds: &mut Finds, taken: &mut Taken) {
    let mut parts = folded.str(start, end).split(' ');
    let link = match (parts.next(), parts.next_back()) {
        (Some(name), Some(top)) => format!("{name}.{}", top.trim_start_matches('.')),
        _ => return,
    };
    if let Some(indicator) = read_link(&link) {
        finds.add(folded, indicator, start, end);
        taken.push((start, end));
    }
}
