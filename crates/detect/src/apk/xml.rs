//! Binary XML, the form of an app's manifest, read as forgivingly as a telephone does.
//!
//! Malicious apps break their manifest on purpose, so that tools stumble and telephones do not: wrong type of file,
//! wrong sizes, chunks that nobody knows, attributes without names. What is broken is noted, and reading goes on
//! where Android goes on. Source: AOSP, `ResourceTypes.h` (chunks, `ResXMLTree_attrExt`, `Res_value`).

use super::bytes::{part, u8_at, u16_at, u32_at, usize_at};
use super::strings::Strings;
use super::{ApkError, Oddity};

const POOL: u16 = 0x0001;
const XML: u16 = 0x0003;
const START_ELEMENT: u16 = 0x0102;
const END_ELEMENT: u16 = 0x0103;
const RESOURCE_IDS: u16 = 0x0180;

/// Elements, and attributes of all elements together, that are read. Bounds the work.
const ELEMENTS_MAX: usize = 20_000;
const ATTRIBUTES_MAX: usize = 100_000;
/// Bytes of all names and values together: many may be the same long string of the pool. Bounds the memory.
const TEXT_BYTES_MAX: usize = 8 << 20;
/// Depth of the deepest element.
const DEPTH_MAX: usize = 64;
/// Bytes of one attribute.
const ATTRIBUTE_LEN: usize = 20;

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    /// Number of a resource.
    Reference(u32),
    Number(u32),
    Flag(bool),
    /// Opacity, red, green, blue, the highest byte first.
    Colour(u32),
    /// Nothing that a manifest needs.
    Other,
}

/// An attribute.
#[derive(Clone, Debug)]
pub(super) struct Attribute {
    /// Number of its name among Android's own; 0 when it has none.
    pub(super) id: u32,
    pub(super) name: String,
    pub(super) value: Value,
}

impl Attribute {
    fn text_len(&self) -> usize {
        let value = if let Value::Text(text) = &self.value { text.len() } else { 0 };
        self.name.len() + value
    }
}

/// An element, in the order of the file.
#[derive(Clone, Debug)]
pub(super) struct Element {
    /// 0 for the outermost.
    pub(super) depth: usize,
    pub(super) name: String,
    pub(super) attributes: Vec<Attribute>,
}

impl Element {
    /// The value of an attribute, by its number, or by its name where it has no number.
    pub(super) fn value(&self, id: u32, name: &str) -> Option<&Value> {
        let by_id = self.attributes.iter().find(|attribute| id != 0 && attribute.id == id);
        let by_name = || self.attributes.iter().find(|attribute| attribute.id == 0 && attribute.name == name);
        by_id.or_else(by_name).map(|attribute| &attribute.value)
    }
}

/// The elements of a file, and what is odd about it.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) elements: Vec<Element>,
    pub(super) oddities: Vec<Oddity>,
}

/// Reads every element.
pub(super) fn read(bytes: &[u8]) -> Result<Document, ApkError> {
    let header_len = usize::from(u16_at(bytes, 2).ok_or(ApkError::BrokenManifest)?);
    let told_len = usize_at(bytes, 4).ok_or(ApkError::BrokenManifest)?;
    let mut reading = Reading::default();
    if u16_at(bytes, 0) != Some(XML) {
        reading.odd(Oddity::ManifestType);
    }
    if told_len != bytes.len() {
        reading.odd(Oddity::ManifestSize);
    }
    // A head that is longer than the file would leave nothing to read; Android's own has eight bytes.
    let mut at = if (8..bytes.len()).contains(&header_len) { header_len } else { 8 };
    while at + 8 <= bytes.len() {
        let (Some(kind), Some(len)) = (u16_at(bytes, at), usize_at(bytes, at + 4)) else { break };
        if len < 8 {
            reading.odd(Oddity::ManifestChunk);
            break;
        }
        let chunk = match part(bytes, at, len) {
            Some(chunk) => chunk,
            None => {
                reading.odd(Oddity::ManifestChunk);
                &bytes[at..]
            }
        };
        if reading.take(kind, chunk).is_none() {
            reading.odd(Oddity::ManifestChunk);
        }
        at = at.saturating_add(len);
    }
    if reading.document.elements.is_empty() { Err(ApkError::BrokenManifest) } else { Ok(reading.document) }
}

#[derive(Default)]
struct Reading<'a> {
    document: Document,
    strings: Option<Strings<'a>>,
    ids: &'a [u8],
    depth: usize,
    attributes: usize,
    text_bytes: usize,
}

impl<'a> Reading<'a> {
    fn odd(&mut self, oddity: Oddity) {
        if !self.document.oddities.contains(&oddity) {
            self.document.oddities.push(oddity);
        }
    }

    /// `None` when the chunk does not hold what its type promises.
    fn take(&mut self, kind: u16, chunk: &'a [u8]) -> Option<()> {
        match kind {
            POOL if self.strings.is_none() => self.strings = Some(Strings::read(chunk)?),
            RESOURCE_IDS => self.ids = chunk.get(usize::from(u16_at(chunk, 2)?)..)?,
            START_ELEMENT => self.start(chunk)?,
            END_ELEMENT => self.depth = self.depth.saturating_sub(1),
            // Beginnings and ends of namespaces, text.
            0x0100 | 0x0101 | 0x0104 => {}
            _ => self.odd(Oddity::ManifestChunk),
        }
        Some(())
    }

    fn start(&mut self, chunk: &[u8]) -> Option<()> {
        let strings = self.strings?;
        let at = usize::from(u16_at(chunk, 2)?);
        let name = strings.get(u32_at(chunk, at + 4)?)?;
        let first = at + usize::from(u16_at(chunk, at + 8)?);
        let stride = usize::from(u16_at(chunk, at + 10)?);
        let count = usize::from(u16_at(chunk, at + 12)?);
        if count > 0 && stride < ATTRIBUTE_LEN {
            return None;
        }
        self.text_bytes += name.len();
        let is_full = self.document.elements.len() >= ELEMENTS_MAX || self.text_bytes > TEXT_BYTES_MAX;
        if is_full || self.depth >= DEPTH_MAX {
            self.odd(Oddity::ManifestTooDeep);
            self.depth += 1;
            return Some(());
        }
        let mut attributes = Vec::with_capacity(count.min(32));
        for index in 0..count {
            self.attributes += 1;
            let attribute = self.attribute(&strings, chunk, first + index * stride);
            self.text_bytes += attribute.as_ref().map_or(0, Attribute::text_len);
            let is_within = self.attributes <= ATTRIBUTES_MAX && self.text_bytes <= TEXT_BYTES_MAX;
            match attribute.filter(|_| is_within) {
                Some(attribute) => attributes.push(attribute),
                None => {
                    self.odd(Oddity::ManifestChunk);
                    break;
                }
            }
        }
        self.document.elements.push(Element { depth: self.depth, name, attributes });
        self.depth += 1;
        Some(())
    }

    fn attribute(&mut self, strings: &Strings<'_>, chunk: &[u8], at: usize) -> Option<Attribute> {
        let name_at = u32_at(chunk, at + 4)?;
        let id = usize::try_from(name_at).ok().and_then(|index| u32_at(self.ids, index.checked_mul(4)?));
        let name = strings.get(name_at).unwrap_or_default();
        let raw = u32_at(chunk, at + 8)?;
        let data = u32_at(chunk, at + 16)?;
        let value = match u8_at(chunk, at + 15)? {
            0x01 | 0x07 => Value::Reference(data),
            0x03 => Value::Text(strings.get(data).or_else(|| strings.get(raw))?),
            0x10 | 0x11 => Value::Number(data),
            0x12 => Value::Flag(data != 0),
            kind => {
                let plain = if (0x1c..=0x1f).contains(&kind) { Value::Colour(data) } else { Value::Other };
                strings.get(raw).map_or(plain, Value::Text)
            }
        };
        Some(Attribute { id: id.unwrap_or(0), name, value })
    }
}
