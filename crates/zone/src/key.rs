//! Who may ask: consumers, each with a TSIG key or, where its software has none, an address list.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;

use domain::tsig::{Algorithm, Key, KeyName};

/// One consumer of the zones.
#[derive(Clone, Debug)]
pub struct Consumer {
    /// Name of the consumer and of its key.
    pub name: String,
    /// Its key; `None` for software that has no TSIG (Unbound 1.17 for policy zones).
    pub key: Option<Arc<Key>>,
    /// Addresses it may ask from; empty: any, which needs a key.
    pub addresses: Vec<IpAddr>,
    /// Zones it may transfer; empty: all.
    pub zones: Vec<String>,
    /// Where to tell it of a new serial.
    pub notify: Vec<SocketAddr>,
}

/// A consumer cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConsumerError {
    /// The name is not a domain name.
    #[error("read `{0}` as the name of a key")]
    Name(String),
    /// Fewer than 16 octets are no secret.
    #[error("take a key of {octets} octets for `{name}`, at least 16 are needed")]
    ShortKey {
        /// The consumer.
        name: String,
        /// What was given.
        octets: usize,
    },
    /// Neither key nor address.
    #[error("let `{0}` in without a key and from any address")]
    Open(String),
}

impl Consumer {
    /// A consumer with the secret of its HMAC-SHA256 key (RFC 8945, section 6), or with addresses alone.
    ///
    /// # Errors
    /// [`ConsumerError`].
    pub fn new(name: &str, secret: Option<&[u8]>, addresses: Vec<IpAddr>) -> Result<Consumer, ConsumerError> {
        let key = match secret {
            Some(secret) if secret.len() < 16 => {
                return Err(ConsumerError::ShortKey { name: name.to_owned(), octets: secret.len() });
            }
            Some(secret) => {
                let bad_name = || ConsumerError::Name(name.to_owned());
                let key_name = KeyName::from_str(name).map_err(|_| bad_name())?;
                Some(Arc::new(
                    Key::new(Algorithm::Sha256, secret, key_name, None, None).map_err(|_| bad_name())?,
                ))
            }
            None if addresses.is_empty() => return Err(ConsumerError::Open(name.to_owned())),
            None => None,
        };
        Ok(Consumer { name: name.to_owned(), key, addresses, zones: Vec::new(), notify: Vec::new() })
    }

    fn may(&self, from: IpAddr, zone: &str) -> bool {
        (self.addresses.is_empty() || self.addresses.contains(&from.to_canonical())) && self.takes(zone)
    }

    /// Whether it may have this zone.
    pub fn takes(&self, zone: &str) -> bool {
        self.zones.is_empty() || self.zones.iter().any(|name| name == zone)
    }
}

/// All consumers.
#[derive(Clone, Debug, Default)]
pub struct Consumers {
    list: Vec<Consumer>,
    keys: HashMap<(KeyName, Algorithm), Arc<Key>>,
}

impl Consumers {
    /// From the settings.
    pub fn new(list: Vec<Consumer>) -> Consumers {
        let keys = list
            .iter()
            .filter_map(|consumer| consumer.key.clone())
            .map(|key| ((key.name().clone(), key.algorithm()), key))
            .collect();
        Consumers { list, keys }
    }

    /// Every consumer.
    pub fn iter(&self) -> impl Iterator<Item = &Consumer> {
        self.list.iter()
    }

    /// The keys, for the check of signatures.
    pub(crate) fn keys(&self) -> &HashMap<(KeyName, Algorithm), Arc<Key>> {
        &self.keys
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// Which consumer a request from this address is, signed with this key (`None`: unsigned), if it may
    /// have the zone.
    pub(crate) fn who(&self, from: IpAddr, key: Option<&KeyName>, zone: &str) -> Option<usize> {
        self.list.iter().position(|consumer| {
            let same = match (&consumer.key, key) {
                (Some(own), Some(used)) => own.name() == used,
                (None, None) => true,
                _ => false,
            };
            same && consumer.may(from, zone)
        })
    }
}
