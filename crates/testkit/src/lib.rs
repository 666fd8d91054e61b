//! Test helpers: a fresh store on either engine.

pub mod database;

pub use database::{TestDatabase, databases, for_each_database, is_required};
