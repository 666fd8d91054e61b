//! The list as a MISP feed: manifest, hashes, one event for each method and month, and the warninglist.
//! Page: `docs/formats/misp.md`.

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use feed::index::{Event, Month, Selection};
use feed::misp::{self, Misp, warninglist};
use feed::stix;
use model::publication::Edition;
use model::{Action, Method, Serial};
use store::consumer::Channel;

use super::body::{Pipe, piped};
use super::encoding::Encoding;
use super::{common_headers, is_known, tag};
use crate::auth::Asker;
use crate::extract::Path;
use crate::limits::Action as Doing;
use crate::taxii::base_url;
use crate::{App, Error};

/// Entries read from the log at a time.
const ENTRIES_PER_READ: usize = 1_000;

/// Routes of the MISP feed, and the schema that STIX objects point at.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/feeds/misp/manifest.json", get(get_manifest))
        .route("/feeds/misp/hashes.csv", get(get_hashes))
        .route(warninglist::PATH, get(get_warninglist))
        .route("/feeds/misp/{file}", get(get_event))
        .route(stix::EXTENSION_SCHEMA_PATH, get(get_extension_schema))
}

const JSON: HeaderValue = HeaderValue::from_static("application/json");

async fn get_manifest(State(app): State<App>, asker: Asker, headers: HeaderMap) -> Result<Response, Error> {
    let head = begin(&app, &asker).await?;
    // Whoever follows the manifest has the events that changed by the time of the next question.
    asker.saw(&app, Channel::Misp, head);
    let base_url = base_url(&app, &headers);
    answer(&headers, head, JSON, || {
        let mut body = Vec::new();
        let misp = Misp::new(&app.reference, &base_url, &app.settings.operator);
        misp.write_manifest(&app.log_index().read(), &mut body).map_err(Error::internal)?;
        Ok(Body::from(body))
    })
}

async fn get_warninglist(State(app): State<App>, asker: Asker) -> Result<Response, Error> {
    asker.admit(&app, Doing::GetFeed, Channel::Misp.slug())?;
    // It changes with the tables and the desk's own entries, not with the list: no tag.
    let body = misp::warninglist::warninglist(&app.reference, &app.store.allow_list());
    Ok(([(header::CONTENT_TYPE, JSON)], body).into_response())
}

async fn get_extension_schema() -> Response {
    let kind = HeaderValue::from_static("application/schema+json");
    ([(header::CONTENT_TYPE, kind)], stix::EXTENSION_SCHEMA).into_response()
}

async fn get_hashes(State(app): State<App>, asker: Asker, headers: HeaderMap) -> Result<Response, Error> {
    let head = begin(&app, &asker).await?;
    let base_url = base_url(&app, &headers);
    answer(&headers, head, HeaderValue::from_static("text/csv; charset=utf-8"), || {
        let app = app.clone();
        Ok(piped(move |mut pipe| async move { write_hashes(&app, &base_url, &mut pipe).await }))
    })
}

async fn get_event(
    State(app): State<App>,
    asker: Asker,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let id = file.strip_suffix(".json").ok_or(Error::NotFound)?;
    begin(&app, &asker).await?;
    let base_url = base_url(&app, &headers);
    let found = {
        let misp = Misp::new(&app.reference, &base_url, &app.settings.operator);
        let index = app.log_index().read();
        let found = index.events().find(|(method, month, _)| misp.event_id(*method, *month) == id);
        found.map(|(method, month, event)| (method, month, *event))
    };
    let (method, month, event) = found.ok_or(Error::NotFound)?;
    answer(&headers, event.changed, JSON, || {
        let app = app.clone();
        Ok(piped(move |mut pipe| async move {
            write_event(&app, &base_url, (method, month), &event, &mut pipe).await
        }))
    })
}

/// Counts the question and brings the index up to the list; the serial it then reaches to.
async fn begin(app: &App, asker: &Asker) -> Result<Serial, Error> {
    asker.admit(app, Doing::GetFeed, Channel::Misp.slug())?;
    app.log_index().catch_up(&app.store, app.snapshot.peek().serial()).await?;
    Ok(app.log_index().read().head())
}

/// The body with its tag, or one line for whoever has it.
fn answer(
    headers: &HeaderMap,
    serial: Serial,
    kind: HeaderValue,
    body: impl FnOnce() -> Result<Body, Error>,
) -> Result<Response, Error> {
    let tag = tag(serial, None, Encoding::Identity);
    let mut common = common_headers(&tag, serial);
    if is_known(headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, common).into_response());
    }
    common.insert(header::CONTENT_TYPE, kind);
    Ok((common, body()?).into_response())
}

async fn write_event(
    app: &App,
    base_url: &str,
    key: (Method, Month),
    event: &Event,
    pipe: &mut Pipe,
) -> Result<(), Error> {
    let misp = Misp::new(&app.reference, base_url, &app.settings.operator);
    let broken = Error::internal;
    misp.write_start(key.0, key.1, event, pipe).map_err(broken)?;
    for objects in [false, true] {
        let (mut after, mut is_first) = (Serial(0), true);
        loop {
            let kinds = misp::kinds(objects);
            let beginnings = app.log_index().read().beginnings(key, kinds, after, ENTRIES_PER_READ);
            let Some(last) = beginnings.last() else { break };
            after = *last;
            for edition in app.store.last_editions(&beginnings).await? {
                misp.write_entry(&edition, is_first, pipe).map_err(broken)?;
                is_first = false;
            }
            pipe.pass_on().await?;
        }
        if !objects {
            misp.write_middle(pipe).map_err(broken)?;
        }
    }
    misp.write_end(pipe).map_err(broken)?;
    pipe.pass_on().await
}

async fn write_hashes(app: &App, base_url: &str, pipe: &mut Pipe) -> Result<(), Error> {
    let misp = Misp::new(&app.reference, base_url, &app.settings.operator);
    let mut after = Serial(0);
    loop {
        let serials = app.log_index().read().select(&Selection::default(), after, ENTRIES_PER_READ);
        let Some(last) = serials.last() else { break };
        after = *last;
        let editions: Vec<Edition> = app.store.editions(&serials).await?;
        for edition in editions.iter().filter(|edition| edition.action != Action::Delist) {
            let key = app.log_index().read().event_of(edition.beginning.serial);
            let Some((method, month)) = key else { continue };
            let id = misp.event_id(method, month);
            misp.write_hashes(edition, &id, pipe).map_err(Error::internal)?;
        }
        pipe.pass_on().await?;
    }
    pipe.pass_on().await
}
