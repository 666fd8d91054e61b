//! `POST /api/v1/reports/bulk`: a partner's file of reports, each row answered for.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use intake::bulk::{BulkFormat, Outcome, RowAnswer, Sender};
use serde::Serialize;
use store::audit::Who;
use utoipa::ToSchema;

use super::json;
use super::view::LanguageQuery;
use crate::auth::{Asker, REPORTS};
use crate::catalogue::Words;
use crate::extract::Query;
use crate::limits::Action;
use crate::{App, Error, bulk, error};

/// What became of a file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BulkView {
    /// Rows stored now.
    #[schema(example = 9998)]
    stored: usize,
    /// Rows that came before: the same row number of the sender, or the same line under the same key.
    repeated: usize,
    /// Rows that were not stored.
    refused: usize,
    /// Every row, in the order of the file.
    rows: Vec<RowView>,
}

/// What became of a row.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RowView {
    /// Line of the text file or row of the sheet, from 1.
    #[schema(example = 2)]
    row: u64,
    /// The number that the report has at its sender.
    #[serde(skip_serializing_if = "String::is_empty")]
    reference: String,
    /// `stored`, `repeated` or `refused`.
    #[schema(example = "stored")]
    code: &'static str,
    /// The same as a sentence.
    message: String,
    /// Left out for a refused row.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(example = "7K3M-Q0ZD-9XAE")]
    tracking_code: String,
    /// What could not be taken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<RowFieldView>,
}

/// A field of a row that could not be taken.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RowFieldView {
    field: &'static str,
    /// Stable code, kebab-case.
    #[schema(example = "not-an-indicator")]
    code: &'static str,
    message: String,
}

/// Takes a file of reports.
#[utoipa::path(
    post,
    path = "/api/v1/reports/bulk",
    tag = "reports",
    params(
        ("Authorization" = String, Header, description = "`Bearer` and the key of a partner's account"),
        ("Idempotency-Key" = Option<String>, Header, description = "At most 200 characters. The same key with the same file again is the same reports, with the same codes. Left out: the content is the key"),
        ("lang" = Option<String>, Query, description = "Language of the sentences: `vi` (default) or `en`"),
    ),
    request_body(content = String, content_type = "application/x-ndjson", description = "At most 10,000 rows: JSON lines, CSV (`text/csv`) or the first sheet of a workbook (`application/vnd.openxmlformats-officedocument.spreadsheetml.sheet`)"),
    responses(
        (status = 200, description = "Every row is answered for; as CSV when `Accept` is `text/csv`", body = BulkView),
        (status = 401, description = "`key-wanted`, `key-refused`", body = super::Problem),
        (status = 403, description = "`consumer-format`: the agreement does not cover `reports`", body = super::Problem),
        (status = 409, description = "`idempotency-key`: the key was used for another file", body = super::Problem),
        (status = 413, description = "`too-large`", body = super::Problem),
        (status = 415, description = "`unsupported-media-type`", body = super::Problem),
        (status = 422, description = "`invalid-fields`: the file as a whole cannot be read", body = super::Problem),
        (status = 503, description = "`unavailable`: send it again, it goes on where it ended", body = super::Problem),
    )
)]
pub(crate) async fn create_reports(
    State(app): State<App>,
    asker: Asker,
    Query(query): Query<LanguageQuery>,
    request: Request,
) -> Result<Response, Error> {
    let t = query.words()?;
    let consumer = asker.admit_known(&app, Action::CreateReport, REPORTS)?.clone();
    let asked = Asked::read(request.headers())?;
    let _place = app.upload_place().await;
    let bytes = bulk::body_within(request, app.settings.bulk_bytes_max).await?;
    let name = consumer.name.clone();
    let sender = Sender { id: format!("consumer:{}", consumer.id), name, who: Who::Public };
    let answers =
        bulk::take(&app, &sender, &bulk::File { format: asked.format, key: &asked.key, bytes: &bytes })
            .await?;
    if asked.as_csv {
        return Ok(bulk::csv(&answers, t));
    }
    let [stored, repeated, refused] = bulk::counts(&answers);
    let rows = answers.into_iter().map(|row| row_view(row, t)).collect();
    Ok(json::answer(StatusCode::OK, &BulkView { stored, repeated, refused, rows }))
}

/// What the headers say.
struct Asked {
    format: BulkFormat,
    key: String,
    as_csv: bool,
}

impl Asked {
    fn read(headers: &HeaderMap) -> Result<Asked, Error> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
        let format = BulkFormat::of_media_type(text("content-type")).ok_or(Error::UnsupportedMediaType)?;
        let key = text("idempotency-key").trim().to_owned();
        Ok(Asked { format, key, as_csv: text("accept").starts_with("text/csv") })
    }
}

fn row_view(row: RowAnswer, t: Words) -> RowView {
    let fields = match &row.outcome {
        Outcome::Refused(problems) => problems
            .iter()
            .map(|problem| RowFieldView {
                field: problem.field,
                code: problem.code,
                message: error::field_sentence(problem, t),
            })
            .collect(),
        Outcome::Stored(_) | Outcome::Repeated(_) => Vec::new(),
    };
    RowView {
        row: row.line,
        reference: row.reference,
        code: bulk::code(&row.outcome),
        message: bulk::message(&row.outcome, t),
        tracking_code: bulk::tracking_code(&row.outcome),
        fields,
    }
}
