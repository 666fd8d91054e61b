//! The store on both engines.

mod backup;
mod fixture;
mod follow;
mod identity;
mod jobs;
mod officers;
mod publication;
mod queue;
mod reports;
mod verify;
