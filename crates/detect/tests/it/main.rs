//! The engine from outside: value in, text out.

mod catalogue;
mod engine;
mod hostile;
mod rules;
mod stories;
