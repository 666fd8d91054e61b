//! The legal clock of one source on its report's page: what is due, what was missed, what can be done.

use desk::source_clock::{ClockDeadline, ClockStatus, Ending};
use desk::{ClockAct, Permission, clocks};
use model::Time;
use store::report::{Report, Source};

use super::words;
use crate::App;
use crate::auth::SignedIn;
use crate::catalogue::Words;
use crate::label::due_label;

/// One deadline.
pub(super) struct DueRow {
    pub(super) name: String,
    pub(super) when: String,
    pub(super) basis: String,
    pub(super) class: &'static str,
}

/// The entry in the register.
pub(super) struct SourceView {
    pub(super) number: String,
    pub(super) kind: String,
    pub(super) status: String,
    pub(super) status_class: &'static str,
    pub(super) due: Vec<DueRow>,
}

/// One act that the law allows now.
pub(super) struct ActRow {
    pub(super) act: &'static str,
    pub(super) label: String,
    pub(super) consequence: String,
    pub(super) needs_ground: bool,
}

/// The entry of `source` in the register, as it stands at `now`.
pub(super) fn source_view(app: &App, t: Words, source: &Source, now: Time) -> SourceView {
    let status = source.clock.status(now);
    SourceView {
        number: format!("{}/{}", source.number, source.year),
        kind: words::source_kind(t, source.kind),
        status: t.say(&format!("clock-status-{status}")).into_owned(),
        status_class: status_class(status),
        due: source.clock.deadlines.iter().map(|deadline| due_row(app, t, deadline, now)).collect(),
    }
}

/// How a state of the clock is coloured.
pub(super) fn status_class(status: ClockStatus) -> &'static str {
    match status {
        ClockStatus::Overdue => "red",
        ClockStatus::Today | ClockStatus::AtRisk => "amber",
        ClockStatus::Running | ClockStatus::Suspended => "",
        ClockStatus::Resolved => "green",
    }
}

/// Name of a deadline in the reader's language; its code when the table no longer knows it.
pub(super) fn deadline_name(app: &App, t: Words, deadline: &ClockDeadline) -> String {
    let known = app.reference.law.deadlines.iter().rev().find(|known| known.code == deadline.code);
    known.map_or(deadline.code.as_str(), |known| t.of(&known.name)).to_owned()
}

fn due_row(app: &App, t: Words, deadline: &ClockDeadline, now: Time) -> DueRow {
    let due = due_label(t, deadline.due_at);
    let (when, class) = match deadline.ended {
        None => {
            let (left, class) = words::clock(t, deadline.due_at, now);
            (format!("{due} · {left}"), class)
        }
        Some((at, how)) => {
            let late = deadline.is_missed(now) && how != Ending::Replaced;
            let key = if late { "clock-ended-late" } else { "clock-ended" };
            let how = t.say(&format!("clock-ending-{how}")).into_owned();
            let values = [("how", how.into()), ("at", at.vietnam_date_time().into())];
            (format!("{due} · {}", t.say_all(key, &values)), if late { "late" } else { "" })
        }
    };
    DueRow { name: deadline_name(app, t, deadline), when, basis: deadline.basis.clone(), class }
}

/// What would be due if the report were recorded at `now`.
pub(super) fn due_if_recorded(app: &App, t: Words, now: Time) -> Vec<DueRow> {
    let due = clocks::source_deadlines(&app.reference.law, now).into_iter().map(|due| DueRow {
        name: t.of(&due.name).to_owned(),
        when: due_label(t, due.due_at),
        basis: due.basis,
        class: "",
    });
    due.collect()
}

/// The acts that this officer may do on the clock now. Resolving is a step of the report itself and has its
/// own card.
pub(super) fn acts(app: &App, t: Words, report: &Report, officer: &SignedIn, now: Time) -> Vec<ActRow> {
    let Some(source) = &report.source else { return Vec::new() };
    if !officer.may(Permission::RecordSource) {
        return Vec::new();
    }
    let law = &app.reference.law;
    let last_day = source.clock.ask_extension_before(law);
    let consequence = |act: ClockAct| match (act, last_day) {
        (ClockAct::AskExtension, Some(before)) => {
            let last = Time::from_millis(before.millis() - 1).vietnam_date_time();
            t.say_with("clock-act-ask-extension-until", "at", last).into_owned()
        }
        _ => t.say(&format!("clock-act-{act}-consequence")).into_owned(),
    };
    let row = |act: ClockAct| ActRow {
        act: act.slug(),
        label: t.say(&format!("clock-act-{act}")).into_owned(),
        consequence: consequence(act),
        needs_ground: act.needs_ground(),
    };
    let possible = source.clock.possible(now, law);
    possible.into_iter().filter(|act| *act != ClockAct::Resolve).map(row).collect()
}
