//! Consumers of the list: who is behind, on which terms each gets it, and their keys.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use desk::Permission;
use desk::consumer::{ConsumerKind, Terms, TermsFields};
use model::report::FieldError;
use model::{ConsumerId, Serial, Time};
use store::StoreError;
use store::consumer::{ConsumerCertificate, ConsumerLine, Seen, TsigKey};

use super::frame::{Choice, Console};
use super::pushes::{LetterRow, PushRow, Pushes};
use super::terms::Attempt;
use super::{act, words};
use crate::auth::{Fields, Posted, SignedIn, consumer};
use crate::catalogue::Words;
use crate::error::field_sentence;
use crate::extract::Path;
use crate::page::{self, Page};
use crate::{App, Error};

struct SeenRow {
    channel: String,
    serial: String,
    lag: String,
    class: &'static str,
    at: String,
}

struct KeyRow {
    id: String,
    prefix: String,
    made: String,
    revoked: String,
}

struct Row {
    href: String,
    version: i64,
    name: String,
    kind: String,
    contact: String,
    state: String,
    state_class: &'static str,
    is_closed: bool,
    seen: Vec<SeenRow>,
    quota: String,
    keys: Vec<KeyRow>,
    certificates: Vec<KeyRow>,
    pushes: Vec<PushRow>,
    answers: String,
    form: TermsForm,
}

/// A key that was just made, and whose it is.
struct MadeKey {
    of: ConsumerId,
    name: String,
    secret: String,
    /// The key for transfers, as BIND, Unbound and `khien mirror` read it.
    tsig: String,
}

/// The fields of the terms, as agreed or as typed.
struct TermsForm {
    kinds: Vec<Choice>,
    contact: String,
    requests_per_day: String,
    networks: String,
    notify: String,
    formats: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "console/consumers.html")]
struct ConsumersPage {
    c: Console,
    problem: Option<String>,
    /// A key that was just made.
    new_key: Option<MadeKey>,
    rows: Vec<Row>,
    letters: Vec<LetterRow>,
    may_manage: bool,
    typed_name: String,
    form: TermsForm,
}

/// Everybody, and who is behind.
pub(super) async fn get_consumers(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
) -> Result<Response, Error> {
    officer.require(Permission::ReadConsumers)?;
    consumers_page(&app, page, officer, &Attempt::default(), None).await
}

/// Makes an account.
pub(super) async fn create(State(app): State<App>, page: Page, posted: Posted) -> Result<Response, Error> {
    posted.officer.require(Permission::ManageConsumers)?;
    let name = posted.fields.get("name").to_lowercase();
    if !desk::consumer::is_name(&name) {
        let problem = page.t.say("consumers-bad-name").into_owned();
        return refuse(&app, page, posted, "new", StatusCode::UNPROCESSABLE_ENTITY, problem).await;
    }
    let terms = match terms(&posted.fields, page.t) {
        Ok(terms) => terms,
        Err(problem) => {
            return refuse(&app, page, posted, "new", StatusCode::UNPROCESSABLE_ENTITY, problem).await;
        }
    };
    match app.store.create_consumer(&name, &terms, posted.by(), app.now()).await {
        Err(StoreError::Conflict(_)) => {
            let problem = page.t.say("consumers-name-taken").into_owned();
            refuse(&app, page, posted, "new", StatusCode::CONFLICT, problem).await
        }
        outcome => finish(&app, page, posted, outcome.map(|_| ())).await,
    }
}

/// Gives other terms.
pub(super) async fn set_terms(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    let (id, version) = (managed(&id, &posted)?, posted.version()?);
    let terms = match terms(&posted.fields, page.t) {
        Ok(terms) => terms,
        Err(problem) => {
            return refuse(&app, page, posted, "terms", StatusCode::UNPROCESSABLE_ENTITY, problem).await;
        }
    };
    let outcome = app.store.set_consumer_terms(id, version, &terms, posted.by(), app.now()).await;
    finish(&app, page, posted, outcome).await
}

/// Closes an account; its keys open nothing from now on.
pub(super) async fn close(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    set_enabled(&app, page, &id, posted, false).await
}

/// Opens an account again.
pub(super) async fn open(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    set_enabled(&app, page, &id, posted, true).await
}

async fn set_enabled(
    app: &App,
    page: Page,
    id: &str,
    posted: Posted,
    enabled: bool,
) -> Result<Response, Error> {
    let (id, version) = (managed(id, &posted)?, posted.version()?);
    let outcome = app.store.set_consumer_enabled(id, version, enabled, posted.by(), app.now()).await;
    finish(app, page, posted, outcome).await
}

/// Makes a key. It is shown once and kept nowhere.
pub(super) async fn create_key(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    let id = managed(&id, &posted)?;
    let key = app.store.create_consumer_key(id, posted.by(), app.now()).await?;
    let tsig = app.store.tsig_key(id, &key.id);
    let made = MadeKey {
        of: id,
        name: String::new(),
        secret: key.secret,
        tsig: tsig.as_ref().map(key_statement).unwrap_or_default(),
    };
    consumers_page(&app, page, posted.officer, &Attempt::default(), Some(made)).await
}

/// Source: BIND 9.18 reference manual, `key`.
fn key_statement(key: &TsigKey) -> String {
    let secret = data_encoding::BASE64.encode(&key.secret);
    format!("key \"{}\" {{ algorithm hmac-sha256; secret \"{secret}\"; }};", key.name)
}

/// Revokes a key.
pub(super) async fn revoke_key(
    State(app): State<App>,
    page: Page,
    Path((id, key)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Error> {
    let id = managed(&id, &posted)?;
    let outcome = app.store.revoke_consumer_key(id, &key, posted.by(), app.now()).await;
    finish(&app, page, posted, outcome).await
}

/// Adds a certificate: in PEM, or its fingerprint.
pub(super) async fn add_certificate(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    let id = managed(&id, &posted)?;
    let Some(fingerprint) = crate::tls::read_fingerprint(posted.fields.get("certificate")) else {
        let problem = page.t.say("consumers-bad-certificate").into_owned();
        return refuse(&app, page, posted, "", StatusCode::UNPROCESSABLE_ENTITY, problem).await;
    };
    match app.store.add_consumer_certificate(id, &fingerprint, posted.by(), app.now()).await {
        Err(StoreError::Conflict(_)) => {
            let problem = page.t.say("consumers-certificate-taken").into_owned();
            refuse(&app, page, posted, "", StatusCode::CONFLICT, problem).await
        }
        outcome => finish(&app, page, posted, outcome).await,
    }
}

/// Revokes a certificate.
pub(super) async fn revoke_certificate(
    State(app): State<App>,
    page: Page,
    Path((id, certificate)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Error> {
    let id = managed(&id, &posted)?;
    let outcome = app.store.revoke_consumer_certificate(id, &certificate, posted.by(), app.now()).await;
    finish(&app, page, posted, outcome).await
}

/// The consumer that is to be changed, by an officer who may.
pub(super) fn managed(id: &str, posted: &Posted) -> Result<ConsumerId, Error> {
    posted.officer.require(Permission::ManageConsumers)?;
    act::named(id)
}

fn terms(fields: &Fields, t: Words) -> Result<Terms, String> {
    let typed = TermsFields {
        kind: fields.get("kind"),
        contact: fields.get("contact"),
        formats: fields.all("formats").collect(),
        requests_per_day: fields.get("requests_per_day"),
        networks: fields.get("networks"),
        notify: fields.get("notify"),
    };
    Terms::parse(&typed, |slug| consumer::formats().any(|format| format == slug)).map_err(|errors| {
        let sentences = errors.iter().map(|error: &FieldError| field_sentence(error, t));
        sentences.collect::<Vec<_>>().join(" ")
    })
}

pub(super) async fn refuse(
    app: &App,
    page: Page,
    posted: Posted,
    card: &'static str,
    status: StatusCode,
    problem: String,
) -> Result<Response, Error> {
    act::refuse(page, status, problem, |page, problem| again(app, page, posted, card, problem)).await
}

async fn again(
    app: &App,
    page: Page,
    posted: Posted,
    card: &'static str,
    problem: String,
) -> Result<Response, Error> {
    let attempt = Attempt { card, problem: Some(problem), fields: posted.fields };
    consumers_page(app, page, posted.officer, &attempt, None).await
}

async fn finish(
    app: &App,
    page: Page,
    posted: Posted,
    outcome: Result<(), StoreError>,
) -> Result<Response, Error> {
    let outcome = outcome.map(|()| page.href("/console/don-vi-nhan"));
    act::finish(page, outcome, |page, problem| again(app, page, posted, "", problem)).await
}

async fn consumers_page(
    app: &App,
    page: Page,
    officer: SignedIn,
    attempt: &Attempt,
    mut new_key: Option<MadeKey>,
) -> Result<Response, Error> {
    let now = app.now();
    let lines = app.store.consumers(now).await?;
    let head = app.snapshot.peek().serial();
    let pushes = Pushes::load(app).await?;
    let c = Console::new(app, page, officer).await?;
    if let Some(made) = &mut new_key
        && let Some(line) = lines.iter().find(|line| line.consumer.id == made.of)
    {
        made.name.clone_from(&line.consumer.name);
    }
    page::render(&ConsumersPage {
        problem: attempt.problem.clone(),
        new_key,
        rows: lines.iter().map(|line| row(&c, line, &pushes, head, now)).collect(),
        letters: pushes.letters(c.t()),
        may_manage: c.officer().may(Permission::ManageConsumers),
        typed_name: if attempt.is("new") { attempt.typed("name").to_owned() } else { String::new() },
        form: TermsForm::typed(c.t(), if attempt.is("new") { &attempt.fields } else { &EMPTY }),
        c,
    })
}

static EMPTY: std::sync::LazyLock<Fields> = std::sync::LazyLock::new(Fields::default);

fn row(c: &Console, line: &ConsumerLine, pushes: &Pushes, head: Serial, now: Time) -> Row {
    let (t, consumer) = (c.t(), &line.consumer);
    let is_closed = consumer.disabled_at.is_some();
    let is_behind = line.seen.iter().any(|seen| is_late(seen, head, now));
    let (state, state_class) = match (is_closed, line.seen.is_empty(), is_behind) {
        (true, ..) => ("consumers-closed", ""),
        (_, true, _) => ("consumers-never", "amber"),
        (_, _, true) => ("consumers-behind", "red"),
        _ => ("consumers-current", "green"),
    };
    let quota = match consumer.terms.requests_per_day {
        0 => t.say_with("consumers-quota-none", "count", t.number(line.requests_today)),
        most => t.say_all(
            "consumers-quota-of",
            &[("count", t.number(line.requests_today).into()), ("most", t.number(most).into())],
        ),
    };
    let key = |key: &store::consumer::ConsumerKey| KeyRow {
        id: key.id.clone(),
        prefix: key.prefix.clone(),
        made: key.created_at.vietnam_date_time(),
        revoked: key.revoked_at.map(Time::vietnam_date_time).unwrap_or_default(),
    };
    let certificate = |one: &ConsumerCertificate| KeyRow {
        id: one.id.clone(),
        prefix: one.fingerprint.to_string()[..16].to_owned(),
        made: one.created_at.vietnam_date_time(),
        revoked: one.revoked_at.map(Time::vietnam_date_time).unwrap_or_default(),
    };
    Row {
        href: c.page.href(&format!("/console/don-vi-nhan/{}", consumer.id)),
        version: consumer.version.0,
        name: consumer.name.clone(),
        kind: t.say(&format!("consumer-kind-{}", consumer.terms.kind)).into_owned(),
        contact: consumer.terms.contact.clone(),
        state: t.say(state).into_owned(),
        state_class,
        is_closed,
        seen: line.seen.iter().map(|seen| seen_row(t, seen, head, now)).collect(),
        quota: quota.into_owned(),
        keys: line.keys.iter().map(key).collect(),
        certificates: line.certificates.iter().map(certificate).collect(),
        pushes: pushes.of(t, consumer.id, head),
        answers: pushes.answers(t, consumer.id),
        form: TermsForm::agreed(t, &consumer.terms),
    }
}

/// Minutes a consumer may lack an act before it is shown as behind: longer than the slowest resolver of the
/// field polls (`refresh` of the zone).
const LATE_MINUTES: i64 = 15;

fn is_late(seen: &Seen, head: Serial, now: Time) -> bool {
    let since = seen.behind_since.filter(|_| seen.behind(head) > 0);
    since.is_some_and(|since| now.millis_since(since) > LATE_MINUTES * 60_000)
}

fn seen_row(t: Words, seen: &Seen, head: Serial, now: Time) -> SeenRow {
    let behind = seen.behind(head);
    let lag = match seen.behind_since.filter(|_| behind > 0) {
        None => t.say("consumers-lag-none"),
        Some(since) => t.say_all(
            "consumers-lag",
            &[("acts", t.number(behind).into()), ("span", words::age(t, since, now).into())],
        ),
    };
    SeenRow {
        channel: t.say(&format!("consumer-channel-{}", seen.channel)).into_owned(),
        serial: t.number(seen.serial.0),
        lag: lag.into_owned(),
        class: if is_late(seen, head, now) { "red" } else { "" },
        at: seen.at.vietnam_date_time(),
    }
}

impl TermsForm {
    fn agreed(t: Words, terms: &Terms) -> TermsForm {
        let networks: Vec<String> = terms.networks.iter().map(ToString::to_string).collect();
        TermsForm {
            kinds: kinds(t, terms.kind.slug()),
            contact: terms.contact.clone(),
            requests_per_day: terms.requests_per_day.to_string(),
            networks: networks.join(", "),
            notify: terms.notify.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
            formats: formats(|slug| terms.formats.iter().any(|own| own == slug)),
        }
    }

    fn typed(t: Words, fields: &Fields) -> TermsForm {
        TermsForm {
            kinds: kinds(t, fields.get("kind")),
            contact: fields.get("contact").to_owned(),
            requests_per_day: fields.get("requests_per_day").to_owned(),
            networks: fields.get("networks").to_owned(),
            notify: fields.get("notify").to_owned(),
            formats: formats(|slug| fields.all("formats").any(|own| own == slug)),
        }
    }
}

fn kinds(t: Words, selected: &str) -> Vec<Choice> {
    let choice = |kind: &ConsumerKind| {
        Choice::new(kind.slug(), t.say(&format!("consumer-kind-{kind}")), selected == kind.slug())
    };
    ConsumerKind::ALL.iter().map(choice).collect()
}

fn formats(is_chosen: impl Fn(&str) -> bool) -> Vec<Choice> {
    consumer::formats().map(|slug| Choice::new(slug, slug, is_chosen(slug))).collect()
}
