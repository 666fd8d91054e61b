//! The table of resources, asked for single values: the name of the app, a version kept apart.
//!
//! Source: AOSP, `ResourceTypes.h` (`ResTable_header`, `ResTable_package`, `ResTable_type`, `ResTable_entry`).

use super::bytes::{part, u8_at, u16_at, u32_at, usize_at};
use super::strings::Strings;
use super::xml::Value;

const TABLE: u16 = 0x0002;
const POOL: u16 = 0x0001;
const PACKAGE: u16 = 0x0200;
const TYPE: u16 = 0x0201;
/// Chunks of the table that are looked at. Bounds the work.
const CHUNKS_MAX: usize = 100_000;
/// References that are followed one after the other.
const REFERENCES_MAX: usize = 8;
/// Values of one resource in different languages that are kept.
const VARIANTS_MAX: usize = 32;

/// One value of a resource, for a language.
struct Variant {
    /// Two letters; zeroes for the default.
    language: [u8; 2],
    value: Value,
}

/// The table.
#[derive(Debug, Default)]
pub(super) struct Resources<'a> {
    strings: Option<Strings<'a>>,
    /// Number of the package, number of the type, chunk.
    types: Vec<(u8, u8, &'a [u8])>,
}

impl<'a> Resources<'a> {
    /// Reads where things stand; what does not fit is left out.
    pub(super) fn read(bytes: &'a [u8]) -> Resources<'a> {
        let mut resources = Resources::default();
        if u16_at(bytes, 0) != Some(TABLE) {
            return resources;
        }
        for (kind, chunk) in chunks(bytes) {
            match kind {
                POOL if resources.strings.is_none() => resources.strings = Strings::read(chunk),
                PACKAGE => resources.take_package(chunk),
                _ => {}
            }
        }
        resources
    }

    fn take_package(&mut self, package: &'a [u8]) {
        let id = u8_at(package, 8).unwrap_or(0);
        let types = chunks(package).filter(|(kind, _)| *kind == TYPE);
        for (_, chunk) in types {
            if self.types.len() < CHUNKS_MAX {
                self.types.push((id, u8_at(chunk, 8).unwrap_or(0), chunk));
            }
        }
    }

    /// All strings of the table, at most `max`.
    pub(super) fn strings(&self, max: usize) -> impl Iterator<Item = String> {
        self.strings.into_iter().flat_map(move |strings| strings.all(max).collect::<Vec<_>>())
    }

    /// What a value says, following references: the default first, then Vietnamese, then any other.
    pub(super) fn resolve(&self, value: &Value) -> Option<Value> {
        let mut value = value.clone();
        for _ in 0..REFERENCES_MAX {
            let Value::Reference(id) = value else { return Some(value) };
            value = self.best(id)?;
        }
        None
    }

    /// The same as text, in every language it is given in; the default first.
    pub(super) fn texts(&self, value: &Value) -> Vec<String> {
        let Value::Reference(id) = value else {
            return self.resolve(value).and_then(text).into_iter().collect();
        };
        let mut variants = self.variants(*id);
        variants.sort_by_key(|variant| rank(variant.language));
        let mut texts: Vec<String> = Vec::new();
        for variant in variants {
            if let Some(text) = self.resolve(&variant.value).and_then(text)
                && !texts.contains(&text)
            {
                texts.push(text);
            }
        }
        texts
    }

    fn best(&self, id: u32) -> Option<Value> {
        let variants = self.variants(id);
        variants.into_iter().min_by_key(|variant| rank(variant.language)).map(|variant| variant.value)
    }

    fn variants(&self, id: u32) -> Vec<Variant> {
        let [package, kind, high, low] = id.to_be_bytes();
        let entry = usize::from(u16::from_be_bytes([high, low]));
        let of_type = self.types.iter().filter(|(p, t, _)| (*p, *t) == (package, kind));
        of_type.filter_map(|(_, _, chunk)| self.entry(chunk, entry)).take(VARIANTS_MAX).collect()
    }

    fn entry(&self, chunk: &[u8], index: usize) -> Option<Variant> {
        let header_len = usize::from(u16_at(chunk, 2)?);
        let flags = u8_at(chunk, 9)?;
        let count = usize_at(chunk, 12)?;
        let start = usize_at(chunk, 16)?;
        let config = part(chunk, 20, 12)?;
        let language = [config[8], config[9]];
        let offset = offset(chunk, header_len, flags, count, index)?;
        let at = start.checked_add(offset)?;
        let entry_flags = u16_at(chunk, at + 2)?;
        let (kind, data) = if entry_flags & 0x8 != 0 {
            // Compact: the value stands in the entry itself.
            (u8::try_from(entry_flags >> 8).ok()?, u32_at(chunk, at + 4)?)
        } else if entry_flags & 0x1 != 0 {
            return None;
        } else {
            let value = at + usize::from(u16_at(chunk, at)?);
            (u8_at(chunk, value + 3)?, u32_at(chunk, value + 4)?)
        };
        let value = match kind {
            0x01 | 0x07 => Value::Reference(data),
            0x03 => Value::Text(self.strings?.get(data)?),
            0x10 | 0x11 => Value::Number(data),
            0x12 => Value::Flag(data != 0),
            _ => Value::Other,
        };
        Some(Variant { language, value })
    }
}

/// The default first, then Vietnamese, English, any other.
fn rank(language: [u8; 2]) -> u8 {
    match &language {
        [0, 0] => 0,
        b"vi" => 1,
        b"en" => 2,
        _ => 3,
    }
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Where an entry stands behind the start of the entries; `None` when this variant has none.
fn offset(chunk: &[u8], header_len: usize, flags: u8, count: usize, index: usize) -> Option<usize> {
    if flags & 0x1 != 0 {
        // Sparse: pairs of number and offset, in order.
        let room = chunk.len().checked_sub(header_len)? / 4;
        let pairs = (0..count.min(room)).map(|place| header_len + place * 4);
        let mut pairs = pairs.filter(|at| u16_at(chunk, *at).map(usize::from) == Some(index));
        return Some(usize::from(u16_at(chunk, pairs.next()? + 2)?) * 4);
    }
    if index >= count {
        return None;
    }
    if flags & 0x2 != 0 {
        let offset = u16_at(chunk, header_len + index * 2)?;
        return (offset != u16::MAX).then_some(usize::from(offset) * 4);
    }
    let offset = u32_at(chunk, header_len + index * 4)?;
    if offset == u32::MAX { None } else { usize::try_from(offset).ok() }
}

/// The chunks inside a chunk, with their types; a chunk that does not fit ends them.
fn chunks(outer: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut at = usize::from(u16_at(outer, 2).unwrap_or(u16::MAX));
    std::iter::from_fn(move || {
        let kind = u16_at(outer, at)?;
        let len = usize_at(outer, at + 4).filter(|len| *len >= 8)?;
        let chunk = part(outer, at, len)?;
        at += len;
        Some((kind, chunk))
    })
    .take(CHUNKS_MAX)
}
