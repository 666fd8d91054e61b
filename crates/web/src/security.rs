//! Headers of every answer, and the refusal of posts that another site makes in a reader's name, and of packed bodies.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::{App, Error, error};

/// Nothing from elsewhere, nothing inline: what is not named here is refused.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; script-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'";

/// Headers of every answer. `same-origin` and not `no-referrer`: under the latter browsers send
/// `Origin: null` with our own forms (Fetch standard, "append a request `Origin` header").
const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// What stands around every handler: refuses another site's posts (`is_foreign_post`), writes refusals in
/// words ([`error::write`]), adds the headers. One layer, because each costs every request a copy of all
/// that it stands around.
pub async fn around(State(app): State<App>, request: Request, next: Next) -> Response {
    let asked = error::Asked::of(&request);
    let response = if is_foreign_post(&request, &app) {
        Error::Forbidden("cross-site").into_response()
    } else if is_encoded(request.headers()) {
        Error::UnsupportedMediaType.into_response()
    } else {
        next.run(request).await
    };
    if let Some(error) = response.extensions().get::<Error>() {
        app.refusals().tell(error::route_of(asked.path()), error, app.now());
    }
    let is_unknown_body = response.status() == StatusCode::UNSUPPORTED_MEDIA_TYPE;
    let mut response = error::write(&asked, response);
    if is_unknown_body {
        // What would be taken; RFC 9110, 15.5.16.
        response.headers_mut().insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    }
    add_headers(response.headers_mut(), app.settings.behind_tls);
    response
}

/// Adds the headers. An answer that says nothing of caching is not kept anywhere.
fn add_headers(headers: &mut HeaderMap, behind_tls: bool) {
    headers.reserve(HEADERS.len() + 2);
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if behind_tls {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
}

/// Whether the body is packed. We unpack nothing that is sent to us, so that no small body becomes a large one.
fn is_encoded(headers: &HeaderMap) -> bool {
    let encodings = headers.get_all(header::CONTENT_ENCODING);
    encodings.iter().any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

/// Whether a page of another site makes a browser send this.
///
/// `Sec-Fetch-Site` decides where the browser sends it; else `Origin` must be ours. A client that
/// sends neither is no browser of the last ten years and carries no cookie of ours. The JSON API takes
/// no cookie, so nothing can be done there in somebody's name.
fn is_foreign_post(request: &Request, app: &App) -> bool {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    !safe && !request.uri().path().starts_with("/api/") && !is_own(request.headers(), app)
}

fn is_own(headers: &HeaderMap, app: &App) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text(header::ORIGIN) else { return true };
    if app.settings.public_url.as_deref() == Some(origin) {
        return true;
    }
    let host = origin.split_once("://").map(|(_, host)| host);
    host.is_some() && host == text(header::HOST)
}
