//! The table of resources, asked for single values: the name of the app, a version kept apart.
//!
//! Source: AOSP, `ResourceTypes.h` (`ResTable_header`, `ResTable_package`, `ResTable_type`, `ResTable_entry`).

use std::cell::Cell;
use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

use super::bytes::{part, u8_at, u16_at, u32_at, usize_at};
use super::strings::Strings;
use super::xml::Value;

const TABLE: u16 = 0x0002;
const POOL: u16 = 0x0001;
const PACKAGE: u16 = 0x0200;
const TYPE: u16 = 0x0201;
/// Chunks of the table that are looked at. Bounds the work.
const CHUNKS_MAX: usize = 100_000;
/// Chunks that all look-ups together go through; a manifest may ask for a hundred thousand values. Bounds the work.
const STEPS_MAX: usize = 5_000_000;
/// References that are followed one after the other.
const REFERENCES_MAX: usize = 8;
/// Values of one resource in different languages that are kept.
const VARIANTS_MAX: usize = 32;

/// Values that are followed until all files of one resource are known.
const FOLLOWED_MAX: usize = 64;
/// From here on a density says that the file fits every screen. Source: `ResTable_config`, `DENSITY_ANY`, `DENSITY_NONE`.
const ANY_DENSITY: u16 = 0xfffe;

/// One value of a resource, for a language and a density of the screen.
struct Variant {
    /// Two letters; zeroes for the default.
    language: [u8; 2],
    /// Dots per inch; 0 for the default.
    density: u16,
    value: Value,
}

/// A file that a resource names.
#[derive(Debug)]
pub(super) struct NamedFile {
    /// Dots per inch of the screens it is for; 0 for the default.
    density: u16,
    pub(super) path: String,
}

impl NamedFile {
    /// Whether its name allows that it is a picture.
    pub(super) fn may_be_picture(&self) -> bool {
        !self.path.ends_with(".xml")
    }

    /// Whether its name allows that it is XML; some tools leave names without an ending.
    pub(super) fn may_be_xml(&self) -> bool {
        ![".png", ".webp", ".jpg", ".jpeg"].iter().any(|ending| self.path.ends_with(ending))
    }
}

/// The table.
#[derive(Debug, Default)]
pub(super) struct Resources<'a> {
    strings: Option<Strings<'a>>,
    /// Chunks by number of the package and number of the type.
    types: BTreeMap<(u8, u8), Vec<&'a [u8]>>,
    /// How many.
    chunks: usize,
    /// Chunks that look-ups went through.
    steps: Cell<usize>,
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
        let room = CHUNKS_MAX.saturating_sub(self.chunks);
        for (_, chunk) in chunks(package).filter(|(kind, _)| *kind == TYPE).take(room) {
            self.types.entry((id, u8_at(chunk, 8).unwrap_or(0))).or_default().push(chunk);
            self.chunks += 1;
        }
    }

    /// All strings of the table, at most `max`.
    pub(super) fn strings(&self, max: usize) -> impl Iterator<Item = String> {
        self.strings.iter().flat_map(move |strings| strings.all(max))
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

    /// The files that a value names, following references: those for the densest screens first.
    pub(super) fn files(&self, value: &Value) -> Vec<NamedFile> {
        let mut open = vec![(0, value.clone())];
        let mut files: Vec<NamedFile> = Vec::new();
        let mut next = 0;
        while let Some((density, value)) = open.get(next).cloned() {
            next += 1;
            match value {
                Value::Text(path) => files.push(NamedFile { density, path }),
                Value::Reference(id) if open.len() < FOLLOWED_MAX => {
                    let variants = self.variants(id).into_iter();
                    open.extend(variants.map(|variant| (variant.density.max(density), variant.value)));
                    open.truncate(FOLLOWED_MAX);
                }
                _ => {}
            }
        }
        files.sort_by_key(|file| Reverse(if file.density < ANY_DENSITY { file.density } else { 0 }));
        files.dedup_by(|one, other| one.path == other.path);
        files
    }

    fn best(&self, id: u32) -> Option<Value> {
        let variants = self.variants(id);
        variants.into_iter().min_by_key(|variant| rank(variant.language)).map(|variant| variant.value)
    }

    fn variants(&self, id: u32) -> Vec<Variant> {
        let [package, kind, high, low] = id.to_be_bytes();
        let entry = usize::from(u16::from_be_bytes([high, low]));
        let Some(of_type) = self.types.get(&(package, kind)) else { return Vec::new() };
        let in_time = of_type.iter().take_while(|_| {
            self.steps.set(self.steps.get() + 1);
            self.steps.get() <= STEPS_MAX
        });
        in_time.filter_map(|chunk| self.entry(chunk, entry)).take(VARIANTS_MAX).collect()
    }

    fn entry(&self, chunk: &[u8], index: usize) -> Option<Variant> {
        let header_len = usize::from(u16_at(chunk, 2)?);
        let flags = u8_at(chunk, 9)?;
        let count = usize_at(chunk, 12)?;
        let start = usize_at(chunk, 16)?;
        let config = part(chunk, 20, 16)?;
        let language = [config[8], config[9]];
        let density = u16::from_le_bytes([config[14], config[15]]);
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
            0x1c..=0x1f => Value::Colour(data),
            _ => Value::Other,
        };
        Some(Variant { language, density, value })
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
        let (mut low, mut high) = (0, count.min(chunk.len().checked_sub(header_len)? / 4));
        while low < high {
            let middle = low.midpoint(high);
            let at = header_len + middle * 4;
            match usize::from(u16_at(chunk, at)?).cmp(&index) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return Some(usize::from(u16_at(chunk, at + 2)?) * 4),
            }
        }
        return None;
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
