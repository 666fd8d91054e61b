//! A call instead of a text: what its hearer taps or tells, judged by the same rules.
//!
//! - [`guide`]: the questions of the guided check, as data;
//! - [`caller`]: whose number it is, and whether the one they claim to be can call from it.

pub mod caller;
pub mod guide;

pub use caller::{CallerAnswer, CallerShape};
pub use guide::{Answer, Guide, Question, Walk};
