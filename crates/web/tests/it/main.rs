//! The HTTP side over real connections, on every engine there is.

mod api;
mod auth;
mod console_list;
mod console_report;
mod feeds;
mod officer;
mod portal_bad_input;
mod portal_browser;
mod portal_check;
mod portal_list;
mod portal_pages;
mod portal_report;
