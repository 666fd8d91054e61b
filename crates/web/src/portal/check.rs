//! Kiểm tra: one box that takes anything, and the answer.
//!
//! What is checked is neither stored nor logged; the answer is not kept by any cache.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use detect::Submission;
use serde::Deserialize;

use super::answer::Answer;
use super::newest;
use super::province::{self, CallLine, ProvinceOption};
use super::warnings::NewestLine;
use crate::catalogue::Words;
use crate::extract::Form;
use crate::limits::{Action, ClientAddr};
use crate::page::{self, Page};
use crate::{App, Error};

/// Newest listings on the home page.
const NEWEST_MAX: usize = 3;

/// Numbers to call under an answer; the page of hotlines has all.
const CALL_LINES_MAX: usize = 3;

#[derive(Template)]
#[template(path = "portal/check.html")]
struct CheckPage {
    t: Words,
    page: Page,
    newest: Vec<NewestLine>,
    /// Whether an empty box was sent.
    is_empty: bool,
}

/// The box.
pub(super) async fn get_check(State(app): State<App>, page: Page) -> Result<Response, Error> {
    check_page(&app, page, false).await
}

async fn check_page(app: &App, page: Page, is_empty: bool) -> Result<Response, Error> {
    let t = page.t;
    // The box must work even when the database does not: the newest warnings are an extra.
    let newest = match newest::acts(app).await {
        Ok(acts) => newest::still_listed(app, &acts, NEWEST_MAX),
        Err(_) => Vec::new(),
    };
    let newest = newest.iter().map(|act| NewestLine::new(act, app, t)).collect();
    page::render(&CheckPage { t, page, newest, is_empty })
}

/// What the box sends.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckForm {
    text: String,
    #[serde(default)]
    tinh: String,
}

#[derive(Template)]
#[template(path = "portal/answer.html")]
struct AnswerPage<'a> {
    t: Words,
    page: Page,
    text: &'a str,
    answer: Answer<'a>,
    provinces: Vec<ProvinceOption<'a>>,
    province: &'a str,
    lines: Vec<CallLine<'a>>,
}

/// The answer.
pub(super) async fn create_check(
    State(app): State<App>,
    page: Page,
    client: ClientAddr,
    Form(form): Form<CheckForm>,
) -> Result<Response, Error> {
    app.limits.check(Action::Check, client)?;
    let text = form.text.trim();
    if text.is_empty() {
        let page = check_page(&app, page, true).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let t = page.t;
    let submission = Submission { text, sender: None, channel: None };
    let assessment = app.engine.assess(&submission, &**app.snapshot.peek());
    let province = province::chosen(&app, &form.tinh);
    page::render(&AnswerPage {
        answer: Answer::new(text, &assessment, &app, t),
        provinces: province::options(&app.reference, province),
        lines: province::call_lines(&app.reference, province, t, CALL_LINES_MAX),
        province: province.unwrap_or(""),
        text,
        t,
        page,
    })
}
