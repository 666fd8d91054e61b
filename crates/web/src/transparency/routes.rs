//! `/log`: what auditors and readers of a proof fetch. Source: c2sp.org/tlog-tiles.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use feed::tlog::tile::{self, TileId};
use model::Serial;

use super::TransparencyLog;
use crate::extract::Path;
use crate::limits::{Action, ClientAddr};
use crate::{App, Error};

/// What never changes may be kept for ever.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// What changes with the next act.
const ASK_AGAIN: &str = "public, no-cache";

const TEXT: &str = "text/plain; charset=utf-8";
const BYTES: &str = "application/octet-stream";

/// Routes of the log.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/log/checkpoint", get(get_checkpoint))
        .route("/log/key", get(get_key))
        .route("/log/renewals", get(get_renewals))
        .route("/log/tile/{*path}", get(get_tile))
        .route("/log/proof/{serial}", get(get_proof))
}

fn log(app: &App) -> Result<&TransparencyLog, Error> {
    app.transparency.as_ref().ok_or(Error::NotFound)
}

fn answer(body: impl IntoResponse, media_type: &'static str, cache: &'static str) -> Response {
    let headers = [(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, cache)];
    let mut response = (headers, body).into_response();
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

async fn get_checkpoint(State(app): State<App>) -> Result<Response, Error> {
    let note = log(&app)?.checkpoint().ok_or(Error::NotFound)?;
    Ok(answer(note, TEXT, ASK_AGAIN))
}

async fn get_key(State(app): State<App>) -> Result<Response, Error> {
    Ok(answer(log(&app)?.verifier_key() + "\n", TEXT, ASK_AGAIN))
}

/// A JSON list of notes, oldest first; empty while the first key signs.
async fn get_renewals(State(app): State<App>) -> Result<Response, Error> {
    let renewals = serde_json::to_string(log(&app)?.renewals()).map_err(Error::internal)?;
    Ok(answer(renewals + "\n", "application/json", ASK_AGAIN))
}

async fn get_tile(State(app): State<App>, Path(path): Path<String>) -> Result<Response, Error> {
    let log = log(&app)?;
    let bytes = match path.strip_prefix("entries/") {
        Some(path) => {
            let (index, width) = tile::bundle_from_path(path).ok_or(Error::NotFound)?;
            log.bundle(&app.store, index, width).await?
        }
        None => {
            let id = TileId::from_path(&path).ok_or(Error::NotFound)?;
            let log = log.clone();
            let read = tokio::task::spawn_blocking(move || log.tile(id)).await.map_err(Error::internal)?;
            read.map_err(Error::internal)?
        }
    };
    Ok(answer(bytes.ok_or(Error::NotFound)?, BYTES, FOR_EVER))
}

/// The proof that an act is in the log; without the salt, which only the page of a listing shows.
async fn get_proof(
    State(app): State<App>,
    client: ClientAddr,
    Path(serial): Path<String>,
) -> Result<Response, Error> {
    app.limits.check(Action::LookUp, client)?;
    let serial: u64 = serial.parse().map_err(|_| Error::NotFound)?;
    let log = log(&app)?.clone();
    let proof = tokio::task::spawn_blocking(move || log.proof(Serial(serial))).await;
    let proof = proof.map_err(Error::internal)?.map_err(Error::internal)?.ok_or(Error::NotFound)?;
    Ok(answer(proof.text, TEXT, ASK_AGAIN))
}
