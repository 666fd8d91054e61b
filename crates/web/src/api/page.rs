//! `/api`: the OpenAPI document as a page for people, without any script.

use askama::Template;
use axum::response::Response;
use serde_json::Value;

use super::openapi;
use crate::Error;
use crate::catalogue::Words;
use crate::page::{self, Page};

/// Codes a refusal of the API can carry; each has a sentence `error-<code>`.
const CODES: [&str; 23] = [
    "malformed-json",
    "not-utf-8",
    "bad-query",
    "unknown-language",
    "no-delta",
    "key-refused",
    "key-wanted",
    "consumer-address",
    "consumer-format",
    "idempotency-key",
    "not-found",
    "stroke-at-end",
    "method-not-allowed",
    "too-slow",
    "serial-gone",
    "too-large",
    "unsupported-media-type",
    "invalid-fields",
    "serial-ahead",
    "bad-prefix",
    "too-many-requests",
    "unavailable",
    "internal",
];

struct Call {
    id: String,
    method: String,
    path: String,
    summary: String,
    description: String,
    tables: Vec<Table>,
}

struct Table {
    title: String,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    text: String,
}

#[derive(Template)]
#[template(path = "api/page.html")]
struct ApiPage {
    page: Page,
    t: Words,
    calls: Vec<Call>,
    codes: Vec<Row>,
}

/// The page.
pub(super) async fn get_api(page: Page) -> Result<Response, Error> {
    let document = serde_json::to_value(openapi::document()).map_err(Error::internal)?;
    let t = page.t;
    let codes = CODES.iter().map(|code| Row {
        name: (*code).to_owned(),
        text: t
            .say_all(&format!("error-{code}"), &[("megabytes", 1.into()), ("seconds", 1.into())])
            .into_owned(),
    });
    page::render(&ApiPage { calls: calls(&document, t), codes: codes.collect(), t, page })
}

fn calls(document: &Value, t: Words) -> Vec<Call> {
    let Some(paths) = document["paths"].as_object() else { return Vec::new() };
    let operations = paths.iter().flat_map(|(path, item)| {
        item.as_object().into_iter().flatten().map(move |(method, operation)| (path, method, operation))
    });
    let calls = operations.map(|(path, method, operation)| Call {
        id: text(&operation["operationId"]),
        method: method.to_uppercase(),
        path: path.clone(),
        summary: text(&operation["summary"]),
        description: text(&operation["description"]),
        tables: tables(document, operation, t),
    });
    calls.collect()
}

fn tables(document: &Value, operation: &Value, t: Words) -> Vec<Table> {
    let parameters = list(&operation["parameters"])
        .iter()
        .map(|parameter| Row { name: text(&parameter["name"]), text: text(&parameter["description"]) });
    let responses = operation["responses"].as_object().into_iter().flatten();
    let success = responses.clone().find(|(status, _)| status.starts_with('2'));
    let answer = success.map(|(_, response)| schema_rows(document, &response["content"])).unwrap_or_default();
    let responses = responses
        .map(|(status, response)| Row { name: status.clone(), text: text(&response["description"]) });
    let all = [
        ("api-parameters", parameters.collect()),
        ("api-request", schema_rows(document, &operation["requestBody"]["content"])),
        ("api-answer", answer),
        ("api-responses", responses.collect::<Vec<_>>()),
    ];
    let filled = all.into_iter().filter(|(_, rows)| !rows.is_empty());
    filled.map(|(key, rows)| Table { title: t.say(key).into_owned(), rows }).collect()
}

/// The fields of the JSON schema that a body refers to.
fn schema_rows(document: &Value, content: &Value) -> Vec<Row> {
    let schema = &content["application/json"]["schema"];
    let name = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()).unwrap_or("");
    let schema = &document["components"]["schemas"][name];
    let required: Vec<&str> = list(&schema["required"]).iter().filter_map(Value::as_str).collect();
    let properties = schema["properties"].as_object().into_iter().flatten();
    let rows = properties.map(|(name, property)| Row {
        name: if required.contains(&name.as_str()) { name.clone() } else { format!("{name}?") },
        text: [text(&property["description"]), example(property)].join(" ").trim().to_owned(),
    });
    rows.collect()
}

fn example(property: &Value) -> String {
    match &property["example"] {
        Value::Null => String::new(),
        value => format!("({value})"),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or("").to_owned()
}
