//! Appeals against entries: what is due first, and the two ways to decide.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use desk::Permission;
use desk::appeal::AppealState;
use model::ReportId;
use store::appeal::Appeal;
use store::officer::Officer;

use super::frame::Console;
use super::{act, report, words};
use crate::auth::{Posted, SignedIn};
use crate::extract::Path;
use crate::page::{self, Page};
use crate::{App, Error};

/// Open appeals that are shown.
pub(super) const APPEALS_MAX: u32 = 200;
/// Decided ones below them.
const DECIDED_MAX: u32 = 20;

struct Row {
    href: String,
    entry: String,
    entry_href: String,
    report_href: String,
    stands: String,
    text: String,
    received: String,
    clock: String,
    clock_class: &'static str,
    answer: String,
    may_decide: bool,
}

#[derive(Template)]
#[template(path = "console/appeals.html")]
struct AppealsPage {
    c: Console,
    problem: Option<String>,
    rows: Vec<Row>,
    decided: Vec<Row>,
}

/// The open appeals, and those decided last.
pub(super) async fn get_appeals(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
) -> Result<Response, Error> {
    officer.require(Permission::ReadReports)?;
    appeals_page(&app, page, officer, None).await
}

/// The appeal is right: the entry goes off the list.
pub(super) async fn uphold(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    decide(&app, page, &id, posted, true).await
}

/// The entry stays.
pub(super) async fn keep(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    decide(&app, page, &id, posted, false).await
}

async fn decide(app: &App, page: Page, id: &str, posted: Posted, is_right: bool) -> Result<Response, Error> {
    posted.officer.require(Permission::Delist)?;
    let id: ReportId = act::named(id)?;
    let ground = posted.fields.get("ground");
    // The log is published in Vietnamese whatever the officer reads.
    let log = crate::catalogue::Words::new(model::Language::Vi);
    let evidence = is_right.then(|| log.say_with("appeal-act-evidence", "ground", ground).into_owned());
    let outcome = app.store.decide_appeal(id, evidence.as_deref(), ground, posted.by(), app.now()).await;
    let outcome = outcome.map(|_| page.href("/console/khieu-nai"));
    act::finish(page, outcome, |page, problem| appeals_page(app, page, posted.officer, Some(problem))).await
}

async fn appeals_page(
    app: &App,
    page: Page,
    officer: SignedIn,
    problem: Option<String>,
) -> Result<Response, Error> {
    let sight = officer.sight();
    let open = app.store.appeals(AppealState::Open, &sight, APPEALS_MAX).await?;
    let mut decided = app.store.appeals(AppealState::Delisted, &sight, DECIDED_MAX).await?;
    decided.extend(app.store.appeals(AppealState::Kept, &sight, DECIDED_MAX).await?);
    decided.sort_by_key(|appeal| std::cmp::Reverse(appeal.decided_at));
    decided.truncate(DECIDED_MAX as usize);
    let officers = app.store.officers().await?;
    let c = Console::new(app, page, officer).await?;
    let rows = |appeals: &[Appeal]| appeals.iter().map(|appeal| row(app, &c, appeal, &officers)).collect();
    let (rows, decided) = (rows(&open), rows(&decided));
    page::render(&AppealsPage { problem, rows, decided, c })
}

fn row(app: &App, c: &Console, appeal: &Appeal, officers: &[Officer]) -> Row {
    let t = c.t();
    let snapshot = app.snapshot.peek();
    let stands = match snapshot.covering(&appeal.indicator) {
        Some(listing) => t.say_all(
            "appeal-stands",
            &[
                ("level", words::level(t, listing.level).into()),
                ("date", listing.listed_at.vietnam_date().into()),
                ("serial", t.number(listing.serial.0).into()),
            ],
        ),
        None => t.say("appeal-stands-not"),
    };
    let (clock, clock_class) = words::clock(t, appeal.due_at, app.now());
    let answer = match appeal.state {
        AppealState::Open => String::new(),
        state => {
            let who = words::officer_name(t, appeal.decided_by, officers);
            let what = t.say(&format!("appeal-state-{state}"));
            format!("{what} · {who} · {}", appeal.ground)
        }
    };
    Row {
        href: c.page.href(&format!("/console/khieu-nai/{}", appeal.report_id)),
        entry: appeal.indicator.to_string(),
        entry_href: report::indicator_href(&c.page, &appeal.indicator),
        report_href: c.page.href(&format!("/console/phan-anh/{}", appeal.report_id)),
        stands: stands.into_owned(),
        text: appeal.text.clone(),
        received: appeal.received_at.vietnam_date_time(),
        clock,
        clock_class,
        answer,
        may_decide: c.officer().may(Permission::Delist) && appeal.state == AppealState::Open,
    }
}
