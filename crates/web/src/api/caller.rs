//! `POST /api/v1/check/caller`: a number that rang; can the office it claims to be call from it? Nothing is kept.

use std::borrow::Cow;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use model::report::FieldError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::json::{self, Body, Field, FieldType, JsonBytes};
use super::view::{AssessmentView, LanguageQuery};
use crate::extract::Query;
use crate::limits::{Action, ClientAddr};
use crate::{App, Error};

/// A call.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CallerBody<'a> {
    /// The number as the display showed it. Left out: none was shown.
    #[serde(borrow, default)]
    #[schema(value_type = Option<String>, example = "+84069 234 8560")]
    number: Option<Cow<'a, str>>,
    /// What the caller claims to be: `police`, `state`, `bank`, `carrier`, `utility`, `delivery`. Left out: not clear.
    #[serde(borrow, default)]
    #[schema(value_type = Option<String>, example = "police")]
    claim: Option<Cow<'a, str>>,
}

impl<'a> Body<'a> for CallerBody<'a> {
    const FIELDS: &'static [Field] = &[("number", FieldType::Text), ("claim", FieldType::Text)];
}

/// What a number that rang says.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CallerView<'a> {
    /// `kind:value`, canonical; left out when none was shown or it cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "phone:+84900000123")]
    number: Option<String>,
    /// Kind of number: `mobile`, `fixed`, `state` (069), `short-code`, `premium`, `foreign`, `impossible`, `hidden` …
    #[schema(example = "impossible")]
    kind: &'a str,
    /// What to know about numbers of this kind.
    kind_text: &'a str,
    /// Whose verified number it is. Anybody can forge a display, so this makes no call official; left out when unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<&'a str>,
    /// What the office claimed never does by telephone; left out without a claim.
    #[serde(skip_serializing_if = "Option::is_none")]
    never: Option<&'a str>,
    /// The verdict; never `official`.
    assessment: AssessmentView<'a>,
}

/// Looks at a number that rang.
///
/// What is sent is neither stored nor logged.
#[utoipa::path(
    post,
    path = "/api/v1/check/caller",
    tag = "check",
    params(("lang" = Option<String>, Query, description = "Language of the sentences: `vi` (default) or `en`")),
    request_body = CallerBody,
    responses(
        (status = 200, description = "What the number says", body = CallerView),
        (status = 400, description = "`malformed-json`, `not-utf-8`, `bad-query`, `unknown-language`", body = super::openapi::Problem),
        (status = 413, description = "`too-large`", body = super::openapi::Problem),
        (status = 415, description = "`unsupported-media-type`", body = super::openapi::Problem),
        (status = 422, description = "`invalid-fields`, each named", body = super::openapi::Problem),
        (status = 429, description = "`too-many-requests`, with `Retry-After`", body = super::openapi::Problem),
    )
)]
pub(crate) async fn create_caller_check(
    State(app): State<App>,
    client: ClientAddr,
    Query(query): Query<LanguageQuery>,
    bytes: JsonBytes,
) -> Result<Response, Error> {
    let t = query.words()?;
    app.limits.check(Action::Check, client)?;
    let body: CallerBody<'_> = bytes.parse()?;
    let claim = body.claim.as_deref();
    if let Some(unknown) = claim.filter(|claim| app.reference.callers.claim(claim).is_none()) {
        let value = unknown.chars().take(80).collect();
        return Err(Error::Invalid(vec![FieldError { field: "claim", code: "unknown-claim", value }]));
    }
    let snapshot = app.snapshot.peek();
    let number = body.number.as_deref().unwrap_or_default();
    let told = app.engine.check_caller(&app.reference, number, claim, &**snapshot);
    let view = CallerView {
        number: told.number.as_ref().map(ToString::to_string),
        kind: &told.shape.kind,
        kind_text: t.of(&told.shape.text),
        owner: told.owner.filter(|owner| owner.verified).map(|owner| t.of(&owner.owner)),
        never: told.claim.map(|claim| t.of(&claim.never)),
        assessment: AssessmentView::new(&told.assessment, &app.reference, t, snapshot.serial()),
    };
    Ok(json::answer(StatusCode::OK, &view))
}
