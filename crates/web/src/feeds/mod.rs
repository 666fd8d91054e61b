//! The list as files, one per format: a pure function of the snapshot, with the serial as `ETag`.
//!
//! `body` streams a feed from a blocking thread; `encoding` picks gzip, zstd or neither;
//! `events` streams each act as it is published; `misp` is the feed of many files.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use feed::Format;
use model::publication::Delta;
use model::{Act, Serial, Snapshot};
use serde::Deserialize;
use store::consumer::Channel;

use self::encoding::Encoding;
use crate::auth::Asker;
use crate::extract::{Path, Query};
use crate::limits::Action;
use crate::{App, Error};

mod body;
mod encoding;
pub(crate) mod events;
mod misp;

/// Acts a delta may span; whoever is further behind fetches the whole list, which is then the smaller answer.
const DELTA_ACTS_MAX: u64 = 100_000;
/// Acts read from the log at a time.
const ACTS_PER_READ: u32 = 10_000;

/// Routes of the feeds; the same ones stand under `/api/v1`.
pub(crate) fn routes() -> Router<App> {
    Router::new().route("/feeds/{format}", get(get_feed)).merge(misp::routes())
}

/// The query of a feed.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FeedQuery {
    since: Option<u64>,
}

/// What a feed is written from.
pub(crate) enum Content {
    /// The whole list.
    Full(Arc<Snapshot>),
    /// What changed.
    Delta(Delta),
}

impl Content {
    /// The serial that whoever has it is at.
    fn serial(&self) -> Serial {
        match self {
            Content::Full(snapshot) => snapshot.serial(),
            Content::Delta(delta) => delta.to,
        }
    }
}

/// The published list in one format, whole or what changed since a serial.
///
/// The `ETag` is the serial (with the encoding, and with `since`): send it back as `If-None-Match` and a
/// list that has not changed costs one line. Level `warn` entries are only in `json` and `csv`.
#[utoipa::path(
    get,
    path = "/api/v1/feeds/{format}",
    tag = "feeds",
    params(
        ("format" = String, Path, description = "`json`, `csv`, `domains`, `hosts`, `adblock` or `rpz`", example = "json"),
        ("since" = Option<u64>, Query, description = "Only what changed after this serial (`json` and `csv`)"),
        ("Authorization" = Option<String>, Header, description = "`Bearer` and the key of a consumer's account; quotas then count by account"),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the copy at hand"),
        ("Accept-Encoding" = Option<String>, Header, description = "`gzip` and `zstd` are known"),
    ),
    responses(
        (status = 200, description = "The feed; `Khien-Serial` repeats its serial", content_type = "application/json"),
        (status = 304, description = "The copy at hand is still right"),
        (status = 400, description = "`bad-query`, `no-delta`, `serial-ahead`", body = crate::api::Problem),
        (status = 401, description = "`key-refused`: a key was sent and is not good; without one the feeds are open", body = crate::api::Problem),
        (status = 403, description = "`consumer-format`, `consumer-address`", body = crate::api::Problem),
        (status = 404, description = "`not-found`: no such format", body = crate::api::Problem),
        (status = 410, description = "`serial-gone`: too far behind for a delta, fetch the whole list", body = crate::api::Problem),
        (status = 429, description = "`too-many-requests`", body = crate::api::Problem),
    )
)]
pub(crate) async fn get_feed(
    State(app): State<App>,
    asker: Asker,
    Path(format): Path<String>,
    Query(query): Query<FeedQuery>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let format = Format::from_slug(&format).ok_or(Error::NotFound)?;
    asker.admit(&app, Action::GetFeed, format.slug())?;
    let snapshot = app.snapshot.load();
    let serial = snapshot.serial();
    let since = query.since.map(Serial);
    if since.is_some() && !format.has_delta() {
        return Err(Error::BadRequest("no-delta"));
    }
    let encoding = Encoding::wanted(&headers);
    let tag = tag(serial, since, encoding);
    if is_known(&headers, &tag) {
        let headers = common_headers(&tag, serial);
        asker.saw(&app, Channel::Feed, serial);
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let content = match since {
        None => Content::Full(snapshot),
        Some(since) => Content::Delta(delta(&app, since, &snapshot).await?),
    };
    let body: Body = body::stream(app.clone(), asker, format, content, encoding).await;
    let mut response = (common_headers(&tag, serial), body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    if let Some(name) = encoding.name() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    let disposition = format!("inline; filename=\"{}\"", format.file_name());
    let disposition = HeaderValue::from_str(&disposition).expect("file names are plain ASCII");
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    Ok(response)
}

/// A strong tag: the bytes at one serial are always the same, but differ by encoding.
fn tag(serial: Serial, since: Option<Serial>, encoding: Encoding) -> String {
    let since = since.map(|since| format!("-since-{since}")).unwrap_or_default();
    let encoding = encoding.name().map(|name| format!("-{name}")).unwrap_or_default();
    format!("\"{serial}{since}{encoding}\"")
}

/// Whether `If-None-Match` names the tag (RFC 9110, 13.1.2: weak comparison).
fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let values = headers.get_all(header::IF_NONE_MATCH).into_iter().filter_map(|value| value.to_str().ok());
    values
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

/// Caches may keep a feed but must ask each time: a delisting reaches everybody at once.
fn common_headers(tag: &str, serial: Serial) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let mut put = |name: header::HeaderName, value: &str| {
        headers.insert(name, HeaderValue::from_str(value).expect("digits, letters and quotes"));
    };
    put(header::ETAG, tag);
    put(header::CACHE_CONTROL, "public, no-cache");
    put(header::VARY, "accept-encoding");
    put(header::HeaderName::from_static("khien-serial"), &serial.to_string());
    headers
}

/// What changed between `since` and the snapshot, from the log.
async fn delta(app: &App, since: Serial, snapshot: &Snapshot) -> Result<Delta, Error> {
    let to = snapshot.serial();
    if since > to {
        return Err(Error::BadRequest("serial-ahead"));
    }
    if to.0 - since.0 > DELTA_ACTS_MAX {
        return Err(Error::Gone("serial-gone"));
    }
    let acts = acts_between(app, since, to).await?;
    Ok(Delta::new(since, &acts, snapshot))
}

/// Every act after `since` up to `to`, and perhaps some after it.
pub(crate) async fn acts_between(app: &App, since: Serial, to: Serial) -> Result<Vec<Act>, Error> {
    let mut acts: Vec<Act> = Vec::new();
    loop {
        let after = acts.last().map_or(since, |act| act.serial);
        if after >= to {
            break;
        }
        let more = app.store.acts_after(after, ACTS_PER_READ).await?;
        if more.is_empty() {
            return Err(Error::broken("the log ends before the snapshot"));
        }
        acts.extend(more);
    }
    Ok(acts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_names_serial_start_and_encoding() {
        assert_eq!(tag(Serial(7), None, Encoding::Identity), "\"7\"");
        assert_eq!(tag(Serial(7), Some(Serial(3)), Encoding::Gzip), "\"7-since-3-gzip\"");
    }

    #[test]
    fn a_known_tag_is_found_in_a_list_weak_or_strong() {
        let known = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static(value));
            is_known(&headers, "\"7\"")
        };
        assert!(known("\"7\"") && known("W/\"7\"") && known("\"6\", \"7\"") && known("*"));
        assert!(!known("\"77\"") && !known("7") && !known(""));
    }
}
