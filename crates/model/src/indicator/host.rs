//! Hosts as resolvers see them: canonical names and addresses, registrable domains, public suffixes.
//!
//! Start at [`registrable_domain`], [`is_public_suffix`] and [`to_unicode`]. Sources: RFC 1035 section
//! 2.3.4 (lengths), UTS #46 (names in other scripts, non-transitional), Safe Browsing "URLs and hashing"
//! (addresses, dots), publicsuffix.org as kept by the `psl` crate.

use std::borrow::Cow;
use std::net::{Ipv4Addr, Ipv6Addr};

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

use super::Problem;

/// Octets of a label. Source: RFC 1035, section 2.3.4.
pub const LABEL_OCTETS_MAX: usize = 63;

/// Characters of a name in text without the final dot: 255 octets on the wire less the first length and
/// the root. Source: RFC 1035, section 2.3.4.
pub const NAME_CHARS_MAX: usize = 253;

/// Every ASCII character but letters, digits, hyphen, underscore and dot. The underscore is no host name
/// by RFC 952, but resolvers answer for it and fraudsters use it.
const DENIED: AsciiDenyList = AsciiDenyList::new(true, "!\"#$%&'()*+,/:;<=>?@[\\]^`{|}~");

/// Which writings of an IPv4 address are understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numbers {
    /// Every one that browsers accept after `http://`: decimal, octal, hexadecimal, one to four parts.
    Every,
    /// Four parts only: a bare number is more likely a telephone number, and `2.5` an amount.
    FourParts,
}

/// The public suffix of `host` with the registrable label before it; `None` for addresses, public
/// suffixes and names without a dot.
pub fn registrable_domain(host: &str) -> Option<&str> {
    if is_address(host) {
        return None;
    }
    psl::domain_str(host)
}

/// Whether names below `host` belong to different people by the public suffix list (`vn`, `com.vn`,
/// `github.io`); a name without a dot always counts as one.
pub fn is_public_suffix(host: &str) -> bool {
    !is_address(host) && psl::suffix_str(host) == Some(host)
}

/// The suffix of `host` (or `host` itself) below which a company, not a registry, gives out names
/// (`github.io`); `None` when there is none. Source: the private section of the public suffix list.
pub fn private_suffix(host: &str) -> Option<&str> {
    if is_address(host) {
        return None;
    }
    let suffix = psl::suffix(host.as_bytes()).filter(|suffix| suffix.typ() == Some(psl::Type::Private))?;
    host.get(host.len() - suffix.as_bytes().len()..)
}

/// Whether a canonical host is an IPv4 address or an IPv6 address in brackets.
pub fn is_address(host: &str) -> bool {
    host.starts_with('[') || host.ends_with(|c: char| c.is_ascii_digit()) && host.parse::<Ipv4Addr>().is_ok()
}

/// The host as a person reads it: A-labels in their own script. For display only.
pub fn to_unicode(host: &str) -> Cow<'_, str> {
    if host.contains("xn--") {
        Uts46::new().to_unicode(host.as_bytes(), DENIED, Hyphens::Allow).0
    } else {
        Cow::Borrowed(host)
    }
}

/// The canonical host and its parents down to the registrable domain, longest first. An address or a
/// public suffix stands alone.
pub fn with_parents(host: &str) -> impl Iterator<Item = &str> {
    let shortest = registrable_domain(host).map_or(host.len(), str::len);
    std::iter::successors(Some(host), move |host| {
        let (_, parent) = host.split_once('.')?;
        (parent.len() >= shortest).then_some(parent)
    })
}

/// The canonical form of a host: lower-case A-labels without outer or doubled dots, dotted decimal IPv4,
/// or IPv6 in brackets in the form of RFC 5952.
///
/// `raw` holds the bytes of a host after percent-unescaping. A leading wildcard (`*.`) is dropped. Names
/// without a dot are returned too: whether they are wanted is for the caller to say.
pub(crate) fn canonicalise(raw: &[u8], numbers: Numbers) -> Result<String, Problem> {
    let text = std::str::from_utf8(raw).map_err(|_| Problem::BadIdn)?;
    if let Some(inner) = text.strip_prefix('[') {
        return ipv6(inner.strip_suffix(']').ok_or(Problem::BadAddress)?);
    }
    let name = clean_dots(text);
    let name = name.strip_prefix("*.").unwrap_or(&name);
    if name.is_empty() {
        return Err(Problem::NotAHost);
    }
    let name = to_ascii(name)?;
    if ends_in_number(&name) {
        return ipv4(&name, numbers);
    }
    if name.len() > NAME_CHARS_MAX || name.split('.').any(|label| label.len() > LABEL_OCTETS_MAX) {
        return Err(Problem::HostTooLong);
    }
    Ok(name)
}

/// As [`canonicalise`], for hosts that stand on the internet: a name has a dot, an address is public.
pub(crate) fn canonicalise_public(raw: &[u8], numbers: Numbers) -> Result<String, Problem> {
    let host = canonicalise(raw, numbers)?;
    let address = host.strip_prefix('[').and_then(|h| h.strip_suffix(']'));
    let is_private = match (address, host.parse::<Ipv4Addr>()) {
        (Some(address), _) => address.parse::<Ipv6Addr>().is_ok_and(is_private_ipv6),
        (None, Ok(address)) => is_private_ipv4(address),
        (None, Err(_)) if host.contains('.') => false,
        (None, Err(_)) => return Err(Problem::NoDot),
    };
    if is_private { Err(Problem::PrivateAddress) } else { Ok(host) }
}

/// Drops leading and trailing dots and makes runs of dots one; full stops of other scripts are dots
/// (UTS #46, section 2.3).
fn clean_dots(text: &str) -> Cow<'_, str> {
    let is_dot = |c: char| matches!(c, '.' | '\u{3002}' | '\u{ff0e}' | '\u{ff61}');
    let trimmed = text.trim_matches(is_dot);
    if trimmed.is_ascii() && !trimmed.contains("..") {
        return Cow::Borrowed(trimmed);
    }
    let labels: Vec<&str> = trimmed.split(is_dot).filter(|label| !label.is_empty()).collect();
    Cow::Owned(labels.join("."))
}

fn to_ascii(name: &str) -> Result<String, Problem> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.' | b'_');
    if name.bytes().all(plain) && !name.contains("xn--") {
        return Ok(name.to_owned());
    }
    if name.is_ascii() && !name.bytes().all(|b| plain(b.to_ascii_lowercase())) {
        return Err(Problem::NotAHost);
    }
    // Invisible letters can vanish in the mapping and leave an empty label behind.
    let ascii = Uts46::new()
        .to_ascii(name.as_bytes(), DENIED, Hyphens::Allow, DnsLength::Ignore)
        .map_err(|_| Problem::BadIdn)?;
    let ascii = clean_dots(&ascii);
    if ascii.is_empty() { Err(Problem::NotAHost) } else { Ok(ascii.into_owned()) }
}

/// Whether browsers would insist on an IPv4 address. Source: WHATWG URL, "ends in a number checker".
fn ends_in_number(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    last.bytes().all(|b| b.is_ascii_digit()) || number(last).is_some()
}

fn ipv4(name: &str, numbers: Numbers) -> Result<String, Problem> {
    let parts: Vec<u64> = name.split('.').map(number).collect::<Option<_>>().ok_or(Problem::BadAddress)?;
    let (last, front) = parts.split_last().ok_or(Problem::BadAddress)?;
    if numbers == Numbers::FourParts && front.len() != 3 {
        return Err(if front.is_empty() { Problem::NoDot } else { Problem::BadAddress });
    }
    if front.len() > 3 || front.iter().any(|part| *part > 255) || *last >= 256u64.pow(4 - front.len() as u32)
    {
        return Err(Problem::BadAddress);
    }
    let high = front.iter().enumerate().fold(0u64, |sum, (index, part)| sum | part << (24 - 8 * index));
    let address = u32::try_from(high | last).map_err(|_| Problem::BadAddress)?;
    Ok(Ipv4Addr::from(address).to_string())
}

/// One part of an IPv4 address: decimal, octal after `0`, hexadecimal after `0x`.
fn number(text: &str) -> Option<u64> {
    let (digits, radix) = match text.strip_prefix("0x") {
        Some("") => return Some(0),
        Some(hex) => (hex, 16),
        None if text.len() > 1 && text.starts_with('0') => (&text[1..], 8),
        None => (text, 10),
    };
    // `from_str_radix` would also take a sign.
    digits.bytes().all(|b| b.is_ascii_alphanumeric()).then(|| u64::from_str_radix(digits, radix).ok())?
}

fn ipv6(inner: &str) -> Result<String, Problem> {
    let address: Ipv6Addr = inner.parse().map_err(|_| Problem::BadAddress)?;
    let [a, b, c, d, e, f, high, low] = address.segments();
    let embedded = address.to_ipv4_mapped().or_else(|| {
        // NAT64 with the well-known prefix 64:ff9b::/96 (RFC 6052, section 2.1).
        ([a, b, c, d, e, f] == [0x64, 0xff9b, 0, 0, 0, 0])
            .then(|| Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)))
    });
    Ok(embedded.map_or_else(|| format!("[{address}]"), |address| address.to_string()))
}

/// Networks that mean somebody else for each reader. Documentation networks (RFC 5737) are let through:
/// samples use them and nobody answers there.
fn is_private_ipv4(address: Ipv4Addr) -> bool {
    let [a, b, ..] = address.octets();
    a == 0
        || address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_broadcast()
        || (a == 100 && (64..128).contains(&b))
}

fn is_private_ipv6(address: Ipv6Addr) -> bool {
    address.is_unspecified()
        || address.is_loopback()
        || address.is_unique_local()
        || address.is_unicast_link_local()
        || address.is_multicast()
}
