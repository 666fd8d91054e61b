//! What the picture of an app looks like, in 20 bytes: enough to find it again after it was scaled, packed anew or
//! touched up, and nothing that it could be drawn from.

use std::fmt;
use std::str::FromStr;

/// The look of a picture: how light and dark lie in it, and the colours of its quarters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct IconHash {
    /// Signs of the slowest waves of its brightness; the lowest bit, which would be the mean, is always 0.
    pub shape: u64,
    /// Red, green and blue, 0 to 255, of its quarters: top left, top right, bottom left, bottom right.
    pub colours: [[u8; 3]; 4],
}

/// A text is no look of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("read the look of a picture: wanted 16 and 24 hexadecimal digits with a hyphen between")]
pub struct ParseIconHashError;

impl IconHash {
    /// Signs in which the shapes of two copies of one picture may differ. Set by judgement; what it
    /// takes and misses was measured, `docs/files.md`.
    pub const SHAPE_MAX: u32 = 10;
    /// Steps by which the colours of two copies may differ, of 255, as the mean over all quarters.
    pub const COLOUR_MAX: u32 = 24;

    /// In how many signs the shapes differ.
    pub fn shape_distance(&self, other: &IconHash) -> u32 {
        (self.shape ^ other.shape).count_ones()
    }

    /// By how many steps of 255 the colours differ, as the mean over all quarters.
    pub fn colour_distance(&self, other: &IconHash) -> u32 {
        let pairs = self.colours.iter().flatten().zip(other.colours.iter().flatten());
        let sum: u32 = pairs.map(|(own, theirs)| u32::from(own.abs_diff(*theirs))).sum();
        sum / 12
    }

    /// Whether both may be copies of one picture.
    pub fn is_like(&self, other: &IconHash) -> bool {
        self.shape_distance(other) <= IconHash::SHAPE_MAX
            && self.colour_distance(other) <= IconHash::COLOUR_MAX
    }
}

impl fmt::Display for IconHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}-", self.shape)?;
        self.colours.iter().flatten().try_for_each(|part| write!(f, "{part:02x}"))
    }
}

impl FromStr for IconHash {
    type Err = ParseIconHashError;

    fn from_str(text: &str) -> Result<IconHash, ParseIconHashError> {
        let (shape, colours) = text.split_once('-').ok_or(ParseIconHashError)?;
        let is_hex =
            |text: &str, len: usize| text.len() == len && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_hex(shape, 16) || !is_hex(colours, 24) {
            return Err(ParseIconHashError);
        }
        let shape = u64::from_str_radix(shape, 16).map_err(|_| ParseIconHashError)?;
        let mut hash = IconHash { shape, colours: [[0; 3]; 4] };
        for (index, part) in hash.colours.iter_mut().flatten().enumerate() {
            let digits = &colours[index * 2..index * 2 + 2];
            *part = u8::from_str_radix(digits, 16).map_err(|_| ParseIconHashError)?;
        }
        Ok(hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_is_written_as_it_is_read() {
        let text = "00ff00ff12345678-0102030405060708090a0b0c";
        let hash: IconHash = text.parse().unwrap();
        assert_eq!((hash.shape, hash.colours[3]), (0x00ff_00ff_1234_5678, [10, 11, 12]));
        assert_eq!(hash.to_string(), text);
        for wrong in [
            "",
            "-",
            "00ff00ff12345678",
            "00ff00ff1234567-0102030405060708090a0b0c",
            "+0ff00ff12345678-0102030405060708090a0b0c",
        ] {
            assert_eq!(wrong.parse::<IconHash>(), Err(ParseIconHashError), "{wrong}");
        }
    }

    #[test]
    fn both_shape_and_colours_must_be_near() {
        let one = IconHash { shape: 0, colours: [[100; 3]; 4] };
        assert!(one.is_like(&IconHash { shape: (1 << IconHash::SHAPE_MAX) - 1, ..one }));
        assert!(!one.is_like(&IconHash { shape: (1 << (IconHash::SHAPE_MAX + 1)) - 1, ..one }));
        assert!(one.is_like(&IconHash { colours: [[124; 3]; 4], ..one }));
        assert!(!one.is_like(&IconHash { colours: [[126; 3]; 4], ..one }));
    }
}
