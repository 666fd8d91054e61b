//! The store on both engines.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod answer;
mod backup;
mod batch;
mod campaign;
mod case;
mod clock;
mod consumers;
mod editions;
mod event;
mod fixture;
mod follow;
mod gone;
mod identity;
mod jobs;
mod officers;
mod opening;
mod passkeys;
mod plans;
mod provider;
mod publication;
mod queue;
mod reports;
mod retention;
mod retention_words;
mod roster;
mod search;
mod spam;
mod training;
mod units;
mod verify;
mod view;
