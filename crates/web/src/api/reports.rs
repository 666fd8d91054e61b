//! `POST /api/v1/reports` and `GET /api/v1/reports/{code}`.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use detect::Submission;
use model::TrackingCode;
use model::report::{FieldError, NewReport, ReportChannel, ReportFields};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::json::{self, Body, Field, FieldType, JsonBytes};
use super::view::{AssessmentView, LanguageQuery};
use crate::extract::{Path, Query};
use crate::limits::{Action, ClientAddr};
use crate::portal::report as portal_report;
use crate::{App, Error};

/// A report. Something must be reported: a text or an indicator. Files are sent with the portal's form.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportBody {
    /// UUID made by the client; the same one again is the same report and gets the same answer. Left
    /// out: each request is a report of its own.
    #[schema(example = "0190d3a1-7c35-7a2e-9f04-2a6a1f0c9b11")]
    submission: Option<String>,
    /// What happened, at most 20,000 characters.
    #[schema(example = "Có người gọi xưng là công an, bảo cài ứng dụng VNeID giả.")]
    text: Option<String>,
    /// `yyyy-mm-dd`, `yyyy-mm-ddThh:mm` (both in Viet Nam) or an ISO 8601 instant.
    #[schema(example = "2026-11-21T18:30")]
    happened_at: Option<String>,
    /// Two-digit code of the province.
    #[schema(example = "48")]
    province: Option<String>,
    /// Place within the province, at most 200 characters.
    place: Option<String>,
    /// Đồng lost: a number, or as people write it (`2,5 triệu`).
    #[schema(value_type = Option<String>, example = "2500000")]
    money_lost: Option<Amount>,
    /// Slug of the method.
    #[schema(example = "gov-judicial")]
    method: Option<String>,
    /// `kind:value` each, at most 100.
    #[serde(default)]
    #[schema(example = json!(["phone:0900000123"]))]
    indicators: Vec<String>,
    /// How to reach the reporter; kept apart, encrypted. Left out: anonymous.
    contact: Option<ContactBody>,
}

/// How to reach the reporter.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContactBody {
    name: Option<String>,
    phone: Option<String>,
    email: Option<String>,
}

/// An amount as a number or as a text.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Amount {
    Number(u64),
    Text(String),
}

const CONTACT_FIELDS: &[Field] =
    &[("name", FieldType::Text), ("phone", FieldType::Text), ("email", FieldType::Text)];

impl Body<'_> for ReportBody {
    const FIELDS: &'static [Field] = &[
        ("submission", FieldType::Text),
        ("text", FieldType::Text),
        ("happened_at", FieldType::Text),
        ("province", FieldType::Text),
        ("place", FieldType::Text),
        ("money_lost", FieldType::NumberOrText),
        ("method", FieldType::Text),
        ("indicators", FieldType::Texts),
        ("contact", FieldType::Object(CONTACT_FIELDS)),
    ];
}

impl ReportBody {
    fn fields(self) -> Result<ReportFields, Error> {
        let contact = self.contact.unwrap_or_default();
        Ok(ReportFields {
            submission: match self.submission {
                Some(submission) => submission,
                None => portal_report::new_submission()?,
            },
            text: self.text.unwrap_or_default(),
            happened_at: self.happened_at.unwrap_or_default(),
            province: self.province.unwrap_or_default(),
            place: self.place.unwrap_or_default(),
            money_lost: match self.money_lost {
                None => String::new(),
                Some(Amount::Number(dong)) => dong.to_string(),
                Some(Amount::Text(text)) => text,
            },
            method: self.method.unwrap_or_default(),
            indicators: self.indicators,
            contact_name: contact.name.unwrap_or_default(),
            contact_phone: contact.phone.unwrap_or_default(),
            contact_email: contact.email.unwrap_or_default(),
            contact_sms: false,
            attachments: Vec::new(),
        })
    }
}

/// The answer to a report.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CreatedReportView<'a> {
    /// Keep it: it shows the state later, without any identity.
    #[schema(example = "7K3M-Q0ZD-9XAE")]
    tracking_code: String,
    /// What the engine says of the text.
    assessment: AssessmentView<'a>,
}

/// Where a report stands, and what an officer answered. Nothing about who reported.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReportStatusView {
    #[schema(example = "7K3M-Q0ZD-9XAE")]
    tracking_code: String,
    /// `received`, `in-progress`, `recorded`, `resolved` or `dismissed`.
    #[schema(example = "in-progress")]
    state: &'static str,
    /// ISO 8601, UTC.
    received_at: String,
    /// When the state last changed. ISO 8601, UTC.
    updated_at: String,
    /// When it was recorded as a source and the legal clocks started; left out while it was not.
    #[serde(skip_serializing_if = "Option::is_none")]
    recorded_at: Option<String>,
    /// What is due; empty while it is not recorded.
    due: Vec<DueView>,
    /// What an officer wrote for the reporter when it was closed, plain text with line feeds; left out when nobody did.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(required = false)]
    answer: String,
}

/// One deadline.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DueView {
    #[schema(example = "classify")]
    code: String,
    /// The first instant that is too late. ISO 8601, UTC.
    due_at: String,
}

/// Takes a report.
#[utoipa::path(
    post,
    path = "/api/v1/reports",
    tag = "reports",
    params(("lang" = Option<String>, Query, description = "Language of the sentences: `vi` (default) or `en`")),
    request_body = ReportBody,
    responses(
        (status = 201, description = "Stored; `Location` is where to ask after it", body = CreatedReportView),
        (status = 400, description = "`malformed-json`, `not-utf-8`, `bad-query`, `unknown-language`", body = super::Problem),
        (status = 413, description = "`too-large`", body = super::Problem),
        (status = 415, description = "`unsupported-media-type`", body = super::Problem),
        (status = 422, description = "`invalid-fields`, each named; a text with a marking of state secrets is refused here", body = super::Problem),
        (status = 429, description = "`too-many-requests`, with `Retry-After`", body = super::Problem),
        (status = 503, description = "`unavailable`: send it again with the same submission", body = super::Problem),
    )
)]
pub(crate) async fn create_report(
    State(app): State<App>,
    client: ClientAddr,
    Query(query): Query<LanguageQuery>,
    bytes: JsonBytes,
) -> Result<Response, Error> {
    let t = query.words()?;
    app.limits.check(Action::CreateReport, client)?;
    let body: ReportBody = bytes.parse()?;
    let now = app.now();
    let is_province = |code: &str| app.reference.places.province(code).is_some();
    let report =
        NewReport::parse(body.fields()?, ReportChannel::Api, now, is_province).map_err(Error::Invalid)?;
    let snapshot = app.snapshot.load();
    let submission = Submission { text: &report.text, sender: None, channel: None };
    let assessment = app.engine.assess(&submission, &*snapshot);
    let code = portal_report::insert(&app, &report, &assessment, now).await?;
    let view = CreatedReportView {
        tracking_code: code.to_string(),
        assessment: AssessmentView::new(&assessment, &app.reference, t, snapshot.serial()),
    };
    let location = format!("/api/v1/reports/{code}");
    Ok(([(header::LOCATION, location)], json::answer(StatusCode::CREATED, &view)).into_response())
}

/// Where a report stands.
#[utoipa::path(
    get,
    path = "/api/v1/reports/{code}",
    tag = "reports",
    params(("code" = String, Path, description = "The tracking code; case, spaces and hyphens do not matter", example = "7K3M-Q0ZD-9XAE")),
    responses(
        (status = 200, description = "The state", body = ReportStatusView),
        (status = 404, description = "`not-found`: no report has this code", body = super::Problem),
        (status = 422, description = "`invalid-fields`: not a tracking code (one character is wrong)", body = super::Problem),
        (status = 429, description = "`too-many-requests`", body = super::Problem),
    )
)]
pub(crate) async fn get_report(
    State(app): State<App>,
    client: ClientAddr,
    Path(text): Path<String>,
) -> Result<Response, Error> {
    app.limits.check(Action::Track, client)?;
    let code: TrackingCode = text.parse().map_err(|_| {
        let value = text.chars().take(80).collect();
        Error::Invalid(vec![FieldError { field: "code", code: "not-a-tracking-code", value }])
    })?;
    let status = app.store.report_status(&code).await?.ok_or(Error::NotFound)?;
    let due = status.due.into_iter().map(|due| DueView { code: due.code, due_at: due.due_at.to_string() });
    let view = ReportStatusView {
        tracking_code: code.to_string(),
        state: status.state.slug(),
        received_at: status.received_at.to_string(),
        updated_at: status.updated_at.to_string(),
        recorded_at: status.recorded_at.map(|at| at.to_string()),
        due: due.collect(),
        answer: status.answer,
    };
    Ok(json::answer(StatusCode::OK, &view))
}
