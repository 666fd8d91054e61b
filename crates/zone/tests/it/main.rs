//! The zones against real programs: `dig` and `kdig` as clients, four resolvers that refuse names, and what a
//! hostile list, a hostile message or a hostile peer does to them.

#![expect(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod client;
mod primary;

mod dig;
mod hostile_list;
mod hostile_peer;
mod malformed;
mod resolvers;
mod tls;
mod views;
