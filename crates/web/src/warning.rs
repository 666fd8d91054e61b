//! The warning page: what a reader sees whom his resolver sent to us instead of to a listed name.
//!
//! Under such a name nothing else of the portal is shown: every path and method gets the page, without
//! cookie, script or form, and it leads on by full addresses only. It stores nothing of who came and why.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use model::{Indicator, IndicatorKind, Language, Level, Listing};

use crate::catalogue::Words;
use crate::label::public_path;
use crate::portal::method_name;
use crate::{App, Error, page};

/// The same words in one language.
struct Part {
    t: Words,
    /// Before every path of the portal in this language.
    prefix: &'static str,
    method: String,
    is_blocked: bool,
}

#[derive(Template)]
#[template(path = "warning.html")]
struct WarningPage {
    parts: [Part; 2],
    host: String,
    listed_on: String,
    css: &'static str,
    /// Where the portal is, without a last stroke; empty: not known.
    portal: String,
    indicator: String,
    public_path: String,
}

/// Answers with the warning page when the request is for a host on the list; else lets it through.
pub async fn page_for_listed_hosts(State(app): State<App>, request: Request, next: Next) -> Response {
    let listing = match listed_host(&app, &request) {
        Some(found) if !request.uri().path().starts_with("/assets/") => found,
        _ => return next.run(request).await,
    };
    warning(&app, &listing.0, &listing.1).unwrap_or_else(IntoResponse::into_response)
}

/// The host of the request, if the list holds it or a parent of it.
fn listed_host(app: &App, request: &Request) -> Option<(String, Listing)> {
    let host = request.headers().get(header::HOST)?.to_str().ok()?;
    let own = app.settings.public_url.as_deref().and_then(|url| url.split_once("://")).map(|(_, rest)| rest);
    if own.is_some_and(|own| own.trim_end_matches('/').eq_ignore_ascii_case(host)) {
        return None;
    }
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let asked = Indicator::parse(IndicatorKind::Domain, name).ok()?;
    let snapshot = app.snapshot.peek();
    let listing = snapshot.covering(&asked).filter(|it| it.indicator.kind() == IndicatorKind::Domain)?;
    Some((asked.value().to_owned(), listing))
}

fn warning(app: &App, host: &str, listing: &Listing) -> Result<Response, Error> {
    let part = |language| {
        let t = Words::new(language);
        let prefix = if language == Language::En { "/en" } else { "" };
        let method = method_name(app, listing.method, t);
        Part { prefix, method, is_blocked: listing.level == Level::Block, t }
    };
    let page = WarningPage {
        parts: [part(Language::Vi), part(Language::En)],
        host: host.to_owned(),
        listed_on: listing.listed_at.vietnam_date(),
        css: crate::assets::href("portal.css"),
        portal: app.settings.public_url.as_deref().unwrap_or_default().trim_end_matches('/').to_owned(),
        indicator: listing.indicator.to_string(),
        public_path: public_path(&listing.indicator),
    };
    let mut response = page::render(&page)?;
    // Source: RFC 7725: the page is kept from the reader, and this says by whom.
    *response.status_mut() = StatusCode::UNAVAILABLE_FOR_LEGAL_REASONS;
    let robots = header::HeaderName::from_static("x-robots-tag");
    response.headers_mut().insert(robots, HeaderValue::from_static("noindex"));
    Ok(response)
}
