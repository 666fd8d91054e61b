//! Test helpers: a fresh store on either engine, the HTTP side on a free port, real peers on free
//! loopback ports.

pub mod bind;
pub mod browser;
pub mod clamd;
pub mod database;
pub mod dovecot;
pub mod keyboard;
mod message;
pub mod postgres;
pub mod provider;
pub mod python;
pub mod receiver;
pub mod resolver;
pub mod test_app;

pub use database::{TestDatabase, databases, for_each_database, is_required};
pub use test_app::{Answer, TestApp};
