//! Pushes over real TLS to a receiver that behaves well or badly, on every engine there is, under a clock of the test's.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod delivery;
mod onboarding;
mod peer;
mod scene;
