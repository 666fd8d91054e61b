//! The engine from outside: value in, text out.

mod catalogue;
mod engine;
