//! Tags, lengths and values (ASN.1 DER, read with the freedom of BER that old certificates take).
//!
//! Source: ITU-T X.690.

/// One value with its tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Value<'a> {
    pub(super) tag: u8,
    pub(super) content: &'a [u8],
    /// Tag, length and content.
    pub(super) whole: &'a [u8],
}

/// Values one after the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Values<'a>(pub(super) &'a [u8]);

pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OCTETS: u8 = 0x04;
pub(super) const OID: u8 = 0x06;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;

impl<'a> Values<'a> {
    /// The next value; `None` at the end or where none can be read.
    fn read(&mut self) -> Option<Value<'a>> {
        let bytes = self.0;
        let tag = *bytes.first()?;
        let first = usize::from(*bytes.get(1)?);
        let (len, head) = if first < 0x80 {
            (first, 2)
        } else {
            let count = first & 0x7f;
            if count == 0 || count > 4 {
                return None;
            }
            let digits = bytes.get(2..2 + count)?;
            (digits.iter().fold(0, |len, digit| len << 8 | usize::from(*digit)), 2 + count)
        };
        let end = head.checked_add(len)?;
        let value = Value { tag, content: bytes.get(head..end)?, whole: &bytes[..end] };
        self.0 = &bytes[end..];
        Some(value)
    }

    /// The next value, if it has this tag.
    pub(super) fn expect(&mut self, tag: u8) -> Option<Value<'a>> {
        self.read().filter(|value| value.tag == tag)
    }

    /// The next value if it has this tag; else nothing is taken.
    pub(super) fn optional(&mut self, tag: u8) -> Option<Value<'a>> {
        if self.0.first() == Some(&tag) { self.read() } else { None }
    }
}

impl<'a> Value<'a> {
    /// The values inside.
    pub(super) fn inside(self) -> Values<'a> {
        Values(self.content)
    }
}

impl<'a> Iterator for Values<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        self.read()
    }
}
