//! The campaign that a report is part of: who, what and when as a picture (`picture`) and as tables, with the ground of
//! every link, and what was left out and why.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use desk::campaign::{Campaign, LeftOut, Member, REPORTS_MAX};
use desk::{Permission, Sight, guard};
use model::{Indicator, ReportId};
use store::StoreError;

use super::decide::report_id;
use super::frame::{Console, Link};
use super::report::indicator_href;
use super::words;
use crate::auth::{Posted, SignedIn};
use crate::catalogue::Words;
use crate::extract::Path;
use crate::label::value_label;
use crate::page::{self, Page};
use crate::{App, Error};

mod picture;

/// Values and reports that the tables name.
const ROWS_MAX: usize = 100;

struct MemberRow {
    link: Link,
    at: String,
    /// Through which value, next to which report it came in; empty for those it began with.
    via: String,
}

struct ValueRow {
    href: String,
    value: String,
    kind: String,
    reports: String,
    full: String,
}

struct LeftRow {
    href: String,
    value: String,
    why: String,
    full: String,
    is_excluded: bool,
}

#[derive(Template)]
#[template(path = "console/campaign.html")]
struct CampaignPage {
    c: Console,
    back: String,
    report: String,
    summary: String,
    problem: Option<String>,
    cut: Option<String>,
    picture: Option<picture::Picture>,
    members: Vec<MemberRow>,
    values: Vec<ValueRow>,
    left: Vec<LeftRow>,
    may_work: bool,
    /// Code of the report that the campaign was grown from.
    code: String,
    batch_href: String,
    exclude_href: String,
    include_href: String,
}

/// The campaign of one report.
pub(super) async fn get_campaign(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    officer.require(Permission::ReadReports)?;
    campaign_page(&app, page, officer, report_id(&id)?, None).await
}

/// Takes a value out of all campaigns.
pub(super) async fn exclude(State(app): State<App>, page: Page, posted: Posted) -> Result<Response, Error> {
    posted.officer.require(Permission::WorkReports)?;
    let (value, back, by) = read(&posted)?;
    match app.store.exclude_value(&value, posted.fields.get("ground"), by, app.now()).await {
        Ok(()) => Ok(Redirect::to(&href(&page, back)).into_response()),
        Err(StoreError::NotAllowed(desk::NotAllowed::GroundMissing)) => {
            let problem = page.t.say("batch-no-ground").into_owned();
            let body = campaign_page(&app, page, posted.officer, back, Some(problem)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, body).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Lets a value join again.
pub(super) async fn include(State(app): State<App>, page: Page, posted: Posted) -> Result<Response, Error> {
    posted.officer.require(Permission::WorkReports)?;
    let (value, back, by) = read(&posted)?;
    app.store.include_value(&value, by, app.now()).await?;
    Ok(Redirect::to(&href(&page, back)).into_response())
}

fn read(posted: &Posted) -> Result<(Indicator, ReportId, model::OfficerId), Error> {
    let bad = || Error::BadRequest("bad-form");
    let value = posted.fields.get("indicator").parse().map_err(|_| bad())?;
    let back = posted.fields.get("report").parse().map_err(|_| bad())?;
    Ok((value, back, posted.officer.0.officer.id))
}

fn href(page: &Page, id: ReportId) -> String {
    page.href(&format!("/console/phan-anh/{id}/chien-dich"))
}

/// The campaign of a report, of what is in sight.
pub(super) async fn of_report(app: &App, id: ReportId, sight: &Sight) -> Result<Campaign, Error> {
    let is_official = |value: &Indicator| guard::check(value, &app.reference).is_err();
    Ok(app.store.campaign_of(id, is_official, sight).await?)
}

async fn campaign_page(
    app: &App,
    page: Page,
    officer: SignedIn,
    id: ReportId,
    problem: Option<String>,
) -> Result<Response, Error> {
    let sight = officer.sight();
    let report = app.store.open_report(id, &sight, officer.0.officer.id, app.now()).await?;
    let campaign = of_report(app, id, &sight).await?;
    let c = Console::new(app, page, officer).await?;
    let t = c.t();
    let values = campaign.values.iter().take(ROWS_MAX).map(|(value, reports)| ValueRow {
        href: indicator_href(&c.page, value),
        value: value_label(value, &app.reference),
        kind: words::kind(t, value.kind()),
        reports: t.number(reports.len() as u64),
        full: value.to_string(),
    });
    let left = campaign.left.iter().take(ROWS_MAX).map(|(value, why, reports)| LeftRow {
        href: indicator_href(&c.page, value),
        value: value_label(value, &app.reference),
        why: left_words(t, *why, *reports),
        full: value.to_string(),
        is_excluded: *why == LeftOut::Excluded,
    });
    page::render(&CampaignPage {
        back: c.page.href(&format!("/console/phan-anh/{id}")),
        report: id.to_string(),
        summary: summary(t, &campaign),
        problem,
        cut: campaign
            .is_cut
            .then(|| t.say_with("campaign-cut", "max", t.number(REPORTS_MAX as u64)).into_owned()),
        picture: picture::draw(app, t, &campaign, &report.tracking_code.to_string()),
        members: campaign.members.iter().take(ROWS_MAX).map(|one| member_row(app, &c.page, one)).collect(),
        values: values.collect(),
        left: left.collect(),
        may_work: c.officer().may(Permission::WorkReports),
        code: report.tracking_code.to_string(),
        batch_href: c.page.href("/console/hang-loat"),
        exclude_href: c.page.href("/console/chien-dich/loai-tru"),
        include_href: c.page.href("/console/chien-dich/dua-lai"),
        c,
    })
}

fn left_words(t: Words, why: LeftOut, reports: u64) -> String {
    let key = format!("campaign-left-{why}");
    t.say_with(&key, "count", words::counted(t, reports)).into_owned()
}

fn summary(t: Words, campaign: &Campaign) -> String {
    let times = campaign.members.iter().map(|member| member.node.at);
    let (first, last) = (times.clone().min(), times.max());
    let values = [
        ("reports", t.number(campaign.members.len() as u64).into()),
        ("values", t.number(campaign.values.len() as u64).into()),
        ("from", first.map(|at| at.vietnam_date()).unwrap_or_default().into()),
        ("to", last.map(|at| at.vietnam_date()).unwrap_or_default().into()),
    ];
    t.say_all("campaign-summary", &values).into_owned()
}

fn member_row(app: &App, page: &Page, member: &Member) -> MemberRow {
    let t = page.t;
    let via = member.via.as_ref().map(|(value, _)| {
        let values = [
            ("kind", words::kind(t, value.kind()).into()),
            ("value", value_label(value, &app.reference).into()),
            ("hop", u64::from(member.hop).into()),
        ];
        t.say_all("campaign-via", &values).into_owned()
    });
    MemberRow {
        link: Link {
            href: page.href(&format!("/console/phan-anh/{}", member.node.id)),
            label: words::report_label(app, t, &member.node.code, member.node.method),
            note: String::new(),
        },
        at: member.node.at.vietnam_date_time(),
        via: via.unwrap_or_else(|| t.say("campaign-first").into_owned()),
    }
}
