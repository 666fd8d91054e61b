//! Reports found by words, by what they name, and by who sent them.
//!
//! The index is a table of our own, the same on both databases: a word, a block of 1,024 reports, and which of
//! them hold the word. [`postings`](self) is one such row as bytes, `index` writes them, `find` reads them, `named`
//! lists by indicator, `sender` by the reporter's name.

mod find;
mod index;
mod named;
mod postings;
mod sender;

pub use find::{Found, SearchFilter};
pub(crate) use index::{add_words, index_in, remove_words};
pub(crate) use sender::digests;

/// Reports of one block.
const BLOCK: u64 = 1_024;
