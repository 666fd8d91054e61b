//! The desk's rules against the reference tables and real shapes of input.

mod guard;
mod import;
mod texts;
