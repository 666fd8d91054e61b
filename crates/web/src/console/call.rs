//! Đường dây nóng: the form that an officer fills while somebody is on the line or in the room.
//!
//! With the script, what is typed is kept on the server every moment and looked at: who calls, and what stands
//! in the words. Without it a button does the same.

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use desk::Permission;
use model::report::{NewReport, ReportChannel};
use model::{Indicator, IndicatorKind};
use serde::Serialize;

use super::frame::{Choice, Console};
use super::words;
use crate::auth::{Fields, Posted, SignedIn};
use crate::catalogue::Words;
use crate::label::{kind_label, value_label};
use crate::page::{self, Page};
use crate::portal::report::{Typed, insert, new_submission};
use crate::{App, Error, error};
use intake::Desk as _;

/// The name of the form among drafts.
const FORM: &str = "call";

/// Fields of the form, in its order.
const NAMES: [&str; 13] = [
    "submission",
    "channel",
    "contact_phone",
    "text",
    "others",
    "money_lost",
    "happened_on",
    "happened_time",
    "province",
    "place",
    "method",
    "contact_name",
    "contact_email",
];

/// What is known of one thing that was typed.
#[derive(Serialize)]
struct Known {
    what: String,
    note: String,
}

/// What is known of what was typed so far.
#[derive(Serialize)]
struct Looked {
    known: Vec<Known>,
    /// When it was kept.
    kept: String,
}

#[derive(Template)]
#[template(path = "console/call.html")]
struct CallPage {
    c: Console,
    typed: Typed,
    in_person: bool,
    problems: Vec<String>,
    looked: Looked,
    provinces: Vec<Choice>,
    methods: Vec<Choice>,
}

/// The form, with what was typed before.
pub(super) async fn get_call(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
) -> Result<Response, Error> {
    officer.require(Permission::WorkReports)?;
    let by = officer.0.officer.id;
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut kept = String::new();
    if let Some((text, at)) = app.store.draft(by, FORM).await? {
        pairs = serde_json::from_str(&text).unwrap_or_default();
        kept = kept_at(page.t, at);
    }
    show(&app, page, officer, &pairs, Vec::new(), kept).await
}

/// Keeps what was typed, and answers what is known of it.
pub(super) async fn look(State(app): State<App>, page: Page, posted: Posted) -> Result<Response, Error> {
    posted.officer.require(Permission::WorkReports)?;
    let pairs = pairs(&posted.fields);
    keep(&app, &posted, &pairs).await?;
    let typed = typed(&pairs);
    let known = known(&app, &typed, page.t).await?;
    Ok(Json(Looked { known, kept: kept_at(page.t, app.now()) }).into_response())
}

/// Stores the report, or shows what has to be put right; `look` and `drop` are the other buttons.
pub(super) async fn create_call(
    State(app): State<App>,
    page: Page,
    posted: Posted,
) -> Result<Response, Error> {
    posted.officer.require(Permission::WorkReports)?;
    let by = posted.officer.0.officer.id;
    let pairs = pairs(&posted.fields);
    match posted.fields.get("do") {
        "drop" => {
            app.store.drop_draft(by, FORM).await?;
            return Ok(Redirect::to(&page.href("/console/duong-day-nong")).into_response());
        }
        "look" => {
            keep(&app, &posted, &pairs).await?;
            let kept = kept_at(page.t, app.now());
            return show(&app, page, posted.officer, &pairs, Vec::new(), kept).await;
        }
        _ => {}
    }
    let typed = typed(&pairs);
    let (named, mut errors) = typed.named_indicators(&app);
    let now = app.now();
    let is_province = |code: &str| app.reference.places.province(code).is_some();
    let channel = match posted.fields.get("channel") {
        "in-person" => ReportChannel::InPerson,
        _ => ReportChannel::Hotline,
    };
    let parsed = NewReport::parse(typed.fields(named, Vec::new()), channel, now, is_province);
    let report = match parsed {
        Ok(report) if errors.is_empty() => report,
        other => {
            errors.extend(other.err().unwrap_or_default());
            keep(&app, &posted, &pairs).await?;
            let problems = errors.iter().map(|problem| error::field_sentence(problem, page.t)).collect();
            let kept = kept_at(page.t, now);
            let shown = show(&app, page, posted.officer, &pairs, problems, kept).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response());
        }
    };
    let assessment = app.assess(&report.text);
    let code = insert(&app, &report, &assessment, now).await?;
    let id = app.store.report_by_code(&code).await?.ok_or(Error::NotFound)?;
    app.store.note_taken_by(id, by, channel.slug(), now).await?;
    app.store.drop_draft(by, FORM).await?;
    let href = page.href(&format!("/console/phan-anh/{id}"));
    Ok(Redirect::to(&format!("{href}?done=call-taken")).into_response())
}

async fn keep(app: &App, posted: &Posted, pairs: &[(String, String)]) -> Result<(), Error> {
    let text = serde_json::to_string(pairs).expect("pairs of texts are plain data");
    Ok(app.store.save_draft(posted.officer.0.officer.id, FORM, &text, app.now()).await?)
}

fn pairs(fields: &Fields) -> Vec<(String, String)> {
    NAMES.iter().map(|name| ((*name).to_owned(), fields.get(name).to_owned())).collect()
}

fn typed(pairs: &[(String, String)]) -> Typed {
    let mut typed = Typed::default();
    for (name, value) in pairs {
        // `channel` is the only field that the report form does not have.
        let _ = typed.set(name, value.clone());
    }
    typed
}

fn kept_at(t: Words, at: model::Time) -> String {
    t.say_with("call-kept", "at", at.vietnam_date_time()).into_owned()
}

async fn show(
    app: &App,
    page: Page,
    officer: SignedIn,
    pairs: &[(String, String)],
    problems: Vec<String>,
    kept: String,
) -> Result<Response, Error> {
    let t = page.t;
    let mut typed = typed(pairs);
    if typed.submission.is_empty() {
        typed.submission = new_submission()?;
    }
    let in_person = pairs.iter().any(|(name, value)| name == "channel" && value == "in-person");
    let looked = Looked { known: known(app, &typed, t).await?, kept };
    let provinces = app.reference.places.provinces.iter();
    let provinces =
        provinces.map(|one| Choice::new(&one.code, one.name.as_str(), one.code == typed.province));
    let methods = app.reference.taxonomy.methods.iter().map(|entry| {
        let slug = entry.method.slug();
        Choice::new(slug, t.of(&entry.name), slug == typed.method)
    });
    let (provinces, methods) = (provinces.collect(), methods.collect());
    let c = Console::new(app, page, officer).await?;
    page::render(&CallPage { c, typed, in_person, problems, looked, provinces, methods })
}

/// Who calls, then everything that the words name.
async fn known(app: &App, typed: &Typed, t: Words) -> Result<Vec<Known>, Error> {
    let mut found: Vec<Indicator> = Vec::new();
    let caller = Indicator::parse(IndicatorKind::Phone, &typed.contact_phone).ok();
    let assessment = app.assess(&format!("{}\n{}", typed.others, typed.text));
    found.extend(assessment.indicators.into_iter().map(|one| one.indicator));
    found.dedup();
    let mut known = Vec::new();
    if let Some(caller) = &caller {
        let mut one = known_of(app, caller, t).await?;
        one.what = format!("{}: {}", t.say("call-caller"), one.what);
        known.push(one);
    }
    // What fits beside the form; the report page shows all.
    for indicator in found.iter().filter(|indicator| Some(*indicator) != caller.as_ref()).take(20) {
        known.push(known_of(app, indicator, t).await?);
    }
    Ok(known)
}

async fn known_of(app: &App, indicator: &Indicator, t: Words) -> Result<Known, Error> {
    let mut notes = Vec::new();
    if let Some(official) = app.reference.official.find(indicator) {
        notes.push(t.say_with("console-official", "owner", t.of(&official.owner)).into_owned());
    }
    if let Some(listing) = app.snapshot.load().covering(indicator) {
        notes.push(t.say_with("console-listed-as", "level", words::level(t, listing.level)).into_owned());
    }
    let reports = app.store.count_reports_with_indicator(indicator).await?;
    notes.push(t.say_with("call-reports", "reports", reports).into_owned());
    let kind = kind_label(indicator.kind(), t);
    Ok(Known { what: format!("{kind} {}", value_label(indicator, &app.reference)), note: notes.join(" · ") })
}
