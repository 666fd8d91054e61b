//! What each format writes for a given list.

#![expect(
    clippy::unwrap_used,
    reason = "in the helpers of tests too, a value that is not there fails the test"
)]

mod golden;
mod misp;
mod pages;
mod prefix;
mod rules;
mod stix;
mod support;
