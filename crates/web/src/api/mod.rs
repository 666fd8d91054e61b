//! The JSON API under `/api/v1`.

use axum::Router;

use crate::App;

/// Routes of the API.
pub(crate) fn routes() -> Router<App> {
    Router::new()
}
