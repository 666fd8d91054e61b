//! `GET /api/v1/indicators/{kind:value}`: what the list says of one indicator.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::Response;
use model::report::FieldError;
use model::{Indicator, Verdict};
use serde::Serialize;
use utoipa::ToSchema;

use super::json;
use super::view::{LanguageQuery, ListingView, verdict_key};
use crate::extract::{Path, Query};
use crate::limits::{Action, ClientAddr};
use crate::{App, Error};

/// What the list says of one indicator.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IndicatorView<'a> {
    /// The indicator asked for, canonical.
    #[schema(example = "domain:www.vneid-capnhat.example")]
    indicator: String,
    /// `listed`, `official` or `no_information` (never "safe").
    #[schema(example = "listed")]
    verdict: &'static str,
    /// The verdict as a sentence.
    verdict_text: String,
    /// The entry that covers it; left out when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    listing: Option<ListingView>,
    /// Who owns this verified official channel; left out when it is not one.
    #[serde(skip_serializing_if = "Option::is_none")]
    official_owner: Option<&'a str>,
    /// Serial of the list that was looked at.
    serial: u64,
}

/// What the list says of one indicator.
///
/// A link is also covered by a listing of its host or of a broader path; an e-mail address is not
/// covered by its domain. Nothing is said of reports: whether somebody reported it is nobody's business.
#[utoipa::path(
    get,
    path = "/api/v1/indicators/{*indicator}",
    tag = "check",
    params(
        ("indicator" = String, Path, description = "`kind:value`; a slash may stand as it is, a question mark as `%3F`", example = "domain:vneid-capnhat.example"),
        ("lang" = Option<String>, Query, description = "`vi` (default) or `en`"),
    ),
    responses(
        (status = 200, description = "Known or not, the answer is 200", body = IndicatorView),
        (status = 400, description = "`bad-query`, `unknown-language`", body = super::openapi::Problem),
        (status = 422, description = "`invalid-fields`: not an indicator of that kind", body = super::openapi::Problem),
        (status = 429, description = "`too-many-requests`", body = super::openapi::Problem),
    )
)]
pub(crate) async fn get_indicator(
    State(app): State<App>,
    client: ClientAddr,
    Path(text): Path<String>,
    Query(query): Query<LanguageQuery>,
) -> Result<Response, Error> {
    let t = query.words()?;
    app.limits.check(Action::LookUp, client)?;
    let indicator: Indicator = text.parse().map_err(|_| not_an_indicator(&text))?;
    let snapshot = app.snapshot.peek();
    let listing = snapshot.covering(&indicator);
    let official = app.reference.official.find(&indicator).filter(|_| listing.is_none());
    let verdict = match (&listing, official) {
        (Some(_), _) => Verdict::Listed,
        (None, Some(_)) => Verdict::Official,
        (None, None) => Verdict::NoInformation,
    };
    let view = IndicatorView {
        indicator: indicator.to_string(),
        verdict: verdict.slug(),
        verdict_text: t.say(&verdict_key(verdict)).into_owned(),
        listing: listing.as_ref().map(ListingView::from),
        official_owner: official.map(|channel| t.of(&channel.owner)),
        serial: snapshot.serial().0,
    };
    let mut response = json::answer(StatusCode::OK, &view);
    // Never longer than a delisting may take to reach a reader.
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("max-age=30"));
    Ok(response)
}

fn not_an_indicator(text: &str) -> Error {
    let value = text.chars().take(80).collect();
    Error::Invalid(vec![FieldError { field: "indicator", code: "not-an-indicator", value }])
}
