//! The desk's own allow-list beside the tables, as the zones know it: who changes it leaves no act in the log, so a
//! zone made of it counts its changes in its serial.

use std::sync::{Arc, Mutex, PoisonError};

use model::Serial;
use model::publication::AllowList;

use crate::body::Body;
use crate::view::View;

/// The entries in force, and since which serial of the zones made of them they are what they are.
#[derive(Debug)]
pub(crate) struct Passed {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    list: Arc<AllowList>,
    since: Serial,
    /// The records of each zone, by position, encoded once for each version.
    encoded: Vec<Option<Arc<[Body]>>>,
}

impl Passed {
    pub(crate) fn new(zones: usize) -> Passed {
        let state = State { list: Arc::default(), since: Serial(0), encoded: vec![None; zones] };
        Passed { state: Mutex::new(state) }
    }

    /// Takes newer entries while the list is at `head`; whether they are newer.
    pub(crate) fn set(&self, list: Arc<AllowList>, head: Serial) -> bool {
        let mut state = self.lock();
        if list.version() == state.list.version() {
            return false;
        }
        state.since = Serial(head.0 + list.version());
        state.list = list;
        state.encoded.fill(None);
        true
    }

    /// The serial of a zone made of them when the list is at `head`: both only grow, so it does too.
    pub(crate) fn serial(&self, head: Serial) -> Serial {
        Serial(head.0 + self.lock().list.version())
    }

    /// Whether there ever was an entry.
    pub(crate) fn is_changed(&self) -> bool {
        self.lock().list.version() > 0
    }

    /// Whether a secondary that has a zone made of them at `serial` has what stands in it now. Nothing is known of the
    /// time before they were first told to us.
    pub(crate) fn is_same_since(&self, serial: Serial) -> bool {
        serial >= self.lock().since
    }

    /// The records that no act changes, of the zone at this position.
    pub(crate) fn records(&self, position: usize, view: &View) -> Arc<[Body]> {
        let mut state = self.lock();
        let list = state.list.clone();
        state.encoded[position].get_or_insert_with(|| view.fixed(&list)).clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
