//! The transfer note of a case: the same template as for one report, filled with what the case holds.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use desk::Permission;
use document::{Fields as Values, Template};
use model::{CaseId, Language};
use store::case::CaseFile;

use super::super::documents::{Form, office_fields, template_problem, template_text};
use super::super::words;
use super::{case_id, file};
use crate::auth::Posted;
use crate::catalogue::Words;
use crate::extract::Path;
use crate::page::Page;
use crate::{App, Error};

/// Reports that the note names by code; the rest are counted.
const CODES_MAX: u32 = 30;

/// Drafts the note for a person to number, date and sign.
pub(in super::super) async fn make_transfer(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    posted.officer.require(Permission::WorkReports)?;
    let (id, by, now) = (case_id(&id)?, posted.officer.0.officer.id, app.now());
    let case = app.store.case(id, &posted.officer.sight()).await?;
    let form = Form::of(posted.fields.get("form"))?;
    let mut values = case_values(&app, id, &case, &posted).await?;
    values.set("officer.name", &posted.officer.0.officer.display_name);
    let text = template_text(&app, "transfer").await?;
    match Template::parse(&text).and_then(|template| template.fill(&values)) {
        Ok(letter) => {
            app.store.note_case_letter(id, "transfer", by, now).await?;
            let (year, number) = case.case.number;
            Ok(form.answer(&letter, &format!("transfer-{year}-{number}")))
        }
        Err(error) => {
            let problem = template_problem(page.t, &error);
            file::refuse(&app, page, posted, id, StatusCode::UNPROCESSABLE_ENTITY, problem).await
        }
    }
}

/// In Vietnamese whatever the page speaks: the letter is.
async fn case_values(app: &App, id: CaseId, case: &CaseFile, posted: &Posted) -> Result<Values, Error> {
    let (t, sight) = (Words::new(Language::Vi), posted.officer.sight());
    let (reports, _) = app.store.case_reports(id, &sight, None, CODES_MAX).await?;
    let mut codes = Vec::new();
    for report in &reports {
        codes.push(app.store.report(report.id, &sight).await?.tracking_code.to_string());
    }
    let lost = case.facts.money_lost.unwrap_or(case.money_told);
    let recipient = match posted.fields.get("recipient") {
        "" => case.facts.recipient.clone(),
        typed => typed.chars().take(super::LINE_CHARS_MAX).collect(),
    };
    let text = format!(
        "{}\n{}\n{}",
        case.case.title,
        t.say_with("case-letter-codes", "codes", codes.join(", ")),
        t.say_with("case-letter-count", "count", t.number(case.reports)),
    );
    let (year, number) = case.case.number;
    let mut values = office_fields(app, app.now());
    for (name, value) in [
        ("recipient", recipient),
        ("report.code", format!("{number}/{year}")),
        ("report.received", case.case.opened_at.vietnam_date_time()),
        ("report.channel", t.say_with("case-letter-channel", "count", t.number(case.reports)).into_owned()),
        ("report.text", text),
        ("report.money", words::money(t, (lost > 0).then_some(lost)).replace(" đ", " đồng")),
        ("report.state", super::list::outcome_words(t, case.case.outcome)),
    ] {
        values.set(name, &value);
    }
    Ok(values)
}
