//! `GET /api/v1/serial`: where the list stands.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::json;
use crate::extract::Query;
use crate::{App, Error};

/// Where the list stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SerialView {
    /// Position in the publication log; grows by one per act. Every feed shows the same number.
    #[schema(example = 1204)]
    serial: u64,
    /// Entries on the list.
    #[schema(example = 873)]
    listings: usize,
    /// Digest of the whole list at this serial, 64 hex digits (docs/formats/digest.md).
    #[schema(example = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    digest: String,
}

/// A call without parameters.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoQuery {}

/// Where the list stands. Ask this, then fetch a feed when the number has grown.
#[utoipa::path(
    get,
    path = "/api/v1/serial",
    tag = "feeds",
    responses((status = 200, description = "The serial", body = SerialView))
)]
pub(crate) async fn get_serial(
    State(app): State<App>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Error> {
    let snapshot = app.snapshot.peek();
    let digest = data_encoding::HEXLOWER.encode(&snapshot.digest());
    let view = SerialView { serial: snapshot.serial().0, listings: snapshot.len(), digest };
    Ok(json::answer(StatusCode::OK, &view))
}
