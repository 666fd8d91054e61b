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
    /// Address and port for transfers under TLS; empty: none.
    pub tls_listen: String,
    /// File with the chain of certificates for it, PEM.
    pub tls_certificate_file: PathBuf,
    /// File with their key, PEM.
    pub tls_key_file: PathBuf,
    /// Name of the one zone that is served when `zones` is empty.
    pub zone: String,
    /// Newest acts of the log kept for incremental transfers.
    pub journal_acts: u32,
    /// Connections open at once; one more closes the one that has waited longest.
    pub connections_max: u32,
    /// Transfers of one consumer at once; further ones wait their turn.
    pub transfers_max: u32,
    /// Zones served instead of the one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<ZoneSettings>,
    /// Who may fetch the zone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub consumers: Vec<ConsumerSettings>,
}

impl Default for DnsSettings {
    fn default() -> DnsSettings {
        DnsSettings {
            listen: String::new(),
            tls_listen: String::new(),
            tls_certificate_file: PathBuf::new(),
            tls_key_file: PathBuf::new(),
            zone: policy_zone::DEFAULT_NAME.to_owned(),
            journal_acts: 50_000,
            connections_max: 1_000,
            transfers_max: 16,
            zones: Vec::new(),
            consumers: Vec::new(),
        }
    }
}

/// One zone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ZoneSettings {
    /// Its name.
    pub name: String,
    /// What it is made of: `list` or `allow-list`.
    pub content: String,
    /// Levels of the list it carries.
    pub levels: Vec<String>,
    /// Methods it carries; empty: all.
    pub methods: Vec<String>,
    /// Methods it does not carry.
    pub except_methods: Vec<String>,
    /// What resolvers do with its names: `nxdomain`, `nodata` or `redirect`.
    pub action: String,
    /// Host that a redirect leads to.
    pub redirect_to: String,
    /// Zones that share it between them, `0.<name>`, `1.<name>`, …; 1: it is one zone.
    pub slices: u32,
}

impl Default for ZoneSettings {
    fn default() -> ZoneSettings {
        ZoneSettings {
            name: String::new(),
            content: "list".to_owned(),
            levels: vec!["block".to_owned()],
            methods: Vec::new(),
            except_methods: Vec::new(),
            action: "nxdomain".to_owned(),
            redirect_to: String::new(),
            slices: 1,
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
    /// Zones it may fetch, as named under `zones`; empty: all.
    pub zones: Vec<String>,
}
