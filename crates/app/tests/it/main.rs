//! The binary and the workspace as a whole.

#![expect(
    clippy::unwrap_used,
    reason = "in the helpers of tests too, a value that is not there fails the test"
)]

mod audit;
mod browser;
mod check;
mod command;
mod day_letter;
mod demo;
mod dns;
mod dns_keys;
mod dns_kill;
mod dns_settings;
mod form;
mod keep;
mod kill;
mod kill_mail;
mod latency;
mod lists;
mod misp;
mod notice;
mod officer;
mod reference;
mod reminder;
mod report_to_feed;
mod retention;
mod retraction;
mod secondary;
mod serve;
mod server;
mod settings;
mod sight;
mod smtp;
mod tls;
mod words;
mod workspace;
