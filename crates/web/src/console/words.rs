//! How values are written on the console's pages.

use axum::http::StatusCode;
use desk::{Refusal, Role};
use model::report::{ReportChannel, ReportState, SourceKind};
use model::{
    Action, Assessment, IndicatorKind, Level, ListingReason, Method, Reason, Reference, Time, TrackingCode,
    Verdict,
};
use store::StoreError;
use store::audit::Who;
use store::officer::Officer;
use store::report::{COUNTED_MAX, RelatedReport};

use super::frame::Link;
use crate::App;
use crate::api::reason_text;
use crate::catalogue::Words;
use crate::page::Page;

/// The sentence `<topic>-<slug>`.
fn named(t: Words, topic: &str, slug: &str) -> String {
    t.say(&format!("{topic}-{}", slug.replace('_', "-"))).into_owned()
}

pub(super) fn state(t: Words, state: ReportState) -> String {
    named(t, "console-state", state.slug())
}

pub(super) fn channel(t: Words, channel: ReportChannel) -> String {
    named(t, "console-channel", channel.slug())
}

pub(super) fn source_kind(t: Words, kind: SourceKind) -> String {
    named(t, "console-source", kind.slug())
}

pub(super) fn verdict(t: Words, verdict: Verdict) -> String {
    named(t, "console-verdict", verdict.slug())
}

/// Reasons in words. Behind an alarm those that speak against it come last and say so.
pub(super) fn reasons(t: Words, assessment: &Assessment) -> Vec<String> {
    let is_alarm = !matches!(assessment.verdict, Verdict::Official | Verdict::NoInformation);
    let (against, speaking): (Vec<&Reason>, Vec<&Reason>) =
        assessment.reasons.iter().partition(|reason| is_alarm && reason.weight < 0.0);
    let against = against
        .into_iter()
        .map(|reason| t.say_with("console-reason-against", "reason", reason_text(reason, t)).into_owned());
    speaking.into_iter().map(|reason| reason_text(reason, t)).chain(against).collect()
}

pub(super) fn verdict_class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Listed | Verdict::Dangerous => "red",
        Verdict::Suspicious => "amber",
        Verdict::Spam => "violet",
        Verdict::NoInformation => "",
        Verdict::Official => "green",
    }
}

pub(super) fn kind(t: Words, kind: IndicatorKind) -> String {
    named(t, "console-kind", kind.slug())
}

pub(super) fn level(t: Words, level: Level) -> String {
    named(t, "console-level", level.slug())
}

pub(super) fn level_class(level: Level) -> &'static str {
    match level {
        Level::Warn => "amber",
        Level::Block => "red",
    }
}

pub(super) fn listing_reason(t: Words, reason: ListingReason) -> String {
    named(t, "console-reason", reason.slug())
}

pub(super) fn action(t: Words, action: Action) -> String {
    named(t, "console-action", action.slug())
}

pub(super) fn role(t: Words, role: Role) -> String {
    named(t, "role", role.slug())
}

/// Name of a method; empty when nobody knows.
pub(super) fn method(t: Words, reference: &Reference, method: Option<Method>) -> String {
    method.map(|method| t.of(&reference.taxonomy.entry(method).name).to_owned()).unwrap_or_default()
}

/// Name of a province; empty when not said.
pub(super) fn province(reference: &Reference, code: Option<&str>) -> String {
    let Some(code) = code else { return String::new() };
    reference.places.province(code).map_or(code, |province| province.name.as_str()).to_owned()
}

/// `2.500.000 đ`; empty when not said.
pub(super) fn money(t: Words, dong: Option<u64>) -> String {
    dong.map(|dong| format!("{} đ", t.number(dong))).unwrap_or_default()
}

/// A bounded count (`store::report::COUNTED_MAX`): `12`, or "more than 1,000".
pub(super) fn counted(t: Words, count: u64) -> String {
    if count > COUNTED_MAX {
        t.say_with("console-more-than", "count", t.number(COUNTED_MAX)).into_owned()
    } else {
        t.number(count)
    }
}

/// How long ago, in the largest whole unit.
pub(super) fn age(t: Words, from: Time, now: Time) -> String {
    span(t, now.millis_since(from))
}

/// A span in the largest whole unit: minutes, hours or days.
pub(super) fn span(t: Words, millis: i64) -> String {
    let minutes = millis.unsigned_abs() / 60_000;
    let (key, count) = match minutes {
        0..60 => ("console-minutes", minutes),
        60..2880 => ("console-hours", minutes / 60),
        _ => ("console-days", minutes / 1440),
    };
    t.say_with(key, "count", count).into_owned()
}

/// Time left until a deadline, and how to show it: `late`, `soon` (within a day) or plain.
pub(super) fn clock(t: Words, due_at: Time, now: Time) -> (String, &'static str) {
    let left = due_at.millis() - now.millis();
    let text = span(t, left);
    if left <= 0 {
        (t.say_with("console-overdue", "span", text).into_owned(), "late")
    } else {
        (text, if left < 86_400_000 { "soon" } else { "" })
    }
}

/// Minutes of head start in the queue (`desk::rank`) in a word, and how to show it. Money that left
/// within the hour and people in danger lie above a week, other fraud with a loss above a day.
pub(super) fn urgency(t: Words, minutes: i64) -> (String, &'static str) {
    const DAY: i64 = 24 * 60;
    let (key, class) = match minutes {
        i64::MIN..=0 => ("console-urgency-low", ""),
        1..DAY => ("console-urgency-usual", ""),
        DAY..10_080 => ("console-urgency-high", "middle"),
        10_080.. => ("console-urgency-now", "high"),
    };
    (t.say(key).into_owned(), class)
}

/// Bytes as people read them.
pub(super) fn size(t: Words, bytes: u64) -> String {
    if bytes < 1024 * 1024 {
        format!("{} KB", t.number(bytes.div_ceil(1024)))
    } else {
        format!("{} MB", t.number(bytes.div_ceil(1024 * 1024)))
    }
}

/// Who did something, by name where we have one.
pub(super) fn who(t: Words, who: Who, officers: &[Officer]) -> String {
    match who {
        Who::Officer(id) => {
            let officer = officers.iter().find(|officer| officer.id == id);
            officer.map_or_else(|| id.to_string(), |officer| officer.display_name.clone())
        }
        Who::System => t.say("console-who-system").into_owned(),
        Who::Public => t.say("console-who-public").into_owned(),
        Who::Command => t.say("console-who-command").into_owned(),
    }
}

/// The name shown for an officer's id; the system's when there is none.
pub(super) fn officer_name(t: Words, id: Option<model::OfficerId>, officers: &[Officer]) -> String {
    who(t, id.map_or(Who::System, Who::Officer), officers)
}

/// Why the guard refuses an entry.
pub(super) fn refusal(t: Words, refusal: &Refusal) -> String {
    let key = format!("refusal-{}", refusal.code.slug());
    t.say_with(&key, "subject", refusal.matched.as_str()).into_owned()
}

/// What a case is about; what stands there once its term is over.
pub(super) fn case_title(t: Words, title: &str) -> String {
    if title.is_empty() { t.say("case-title-erased").into_owned() } else { title.to_owned() }
}

/// What an officer can do about a failure, in words, and the HTTP status; `None` when nothing.
pub(super) fn problem(t: Words, error: &StoreError) -> Option<(StatusCode, String)> {
    match error {
        StoreError::Conflict(_) => Some((StatusCode::CONFLICT, t.say("console-conflict").into_owned())),
        StoreError::NotAllowed(desk::NotAllowed::MissingPermission(_)) => {
            Some((StatusCode::FORBIDDEN, t.say("error-missing-permission").into_owned()))
        }
        // Said on a page of its own: there is nothing of the report that could be shown around it.
        StoreError::NotAllowed(desk::NotAllowed::OtherUnit) => None,
        StoreError::Unit(reason) => {
            Some((StatusCode::UNPROCESSABLE_ENTITY, t.say(&format!("unit-{}", reason.code())).into_owned()))
        }
        StoreError::Roster(reason) => {
            Some((StatusCode::UNPROCESSABLE_ENTITY, t.say(&format!("roster-{}", reason.code())).into_owned()))
        }
        StoreError::NotAllowed(reason) => {
            Some((StatusCode::CONFLICT, t.say(&format!("not-allowed-{}", reason.code())).into_owned()))
        }
        StoreError::Case(reason) => {
            Some((StatusCode::CONFLICT, t.say(&format!("case-error-{}", reason.code())).into_owned()))
        }
        StoreError::Step(step) => {
            Some((StatusCode::CONFLICT, t.say(&format!("step-{}", step.code())).into_owned()))
        }
        StoreError::Clock(reason) => {
            Some((StatusCode::CONFLICT, t.say(&format!("clock-{}", reason.code())).into_owned()))
        }
        StoreError::Event(reason) => {
            Some((StatusCode::CONFLICT, t.say(&format!("event-{}", reason.code())).into_owned()))
        }
        StoreError::Refused(reason) => Some((StatusCode::CONFLICT, refusal(t, reason))),
        _ => None,
    }
}

/// What a link to a report says: its code, because three of one method would read alike, and its method.
pub(super) fn report_label(app: &App, t: Words, code: &TrackingCode, of: Option<Method>) -> String {
    let method = method(t, &app.reference, of);
    let method = if method.is_empty() { t.say("console-no-method").into_owned() } else { method };
    format!("{code} · {method}")
}

/// A link to a report that shares an indicator.
pub(super) fn related_link(app: &App, page: &Page, other: &RelatedReport, now: Time) -> Link {
    let t = page.t;
    let label = report_label(app, t, &other.tracking_code, other.method);
    let parts = [
        state(t, other.state),
        province(&app.reference, other.province.as_deref()),
        money(t, other.money_lost),
        age(t, other.received_at, now),
    ];
    let note = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    Link { href: page.href(&format!("/console/phan-anh/{}", other.id)), label, note }
}

/// A text as path segments: slashes stay, everything that would end or change the path is escaped.
pub(super) fn path_segments(text: &str) -> String {
    let mut path = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:@!$&'()*+,;=".contains(&byte) {
            path.push(char::from(byte));
        } else {
            path.push_str(&format!("%{byte:02X}"));
        }
    }
    path
}
