//! The peers of the test kit, and what they make of our outputs.

#![expect(
    clippy::unwrap_used,
    reason = "in the helpers of tests too, a value that is not there fails the test"
)]

mod bind;
