//! The engine from outside: value in, text out.

mod call;
mod catalogue;
mod engine;
mod hostile;
mod learned;
mod payment;
mod rule_errors;
mod rules;
mod sketch;
mod stories;
