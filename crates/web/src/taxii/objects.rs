//! The calls that give objects, their manifest and their versions.

use std::io::Write as _;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri};
use axum::response::Response;
use feed::Moment;
use feed::stix::{self, Stix};
use store::consumer::Channel;

use super::collection::{Collection, is_intake};
use super::filter::{Filter, Versions};
use super::page::{Item, Page};
use super::{answer, base_url};
use crate::auth::Asker;
use crate::extract::Path;
use crate::limits::Action;
use crate::{App, Error};

/// Bytes of most objects; one allocation for a page instead of a doubling series.
const OBJECT_BYTES: usize = 1_300;

/// Source: TAXII 2.1, 5.4.
pub(super) async fn get_objects(
    State(app): State<App>,
    asker: Asker,
    Path(name): Path<String>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Error> {
    let filter = Filter::parse(uri.query())?;
    let (stix, page) = find(&app, &asker, &name, &headers, &filter).await?;
    Ok(envelope("objects", &page, OBJECT_BYTES, |item, out| item.write(&stix, out)))
}

/// Source: TAXII 2.1, 5.3.
pub(super) async fn get_manifest(
    State(app): State<App>,
    asker: Asker,
    Path(name): Path<String>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Error> {
    let filter = Filter::parse(uri.query())?;
    let (_, page) = find(&app, &asker, &name, &headers, &filter).await?;
    Ok(envelope("objects", &page, 256, |item, out| {
        let wrote = write!(
            out,
            r#"{{"id":"{}","date_added":"{}","version":"{}","media_type":"{}"}}"#,
            item.id(),
            item.added(),
            item.version(),
            stix::MEDIA_TYPE
        );
        wrote.expect("writing to a vector cannot fail");
    }))
}

/// Source: TAXII 2.1, 5.6.
pub(super) async fn get_object(
    State(app): State<App>,
    asker: Asker,
    Path((name, object)): Path<(String, String)>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Error> {
    let filter = Filter { ids: vec![object], ..Filter::parse(uri.query())? };
    let (stix, page) = find(&app, &asker, &name, &headers, &filter).await?;
    if page.items.is_empty() {
        must_exist(&app, &name, &headers, &filter).await?;
    }
    Ok(envelope("objects", &page, OBJECT_BYTES, |item, out| item.write(&stix, out)))
}

/// Source: TAXII 2.1, 5.8.
pub(super) async fn get_versions(
    State(app): State<App>,
    asker: Asker,
    Path((name, object)): Path<(String, String)>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Error> {
    let asked = Filter::parse(uri.query())?;
    let all = Versions { all: true, ..Versions::default() };
    let filter = Filter { ids: vec![object], versions: Some(all), ..asked };
    let (_, page) = find(&app, &asker, &name, &headers, &filter).await?;
    if page.items.is_empty() {
        must_exist(&app, &name, &headers, &filter).await?;
    }
    Ok(envelope("versions", &page, 32, |item, out| {
        write!(out, r#""{}""#, item.version()).expect("writing to a vector cannot fail");
    }))
}

async fn find(
    app: &App,
    asker: &Asker,
    name: &str,
    headers: &HeaderMap,
    filter: &Filter,
) -> Result<(Stix, Page), Error> {
    if is_intake(name) {
        return Err(Error::Forbidden("not-readable"));
    }
    let collection = Collection::find(name)?;
    asker.admit(app, Action::Taxii, Channel::Taxii.slug())?;
    let stix = Stix::new(&app.reference, &base_url(app, headers), &app.settings.operator);
    let page = Page::find(app, &stix, collection, filter).await?;
    if page.next.is_none() && filter.ids.is_empty() {
        asker.saw(app, Channel::Taxii, page.head);
    }
    Ok((stix, page))
}

/// An object that a filter hides is there; one that was never in the collection is not.
async fn must_exist(app: &App, name: &str, headers: &HeaderMap, filter: &Filter) -> Result<(), Error> {
    let all = Versions { all: true, ..Versions::default() };
    let any = Filter { ids: filter.ids.clone(), versions: Some(all), ..Filter::default() };
    let stix = Stix::new(&app.reference, &base_url(app, headers), &app.settings.operator);
    let page = Page::find(app, &stix, Collection::find(name)?, &any).await?;
    if page.items.is_empty() { Err(Error::NotFound) } else { Ok(()) }
}

/// `{"objects":[…],"more":true,"next":"…"}`, written straight through; an empty page has no list, as the
/// standard asks for.
fn envelope(list: &str, page: &Page, item_bytes: usize, write: impl Fn(&Item, &mut Vec<u8>)) -> Response {
    let mut body = Vec::with_capacity(page.items.len() * item_bytes + 64);
    body.push(b'{');
    if !page.items.is_empty() {
        body.extend_from_slice(format!("\"{list}\":[").as_bytes());
        for (place, item) in page.items.iter().enumerate() {
            if place > 0 {
                body.push(b',');
            }
            write(item, &mut body);
        }
        body.extend_from_slice(b"],");
    }
    let end = match page.next {
        Some(next) => format!("\"more\":true,\"next\":\"{next}\"}}"),
        None => "\"more\":false}".to_owned(),
    };
    body.extend_from_slice(end.as_bytes());
    answer(StatusCode::OK, body, dates(page))
}

/// When the first and the last object of the page were added.
fn dates(page: &Page) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let mut put = |name: &'static str, moment: Moment| {
        let value = HeaderValue::from_str(&moment.to_string()).expect("a moment is plain ASCII");
        headers.insert(HeaderName::from_static(name), value);
    };
    if let (Some(first), Some(last)) = (page.items.first(), page.items.last()) {
        put("x-taxii-date-added-first", first.added());
        put("x-taxii-date-added-last", last.added());
    }
    headers
}
