//! What was learned from labelled messages: one more ground beside the rules, never in their place.
//!
//! The model is a logistic regression over [`features`], trained on what the rules leave open: its weight is
//! added to their log-odds. It is made by `cargo xtask train` and measured by `cargo xtask evaluate`; no model
//! ships, and why is told in `docs/recognition.md`. It can only add, and only so much: alone it makes an answer
//! `suspicious`, never `dangerous`, and it cannot talk a message out of the rules' evidence.

pub mod features;

use model::{Reason, Span};

use self::features::{BITS, Feature, VERSION};
use crate::evidence::Ground;
use crate::normalise::{Folded, Words};
use crate::rules::file::RuleKind;

/// Code of the reason that the learned part gives.
pub(crate) const CODE: &str = "like-scam-words";

/// First bytes of a model file.
const MAGIC: &[u8; 8] = b"KHIENWRD";
/// Magic, version, bits, scale, bias.
const HEADER_LEN: usize = 8 + 4 * 4;
/// Most that the model can add, in log-odds: with the prior of −3, enough for `suspicious` and for nothing more.
const WEIGHT_MAX: f32 = 4.0;
/// A lesser weight is not worth a reason.
const SPOKEN_MIN: f32 = 0.5;
/// Words that a text must have: of fewer the model knows nothing.
const WORDS_MIN: usize = 8;
/// Features that the model must know of a text, and their least share of all: it knows nothing of a language
/// that it never read.
const KNOWN_MIN: usize = 6;
const KNOWN_SHARE_MIN: f32 = 0.12;

/// A trained model.
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    /// Log-odds of one step of a weight.
    pub scale: f32,
    /// Log-odds before any word.
    pub bias: f32,
    /// One weight for each of the 2^[`BITS`] buckets; 0 when the bucket was never seen.
    pub weights: Vec<i8>,
}

/// A model file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LearnedError {
    /// It is no model file, or one cut short.
    #[error("read the model file: it has {0} bytes or does not begin as one")]
    Shape(usize),
    /// It was trained on another reading of the text.
    #[error("read the model file: it is of version {0}, this engine reads version {VERSION}")]
    Version(u32),
}

impl Learned {
    /// Reads a model file: magic `KHIENWRD`, then little-endian version and bits of the buckets (u32), scale and
    /// bias (f32), one signed byte per bucket.
    ///
    /// # Errors
    /// [`LearnedError`] when it is no model file of this version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Learned, LearnedError> {
        let expected = HEADER_LEN + (1 << BITS);
        if bytes.len() < HEADER_LEN || &bytes[..8] != MAGIC {
            return Err(LearnedError::Shape(bytes.len()));
        }
        let field = |index: usize| {
            let at = 8 + 4 * index;
            [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]
        };
        if u32::from_le_bytes(field(0)) != VERSION {
            return Err(LearnedError::Version(u32::from_le_bytes(field(0))));
        }
        let (scale, bias) = (f32::from_le_bytes(field(2)), f32::from_le_bytes(field(3)));
        let is_sound = scale.is_finite() && bias.is_finite();
        if u32::from_le_bytes(field(1)) != BITS || bytes.len() != expected || !is_sound {
            return Err(LearnedError::Shape(bytes.len()));
        }
        let weights = bytes[HEADER_LEN..].iter().map(|byte| i8::from_le_bytes([*byte])).collect();
        Ok(Learned { scale, bias, weights })
    }

    /// The model file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(BITS.to_le_bytes());
        bytes.extend(self.scale.to_le_bytes());
        bytes.extend(self.bias.to_le_bytes());
        bytes.extend(self.weights.iter().flat_map(|weight| weight.to_le_bytes()));
        bytes
    }

    /// How much the words speak for a scam, in log-odds within the bounds; `None` when the model knows too little
    /// of the text.
    pub fn weight(&self, features: &[Feature], words: usize) -> Option<f32> {
        let weights = || features.iter().map(|feature| self.weights[feature.bucket as usize]);
        let known = weights().filter(|weight| *weight != 0).count();
        let share = known as f32 / features.len().max(1) as f32;
        if words < WORDS_MIN || known < KNOWN_MIN || share < KNOWN_SHARE_MIN {
            return None;
        }
        let sum: i32 = weights().map(i32::from).sum();
        let raw = self.bias + self.scale * sum as f32 / (features.len() as f32).sqrt();
        Some(bounded(raw))
    }

    /// The ground that the words of a text give; `None` when they say little.
    pub(crate) fn ground(
        &self,
        folded: &Folded<'_>,
        words: &Words,
        features: &[Feature],
    ) -> Option<Ground<'static>> {
        let weight = self.weight(features, words.words.len())?;
        if weight < SPOKEN_MIN {
            return None;
        }
        let span = self.strongest(folded, words, features);
        let reason = Reason { code: CODE.to_owned(), span, subject: None, weight };
        Some(Ground { reason, kind: RuleKind::Scam, methods: &[], blocks_official: false })
    }

    /// The words that speak most for a scam.
    fn strongest(&self, folded: &Folded<'_>, words: &Words, features: &[Feature]) -> Option<Span> {
        let speaks = |feature: &Feature| self.weights[feature.bucket as usize];
        let best =
            features.iter().max_by_key(|feature| (speaks(feature), std::cmp::Reverse(feature.first)))?;
        (speaks(best) > 0).then(|| words.span(folded, best.first as usize, best.last as usize))
    }
}

/// A weight within what the model may say: nothing against a scam, and not enough to be sure alone.
pub fn bounded(weight: f32) -> f32 {
    weight.clamp(0.0, WEIGHT_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: LearnedError) {
        assert_eq!(Learned::from_bytes(bytes), Err(expected));
    }

    #[test]
    fn a_model_is_read_back_as_it_was_written() {
        let mut learned = Learned { scale: 0.25, bias: -1.5, weights: vec![0; 1 << BITS] };
        learned.weights[7] = -127;
        let bytes = learned.to_bytes();
        assert_eq!(Learned::from_bytes(&bytes), Ok(learned));
        assert!(bytes.len() <= 2 << 20);
    }

    #[test]
    fn other_files_are_refused() {
        let bytes = Learned { scale: 1.0, bias: 0.0, weights: vec![0; 1 << BITS] }.to_bytes();
        check(&bytes[..bytes.len() - 1], LearnedError::Shape(bytes.len() - 1));
        check(b"GIF89a", LearnedError::Shape(6));
        let mut other = bytes.clone();
        other[8] = 99;
        check(&other, LearnedError::Version(99));
    }

    #[test]
    fn weights_stay_within_their_bounds_and_few_words_say_nothing() {
        let learned = Learned { scale: 1.0, bias: 0.0, weights: vec![127; 1 << BITS] };
        let features: Vec<Feature> =
            (0..9).map(|place| Feature { bucket: place, first: place, last: place }).collect();
        assert_eq!(learned.weight(&features, 9), Some(WEIGHT_MAX));
        assert_eq!(learned.weight(&features, WORDS_MIN - 1), None);
        let honest = Learned { weights: vec![-127; 1 << BITS], ..learned.clone() };
        assert_eq!(honest.weight(&features, 9), Some(0.0));
        let unread = Learned { weights: vec![0; 1 << BITS], ..learned };
        assert_eq!(unread.weight(&features, 9), None);
    }
}
