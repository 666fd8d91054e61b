//! The one-time links: the first officer chooses roles, a later one gets those of the invitation; each
//! chooses name, password and second factor.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use desk::Role;
use qrcode::QrCode;
use qrcode::render::svg;
use qrcode::types::QrError;
use store::StoreError;
use store::officer::NewOfficer;
use store::officer::invitation::Invitation;

use super::frame::Choice;
use crate::auth::{Fields, TotpSecret, password};
use crate::catalogue::Words;
use crate::extract::Path;
use crate::limits::{Action, ClientAddr};
use crate::page::{self, Page};
use crate::{App, Error};

/// Characters of a sign-in name.
const LOGIN_CHARS: std::ops::RangeInclusive<usize> = 3..=32;
/// Characters of the name shown beside acts.
const DISPLAY_NAME_CHARS_MAX: usize = 100;

#[derive(Template)]
#[template(path = "console/enrol.html")]
struct EnrolPage {
    title: String,
    lead: String,
    problems: Vec<String>,
    action: String,
    secret: String,
    qr: String,
    display_name: String,
    login: String,
    roles: Vec<Choice>,
    may_choose_roles: bool,
    page: Page,
}

#[derive(Template)]
#[template(path = "console/gate_message.html")]
struct GateMessage {
    title: String,
    message: String,
    href: String,
    label: String,
    page: Page,
}

/// What somebody who follows a link has typed.
struct Typed {
    display_name: String,
    login: String,
    roles: Vec<Role>,
    secret: TotpSecret,
}

/// The form, with a fresh secret for the authenticator.
pub(super) async fn get_enrol(
    State(app): State<App>,
    page: Page,
    client: ClientAddr,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    app.limits.check(Action::SignIn, client)?;
    let Some(invitation) = app.store.invitation(&token, app.now()).await? else { return link_ended(page) };
    let mut random = [0; 20];
    getrandom::fill(&mut random).map_err(|_| Error::broken("the system gives no random bytes"))?;
    let roles = if invitation.is_first {
        vec![Role::Administrator, Role::DutyOfficer, Role::Approver]
    } else {
        invitation.roles.clone()
    };
    let secret = TotpSecret::from_random(random);
    let typed = Typed { display_name: String::new(), login: String::new(), roles, secret };
    enrol_page(page, &invitation, &typed, Vec::new())
}

/// Makes the account when everything fits; else the form again, with what was typed and the same secret.
pub(super) async fn create_officer(
    State(app): State<App>,
    page: Page,
    client: ClientAddr,
    Path(token): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    app.limits.check(Action::SignIn, client)?;
    let fields = Fields::read(request, &app).await?;
    let now = app.now();
    let Some(invitation) = app.store.invitation(&token, now).await? else { return link_ended(page) };
    let secret = TotpSecret::from_base32(fields.get("secret")).map_err(|_| Error::BadRequest("bad-form"))?;
    let typed = Typed {
        display_name: fields.get("display_name").to_owned(),
        login: fields.get("login").to_lowercase(),
        roles: if invitation.is_first { chosen_roles(&fields) } else { invitation.roles.clone() },
        secret,
    };
    let step = typed.secret.matching_step(fields.get("code"), now);
    let problems = problems(&typed, fields.exact("password"), step, page.t);
    let (Some(totp_step), true) = (step, problems.is_empty()) else {
        let body = enrol_page(page, &invitation, &typed, problems)?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, body).into_response());
    };
    let chosen = fields.exact("password").to_owned();
    let password_hash =
        tokio::task::spawn_blocking(move || password::hash(&chosen)).await.map_err(Error::internal)?;
    let new = NewOfficer {
        name: typed.login.clone(),
        display_name: typed.display_name.clone(),
        password_hash,
        totp_secret: typed.secret.as_bytes().to_vec(),
        totp_step,
        roles: typed.roles.clone(),
    };
    match app.store.accept_invitation(&token, &new, now).await {
        Ok(_) => {
            let href = format!("{}?done=enrolled", page.href("/console/dang-nhap"));
            Ok(Redirect::to(&href).into_response())
        }
        Err(StoreError::Conflict(_)) => {
            let problems = vec![page.t.say("console-login-taken").into_owned()];
            let body = enrol_page(page, &invitation, &typed, problems)?;
            Ok((StatusCode::CONFLICT, body).into_response())
        }
        Err(StoreError::NotFound(_)) => link_ended(page),
        Err(error) => Err(error.into()),
    }
}

fn chosen_roles(fields: &Fields) -> Vec<Role> {
    Role::ALL.iter().copied().filter(|role| fields.all("roles").any(|slug| slug == role.slug())).collect()
}

fn problems(typed: &Typed, chosen: &str, step: Option<u64>, t: Words) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    let name_chars = typed.display_name.chars().count();
    if name_chars == 0 || name_chars > DISPLAY_NAME_CHARS_MAX {
        keys.push("console-display-name-rule".to_owned());
    }
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
    if !LOGIN_CHARS.contains(&typed.login.len()) || !typed.login.chars().all(plain) {
        keys.push("console-login-rule".to_owned());
    }
    if let Err(weak) = password::check_strength(chosen, &typed.login) {
        keys.push(format!("password-{}", weak.code()));
    }
    if typed.roles.is_empty() {
        keys.push("console-roles-none".to_owned());
    }
    if step.is_none() {
        keys.push("console-totp-wrong".to_owned());
    }
    keys.iter().map(|key| t.say(key).into_owned()).collect()
}

fn enrol_page(
    page: Page,
    invitation: &Invitation,
    typed: &Typed,
    problems: Vec<String>,
) -> Result<Response, Error> {
    let t = page.t;
    let (title, lead) = if invitation.is_first {
        ("console-enrol-first", "console-enrol-first-lead")
    } else {
        ("console-enrol", "console-enrol-lead")
    };
    let login = if typed.login.is_empty() { "can-bo" } else { &typed.login };
    page::render(&EnrolPage {
        title: t.say(title).into_owned(),
        lead: t.say(lead).into_owned(),
        problems,
        // The form answers to the address it came from.
        action: String::new(),
        secret: typed.secret.to_base32_groups(),
        qr: qr_svg(&typed.secret.to_uri(login)).map_err(Error::internal)?,
        display_name: typed.display_name.clone(),
        login: typed.login.clone(),
        roles: Choice::roles(t, |role| typed.roles.contains(&role)),
        may_choose_roles: invitation.is_first,
        page,
    })
}

/// The picture an authenticator reads, black on white in either scheme.
fn qr_svg(uri: &str) -> Result<String, QrError> {
    let picture = QrCode::new(uri)?
        .render::<svg::Color<'_>>()
        .quiet_zone(true)
        .dark_color(svg::Color("#000"))
        .light_color(svg::Color("#fff"))
        .build();
    // The declaration is for files; within a page it would be an error.
    let start = picture.find("<svg").unwrap_or(0);
    Ok(picture[start..].replacen("<svg", "<svg role=\"img\" aria-label=\"QR\"", 1))
}

fn link_ended(page: Page) -> Result<Response, Error> {
    let t = page.t;
    let body = page::render(&GateMessage {
        title: t.say("console-link-ended").into_owned(),
        message: t.say("console-link-ended-next").into_owned(),
        href: page.href("/console/dang-nhap"),
        label: t.say("console-sign-in").into_owned(),
        page,
    })?;
    Ok((StatusCode::NOT_FOUND, body).into_response())
}
