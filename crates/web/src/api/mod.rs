//! The JSON API under `/api/v1`, described by the OpenAPI document it generates from itself.
//!
//! One call, one file, in the order of a client's work: `check`, `caller`, `imitated`, `reports`, `bulk`, `sms`, `indicators`,
//! `serial`, `prefixes`, `acknowledgements`; feeds are in [`crate::feeds`]. `json` reads bodies, `openapi` collects
//! the document,
//! `page` shows it to people.

use axum::Router;
use axum::routing::get;

use crate::App;

mod acknowledgements;
mod bulk;
mod caller;
mod check;
mod imitated;
mod indicators;
mod json;
mod openapi;
mod page;
pub(crate) mod prefixes;
mod reports;
mod serial;
mod sms;
mod unrepresentable;
mod view;

pub(crate) use openapi::Problem;
pub use openapi::document;
pub use sms::sentence as sms_sentence;
pub(crate) use view::reason_text;

/// Routes of the API and of the pages about it.
pub(crate) fn routes() -> Router<App> {
    let (calls, _) = openapi::calls().split_for_parts();
    calls
        .route("/api/v1/openapi.json", get(openapi::get_openapi))
        .route("/api", get(page::get_api))
        .route("/en/api", get(page::get_api))
}
