//! Which versions a consumer wants, and where the next of them stand.

use model::{IndicatorKind, Method, Serial};

use super::{BLOCK, KIND_MASK, LAST, LISTS, LogIndex, METHOD_MASK, METHOD_SHIFT, MOVED};

/// Which versions to find. The default is the last version of everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    pub(super) kinds: u16,
    pub(super) methods: u64,
    /// The last version of each entry.
    pub last: bool,
    /// The first version of each entry.
    pub first: bool,
    /// Every version.
    pub all: bool,
    /// These versions, in order.
    pub exactly: Vec<Serial>,
}

impl Default for Selection {
    fn default() -> Selection {
        let (kinds, methods) = (u16::MAX, u64::MAX);
        Selection { kinds, methods, last: true, first: false, all: false, exactly: Vec::new() }
    }
}

impl Selection {
    /// Only of this kind and this method; `None` is any.
    pub fn of(kind: Option<IndicatorKind>, method: Option<Method>) -> Selection {
        Selection {
            kinds: kind.map_or(u16::MAX, |kind| 1 << kind as u16),
            methods: method.map_or(u64::MAX, |method| 1 << method as u64),
            ..Selection::default()
        }
    }

    /// Of any of these kinds.
    pub fn of_kinds(mut self, kinds: impl Iterator<Item = IndicatorKind>) -> Selection {
        self.kinds = kinds.fold(0, |bits, kind| bits | 1 << kind as u16);
        self
    }

    fn wants_version(&self, serial: Serial, act: u16) -> bool {
        self.all
            || (self.last && act & LAST != 0)
            || (self.first && act & LISTS != 0)
            || self.exactly.binary_search(&serial).is_ok()
    }
}

impl LogIndex {
    /// Whether the version that this act left is wanted.
    pub fn selects(&self, selection: &Selection, serial: Serial) -> bool {
        let act = super::place(serial).and_then(|place| self.acts.get(place));
        act.is_some_and(|act| self.is_wanted(selection, serial, *act))
    }

    fn is_wanted(&self, selection: &Selection, serial: Serial, act: u16) -> bool {
        let kind = selection.kinds >> (act & KIND_MASK) & 1 == 1;
        kind && selection.wants_version(serial, act) && {
            let methods = match act & MOVED {
                0 => 1 << (act >> METHOD_SHIFT & METHOD_MASK),
                _ => self.methods(serial),
            };
            selection.methods & methods != 0
        }
    }

    /// The next versions after `after`, in the order of the log, at most `max`.
    pub fn select(&self, selection: &Selection, after: Serial, max: usize) -> Vec<Serial> {
        let mut found = Vec::with_capacity(max.min(BLOCK));
        let only_last = selection.last && !selection.first && !selection.all && selection.exactly.is_empty();
        let mut place = usize::try_from(after.0).unwrap_or(usize::MAX);
        while found.len() < max && place < self.acts.len() {
            let end = (place / BLOCK + 1) * BLOCK;
            let block = self.blocks[place / BLOCK];
            let is_empty = block.kinds & selection.kinds == 0
                || block.methods & selection.methods == 0
                || (only_last && block.last == 0);
            if !is_empty {
                let acts = self.acts[place..end.min(self.acts.len())].iter();
                let serials = (place as u64 + 1..).map(Serial);
                let wanted =
                    serials.zip(acts).filter(|(serial, act)| self.is_wanted(selection, *serial, **act));
                found.extend(wanted.map(|(serial, _)| serial).take(max - found.len()));
            }
            place = end;
        }
        found
    }
}
