//! The zone for resolvers and who may fetch it.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use model::publication::policy_zone;
use serde::{Deserialize, Serialize};

/// The zone for resolvers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DnsSettings {
    /// Address and port for UDP and TCP; empty: no DNS service.
    pub listen: String,
    /// Name of the zone.
    pub zone: String,
    /// Newest acts of the log kept for incremental transfers.
    pub journal_acts: u32,
    /// Who may fetch the zone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub consumers: Vec<ConsumerSettings>,
}

impl Default for DnsSettings {
    fn default() -> DnsSettings {
        DnsSettings {
            listen: String::new(),
            zone: policy_zone::DEFAULT_NAME.to_owned(),
            journal_acts: 50_000,
            consumers: Vec::new(),
        }
    }
}

/// One resolver, or one group of them with one key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ConsumerSettings {
    /// Name of the consumer and of its key.
    pub name: String,
    /// File with its key, as `khien dns key` or `tsig-keygen` writes it; empty: it has none.
    pub key_file: PathBuf,
    /// Addresses it may ask from; empty: any, which needs a key.
    pub addresses: Vec<IpAddr>,
    /// Where to tell it of a new serial.
    pub notify: Vec<SocketAddr>,
}
