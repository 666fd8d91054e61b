//! `POST /api/v1/sms`: a short message that a carrier's gateway passes on, and the answer to its sender.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use intake::sms::{self, Answer, Inbound};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::json::{self, Body, Field, FieldType, JsonBytes};
use super::view::LanguageQuery;
use crate::auth::{Asker, REPORTS};
use crate::catalogue::Words;
use crate::extract::Query;
use crate::limits::Action;
use crate::{App, Error};

/// A short message.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SmsBody {
    /// The gateway's number of the message; the same one again is the same report and gets the same answer.
    #[schema(example = "2026112210000001")]
    id: String,
    /// The number it came from.
    #[schema(example = "0900000456")]
    from: String,
    /// What it says, its parts joined; at most 1,600 characters. `LD`, `S` or `V`, the source, the content.
    #[schema(example = "LD (0900000123) (gia cong an)")]
    text: String,
}

impl Body<'_> for SmsBody {
    const FIELDS: &'static [Field] =
        &[("id", FieldType::Text), ("from", FieldType::Text), ("text", FieldType::Text)];
    const REQUIRED: &'static [&'static str] = &["id", "from", "text"];
}

/// What to send back.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SmsView {
    /// `taken`, `help`, `elsewhere` or `refused`.
    #[schema(example = "taken")]
    code: &'static str,
    /// One message of at most 160 characters in the seven-bit alphabet.
    reply: String,
    /// With `taken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "7K3M-Q0ZD-9XAE")]
    tracking_code: Option<String>,
}

/// Takes a short message.
#[utoipa::path(
    post,
    path = "/api/v1/sms",
    tag = "reports",
    params(
        ("Authorization" = String, Header, description = "`Bearer` and the key of a carrier's account"),
        ("lang" = Option<String>, Query, description = "Language of the reply: `vi` (default) or `en`"),
    ),
    request_body = SmsBody,
    responses(
        (status = 200, description = "What to send back", body = SmsView),
        (status = 400, description = "`malformed-json`, `not-utf-8`", body = super::Problem),
        (status = 401, description = "`key-wanted`, `key-refused`", body = super::Problem),
        (status = 403, description = "`consumer-format`: the agreement does not cover `reports`", body = super::Problem),
        (status = 415, description = "`unsupported-media-type`", body = super::Problem),
        (status = 422, description = "`invalid-fields`", body = super::Problem),
        (status = 429, description = "`too-many-requests`, with `Retry-After`", body = super::Problem),
        (status = 503, description = "`unavailable`: send it again", body = super::Problem),
    )
)]
pub(crate) async fn create_sms(
    State(app): State<App>,
    asker: Asker,
    Query(query): Query<LanguageQuery>,
    bytes: JsonBytes,
) -> Result<Response, Error> {
    let t = query.words()?;
    let consumer = asker.admit_known(&app, Action::CreateReport, REPORTS)?.clone();
    let body: SmsBody = bytes.parse()?;
    let id = format!("{}/{}", consumer.id, body.id);
    let answer = sms::take(&app, &Inbound { id, from: body.from, text: body.text }).await?;
    let tracking_code = match &answer {
        Answer::Taken(code) => Some(code.to_string()),
        Answer::Help | Answer::Elsewhere | Answer::Refused => None,
    };
    let reply = sms::one_message(&sentence(&answer, t));
    let view = SmsView { code: answer.code(), reply, tracking_code };
    Ok(json::answer(StatusCode::OK, &view))
}

/// What the sender of a short message is told.
pub fn sentence(answer: &Answer, t: Words) -> String {
    let code = match answer {
        Answer::Taken(code) => code.to_string(),
        Answer::Help | Answer::Elsewhere | Answer::Refused => String::new(),
    };
    t.say_with(&format!("sms-{}", answer.code()), "code", code).into_owned()
}
