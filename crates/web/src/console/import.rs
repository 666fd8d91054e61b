//! A file of many reports that an officer brings in: banks and carriers send them by mail or on a stick.

use askama::Template;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use desk::Permission;
use intake::bulk::{BulkFormat, Column, Outcome, ROWS_MAX, RowAnswer, Sender};
use store::audit::Who;
use subtle::ConstantTimeEq as _;

use super::frame::Console;
use crate::auth::SignedIn;
use crate::multipart::multipart;
use crate::page::{self, Page};
use crate::{App, Error, bulk, error};

/// Refused rows that the page names; the rest stand in the file of results.
const REFUSED_SHOWN: usize = 100;

struct RefusedRow {
    line: u64,
    reference: String,
    message: String,
}

struct ImportResult {
    summary: String,
    refused: Vec<RefusedRow>,
}

#[derive(Template)]
#[template(path = "console/import.html")]
struct ImportPage {
    c: Console,
    problem: Option<String>,
    result: Option<ImportResult>,
    columns: String,
    sender: String,
    apart: Vec<ApartRow>,
}

/// A mail that lies in quarantine.
struct ApartRow {
    at: String,
    reference: String,
    reason: String,
}

/// Mails in quarantine that the page names.
const APART_SHOWN: u32 = 50;

impl ImportPage {
    fn rows_max(&self) -> String {
        self.c.t().number(ROWS_MAX as u64)
    }
}

/// The form.
pub(super) async fn get_import(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
) -> Result<Response, Error> {
    officer.require(Permission::WorkReports)?;
    show(&app, page, officer, None, None, String::new()).await
}

/// Takes a file.
pub(super) async fn create_import(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
    request: Request,
) -> Result<Response, Error> {
    officer.require(Permission::WorkReports)?;
    let _place = app.upload_place().await;
    let form = read(request, &app).await?;
    if !bool::from(form.csrf.as_bytes().ct_eq(officer.0.csrf_token.as_bytes())) {
        return Err(Error::Forbidden("csrf"));
    }
    let t = page.t;
    let by = officer.0.officer.id;
    let name = match form.sender.trim() {
        "" => officer.0.officer.display_name.clone(),
        name => name.chars().take(100).collect(),
    };
    let sender = Sender { id: format!("officer:{by}"), name, who: Who::Officer(by) };
    let file = bulk::File { format: BulkFormat::of_bytes(&form.file), key: "", bytes: &form.file };
    match bulk::take(&app, &sender, &file).await {
        Ok(answers) if form.as_csv => Ok(bulk::csv(&answers, t)),
        Ok(answers) => {
            let result = result(&answers, t);
            show(&app, page, officer, None, Some(result), form.sender).await
        }
        Err(Error::Invalid(problems)) => {
            let sentences: Vec<String> =
                problems.iter().map(|problem| error::field_sentence(problem, t)).collect();
            let shown = show(&app, page, officer, Some(sentences.join(" ")), None, form.sender).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
        }
        Err(error) => Err(error),
    }
}

async fn show(
    app: &App,
    page: Page,
    officer: SignedIn,
    problem: Option<String>,
    result: Option<ImportResult>,
    sender: String,
) -> Result<Response, Error> {
    let columns: Vec<&str> = Column::ALL.iter().map(|column| column.name()).collect();
    let apart = app.store.quarantined(APART_SHOWN).await?;
    let c = Console::new(app, page, officer).await?;
    let row = |one: store::quarantine::Quarantined| ApartRow {
        at: one.received_at.vietnam_date_time(),
        reference: one.reference,
        reason: c.t().say(&format!("mail-{}", one.reason)).into_owned(),
    };
    let apart = apart.into_iter().map(row).collect();
    page::render(&ImportPage { columns: columns.join(", "), apart, c, problem, result, sender })
}

fn result(answers: &[RowAnswer], t: crate::catalogue::Words) -> ImportResult {
    let [stored, repeated, refused] = bulk::counts(answers);
    let values = [("stored", stored.into()), ("repeated", repeated.into()), ("refused", refused.into())];
    let refused = answers.iter().filter(|row| matches!(row.outcome, Outcome::Refused(_)));
    let row = |row: &RowAnswer| RefusedRow {
        line: row.line,
        reference: row.reference.clone(),
        message: bulk::message(&row.outcome, t),
    };
    ImportResult {
        summary: t.say_all("bulk-summary", &values).into_owned(),
        refused: refused.take(REFUSED_SHOWN).map(row).collect(),
    }
}

#[derive(Default)]
struct Form {
    csrf: String,
    sender: String,
    file: Bytes,
    as_csv: bool,
}

async fn read(request: Request, app: &App) -> Result<Form, Error> {
    let bytes_max = app.settings.bulk_bytes_max;
    let mut request = request;
    // Room for the other fields and the boundaries.
    DefaultBodyLimit::max(bytes_max + 64 * 1024).apply(&mut request);
    let mut body = multipart(request).await?;
    let refused = |error: axum::extract::multipart::MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge { bytes_max },
        _ => Error::BadRequest("bad-form"),
    };
    let mut form = Form::default();
    while let Some(field) = body.next_field().await.map_err(refused)? {
        let name = field.name().unwrap_or("").to_owned();
        match name.as_str() {
            "csrf" => form.csrf = field.text().await.map_err(refused)?,
            "sender" => form.sender = field.text().await.map_err(refused)?,
            "answer" => form.as_csv = field.text().await.map_err(refused)? == "csv",
            "file" => form.file = field.bytes().await.map_err(refused)?,
            _ => return Err(Error::BadRequest("bad-form")),
        }
    }
    Ok(form)
}
