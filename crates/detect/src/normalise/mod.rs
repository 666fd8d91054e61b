//! Two views of a text that undo disguise, each with a map back to the bytes that were submitted.
//!
//! - [`fold`]: what one character becomes (ASCII, without marks or case);
//! - [`confusable`]: letters of other alphabets that look like ours;
//! - [`folded`]: the whole text folded, punctuation kept: links, numbers and addresses are read from it;
//! - `repair`: disguised words and short forms of chats;
//! - `syllable`, `lexicon`, `noise`: which words are of a language, and how scrambled a text is;
//! - [`words`]: the folded text as words, numbers as `#`, disguised words repaired: rules read it;
//! - [`marks`]: the marked view, one word at a time, for phrases that are ambiguous without marks.

pub(crate) mod confusable;
pub(crate) mod fold;
pub(crate) mod folded;
pub(crate) mod lexicon;
pub(crate) mod marks;
pub(crate) mod noise;
mod repair;
pub(crate) mod syllable;
pub(crate) mod words;

pub(crate) use folded::Folded;
pub(crate) use words::{Vocabulary, Words};
