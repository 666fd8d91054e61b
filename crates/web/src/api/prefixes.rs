//! `GET /api/v1/prefixes` and `GET /api/v1/hashes/{prefix}`: the list for those who check privately.
//! Page: `docs/formats/prefixes.md`. Nothing about a look-up is stored or logged.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use feed::prefix::{PrefixIndex, Update, numbers_per_prefix};
use model::Serial;
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use utoipa::ToSchema;

use super::json;
use super::serial::NoQuery;
use crate::extract::{Path, Query};
use crate::feeds::acts_between;
use crate::limits::{Action, ClientAddr};
use crate::{App, Error};

/// The type of an update; no other is registered for such lists.
const MEDIA_TYPE: HeaderValue = HeaderValue::from_static("application/vnd.khien.prefixes");

/// Acts a delta may span; whoever is further behind gets the whole list, which is then hardly larger.
const DELTA_ACTS_MAX: u64 = 20_000;

/// Seconds for which full hashes may be used without asking again, which is also the longest that a delisting
/// may take to reach someone who has asked before.
const CACHE_SECONDS: u32 = 60;

/// The index of the newest snapshot that somebody asked about.
#[derive(Debug, Default)]
pub(crate) struct KeptIndex(Mutex<Option<Arc<PrefixIndex>>>);

/// The index at the present serial.
async fn index(app: &App) -> Result<Arc<PrefixIndex>, Error> {
    let snapshot = app.snapshot.load();
    let mut kept = app.prefixes().0.lock().await;
    if let Some(index) = kept.as_ref()
        && index.snapshot().serial() >= snapshot.serial()
    {
        return Ok(index.clone());
    }
    let before = kept.clone();
    let made = tokio::task::spawn_blocking(move || match before {
        Some(before) => before.advanced(&snapshot),
        None => PrefixIndex::new(&snapshot),
    });
    let index = Arc::new(made.await.map_err(Error::internal)?);
    *kept = Some(index.clone());
    Ok(index)
}

/// The query of the list of prefixes.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PrefixQuery {
    since: Option<u64>,
}

/// The list as hash prefixes, whole or what changed since a serial, for clients that check privately.
///
/// Binary; the layout is described in `docs/formats/prefixes.md`. A client that is too far behind gets the
/// whole list, which says so.
#[utoipa::path(
    get,
    path = "/api/v1/prefixes",
    tag = "feeds",
    params(("since" = Option<u64>, Query, description = "The serial of the list at hand")),
    responses(
        (status = 200, description = "The update; `Khien-Serial` repeats its serial", content_type = "application/vnd.khien.prefixes"),
        (status = 400, description = "`bad-query`, `serial-ahead`", body = super::openapi::Problem),
        (status = 429, description = "`too-many-requests`", body = super::openapi::Problem),
    )
)]
pub(crate) async fn get_prefixes(
    State(app): State<App>,
    client: ClientAddr,
    Query(query): Query<PrefixQuery>,
) -> Result<Response, Error> {
    app.limits.check(Action::GetFeed, client)?;
    let index = index(&app).await?;
    let to = index.snapshot().serial();
    let update = match query.since.map(Serial) {
        Some(since) if since > to => return Err(Error::BadRequest("serial-ahead")),
        Some(since) if to.0 - since.0 <= DELTA_ACTS_MAX => delta(&app, index, since).await?,
        _ => tokio::task::spawn_blocking(move || index.full()).await.map_err(Error::internal)?,
    };
    let mut response = update.encode().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, MEDIA_TYPE);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
    headers.insert("khien-serial", HeaderValue::from(to.0));
    Ok(response)
}

async fn delta(app: &App, index: Arc<PrefixIndex>, since: Serial) -> Result<Update, Error> {
    let acts = acts_between(app, since, index.snapshot().serial()).await?;
    let earlier = app.store.last_acts_up_to(since).await?;
    let made = tokio::task::spawn_blocking(move || index.delta(since, &earlier, &acts));
    made.await.map_err(Error::internal)
}

/// The full hashes behind a prefix.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HashesView {
    /// The prefix asked for, lower-case hex.
    #[schema(example = "a1b2c3d4")]
    prefix: String,
    /// Seconds for which the answer may be used without asking again.
    #[schema(example = 60)]
    cache_seconds: u32,
    /// How many mobile numbers of Viet Nam share a prefix of this length on average: below 1, the prefix of a
    /// number names it to us. Ask with four or six digits instead of eight to hide among more.
    #[schema(example = 0.093)]
    numbers_per_prefix: f64,
    /// The entries whose hash begins with the prefix, in the order of the hash; mostly none or one.
    hashes: Vec<HashView>,
    /// Serial of the list that was looked at.
    serial: u64,
}

/// One entry, by its hash.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HashView {
    /// SHA-256 of `kind:value`, 64 lower-case hex digits.
    hash: String,
    /// Kind of the entry.
    #[schema(example = "domain")]
    kind: &'static str,
    /// `warn` or `block`.
    level: &'static str,
    /// How the fraud works.
    method: &'static str,
    /// When the entry ends unless it is revised. ISO 8601, UTC.
    expires_at: String,
}

/// The full hashes behind a prefix of 4 bytes (or, to hide among more, 2 or 3).
///
/// We learn the prefix and nothing else, and keep nothing. For numbers and accounts that is no anonymity: all
/// of them can be tried, and fewer than one number in ten shares its prefix with another.
#[utoipa::path(
    get,
    path = "/api/v1/hashes/{prefix}",
    tag = "check",
    params(("prefix" = String, Path, description = "8 hex digits, or 4 or 6", example = "a1b2c3d4")),
    responses(
        (status = 200, description = "Also when there is none", body = HashesView),
        (status = 400, description = "`bad-prefix`, `bad-query`", body = super::openapi::Problem),
        (status = 429, description = "`too-many-requests`", body = super::openapi::Problem),
    )
)]
pub(crate) async fn get_hashes(
    State(app): State<App>,
    client: ClientAddr,
    Path(prefix): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Error> {
    app.limits.check(Action::LookUp, client)?;
    let (low, bytes) = read_prefix(&prefix).ok_or(Error::BadRequest("bad-prefix"))?;
    let high = low | u32::MAX.checked_shr(8 * bytes).unwrap_or(0);
    let index = index(&app).await?;
    let hashes = index.listings(low..=high).into_iter().map(|listing| HashView {
        hash: HEXLOWER.encode(&listing.indicator.full_hash()),
        kind: listing.indicator.kind().slug(),
        level: listing.level.slug(),
        method: listing.method.slug(),
        expires_at: listing.expires_at.to_string(),
    });
    let view = HashesView {
        prefix: prefix.to_ascii_lowercase(),
        cache_seconds: CACHE_SECONDS,
        numbers_per_prefix: numbers_per_prefix(bytes),
        hashes: hashes.collect(),
        serial: index.snapshot().serial().0,
    };
    let mut response = json::answer(StatusCode::OK, &view);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("max-age=60"));
    Ok(response)
}

/// The lowest number with this prefix, and its length in bytes; `None` unless it is 4, 6 or 8 hex digits.
fn read_prefix(text: &str) -> Option<(u32, u32)> {
    let bytes = match text.len() {
        4 => 2,
        6 => 3,
        8 => 4,
        _ => return None,
    };
    if !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let prefix = u32::from_str_radix(text, 16).ok()?;
    Some((prefix << (32 - 8 * bytes), bytes))
}

#[cfg(test)]
mod tests {
    use super::read_prefix;

    #[test]
    fn only_whole_prefixes_of_two_to_four_bytes_are_read() {
        assert_eq!(read_prefix("a1B2c3d4"), Some((0xa1b2_c3d4, 4)));
        assert_eq!(read_prefix("a1b2c3"), Some((0xa1b2_c300, 3)));
        assert_eq!(read_prefix("a1b2"), Some((0xa1b2_0000, 2)));
        for wrong in ["", "a1", "a1b", "a1b2c", "a1b2c3d4e5", "a1b2c3dg", "+1b2c3d4", "a1b2c3đ", "-1b2"] {
            assert_eq!(read_prefix(wrong), None, "{wrong}");
        }
    }
}
