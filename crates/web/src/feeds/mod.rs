//! The list as files, one per format.

use axum::Router;

use crate::App;

/// Routes of the feeds.
pub(crate) fn routes() -> Router<App> {
    Router::new()
}
