//! What each format writes for a given list.

mod golden;
mod pages;
mod rules;
mod support;
