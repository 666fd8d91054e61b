//! The records of one transfer, message by message. Sources: RFC 5936, section 2.2; RFC 1995, section 4.

use domain::base::iana::Rtype;
use domain::base::{Message, ParsedName, ToName as _};
use domain::dep::octseq::Octets;
use domain::rdata::{AllRecordData, Cname, Soa};

use super::MirrorError;
use crate::view::WireName;

/// Records of the largest zone taken: more than any resolver holds.
const RECORDS_MAX: usize = 50_000_000;

/// What a transfer says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// The serial it leads to.
    pub(super) serial: u32,
    /// Whether what was there before is to be forgotten.
    pub(super) is_whole: bool,
    /// Owner, relative to the zone, and target; `None`: gone. In order.
    pub(super) changes: Vec<(Box<str>, Option<Box<str>>)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Nothing has come.
    Opening,
    /// The opening SOA has come: what follows tells the kind.
    Opened,
    /// Records of the whole zone.
    Whole,
    /// Records that go.
    Going,
    /// Records that come.
    Coming,
    /// The closing SOA has come.
    Done,
}

/// Follows one transfer.
pub(super) struct Reader {
    suffix: String,
    apex: WireName,
    /// What we asked from; `None` for a whole transfer.
    have: Option<u32>,
    state: State,
    told: Told,
}

impl Reader {
    pub(super) fn new(apex: &WireName, have: Option<u32>) -> Reader {
        let suffix = format!(".{apex}").to_ascii_lowercase();
        Reader { suffix, apex: apex.clone(), have, state: State::Opening, told: Told::default() }
    }

    pub(super) fn is_done(&self) -> bool {
        self.state == State::Done
    }

    pub(super) fn finish(self) -> Told {
        self.told
    }

    /// Takes the next message.
    pub(super) fn read<O: Octets + ?Sized>(&mut self, message: &Message<O>) -> Result<(), MirrorError> {
        for record in message.answer()? {
            let record = record?;
            if self.state == State::Done {
                return Err(MirrorError::Broken("records behind the end"));
            }
            if record.rtype() == Rtype::SOA {
                if !record.owner().name_eq(&self.apex) {
                    return Err(MirrorError::Broken("the SOA of another zone"));
                }
                let soa = record.to_record::<Soa<ParsedName<_>>>()?;
                let soa = soa.ok_or(MirrorError::Broken("a SOA that is none"))?;
                self.soa(soa.data().serial().into_int())?;
                continue;
            }
            if self.state == State::Opened {
                self.state = State::Whole;
                self.told.is_whole = true;
            }
            if record.rtype() == Rtype::CNAME {
                let record = record.to_record::<Cname<ParsedName<_>>>()?;
                let record = record.ok_or(MirrorError::Broken("a CNAME that is none"))?;
                let owner = record.owner().to_string().to_ascii_lowercase();
                let owner = owner.strip_suffix(&self.suffix).ok_or(MirrorError::Broken("a foreign name"))?;
                self.record(owner.into(), record.data().cname().to_string().into())?;
            } else {
                // Read all the same: a record that cannot be read spoils the transfer.
                record.to_any_record::<AllRecordData<_, ParsedName<_>>>()?;
            }
        }
        // A primary that has nothing newer answers with the SOA alone (RFC 1995, section 2).
        if self.state == State::Opened && self.have.is_some() {
            self.state = State::Done;
        }
        Ok(())
    }

    fn soa(&mut self, serial: u32) -> Result<(), MirrorError> {
        self.state = match self.state {
            State::Opening => {
                self.told.serial = serial;
                State::Opened
            }
            State::Opened if self.have == Some(serial) => State::Going,
            State::Whole if serial == self.told.serial => State::Done,
            State::Going => State::Coming,
            State::Coming if serial == self.told.serial => State::Done,
            State::Coming => State::Going,
            _ => return Err(MirrorError::Broken("a SOA out of place")),
        };
        Ok(())
    }

    fn record(&mut self, owner: Box<str>, target: Box<str>) -> Result<(), MirrorError> {
        let target = match self.state {
            State::Going => None,
            State::Coming | State::Whole => Some(target),
            _ => return Err(MirrorError::Broken("a record out of place")),
        };
        if self.told.changes.len() >= RECORDS_MAX {
            return Err(MirrorError::Broken("more records than any zone has"));
        }
        self.told.changes.push((owner, target));
        Ok(())
    }
}
