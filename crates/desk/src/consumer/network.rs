//! A range of IP addresses in CIDR notation.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

/// A range of addresses: an address and how many of its first bits count (RFC 4632; RFC 4291, 2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

/// The text is no address and no range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("read an address or a range such as 192.0.2.0/24")]
pub struct ParseNetworkError;

impl Network {
    /// Whether the address lies in the range. An IPv4 address inside an IPv6 one counts as itself.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                same_head(own.to_bits().into(), other.to_bits().into(), 32, self.bits)
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => same_head(own.to_bits(), other.to_bits(), 128, self.bits),
            _ => false,
        }
    }
}

fn same_head(own: u128, other: u128, width: u8, bits: u8) -> bool {
    let rest = u32::from(width - bits);
    own.checked_shr(rest).unwrap_or(0) == other.checked_shr(rest).unwrap_or(0)
}

/// Whether an address is of somebody on the public Internet, so that a request of ours to it reaches nothing
/// inside a network.
///
/// Refused: what the IANA registries of special-purpose addresses (RFC 6890) keep for other uses, documentation
/// included, and the ways to write an IPv4 address into an IPv6 one (RFC 6052, RFC 3056, RFC 4380) when that one is
/// not public.
pub fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            !crate::guard::is_special_v4(address)
                && !address.is_documentation()
                && !matches!(address.octets(), [192, 0, 0, _] | [192, 88, 99, _])
        }
        IpAddr::V6(address) => {
            let [first, second, ..] = address.segments();
            let embedded = match (first, second) {
                (0x64, 0xff9b) => Some(last_32(address)),
                (0x2002, _) => Some((u32::from(second) << 16) | u32::from(address.segments()[2])),
                _ => None,
            };
            if let Some(bits) = embedded {
                return is_public(IpAddr::V4(bits.into()));
            }
            // Only 2000::/3 is given out (IANA IPv6 address space); 2001::/23 holds Teredo and other protocols,
            // 2001:db8::/32 and 3fff::/20 are documentation.
            let is_protocol = first == 0x2001 && (second < 0x200 || second == 0x0db8);
            first & 0xe000 == 0x2000 && !is_protocol && !(first == 0x3fff && second < 0x1000)
        }
    }
}

fn last_32(address: Ipv6Addr) -> u32 {
    let [.., high, low] = address.segments();
    (u32::from(high) << 16) | u32::from(low)
}

impl FromStr for Network {
    type Err = ParseNetworkError;

    fn from_str(text: &str) -> Result<Network, ParseNetworkError> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| ParseNetworkError)?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            None => width,
            Some(bits) if bits.bytes().all(|b| b.is_ascii_digit()) => {
                bits.parse().ok().filter(|bits| *bits <= width).ok_or(ParseNetworkError)?
            }
            Some(_) => return Err(ParseNetworkError),
        };
        Ok(Network { address, bits })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = if self.address.is_ipv4() { 32 } else { 128 };
        if self.bits == width {
            write!(f, "{}", self.address)
        } else {
            write!(f, "{}/{}", self.address, self.bits)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(network: &str, address: &str, expected: bool) {
        let network: Network = network.parse().unwrap();
        assert_eq!(network.contains(address.parse().unwrap()), expected, "{network} {address}");
    }

    #[test]
    fn a_range_holds_what_shares_its_first_bits() {
        check("192.0.2.0/24", "192.0.2.255", true);
        check("192.0.2.0/24", "192.0.3.0", false);
        check("192.0.2.7", "192.0.2.7", true);
        check("192.0.2.7", "::ffff:192.0.2.7", true);
        check("0.0.0.0/0", "203.0.113.9", true);
        check("0.0.0.0/0", "2001:db8::1", false);
        check("::/0", "2001:db8::1", true);
        check("2001:db8::/32", "2001:db8:ffff::1", true);
        check("2001:db8::/32", "2001:db9::1", false);
    }

    #[test]
    fn only_addresses_of_the_public_internet_are_public() {
        for public in ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "64:ff9b::8.8.8.8", "2002:808:808::1"] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for other in [
            "127.0.0.1",
            "10.0.0.1",
            "172.31.0.1",
            "192.168.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.2.1",
            "198.18.0.1",
            "192.0.0.1",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:10.0.0.1",
            "64:ff9b::10.0.0.1",
            "2002:a00:1::",
            "2001:db8::1",
            "2001::1",
            "3fff::1",
            "4000::1",
        ] {
            assert!(!is_public(other.parse().unwrap()), "{other}");
        }
    }

    #[test]
    fn a_range_reads_back_as_written() {
        for text in ["192.0.2.0/24", "192.0.2.7", "2001:db8::/32"] {
            assert_eq!(text.parse::<Network>().unwrap().to_string(), text);
        }
        for bad in ["", "192.0.2.0/", "192.0.2.0/+8", "192.0.2/24", "::/129", "host.example"] {
            assert!(bad.parse::<Network>().is_err(), "{bad}");
        }
    }
}
