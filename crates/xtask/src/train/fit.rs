//! Logistic regression that starts from what the rules say and is pulled back to that.
//!
//! Minimises the weighted logistic loss of `rules · counts + words · weights/√n + signs · weights + bias` plus half
//! the squares of the weights and of the distance of the counts from where they start, each times its penalty. Each
//! step minimises a bound of the loss that is separate in every weight (its curvature is at most a quarter of what the
//! rows put on it), with Nesterov's momentum. Plain loops in one order: the same rows give the same bits.

use std::collections::BTreeMap;

use detect::learned::FEW_WORDS;
use detect::learned::features::{SIGN_BITS, WORD_BITS};

use super::meaning::Meaning;

/// One row as the fit sees it.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    /// Buckets of words, without repeats.
    pub(crate) words: Vec<u32>,
    /// Buckets of signs, without repeats.
    pub(crate) signs: Vec<u32>,
    /// What the rules weigh for a scam, against one, and for spam.
    pub(crate) rules: [f64; 3],
    /// What its words mean together, as [`Meaning::of`] says; empty when that is left out.
    pub(crate) meaning: Vec<f64>,
}

/// How one row counts for one question: whether the answer is yes, and how much it weighs; 0 leaves it out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) is_yes: bool,
    pub(crate) weight: f64,
}

/// Share of rows with the answer yes that the log-odds are fitted for, about what people paste.
pub(crate) const YES_SHARE: f64 = 0.2;
/// Penalty on the square of a word's weight.
const WORD_PENALTY: f64 = 0.2;
/// Penalty on the square of a sign's weight. Signs are few and stand in many rows: freer, each learns what chance put
/// beside it in our files and says something else in others.
const SIGN_PENALTY: f64 = 10.0;
/// Penalty on the square of the distance of the rules' counts from their start.
const RULES_PENALTY: f64 = 20.0;
/// Rows a word or sign must stand in.
const ROWS_MIN: usize = 2;
const STEPS: usize = 200;

/// Weights found.
#[derive(Clone, Debug)]
pub(crate) struct Fit {
    pub(crate) words: Vec<f64>,
    pub(crate) signs: Vec<f64>,
    pub(crate) rules: [f64; 3],
    pub(crate) bias: f64,
}

/// One row over all columns: words, then signs, meaning, the three sums of rules, and one for the bias.
struct Row {
    columns: Vec<(usize, f64)>,
    is_yes: bool,
    weight: f64,
}

impl Fit {
    /// Fits these rows; `start` is what the rules' sums count before anything is learned. What `meaning` weighs is
    /// part of the words' weights in the end.
    pub(crate) fn new(rows: &[(&Example, Answer)], start: [f64; 3], meaning: &Meaning) -> Fit {
        let scale = balance(rows.iter().map(|(_, answer)| *answer));
        let rows: Vec<&(&Example, Answer)> = rows.iter().filter(|(_, answer)| answer.weight > 0.0).collect();
        let words = common(rows.iter().map(|(example, _)| &example.words));
        let signs = common(rows.iter().map(|(example, _)| &example.signs));
        let meanings = rows.first().map_or(0, |(example, _)| example.meaning.len());
        let width = words.len() + signs.len() + meanings + 4;
        let read: Vec<Row> = rows
            .iter()
            .map(|(example, answer)| Row {
                columns: columns(example, &words, &signs),
                is_yes: answer.is_yes,
                weight: answer.weight * scale[usize::from(answer.is_yes)],
            })
            .collect();
        let mut first = vec![0.0; width];
        first[width - 4..width - 1].copy_from_slice(&start);
        first[width - 1] = -3.0;
        let mut penalties = vec![WORD_PENALTY; width];
        penalties[words.len()..words.len() + signs.len()].fill(SIGN_PENALTY);
        penalties[width - 4..width - 1].fill(RULES_PENALTY);
        penalties[width - 1] = 0.0;
        let found = descend(&read, &first, &penalties);
        let mut fit = Fit {
            words: vec![0.0; 1 << WORD_BITS],
            signs: vec![0.0; 1 << SIGN_BITS],
            rules: [found[width - 4], found[width - 3], found[width - 2]],
            bias: found[width - 1],
        };
        words.iter().zip(&found).for_each(|(bucket, weight)| fit.words[*bucket as usize] = *weight);
        signs
            .iter()
            .zip(&found[words.len()..])
            .for_each(|(bucket, weight)| fit.signs[*bucket as usize] = *weight);
        if meanings > 0 {
            meaning.fold(&found[width - 4 - meanings..width - 4], &mut fit.words);
        }
        fit
    }

    /// Log-odds of a row.
    pub(crate) fn log_odds(&self, example: &Example) -> f64 {
        let words: f64 = example.words.iter().map(|word| self.words[*word as usize]).sum();
        let signs: f64 = example.signs.iter().map(|sign| self.signs[*sign as usize]).sum();
        let rules: f64 = self.rules.iter().zip(example.rules).map(|(count, sum)| count * sum).sum();
        self.bias + rules + words / root(example) + signs
    }
}

/// What rows with the answers no and yes are multiplied with, so that yes has its share and all rows together count as
/// much as they weigh: where few rows of weight are there, little is learned.
pub(crate) fn balance(answers: impl Iterator<Item = Answer>) -> [f64; 2] {
    let mut sums = [0.0; 2];
    for answer in answers.filter(|answer| answer.weight > 0.0) {
        sums[usize::from(answer.is_yes)] += answer.weight;
    }
    let all = (sums[0] + sums[1]) * TRUST;
    [(1.0 - YES_SHARE) * all / sums[0], YES_SHARE * all / sums[1]]
}

/// What a row of weight 1 counts against the penalties.
const TRUST: f64 = 2.0;

fn root(example: &Example) -> f64 {
    (example.words.len() as f64 + f64::from(FEW_WORDS)).sqrt()
}

/// Buckets that stand in at least [`ROWS_MIN`] rows, ascending.
fn common<'r>(rows: impl Iterator<Item = &'r Vec<u32>>) -> Vec<u32> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for bucket in rows.flatten() {
        *counts.entry(*bucket).or_default() += 1;
    }
    counts.into_iter().filter(|(_, rows)| *rows >= ROWS_MIN).map(|(bucket, _)| bucket).collect()
}

fn columns(example: &Example, words: &[u32], signs: &[u32]) -> Vec<(usize, f64)> {
    let value = 1.0 / root(example);
    let place = |of: &[u32], bucket: &u32| of.binary_search(bucket).ok();
    let meant = words.len() + signs.len();
    let after = meant + example.meaning.len();
    let own = example.words.iter().filter_map(|word| Some((place(words, word)?, value)));
    let named = example.signs.iter().filter_map(|sign| Some((words.len() + place(signs, sign)?, 1.0)));
    let rules = example.rules.iter().enumerate().map(|(sum, weight)| (after + sum, *weight));
    let meanings = example.meaning.iter().enumerate().map(|(place, value)| (meant + place, *value));
    own.chain(named).chain(meanings).chain(rules).chain([(after + 3, 1.0)]).collect()
}

fn descend(rows: &[Row], first: &[f64], penalties: &[f64]) -> Vec<f64> {
    let mut curvature: Vec<f64> = penalties.to_vec();
    for row in rows {
        let spread: f64 = row.columns.iter().map(|(_, value)| value.abs()).sum();
        for (column, value) in &row.columns {
            curvature[*column] += 0.25 * row.weight * value.abs() * spread;
        }
    }
    let (mut found, mut ahead, mut momentum) = (first.to_vec(), first.to_vec(), 1.0_f64);
    for _ in 0..STEPS {
        let mut gradient: Vec<f64> = ahead
            .iter()
            .zip(first)
            .zip(penalties)
            .map(|((at, from), penalty)| penalty * (at - from))
            .collect();
        for row in rows {
            let log_odds: f64 = row.columns.iter().map(|(column, value)| ahead[*column] * value).sum();
            let error = row.weight * (probability(log_odds) - f64::from(u8::from(row.is_yes)));
            for (column, value) in &row.columns {
                gradient[*column] += error * value;
            }
        }
        let next_momentum = f64::midpoint(1.0, (1.0 + 4.0 * momentum * momentum).sqrt());
        let carry = (momentum - 1.0) / next_momentum;
        momentum = next_momentum;
        for column in 0..found.len() {
            let next = if curvature[column] > 0.0 {
                ahead[column] - gradient[column] / curvature[column]
            } else {
                ahead[column]
            };
            ahead[column] = next + carry * (next - found[column]);
            found[column] = next;
        }
    }
    found
}

/// Probability that these log-odds stand for.
pub(crate) fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}
