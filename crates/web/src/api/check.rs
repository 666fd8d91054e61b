//! `POST /api/v1/check`: a message, link, number, account or conversation in; an assessment out. Nothing is kept.

use std::borrow::Cow;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use detect::{Message, Submission, Thread};
use model::report::FieldError;
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
    /// The message, link, number or account, as it was received. Left out when `thread` is given.
    #[serde(borrow, default)]
    #[schema(value_type = Option<String>, example = "VNeID: tai khoan cua ban se bi khoa, cap nhat tai http://vneid-capnhat.example")]
    text: Option<Cow<'a, str>>,
    /// A conversation instead of `text`, oldest first, at most 500 messages.
    #[serde(borrow, default)]
    thread: Option<Vec<ThreadMessage<'a>>>,
    /// Who sent it: the number or name shown by the phone. Left out: not known.
    #[serde(borrow, default)]
    #[schema(value_type = Option<String>, example = "+84900000123")]
    sender: Option<Cow<'a, str>>,
    /// How it came: `sms`, `call`, `zalo`, `email` … Left out: not known.
    #[serde(borrow, default)]
    #[schema(value_type = Option<String>, example = "sms")]
    channel: Option<Cow<'a, str>>,
}

/// One message of a conversation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ThreadMessage<'a> {
    /// The message, as it was received.
    #[serde(borrow)]
    #[schema(value_type = String, example = "Em ơi anh đang họp, cho anh mượn 5 triệu")]
    text: Cow<'a, str>,
    /// `me` for what the reader wrote: it is no ground for anything. Left out: the other side.
    #[serde(borrow, default)]
    #[schema(value_type = Option<String>, example = "me")]
    from: Option<Cow<'a, str>>,
}

impl<'a> Body<'a> for CheckBody<'a> {
    const FIELDS: &'static [Field] = &[
        ("text", FieldType::Text),
        ("thread", FieldType::Objects(&[("text", FieldType::Text), ("from", FieldType::Text)])),
        ("sender", FieldType::Text),
        ("channel", FieldType::Text),
    ];
}

impl CheckBody<'_> {
    /// The conversation; `None` when a single text was sent.
    ///
    /// # Errors
    /// [`Error::Invalid`] when neither or both are there.
    fn thread(&self) -> Result<Option<Thread>, Error> {
        let refuse =
            |field, code| Err(Error::Invalid(vec![FieldError { field, code, value: String::new() }]));
        match (&self.text, &self.thread) {
            (Some(_), Some(_)) => refuse("thread", "text-and-thread"),
            (None, None) => refuse("text", "missing"),
            (Some(_), None) => Ok(None),
            (None, Some(messages)) => {
                let messages = messages.iter().map(|message| Message {
                    text: &message.text,
                    is_own: message.from.as_deref() == Some("me"),
                });
                Ok(Some(Thread::new(messages)))
            }
        }
    }
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
    let (sender, channel) = (body.sender.as_deref(), body.channel.as_deref());
    let snapshot = app.snapshot.peek();
    let thread = body.thread()?;
    let assessment = match (&thread, body.text.as_deref()) {
        (Some(thread), _) => app.engine.assess_thread(thread, sender, channel, &**snapshot),
        (None, text) => {
            let text = text.unwrap_or_default();
            app.engine.assess(&Submission { text, sender, channel }, &**snapshot)
        }
    };
    let view = AssessmentView::new(&assessment, &app.reference, t, snapshot.serial()).within(thread.as_ref());
    Ok(json::answer(StatusCode::OK, &view))
}
