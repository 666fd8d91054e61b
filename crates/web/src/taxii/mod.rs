//! TAXII 2.1: the list as STIX objects, in collections by kind and method, paged by the log's position.
//!
//! In reading order: [`discovery`](self) (`discovery`: what there is), `collection` (the collections),
//! `filter` (what a client asks for), `page` (what it gets), `objects` (the calls that give it), `intake` (what
//! partners send), `media` (media types). Page: `docs/formats/taxii.md`. Source: OASIS TAXII Version 2.1 (10 June 2021).

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::catalogue::Words;
use crate::{App, Error};

mod collection;
mod discovery;
mod filter;
mod intake;
mod media;
mod objects;
mod page;

/// Where everything of TAXII begins. Source: TAXII 2.1, 4.1 (the path is fixed).
pub(crate) const ROOT: &str = "/taxii2/";

/// The API root that holds the list.
const LIST: &str = "/taxii2/list/";

/// Routes of TAXII. Addresses end with a slash; one without is understood too.
pub(crate) fn routes() -> Router<App> {
    let calls = [
        ("/taxii2", get(discovery::get_discovery)),
        ("/taxii2/list", get(discovery::get_api_root)),
        ("/taxii2/list/status/{status}", get(intake::get_status)),
        ("/taxii2/list/collections", get(discovery::get_collections)),
        ("/taxii2/list/collections/{collection}", get(discovery::get_collection)),
        ("/taxii2/list/collections/{collection}/manifest", get(objects::get_manifest)),
        (
            "/taxii2/list/collections/{collection}/objects",
            get(objects::get_objects).post(intake::add_objects),
        ),
        ("/taxii2/list/collections/{collection}/objects/{object}", get(objects::get_object)),
        ("/taxii2/list/collections/{collection}/objects/{object}/versions", get(objects::get_versions)),
    ];
    let mut router = Router::new();
    for (path, call) in calls {
        router = router.route(path, call.clone()).route(&format!("{path}/"), call);
    }
    router.route_layer(from_fn(negotiate))
}

/// Refuses whoever does not take TAXII 2.1, before anything is done.
async fn negotiate(request: Request, next: Next) -> Response {
    if !media::accepts_taxii(request.headers()) {
        return Error::NotAcceptable.into_response();
    }
    next.run(request).await
}

/// An answer of TAXII.
fn answer(status: StatusCode, body: Vec<u8>, more: HeaderMap) -> Response {
    (status, more, [(header::CONTENT_TYPE, media::TAXII)], body).into_response()
}

/// A refusal in the form of TAXII. Source: TAXII 2.1, 3.6.1.
pub(crate) fn error_message(error: &Error, t: Words) -> Response {
    let status = error.status();
    let message = serde_json::json!({
        "title": error.sentence(t),
        "error_code": error.code(),
        "http_status": status.as_u16().to_string(),
    });
    answer(status, message.to_string().into_bytes(), HeaderMap::new())
}

/// Scheme and host under which this installation is reached, without a slash at the end.
pub(crate) fn base_url(app: &App, headers: &HeaderMap) -> String {
    if let Some(url) = &app.settings.public_url {
        return url.clone();
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    // It goes into JSON and links as it is, so only what a host is made of.
    let is_plain = |host: &&str| host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]_".contains(&b));
    let scheme = if app.settings.behind_tls { "https" } else { "http" };
    format!("{scheme}://{}", host.filter(is_plain).unwrap_or("localhost"))
}
