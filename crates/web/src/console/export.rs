//! A list as a file: CSV or XLSX, with a reason in the trail, and marked so that it says where it comes from.
//!
//! It holds what the list shows and never who reported. What senders wrote is given out only when asked for.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::Permission;
use document::sheet::{Cell, Sheet, csv, xlsx};
use sha2::{Digest as _, Sha256};
use store::StoreError;
use store::officer::Officer;
use store::report::QueueLine;
use url::form_urlencoded;

use super::columns::Columns;
use super::frame::Console;
use super::report::disposition;
use super::selection::Selection;
use super::words;
use crate::auth::Posted;
use crate::catalogue::Words;
use crate::page::{self, Page};
use crate::{App, Error};

/// Rows of one file.
pub(super) const ROWS_MAX: usize = 10_000;

#[derive(askama::Template)]
#[template(path = "console/message.html")]
struct RefusedPage {
    c: Console,
    title: String,
    class: &'static str,
    message: String,
    back: String,
    label: String,
}

/// What the file says of itself.
struct Origin<'a> {
    mark: String,
    list: &'a str,
    query: &'a str,
    reason: &'a str,
    officer: &'a Officer,
    has_more: bool,
}

/// Gives out everything that a list matches, as far as the officer sees it.
pub(super) async fn create_export(
    State(app): State<App>,
    page: Page,
    posted: Posted,
) -> Result<Response, Error> {
    posted.officer.require(Permission::ExportReports)?;
    let fields = &posted.fields;
    let (list, query, reason) = (fields.get("from"), fields.get("query"), fields.get("reason"));
    let is_xlsx = match fields.get("form") {
        "xlsx" => true,
        "csv" => false,
        _ => return Err(Error::BadRequest("bad-form")),
    };
    if reason.is_empty() {
        return refuse(&app, page, posted).await;
    }
    let selection = Selection::read(list, query)?;
    let (lines, has_more) = selection.lines(&app, &posted.officer.sight(), ROWS_MAX).await?;
    let columns = Columns::read(&value_of(query, "columns"))?;
    let officers = app.store.officers().await?;
    let mark = format!("x{}", &uuid::Uuid::new_v4().simple().to_string()[..12]);
    let officer = &posted.officer.0.officer;
    let origin = Origin { mark: mark.clone(), list, query, reason, officer, has_more };
    let with_text = fields.get("text") == "on";
    let sheet = sheet(&app, page.t, &origin, &lines, &columns, with_text, &officers);
    let (bytes, ending) = if is_xlsx { (xlsx::write(&sheet), "xlsx") } else { (csv::write(&sheet), "csv") };
    // The words of a question stand in the file alone: they may name somebody.
    let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes));
    let what = format!("{ending} {} {} sha256:{digest}", lines.len(), plain_filter(list, query));
    match app.store.note_export(&mark, &what, reason, officer.id, app.now()).await {
        Ok(()) => {}
        Err(StoreError::NotAllowed(desk::NotAllowed::GroundMissing)) => {
            return refuse(&app, page, posted).await;
        }
        Err(error) => return Err(error.into()),
    }
    let media_type = if is_xlsx { xlsx::MEDIA_TYPE } else { csv::MEDIA_TYPE };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CONTENT_DISPOSITION, disposition(&format!("{mark}.{ending}"))),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((StatusCode::OK, headers, bytes).into_response())
}

async fn refuse(app: &App, page: Page, posted: Posted) -> Result<Response, Error> {
    let c = Console::new(app, page, posted.officer).await?;
    let t = c.t();
    let body = page::render(&RefusedPage {
        title: t.say("list-export").into_owned(),
        class: "red",
        message: t.say("list-export-no-reason").into_owned(),
        back: c.page.href("/console/hang-doi"),
        label: t.say("batch-back").into_owned(),
        c,
    })?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, body).into_response())
}

/// The value of a name in an address; empty when it is not there.
fn value_of(query: &str, name: &str) -> String {
    let found = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name);
    found.map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// The list and its filter without the words that were searched for.
fn plain_filter(list: &str, query: &str) -> String {
    let pairs = form_urlencoded::parse(query.as_bytes());
    let plain = pairs.filter(|(name, _)| ["state", "province", "method", "unit"].contains(&name.as_ref()));
    let said: Vec<String> = plain.map(|(name, value)| format!("{name}={value}")).collect();
    format!("{list} {}", said.join(" ")).trim_end().to_owned()
}

fn sheet(
    app: &App,
    t: Words,
    origin: &Origin<'_>,
    lines: &[QueueLine],
    columns: &Columns,
    with_text: bool,
    officers: &[Officer],
) -> Sheet {
    let mut headings = vec!["list-export-mark", "list-code", "list-received", "console-state"];
    let shown = |name: &str| columns.has(name);
    for (name, key) in [
        ("clock", "console-clock"),
        ("method", "console-method"),
        ("province", "console-province"),
        ("money", "list-money"),
        ("indicators", "console-indicators"),
    ] {
        if shown(name) {
            headings.push(key);
        }
    }
    headings.extend(["console-assessment", "batch-who"]);
    if with_text {
        headings.push("console-what");
    }
    let row = |(number, line): (usize, &QueueLine)| {
        let text = |value: String| Cell::from(value);
        let mut cells = vec![
            text(format!("{}-{}", origin.mark, number + 1)),
            text(line.tracking_code.to_string()),
            text(line.received_at.vietnam_date_time()),
            text(words::state(t, line.state)),
        ];
        let money =
            line.money_lost.and_then(|dong| i64::try_from(dong).ok()).map_or(Cell::Empty, Cell::Number);
        for (name, cell) in [
            ("clock", text(line.due_at.map(|at| at.vietnam_date_time()).unwrap_or_default())),
            ("method", text(words::method(t, &app.reference, line.method))),
            ("province", text(words::province(&app.reference, line.province.as_deref()))),
            ("money", money),
            ("indicators", text(line.indicator_first.clone())),
        ] {
            if shown(name) {
                cells.push(cell);
            }
        }
        cells.push(text(words::verdict(t, line.verdict)));
        let owner = line.assigned_to.map(|id| words::officer_name(t, Some(id), officers));
        cells.push(text(owner.unwrap_or_default()));
        if with_text {
            cells.push(text(line.excerpt.clone()));
        }
        cells
    };
    Sheet {
        title: t.say("list-export-sheet").into_owned(),
        notes_title: t.say("list-export-notes").into_owned(),
        notes: notes(app, t, origin, lines.len()),
        columns: headings.iter().map(|key| t.say(key).into_owned()).collect(),
        rows: lines.iter().enumerate().map(row).collect(),
    }
}

fn notes(app: &App, t: Words, origin: &Origin<'_>, rows: usize) -> Vec<(String, String)> {
    let query: Vec<String> = form_urlencoded::parse(origin.query.as_bytes())
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let officer =
        format!("{} ({}) · {}", origin.officer.display_name, origin.officer.name, origin.officer.unit.name);
    let mut notes = vec![
        ("list-export-mark", origin.mark.clone()),
        ("list-export-who", officer),
        ("list-export-when", app.now().vietnam_date_time()),
        ("list-export-reason", origin.reason.to_owned()),
        ("list-export-query", format!("{} {}", origin.list, query.join(" ")).trim_end().to_owned()),
        ("list-export-rows", t.number(rows as u64)),
    ];
    if origin.has_more {
        notes.push(("list-export-cut", t.number(ROWS_MAX as u64)));
    }
    notes.push(("list-export-warning", t.say("list-export-warning-text").into_owned()));
    notes.into_iter().map(|(key, value)| (t.say(key).into_owned(), value)).collect()
}
