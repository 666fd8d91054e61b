//! Every route, and the layers all answers pass through.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

use crate::{
    App, api, assets, console, feeds, portal, security, stroke, taxii, transparency, warning, whole,
};

/// The whole HTTP side over `app`.
pub fn router(app: App) -> Router {
    let settings = &app.settings;
    // Outermost first. What puts refusals in words stands outside the time-out and the panic guard, so that
    // theirs are too.
    let layers = ServiceBuilder::new()
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(app.clone(), security::around))
        .layer(CatchPanicLayer::new())
        .layer(from_fn(whole::done_whole))
        .layer(from_fn_with_state(app.clone(), warning::page_for_listed_hosts))
        .layer(TimeoutLayer::with_status_code(
            axum::http::StatusCode::REQUEST_TIMEOUT,
            settings.request_timeout,
        ))
        .layer(DefaultBodyLimit::max(settings.body_bytes_max));
    let body_timeout = RequestBodyTimeoutLayer::new(settings.body_timeout);
    Router::new()
        .merge(portal::routes())
        .nest("/en", portal::routes())
        .nest("/console", console::routes())
        .nest("/en/console", console::routes())
        .merge(api::routes())
        .merge(feeds::routes())
        .merge(taxii::routes())
        .merge(transparency::routes())
        .route("/assets/{file}", get(assets::get_asset))
        .fallback(stroke::lead_on)
        .layer(body_timeout)
        .layer(layers)
        .with_state(app)
}
