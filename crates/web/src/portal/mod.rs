//! The portal: pages for everybody, without cookie and without need of JavaScript.
//!
//! One page, one file: [`check`] (home).

use axum::Router;
use axum::routing::get;

use crate::App;

mod check;

/// Routes of the portal, mounted at `/` for Vietnamese and at `/en` for English.
pub(crate) fn routes() -> Router<App> {
    Router::new().route("/", get(check::get_check))
}
