//! Where in the log the versions of entries stand: what pages of TAXII and events of MISP are cut from.
//!
//! Two bytes an act and a summary for each thousand: ten million acts take 21 MB, and the next thousand
//! versions of a rare kind are found without a look at the list. `select` finds them; `event` counts
//! what belongs to one method and month.

use std::collections::{BTreeMap, HashMap};

use model::publication::LogLine;
use model::publication::snapshot::GapError;
use model::{Action, IndicatorKind, Method, Serial};

use crate::moment::Moment;

mod event;
mod select;

pub use event::{Event, Month};
pub use select::Selection;

/// Acts summed up together.
const BLOCK: usize = 1_024;

/// The bits of an act: its kind, its method, and these.
const METHOD_SHIFT: u16 = 4;
const KIND_MASK: u16 = 0xf;
const METHOD_MASK: u16 = 0x3f;
const LISTS: u16 = 1 << 10;
const DELISTS: u16 = 1 << 11;
/// No later act is about the same entry.
const LAST: u16 = 1 << 12;

/// The entry had other methods before; it stays with their readers too, or they would never hear of it again.
const MOVED: u16 = 1 << 13;

/// What a block holds at all.
#[derive(Clone, Copy, Debug, Default)]
struct Block {
    kinds: u16,
    methods: u64,
    last: u16,
}

/// Moments that follow each other by one microsecond, from this serial on.
#[derive(Clone, Copy, Debug)]
struct Run {
    serial: u64,
    moment: i64,
}

/// The index of a log from its first act. It only grows.
#[derive(Clone, Debug, Default)]
pub struct LogIndex {
    acts: Vec<u16>,
    blocks: Vec<Block>,
    runs: Vec<Run>,
    /// The methods, as bits, of the acts marked [`MOVED`].
    moved: HashMap<Serial, u64>,
    events: BTreeMap<(Method, Month), Event>,
    /// Entries on the list, by kind and method.
    counts: BTreeMap<(IndicatorKind, Method), u64>,
}

impl LogIndex {
    /// The act it reaches to.
    pub fn head(&self) -> Serial {
        Serial(self.acts.len() as u64)
    }

    /// Bytes it takes in memory, without its two small tables.
    pub fn bytes(&self) -> usize {
        self.acts.capacity() * size_of::<u16>()
            + self.blocks.capacity() * size_of::<Block>()
            + self.runs.capacity() * size_of::<Run>()
    }

    /// Adds an act. One that it has is passed over.
    ///
    /// # Errors
    /// [`GapError`] when an act is missing before it.
    pub fn push(&mut self, line: &LogLine) -> Result<(), GapError> {
        let expected = self.head().next();
        if line.serial < expected {
            return Ok(());
        }
        if line.serial > expected {
            return Err(GapError { expected, found: line.serial });
        }
        let own = 1 << line.method as u64;
        let methods = own | line.previous.map_or(0, |previous| self.methods(previous));
        if let Some(previous) = line.previous {
            self.retire(previous);
        }
        let mut bits = match line.action {
            Action::List => LISTS,
            Action::Revise => 0,
            Action::Delist => DELISTS,
        };
        if methods != own {
            bits |= MOVED;
            self.moved.insert(line.serial, methods);
        }
        self.acts.push(bits | LAST | (line.kind as u16) | ((line.method as u16) << METHOD_SHIFT));
        if self.acts.len() > self.blocks.len() * BLOCK {
            self.blocks.push(Block::default());
        }
        let block = self.blocks.last_mut().expect("a block was added for the act if there was none");
        block.kinds |= 1 << line.kind as u16;
        block.methods |= methods;
        block.last += 1;
        self.add_moment(line);
        if line.action != Action::Delist {
            *self.counts.entry((line.kind, line.method)).or_default() += 1;
        }
        self.note_event(line);
        Ok(())
    }

    /// A later act is about the same entry.
    fn retire(&mut self, serial: Serial) {
        let Some(place) = place(serial).filter(|place| *place < self.acts.len()) else { return };
        let act = self.acts[place];
        if act & LAST != 0 {
            self.acts[place] = act & !LAST;
            self.blocks[place / BLOCK].last -= 1;
            if let Some(count) = self.counts.get_mut(&(kind_of(act), method_of(act))) {
                *count = count.saturating_sub(1);
            }
        }
    }

    fn add_moment(&mut self, line: &LogLine) {
        let moment = Moment::of(line.at).0;
        let next = match self.runs.last() {
            None => i64::MIN,
            Some(run) => run.moment + (line.serial.0 - run.serial).cast_signed(),
        };
        if moment > next {
            self.runs.push(Run { serial: line.serial.0, moment });
        }
    }

    /// The moment of an act within the index: its time, or the next free microsecond.
    pub fn moment(&self, serial: Serial) -> Moment {
        let after = self.runs.partition_point(|run| run.serial <= serial.0);
        match after.checked_sub(1).map(|at| self.runs[at]) {
            None => Moment(0),
            Some(run) => Moment(run.moment + (serial.0 - run.serial).cast_signed()),
        }
    }

    /// The last act whose moment is not after `moment`; 0 when all are.
    pub fn last_until(&self, moment: Moment) -> Serial {
        let after = self.runs.partition_point(|run| run.moment <= moment.0);
        let Some(run) = after.checked_sub(1).map(|at| self.runs[at]) else { return Serial(0) };
        let end = self.runs.get(after).map_or(self.head().0, |next| next.serial - 1);
        let within = u64::try_from(moment.0 - run.moment).unwrap_or_default();
        Serial(run.serial.saturating_add(within).min(end))
    }

    /// Entries on the list of one kind and method.
    pub fn count(&self, kind: IndicatorKind, method: Method) -> u64 {
        self.counts.get(&(kind, method)).copied().unwrap_or_default()
    }

    /// Whether no later act is about the same entry.
    pub fn is_last(&self, serial: Serial) -> bool {
        place(serial).and_then(|place| self.acts.get(place)).is_some_and(|act| act & LAST != 0)
    }

    /// Every method that the entry had up to this act, as bits.
    fn methods(&self, serial: Serial) -> u64 {
        let Some(act) = place(serial).and_then(|place| self.acts.get(place)) else { return 0 };
        match act & MOVED {
            0 => 1 << (act >> METHOD_SHIFT & METHOD_MASK),
            _ => self.moved.get(&serial).copied().unwrap_or_default(),
        }
    }

    /// The method by which an act lists.
    fn method(&self, serial: Serial) -> Option<Method> {
        self.acts.get(place(serial)?).map(|act| method_of(*act))
    }
}

fn place(serial: Serial) -> Option<usize> {
    usize::try_from(serial.0.checked_sub(1)?).ok()
}

fn kind_of(act: u16) -> IndicatorKind {
    IndicatorKind::ALL[usize::from(act & KIND_MASK)]
}

fn method_of(act: u16) -> Method {
    Method::ALL[usize::from(act >> METHOD_SHIFT & METHOD_MASK)]
}

/// The bits hold every kind and method there is.
const _: () = assert!(IndicatorKind::ALL.len() <= KIND_MASK as usize + 1);
const _: () = assert!(Method::ALL.len() <= METHOD_MASK as usize + 1);
