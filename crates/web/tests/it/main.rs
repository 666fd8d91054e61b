//! The HTTP side over real connections, on every engine there is.

mod portal_bad_input;
mod portal_browser;
mod portal_check;
mod portal_pages;
mod portal_report;
