//! Passkeys of officers: made and ended on one's own account, ended by an administrator, signed in with. The script
//! `passkey.js` talks to the device; without it the code stays the way in.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64URL_NOPAD;
use model::{OfficerId, Time};
use store::StoreError;
use store::officer::passkey::{NewPasskey, Passkey};

use super::{account, officers, sessions, sign_in};
use crate::auth::passkey::answer::{self, Assertion, Registration};
use crate::auth::passkey::{AnswerError, Challenge, Place};
use crate::auth::{Fields, Posted};
use crate::extract::Path;
use crate::limits::{Action, ClientAddr};
use crate::page::Page;
use crate::{App, Error};

/// Characters of what an officer calls a passkey.
const NAME_CHARS_MAX: usize = 60;

/// What the script needs to ask a device.
pub(super) struct Asking {
    pub(super) challenge: String,
    pub(super) host: String,
    /// The officer as devices keep them: 16 octets in base64url, nothing that says who.
    pub(super) user: String,
    /// Passkeys that are there already, separated by spaces.
    pub(super) existing: String,
}

/// One passkey on a page.
pub(super) struct Row {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) since: String,
    pub(super) used: String,
}

/// The passkeys of an officer as a page shows them.
pub(super) fn rows(passkeys: &[Passkey]) -> Vec<Row> {
    let used = |at: Option<Time>| at.map(Time::vietnam_date_time).unwrap_or_default();
    let row = |passkey: &Passkey| Row {
        id: passkey.id.clone(),
        name: passkey.key.name.clone(),
        since: passkey.created_at.vietnam_date_time(),
        used: used(passkey.used_at),
    };
    passkeys.iter().map(row).collect()
}

/// What a page asks a device for; `None` where passkeys cannot work (`Place::of`).
pub(super) fn asking(app: &App, headers: &HeaderMap, new: Option<(OfficerId, &[Passkey])>) -> Option<Asking> {
    let place = Place::of(&app.settings, headers)?;
    let mut random = [0; 16];
    getrandom::fill(&mut random).expect("the system gives random bytes");
    let what = new.map_or(Challenge::SignIn, |(officer, _)| Challenge::Create(officer));
    let ids = |passkeys: &[Passkey]| {
        passkeys.iter().map(|passkey| passkey.key.credential_id.as_str()).collect::<Vec<_>>().join(" ")
    };
    Some(Asking {
        challenge: app.challenges().make(what, random, app.now()),
        host: place.host,
        user: new.map(|(officer, _)| user(officer)).unwrap_or_default(),
        existing: new.map(|(_, passkeys)| ids(passkeys)).unwrap_or_default(),
    })
}

fn user(officer: OfficerId) -> String {
    BASE64URL_NOPAD.encode(officer.0.as_bytes())
}

/// Keeps a new passkey of one's own; the code proves that it is the officer who adds it, and not a session left open.
pub(super) async fn add(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Error> {
    let me = posted.officer.0.officer.clone();
    let (fields, now) = (&posted.fields, app.now());
    let refused = |status, key: &str| (status, page.t.say(key).into_owned());
    let name = fields.get("name").to_owned();
    let outcome = if !(1..=NAME_CHARS_MAX).contains(&name.chars().count()) {
        Err(refused(StatusCode::UNPROCESSABLE_ENTITY, "passkey-bad-name"))
    } else {
        match checked(&app, &headers, fields, me.id, now) {
            Err(error) => {
                tracing::warn!(code = error.code(), "refused a new passkey: {error}");
                Err(refused(StatusCode::UNPROCESSABLE_ENTITY, "passkey-not-made"))
            }
            Ok(mut new) => {
                new.name = name;
                keep(&app, &me.name, &new, fields.get("code"), now)
                    .await?
                    .map_err(|key| refused(StatusCode::CONFLICT, key))
            }
        }
    };
    match outcome {
        Ok(()) => Ok(account::back(&page)),
        Err((status, problem)) => {
            let body = account::page_with(&app, page, &headers, posted.officer, problem).await?;
            Ok((status, body).into_response())
        }
    }
}

fn checked(
    app: &App,
    headers: &HeaderMap,
    fields: &Fields,
    officer: OfficerId,
    now: Time,
) -> Result<NewPasskey, AnswerError> {
    let place = Place::of(&app.settings, headers).ok_or(AnswerError::Origin)?;
    let client_data = fields.get("client_data");
    let challenge = answer::challenge_of(client_data).ok_or(AnswerError::Form)?;
    let known = app.challenges().ends_at(Challenge::Create(officer), &challenge, now);
    known.ok_or(AnswerError::Challenge)?;
    let sent = Registration {
        client_data,
        authenticator_data: fields.get("authenticator_data"),
        public_key: fields.get("public_key"),
    };
    let new = answer::registered(&sent, &challenge, &place)?;
    Ok(NewPasskey {
        officer,
        credential_id: new.credential_id,
        public_key: new.public_key,
        host: place.host,
        sign_count: new.sign_count,
        name: String::new(),
    })
}

/// Checks the code and keeps the passkey; else the key of what went wrong.
async fn keep(
    app: &App,
    login: &str,
    new: &NewPasskey,
    code: &str,
    now: Time,
) -> Result<Result<(), &'static str>, Error> {
    let Some(secrets) = app.store.officer_secrets(login).await? else { return Err(Error::NotFound) };
    let Some(step) = sign_in::accepted_code(&secrets, code, now)? else {
        sign_in::count_failure(app, &secrets, now).await?;
        return Ok(Err("provider-code-wrong"));
    };
    match app.store.add_passkey(new, step, now).await {
        Ok(()) => Ok(Ok(())),
        Err(StoreError::Conflict(_)) => Ok(Err("passkey-not-kept")),
        Err(error) => Err(error.into()),
    }
}

/// Ends one of one's own, and every other session.
pub(super) async fn remove(State(app): State<App>, page: Page, posted: Posted) -> Result<Response, Error> {
    let (me, session) = (posted.by(), &posted.officer.0.id);
    app.store.remove_passkey(me, posted.fields.get("passkey"), me, Some(session), app.now()).await?;
    Ok(account::back(&page))
}

/// Ends one of another officer, and every session of theirs.
pub(super) async fn remove_of(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    let (id, by) = officers::managed(&id, &posted)?;
    // An administrator's own, done from here, leaves their session as it is.
    let session = (by == id).then(|| posted.officer.0.id.clone());
    app.store.remove_passkey(id, posted.fields.get("passkey"), by, session.as_deref(), app.now()).await?;
    Ok(sessions::back(&page, id))
}

/// Signs in whoever holds the device; whatever is wrong, the answer is the same.
pub(super) async fn sign_in(
    State(app): State<App>,
    page: Page,
    client: ClientAddr,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Error> {
    app.limits.check(Action::SignIn, client)?;
    let fields = Fields::read(request, &app).await?;
    let next = sign_in::safe_next(fields.get("next"), &page);
    let now = app.now();
    let passkey = app.store.passkey(fields.get("id")).await?;
    if let Some(passkey) = passkey {
        let officer = passkey.key.officer;
        let refused = match proved(&app, &headers, &fields, &passkey, now) {
            Ok((challenge, ends_at, sign_count)) => {
                let done = app.store.record_passkey_sign_in(&passkey, &challenge, ends_at, sign_count, now);
                match done.await {
                    Ok(()) => return sign_in::begin_session(&app, officer, None, &page, &next).await,
                    // Used before, counted back, ended or disabled.
                    Err(StoreError::Conflict(what)) => what,
                    Err(error) => return Err(error.into()),
                }
            }
            Err(error) => error.code(),
        };
        app.store.record_sign_in_refusal(Some(officer), refused, now).await?;
    }
    let problem = page.t.say("passkey-refused").into_owned();
    let body = sign_in::page_with(&app, page, &headers, problem, next)?;
    Ok((StatusCode::UNAUTHORIZED, body).into_response())
}

/// Checks the answer of a device: the challenge, when that ends, and the device's count.
fn proved(
    app: &App,
    headers: &HeaderMap,
    fields: &Fields,
    passkey: &Passkey,
    now: Time,
) -> Result<(String, Time, u32), AnswerError> {
    let place = Place::of(&app.settings, headers).filter(|place| place.host == passkey.key.host);
    let place = place.ok_or(AnswerError::Host)?;
    // A device that keeps whose key it is must name the same officer (Web Authentication Level 2, 7.2, 6).
    let named = fields.get("user");
    if !named.is_empty() && named != user(passkey.key.officer) {
        return Err(AnswerError::Owner);
    }
    let client_data = fields.get("client_data");
    let challenge = answer::challenge_of(client_data).ok_or(AnswerError::Form)?;
    let ends_at = app.challenges().ends_at(Challenge::SignIn, &challenge, now);
    let ends_at = ends_at.ok_or(AnswerError::Challenge)?;
    let sent = Assertion {
        client_data,
        authenticator_data: fields.get("authenticator_data"),
        signature: fields.get("signature"),
    };
    let said = answer::asserted(&sent, &challenge, &place, &passkey.key.public_key)?;
    Ok((challenge, ends_at, said.sign_count))
}
