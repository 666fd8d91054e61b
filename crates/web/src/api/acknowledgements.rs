//! `POST /api/v1/acknowledgements`: what a consumer did about acts, said later than in its answer to a push.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use desk::consumer::{ACK_REASON_CHARS_MAX, AckStatus};
use model::Serial;
use model::report::FieldError;
use serde::{Deserialize, Serialize};
use store::consumer::Channel;
use store::push::Acknowledgement;
use utoipa::ToSchema;

use super::json::{self, JsonBytes};
use crate::auth::Asker;
use crate::limits::Action;
use crate::{App, Error};

/// Acts in one request.
const RESULTS_MAX: usize = 1_000;

/// What was done about acts.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AcknowledgementsBody {
    /// One for each act, 1,000 at most.
    results: Vec<ResultBody>,
}

/// What was done about one act.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResultBody {
    /// The act.
    #[schema(example = 1204)]
    serial: u64,
    /// `actioned`, `no_action` or `enriched`.
    #[schema(example = "actioned")]
    status: String,
    /// Wanted with `no_action`; 500 characters at most.
    #[serde(default)]
    reason: String,
}

/// How many were kept.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AcknowledgementsView {
    /// Acts that are in the log and are acknowledged now.
    kept: u64,
}

/// Says what was done about acts; a later word about the same act replaces the earlier one.
#[utoipa::path(
    post,
    path = "/api/v1/acknowledgements",
    tag = "feeds",
    request_body = AcknowledgementsBody,
    params(("Authorization" = String, Header, description = "`Bearer` and the key of a consumer's account")),
    responses(
        (status = 200, description = "Kept", body = AcknowledgementsView),
        (status = 401, description = "`key-wanted`, `key-refused`", body = super::Problem),
        (status = 422, description = "`invalid-fields`: nothing was kept", body = super::Problem),
    )
)]
pub(crate) async fn create_acknowledgements(
    State(app): State<App>,
    asker: Asker,
    bytes: JsonBytes,
) -> Result<Response, Error> {
    let consumer = asker.admit_known(&app, Action::GetFeed, Channel::Push.slug())?;
    let body: AcknowledgementsBody = bytes.parse_list("results")?;
    if body.results.len() > RESULTS_MAX {
        return Err(invalid("too-many", ""));
    }
    let read = |result: &ResultBody| {
        let status =
            AckStatus::from_slug(&result.status).ok_or_else(|| invalid("unknown-status", &result.status))?;
        let reason = result.reason.trim();
        if reason.chars().count() > ACK_REASON_CHARS_MAX {
            return Err(invalid("too-long", ""));
        }
        if status == AckStatus::NoAction && reason.is_empty() {
            return Err(invalid("no-reason", &result.serial.to_string()));
        }
        Ok(Acknowledgement { serial: Serial(result.serial), status, reason: reason.to_owned() })
    };
    let results: Vec<Acknowledgement> = body.results.iter().map(read).collect::<Result<_, _>>()?;
    let kept = app.store.acknowledge(consumer.id, &results, app.now()).await?;
    Ok(json::answer(StatusCode::OK, &AcknowledgementsView { kept }))
}

fn invalid(code: &'static str, value: &str) -> Error {
    let value = value.chars().take(80).collect();
    Error::Invalid(vec![FieldError { field: "results", code, value }])
}
