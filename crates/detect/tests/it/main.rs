//! The engine from outside: value in, text out.

mod apk;
mod call;
mod catalogue;
mod claims;
mod engine;
mod hostile;
mod hosts;
mod learned;
mod maker;
mod payment;
mod picture;
mod rule_errors;
mod rules;
mod sketch;
mod stories;
