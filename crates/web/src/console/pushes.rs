//! Addresses that acts are pushed to: registered and closed on the page of consumers, and how each stands.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use desk::Permission;
use desk::consumer::{AckStatus, PushState};
use model::{ConsumerId, Serial, Time};
use store::push::{AcknowledgementCounts, DeadLetter, Subscription};
use url::Url;

use super::{act, consumers};
use crate::auth::Posted;
use crate::catalogue::Words;
use crate::extract::Path;
use crate::page::Page;
use crate::{App, Error};

/// Dead letters that are shown.
const LETTERS_MAX: u32 = 100;

/// One address of one consumer.
pub(super) struct PushRow {
    pub(super) id: String,
    pub(super) address: String,
    pub(super) state: String,
    pub(super) class: &'static str,
    pub(super) progress: String,
    pub(super) problem: String,
    pub(super) may_start: bool,
}

/// One push that was given up.
pub(super) struct LetterRow {
    pub(super) name: String,
    pub(super) serials: String,
    pub(super) why: String,
    pub(super) at: String,
}

/// All that the page shows of pushes.
pub(super) struct Pushes {
    all: Vec<Subscription>,
    letters: Vec<DeadLetter>,
    counts: AcknowledgementCounts,
}

impl Pushes {
    pub(super) async fn load(app: &App) -> Result<Pushes, Error> {
        Ok(Pushes {
            all: app.store.pushes().await?,
            letters: app.store.dead_letters(LETTERS_MAX).await?,
            counts: app.store.count_acknowledgements().await?,
        })
    }

    /// The addresses of one consumer.
    pub(super) fn of(&self, t: Words, consumer: ConsumerId, head: Serial) -> Vec<PushRow> {
        self.all.iter().filter(|one| one.consumer_id == consumer).map(|one| row(t, one, head)).collect()
    }

    /// What a consumer said it did, in a sentence; empty when it has said nothing.
    pub(super) fn answers(&self, t: Words, consumer: ConsumerId) -> String {
        let count = |status| self.counts.get(&(consumer, status)).copied().unwrap_or(0);
        let [actioned, none, enriched] =
            [AckStatus::Actioned, AckStatus::NoAction, AckStatus::Enriched].map(count);
        if actioned + none + enriched == 0 {
            return String::new();
        }
        let values = [
            ("actioned", t.number(actioned).into()),
            ("none", t.number(none).into()),
            ("enriched", t.number(enriched).into()),
        ];
        t.say_all("push-answers", &values).into_owned()
    }

    pub(super) fn letters(&self, t: Words) -> Vec<LetterRow> {
        let name_of = |id: &str| {
            let push = self.all.iter().find(|one| one.id == id);
            push.map(|one| one.consumer_name.clone()).unwrap_or_default()
        };
        let row = |letter: &DeadLetter| LetterRow {
            name: name_of(&letter.push_id),
            serials: format!("{}–{}", letter.first, letter.last),
            why: problem(t, &letter.error),
            at: letter.buried_at.vietnam_date_time(),
        };
        self.letters.iter().map(row).collect()
    }
}

fn row(t: Words, one: &Subscription, head: Serial) -> PushRow {
    let class = match (one.state, one.last_error.is_empty()) {
        (PushState::Active, true) => "green",
        (PushState::Active, false) => "amber",
        (PushState::Refused, _) => "red",
        _ => "",
    };
    let mut problem = problem(t, &one.last_error);
    if one.next_attempt_at > Time::EPOCH {
        let at = one.next_attempt_at.vietnam_date_time();
        problem = format!("{problem} {}", t.say_with("push-next-try", "at", at));
    }
    let values = [
        ("serial", t.number(one.delivered.0).into()),
        ("behind", t.number(head.0.saturating_sub(one.delivered.0)).into()),
        ("sequence", t.number(one.sequence).into()),
    ];
    PushRow {
        id: one.id.clone(),
        address: one.address.clone(),
        state: t.say(&format!("push-state-{}", one.state)).into_owned(),
        class,
        progress: t.say_all("push-progress", &values).into_owned(),
        problem,
        may_start: one.state == PushState::Refused,
    }
}

/// The code of a failure in words; empty for none.
fn problem(t: Words, code: &str) -> String {
    let (name, status) = code.split_once(' ').unwrap_or((code, ""));
    match name.strip_prefix("probe-") {
        _ if code.is_empty() => String::new(),
        Some(probe) => {
            let probe = t.say(&format!("push-probe-{probe}"));
            t.say_all("push-error-probe", &[("probe", probe.into()), ("status", status.into())]).into_owned()
        }
        None if name == "status" => t.say_with("push-error-status", "status", status).into_owned(),
        None => t.say(&format!("push-error-{name}")).into_owned(),
    }
}

/// Registers an address; its receiver must pass the probes before it gets anything.
pub(super) async fn create(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    let id = consumers::managed(&id, &posted)?;
    let Some(address) = address(posted.fields.get("address")) else {
        let problem = page.t.say("push-error-form").into_owned();
        return consumers::refuse(&app, page, posted, "push", StatusCode::UNPROCESSABLE_ENTITY, problem)
            .await;
    };
    app.store.create_push(id, &address, posted.by(), app.now()).await?;
    Ok(back(&page))
}

/// Closes an address.
pub(super) async fn close(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    set_state(&app, &page, &id, &posted, PushState::Closed).await
}

/// Starts the probes again.
pub(super) async fn start(
    State(app): State<App>,
    page: Page,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Error> {
    set_state(&app, &page, &id, &posted, PushState::Pending).await
}

async fn set_state(
    app: &App,
    page: &Page,
    id: &str,
    posted: &Posted,
    state: PushState,
) -> Result<Response, Error> {
    posted.officer.require(Permission::ManageConsumers)?;
    app.store.set_push_state(id, state, posted.by(), app.now()).await?;
    Ok(back(page))
}

fn back(page: &Page) -> Response {
    act::back(&page.href("/console/don-vi-nhan"))
}

/// An `https` address with a host; where it leads is checked before each request.
fn address(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let is_plain = url.scheme() == "https"
        && url.has_host()
        && url.username().is_empty()
        && url.password().is_none()
        && url.fragment().is_none();
    (is_plain && url.as_str().len() <= 500).then(|| url.to_string())
}
