//! Fields of a payment code: two digits of tag, two digits of length, a value.
//!
//! Source: EMVCo QR Code Specification for Payment Systems (merchant-presented), section 3.2.

use std::ops::Range;

/// What a length counts. The specification counts characters; Vietnamese makers of codes count bytes of UTF-8
/// as often, and for names without marks both are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Bytes,
    Characters,
}

/// One field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field<'a> {
    pub(super) tag: u8,
    pub(super) value: &'a str,
    /// Bytes of the value in the text that was read.
    pub(super) place: Range<usize>,
}

/// The fields at the beginning of a text, up to the first that is not one.
pub(super) struct Fields<'a> {
    text: &'a str,
    /// Bytes read so far.
    pub(super) at: usize,
    unit: Unit,
}

impl<'a> Fields<'a> {
    pub(super) fn new(text: &'a str, unit: Unit) -> Fields<'a> {
        Fields { text, at: 0, unit }
    }

    /// The value of the first field with this tag, if the fields before it are whole.
    pub(super) fn value_of(text: &'a str, unit: Unit, tag: u8) -> Option<&'a str> {
        Fields::new(text, unit).find(|field| field.tag == tag).map(|field| field.value)
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Field<'a>;

    fn next(&mut self) -> Option<Field<'a>> {
        let head = self.text.as_bytes().get(self.at..self.at + 4)?;
        let two = |high: u8, low: u8| {
            (high.is_ascii_digit() && low.is_ascii_digit()).then(|| (high - b'0') * 10 + (low - b'0'))
        };
        let tag = two(head[0], head[1])?;
        let length = usize::from(two(head[2], head[3])?);
        let start = self.at + 4;
        let rest = self.text.get(start..)?;
        let bytes = match self.unit {
            Unit::Bytes => length,
            Unit::Characters => rest.char_indices().map(|(at, _)| at).chain([rest.len()]).nth(length)?,
        };
        let value = rest.get(..bytes)?;
        self.at = start + bytes;
        Some(Field { tag, value, place: start..self.at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, unit: Unit, expected: &[(u8, &str)]) {
        let fields: Vec<(u8, &str)> = Fields::new(text, unit).map(|field| (field.tag, field.value)).collect();
        assert_eq!(fields, expected, "{text}");
    }

    #[test]
    fn a_length_counts_bytes_or_characters() {
        check("0802ế", Unit::Bytes, &[]);
        check("0803ế5802VN", Unit::Bytes, &[(8, "ế"), (58, "VN")]);
        check("0801ế5802VN", Unit::Characters, &[(8, "ế"), (58, "VN")]);
    }

    #[test]
    fn what_is_cut_off_is_no_field() {
        check("5802VN5905AB", Unit::Bytes, &[(58, "VN")]);
        check("5802VN59", Unit::Characters, &[(58, "VN")]);
        check("0000", Unit::Bytes, &[(0, "")]);
        check("5a02VN", Unit::Bytes, &[]);
    }
}
