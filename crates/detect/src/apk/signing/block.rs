//! The block before the directory that holds the signatures of schemes 2 and 3.
//!
//! Source: AOSP, "APK Signature Scheme v2", "APK Signing Block"; for the numbers of schemes 3 and 3.1 the pages of
//! those schemes.

use std::ops::Range;

use crate::apk::bytes::{part, u32_at, u64_at};
use crate::apk::zip::Archive;

pub(super) const V2: u32 = 0x7109_871a;
pub(super) const V3: u32 = 0xf053_68c0;
pub(super) const V31: u32 = 0x1b93_ad61;

const MAGIC: &[u8] = b"APK Sig Block 42";
/// Pairs that are looked at. Bounds the work.
const PAIRS_MAX: usize = 1_000;

/// The block.
#[derive(Debug)]
pub(super) struct Block<'a> {
    pairs: Vec<(u32, &'a [u8])>,
    /// The parts of the file that signatures cover: before the block, the directory, its end.
    pub(super) start: usize,
    pub(super) directory: Range<usize>,
    pub(super) end: Range<usize>,
}

impl<'a> Block<'a> {
    /// Finds it; `None` when there is none.
    pub(super) fn find(archive: &Archive<'a>) -> Option<Block<'a>> {
        let (bytes, directory) = (archive.bytes, archive.directory.clone());
        // Between directory and end nothing may stand: it would be covered by no signature.
        if directory.end != archive.end_at {
            return None;
        }
        let footer = directory.start.checked_sub(24)?;
        if part(bytes, footer + 8, 16)? != MAGIC {
            return None;
        }
        let len = usize::try_from(u64_at(bytes, footer)?).ok()?;
        let start = directory.start.checked_sub(len.checked_add(8)?)?;
        if len < 24 || u64_at(bytes, start)? != len as u64 {
            return None;
        }
        let mut pairs = Vec::new();
        let mut rest = bytes.get(start + 8..footer)?;
        while !rest.is_empty() && pairs.len() < PAIRS_MAX {
            let len = usize::try_from(u64_at(rest, 0)?).ok().filter(|len| *len >= 4)?;
            let pair = part(rest, 8, len)?;
            pairs.push((u32_at(pair, 0)?, &pair[4..]));
            rest = &rest[8 + len..];
        }
        Some(Block { pairs, start, directory, end: archive.end_at..bytes.len() })
    }

    /// The value under this number.
    pub(super) fn value(&self, id: u32) -> Option<&'a [u8]> {
        self.pairs.iter().find(|(known, _)| *known == id).map(|(_, value)| *value)
    }
}

/// Values with a length before each.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prefixed<'a>(pub(super) &'a [u8]);

impl<'a> Prefixed<'a> {
    /// The next value behind its length.
    pub(super) fn take(&mut self) -> Option<&'a [u8]> {
        let len = usize::try_from(u32_at(self.0, 0)?).ok()?;
        let value = part(self.0, 4, len)?;
        self.0 = &self.0[4 + len..];
        Some(value)
    }

    /// The next number.
    pub(super) fn number(&mut self) -> Option<u32> {
        let number = u32_at(self.0, 0)?;
        self.0 = &self.0[4..];
        Some(number)
    }

    /// All values; `None` when one does not fit or there are more than `max`.
    pub(super) fn all(mut self, max: usize) -> Option<Vec<&'a [u8]>> {
        let mut values = Vec::new();
        while !self.0.is_empty() {
            if values.len() == max {
                return None;
            }
            values.push(self.take()?);
        }
        Some(values)
    }
}
