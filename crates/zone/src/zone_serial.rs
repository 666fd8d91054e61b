//! The serial of a zone at a serial of the list.
//!
//! A zone that carries the whole list has the serial of the list. A slice has the serial at which it last
//! changed, so that an act about a name of one slice makes no resolver read the others again; and at least
//! the last whole multiple of half the journal, so that after any restart the journal still tells it.

use std::sync::{Mutex, PoisonError};

use model::Serial;

use crate::journal::{Change, Journal};
use crate::view::View;

/// Remembers how far one zone was looked through.
#[derive(Debug, Default)]
pub(crate) struct ZoneSerial {
    /// Serial of the list up to which it is known, and the zone's there.
    known: Mutex<Option<(Serial, Serial)>>,
}

impl ZoneSerial {
    /// The serial of the zone when the list is at `head`.
    pub(crate) fn at(&self, view: &View, journal: &Journal, head: Serial) -> Serial {
        if view.part.slice.is_none() {
            return head;
        }
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let start = known.filter(|(list, _)| *list <= head);
        let floor = last_step(journal, head).max(start.map_or(Serial(0), |(_, own)| own));
        let unread = start.map_or(floor, |(list, _)| list.max(floor));
        // What the journal does not hold may have changed the zone.
        let own = journal.newest_between(unread, head, |change| touches(view, change));
        let own = own.map_or(head, |touched| touched.unwrap_or(floor));
        if known.is_none_or(|(list, _)| list <= head) {
            *known = Some((head, own));
        }
        own
    }
}

/// The last whole multiple of half the journal.
fn last_step(journal: &Journal, head: Serial) -> Serial {
    match u64::try_from(journal.len_max() / 2) {
        Ok(step @ 1..) => Serial(head.0 / step * step),
        _ => head,
    }
}

/// Whether the act changed what stands in the zone.
fn touches(view: &View, change: &Change) -> bool {
    let stands = |listing: &Option<_>| listing.as_ref().is_some_and(|it| view.owner(it).is_some());
    stands(&change.before) != stands(&change.after)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use model::publication::Slice;
    use model::{Act, Action, Level, ListingReason, Method, Reference, Snapshot, Time};

    use super::*;

    fn act(serial: u64, name: &str) -> Act {
        Act {
            serial: Serial(serial),
            at: Time::EPOCH,
            action: Action::List,
            indicator: format!("domain:{name}").parse().unwrap(),
            method: Method::GovFine,
            level: Level::Block,
            reason: ListingReason::Impersonation,
            expires_at: Time::from_millis(1),
            proposed_by: None,
            approved_by: None,
            evidence: String::new(),
        }
    }

    #[test]
    fn a_slice_keeps_its_serial_while_others_change_and_after_a_restart() {
        let view = View::new("rpz.khien.invalid", Arc::new(Reference::embedded().clone())).unwrap();
        let slice = Slice { index: 0, of: 2 };
        let view = view.with_slice(Some(slice));
        let acts: Vec<Act> = (1..=100).map(|serial| act(serial, &format!("mau-{serial}.example"))).collect();
        let changes = Change::of_acts(&Snapshot::default(), &acts);
        let expected = |head: u64| {
            let touched = acts[..head as usize].iter().filter(|act| slice.holds(act.indicator.value()));
            touched.map(|act| act.serial).next_back().unwrap_or_default().max(Serial(head / 10 * 10))
        };
        let running = (Journal::new(20), ZoneSerial::default());
        for head in 1..=100_u64 {
            running.0.extend(changes[head as usize - 1..head as usize].to_vec());
            let own = running.1.at(&view, &running.0, Serial(head));
            assert_eq!(own, expected(head), "at {head}");
            let restarted = Journal::new(20);
            restarted.extend(changes[head.saturating_sub(20) as usize..head as usize].to_vec());
            assert_eq!(ZoneSerial::default().at(&view, &restarted, Serial(head)), own, "restarted at {head}");
        }
        // Asked about an earlier list, it does not answer with what came after it.
        assert_eq!(running.1.at(&view, &running.0, Serial(97)), expected(97));
    }
}
