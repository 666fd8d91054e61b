//! `POST /api/v1/check`: a message, link, number or account in; an assessment out. Nothing is kept.

use std::borrow::Cow;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use detect::Submission;
use serde::Deserialize;
use utoipa::ToSchema;

use super::json::{self, Body, Field, FieldType, JsonBytes};
use super::view::{AssessmentView, LanguageQuery};
use crate::extract::Query;
use crate::limits::{Action, ClientAddr};
use crate::{App, Error};

/// What is to be assessed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckBody<'a> {
    /// The message, link, number or account, as it was received.
    #[serde(borrow)]
    #[schema(value_type = String, example = "VNeID: tai khoan cua ban se bi khoa, cap nhat tai http://vneid-capnhat.example")]
    text: Cow<'a, str>,
    /// Who sent it: the number or name shown by the phone. Left out: not known.
    #[serde(borrow, default)]
    #[schema(value_type = Option<String>, example = "+84900000123")]
    sender: Option<Cow<'a, str>>,
    /// How it came: `sms`, `call`, `zalo`, `email` … Left out: not known.
    #[serde(borrow, default)]
    #[schema(value_type = Option<String>, example = "sms")]
    channel: Option<Cow<'a, str>>,
}

impl<'a> Body<'a> for CheckBody<'a> {
    const FIELDS: &'static [Field] =
        &[("text", FieldType::Text), ("sender", FieldType::Text), ("channel", FieldType::Text)];
    const REQUIRED: &'static [&'static str] = &["text"];
}

/// Assesses a message, link, number or account.
///
/// What is sent is neither stored nor logged.
#[utoipa::path(
    post,
    path = "/api/v1/check",
    tag = "check",
    params(("lang" = Option<String>, Query, description = "Language of the sentences: `vi` (default) or `en`")),
    request_body = CheckBody,
    responses(
        (status = 200, description = "The assessment", body = AssessmentView),
        (status = 400, description = "`malformed-json`, `not-utf-8`, `bad-query`, `unknown-language`", body = super::openapi::Problem),
        (status = 413, description = "`too-large`", body = super::openapi::Problem),
        (status = 415, description = "`unsupported-media-type`", body = super::openapi::Problem),
        (status = 422, description = "`invalid-fields`, each named", body = super::openapi::Problem),
        (status = 429, description = "`too-many-requests`, with `Retry-After`", body = super::openapi::Problem),
    )
)]
pub(crate) async fn create_check(
    State(app): State<App>,
    client: ClientAddr,
    Query(query): Query<LanguageQuery>,
    bytes: JsonBytes,
) -> Result<Response, Error> {
    let t = query.words()?;
    app.limits.check(Action::Check, client)?;
    let body: CheckBody<'_> = bytes.parse()?;
    let submission =
        Submission { text: &body.text, sender: body.sender.as_deref(), channel: body.channel.as_deref() };
    let snapshot = app.snapshot.peek();
    let assessment = app.engine.assess(&submission, &**snapshot);
    let view = AssessmentView::new(&assessment, &app.reference, t, snapshot.serial());
    Ok(json::answer(StatusCode::OK, &view))
}
