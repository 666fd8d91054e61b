//! The officers' pages: sign-in, queue, report, proposals, list, logs.

use axum::Router;

use crate::App;

/// Routes of the console, mounted at `/console` for Vietnamese and at `/en/console` for English.
pub(crate) fn routes() -> Router<App> {
    Router::new()
}
