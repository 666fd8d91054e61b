//! `GET /api/v1/acts/stream`: every act as it is published, for whoever would rather hold a connection than ask
//! again and again (server-sent events, WHATWG HTML 9.2).

use std::convert::Infallible;
use std::fmt::Write as _;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use hyper::body::Frame;
use model::publication::PublicAct;
use model::{Act, Serial};
use serde::Deserialize;
use store::consumer::Channel;
use tokio::sync::{OwnedSemaphorePermit, mpsc, watch};

use crate::auth::Asker;
use crate::extract::Query;
use crate::limits::Action;
use crate::serve::Stopping;
use crate::{App, Error};

/// Acts a stream may begin behind the list; whoever is further behind fetches the whole list first.
const BEHIND_MAX: u64 = 100_000;
/// Acts read from the log at a time.
const ACTS_PER_READ: u32 = 500;
/// A comment after this much silence, so that no middlebox takes the connection for dead.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Longest a client may take for what is waiting; then its stream ends, and it comes back where it was.
const SEND_TIMEOUT: Duration = Duration::from_secs(30);
/// Milliseconds a client waits before it comes back.
const RETRY_MS: u32 = 2_000;

/// The query of the stream.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StreamQuery {
    after: Option<u64>,
}

/// Every act as it is published, as server-sent events.
///
/// Each event is called `act`; its `id` is the serial, its data one JSON object. A browser's `EventSource` comes back
/// with `Last-Event-ID` by itself and misses nothing. A comment comes every 15 s. Without either, the stream begins
/// with the next act.
#[utoipa::path(
    get,
    path = "/api/v1/acts/stream",
    tag = "feeds",
    params(
        ("after" = Option<u64>, Query, description = "Begin after this serial"),
        ("Last-Event-ID" = Option<u64>, Header, description = "The same, and wins; sent by clients that come back"),
        ("Authorization" = Option<String>, Header, description = "`Bearer` and the key of a consumer's account"),
    ),
    responses(
        (status = 200, description = "The stream", content_type = "text/event-stream"),
        (status = 400, description = "`bad-query`, `serial-ahead`", body = crate::api::Problem),
        (status = 401, description = "`key-refused`", body = crate::api::Problem),
        (status = 410, description = "`serial-gone`: fetch the whole list, then begin after its serial", body = crate::api::Problem),
        (status = 429, description = "`too-many-requests`: also when every place is taken", body = crate::api::Problem),
    )
)]
pub(crate) async fn get_stream(
    State(app): State<App>,
    asker: Asker,
    stopping: Option<Extension<Stopping>>,
    Query(query): Query<StreamQuery>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    asker.admit(&app, Action::GetFeed, Channel::Events.slug())?;
    let head = app.store.head_serial().await?;
    let after = match headers.get("last-event-id") {
        Some(value) => {
            let serial = value.to_str().ok().and_then(|text| text.trim().parse().ok());
            Serial(serial.ok_or(Error::BadRequest("bad-query"))?)
        }
        None => query.after.map_or(head, Serial),
    };
    if after > head {
        return Err(Error::BadRequest("serial-ahead"));
    }
    if head.0 - after.0 > BEHIND_MAX {
        return Err(Error::Gone("serial-gone"));
    }
    let place = app.stream_place().ok_or(Error::TooMany { retry_after: Duration::from_secs(10) })?;
    let (sender, receiver) = mpsc::channel(4);
    // Without a listener of ours (a test calls the router directly) nothing ends it but the client.
    let stopping = stopping.map_or_else(|| watch::channel(false).1, |Extension(stopping)| stopping.0);
    tokio::spawn(write(app, asker, after, sender, stopping, place));
    let mut response = Body::new(EventBody(receiver)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Writes events until the client is gone, the server stops, or the database does not answer.
async fn write(
    app: App,
    asker: Asker,
    after: Serial,
    sender: mpsc::Sender<Bytes>,
    mut stopping: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
) {
    let mut grown = app.store.serial_changes();
    let mut last = after;
    let mut waiting = format!("retry: {RETRY_MS}\n\n");
    let mut may_stop = true;
    loop {
        grown.mark_unchanged();
        match app.store.acts_after(last, ACTS_PER_READ).await {
            Ok(acts) => {
                for act in &acts {
                    last = act.serial;
                    push_event(&mut waiting, act);
                }
            }
            Err(error) => {
                tracing::warn!(error = %error, "could not read the log for a stream");
                return;
            }
        }
        if !waiting.is_empty() {
            let piece = Bytes::from(std::mem::take(&mut waiting));
            if sender.send_timeout(piece, SEND_TIMEOUT).await.is_err() {
                return;
            }
            asker.saw(&app, Channel::Events, last);
            continue;
        }
        tokio::select! {
            _ = grown.changed() => {}
            () = tokio::time::sleep(HEARTBEAT) => waiting.push_str(":\n\n"),
            () = sender.closed() => return,
            told = stopping.changed(), if may_stop => match told {
                Ok(()) => return,
                Err(_) => may_stop = false,
            },
        }
    }
}

fn push_event(out: &mut String, act: &Act) {
    let data = serde_json::to_string(&PublicAct::from(act)).expect("strings and numbers always serialise");
    let _ = write!(out, "id: {}\nevent: act\ndata: {data}\n\n", act.serial);
}

/// The client's end.
struct EventBody(mpsc::Receiver<Bytes>);

impl hyper::body::Body for EventBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        ctx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(ctx).map(|piece| piece.map(|piece| Ok(Frame::data(piece))))
    }
}
