//! Cases: the list with its figures (`list`), one case with its reports, steps and transfer note (`file`), and what
//! officers do to them, here.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{CaseFacts, CaseOutcome, Permission};
use model::{CaseId, ReportId, TrackingCode};
use store::StoreError;

use super::act;
use crate::auth::{Fields, Posted};
use crate::extract::Path;
use crate::page::Page;
use crate::{App, Error};

mod file;
mod letter;
mod list;

pub(super) use file::get_case;
pub(super) use letter::make_transfer;
pub(super) use list::get_cases;

/// Characters of a title, an article or a recipient.
const LINE_CHARS_MAX: usize = 300;

/// Opens a case, with a report when a code names one.
pub(super) async fn open_case(State(app): State<App>, page: Page, posted: Posted) -> Result<Response, Error> {
    posted.officer.require(Permission::WorkReports)?;
    let (by, now) = (posted.by(), app.now());
    let title: String = posted.fields.get("title").chars().take(LINE_CHARS_MAX).collect();
    let code = posted.fields.get("code");
    let report = match (code.is_empty(), report_of(&app, code).await?) {
        (false, None) => {
            let problem = page.t.say("case-no-report").into_owned();
            return list::refuse(&app, page, posted, problem).await;
        }
        (_, report) => report,
    };
    if let Some(report) = report {
        // What the officer may not see opens no case.
        app.store.open_report(report, &posted.officer.sight(), by, now).await?;
    }
    let id = match app.store.open_case(&title, by, now).await {
        Ok(id) => id,
        Err(StoreError::NotAllowed(desk::NotAllowed::GroundMissing)) => {
            let problem = page.t.say("case-no-title").into_owned();
            return list::refuse(&app, page, posted, problem).await;
        }
        Err(error) => return Err(error.into()),
    };
    if let Some(report) = report {
        app.store.link_case(id, report, true, by, now).await?;
    }
    Ok(act::back(&href(&page, id)))
}

/// Links a report, or every report of its event.
pub(super) async fn link(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    posted.officer.require(Permission::WorkReports)?;
    let (id, by) = (case_id(&id)?, posted.by());
    // The case is looked at first, so that one of another unit says no more than that.
    app.store.case(id, &posted.officer.sight()).await?;
    let Some(report) = report_of(&app, posted.fields.get("code")).await? else {
        let problem = page.t.say("case-no-report").into_owned();
        return file::refuse(&app, page, posted, id, StatusCode::UNPROCESSABLE_ENTITY, problem).await;
    };
    let is_event = posted.fields.get("scope") != "report";
    match app.store.link_case(id, report, is_event, by, app.now()).await {
        Ok(linked) => {
            let values =
                [linked.linked, linked.already, linked.other_case, linked.other_unit].map(|n| n.to_string());
            let address = format!("{}?linked={}", href(&page, id), values.join("-"));
            Ok(act::back(&address))
        }
        Err(error) => fail(&app, page, posted, id, error).await,
    }
}

/// Takes a report out of the case.
pub(super) async fn unlink(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    posted.officer.require(Permission::WorkReports)?;
    let (id, by) = (case_id(&id)?, posted.by());
    let report = posted.fields.get("report").parse().map_err(|_| bad_form())?;
    match app.store.unlink_case(id, report, by, app.now()).await {
        Ok(()) => Ok(act::back(&href(&page, id))),
        Err(error) => fail(&app, page, posted, id, error).await,
    }
}

/// Takes the case a step further.
pub(super) async fn step(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    posted.officer.require(Permission::RecordSource)?;
    let (id, by) = (case_id(&id)?, posted.by());
    let version = posted.version()?;
    app.store.case(id, &posted.officer.sight()).await?;
    let Some(facts) = read_facts(&posted.fields)? else {
        let problem = page.t.say("case-no-number").into_owned();
        return file::refuse(&app, page, posted, id, StatusCode::UNPROCESSABLE_ENTITY, problem).await;
    };
    match app.store.step_case(id, version, &facts, posted.fields.get("ground"), by, app.now()).await {
        Ok(()) => Ok(act::back(&href(&page, id))),
        Err(error) => fail(&app, page, posted, id, error).await,
    }
}

/// What the form states; `None` when a number is none.
fn read_facts(fields: &Fields) -> Result<Option<CaseFacts>, Error> {
    let outcome = match fields.get("outcome") {
        "" => None,
        slug => Some(CaseOutcome::from_slug(slug).ok_or_else(bad_form)?),
    };
    let number = |name: &str| -> Option<Option<u64>> {
        let digits: String = fields.get(name).chars().filter(|c| !" .,đ".contains(*c)).collect();
        if digits.is_empty() { Some(None) } else { digits.parse().ok().filter(|n| *n <= MONEY_MAX).map(Some) }
    };
    let line = |name: &str| fields.get(name).chars().take(LINE_CHARS_MAX).collect::<String>();
    let numbers = [number("defendants"), number("lost"), number("held"), number("returned")];
    let [Some(defendants), Some(money_lost), Some(held), Some(returned)] = numbers else { return Ok(None) };
    let is_transfer = outcome == Some(CaseOutcome::Transferred);
    Ok(Some(CaseFacts {
        outcome,
        defendants: defendants.unwrap_or(0),
        money_lost,
        money_held: held.unwrap_or(0),
        money_returned: returned.unwrap_or(0),
        article: line("article"),
        recipient: if is_transfer { line("recipient") } else { String::new() },
    }))
}

/// Đồng beyond which a number is a slip of the hand: a hundred million billion.
const MONEY_MAX: u64 = 100_000_000_000_000_000;

async fn report_of(app: &App, code: &str) -> Result<Option<ReportId>, Error> {
    match code.parse::<TrackingCode>() {
        Ok(code) => Ok(app.store.report_by_code(&code).await?),
        Err(_) => Ok(None),
    }
}

fn bad_form() -> Error {
    Error::BadRequest("bad-form")
}

pub(super) fn case_id(text: &str) -> Result<CaseId, Error> {
    act::named(text)
}

fn href(page: &Page, id: CaseId) -> String {
    page.href(&format!("/console/vu-an/{id}"))
}

/// What an officer can do about a failure, on the page of the case.
async fn fail(
    app: &App,
    page: Page,
    posted: Posted,
    id: CaseId,
    error: StoreError,
) -> Result<Response, Error> {
    act::finish(page, Err(error), |page, problem| file::again(app, page, posted, id, problem)).await
}
