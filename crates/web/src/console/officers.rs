//! Officers' accounts: who may do what, invitations, disabling.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use desk::{Permission, Role, UnitId};
use model::OfficerId;
use store::officer::{Officer, Unit};
use store::{StoreError, Version};

use super::frame::{Choice, Console};
use super::provider_account::{self, ProviderAddresses, ProviderRow};
use super::{act, units, words};
use crate::auth::{Fields, Posted, SignedIn};
use crate::extract::Path;
use crate::page::{self, Page};
use crate::{App, Error};

/// Hours an invitation is good for: long enough to reach a colleague on another shift.
const INVITATION_HOURS: i64 = 72;

struct Row {
    href: String,
    version: i64,
    display_name: String,
    login: String,
    roles: String,
    state: String,
    state_class: &'static str,
    role_choices: Vec<Choice>,
    unit: String,
    unit_choices: Vec<Choice>,
    may_toggle: bool,
    is_disabled: bool,
    providers: Vec<ProviderRow>,
}

#[derive(Template)]
#[template(path = "console/officers.html")]
struct OfficersPage {
    c: Console,
    problem: Option<String>,
    invitation: Option<String>,
    rows: Vec<Row>,
    roles: Vec<Choice>,
    units: Vec<Choice>,
    addresses: Vec<ProviderAddresses>,
}

/// Everybody.
pub(super) async fn get_officers(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
) -> Result<Response, Error> {
    officer.require(Permission::ManageOfficers)?;
    officers_page(&app, page, officer, None, None).await
}

/// Makes a one-time link for a new officer. It is shown once and kept nowhere.
pub(super) async fn invite(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Error> {
    posted.officer.require(Permission::ManageOfficers)?;
    let roles = chosen_roles(&posted.fields);
    if roles.is_empty() {
        let problem = Some(page.t.say("console-roles-none").into_owned());
        let body = officers_page(&app, page, posted.officer, problem, None).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, body).into_response());
    }
    let (now, by) = (app.now(), posted.by());
    let unit = chosen_unit(&posted)?;
    let token = app.store.invite_officer(&roles, &unit, by, now, now.plus_hours(INVITATION_HOURS)).await?;
    let link =
        format!("{}{}", app.settings.base_url(&headers), page.href(&format!("/console/loi-moi/{token}")));
    officers_page(&app, page, posted.officer, None, Some(link)).await
}

/// Gives an officer other roles.
pub(super) async fn set_roles(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    let (id, version, by) = changed(&id, &posted)?;
    let roles = chosen_roles(&posted.fields);
    if locks_out(id, by, roles.contains(&Role::Administrator)) {
        return refuse_own(&app, page, posted).await;
    }
    let outcome = app.store.set_officer_roles(id, version, &roles, by, app.now()).await;
    finish(&app, page, posted, outcome).await
}

/// Puts an officer into another unit; their sessions end, and what they held goes back to its desk.
pub(super) async fn set_unit(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    let (id, version, by) = changed(&id, &posted)?;
    let unit = chosen_unit(&posted)?;
    if id == by {
        return refuse_own(&app, page, posted).await;
    }
    let outcome = app.store.set_officer_unit(id, version, &unit, Some(by), app.now()).await;
    finish(&app, page, posted, outcome).await
}

/// The unit that was chosen; one's own when none was.
fn chosen_unit(posted: &Posted) -> Result<UnitId, Error> {
    match posted.fields.get("unit") {
        "" => Ok(posted.officer.0.officer.unit.id.clone()),
        id => act::chosen(id),
    }
}

/// Disables an account; its sessions end at once.
pub(super) async fn disable(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    let (id, version, by) = changed(&id, &posted)?;
    if locks_out(id, by, false) {
        return refuse_own(&app, page, posted).await;
    }
    let outcome = app.store.set_officer_enabled(id, version, false, by, app.now()).await;
    finish(&app, page, posted, outcome).await
}

/// Enables an account again.
pub(super) async fn enable(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    let (id, version, by) = changed(&id, &posted)?;
    let outcome = app.store.set_officer_enabled(id, version, true, by, app.now()).await;
    finish(&app, page, posted, outcome).await
}

/// An administrator who takes the role or the account from themselves could leave nobody to give it back.
fn locks_out(id: OfficerId, by: OfficerId, stays_administrator: bool) -> bool {
    id == by && !stays_administrator
}

/// The officer whom the address names, and the administrator who does something to them.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not manage officers, [`Error::NotFound`] when the address names nobody.
pub(super) fn managed(id: &str, posted: &Posted) -> Result<(OfficerId, OfficerId), Error> {
    posted.officer.require(Permission::ManageOfficers)?;
    Ok((act::named(id)?, posted.by()))
}

fn changed(id: &str, posted: &Posted) -> Result<(OfficerId, Version, OfficerId), Error> {
    let (id, by) = managed(id, posted)?;
    Ok((id, posted.version()?, by))
}

fn chosen_roles(fields: &Fields) -> Vec<Role> {
    Role::ALL.iter().copied().filter(|role| fields.all("roles").any(|slug| slug == role.slug())).collect()
}

async fn refuse_own(app: &App, page: Page, posted: Posted) -> Result<Response, Error> {
    let problem = Some(page.t.say("console-own-account").into_owned());
    let body = officers_page(app, page, posted.officer, problem, None).await?;
    Ok((StatusCode::CONFLICT, body).into_response())
}

/// Back to the page, or the page with what went wrong.
pub(super) async fn finish<T>(
    app: &App,
    page: Page,
    posted: Posted,
    outcome: Result<T, StoreError>,
) -> Result<Response, Error> {
    let outcome = outcome.map(|_| page.href("/console/can-bo"));
    act::finish(page, outcome, |page, problem| officers_page(app, page, posted.officer, Some(problem), None))
        .await
}

/// The page.
pub(super) async fn officers_page(
    app: &App,
    page: Page,
    officer: SignedIn,
    problem: Option<String>,
    invitation: Option<String>,
) -> Result<Response, Error> {
    let (mut officers, sight) = (app.store.officers().await?, officer.sight());
    officers.retain(|one| sight.sees(&one.unit.id, one.unit.province.as_deref()));
    let (units, own) = (units::seen(app, &officer).await?, officer.0.officer.unit.id.clone());
    let accounts = app.store.provider_accounts().await?;
    let c = Console::new(app, page, officer).await?;
    let of = |one: &Officer| provider_account::rows(app, c.t(), &accounts, one.id);
    let rows = officers.iter().map(|one| Row { providers: of(one), ..row(&c, one, &units) }).collect();
    let roles = Choice::roles(c.t(), |role| role == Role::DutyOfficer);
    let units = units::choices(&units, |id| *id == own);
    let addresses = provider_account::addresses(app);
    page::render(&OfficersPage { problem, invitation, rows, roles, units, addresses, c })
}

fn row(c: &Console, officer: &Officer, units: &[Unit]) -> Row {
    let t = c.t();
    let is_disabled = officer.disabled_at.is_some();
    let names: Vec<String> = officer.roles.iter().map(|role| words::role(t, *role)).collect();
    Row {
        href: c.page.href(&format!("/console/can-bo/{}", officer.id)),
        version: officer.version.0,
        display_name: officer.display_name.clone(),
        login: officer.name.clone(),
        roles: names.join(", "),
        state: t.say(if is_disabled { "console-disabled" } else { "console-enabled" }).into_owned(),
        state_class: if is_disabled { "" } else { "green" },
        role_choices: Choice::roles(t, |role| officer.roles.contains(&role)),
        unit: officer.unit.name.clone(),
        unit_choices: units::choices(units, |id| *id == officer.unit.id),
        may_toggle: officer.id != c.officer().0.officer.id,
        is_disabled,
        providers: Vec::new(),
    }
}
