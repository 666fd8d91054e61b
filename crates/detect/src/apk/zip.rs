//! The archive around an app, read as Android reads it: by its directory at the end, without unpacking to disk.
//!
//! Sources: PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16; for what a telephone does with fields that
//! contradict each other, the behaviour of Android's own reader (a method that is not "deflated" is read as stored,
//! the flag "encrypted" is not looked at).

use std::cell::Cell;
use std::collections::HashSet;
use std::ops::Range;

use flate2::{Decompress, FlushDecompress, Status};

use super::bytes::{part, u16_at, u32_at, usize_at};
use super::{ApkError, Oddity};

/// Bytes that all entries of one file may unpack to, each time one is read. Bounds the work.
const UNPACKED_MAX: u64 = 512 << 20;
/// Packed bytes that are gone through, each time an entry is read: entries may share their bytes, and packed bytes
/// may hold nothing. Bounds the work.
const PACKED_MAX: u64 = 512 << 20;
/// Bytes of the record that ends the directory, without its comment.
const END_LEN: usize = 22;
/// Bytes of the longest comment behind it.
const COMMENT_MAX: usize = 65_535;
/// Bytes unpacked at a time.
const CHUNK: usize = 32 * 1024;
/// The method "deflated".
const DEFLATED: u16 = 8;

/// One file of the archive, as the directory tells it.
#[derive(Clone, Debug)]
pub(super) struct Entry<'a> {
    pub(super) name: &'a [u8],
    method: u16,
    packed_len: usize,
    len: usize,
    local_at: usize,
}

/// The archive.
#[derive(Debug)]
pub(super) struct Archive<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) entries: Vec<Entry<'a>>,
    /// Where the directory stands.
    pub(super) directory: Range<usize>,
    /// Where the record that ends it stands.
    pub(super) end_at: usize,
    /// What an honest tool does not write.
    pub(super) oddities: Vec<Oddity>,
    unpacked: Cell<u64>,
    packed: Cell<u64>,
}

impl<'a> Archive<'a> {
    /// Reads the directory.
    pub(super) fn read(bytes: &'a [u8]) -> Result<Archive<'a>, ApkError> {
        let end_at = find_end(bytes).ok_or(ApkError::NotAnArchive)?;
        let count = u16_at(bytes, end_at + 10).ok_or(ApkError::NotAnArchive)?;
        let len = usize_at(bytes, end_at + 12).ok_or(ApkError::NotAnArchive)?;
        let start = usize_at(bytes, end_at + 16).ok_or(ApkError::NotAnArchive)?;
        let stop = start.checked_add(len).filter(|stop| *stop <= end_at).ok_or(ApkError::NotAnArchive)?;
        let mut archive = Archive {
            bytes,
            entries: Vec::new(),
            directory: start..stop,
            end_at,
            oddities: Vec::new(),
            unpacked: Cell::new(0),
            packed: Cell::new(0),
        };
        archive.read_directory(count)?;
        archive.look_for_oddities();
        Ok(archive)
    }

    fn read_directory(&mut self, count: u16) -> Result<(), ApkError> {
        let directory = &self.bytes[self.directory.clone()];
        let mut at = 0;
        for _ in 0..count {
            let (entry, len) = read_entry(directory, at).ok_or(ApkError::BrokenDirectory)?;
            self.entries.push(entry);
            at += len;
        }
        Ok(())
    }

    fn look_for_oddities(&mut self) {
        let mut seen = HashSet::with_capacity(self.entries.len());
        let mut found = Vec::new();
        for entry in &self.entries {
            if !seen.insert(entry.name) {
                found.push(Oddity::NameTwice);
            }
            if entry.method != 0 && entry.method != DEFLATED {
                found.push(Oddity::UnknownMethod);
            }
            let local = u16_at(self.bytes, entry.local_at + 8);
            if local.is_some_and(|method| method != entry.method) {
                found.push(Oddity::HeadersDisagree);
            }
            let flags = u16_at(self.bytes, entry.local_at + 6).unwrap_or(0);
            if flags & 1 != 0 {
                found.push(Oddity::FalselyEncrypted);
            }
        }
        found.sort();
        found.dedup();
        self.oddities = found;
    }

    /// The first file of this name.
    pub(super) fn find(&self, name: &[u8]) -> Option<&Entry<'a>> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// The unpacked bytes of a file that has at most `bytes_max`.
    pub(super) fn content(&self, entry: &Entry<'_>, bytes_max: usize) -> Result<Vec<u8>, ApkError> {
        let mut content = Vec::with_capacity(entry.len.min(bytes_max).min(1 << 20));
        self.stream(entry, |chunk| {
            if content.len() + chunk.len() > bytes_max {
                return Err(ApkError::TooLarge);
            }
            content.extend_from_slice(chunk);
            Ok(())
        })?;
        Ok(content)
    }

    /// Hands the unpacked bytes of a file to `take`, piece by piece.
    pub(super) fn stream(
        &self,
        entry: &Entry<'_>,
        mut take: impl FnMut(&[u8]) -> Result<(), ApkError>,
    ) -> Result<(), ApkError> {
        let packed = self.packed(entry).ok_or(ApkError::BrokenEntry)?;
        self.packed.set(self.packed.get() + packed.len() as u64);
        if self.packed.get() > PACKED_MAX {
            return Err(ApkError::TooLarge);
        }
        let mut count = |chunk: &[u8]| {
            let unpacked = self.unpacked.get() + chunk.len() as u64;
            self.unpacked.set(unpacked);
            if unpacked > UNPACKED_MAX { Err(ApkError::TooLarge) } else { take(chunk) }
        };
        if entry.method == DEFLATED { inflate(packed, &mut count) } else { count(packed) }
    }

    /// The bytes of a file as they stand in the archive.
    fn packed(&self, entry: &Entry<'_>) -> Option<&'a [u8]> {
        let at = entry.local_at;
        if u32_at(self.bytes, at)? != 0x0403_4b50 {
            return None;
        }
        let name = usize::from(u16_at(self.bytes, at + 26)?);
        let extra = usize::from(u16_at(self.bytes, at + 28)?);
        // A stored file is as long as it says; "stored" by an unknown method too, as Android reads it.
        let len = if entry.method == DEFLATED { entry.packed_len } else { entry.len };
        part(self.bytes, at + 30 + name + extra, len)
    }
}

/// The record that ends the directory: the last one whose comment ends with the file.
fn find_end(bytes: &[u8]) -> Option<usize> {
    let last = bytes.len().checked_sub(END_LEN)?;
    let first = last.saturating_sub(COMMENT_MAX);
    (first..=last).rev().find(|at| {
        u32_at(bytes, *at) == Some(0x0605_4b50)
            && u16_at(bytes, at + 20)
                .is_some_and(|comment| at + END_LEN + usize::from(comment) == bytes.len())
    })
}

fn read_entry(directory: &[u8], at: usize) -> Option<(Entry<'_>, usize)> {
    if u32_at(directory, at)? != 0x0201_4b50 {
        return None;
    }
    let name_len = usize::from(u16_at(directory, at + 28)?);
    let rest = usize::from(u16_at(directory, at + 30)?) + usize::from(u16_at(directory, at + 32)?);
    let entry = Entry {
        name: part(directory, at + 46, name_len)?,
        method: u16_at(directory, at + 10)?,
        packed_len: usize_at(directory, at + 20)?,
        len: usize_at(directory, at + 24)?,
        local_at: usize_at(directory, at + 42)?,
    };
    Some((entry, 46 + name_len + rest))
}

fn inflate(packed: &[u8], take: &mut impl FnMut(&[u8]) -> Result<(), ApkError>) -> Result<(), ApkError> {
    let mut inflater = Decompress::new(false);
    let mut chunk = vec![0; CHUNK];
    loop {
        let (read, written) = (inflater.total_in(), inflater.total_out());
        let rest = &packed[usize::try_from(read).map_err(|_| ApkError::TooLarge)?..];
        let status = inflater
            .decompress(rest, &mut chunk, FlushDecompress::None)
            .map_err(|_| ApkError::BrokenEntry)?;
        let new = usize::try_from(inflater.total_out() - written).map_err(|_| ApkError::TooLarge)?;
        take(&chunk[..new])?;
        match status {
            Status::StreamEnd => return Ok(()),
            // Neither read nor written: the data ends in the middle.
            _ if new == 0 && inflater.total_in() == read => return Err(ApkError::BrokenEntry),
            _ => {}
        }
    }
}
