//! The binary and the workspace as a whole.

#![expect(
    clippy::unwrap_used,
    reason = "in the helpers of tests too, a value that is not there fails the test"
)]

mod browser;
mod demo;
mod form;
mod kill;
mod officer;
mod report_to_feed;
mod server;
mod settings;
mod workspace;
