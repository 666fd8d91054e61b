//! One question that the learned part answers: weights of words and signs, and how much the rules count.

use super::features::{Feature, SIGN_BITS, WORD_BITS};

/// What is added to the number of words before its root divides their weights: a few words say little by themselves.
pub const FEW_WORDS: f32 = 3.0;
/// Bytes of a head in a model file.
pub(super) const HEAD_LEN: usize = 4 * 6 + (1 << WORD_BITS) + (1 << SIGN_BITS);

/// Weights of one question.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// What the rules' weights for a scam, against one, and for spam count here.
    pub rules: [f32; 3],
    /// Log-odds of a text without words and signs.
    pub bias: f32,
    /// Log-odds of one step of a word's weight.
    pub word_step: f32,
    /// Log-odds of one step of a sign's weight.
    pub sign_step: f32,
    /// One weight per bucket of words.
    pub words: Vec<i8>,
    /// One weight per bucket of signs.
    pub signs: Vec<i8>,
}

impl Head {
    /// A head that says nothing: the rules count as they are.
    pub fn silent() -> Head {
        Head {
            rules: [1.0; 3],
            bias: 0.0,
            word_step: 0.0,
            sign_step: 0.0,
            words: vec![0; 1 << WORD_BITS],
            signs: vec![0; 1 << SIGN_BITS],
        }
    }

    /// Log-odds of a submission with these words, signs and sums of rules.
    pub fn log_odds(&self, features: &[Feature], signs: &[u32], rules: [f32; 3]) -> f32 {
        let words: i32 = features.iter().map(|feature| i32::from(self.words[feature.bucket as usize])).sum();
        let signs: i32 = signs.iter().map(|sign| i32::from(self.signs[*sign as usize])).sum();
        let by_rules: f32 = self.rules.iter().zip(rules).map(|(count, sum)| count * sum).sum();
        let root = (features.len() as f32 + FEW_WORDS).sqrt();
        self.bias + by_rules + self.word_step * words as f32 / root + self.sign_step * signs as f32
    }

    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        let numbers = self.rules.into_iter().chain([self.bias, self.word_step, self.sign_step]);
        bytes.extend(numbers.flat_map(f32::to_le_bytes));
        bytes.extend(self.words.iter().chain(&self.signs).flat_map(|weight| weight.to_le_bytes()));
    }

    /// Reads a head of [`HEAD_LEN`] bytes; `None` when a number is not finite.
    pub(super) fn read(bytes: &[u8]) -> Option<Head> {
        let number = |place: usize| {
            let at = 4 * place;
            let value = f32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
            value.is_finite().then_some(value)
        };
        let weights: Vec<i8> = bytes[24..].iter().map(|byte| i8::from_le_bytes([*byte])).collect();
        let (words, signs) = weights.split_at(1 << WORD_BITS);
        Some(Head {
            rules: [number(0)?, number(1)?, number(2)?],
            bias: number(3)?,
            word_step: number(4)?,
            sign_step: number(5)?,
            words: words.to_vec(),
            signs: signs.to_vec(),
        })
    }
}
