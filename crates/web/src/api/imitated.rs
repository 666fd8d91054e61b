//! `GET /api/v1/imitated/{kind:value}`: whose name does this host carry, that it does not belong to?

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use model::report::FieldError;
use model::{Indicator, IndicatorKind};
use serde::Serialize;
use utoipa::ToSchema;

use super::json;
use super::view::LanguageQuery;
use crate::extract::{Path, Query};
use crate::limits::{Action, ClientAddr};
use crate::{App, Error};

/// Whom a host imitates.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImitatedView<'a> {
    /// The indicator asked for, canonical.
    #[schema(example = "domain:vneid-capnhat.example")]
    indicator: String,
    /// Whom it imitates; left out when it imitates nobody known. That says nothing about the host.
    #[serde(skip_serializing_if = "Option::is_none")]
    imitated: Option<OwnerView<'a>>,
}

/// The owner of the name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OwnerView<'a> {
    /// Who is imitated.
    owner: &'a str,
    /// `name`, `inside`, `joined`, `misspelt` or `beside`: how the host carries the name.
    #[schema(example = "joined")]
    likeness: &'static str,
    /// The fraud that this points to.
    #[schema(example = "org-bank-phish")]
    method: &'static str,
    /// Verified domains of the owner; may be empty.
    official: Vec<String>,
}

/// Whom a domain or link imitates.
#[utoipa::path(
    get,
    path = "/api/v1/imitated/{*indicator}",
    tag = "check",
    params(
        ("indicator" = String, Path, description = "`domain:…` or `url:…`", example = "domain:vneid-capnhat.example"),
        ("lang" = Option<String>, Query, description = "`vi` (default) or `en`"),
    ),
    responses(
        (status = 200, description = "Imitating somebody or not, the answer is 200", body = ImitatedView),
        (status = 400, description = "`bad-query`, `unknown-language`", body = super::openapi::Problem),
        (status = 422, description = "`invalid-fields`: neither a domain nor a link", body = super::openapi::Problem),
        (status = 429, description = "`too-many-requests`", body = super::openapi::Problem),
    )
)]
pub(crate) async fn get_imitated(
    State(app): State<App>,
    client: ClientAddr,
    Path(text): Path<String>,
    Query(query): Query<LanguageQuery>,
) -> Result<Response, Error> {
    let t = query.words()?;
    app.limits.check(Action::LookUp, client)?;
    let parsed = text.parse::<Indicator>().ok().filter(|indicator| indicator.host().is_some());
    let Some(indicator) = parsed else {
        let value = text.chars().take(80).collect();
        return Err(Error::Invalid(vec![FieldError { field: "indicator", code: "not-an-indicator", value }]));
    };
    let imitated = app.engine.imitated(&indicator).map(|found| {
        let own: Vec<_> = app
            .reference
            .official
            .of_kind(IndicatorKind::Domain)
            .filter(|channel| found.owner_slug == Some(channel.owner_slug.as_str()))
            .collect();
        OwnerView {
            owner: own.first().map_or(found.owner, |channel| t.of(&channel.owner)),
            likeness: found.likeness,
            method: found.method.slug(),
            official: own.iter().filter(|c| c.verified).map(|c| c.indicator.value().to_owned()).collect(),
        }
    });
    Ok(json::answer(StatusCode::OK, &ImitatedView { indicator: indicator.to_string(), imitated }))
}
