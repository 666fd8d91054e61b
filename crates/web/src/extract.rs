//! Queries and forms that refuse what they do not know, with an [`Error`] in the reader's words.

use axum::extract::rejection::{FormRejection, PathRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::{App, Error};

/// The query of an address, as `T`. `T` should refuse unknown fields, so that a misspelt key is an
/// error and not silence. Keys that other sites append to shared links are ignored.
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

/// Keys that social networks and mail services append to links people share.
///
/// Source: the sharers' own documentation of click identifiers (Meta, Google, Zalo) and campaign tags.
const APPENDED_KEYS: [&str; 5] = ["fbclid", "gclid", "zarsrc", "mibextid", "ref"];

fn is_appended(pair: &str) -> bool {
    let key = pair.split('=').next().unwrap_or("");
    key.starts_with("utm_") || APPENDED_KEYS.contains(&key)
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Query<T>, Error> {
        let query = parts.uri.query().unwrap_or("");
        if !query.split('&').any(is_appended) {
            let query = axum::extract::Query::try_from_uri(&parts.uri);
            return query.map(|query| Query(query.0)).map_err(|_| Error::BadRequest("bad-query"));
        }
        let own: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_appended(pair)).collect();
        let uri = format!("/?{}", own.join("&"));
        let uri = uri.parse().map_err(|_| Error::BadRequest("bad-query"))?;
        let query = axum::extract::Query::try_from_uri(&uri).map_err(|_| Error::BadRequest("bad-query"))?;
        Ok(Query(query.0))
    }
}

/// A posted form (`application/x-www-form-urlencoded`), as `T`.
#[derive(Clone, Copy, Debug)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Form<T> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Form<T>, Error> {
        match axum::extract::Form::<T>::from_request(request, app).await {
            Ok(form) => Ok(Form(form.0)),
            Err(FormRejection::InvalidFormContentType(_)) => Err(Error::UnsupportedMediaType),
            Err(rejection) => match rejection.status() {
                StatusCode::PAYLOAD_TOO_LARGE => {
                    Err(Error::TooLarge { bytes_max: app.settings.body_bytes_max })
                }
                StatusCode::REQUEST_TIMEOUT => Err(Error::TooSlow),
                _ => Err(Error::BadRequest("bad-form")),
            },
        }
    }
}

/// Segments of the path, as `T`; a segment that does not fit is "not found".
#[derive(Clone, Copy, Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Path<T>, Error> {
        let path: Result<_, PathRejection> = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        path.map(|path| Path(path.0)).map_err(|_| Error::NotFound)
    }
}
