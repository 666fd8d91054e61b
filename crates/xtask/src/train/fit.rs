//! Logistic regression with a penalty, on top of what the rules say already.
//!
//! Minimises the weighted logistic loss of `rules + words · weights + bias` plus half the square of the weights.
//! Each step minimises a bound of the loss that is separate in every weight (its curvature is at most a quarter
//! of the rows a word stands in, because the values of a row are 1/√n each), with Nesterov's momentum. Plain
//! loops in one order: the same rows give the same bits.

use std::collections::BTreeMap;

/// One row as the fit sees it.
#[derive(Debug)]
pub(crate) struct Example {
    /// Without repeats.
    pub(crate) buckets: Vec<u32>,
    /// Log-odds by the rules.
    pub(crate) rules: f64,
    pub(crate) is_scam: bool,
}

/// Share of scams that the rules' prior stands for; rows are weighted to have it.
const PRIOR_SHARE: f64 = 0.05;
/// How much the loss of the rows counts against the size of the weights.
const STRENGTH: f64 = 20.0;
/// Rows a word must stand in.
const ROWS_MIN: usize = 2;
const STEPS: usize = 150;
/// Newton steps of the calibration.
const CALIBRATION_STEPS: usize = 50;
/// Most that held out rows may stretch the words.
const SLOPE_MAX: f64 = 1.5;

/// Weights found.
#[derive(Debug)]
pub(crate) struct Fit {
    /// Buckets that have a weight, ascending.
    pub(crate) buckets: Vec<u32>,
    /// Their weights, in the same order.
    pub(crate) weights: Vec<f64>,
    pub(crate) bias: f64,
}

/// One row over the buckets that have a weight.
struct Row {
    places: Vec<usize>,
    value: f64,
    rules: f64,
    is_scam: bool,
    weight: f64,
}

impl Fit {
    /// Fits these rows.
    pub(crate) fn new(examples: &[&Example]) -> Fit {
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for bucket in examples.iter().flat_map(|example| &example.buckets) {
            *counts.entry(*bucket).or_default() += 1;
        }
        let buckets: Vec<u32> =
            counts.into_iter().filter(|(_, rows)| *rows >= ROWS_MIN).map(|(bucket, _)| bucket).collect();
        let share = scam_share(examples.iter().copied());
        let rows: Vec<Row> = examples.iter().map(|example| row(example, &buckets, share)).collect();
        let (weights, bias) = descend(&rows, buckets.len());
        Fit { buckets, weights, bias }
    }

    /// What the words of a row say, in log-odds.
    pub(crate) fn raw(&self, example: &Example) -> f64 {
        let sum: f64 = example
            .buckets
            .iter()
            .filter_map(|bucket| self.buckets.binary_search(bucket).ok())
            .map(|place| self.weights[place])
            .sum();
        self.bias + sum * value(example)
    }
}

fn scam_share<'e>(examples: impl Iterator<Item = &'e Example>) -> f64 {
    let (mut scams, mut all) = (0.0, 0.0);
    for example in examples {
        scams += f64::from(u8::from(example.is_scam));
        all += 1.0;
    }
    scams / all
}

/// So that scams weigh [`PRIOR_SHARE`] of all.
fn weight(is_scam: bool, share: f64) -> f64 {
    if is_scam { PRIOR_SHARE / share } else { (1.0 - PRIOR_SHARE) / (1.0 - share) }
}

fn value(example: &Example) -> f64 {
    1.0 / (example.buckets.len().max(1) as f64).sqrt()
}

fn row(example: &Example, buckets: &[u32], share: f64) -> Row {
    Row {
        places: example.buckets.iter().filter_map(|bucket| buckets.binary_search(bucket).ok()).collect(),
        value: value(example),
        rules: example.rules,
        is_scam: example.is_scam,
        weight: STRENGTH * weight(example.is_scam, share),
    }
}

fn descend(rows: &[Row], len: usize) -> (Vec<f64>, f64) {
    // The last place is the bias. The curvature of a row is spread over its words and the bias.
    let mut curvature = vec![1.0; len + 1];
    for row in rows {
        let spread = row.value * row.places.len() as f64 + 1.0;
        for place in &row.places {
            curvature[*place] += 0.25 * row.weight * row.value * spread;
        }
        curvature[len] += 0.25 * row.weight * spread;
    }
    let mut weights = vec![0.0; len + 1];
    let mut ahead = weights.clone();
    let mut momentum = 1.0_f64;
    for _ in 0..STEPS {
        let mut gradient = ahead.clone();
        gradient[len] = 0.0;
        for row in rows {
            let sum: f64 = row.places.iter().map(|place| ahead[*place]).sum();
            let log_odds = row.rules + row.value * sum + ahead[len];
            let error = row.weight * (probability(log_odds) - f64::from(u8::from(row.is_scam)));
            for place in &row.places {
                gradient[*place] += error * row.value;
            }
            gradient[len] += error;
        }
        let next_momentum = f64::midpoint(1.0, (1.0 + 4.0 * momentum * momentum).sqrt());
        let carry = (momentum - 1.0) / next_momentum;
        momentum = next_momentum;
        for place in 0..=len {
            let next = ahead[place] - gradient[place] / curvature[place];
            ahead[place] = next + carry * (next - weights[place]);
            weights[place] = next;
        }
    }
    let bias = weights.pop().unwrap_or_default();
    (weights, bias)
}

/// Slope and shift of the words' log-odds that make held out rows most likely, by Newton's method.
pub(crate) fn calibrate(examples: &[Example], held_out: &[f64]) -> (f64, f64) {
    let share = scam_share(examples.iter());
    let (mut slope, mut shift) = (1.0, 0.0);
    for _ in 0..CALIBRATION_STEPS {
        let (mut g0, mut g1, mut h00, mut h01, mut h11) = (0.0, 0.0, 1e-6, 0.0, 1e-6);
        for (example, raw) in examples.iter().zip(held_out) {
            let told = probability(example.rules + slope * raw + shift);
            let weight = weight(example.is_scam, share);
            let error = weight * (told - f64::from(u8::from(example.is_scam)));
            let bend = weight * told * (1.0 - told);
            g0 += error * raw;
            g1 += error;
            h00 += bend * raw * raw;
            h01 += bend * raw;
            h11 += bend;
        }
        let determinant = h00 * h11 - h01 * h01;
        if determinant.abs() < 1e-12 {
            break;
        }
        slope = (slope - (h11 * g0 - h01 * g1) / determinant).clamp(0.0, SLOPE_MAX);
        shift -= (h00 * g1 - h01 * g0) / determinant;
    }
    (slope, shift)
}

fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}
