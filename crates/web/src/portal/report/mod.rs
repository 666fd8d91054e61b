//! Báo tin: the form, the same form with what has to be put right, and the code to keep.
//!
//! - [`form`]: what was typed, and the page that shows it;
//! - [`upload`]: a multipart body within its limits;
//! - [`ticket`]: the answer with the tracking code.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use detect::Submission;
use model::report::{FieldError, NewReport, ReportChannel};
use model::{Assessment, Indicator, Time, TrackingCode};
use store::StoreError;

use crate::challenge;
use crate::extract::{Form, Query};
use crate::limits::{Action, ClientAddr};
use crate::page::Page;
use crate::portal::hotlines::PlaceQuery;
use crate::portal::province;
use crate::{App, Error};

mod form;
mod ticket;
pub(super) mod upload;

use form::FormPage;
pub(crate) use form::Typed;

/// Tries to find a tracking code that is not taken; of 2^55 codes the first is free as good as always.
const CODE_TRIES: usize = 5;

/// The empty form.
pub(super) async fn get_report(
    State(app): State<App>,
    page: Page,
    Query(query): Query<PlaceQuery>,
) -> Result<Response, Error> {
    let province = province::chosen(&app, &query.tinh).unwrap_or("").to_owned();
    let typed = Typed { submission: new_submission()?, province, ..Typed::default() };
    FormPage::new(&app, page, typed, &[]).render()
}

/// The form filled in from a check or from the page of an indicator.
pub(super) async fn draft_report(
    State(app): State<App>,
    page: Page,
    client: ClientAddr,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Error> {
    app.limits.check(Action::Check, client)?;
    let mut typed = Typed { submission: new_submission()?, ..Typed::default() };
    for (name, value) in fields {
        match name.as_str() {
            "text" => typed.text = value,
            "province" => typed.province = value,
            "indicators" => typed.offer(&value),
            _ => return Err(Error::BadRequest("bad-form")),
        }
    }
    let assessment = assess(&app, &typed.text);
    for found in &assessment.indicators {
        typed.offer(&found.indicator.to_string());
    }
    if let Some(guess) = assessment.method {
        typed.method = guess.method.slug().to_owned();
    }
    FormPage::new(&app, page, typed, &[]).render()
}

/// Takes a report; answers with its code, or with the form and every field to be put right.
pub(super) async fn create_report(
    State(app): State<App>,
    page: Page,
    client: ClientAddr,
    request: Request,
) -> Result<Response, Error> {
    let share = challenge::count(&app, client)?;
    let (mut typed, files) = upload::read(request, &app).await?;
    let now = app.now();
    if files.is_too_large {
        let error = FieldError { field: "attachments", code: "files-too-large", value: String::new() };
        return again(&app, page, typed, &[error], StatusCode::PAYLOAD_TOO_LARGE);
    }
    typed.file_names = files.attachments.iter().map(|file| file.name.clone()).collect();
    let (named, mut errors) = typed.named_indicators(&app);
    let fields = typed.fields(named, files.attachments);
    let is_province = |code: &str| app.reference.places.province(code).is_some();
    let report = match NewReport::parse(fields, ReportChannel::Web, now, is_province) {
        Ok(report) if errors.is_empty() => report,
        Ok(_) => return again(&app, page, typed, &errors, StatusCode::UNPROCESSABLE_ENTITY),
        Err(more) => {
            errors.extend(more);
            return again(&app, page, typed, &errors, StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    if let Some(mark) = challenge::ask(&app, client, share, typed.brought()) {
        let form = FormPage::new(&app, page, typed, &[]).asking(mark).render()?;
        return Ok((StatusCode::TOO_MANY_REQUESTS, form).into_response());
    }
    let assessment = assess(&app, &report.text);
    match insert(&app, &report, &assessment, now).await {
        Ok(code) => ticket::ticket(&app, page, &code, now),
        Err(Error::Unavailable(cause)) => {
            tracing::warn!("could not store a report, the form was given back: {cause}");
            let error = FieldError { field: "form", code: "not-stored", value: String::new() };
            again(&app, page, typed, &[error], StatusCode::SERVICE_UNAVAILABLE)
        }
        Err(error) => Err(error),
    }
}

/// What the engine says of a text.
pub(crate) fn assess(app: &App, text: &str) -> Assessment {
    app.engine.assess(&Submission { text, sender: None, channel: None }, &**app.snapshot.peek())
}

/// The form again, with everything that was typed.
fn again(
    app: &App,
    page: Page,
    typed: Typed,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response, Error> {
    let form = FormPage::new(app, page, typed, errors).render()?;
    Ok((status, form).into_response())
}

/// What is stored.
#[derive(Clone, Copy)]
enum Kind<'a> {
    /// A report, with what we said of it first.
    Report(&'a Assessment),
    /// An appeal against the entry for this.
    Appeal(&'a Indicator),
}

/// Stores a report under a fresh code; the same submission again gets the code it got first.
pub(crate) async fn insert(
    app: &App,
    report: &NewReport,
    assessment: &Assessment,
    now: Time,
) -> Result<TrackingCode, Error> {
    insert_as(app, report, Kind::Report(assessment), now).await
}

/// Stores an appeal against the entry for `appealed` in the same way.
pub(crate) async fn insert_appeal(
    app: &App,
    report: &NewReport,
    appealed: &Indicator,
    now: Time,
) -> Result<TrackingCode, Error> {
    insert_as(app, report, Kind::Appeal(appealed), now).await
}

/// Stores a report or an appeal under a fresh code; the same submission again gets the code it got first.
async fn insert_as(app: &App, report: &NewReport, kind: Kind<'_>, now: Time) -> Result<TrackingCode, Error> {
    let mut last = Error::broken("find a free tracking code");
    for _ in 0..CODE_TRIES {
        let random = getrandom::u64().map_err(|_| Error::broken("get random bytes"))?;
        let code = TrackingCode::from_random(random);
        let inserted = match kind {
            Kind::Report(assessment) => app.store.insert_report(report, assessment, code, now).await,
            Kind::Appeal(appealed) => app.store.insert_appeal(report, appealed, code, now).await,
        };
        match inserted {
            Ok(inserted) => return Ok(inserted.tracking_code),
            Err(error @ StoreError::Conflict(_)) => last = error.into(),
            Err(error) => return Err(error.into()),
        }
    }
    Err(last)
}

/// A submission identifier for a form: the same form sent twice is one report.
pub(crate) fn new_submission() -> Result<String, Error> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).map_err(|_| Error::broken("get random bytes"))?;
    Ok(uuid::Builder::from_random_bytes(bytes).into_uuid().hyphenated().to_string())
}
