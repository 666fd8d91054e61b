//! `POST /api/v1/check`: a message, link, number, account, conversation or file in; an assessment out. Nothing is kept.

use std::borrow::Cow;

use axum::extract::{FromRequest as _, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use detect::apk::Apk;
use detect::{Message, Submission, Thread};
use model::report::FieldError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::json::{self, Body, Field, FieldType, JsonBytes};
use super::view::{AssessmentView, LanguageQuery};
use crate::catalogue::Words;
use crate::extract::Query;
use crate::file::{Content, Writing, upload};
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

/// A file to be assessed, as `multipart/form-data`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what `upload` reads")]
pub(crate) struct CheckUpload {
    /// A picture (PNG, JPEG, WebP), an Android app, or a plain text; told by its content, not by its name.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// The words that came with it. Left out: none.
    text: Option<String>,
}

/// What was read of a file. Spans point into `text`.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReadView<'a> {
    /// `picture`, `app` or `text`.
    #[schema(example = "picture")]
    kind: &'static str,
    /// What was assessed: texts of codes, the words sent with the file, and the writing of a picture; the words and
    /// the links inside an app.
    text: &'a str,
    /// QR codes that were read; left out for other files.
    #[serde(skip_serializing_if = "Option::is_none")]
    codes: Option<&'a [String]>,
    /// What became of the writing in a picture: `read`, `none`, `not-installed` or `failed`; left out for other files.
    #[serde(skip_serializing_if = "Option::is_none")]
    writing: Option<&'static str>,
    /// The app; left out for other files and for one that could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    app: Option<AppView<'a>>,
}

/// An app, by its own words and by its signature.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AppView<'a> {
    package: &'a str,
    /// Names it shows, in the languages it has.
    labels: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'a str>,
    /// `holds`, `broken` or `unsigned`, for Android 9 and later.
    signature: &'static str,
    /// SHA-256 of each signer's certificate.
    certificates: Vec<&'a str>,
    permissions: &'a [String],
    /// SHA-256 of the file.
    sha256: &'a str,
}

impl<'a> ReadView<'a> {
    fn new(content: &'a Content) -> ReadView<'a> {
        let (codes, writing) = match content {
            Content::Picture { codes, writing, .. } => (Some(codes.as_slice()), Some(Writing::slug(writing))),
            _ => (None, None),
        };
        let app = match content {
            Content::App { apk, .. } => apk.as_ref().as_ref().ok().map(AppView::new),
            _ => None,
        };
        ReadView { kind: content.kind(), text: content.text(), codes, writing, app }
    }
}

impl<'a> AppView<'a> {
    fn new(apk: &'a Apk) -> AppView<'a> {
        AppView {
            package: &apk.manifest.package,
            labels: &apk.manifest.labels,
            version: apk.manifest.version_name.as_deref(),
            signature: apk.signature().slug(),
            certificates: apk.signing.signers().iter().map(|signer| signer.certificate.as_str()).collect(),
            permissions: &apk.manifest.permissions,
            sha256: &apk.sha256,
        }
    }
}

/// Assesses a message, link, number, account, conversation or file.
///
/// What is sent is neither stored nor logged. A file comes as `multipart/form-data`.
#[utoipa::path(
    post,
    path = "/api/v1/check",
    tag = "check",
    params(("lang" = Option<String>, Query, description = "Language of the sentences: `vi` (default) or `en`")),
    request_body(content((CheckBody = "application/json"), (CheckUpload = "multipart/form-data"))),
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
    request: Request,
) -> Result<Response, Error> {
    let t = query.words()?;
    app.limits.check(Action::Check, client)?;
    if upload::is_multipart(request.headers()) {
        return check_file(&app, t, request).await;
    }
    let bytes = JsonBytes::from_request(request, &app).await?;
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

async fn check_file(app: &App, t: Words, request: Request) -> Result<Response, Error> {
    let _place = app.upload_place().await;
    let mut sent = upload::read(request, app, &["text"]).await?;
    let invalid = |code| Error::Invalid(vec![FieldError { field: "file", code, value: String::new() }]);
    if sent.file.is_empty() {
        return Err(invalid("missing"));
    }
    let bytes = std::mem::take(&mut sent.file);
    let content =
        app.reader().read(bytes, sent.field("text")).await.map_err(|error| invalid(error.code()))?;
    let snapshot = app.snapshot.peek();
    let assessment = content.assess(&app.engine, &**snapshot);
    let mut view = AssessmentView::new(&assessment, &app.reference, t, snapshot.serial());
    view.read = Some(ReadView::new(&content));
    Ok(json::answer(StatusCode::OK, &view))
}
