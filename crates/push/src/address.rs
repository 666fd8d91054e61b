//! Where we may push to: an HTTPS address on the public Internet.
//!
//! A consumer names the address, so it could name one inside our own network. The name is resolved by us, every
//! address it has must be public, and the connection goes to the very address that was checked; what the name
//! says a moment later does not matter. Redirects are not followed.

use std::net::{IpAddr, SocketAddr};

use desk::consumer::{Network, is_public};
use url::{Host, Url};

/// Longest address in characters.
const CHARS_MAX: usize = 500;

/// Addresses beyond the public ones that may be used, for consumers inside the operator's own network.
#[derive(Clone, Debug, Default)]
pub struct AddressRules {
    /// Ranges of private addresses that are allowed.
    pub allowed: Vec<Network>,
}

impl AddressRules {
    fn allows(&self, address: IpAddr) -> bool {
        is_public(address) || self.allowed.iter().any(|network| network.contains(address))
    }
}

/// An address to push to, as it was registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(Url);

/// We do not push there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Not an `https:` address with a host, or with a user, a password or a fragment.
    #[error("read an address that starts with https:// and names a host only")]
    Form,
    /// The name has no address, or nobody answers for it.
    #[error("find an address of the host `{0}`")]
    Unresolved(String),
    /// A private, reserved or local address that no rule allows.
    #[error("reach `{0}`, which is not an address on the public internet")]
    NotPublic(IpAddr),
}

impl AddressError {
    /// Stable code; the catalogue holds `push-error-<code>`.
    pub const fn code(&self) -> &'static str {
        match self {
            AddressError::Form => "form",
            AddressError::Unresolved(_) => "unresolved",
            AddressError::NotPublic(_) => "not-public",
        }
    }
}

impl Address {
    /// Reads an address. Its host is not resolved yet.
    ///
    /// # Errors
    /// [`AddressError::Form`].
    pub fn parse(text: &str) -> Result<Address, AddressError> {
        let url = Url::parse(text.trim()).map_err(|_| AddressError::Form)?;
        let is_plain = url.scheme() == "https"
            && url.host().is_some()
            && url.username().is_empty()
            && url.password().is_none()
            && url.fragment().is_none()
            && url.as_str().len() <= CHARS_MAX;
        if is_plain { Ok(Address(url)) } else { Err(AddressError::Form) }
    }

    /// The address in its canonical form, as it is signed.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The host, for TLS and the `Host` field.
    pub fn host(&self) -> &str {
        self.0.host_str().expect("checked by `parse`")
    }

    /// `Host` field: with the port when it is not 443.
    pub fn authority(&self) -> &str {
        let text = &self.0[url::Position::BeforeHost..url::Position::AfterPort];
        text.strip_suffix(":443").unwrap_or(text)
    }

    /// Path and query.
    pub fn path_and_query(&self) -> &str {
        &self.0[url::Position::BeforePath..url::Position::AfterQuery]
    }

    /// Resolves the host and picks an address, if every address it has may be used: one that mixes public and
    /// private answers is somebody's trick.
    ///
    /// # Errors
    /// [`AddressError::Unresolved`], [`AddressError::NotPublic`].
    pub async fn pin(&self, rules: &AddressRules) -> Result<SocketAddr, AddressError> {
        let port = self.0.port_or_known_default().unwrap_or(443);
        let found: Vec<SocketAddr> = match self.0.host() {
            Some(Host::Ipv4(address)) => vec![SocketAddr::from((address, port))],
            Some(Host::Ipv6(address)) => vec![SocketAddr::from((address, port))],
            _ => {
                let unresolved = |_| AddressError::Unresolved(self.host().to_owned());
                tokio::net::lookup_host((self.host(), port)).await.map_err(unresolved)?.collect()
            }
        };
        pick(&found, rules, self.host())
    }
}

fn pick(found: &[SocketAddr], rules: &AddressRules, host: &str) -> Result<SocketAddr, AddressError> {
    if let Some(refused) = found.iter().find(|address| !rules.allows(address.ip())) {
        return Err(AddressError::NotPublic(refused.ip()));
    }
    found.first().copied().ok_or_else(|| AddressError::Unresolved(host.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_https_address_is_taken() {
        for good in ["https://isp.example/khien", "https://isp.example:8443/a?b=c", "https://[2001:db8::1]/"]
        {
            assert!(Address::parse(good).is_ok(), "{good}");
        }
        let long = format!("https://isp.example/{}", "a".repeat(500));
        for bad in [
            "http://isp.example/",
            "https://user:secret@isp.example/",
            "https://isp.example/#part",
            "file:///etc/passwd",
            "isp.example",
            "",
            &long,
        ] {
            assert_eq!(Address::parse(bad), Err(AddressError::Form), "{bad}");
        }
    }

    #[test]
    fn the_parts_are_those_that_are_sent() {
        let address = Address::parse("https://isp.example:8443/a?b=c").unwrap();
        assert_eq!((address.authority(), address.path_and_query()), ("isp.example:8443", "/a?b=c"));
        let address = Address::parse("https://ISP.example:443").unwrap();
        assert_eq!((address.authority(), address.as_str()), ("isp.example", "https://isp.example/"));
    }

    #[tokio::test]
    async fn nothing_inside_a_network_is_reached() {
        // Every way to write an address of this machine or of a network's inside that a URL allows.
        for inside in [
            "https://127.0.0.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://0177.0.0.1/",
            "https://localhost/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://[64:ff9b::10.0.0.1]/",
            "https://[2002:0a00:0001::]/",
            "https://10.1.2.3/",
            "https://172.16.0.1/",
            "https://192.168.1.1/",
            "https://169.254.169.254/latest/meta-data",
            "https://100.64.0.1/",
            "https://[fe80::1]/",
            "https://[fd00::1]/",
            "https://0.0.0.0/",
            "https://224.0.0.1/",
        ] {
            let address = Address::parse(inside).unwrap();
            let refused = address.pin(&AddressRules::default()).await;
            assert!(matches!(refused, Err(AddressError::NotPublic(_))), "{inside}: {refused:?}");
        }
    }

    #[test]
    fn one_private_answer_among_public_ones_refuses_all() {
        let found = ["8.8.8.8:443".parse().unwrap(), "10.0.0.1:443".parse().unwrap()];
        let rules = AddressRules::default();
        assert_eq!(pick(&found, &rules, "x"), Err(AddressError::NotPublic("10.0.0.1".parse().unwrap())));
        assert_eq!(pick(&found[..1], &rules, "x"), Ok(found[0]));
        let rules = AddressRules { allowed: vec!["10.0.0.0/8".parse().unwrap()] };
        assert_eq!(pick(&found, &rules, "x"), Ok(found[0]));
        assert_eq!(pick(&[], &rules, "x"), Err(AddressError::Unresolved("x".to_owned())));
    }
}
