//! HTTP: portal, console, JSON API and feeds.
//!
//! In reading order:
//! - [`app`]: what every handler may use; [`snapshot_cell`]: the list at the newest serial;
//! - [`router()`]: every route, and the layers all answers pass through; [`serve()`]: the listener,
//!   plain or under [`tls`];
//! - [`error`]: the one envelope; [`catalogue`]: the words; [`page`]: what every page knows;
//! - [`mod@file`]: pictures and apps as submissions;
//! - [`extract`], [`limits`], [`security`], `whole`, [`assets`]: forms and queries, rates, headers, acts done to
//!   their end, files;
//! - [`portal`]: the pages for everybody; [`warning`]: the page for readers whom a resolver redirects;
//! - [`auth`]: who an officer is; [`console`]: the officers' pages;
//! - `bulk`: files of many reports, for API and console;
//! - [`api`]: the JSON API; [`feeds`]: the list as files; `taxii`: the list as STIX objects, from `log_index`;
//! - [`transparency`]: the log as a Merkle log.

pub mod api;
pub mod app;
pub mod assets;
pub mod auth;
mod bulk;
pub mod catalogue;
mod challenge;
pub mod console;
pub mod error;
pub mod extract;
pub mod feeds;
pub mod file;
pub mod label;
pub mod limits;
mod log_index;
mod multipart;
pub mod page;
pub mod portal;
mod refusals;
mod router;
pub mod security;
mod serve;
pub mod settings;
pub mod snapshot_cell;
pub mod stated;
mod stroke;
mod taxii;
pub mod tls;
mod told;
pub mod transparency;
pub mod warning;
mod whole;

pub use api::sms_sentence;
pub use app::{App, AppParts, Clock};
pub use error::Error;
pub use router::router;
pub use serve::{serve, serve_tls};
pub use settings::{Office, WebSettings};
pub use snapshot_cell::SnapshotCell;
pub use told::reminder_sentence;
