//! The OpenAPI 3.1 document, generated from the handlers and their types.

use std::sync::LazyLock;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use utoipa::openapi::OpenApi;
use utoipa::{OpenApi as _, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{
    acknowledgements, bulk, caller, check, imitated, indicators, prefixes, reports, serial, sms,
    unrepresentable,
};
use crate::App;

/// A refusal (RFC 9457), `application/problem+json`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what `error::write` writes; a test compares the two")]
pub(crate) struct Problem {
    /// Address of the explanation of the code.
    #[schema(example = "/api#invalid-fields")]
    r#type: String,
    /// What happened, in English, or in Vietnamese when `Accept-Language` asks for it first.
    title: String,
    /// The HTTP status again.
    status: u16,
    /// Stable code, kebab-case.
    #[schema(example = "invalid-fields")]
    code: String,
    /// With `too-many-requests`: seconds to wait.
    retry_after_seconds: Option<u64>,
    /// With `malformed-json` and `not-utf-8`: where.
    position: Option<ProblemPosition>,
    /// With `invalid-fields`: every field that could not be taken.
    fields: Vec<ProblemField>,
}

/// Where a body could not be read: line and column from 1, or the first bad byte from 0.
#[derive(ToSchema)]
#[expect(dead_code, reason = "see `Problem`")]
pub(crate) struct ProblemPosition {
    line: Option<usize>,
    column: Option<usize>,
    byte: Option<usize>,
}

/// One field that could not be taken.
#[derive(ToSchema)]
#[expect(dead_code, reason = "see `Problem`")]
pub(crate) struct ProblemField {
    /// Name of the field; `body` for the whole.
    field: String,
    /// Stable code, kebab-case.
    #[schema(example = "not-a-date")]
    code: String,
    /// What is wrong, as a sentence.
    title: String,
    /// The value as sent, cut to 80 characters; never for personal fields.
    value: Option<String>,
}

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Khiên",
        description = "Ask whether a message, link, number or account is a scam; report one; fetch the published list. \
            No key is needed. Answers of `check` and `indicators` never say \"safe\": `no_information` means that nothing is known.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    tags(
        (name = "check", description = "Ask"),
        (name = "reports", description = "Report and follow a report"),
        (name = "feeds", description = "The published list"),
    )
)]
struct Description;

/// Every call of the API, with its description.
pub(super) fn calls() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(check::create_check))
        .routes(routes!(caller::create_caller_check))
        .routes(routes!(imitated::get_imitated))
        .routes(routes!(reports::create_report))
        .routes(routes!(reports::get_report))
        .routes(routes!(bulk::create_reports))
        .routes(routes!(sms::create_sms))
        .routes(routes!(indicators::get_indicator))
        .routes(routes!(serial::get_serial))
        .routes(routes!(unrepresentable::get_unrepresentable))
        .routes(routes!(crate::feeds::get_feed))
        .routes(routes!(crate::feeds::events::get_stream))
        .routes(routes!(acknowledgements::create_acknowledgements))
        .routes(routes!(prefixes::get_prefixes))
        .routes(routes!(prefixes::get_hashes))
}

static DOCUMENT: LazyLock<OpenApi> = LazyLock::new(|| {
    let mut document = calls().split_for_parts().1;
    // The router writes a parameter that may hold slashes as `{*name}`; OpenAPI has only `{name}`.
    let paths = std::mem::take(&mut document.paths.paths);
    document.paths.paths = paths.into_iter().map(|(path, item)| (path.replace("{*", "{"), item)).collect();
    document
});
static DOCUMENT_JSON: LazyLock<String> =
    LazyLock::new(|| DOCUMENT.to_pretty_json().expect("strings and numbers always serialise"));

/// The document.
pub fn document() -> &'static OpenApi {
    &DOCUMENT
}

/// Answers with the document.
pub(super) async fn get_openapi() -> Response {
    let headers =
        [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=3600")];
    (headers, DOCUMENT_JSON.as_str()).into_response()
}
