//! Tests of the public face of `model`.

#![expect(
    clippy::unwrap_used,
    reason = "in the helpers of tests too, a value that is not there fails the test"
)]

mod indicator;
mod reference;
