//! The one envelope: every failure of a handler, answered as a page to people and as
//! `application/problem+json` (RFC 9457) under `/api/` and `/feeds/`, and in the form of TAXII under `/taxii2/`.
//!
//! A handler returns [`Error`]; its [`IntoResponse`] only carries it out, and the layer `security::around`
//! writes the body, because only there are the address and so the language and the audience known.
//! Refusals made by the framework (wrong method, broken form) pass through the same place.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use desk::NotAllowed;
use model::report::FieldError;
use serde::Serialize;
use store::StoreError;

use crate::catalogue::Words;
use crate::page::{self, Page};

/// Why a request was not answered as asked. Each has one stable code and one HTTP status.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// The request cannot be understood; the code says how (`error-<code>` in the catalogue).
    #[error("read the request: {0}")]
    BadRequest(&'static str),
    /// The body cannot be read; the code says as what (`error-<code>` in the catalogue), the place where.
    #[error("read the body: {code}")]
    Malformed {
        /// Stable code, kebab-case.
        code: &'static str,
        /// Where.
        place: Place,
    },
    /// Nobody is signed in, or the session has ended.
    #[error("find who is signed in")]
    Unauthenticated,
    /// Only consumers with a key get this.
    #[error("find the key of a consumer")]
    KeyWanted,
    /// The key is wrong or revoked, or its account is closed.
    #[error("find the consumer of a key")]
    KeyRefused,
    /// Not allowed; the code says why (`error-<code>` in the catalogue).
    #[error("allow the request: {0}")]
    Forbidden(&'static str),
    /// There is no such thing.
    #[error("find what the address names")]
    NotFound,
    /// There is no such thing, and the address has a stroke too many at its end.
    #[error("find what an address with a stroke at its end names")]
    StrokeAtEnd,
    /// It was there once; the code says what to ask for instead (`error-<code>` in the catalogue).
    #[error("find what is no longer kept: {0}")]
    Gone(&'static str),
    /// The address is right, the method is not.
    #[error("find a handler for the method")]
    MethodNotAllowed,
    /// The client was too slow.
    #[error("receive the request in time")]
    TooSlow,
    /// Another state came first or a rule forbids it; the code says which (`error-<code>`).
    #[error("change the state: {code}")]
    Conflict {
        /// Stable code, kebab-case.
        code: &'static str,
        /// A detail in the reader's words; empty when the sentence of the code says all.
        detail: String,
    },
    /// The body is larger than allowed.
    #[error("receive a body within {bytes_max} bytes")]
    TooLarge {
        /// What would have been taken.
        bytes_max: usize,
    },
    /// The body is of a type we do not take here.
    #[error("read a body of that media type")]
    UnsupportedMediaType,
    /// The client takes no type of content that we give here.
    #[error("answer in a media type the client takes")]
    NotAcceptable,
    /// Fields that could not be taken, each named.
    #[error("read {} fields", .0.len())]
    Invalid(Vec<FieldError>),
    /// Too often.
    #[error("allow another request within {retry_after:?}")]
    TooMany {
        /// Time after which it will be allowed again.
        retry_after: Duration,
    },
    /// The database or another part cannot answer now.
    #[error("reach a part this answer needs")]
    Unavailable(#[source] Arc<dyn std::error::Error + Send + Sync>),
    /// Our fault.
    #[error("finish the answer")]
    Internal(#[source] Arc<dyn std::error::Error + Send + Sync>),
}

/// Where a body could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Place {
    /// In a text.
    Line {
        /// From 1.
        line: usize,
        /// Bytes from the start of the line, from 1; 0: before the first.
        column: usize,
    },
    /// The first byte that does not fit.
    Byte {
        /// From 0.
        byte: usize,
    },
}

/// A part failed in a way no caller can act on.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Failure(String);

impl Error {
    /// Our fault, caused by `error`.
    pub fn internal(error: impl std::error::Error + Send + Sync + 'static) -> Error {
        Error::Internal(Arc::new(error))
    }

    /// Our fault, described in words that hold nothing a client sent.
    pub fn broken(what: &str) -> Error {
        Error::Internal(Arc::new(Failure(what.to_owned())))
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Error::BadRequest(_) | Error::Malformed { .. } => StatusCode::BAD_REQUEST,
            Error::Unauthenticated | Error::KeyWanted | Error::KeyRefused => StatusCode::UNAUTHORIZED,
            Error::Forbidden(_) => StatusCode::FORBIDDEN,
            Error::NotFound | Error::StrokeAtEnd => StatusCode::NOT_FOUND,
            Error::Gone(_) => StatusCode::GONE,
            Error::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Error::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Error::Conflict { .. } => StatusCode::CONFLICT,
            Error::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Error::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Error::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Error::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The stable code, kebab-case; the catalogue holds `error-<code>` and `error-<code>-next`.
    pub fn code(&self) -> &'static str {
        match self {
            Error::BadRequest(code)
            | Error::Forbidden(code)
            | Error::Gone(code)
            | Error::Conflict { code, .. }
            | Error::Malformed { code, .. } => code,
            Error::Unauthenticated => "unauthenticated",
            Error::KeyWanted => "key-wanted",
            Error::KeyRefused => "key-refused",
            Error::NotFound => "not-found",
            Error::StrokeAtEnd => "stroke-at-end",
            Error::MethodNotAllowed => "method-not-allowed",
            Error::TooSlow => "too-slow",
            Error::TooLarge { .. } => "too-large",
            Error::UnsupportedMediaType => "unsupported-media-type",
            Error::NotAcceptable => "not-acceptable",
            Error::Invalid(_) => "invalid-fields",
            Error::TooMany { .. } => "too-many-requests",
            Error::Unavailable(_) => "unavailable",
            Error::Internal(_) => "internal",
        }
    }

    /// What happened, in the reader's words.
    pub fn sentence(&self, t: Words) -> String {
        let key = format!("error-{}", self.code());
        match self {
            Error::TooLarge { bytes_max } => {
                t.say_with(&key, "megabytes", bytes_max.div_ceil(1024 * 1024)).into_owned()
            }
            Error::TooMany { retry_after } => {
                t.say_with(&key, "seconds", seconds_up(*retry_after)).into_owned()
            }
            Error::Conflict { detail, .. } if !detail.is_empty() => format!("{} {detail}", t.say(&key)),
            _ => t.say(&key).into_owned(),
        }
    }

    /// Logs the cause of a failure of ours, once.
    fn log(&self, path: &str) {
        let cause = match self {
            Error::Internal(cause) | Error::Unavailable(cause) => cause,
            _ => return,
        };
        let mut text = cause.to_string();
        let mut next = cause.source();
        while let Some(cause) = next {
            text.push_str(": ");
            text.push_str(&cause.to_string());
            next = cause.source();
        }
        match self {
            Error::Internal(_) => tracing::error!(route = path, "could not answer a request: {text}"),
            _ => tracing::warn!(route = path, "a part of the system did not answer: {text}"),
        }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Error {
        let conflict = |code| Error::Conflict { code, detail: String::new() };
        match error {
            StoreError::NotFound(_) => Error::NotFound,
            StoreError::Conflict(_) => conflict("conflict"),
            StoreError::NotAllowed(NotAllowed::MissingPermission(_)) => {
                Error::Forbidden("missing-permission")
            }
            StoreError::NotAllowed(NotAllowed::OtherUnit) => Error::Forbidden("other-unit"),
            StoreError::NotAllowed(reason) => conflict(reason.code()),
            StoreError::Unit(reason) => conflict(reason.code()),
            StoreError::Case(reason) => conflict(reason.code()),
            StoreError::Roster(reason) => conflict(reason.code()),
            StoreError::Step(reason) => conflict(reason.code()),
            StoreError::Clock(reason) => conflict(reason.code()),
            StoreError::Event(reason) => conflict(reason.code()),
            error @ StoreError::Unavailable(_) => Error::Unavailable(Arc::new(error)),
            error => Error::Internal(Arc::new(error)),
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The body of a problem (RFC 9457).
#[derive(Serialize)]
struct Problem<'a> {
    /// Address of the page that explains the code.
    #[serde(rename = "type")]
    kind: String,
    title: String,
    status: u16,
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after_seconds: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<Place>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<ProblemField<'a>>,
}

/// One field that could not be taken.
#[derive(Serialize)]
struct ProblemField<'a> {
    field: &'a str,
    code: &'a str,
    title: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    value: &'a str,
}

#[derive(Template)]
#[template(path = "layout/error.html")]
struct ErrorPage<'a> {
    page: Page,
    t: Words,
    status: u16,
    sentence: String,
    next: String,
    fields: Vec<(&'a str, String)>,
}

/// What must be known of a request to refuse it in its sender's words.
pub struct Asked {
    uri: Uri,
    accepted: Option<HeaderValue>,
}

impl Asked {
    /// Of this request; copies no text.
    pub fn of(request: &Request) -> Asked {
        let accepted = request.headers().get(header::ACCEPT_LANGUAGE).cloned();
        Asked { uri: request.uri().clone(), accepted }
    }

    /// The path that was asked for.
    pub fn path(&self) -> &str {
        self.uri.path()
    }
}

/// Writes the body of a refusal; any other answer passes as it is.
pub fn write(asked: &Asked, mut response: Response) -> Response {
    let Some(error) = take_error(&mut response) else { return response };
    let path = asked.uri.path();
    error.log(route_of(path));
    let machine = ["/api/", "/feeds/"].iter().any(|prefix| path.starts_with(prefix));
    let mut answer = if path.starts_with(crate::taxii::ROOT) {
        crate::taxii::error_message(&error, machine_words(asked.accepted.as_ref()))
    } else if machine {
        problem(&error, machine_words(asked.accepted.as_ref()))
    } else {
        page_for_people(&error, path)
    };
    if let Error::TooMany { retry_after } = &error {
        let value = HeaderValue::from(seconds_up(*retry_after));
        answer.headers_mut().insert(header::RETRY_AFTER, value);
    }
    if matches!(error, Error::KeyWanted | Error::KeyRefused) {
        // Both schemes of `auth::consumer` that have a name; RFC 9110, 11.6.1 asks for at least one.
        let value = HeaderValue::from_static("Bearer realm=\"khien\", Basic realm=\"khien\"");
        answer.headers_mut().insert(header::WWW_AUTHENTICATE, value);
    }
    if let Some(allow) = response.headers_mut().remove(header::ALLOW) {
        answer.headers_mut().insert(header::ALLOW, allow);
    }
    answer
}

/// Whole seconds, rounded up, so that a client that waits that long is not refused again.
fn seconds_up(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

/// The error a response carries, or that a bare status of the framework stands for.
fn take_error(response: &mut Response) -> Option<Error> {
    if let Some(error) = response.extensions_mut().remove::<Error>() {
        return Some(error);
    }
    let status = response.status();
    let content = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    // A handler that wrote its own page or document (a form with its errors) is left alone.
    if !(status.is_client_error() || status.is_server_error())
        || content.is_some_and(|content| !content.starts_with("text/plain"))
    {
        return None;
    }
    Some(match status {
        StatusCode::NOT_FOUND => Error::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => Error::MethodNotAllowed,
        StatusCode::REQUEST_TIMEOUT => Error::TooSlow,
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge { bytes_max: 0 },
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Error::UnsupportedMediaType,
        status if status.is_client_error() => Error::BadRequest("bad-request"),
        _ => Error::broken("a handler ended without an answer"),
    })
}

/// The first segment of a path: enough to find the handler, and holds nothing a client looked up.
pub(crate) fn route_of(path: &str) -> &str {
    let rest = path.get(1..).unwrap_or("");
    &path[..=rest.find('/').unwrap_or(rest.len()).min(path.len().saturating_sub(1))]
}

/// Machines read English unless they ask for Vietnamese first.
fn machine_words(accepted: Option<&HeaderValue>) -> Words {
    let vietnamese =
        accepted.and_then(|value| value.to_str().ok()).is_some_and(|value| value.trim().starts_with("vi"));
    Words::new(if vietnamese { model::Language::Vi } else { model::Language::En })
}

fn problem(error: &Error, t: Words) -> Response {
    let fields = match error {
        Error::Invalid(fields) => fields.as_slice(),
        _ => &[],
    };
    let problem = Problem {
        kind: format!("/api#{}", error.code()),
        title: error.sentence(t),
        status: error.status().as_u16(),
        code: error.code(),
        retry_after_seconds: match error {
            Error::TooMany { retry_after } => Some(seconds_up(*retry_after)),
            _ => None,
        },
        position: match error {
            Error::Malformed { place, .. } => Some(*place),
            _ => None,
        },
        fields: fields
            .iter()
            .map(|field| ProblemField {
                field: field.field,
                code: field.code,
                title: field_sentence(field, t),
                value: &field.value,
            })
            .collect(),
    };
    let body = serde_json::to_vec(&problem).expect("strings and numbers always serialise");
    (error.status(), [(header::CONTENT_TYPE, "application/problem+json")], body).into_response()
}

/// What is wrong with one field, in the reader's words.
pub fn field_sentence(field: &FieldError, t: Words) -> String {
    t.say_with(&format!("field-{}", field.code), "value", field.value.as_str()).into_owned()
}

fn page_for_people(error: &Error, path: &str) -> Response {
    let page = Page::at(path);
    let t = page.t;
    let next_key = format!("error-{}-next", error.code());
    let fields = match error {
        Error::Invalid(fields) => fields.iter().map(|f| (f.field, field_sentence(f, t))).collect(),
        _ => Vec::new(),
    };
    let template = ErrorPage {
        t,
        status: error.status().as_u16(),
        sentence: error.sentence(t),
        next: t.say(if t.has(&next_key) { &next_key } else { "error-next" }).into_owned(),
        fields,
        page,
    };
    let body = page::render(&template).unwrap_or_else(|_| error.status().into_response());
    (error.status(), body).into_response()
}
