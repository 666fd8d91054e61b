//! Proposals that wait for a second officer.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use desk::{Permission, ProposalState, guard};
use model::{Action, Indicator, Level, ProposalId};
use serde::Deserialize;
use store::StoreError;
use store::officer::Officer;
use store::publication::Proposal;

use super::blast::{self, Beside};
use super::frame::{Console, PROPOSALS_MAX};
use super::{act, words};
use crate::auth::{Posted, SignedIn};
use crate::extract::{Path, Query};
use crate::label::value_label;
use crate::page::{self, Page};
use crate::{App, Error};

/// The query of the proposals page.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProposalsQuery {
    #[serde(default)]
    done: String,
}

struct Row {
    id: String,
    href: String,
    indicator: String,
    kind: String,
    indicator_href: String,
    what: String,
    level_class: &'static str,
    state: String,
    method: String,
    reason: String,
    expires: String,
    proposed: String,
    evidence: String,
    report_href: Option<String>,
    why_not: Option<String>,
    consequence: String,
    blast: String,
    /// The name that very many people visit; empty when it is none.
    popular: String,
    may_approve: bool,
    may_reject: bool,
    may_withdraw: bool,
}

#[derive(Template)]
#[template(path = "console/proposals.html")]
struct ProposalsPage {
    c: Console,
    problem: Option<String>,
    done: Option<String>,
    rows: Vec<Row>,
}

/// The open proposals.
pub(super) async fn get_proposals(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
    Query(query): Query<ProposalsQuery>,
) -> Result<Response, Error> {
    officer.require(Permission::ReadList)?;
    let key = format!("console-done-{}", query.done);
    let done = (!query.done.is_empty() && page.t.has(&key)).then(|| page.t.say(&key).into_owned());
    proposals_page(&app, page, officer, None, done).await
}

/// Approves: publishes the entry, or takes it off.
pub(super) async fn approve(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    let (id, by) = (proposal_id(&id)?, posted.officer.0.officer.id);
    let ground = posted.fields.get("ground");
    let outcome = app.store.approve_over(id, ground, by, &app.reference, app.now()).await;
    finish(&app, page, posted, outcome.map(|_| "approved")).await
}

/// Rejects, on a ground.
pub(super) async fn reject(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    let (id, by) = (proposal_id(&id)?, posted.officer.0.officer.id);
    let outcome = app.store.reject(id, posted.fields.get("ground"), by, app.now()).await;
    finish(&app, page, posted, outcome.map(|()| "rejected")).await
}

/// Takes one's own proposal back.
pub(super) async fn withdraw(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    posted.officer.require(Permission::Propose)?;
    let (id, by) = (proposal_id(&id)?, posted.officer.0.officer.id);
    let outcome = app.store.withdraw(id, by, app.now()).await;
    finish(&app, page, posted, outcome.map(|()| "withdrawn")).await
}

fn proposal_id(text: &str) -> Result<ProposalId, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

async fn finish(
    app: &App,
    page: Page,
    posted: Posted,
    outcome: Result<&'static str, StoreError>,
) -> Result<Response, Error> {
    let outcome = outcome.map(|done| format!("{}?done={done}", page.href("/console/de-xuat")));
    act::finish(page, outcome, |page, problem| proposals_page(app, page, posted.officer, Some(problem), None))
        .await
}

async fn proposals_page(
    app: &App,
    page: Page,
    officer: SignedIn,
    problem: Option<String>,
    done: Option<String>,
) -> Result<Response, Error> {
    let proposals = app.store.proposals(ProposalState::Open, PROPOSALS_MAX).await?;
    let officers = app.store.officers().await?;
    let c = Console::new(app, page, officer).await?;
    let proposed: Vec<&Indicator> = proposals.iter().map(|proposal| &proposal.listing.indicator).collect();
    let listed = blast::listed_beside(app, &proposed).await?;
    let rows = proposals.iter().map(|proposal| row(app, &c, proposal, &officers, &listed)).collect();
    page::render(&ProposalsPage { problem, done, rows, c })
}

/// The name that very many people visit and that the proposal would block; empty when there is none.
fn popular(app: &App, proposal: &Proposal) -> String {
    let blocks = proposal.action != Action::Delist && proposal.listing.level == Level::Block;
    let name = guard::popular_name(&proposal.listing.indicator, &app.reference).filter(|_| blocks);
    name.unwrap_or_default().to_owned()
}

fn row(app: &App, c: &Console, proposal: &Proposal, officers: &[Officer], listed: &Beside) -> Row {
    let (t, listing) = (c.t(), &proposal.listing);
    let is_own = proposal.proposed_by == c.officer().0.officer.id;
    let is_delist = proposal.action == Action::Delist;
    let may_decide = c.officer().may(if is_delist { Permission::Delist } else { Permission::Approve });
    let own_block = is_own && !is_delist && listing.level == Level::Block;
    let why_not = match (may_decide, own_block) {
        (_, true) => Some("console-own-block"),
        (false, _) => Some("console-may-not-approve"),
        _ => None,
    };
    let consequence = match (is_delist, listing.level) {
        (true, _) => "console-approve-delist-consequence",
        (false, Level::Warn) => "console-approve-warn-consequence",
        (false, Level::Block) => "console-approve-block-consequence",
    };
    let who = words::officer_name(t, Some(proposal.proposed_by), officers);
    Row {
        id: proposal.id.to_string(),
        href: c.page.href(&format!("/console/de-xuat/{}", proposal.id)),
        indicator: value_label(&listing.indicator, &app.reference),
        kind: words::kind(t, listing.indicator.kind()),
        indicator_href: super::report::indicator_href(&c.page, &listing.indicator),
        what: format!("{} · {}", words::action(t, proposal.action), words::level(t, listing.level)),
        level_class: words::level_class(listing.level),
        state: words::age(t, proposal.proposed_at, app.now()),
        method: words::method(t, &app.reference, Some(listing.method)),
        reason: words::listing_reason(t, listing.reason),
        expires: listing.expires_at.vietnam_date(),
        proposed: format!("{who}, {}", proposal.proposed_at.vietnam_date_time()),
        evidence: if listing.evidence.is_empty() {
            t.say("console-no-evidence").into_owned()
        } else {
            listing.evidence.clone()
        },
        report_href: proposal.report_id.map(|id| c.page.href(&format!("/console/phan-anh/{id}"))),
        why_not: why_not.map(|key| t.say(key).into_owned()),
        consequence: t.say(consequence).into_owned(),
        blast: if is_delist { String::new() } else { blast::words(app, t, &listing.indicator, listed) },
        popular: popular(app, proposal),
        may_approve: may_decide && !own_block,
        may_reject: c.officer().may(Permission::Approve) && !is_own,
        may_withdraw: is_own,
    }
}
