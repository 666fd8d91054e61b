//! Bổ sung: the reporter adds words and files to a report, by its code alone.
//!
//! Nothing that was told before is shown, neither to the reporter nor to whoever else has the code.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use model::TrackingCode;
use model::report::{NewReport, ReportChannel};
use store::StoreError;

use super::report::upload;
use super::track::{self, Adding};
use crate::challenge;
use crate::limits::ClientAddr;
use crate::page::Page;
use crate::{App, Error, error};

/// Takes an addition; answers with the page of the report.
pub(super) async fn create_addition(
    State(app): State<App>,
    page: Page,
    client: ClientAddr,
    request: Request,
) -> Result<Response, Error> {
    let share = challenge::count(&app, client)?;
    let (typed, files) = upload::read(request, &app).await?;
    let t = page.t;
    let again = |problem: String| Adding {
        submission: typed.submission.clone(),
        text: typed.text.clone(),
        problem,
        ..Adding::default()
    };
    let Ok(code) = typed.code.parse::<TrackingCode>() else {
        return track::answer(&app, page, client, &typed.code, None).await;
    };
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    if files.is_too_large {
        let adding = again(t.say("field-files-too-large").into_owned());
        return track::again(&app, page, &code, adding, StatusCode::PAYLOAD_TOO_LARGE).await;
    }
    let now = app.now();
    let fields = typed.fields(Vec::new(), files.attachments);
    let addition = match NewReport::parse(fields, ReportChannel::Web, now, |_| false) {
        Ok(addition) => addition,
        Err(errors) => {
            let sentences: Vec<String> = errors.iter().map(|error| error::field_sentence(error, t)).collect();
            return track::again(&app, page, &code, again(sentences.join(" ")), unprocessable).await;
        }
    };
    if let Some(mark) = challenge::ask(&app, client, share, typed.brought()) {
        let adding = Adding { mark: Some(mark), ..again(String::new()) };
        return track::again(&app, page, &code, adding, StatusCode::TOO_MANY_REQUESTS).await;
    }
    let assessment = super::report::assess(&app, &addition.text);
    match app.store.add_to_report(&code, &addition, &assessment, now).await {
        Ok(()) => {
            let done = Adding { is_done: true, ..Adding::default() };
            track::again(&app, page, &code, done, StatusCode::CREATED).await
        }
        Err(StoreError::NotFound(_)) => track::answer(&app, page, client, &typed.code, None).await,
        Err(StoreError::Conflict(what)) => {
            let key = if what == "closed report" { "add-closed" } else { "add-too-many" };
            track::again(&app, page, &code, again(t.say(key).into_owned()), StatusCode::CONFLICT).await
        }
        Err(error) => Err(error.into()),
    }
}
