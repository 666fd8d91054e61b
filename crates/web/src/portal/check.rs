//! Kiểm tra: one box that takes anything, a file beside it, and the answer.
//!
//! What is checked is neither stored nor logged; the answer is not kept by any cache.

use askama::Template;
use axum::extract::{FromRequest as _, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::answer::Answer;
use super::file_card::FileCard;
use super::newest;
use super::province::{self, CallLine, ProvinceOption};
use super::warnings::NewestLine;
use crate::catalogue::Words;
use crate::extract::Form;
use crate::file::{Content, upload};
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
    /// What was wrong with what was sent; empty when nothing was.
    problem: String,
    /// What was typed beside a file that could not be read.
    text: String,
    /// Whether writing in pictures is read here.
    reads_writing: bool,
}

/// The box.
pub(super) async fn get_check(State(app): State<App>, page: Page) -> Result<Response, Error> {
    check_page(&app, page, "", "").await
}

async fn check_page(app: &App, page: Page, problem: &str, text: &str) -> Result<Response, Error> {
    let t = page.t;
    // The box must work even when the database does not: the newest warnings are an extra.
    let newest = match newest::acts(app).await {
        Ok(acts) => newest::still_listed(app, &acts, NEWEST_MAX),
        Err(_) => Vec::new(),
    };
    let newest = newest.iter().map(|act| NewestLine::new(act, app, t)).collect();
    let problem = if problem.is_empty() { String::new() } else { t.say(problem).into_owned() };
    let reads_writing = app.reader().reads_writing();
    page::render(&CheckPage { t, page, newest, problem, text: text.to_owned(), reads_writing })
}

/// What the box sends.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckForm {
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
    /// The file that was checked; `None` for text.
    file: Option<FileCard>,
    /// What a report begins with.
    story: String,
    provinces: Vec<ProvinceOption<'a>>,
    province: &'a str,
    lines: Vec<CallLine<'a>>,
}

/// The answer.
pub(super) async fn create_check(
    State(app): State<App>,
    page: Page,
    client: ClientAddr,
    request: Request,
) -> Result<Response, Error> {
    app.limits.check(Action::Check, client)?;
    if !upload::is_multipart(request.headers()) {
        let Form(form) = Form::<CheckForm>::from_request(request, &app).await?;
        return answer_text(&app, page, form).await;
    }
    let _place = app.upload_place().await;
    let mut sent = upload::read(request, &app, &["text", "tinh"]).await?;
    let form = CheckForm { text: sent.field("text").to_owned(), tinh: sent.field("tinh").to_owned() };
    // A browser sends an empty file when none was chosen.
    if sent.file.is_empty() {
        return answer_text(&app, page, form).await;
    }
    match app.reader().read(std::mem::take(&mut sent.file), &form.text).await {
        Ok(content) => answer(&app, page, &content, &form.tinh),
        Err(error) => {
            let problem = format!("check-{}", error.code());
            let page = check_page(&app, page, &problem, &form.text).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

async fn answer_text(app: &App, page: Page, form: CheckForm) -> Result<Response, Error> {
    let text = form.text.trim();
    if text.is_empty() {
        let page = check_page(app, page, "check-empty", "").await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    answer(app, page, &Content::Text(text.to_owned()), &form.tinh)
}

fn answer(app: &App, page: Page, content: &Content, province: &str) -> Result<Response, Error> {
    let t = page.t;
    let assessment = content.assess(&app.engine, &**app.snapshot.peek());
    let province = province::chosen(app, province);
    let text = content.text();
    page::render(&AnswerPage {
        answer: Answer::new(text, &assessment, app, t),
        file: FileCard::new(content, t),
        story: content.story(),
        provinces: province::options(&app.reference, province),
        lines: province::call_lines(&app.reference, province, t, CALL_LINES_MAX),
        province: province.unwrap_or(""),
        text,
        t,
        page,
    })
}
