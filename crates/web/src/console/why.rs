//! Grounds of the audit trail as people read them: names and words where the trail has identifiers and slugs.

use desk::ClockAct;
use model::report::{ReportChannel, ReportState, SourceKind};
use store::audit::{AuditLine, Deed, Who};
use store::officer::Officer;
use store::report::ANSWERED;

use super::{documents, words};
use crate::App;
use crate::catalogue::Words;

/// The ground of an audit line, with names in place of identifiers and slugs.
pub(super) fn words_of(app: &App, t: Words, line: &AuditLine, officers: &[Officer]) -> String {
    let why = line.why.as_str();
    match line.what {
        // Who takes a report in hand need not be named twice.
        Deed::AssignReport if why.parse().ok().map(Who::Officer) == Some(line.who) => String::new(),
        Deed::AssignReport | Deed::HandOver => {
            why.parse().map(|id| words::officer_name(t, Some(id), officers)).unwrap_or_default()
        }
        Deed::Remind => {
            let (_, ids) = why.split_once(' ').unwrap_or_default();
            let names = ids.split(',').filter_map(|id| id.parse().ok());
            let names = names.map(|id| words::officer_name(t, Some(id), officers));
            names.collect::<Vec<_>>().join(", ")
        }
        Deed::ReadAttachment | Deed::PutBack => String::new(),
        Deed::MakeDocument => documents::title(why),
        Deed::LinkCase if why.starts_with('-') => t.say("case-link-out").into_owned(),
        Deed::LinkCase => t.say("case-link-in").into_owned(),
        Deed::TakeCall => ReportChannel::from_slug(why).map(|own| words::channel(t, own)).unwrap_or_default(),
        // The number of the act stands before the ground: it is for the log.
        Deed::MergeEvents | Deed::SplitEvent => why.split_once(": ").map_or("", |(_, own)| own).to_owned(),
        Deed::SetMethod => words::method(t, &app.reference, why.parse().ok()),
        Deed::RecordSource => {
            let (kind, number) = why.split_once(' ').unwrap_or((why, ""));
            let kind = SourceKind::from_slug(kind).map(|kind| words::source_kind(t, kind));
            format!("{} {number}", kind.unwrap_or_default())
        }
        Deed::SetClock => {
            let (act, ground) = why.split_once(": ").unwrap_or((why, ""));
            let act = ClockAct::from_slug(act).map(|act| t.say(&format!("clock-act-{act}")).into_owned());
            [act.unwrap_or_default(), ground.to_owned()]
                .iter()
                .filter(|part| !part.is_empty())
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(": ")
        }
        Deed::SetReportState => {
            let (states, ground) = why.split_once(": ").unwrap_or((why, ""));
            let (states, answered) = match states.strip_suffix(ANSWERED) {
                Some(states) => (states, format!(" ({})", t.say("console-answered"))),
                None => (states, String::new()),
            };
            let names = states.split(" > ").filter_map(ReportState::from_slug);
            let names: Vec<String> = names.map(|state| words::state(t, state)).collect();
            let ground = if ground.is_empty() { String::new() } else { format!(": {ground}") };
            format!("{}{answered}{ground}", names.join(" → "))
        }
        _ => why.to_owned(),
    }
}
