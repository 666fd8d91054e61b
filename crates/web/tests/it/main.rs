//! The HTTP side over real connections, on every engine there is.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod abuse;
mod api;
mod api_docs;
mod appeals;
mod auth;
mod bulk;
mod console_browser;
mod console_list;
mod console_report;
mod consumers;
mod documents;
mod events;
mod feeds;
mod intake;
mod list_script;
mod mailbox;
mod misuse;
mod officer;
mod partner;
mod portal_bad_input;
mod portal_browser;
mod portal_caller;
mod portal_check;
mod portal_file;
mod portal_list;
mod portal_pages;
mod portal_report;
mod prefixes;
mod rights;
mod roads;
mod smpp;
mod taxii;
mod threat_peers;
mod warning;
