//! What words mean to a teacher, as short vectors that training can weigh and no model holds.
//!
//! Tried, and not part of the model that ships (decision 0274). `crates/xtask/teacher/meaning.py` makes the file: for each bucket of words a vector such that the sum over a
//! message's words is near to what a multilingual model of sentences says of the whole message. Logistic regression
//! weighs the components of that sum beside the words; a sum of products is a product of sums, so that what it finds
//! is added to the weights of the words themselves, also of words that no labelled message holds.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use detect::learned::features::{VERSION, WORD_BITS};

/// First bytes of the file.
const MAGIC: &[u8; 8] = b"KHIENMNG";
/// Magic, version of the reading of words, components, buckets, and the value of one step.
const HEADER_LEN: usize = 8 + 4 * 4;
/// A component's length beside a word's, which is 1: how readily it is learned from.
const SCALE: f64 = 0.5;

/// Vectors of buckets.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Meaning {
    /// Components of a vector; 0 when nothing is known.
    components: usize,
    /// Ascending.
    buckets: Vec<u32>,
    /// One vector after another, in the order of `buckets`.
    vectors: Vec<f64>,
}

impl Meaning {
    /// Reads this file; nothing is known without one.
    ///
    /// # Errors
    /// When it cannot be read, is none, or was made for another reading of words.
    pub(crate) fn open(path: Option<&Path>) -> Result<Meaning> {
        let Some(path) = path else { return Ok(Meaning::default()) };
        let bytes = std::fs::read(path).with_context(|| format!("read {}", path.display()))?;
        Meaning::from_bytes(&bytes).with_context(|| format!("read {}", path.display()))
    }

    fn from_bytes(bytes: &[u8]) -> Result<Meaning> {
        ensure!(bytes.len() >= HEADER_LEN && &bytes[..8] == MAGIC, "no file of meanings");
        let field = |place: usize| {
            let at = 8 + 4 * place;
            [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]
        };
        let [version, components, count] = [field(0), field(1), field(2)].map(u32::from_le_bytes);
        let step = f64::from(f32::from_le_bytes(field(3)));
        ensure!(version == VERSION, "made for version {version} of words, this is {VERSION}");
        let (components, count) = (components as usize, count as usize);
        let keys_end = HEADER_LEN + 4 * count;
        ensure!(bytes.len() == keys_end + components * count && step.is_finite(), "cut short");
        let buckets: Vec<u32> = bytes[HEADER_LEN..keys_end]
            .chunks_exact(4)
            .map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
            .collect();
        ensure!(
            buckets.is_sorted_by(|a, b| a < b) && buckets.last().is_none_or(|last| last >> WORD_BITS == 0),
            "buckets out of order"
        );
        let vectors = bytes[keys_end..]
            .iter()
            .map(|byte| f64::from(i8::from_le_bytes([*byte])) * step * SCALE)
            .collect();
        Ok(Meaning { components, buckets, vectors })
    }

    /// The sum over these words, as the shipped model weighs words: by the root of their number.
    pub(crate) fn of(&self, words: &[u32]) -> Vec<f64> {
        let mut sum = vec![0.0; self.components];
        for vector in words.iter().filter_map(|word| self.vector(*word)) {
            sum.iter_mut().zip(vector).for_each(|(sum, value)| *sum += value);
        }
        let root = (words.len().max(1) as f64).sqrt();
        sum.iter_mut().for_each(|sum| *sum /= root);
        sum
    }

    fn vector(&self, bucket: u32) -> Option<&[f64]> {
        let place = self.buckets.binary_search(&bucket).ok()?;
        self.vectors.get(place * self.components..(place + 1) * self.components)
    }

    /// Adds to the weight of each bucket what its vector weighs.
    pub(crate) fn fold(&self, weights: &[f64], words: &mut [f64]) {
        if self.components == 0 {
            return;
        }
        for (bucket, vector) in self.buckets.iter().zip(self.vectors.chunks_exact(self.components)) {
            words[*bucket as usize] +=
                vector.iter().zip(weights).map(|(value, weight)| value * weight).sum::<f64>();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(vectors: &[(u32, [i8; 2])]) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend([VERSION, 2, vectors.len() as u32].into_iter().flat_map(u32::to_le_bytes));
        bytes.extend(0.5_f32.to_le_bytes());
        bytes.extend(vectors.iter().flat_map(|(bucket, _)| bucket.to_le_bytes()));
        bytes.extend(vectors.iter().flat_map(|(_, vector)| vector.map(i8::cast_unsigned)));
        bytes
    }

    #[test]
    fn what_is_folded_into_words_weighs_as_the_sum_does() {
        let meaning = Meaning::from_bytes(&bytes(&[(3, [2, -4]), (9, [6, 8])])).unwrap();
        let (weights, words) = ([0.3, -0.2], [3, 5, 9]);
        let by_sum: f64 = meaning.of(&words).iter().zip(weights).map(|(value, weight)| value * weight).sum();
        let mut table = vec![0.0; 1 << WORD_BITS];
        meaning.fold(&weights, &mut table);
        let folded = words.iter().map(|word| table[*word as usize]).sum::<f64>() / 3.0_f64.sqrt();
        assert!((by_sum - folded).abs() < 1e-12 && by_sum.abs() > 0.1, "{by_sum} {folded}");
    }

    #[test]
    fn broken_files_are_refused() {
        let sound = bytes(&[(3, [2, -4]), (9, [6, 8])]);
        assert!(Meaning::from_bytes(&sound[..sound.len() - 1]).is_err());
        assert!(Meaning::from_bytes(b"GIF89a").is_err());
        assert!(Meaning::from_bytes(&bytes(&[(9, [1, 1]), (3, [1, 1])])).is_err());
        assert!(Meaning::from_bytes(&bytes(&[(1 << WORD_BITS, [1, 1])])).is_err());
    }
}
