//! The desk's rules against the reference tables and real shapes of input.

#![expect(
    clippy::unwrap_used,
    reason = "in the helpers of tests too, a value that is not there fails the test"
)]

mod guard;
mod import;
mod properties;
mod texts;
