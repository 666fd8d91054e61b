//! The templates of letters: an administrator reads, tries and changes them.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use desk::Permission;
use document::Template;
use document::template::{BUILTINS, FIELDS};
use store::StoreError;

use super::documents::{Form, known, office_fields, template_problem};
use super::frame::Console;
use super::words;
use crate::auth::{Posted, SignedIn};
use crate::extract::Path;
use crate::page::{self, Page};
use crate::{App, Error};

struct Row {
    code: &'static str,
    href: String,
    title: String,
    text: String,
    version: i64,
    changed: String,
    problem: Option<String>,
}

#[derive(askama::Template)]
#[template(path = "console/templates.html")]
struct TemplatesPage {
    c: Console,
    rows: Vec<Row>,
    fields: String,
}

/// Every template in a form of its own.
pub(super) async fn get_templates(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
) -> Result<Response, Error> {
    officer.require(Permission::ManageOfficers)?;
    templates_page(&app, page, officer, None).await
}

/// Keeps a changed text, or shows the letter it makes without keeping anything.
pub(super) async fn change(
    State(app): State<App>,
    page: Page,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    posted.officer.require(Permission::ManageOfficers)?;
    let code = known(&code)?;
    let version = posted.version()?;
    let text = posted.fields.exact("text").replace("\r\n", "\n");
    let letter = match Template::parse(&text) {
        Ok(template) => template.fill(&office_fields(&app, app.now())),
        Err(error) => Err(error),
    };
    let (status, problem) = match letter {
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, template_problem(page.t, &error)),
        Ok(letter) if posted.fields.get("act") == "try" => return Ok(Form::Pdf.answer(&letter, code)),
        Ok(_) => {
            let by = posted.officer.0.officer.id;
            match app.store.set_document_template(code, version, &text, by, app.now()).await {
                Ok(()) => return Ok(Redirect::to(&page.href("/console/mau-van-ban")).into_response()),
                Err(error @ StoreError::Conflict(_)) => {
                    let problem = words::problem(page.t, &error);
                    problem.ok_or(Error::Forbidden("missing-permission"))?
                }
                Err(error) => return Err(error.into()),
            }
        }
    };
    let body = templates_page(&app, page, posted.officer, Some((code, text, problem))).await?;
    Ok((status, body).into_response())
}

async fn templates_page(
    app: &App,
    page: Page,
    officer: SignedIn,
    mut tried: Option<(&str, String, String)>,
) -> Result<Response, Error> {
    let changed = app.store.document_templates().await?;
    let officers = app.store.officers().await?;
    let c = Console::new(app, page, officer).await?;
    let mut rows = Vec::new();
    for builtin in BUILTINS {
        let stored = changed.iter().find(|one| one.code == builtin.code);
        let kept = stored.map_or(builtin.text, |one| one.text.as_str());
        let title = Template::parse(kept).map_or_else(|_| builtin.code.to_owned(), |template| template.title);
        let mine = tried.take_if(|(code, ..)| *code == builtin.code);
        let (text, problem) =
            mine.map_or((kept.to_owned(), None), |(_, text, problem)| (text, Some(problem)));
        let by = |one: &store::document::StoredTemplate| {
            let who = words::officer_name(c.t(), Some(one.changed_by), &officers);
            format!("{who} · {}", one.changed_at.vietnam_date_time())
        };
        rows.push(Row {
            code: builtin.code,
            href: c.page.href(&format!("/console/mau-van-ban/{}", builtin.code)),
            title,
            text,
            version: stored.map_or(0, |one| one.version.0),
            changed: stored.map(by).unwrap_or_default(),
            problem,
        });
    }
    page::render(&TemplatesPage { rows, fields: FIELDS.join(", "), c })
}
