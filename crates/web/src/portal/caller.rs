//! Có người gọi cho tôi: the guided check, one question a screen, and the check of the number that rang.
//!
//! The answers stand in the address (`/co-nguoi-goi/bank.code.lock.mobile.nothing`): there is nothing of the
//! reader in them, and the way back is the browser's own. A number is sent in a form and stands in no address.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use detect::call::{CallerAnswer, Guide, Question, Walk};
use model::reference::CallerClaim;
use model::{Assessment, Verdict};
use serde::Deserialize;

use super::answer::Answer;
use super::province::{self, CallLine};
use crate::catalogue::Words;
use crate::extract::{Form, Path};
use crate::limits::{Action, ClientAddr};
use crate::page::{self, Page};
use crate::{App, Error};

/// Numbers to call under a verdict.
const CALL_LINES_MAX: usize = 3;

/// One answer to tap.
struct Tap {
    /// Where it leads.
    path: String,
    words: String,
}

#[derive(Template)]
#[template(path = "portal/caller.html")]
struct QuestionPage<'a> {
    t: Words,
    page: Page,
    /// From 1.
    number: usize,
    max: usize,
    question: String,
    taps: Vec<Tap>,
    claims: &'a [CallerClaim],
}

impl QuestionPage<'_> {
    fn is_first(&self) -> bool {
        self.number == 1
    }
}

/// One thing the reader told, in words.
struct ToldLine {
    question: String,
    answer: String,
}

#[derive(Template)]
#[template(path = "portal/caller_answer.html")]
struct CallPage<'a> {
    t: Words,
    page: Page,
    answer: Answer<'a>,
    told: Vec<ToldLine>,
    is_urgent: bool,
    /// What a report begins with.
    report: String,
    lines: Vec<CallLine<'a>>,
}

/// The first question.
pub(super) async fn get_caller(State(app): State<App>, page: Page) -> Result<Response, Error> {
    question_page(&app, page, "")
}

/// The question after these answers, or the verdict.
pub(super) async fn get_call(
    State(app): State<App>,
    page: Page,
    client: ClientAddr,
    Path(taps): Path<String>,
) -> Result<Response, Error> {
    app.limits.check(Action::Check, client)?;
    question_page(&app, page, &taps)
}

fn question_page(app: &App, page: Page, taps: &str) -> Result<Response, Error> {
    let t = page.t;
    let given: Vec<&str> = taps.split('.').filter(|tap| !tap.is_empty()).take(Guide::TAPS_MAX + 1).collect();
    let walk = app.engine.guide().walk(&given).ok_or(Error::NotFound)?;
    let Some(question) = walk.next else { return verdict_page(app, page, &walk) };
    let path = |answer: &str| match taps {
        "" => format!("/co-nguoi-goi/{answer}"),
        taps => format!("/co-nguoi-goi/{taps}.{answer}"),
    };
    let tap = |answer: &detect::call::Answer| Tap {
        path: path(&answer.code),
        words: answer_words(question, answer, t),
    };
    page::render(&QuestionPage {
        number: walk.given.len() + 1,
        max: Guide::TAPS_MAX,
        question: question_words(question, t),
        taps: question.answers.iter().map(tap).collect(),
        claims: &app.reference.callers.claims,
        t,
        page,
    })
}

fn verdict_page(app: &App, page: Page, walk: &Walk<'_>) -> Result<Response, Error> {
    let t = page.t;
    let mut assessment = app.engine.assess_call(walk);
    keep_reasons_of_calls(&mut assessment);
    let told = walk.given.iter().map(|(question, answer)| ToldLine {
        question: question_words(question, t),
        answer: answer_words(question, answer, t),
    });
    let told: Vec<ToldLine> = told.collect();
    let mut report = t.say("call-report-text").into_owned();
    for line in &told {
        report.push_str(&format!("\n{} {}", line.question, line.answer));
    }
    page::render(&CallPage {
        answer: Answer::new("", &assessment, app, t),
        is_urgent: walk.is_urgent(),
        lines: province::call_lines(&app.reference, province::chosen(app, ""), t, CALL_LINES_MAX),
        told,
        report,
        t,
        page,
    })
}

/// Reasons of rules about messages speak of a message; what the hearer told stands above them anyway.
fn keep_reasons_of_calls(assessment: &mut Assessment) {
    const NUMBERS: &[&str] = &["impossible-number", "sender-foreign"];
    let of_calls = |code: &str| code.starts_with("call-") || NUMBERS.contains(&code);
    assessment.reasons.retain(|reason| of_calls(&reason.code));
}

fn question_words(question: &Question, t: Words) -> String {
    t.say(&format!("call-ask-{}", question.code)).into_owned()
}

fn answer_words(question: &Question, answer: &detect::call::Answer, t: Words) -> String {
    t.say(&format!("call-{}-{}", question.code, answer.code)).into_owned()
}

/// What the caller check sends.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CallerForm {
    #[serde(default)]
    so: String,
    #[serde(default)]
    xung_la: String,
}

#[derive(Template)]
#[template(path = "portal/caller_number.html")]
struct NumberPage<'a> {
    t: Words,
    page: Page,
    answer: Answer<'a>,
    /// The number as people read it; `None` when none was shown.
    number: Option<String>,
    owner: Option<&'a str>,
    shape: &'a str,
    never: Option<&'a str>,
    report: String,
    lines: Vec<CallLine<'a>>,
}

/// Looks at the number that rang. It is neither stored nor logged.
pub(super) async fn create_caller(
    State(app): State<App>,
    page: Page,
    client: ClientAddr,
    Form(form): Form<CallerForm>,
) -> Result<Response, Error> {
    app.limits.check(Action::Check, client)?;
    let t = page.t;
    let claim = Some(form.xung_la.as_str()).filter(|claim| !claim.is_empty());
    let mut caller = app.engine.check_caller(&app.reference, form.so.trim(), claim, &**app.snapshot.peek());
    if caller.assessment.verdict != Verdict::Listed {
        keep_reasons_of_calls(&mut caller.assessment);
    }
    let CallerAnswer { number, shape, claim, owner, assessment } = caller;
    let number = number.map(|number| crate::label::value_label(&number, &app.reference));
    let mut report = t.say("call-report-text").into_owned();
    for part in [number.as_deref(), claim.map(|claim| t.of(&claim.name))].into_iter().flatten() {
        report.push_str(&format!("\n{part}"));
    }
    page::render(&NumberPage {
        answer: Answer::new("", &assessment, &app, t),
        owner: owner.filter(|owner| owner.verified).map(|owner| t.of(&owner.owner)),
        shape: t.of(&shape.text),
        never: claim.map(|claim| t.of(&claim.never)),
        lines: province::call_lines(&app.reference, province::chosen(&app, ""), t, CALL_LINES_MAX),
        number,
        report,
        t,
        page,
    })
}
