//! JSON bodies, read strictly: what cannot be taken is named by place or by field.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::report::FieldError;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::error::Category;

use crate::error::Place;
use crate::{App, Error};

/// The bytes of a body that says it is JSON and is UTF-8.
#[derive(Clone, Debug)]
pub(crate) struct JsonBytes(Bytes);

/// What a field of a body must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldType {
    /// A string, or left out, or null.
    Text,
    /// A whole number, a string, or left out, or null.
    NumberOrText,
    /// A list of strings.
    Texts,
    /// A list of objects with some of these fields.
    Objects(&'static [Field]),
    /// An object with some of these fields.
    Object(&'static [Field]),
}

/// Name and type of one field.
pub(crate) type Field = (&'static str, FieldType);

/// A body of one call: what serde reads, and the same as a table, from which every bad field is named.
pub(crate) trait Body<'a>: Deserialize<'a> {
    /// Its fields.
    const FIELDS: &'static [Field];
    /// Fields that must be there.
    const REQUIRED: &'static [&'static str] = &[];
}

impl JsonBytes {
    /// Reads the body.
    ///
    /// # Errors
    /// [`Error::Malformed`] with line and column when it is not JSON (a lone surrogate is not);
    /// [`Error::Invalid`] naming every field of the wrong type, unknown or missing.
    pub(crate) fn parse<'a, T: Body<'a>>(&'a self) -> Result<T, Error> {
        // serde reads a list as a struct whose fields may all be left out.
        if self.0.trim_ascii_start().first() == Some(&b'[')
            && serde_json::from_slice::<Value>(&self.0).is_ok()
        {
            return Err(Error::Invalid(bad_fields(&self.0, T::FIELDS, T::REQUIRED)));
        }
        serde_json::from_slice(&self.0).map_err(|error| match error.classify() {
            Category::Data => Error::Invalid(bad_fields(&self.0, T::FIELDS, T::REQUIRED)),
            Category::Io | Category::Syntax | Category::Eof => {
                let place = Place::Line { line: error.line(), column: error.column() };
                Error::Malformed { code: "malformed-json", place }
            }
        })
    }
}

impl JsonBytes {
    /// Reads a body with a list of objects, which the table of fields cannot describe.
    ///
    /// # Errors
    /// As [`JsonBytes::parse`], but naming only `field`.
    pub(crate) fn parse_list<T: serde::de::DeserializeOwned>(&self, field: &'static str) -> Result<T, Error> {
        serde_json::from_slice(&self.0).map_err(|error| match error.classify() {
            Category::Data => {
                Error::Invalid(vec![FieldError { field, code: "wrong-type", value: String::new() }])
            }
            Category::Io | Category::Syntax | Category::Eof => {
                let place = Place::Line { line: error.line(), column: error.column() };
                Error::Malformed { code: "malformed-json", place }
            }
        })
    }
}

impl FromRequest<App> for JsonBytes {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<JsonBytes, Error> {
        if !is_json(request.headers()) {
            return Err(Error::UnsupportedMediaType);
        }
        let bytes = Bytes::from_request(request, app).await.map_err(|rejection| {
            match rejection.into_response().status() {
                StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge { bytes_max: app.settings.body_bytes_max },
                _ => Error::TooSlow,
            }
        })?;
        match std::str::from_utf8(&bytes) {
            Ok(_) => Ok(JsonBytes(bytes)),
            Err(error) => {
                let place = Place::Byte { byte: error.valid_up_to() };
                Err(Error::Malformed { code: "not-utf-8", place })
            }
        }
    }
}

/// `application/json`, with any parameter: the only one in use is `charset=utf-8`, and another charset
/// fails as not being UTF-8.
fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    value.split(';').next().unwrap_or("").trim().eq_ignore_ascii_case("application/json")
}

/// Every field that cannot be taken. The body is JSON, so it parses again; this path is only walked for
/// a refusal.
fn bad_fields(bytes: &[u8], fields: &[Field], required: &[&'static str]) -> Vec<FieldError> {
    let mut errors = Vec::new();
    match serde_json::from_slice::<Value>(bytes) {
        Ok(Value::Object(object)) => {
            collect(&object, fields, &mut errors);
            for name in required.iter().filter(|name| !object.contains_key(**name)) {
                errors.push(field_error(name, "missing", ""));
            }
        }
        _ => errors.push(field_error("body", "not-an-object", "")),
    }
    if errors.is_empty() {
        // A key given twice is the one fault that a map cannot show.
        errors.push(field_error("body", "repeated-field", ""));
    }
    errors
}

fn collect(object: &serde_json::Map<String, Value>, fields: &[Field], errors: &mut Vec<FieldError>) {
    for (key, value) in object {
        match fields.iter().find(|(name, _)| name == key) {
            None => errors.push(field_error("body", "unknown-field", key)),
            Some((name, wanted)) => collect_value(name, *wanted, value, errors),
        }
    }
}

fn collect_value(name: &'static str, wanted: FieldType, value: &Value, errors: &mut Vec<FieldError>) {
    let fits = match (wanted, value) {
        (FieldType::Text, Value::String(_) | Value::Null) => true,
        (FieldType::NumberOrText, Value::String(_) | Value::Null) => true,
        (FieldType::NumberOrText, Value::Number(number)) => number.is_u64(),
        (FieldType::Texts, Value::Array(items)) => items.iter().all(Value::is_string),
        (FieldType::Object(fields), Value::Object(object)) => {
            collect(object, fields, errors);
            true
        }
        (FieldType::Object(_) | FieldType::Objects(_), Value::Null) => true,
        (FieldType::Objects(fields), Value::Array(items)) => items.iter().all(|item| match item {
            Value::Object(object) => {
                collect(object, fields, errors);
                true
            }
            _ => false,
        }),
        _ => false,
    };
    if !fits {
        errors.push(field_error(name, "wrong-type", ""));
    }
}

fn field_error(field: &'static str, code: &'static str, value: &str) -> FieldError {
    FieldError { field, code, value: value.chars().take(80).collect() }
}

/// Answers with JSON.
pub(crate) fn answer(status: StatusCode, value: &impl Serialize) -> Response {
    // One allocation for most answers instead of a doubling series.
    let mut body = Vec::with_capacity(1024);
    serde_json::to_writer(&mut body, value).expect("our views hold only what JSON can hold");
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        #[expect(dead_code, reason = "only its type matters")]
        text: String,
        #[serde(default)]
        #[expect(dead_code, reason = "only its type matters")]
        names: Vec<String>,
    }

    impl Body<'_> for Sample {
        const FIELDS: &'static [Field] = &[("text", FieldType::Text), ("names", FieldType::Texts)];
        const REQUIRED: &'static [&'static str] = &["text"];
    }

    fn check(body: &str) -> String {
        match JsonBytes(Bytes::copy_from_slice(body.as_bytes())).parse::<Sample>() {
            Ok(_) => "ok".to_owned(),
            Err(Error::Malformed { place: Place::Line { line, column }, .. }) => format!("{line}:{column}"),
            Err(Error::Invalid(fields)) => {
                let shown =
                    fields.iter().map(|field| format!("{} {} {}", field.field, field.code, field.value));
                shown.collect::<Vec<_>>().join("; ")
            }
            Err(other) => other.to_string(),
        }
    }

    #[test]
    fn every_bad_field_is_named() {
        assert_eq!(check(r#"{"text":"a"}"#), "ok");
        assert_eq!(
            check(r#"{"names":[1],"txt":"a"}"#),
            "names wrong-type ; body unknown-field txt; text missing "
        );
        assert_eq!(check("[]"), "body not-an-object ");
        assert_eq!(check(r#"{"text":"a","text":"b"}"#), "body repeated-field ");
    }

    #[test]
    fn what_is_not_json_is_placed() {
        assert_eq!(check("{\n  \"text\": }"), "2:11");
        assert_eq!(check(r#"{"text":"\ud800"}"#), "1:16", "a lone surrogate");
        assert_eq!(check(""), "1:0");
    }
}
