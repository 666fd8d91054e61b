//! What a client fetches: the whole list of prefixes, or what changed.

use model::Serial;
use sha2::{Digest as _, Sha256};

use super::rice::{self, Packed, RiceError};

/// What an update begins with: name and version of the format.
const MARK: &[u8; 4] = b"KHP1";

/// Octets before the packed numbers.
const HEAD_OCTETS: usize = 60;

/// Seconds a client waits before it asks for the next update. Source: the list changes with every act, and a
/// delisting should reach people within a minute or two.
pub const WAIT_SECONDS: u32 = 60;

/// One update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// The list it starts from; `None`: forget what you have, this is the whole list.
    pub from: Option<Serial>,
    /// The list it leads to.
    pub to: Serial,
    /// Seconds until the next may be asked for.
    pub wait_seconds: u32,
    /// SHA-256 over every prefix of the list it leads to, sorted, four bytes each, highest first.
    pub checksum: [u8; 32],
    /// Places in the earlier list of the prefixes to take away; empty for a whole list.
    pub removed: Packed,
    /// The prefixes to add.
    pub added: Packed,
}

/// An update that cannot be read or used. The client keeps what it has, or fetches the whole list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UpdateError {
    /// It does not begin like an update.
    #[error("read an update of prefixes: it begins otherwise")]
    Mark,
    /// It ends too early or goes on too long.
    #[error("read an update of prefixes: {0} bytes are too few or too many")]
    Length(usize),
    /// Its numbers cannot be unpacked.
    #[error("read an update of prefixes")]
    Packed(#[from] RiceError),
    /// It starts from another list.
    #[error("apply an update from serial {from} to a list at serial {at}")]
    OtherSerial {
        /// Where the update starts.
        from: Serial,
        /// Where the list is.
        at: Serial,
    },
    /// It takes away a prefix that is not there, or adds one that is.
    #[error("apply an update to the list it was made for")]
    OtherList,
    /// The list it leads to has another checksum.
    #[error("check the list at serial {0}: its checksum is another")]
    Checksum(Serial),
}

/// SHA-256 over sorted prefixes, four bytes each, highest first.
pub fn checksum(prefixes: &[u32]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in prefixes.chunks(4_096) {
        let bytes: Vec<u8> = part.iter().flat_map(|prefix| prefix.to_be_bytes()).collect();
        hasher.update(&bytes);
    }
    hasher.finalize().into()
}

impl Update {
    /// The whole list, sorted.
    pub fn full(to: Serial, prefixes: &[u32]) -> Update {
        Update {
            from: None,
            to,
            wait_seconds: WAIT_SECONDS,
            checksum: checksum(prefixes),
            removed: Packed::default(),
            added: rice::pack(prefixes),
        }
    }

    /// What changed; places and prefixes sorted.
    pub fn delta(from: Serial, to: Serial, removed: &[u32], added: &[u32], checksum: [u8; 32]) -> Update {
        Update {
            from: Some(from),
            to,
            wait_seconds: WAIT_SECONDS,
            checksum,
            removed: rice::pack(removed),
            added: rice::pack(added),
        }
    }

    /// As it travels; layout in `docs/formats/prefixes.md`, numbers highest byte first.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes =
            Vec::with_capacity(HEAD_OCTETS + 26 + self.removed.bits.len() + self.added.bits.len());
        bytes.extend(MARK);
        bytes.extend([u8::from(self.from.is_some()), 0, 0, 0]);
        bytes.extend(self.from.unwrap_or_default().0.to_be_bytes());
        bytes.extend(self.to.0.to_be_bytes());
        bytes.extend(self.wait_seconds.to_be_bytes());
        bytes.extend(self.checksum);
        for packed in [&self.removed, &self.added] {
            bytes.extend(packed.count.to_be_bytes());
            bytes.extend(packed.first.to_be_bytes());
            bytes.push(packed.parameter);
            let len = u32::try_from(packed.bits.len()).expect("differences of 2^32 numbers are not sent");
            bytes.extend(len.to_be_bytes());
            bytes.extend(&packed.bits);
        }
        bytes
    }

    /// Reads an update; whatever comes, no more memory is asked for than its own length.
    ///
    /// # Errors
    /// [`UpdateError::Mark`], [`UpdateError::Length`].
    pub fn decode(bytes: &[u8]) -> Result<Update, UpdateError> {
        let length = UpdateError::Length(bytes.len());
        let mut rest = bytes;
        let mut take = |count: usize| -> Result<&[u8], UpdateError> {
            let (taken, after) = rest.split_at_checked(count).ok_or(length.clone())?;
            rest = after;
            Ok(taken)
        };
        let mark = take(8)?;
        if mark[..4] != *MARK || mark[4] > 1 || mark[5..] != [0; 3] {
            return Err(UpdateError::Mark);
        }
        let mut number = |count: usize| -> Result<u64, UpdateError> {
            Ok(take(count)?.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
        };
        let short = |number: u64| u32::try_from(number).expect("four bytes are a u32");
        let (from, to) = (Serial(number(8)?), Serial(number(8)?));
        let wait_seconds = short(number(4)?);
        let mut checksum = [0; 32];
        for byte in &mut checksum {
            *byte = number(1)?.to_le_bytes()[0];
        }
        let mut packed = || -> Result<Packed, UpdateError> {
            let (count, first) = (short(number(4)?), short(number(4)?));
            let parameter = number(1)?.to_le_bytes()[0];
            let len = number(4)?;
            if len > bytes.len() as u64 {
                return Err(UpdateError::Length(bytes.len()));
            }
            let bits: Result<Vec<u8>, UpdateError> =
                (0..len).map(|_| Ok(number(1)?.to_le_bytes()[0])).collect();
            Ok(Packed { count, first, parameter, bits: bits? })
        };
        let (removed, added) = (packed()?, packed()?);
        if !rest.is_empty() {
            return Err(UpdateError::Length(bytes.len()));
        }
        let from = (mark[4] == 1).then_some(from);
        Ok(Update { from, to, wait_seconds, checksum, removed, added })
    }
}
