//! Files of many reports, from a partner by the API or from an officer by the console: taken, and answered row
//! by row.

use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use intake::bulk::{self, BulkError, BulkFormat, Outcome, RowAnswer, Sender, harmless_cell};
use intake::{Desk, IntakeError};
use model::report::FieldError;
use model::{Assessment, Reference, Time};
use store::{Store, StoreError};

use crate::catalogue::Words;
use crate::{App, Error, error};

impl Desk for App {
    fn store(&self) -> &Store {
        &self.store
    }

    fn reference(&self) -> &Reference {
        &self.reference
    }

    fn assess(&self, text: &str) -> Assessment {
        self.engine.assess(&detect::Submission { text, sender: None, channel: None }, &**self.snapshot.peek())
    }

    fn now(&self) -> Time {
        App::now(self)
    }
}

impl From<IntakeError> for Error {
    fn from(error: IntakeError) -> Error {
        match error {
            IntakeError::Store(error) => error.into(),
            IntakeError::Random => Error::broken("get random bytes"),
        }
    }
}

/// Characters of an idempotency key.
const KEY_CHARS_MAX: usize = 200;

/// A file as it came.
pub(crate) struct File<'a> {
    pub(crate) format: BulkFormat,
    /// The sender's own key; empty: the content is its key, so that the same file is the same reports.
    pub(crate) key: &'a str,
    pub(crate) bytes: &'a [u8],
}

/// Takes a file of reports.
///
/// # Errors
/// [`Error::Invalid`] when the file as a whole cannot be taken; `idempotency-key` when its key was used for
/// another file.
pub(crate) async fn take(app: &App, sender: &Sender, file: &File<'_>) -> Result<Vec<RowAnswer>, Error> {
    let sha256 = intake::sha256_hex(file.bytes);
    if file.key.chars().count() > KEY_CHARS_MAX {
        return Err(of_file(BulkError { code: "too-long", detail: String::new() }));
    }
    let rows = bulk::read(file.format, file.bytes).map_err(of_file)?;
    let key = if file.key.is_empty() { sha256.as_str() } else { file.key };
    app.store.begin_bulk_file(&sender.id, key, &sha256, app.now()).await.map_err(|error| match error {
        StoreError::Conflict(_) => Error::Conflict { code: "idempotency-key", detail: String::new() },
        error => error.into(),
    })?;
    Ok(bulk::take(app, sender, key, &rows).await?)
}

fn of_file(error: BulkError) -> Error {
    Error::Invalid(vec![FieldError { field: "file", code: error.code, value: error.detail }])
}

/// The code of an outcome.
pub(crate) fn code(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Stored(_) => "stored",
        Outcome::Repeated(_) => "repeated",
        Outcome::Refused(_) => "refused",
    }
}

/// The tracking code of a row; empty when it was refused.
pub(crate) fn tracking_code(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Stored(code) | Outcome::Repeated(code) => code.to_string(),
        Outcome::Refused(_) => String::new(),
    }
}

/// What became of a row, as a sentence.
pub(crate) fn message(outcome: &Outcome, t: Words) -> String {
    match outcome {
        Outcome::Stored(_) => t.say("bulk-stored").into_owned(),
        Outcome::Repeated(_) => t.say("bulk-repeated").into_owned(),
        Outcome::Refused(problems) => {
            let sentence =
                |problem: &FieldError| format!("{}: {}", problem.field, error::field_sentence(problem, t));
            problems.iter().map(sentence).collect::<Vec<_>>().join(" ")
        }
    }
}

/// How many rows had each outcome: stored, repeated, refused.
pub(crate) fn counts(answers: &[RowAnswer]) -> [usize; 3] {
    let count = |code_wanted: &str| answers.iter().filter(|row| code(&row.outcome) == code_wanted).count();
    ["stored", "repeated", "refused"].map(count)
}

/// The answers as a table that no spreadsheet program takes for formulas.
pub(crate) fn csv(answers: &[RowAnswer], t: Words) -> Response {
    let mut text = String::from("\u{feff}row,reference,code,message,tracking_code\r\n");
    for row in answers {
        let cells = [
            row.line.to_string(),
            row.reference.clone(),
            code(&row.outcome).to_owned(),
            message(&row.outcome, t),
            tracking_code(&row.outcome),
        ];
        let cells: Vec<String> = cells.iter().map(|cell| quoted(&harmless_cell(cell))).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"khien-ket-qua.csv\""),
    ];
    (headers, text).into_response()
}

/// A cell in quotes (RFC 4180).
fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

/// A body of at most `bytes_max` bytes; refused by its announced length before it is read.
///
/// # Errors
/// [`Error::TooLarge`], [`Error::TooSlow`].
pub(crate) async fn body_within(request: Request, bytes_max: usize) -> Result<axum::body::Bytes, Error> {
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    if length.and_then(|text| text.parse::<usize>().ok()).is_some_and(|length| length > bytes_max) {
        return Err(Error::TooLarge { bytes_max });
    }
    to_bytes(request.into_body(), bytes_max).await.map_err(|error| {
        let too_large = std::error::Error::source(&error)
            .is_some_and(|source| source.is::<http_body_util::LengthLimitError>());
        if too_large { Error::TooLarge { bytes_max } } else { Error::TooSlow }
    })
}
