//! Who may ask: consumers, each with a TSIG key or, where its software has none, an address list.

use std::collections::HashMap;
use std::fmt;
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
    /// Further condition on the address it asks from; `None`: none.
    pub admits: Option<Admits>,
    /// Let in no more; it only keeps its position.
    is_gone: bool,
}

/// Says whether an address may ask.
#[derive(Clone)]
pub struct Admits(pub Arc<dyn Fn(IpAddr) -> bool + Send + Sync>);

impl fmt::Debug for Admits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Admits(..)")
    }
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
        Ok(Consumer {
            name: name.to_owned(),
            key,
            addresses,
            zones: Vec::new(),
            notify: Vec::new(),
            admits: None,
            is_gone: false,
        })
    }

    fn may(&self, from: IpAddr, zone: &str) -> bool {
        (self.addresses.is_empty() || self.addresses.contains(&from.to_canonical()))
            && self.admits.as_ref().is_none_or(|admits| (admits.0)(from))
            && self.takes(zone)
    }

    /// Whether it may have this zone.
    pub fn takes(&self, zone: &str) -> bool {
        !self.is_gone && (self.zones.is_empty() || self.zones.iter().any(|name| name == zone))
    }
}

/// Consumers that may come and go while the zones are served, at one time.
pub const MANAGED_MAX: usize = 1_000;

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
            .filter(|consumer| !consumer.is_gone)
            .filter_map(|consumer| consumer.key.clone())
            .map(|key| ((key.name().clone(), key.algorithm()), key))
            .collect();
        Consumers { list, keys }
    }

    /// The same consumers with these instead of those behind the first `fixed`. One that stays keeps its position;
    /// one that is gone leaves it to the next new one. Answers the positions that somebody else has now, and how many
    /// found no room.
    pub(crate) fn with_managed(
        &self,
        fixed: usize,
        managed: Vec<Consumer>,
    ) -> (Consumers, Vec<usize>, usize) {
        let mut list = self.list.clone();
        for known in list.iter_mut().skip(fixed) {
            let stays = managed.iter().find(|one| one.name == known.name);
            *known = match stays {
                Some(same) => same.clone(),
                None => Consumer { is_gone: true, ..known.clone() },
            };
        }
        let (mut changed, mut left_out) = (Vec::new(), 0);
        for one in managed {
            if list.iter().any(|known| known.name == one.name && !known.is_gone) {
                continue;
            }
            let free = (fixed..list.len()).find(|position| list[*position].is_gone);
            match free {
                Some(position) => {
                    list[position] = one;
                    changed.push(position);
                }
                None if list.len() < fixed + MANAGED_MAX => list.push(one),
                None => left_out += 1,
            }
        }
        (Consumers::new(list), changed, left_out)
    }

    /// Every consumer.
    pub fn iter(&self) -> impl Iterator<Item = &Consumer> {
        self.list.iter()
    }

    /// Every consumer that is let in, with its position.
    pub(crate) fn present(&self) -> impl Iterator<Item = (usize, &Consumer)> {
        self.list.iter().enumerate().filter(|(_, one)| !one.is_gone)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn consumer(name: &str) -> Consumer {
        Consumer::new(name, Some(&[7; 32]), Vec::new()).unwrap()
    }

    fn present(consumers: &Consumers) -> Vec<(usize, &str)> {
        consumers.present().map(|(position, one)| (position, one.name.as_str())).collect()
    }

    #[test]
    fn who_stays_keeps_the_position_and_who_is_gone_leaves_it() {
        let fixed = Consumers::new(vec![consumer("a.example")]);
        let (two, changed, _) = fixed.with_managed(1, vec![consumer("b.example"), consumer("c.example")]);
        assert_eq!(present(&two), [(0, "a.example"), (1, "b.example"), (2, "c.example")]);
        assert_eq!(changed, Vec::<usize>::new(), "positions that nobody had");
        let (one, ..) = two.with_managed(1, vec![consumer("c.example")]);
        assert_eq!(present(&one), [(0, "a.example"), (2, "c.example")]);
        let local: IpAddr = [127, 0, 0, 1].into();
        let name = KeyName::from_str("b.example").unwrap();
        assert!(two.who(local, Some(&name), "rpz.khien.invalid").is_some());
        assert_eq!(one.who(local, Some(&name), "rpz.khien.invalid"), None);
        assert_eq!(one.keys().len(), 2);
        let (again, changed, _) = one.with_managed(1, vec![consumer("c.example"), consumer("d.example")]);
        assert_eq!(present(&again), [(0, "a.example"), (1, "d.example"), (2, "c.example")]);
        assert_eq!(changed, [1], "what was known of that position is forgotten");
    }

    #[test]
    fn there_is_room_for_so_many() {
        let many = (0..=MANAGED_MAX).map(|number| consumer(&format!("k{number}.example"))).collect();
        let (full, _, left_out) = Consumers::default().with_managed(0, many);
        assert_eq!((full.len(), left_out), (MANAGED_MAX, 1));
    }

    #[test]
    fn a_condition_on_the_address_is_asked() {
        let mut one = consumer("a.example");
        one.admits = Some(Admits(Arc::new(|from| from == IpAddr::from([192, 0, 2, 1]))));
        assert!(one.may([192, 0, 2, 1].into(), "rpz.khien.invalid"));
        assert!(!one.may([192, 0, 2, 2].into(), "rpz.khien.invalid"));
    }
}
