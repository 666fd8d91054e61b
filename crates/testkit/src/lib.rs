//! Test helpers: a fresh store on either engine, real peers on free loopback ports.

pub mod bind;
pub mod database;

pub use database::{TestDatabase, databases, for_each_database, is_required};
