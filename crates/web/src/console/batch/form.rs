//! The form under a list of reports.

use desk::{BatchAction, CloseReason, Permission};
use store::officer::{Officer, Unit};

use super::super::frame::{Choice, Console};
use super::super::{queue, units};
use crate::App;

/// What the form offers. The ticks stand in the list itself.
pub(in super::super) struct BatchForm {
    pub(in super::super) href: String,
    /// Which list.
    pub(in super::super) from: &'static str,
    /// The filter of the list, as in its address.
    pub(in super::super) query: String,
    pub(in super::super) kinds: Vec<Choice>,
    pub(in super::super) officers: Vec<Choice>,
    pub(in super::super) reasons: Vec<Choice>,
    pub(in super::super) methods: Vec<Choice>,
    pub(in super::super) units: Vec<Choice>,
}

impl BatchForm {
    /// The form for a list; `None` for an officer who may not work on reports.
    pub(in super::super) fn new(
        app: &App,
        c: &Console,
        officers: &[Officer],
        units: &[Unit],
        from: &'static str,
        query: String,
    ) -> Option<BatchForm> {
        if !c.officer().may(Permission::WorkReports) {
            return None;
        }
        let t = c.t();
        let named = |topic: &str, slug: &str| Choice::new(slug, t.say(&format!("{topic}-{slug}")), false);
        let workers = officers.iter().filter(|officer| officer.may(Permission::WorkReports));
        let me = Choice::new("me", t.say("batch-officer-me"), true);
        let others = workers
            .filter(|officer| officer.id != c.officer().0.officer.id)
            .map(|officer| Choice::new(&officer.id.to_string(), officer.display_name.as_str(), false));
        Some(BatchForm {
            href: c.page.href("/console/hang-loat"),
            from,
            query,
            kinds: BatchAction::KINDS.iter().map(|kind| named("batch-kind", kind)).collect(),
            officers: std::iter::once(me).chain(others).collect(),
            reasons: CloseReason::ALL.iter().map(|reason| named("close-reason", reason.slug())).collect(),
            methods: queue::methods(app, t, "").into_iter().skip(1).collect(),
            units: units::choices(units, |_| false),
        })
    }
}
