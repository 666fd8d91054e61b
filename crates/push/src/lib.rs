//! Acts of the publication log pushed to consumers: signed, in order, acknowledged.
//!
//! In reading order:
//! - [`address`]: where we may push to, and to nowhere else;
//! - [`signature`]: who sent it and that nobody changed it (RFC 9421, RFC 9530);
//! - [`body`]: what is sent, and what a receiver may answer;
//! - [`client`]: one request over TLS to the address that was checked; providers of sign-ins are asked with it too;
//! - [`probe`]: properly and badly signed requests before a receiver gets any act;
//! - [`courier`]: one step for one subscription, at a time that is an argument;
//! - [`run()`]: a task for each subscription, so that none waits for another.
//!
//! What is stored is in `store::push`. The receiver's side is described in `docs/formats/push.md`.

pub mod address;
pub mod body;
pub mod client;
pub mod courier;
pub mod probe;
mod run;
pub mod signature;

pub use address::{Address, AddressError, AddressRules};
pub use client::{Answer, Client, ClientSettings, SendError};
pub use courier::{Courier, Next};
pub use run::{Clock, Random, run};
pub use signature::SigningKey;
