//! A snapshot of the list as DNS response-policy zones: SOA, AXFR, IXFR, NOTIFY, TSIG.
//!
//! In reading order: [`view`] chooses what of the list stands in one zone; [`body`] encodes a run of
//! listings once, to be shared by every transfer; [`journal`] remembers what changed; [`transfer`] puts
//! bodies together to AXFR and IXFR; `passed` is the allow-list; [`key`] is who may ask; [`answer`] decides on one request;
//! [`server`] speaks UDP, TCP and TLS; [`notify`] tells secondaries of a new serial; [`standing`] is who has
//! what; [`mirror`] is the other side: a copy of a zone, kept fresh from any primary.
//!
//! Wire format and TSIG are the `domain` crate's; its zone store is not used (an incremental transfer of
//! its 0.12.3 leaves out every removed CNAME, and an RPZ zone is all CNAMEs).

pub mod answer;
pub mod body;
pub mod journal;
pub mod key;
pub mod mirror;
pub mod notify;
mod passed;
mod prefilled;
pub mod server;
pub mod standing;
pub mod tls;
pub mod transfer;
pub mod view;
mod zone_serial;

pub use answer::Zones;
pub use journal::{Change, Journal};
pub use key::{Admits, Consumer, Consumers, MANAGED_MAX};
pub use server::{Listeners, ServerLimits, serve};
pub use standing::{Refusal, Standing};
pub use view::{Content, PolicyAction, View};
