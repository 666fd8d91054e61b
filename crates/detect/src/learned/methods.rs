//! Which method words and signs speak of: one weight per bucket and method, and from them the guesses of an answer.
//!
//! Rules vote for methods too, and theirs count more; the learned weights choose where no rule votes, and tell the
//! second guess.

use model::{Assessment, Method, MethodGuess, Verdict};

use super::features::{Feature, SIGN_BITS, WORD_BITS};

/// Buckets as a power of two: 2^14 = 16,384, for words and signs alike.
const BITS: u32 = 14;
/// Methods.
const METHODS: usize = Method::ALL.len();
/// Bytes of the head in a model file.
pub(super) const LEN: usize = 4 + 4 * METHODS + (METHODS << BITS);
/// What the learned shares count beside those of the rules' votes, which count 1.
const LEARNED_SHARE: f32 = 0.5;
/// Share that a second method must have to be told.
const SECOND_SHARE_MIN: f32 = 0.03;

/// Weights of all methods.
#[derive(Clone, Debug, PartialEq)]
pub struct MethodHead {
    /// Log-odds of one step of a weight.
    pub step: f32,
    /// What each method starts with, in the order of [`Method::ALL`].
    pub bias: Vec<f32>,
    /// For each bucket one weight per method.
    pub weights: Vec<i8>,
}

/// The bucket of a word among those of methods.
pub fn word_bucket(bucket: u32) -> usize {
    (bucket >> (WORD_BITS - BITS)) as usize
}

/// The bucket of a sign among those of methods.
pub fn sign_bucket(bucket: u32) -> usize {
    // Signs share the table with words: a mask keeps them from following each other in the same order.
    ((bucket >> (SIGN_BITS - BITS)) ^ 0x1555) as usize
}

/// Buckets of methods.
pub const fn buckets() -> usize {
    1 << BITS
}

impl MethodHead {
    /// A head that prefers none.
    pub fn silent() -> MethodHead {
        MethodHead { step: 0.0, bias: vec![0.0; METHODS], weights: vec![0; METHODS << BITS] }
    }

    /// Probability of each method, in the order of [`Method::ALL`].
    pub fn shares(&self, features: &[Feature], signs: &[u32]) -> [f32; METHODS] {
        let (mut of_words, mut of_signs) = ([0_i32; METHODS], [0_i32; METHODS]);
        for feature in features {
            self.add(word_bucket(feature.bucket), &mut of_words);
        }
        for sign in signs {
            self.add(sign_bucket(*sign), &mut of_signs);
        }
        let root = (features.len().max(1) as f32).sqrt();
        let mut shares = [0.0_f32; METHODS];
        for (index, share) in shares.iter_mut().enumerate() {
            let sum = of_words[index] as f32 / root + of_signs[index] as f32 * SIGN_VALUE;
            *share = self.bias[index] + self.step * sum;
        }
        let greatest = shares.iter().copied().fold(f32::MIN, f32::max);
        shares.iter_mut().for_each(|share| *share = (*share - greatest).exp());
        let sum: f32 = shares.iter().sum();
        shares.map(|share| share / sum)
    }

    fn add(&self, bucket: usize, sums: &mut [i32; METHODS]) {
        let weights = &self.weights[bucket * METHODS..(bucket + 1) * METHODS];
        sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += i32::from(*weight));
    }

    /// Settles the guesses of an answer that tells a method; one that a listing tells stays first.
    pub(crate) fn settle(&self, assessment: &mut Assessment, features: &[Feature], signs: &[u32]) {
        if matches!(assessment.verdict, Verdict::Official | Verdict::NoInformation | Verdict::Spam) {
            return;
        }
        let mut shares = self.shares(features, signs).map(|share| share * LEARNED_SHARE);
        let voted = [&assessment.method, &assessment.method_second];
        for guess in voted.into_iter().flatten() {
            if let Some(place) = Method::ALL.iter().position(|method| *method == guess.method) {
                shares[place] += guess.confidence;
            }
        }
        let sum: f32 = shares.iter().sum();
        let mut order: Vec<usize> = (0..METHODS).collect();
        order.sort_by(|a, b| shares[*b].total_cmp(&shares[*a]).then(a.cmp(b)));
        let guess = |place: usize| MethodGuess {
            method: Method::ALL[order[place]],
            confidence: shares[order[place]] / sum,
        };
        let is_listed = assessment.verdict == Verdict::Listed;
        if let Some(listed) = assessment.method.as_ref().filter(|_| is_listed) {
            let other = (0..2).map(guess).find(|other| other.method != listed.method);
            assessment.method_second = other.filter(|other| other.confidence >= SECOND_SHARE_MIN);
        } else {
            assessment.method = Some(guess(0));
            assessment.method_second = Some(guess(1)).filter(|second| second.confidence >= SECOND_SHARE_MIN);
        }
    }

    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        let numbers = std::iter::once(&self.step).chain(&self.bias);
        bytes.extend(numbers.flat_map(|number| number.to_le_bytes()));
        bytes.extend(self.weights.iter().flat_map(|weight| weight.to_le_bytes()));
    }

    /// Reads a head of [`LEN`] bytes; `None` when a number is not finite.
    pub(super) fn read(bytes: &[u8]) -> Option<MethodHead> {
        let (numbers, weights) = bytes.split_at(4 + 4 * METHODS);
        let mut read =
            numbers.chunks_exact(4).map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]]));
        let step = read.next()?;
        let bias: Vec<f32> = read.collect();
        let is_sound = step.is_finite() && bias.iter().all(|number| number.is_finite());
        let weights = weights.iter().map(|byte| i8::from_le_bytes([*byte])).collect();
        is_sound.then_some(MethodHead { step, bias, weights })
    }
}

/// What a sign counts beside the words of a text.
pub const SIGN_VALUE: f32 = 0.3;

#[cfg(test)]
mod tests {
    use super::*;

    fn head(prefers: Method) -> MethodHead {
        let place = Method::ALL.iter().position(|method| *method == prefers).unwrap();
        let mut head = MethodHead::silent();
        head.bias[place] = 9.0;
        head
    }

    fn settled(verdict: Verdict, voted: Option<(Method, f32)>) -> [Option<Method>; 2] {
        let method = voted.map(|(method, confidence)| MethodGuess { method, confidence });
        let mut assessment = Assessment { verdict, method, ..Assessment::no_information() };
        head(Method::RelGift).settle(&mut assessment, &[], &[]);
        [assessment.method, assessment.method_second].map(|guess| guess.map(|guess| guess.method))
    }

    #[test]
    fn votes_of_rules_come_first_and_words_tell_the_second_guess() {
        let voted = Some((Method::GovFine, 1.0));
        assert_eq!(settled(Verdict::Dangerous, voted), [Some(Method::GovFine), Some(Method::RelGift)]);
        assert_eq!(settled(Verdict::Suspicious, None)[0], Some(Method::RelGift));
        assert_eq!(settled(Verdict::Listed, voted), [Some(Method::GovFine), Some(Method::RelGift)]);
    }

    #[test]
    fn no_method_is_guessed_where_there_is_no_scam() {
        assert_eq!(settled(Verdict::NoInformation, None), [None, None]);
        assert_eq!(settled(Verdict::Official, None), [None, None]);
    }
}
