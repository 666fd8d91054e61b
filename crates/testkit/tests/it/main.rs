//! The peers of the test kit, and what they make of our outputs.

mod bind;
