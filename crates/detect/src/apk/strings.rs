//! Pools of strings in Android's binary files.
//!
//! Source: AOSP, `ResourceTypes.h`, `ResStringPool_header`.

use super::bytes::{part, u8_at, u16_at, usize_at};

/// Flag: strings are in UTF-8 instead of UTF-16.
const UTF8: usize = 0x100;
/// Bytes of one string that are read.
const STRING_BYTES_MAX: usize = 32 * 1024;

/// A pool: its strings are decoded when they are asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Strings<'a> {
    chunk: &'a [u8],
    header_len: usize,
    count: usize,
    start: usize,
    is_utf8: bool,
}

impl<'a> Strings<'a> {
    /// The pool of this chunk; `None` when its head does not fit.
    pub(super) fn read(chunk: &'a [u8]) -> Option<Strings<'a>> {
        let header_len = usize::from(u16_at(chunk, 2)?);
        let offsets = chunk.len().checked_sub(header_len)? / 4;
        Some(Strings {
            chunk,
            header_len,
            count: usize_at(chunk, 8)?.min(offsets),
            start: usize_at(chunk, 20)?,
            is_utf8: usize_at(chunk, 16)? & UTF8 != 0,
        })
    }

    /// A string by its number; `None` when there is none.
    pub(super) fn get(&self, index: u32) -> Option<String> {
        let index = usize::try_from(index).ok().filter(|index| *index < self.count)?;
        let at = self.start.checked_add(usize_at(self.chunk, self.header_len + index * 4)?)?;
        if self.is_utf8 { self.utf8(at) } else { self.utf16(at) }
    }

    /// All strings, at most `max`.
    pub(super) fn all(&self, max: usize) -> impl Iterator<Item = String> {
        (0..self.count.min(max)).filter_map(|index| self.get(u32::try_from(index).ok()?))
    }

    fn utf8(&self, at: usize) -> Option<String> {
        let (_, at) = length8(self.chunk, at)?;
        let (len, at) = length8(self.chunk, at)?;
        let room = self.chunk.len().checked_sub(at)?;
        let bytes = part(self.chunk, at, len.min(room).min(STRING_BYTES_MAX))?;
        Some(String::from_utf8_lossy(bytes).into_owned())
    }

    fn utf16(&self, at: usize) -> Option<String> {
        let first = usize::from(u16_at(self.chunk, at)?);
        let (len, at) = if first & 0x8000 == 0 {
            (first, at + 2)
        } else {
            ((first & 0x7fff) << 16 | usize::from(u16_at(self.chunk, at + 2)?), at + 4)
        };
        let room = self.chunk.len().checked_sub(at)? / 2;
        let len = len.min(room).min(STRING_BYTES_MAX / 2);
        let units = (0..len).map_while(|index| u16_at(self.chunk, at + index * 2));
        Some(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
    }
}

/// A length of one or two bytes, and where it ends.
fn length8(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let first = usize::from(u8_at(bytes, at)?);
    if first & 0x80 == 0 {
        return Some((first, at + 1));
    }
    Some(((first & 0x7f) << 8 | usize::from(u8_at(bytes, at + 1)?), at + 2))
}
