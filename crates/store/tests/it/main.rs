//! The store on both engines.

mod fixture;
mod reports;
