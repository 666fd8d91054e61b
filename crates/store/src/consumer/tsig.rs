//! Keys for DNS transfers (TSIG, RFC 8945): one beside each key of a consumer, made of the master key and the key's
//! identifier, so that nothing more is kept and both end together.

use std::sync::Arc;

use model::ConsumerId;
use tokio::sync::watch;

use super::Consumer;
use crate::{IdentityKey, Store};

/// What the derived secrets are for; another purpose needs another word.
const PURPOSE: &str = "khien tsig hmac-sha256";

/// Hex digits of a key's identifier that its name begins with; its last ones, which are random.
const DIGITS: usize = 8;

/// A good key of an open account.
#[derive(Clone, Debug)]
pub struct TsigKey {
    /// Name of the key: `k` and eight hex digits, a dot, and the name of the consumer.
    pub name: String,
    /// The secret, for HMAC-SHA256.
    pub secret: [u8; 32],
    /// Whose it is.
    pub consumer: Arc<Consumer>,
}

impl TsigKey {
    pub(super) fn of(master: &IdentityKey, id: &str, consumer: Arc<Consumer>) -> TsigKey {
        let digits: String = id.chars().filter(char::is_ascii_hexdigit).collect();
        let digits = &digits[digits.len().saturating_sub(DIGITS)..];
        let name = format!("k{digits}.{}", consumer.name);
        TsigKey { name, secret: master.derive(&format!("{PURPOSE} {id}")), consumer }
    }

    /// The name of the consumer in the name of a key; `None` when it is not made as ours are.
    pub fn consumer_in(name: &str) -> Option<&str> {
        let (label, consumer) = name.split_once('.')?;
        let digits = label.strip_prefix('k')?;
        (digits.len() == DIGITS && digits.bytes().all(|digit| digit.is_ascii_hexdigit())).then_some(consumer)
    }
}

impl Store {
    /// Every good key of every open account. Reads memory only.
    pub fn tsig_keys(&self) -> Vec<TsigKey> {
        let of =
            |(id, consumer): &(String, Arc<Consumer>)| TsigKey::of(&self.inner.key, id, consumer.clone());
        self.inner.consumers.known().keys.iter().map(of).collect()
    }

    /// A wake-up whenever accounts and keys were read again: after each change on this node, and every few
    /// seconds for those of other nodes.
    pub fn consumer_changes(&self) -> watch::Receiver<u64> {
        self.inner.consumers.readings.subscribe()
    }

    /// The key for DNS transfers beside this key of a consumer; `None` when that is revoked or unknown.
    pub fn tsig_key(&self, consumer: ConsumerId, key: &str) -> Option<TsigKey> {
        let known = self.inner.consumers.known();
        let (id, owner) = known.keys.iter().find(|(id, owner)| id == key && owner.id == consumer)?;
        Some(TsigKey::of(&self.inner.key, id, owner.clone()))
    }
}
