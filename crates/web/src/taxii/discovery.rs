//! What there is: the server, its API root, its collections.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Serialize;
use serde_json::json;
use store::consumer::Channel;

use super::collection::{self, Collection, View};
use super::{LIST, answer, base_url, media};
use crate::auth::Asker;
use crate::extract::Path;
use crate::limits::Action;
use crate::{App, Error};

/// What the server is called. TAXII readers show it beside other servers.
const TITLE: &str = "Khiên";

fn found(body: &impl Serialize) -> Response {
    let body = serde_json::to_vec(body).expect("our views hold only what JSON can hold");
    answer(StatusCode::OK, body, HeaderMap::new())
}

/// Source: TAXII 2.1, 4.1.
pub(super) async fn get_discovery(
    State(app): State<App>,
    asker: Asker,
    headers: HeaderMap,
) -> Result<Response, Error> {
    asker.admit(&app, Action::Taxii, Channel::Taxii.slug())?;
    let root = format!("{}{LIST}", base_url(&app, &headers));
    Ok(found(&json!({
        "title": TITLE,
        "description": format!("Danh sách lừa đảo đã duyệt, của {}", operator(&app)),
        "default": root,
        "api_roots": [root],
    })))
}

/// Source: TAXII 2.1, 4.2.
pub(super) async fn get_api_root(State(app): State<App>, asker: Asker) -> Result<Response, Error> {
    asker.admit(&app, Action::Taxii, Channel::Taxii.slug())?;
    Ok(found(&json!({
        "title": TITLE,
        "description": "The published list",
        "versions": [media::TAXII],
        "max_content_length": app.settings.taxii_bytes_max,
    })))
}

/// Source: TAXII 2.1, 5.1.
pub(super) async fn get_collections(State(app): State<App>, asker: Asker) -> Result<Response, Error> {
    asker.admit(&app, Action::Taxii, Channel::Taxii.slug())?;
    app.log_index().catch_up(&app.store, app.snapshot.peek().serial()).await?;
    let shown = Collection::shown(&app.log_index().read());
    let intake = collection::intake_view(asker.consumer.is_some());
    let collections: Vec<View> =
        shown.into_iter().map(|collection| collection.view(&app)).chain([intake]).collect();
    Ok(found(&json!({ "collections": collections })))
}

/// Source: TAXII 2.1, 5.2.
pub(super) async fn get_collection(
    State(app): State<App>,
    asker: Asker,
    Path(name): Path<String>,
) -> Result<Response, Error> {
    asker.admit(&app, Action::Taxii, Channel::Taxii.slug())?;
    if collection::is_intake(&name) {
        return Ok(found(&collection::intake_view(asker.consumer.is_some())));
    }
    Ok(found(&Collection::find(&name)?.view(&app)))
}

fn operator(app: &App) -> &str {
    if app.settings.operator.is_empty() { TITLE } else { &app.settings.operator }
}
