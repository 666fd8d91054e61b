//! Hosts that many people share, shorteners, and names that may never be listed.

/// Why a host must not be listed as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProtectedHost {
    /// Many unrelated people publish there: list the page, not the host.
    Shared,
    /// A public suffix: everybody below it would be hit.
    PublicSuffix,
    /// A link shortener: list the short link, not the host.
    Shortener,
    /// A state body, bank, carrier or another verified official channel.
    Official,
    /// Infrastructure (content delivery, cloud, time, mail) that others depend upon.
    Infrastructure,
}

/// The table `hosts.toml`.
#[derive(Clone, Debug, Default)]
pub struct Hosts {
    pub(crate) shared: Vec<String>,
    pub(crate) shorteners: Vec<String>,
    pub(crate) infrastructure: Vec<String>,
}

impl Hosts {
    /// Why the canonical `host` must not be listed as a whole; `None` when it may be.
    /// Official channels are asked separately.
    pub fn protection(&self, host: &str) -> Option<ProtectedHost> {
        let holds = |list: &[String]| list.iter().any(|name| name == host);
        if holds(&self.shared) {
            Some(ProtectedHost::Shared)
        } else if holds(&self.shorteners) {
            Some(ProtectedHost::Shortener)
        } else if holds(&self.infrastructure) {
            Some(ProtectedHost::Infrastructure)
        } else {
            None
        }
    }

    /// Whether this host, or a parent of it, is a link shortener.
    pub fn is_shortener(&self, host: &str) -> bool {
        self.shorteners.iter().any(|name| name == host)
    }
}
