//! Reports, the links between them, and the acts that switch links on and off.

use std::collections::{BTreeMap, BTreeSet};

use model::ReportId;

use super::EventActKind;

/// Number of an act, in the order in which acts were done.
pub type ActId = u64;

/// A link between two reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// One report, the lesser id.
    pub a: ReportId,
    /// The other.
    pub b: ReportId,
    /// The act that made it.
    pub made_by: ActId,
    /// Splits that cut it. It is active while its act and none of these stand.
    pub cut_by: BTreeSet<ActId>,
}

/// One act and whether it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventAct {
    /// Which.
    pub id: ActId,
    /// What was done.
    pub kind: EventActKind,
    /// Whether it was undone.
    pub is_undone: bool,
}

/// An act on events cannot be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EventError {
    /// A report that is not here.
    #[error("find report `{0}` among those at hand")]
    UnknownReport(ReportId),
    /// The two are one event already.
    #[error("merge an event with itself")]
    SameEvent,
    /// Nothing would be left, or nothing be taken out.
    #[error("split an event without leaving reports on both sides")]
    EmptySide,
    /// The reports to be taken out are not all of one event.
    #[error("split reports of several events at once")]
    SeveralEvents,
    /// No such act, or it was undone before.
    #[error("undo act {0}, which does not stand")]
    NotStanding(ActId),
    /// The number of the act was used before.
    #[error("do act {0} a second time")]
    Repeated(ActId),
}

impl EventError {
    /// Stable code; the catalogue holds a sentence `event-<code>` in each language.
    pub const fn code(self) -> &'static str {
        match self {
            EventError::UnknownReport(_) => "unknown-report",
            EventError::SameEvent => "same-event",
            EventError::EmptySide => "empty-side",
            EventError::SeveralEvents => "several-events",
            EventError::NotStanding(_) => "not-standing",
            EventError::Repeated(_) => "repeated",
        }
    }
}

/// Some reports with all acts and links among them.
///
/// Holds what an act may touch: the reports of the events concerned, not the whole desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventGraph {
    reports: BTreeSet<ReportId>,
    links: Vec<Link>,
    acts: BTreeMap<ActId, EventAct>,
}

impl EventGraph {
    /// The graph as it was kept: reports, links among them, and the acts that those name.
    pub fn new(
        reports: impl IntoIterator<Item = ReportId>,
        links: Vec<Link>,
        acts: impl IntoIterator<Item = EventAct>,
    ) -> EventGraph {
        let acts = acts.into_iter().map(|act| (act.id, act)).collect();
        EventGraph { reports: reports.into_iter().collect(), links, acts }
    }

    /// Adds a report that is an event of its own so far; nothing when it is here already.
    pub fn insert(&mut self, report: ReportId) {
        self.reports.insert(report);
    }

    /// Every link ever made, active or not.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Every act ever done, in order.
    pub fn acts(&self) -> impl Iterator<Item = &EventAct> {
        self.acts.values()
    }

    /// The events: sets of reports that do not overlap and hold every report once, each in ascending
    /// order, in the order of their first report.
    pub fn events(&self) -> Vec<Vec<ReportId>> {
        let reports: Vec<ReportId> = self.reports.iter().copied().collect();
        let place: BTreeMap<ReportId, usize> = reports.iter().copied().zip(0..).collect();
        let mut head: Vec<usize> = (0..reports.len()).collect();
        for link in self.links.iter().filter(|link| self.is_active(link)) {
            if let (Some(&a), Some(&b)) = (place.get(&link.a), place.get(&link.b)) {
                let (a, b) = (find(&mut head, a), find(&mut head, b));
                // The lesser place leads, so that an event is known by its first report.
                head[a.max(b)] = a.min(b);
            }
        }
        let mut events: BTreeMap<usize, Vec<ReportId>> = BTreeMap::new();
        for (index, report) in reports.into_iter().enumerate() {
            events.entry(find(&mut head, index)).or_default().push(report);
        }
        events.into_values().collect()
    }

    /// The event that `report` is in.
    ///
    /// # Errors
    /// [`EventError::UnknownReport`].
    pub fn event_of(&self, report: ReportId) -> Result<Vec<ReportId>, EventError> {
        let event = self.events().into_iter().find(|event| event.binary_search(&report).is_ok());
        event.ok_or(EventError::UnknownReport(report))
    }

    /// Joins the events of two reports.
    ///
    /// # Errors
    /// [`EventError::UnknownReport`], [`EventError::SameEvent`], [`EventError::Repeated`].
    pub fn join(
        &mut self,
        act: ActId,
        kind: EventActKind,
        a: ReportId,
        b: ReportId,
    ) -> Result<(), EventError> {
        self.event_of(b)?;
        if self.event_of(a)?.contains(&b) {
            return Err(EventError::SameEvent);
        }
        self.begin(act, kind)?;
        self.link(act, a, b);
        Ok(())
    }

    /// Takes `out` from their event; they become one event of their own, and so does the rest.
    ///
    /// # Errors
    /// [`EventError::UnknownReport`], [`EventError::SeveralEvents`], [`EventError::EmptySide`],
    /// [`EventError::Repeated`].
    pub fn split(&mut self, act: ActId, out: &BTreeSet<ReportId>) -> Result<(), EventError> {
        let first = *out.first().ok_or(EventError::EmptySide)?;
        let event = self.event_of(first)?;
        if let Some(other) = out.iter().find(|report| event.binary_search(report).is_err()) {
            self.event_of(*other)?;
            return Err(EventError::SeveralEvents);
        }
        let rest: BTreeSet<ReportId> = event.iter().copied().filter(|report| !out.contains(report)).collect();
        if rest.is_empty() {
            return Err(EventError::EmptySide);
        }
        self.begin(act, EventActKind::Split)?;
        for index in 0..self.links.len() {
            let link = &self.links[index];
            if self.is_active(link) && out.contains(&link.a) != out.contains(&link.b) {
                self.links[index].cut_by.insert(act);
            }
        }
        // A side that hung together only through the other is held together by links of the split.
        self.hold_together(act, out);
        self.hold_together(act, &rest);
        Ok(())
    }

    /// Undoes an act, whatever came after it: its links go, the links it cut are back unless another
    /// standing split cuts them too.
    ///
    /// # Errors
    /// [`EventError::NotStanding`].
    pub fn undo(&mut self, act: ActId) -> Result<(), EventError> {
        let found = self.acts.get_mut(&act).filter(|act| !act.is_undone);
        found.ok_or(EventError::NotStanding(act))?.is_undone = true;
        Ok(())
    }

    fn begin(&mut self, id: ActId, kind: EventActKind) -> Result<(), EventError> {
        if self.acts.contains_key(&id) {
            return Err(EventError::Repeated(id));
        }
        self.acts.insert(id, EventAct { id, kind, is_undone: false });
        Ok(())
    }

    fn link(&mut self, made_by: ActId, a: ReportId, b: ReportId) {
        self.links.push(Link { a: a.min(b), b: a.max(b), made_by, cut_by: BTreeSet::new() });
    }

    fn hold_together(&mut self, act: ActId, side: &BTreeSet<ReportId>) {
        let pieces = self.events();
        let heads: Vec<ReportId> = pieces
            .iter()
            .filter_map(|piece| piece.first().copied().filter(|head| side.contains(head)))
            .collect();
        for pair in heads.windows(2) {
            self.link(act, pair[0], pair[1]);
        }
    }

    fn is_active(&self, link: &Link) -> bool {
        let stands = |act: &ActId| self.acts.get(act).is_some_and(|act| !act.is_undone);
        stands(&link.made_by) && !link.cut_by.iter().any(stands)
    }
}

/// The head of an entry, with paths halved on the way.
fn find(head: &mut [usize], mut at: usize) -> usize {
    while head[at] != at {
        head[at] = head[head[at]];
        at = head[at];
    }
    at
}
