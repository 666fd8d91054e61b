//! Which method a scam is of: logistic regression over all methods at once, by plain descent in one order.

use std::collections::BTreeMap;

use detect::learned::MethodHead;
use detect::learned::methods::{SIGN_VALUE, buckets, sign_bucket, word_bucket};
use model::Method;

use super::fit::Example;

/// Penalty on the square of a weight.
const PENALTY: f64 = 0.05;
const STEPS: usize = 150;
/// Rows a bucket must stand in.
const ROWS_MIN: usize = 2;
const METHODS: usize = Method::ALL.len();

/// One row: its columns and which method it is.
struct Row {
    columns: Vec<(usize, f64)>,
    method: usize,
}

/// Fits the rows whose method is told; silent when there are none.
pub(super) fn fit<'r>(rows: impl Iterator<Item = (&'r Example, &'r str)>) -> MethodHead {
    let place = |slug: &str| Method::ALL.iter().position(|method| method.slug() == slug);
    let told: Vec<(BTreeMap<usize, f64>, usize)> =
        rows.filter_map(|(example, slug)| Some((values(example), place(slug)?))).collect();
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for bucket in told.iter().flat_map(|(values, _)| values.keys()) {
        *counts.entry(*bucket).or_default() += 1;
    }
    let used: Vec<usize> =
        counts.into_iter().filter(|(_, rows)| *rows >= ROWS_MIN).map(|(bucket, _)| bucket).collect();
    let rows: Vec<Row> = told
        .iter()
        .map(|(values, method)| {
            let known =
                values.iter().filter_map(|(bucket, value)| Some((used.binary_search(bucket).ok()?, *value)));
            // The last column is the bias.
            Row { columns: known.chain([(used.len(), 1.0)]).collect(), method: *method }
        })
        .collect();
    if rows.is_empty() {
        return MethodHead::silent();
    }
    quantise(&used, &descend(&rows, used.len() + 1))
}

/// What a row puts on each bucket; several words may share one.
fn values(example: &Example) -> BTreeMap<usize, f64> {
    let mut values = BTreeMap::new();
    let value = 1.0 / (example.words.len().max(1) as f64).sqrt();
    for word in &example.words {
        *values.entry(word_bucket(*word)).or_default() += value;
    }
    for sign in &example.signs {
        *values.entry(sign_bucket(*sign)).or_default() += f64::from(SIGN_VALUE);
    }
    values
}

/// Weights, methods of a column together. The step is at most what the curvature of each column allows: the
/// logistic loss over all methods bends at most half as much as the values squared.
fn descend(rows: &[Row], width: usize) -> Vec<f64> {
    let mut curvature = vec![PENALTY; width];
    for row in rows {
        let spread: f64 = row.columns.iter().map(|(_, value)| value).sum();
        for (column, value) in &row.columns {
            curvature[*column] += 0.5 * value * spread;
        }
    }
    let (mut found, mut ahead, mut momentum) =
        (vec![0.0; width * METHODS], vec![0.0; width * METHODS], 1.0_f64);
    for _ in 0..STEPS {
        let mut gradient: Vec<f64> = ahead.iter().map(|weight| PENALTY * weight).collect();
        for row in rows {
            let mut errors = shares(row, &ahead);
            errors[row.method] -= 1.0;
            for (column, value) in &row.columns {
                let sums = &mut gradient[column * METHODS..(column + 1) * METHODS];
                sums.iter_mut().zip(&errors).for_each(|(sum, error)| *sum += error * value);
            }
        }
        let next_momentum = f64::midpoint(1.0, (1.0 + 4.0 * momentum * momentum).sqrt());
        let carry = (momentum - 1.0) / next_momentum;
        momentum = next_momentum;
        for at in 0..found.len() {
            let next = ahead[at] - gradient[at] / curvature[at / METHODS];
            ahead[at] = next + carry * (next - found[at]);
            found[at] = next;
        }
    }
    found
}

fn shares(row: &Row, weights: &[f64]) -> [f64; METHODS] {
    let mut sums = [0.0; METHODS];
    for (column, value) in &row.columns {
        let own = &weights[column * METHODS..(column + 1) * METHODS];
        sums.iter_mut().zip(own).for_each(|(sum, weight)| *sum += weight * value);
    }
    let greatest = sums.iter().copied().fold(f64::MIN, f64::max);
    let powers = sums.map(|sum| (sum - greatest).exp());
    let all: f64 = powers.iter().sum();
    powers.map(|power| power / all)
}

fn quantise(used: &[usize], weights: &[f64]) -> MethodHead {
    let (own, bias) = weights.split_at(used.len() * METHODS);
    let step = own.iter().fold(f64::MIN_POSITIVE, |greatest, weight| greatest.max(weight.abs())) / 127.0;
    let mut head = MethodHead {
        step: step as f32,
        bias: bias.iter().map(|bias| *bias as f32).collect(),
        ..MethodHead::silent()
    };
    debug_assert_eq!(head.weights.len(), buckets() * METHODS);
    for (bucket, weights) in used.iter().zip(own.chunks_exact(METHODS)) {
        let places = &mut head.weights[bucket * METHODS..(bucket + 1) * METHODS];
        places.iter_mut().zip(weights).for_each(|(place, weight)| *place = (weight / step).round() as i8);
    }
    head
}

#[cfg(test)]
mod tests {
    use detect::learned::features::WORD_BITS;

    use super::*;

    #[test]
    fn words_of_a_method_speak_for_it() {
        let apart = WORD_BITS - buckets().ilog2();
        let example = |word: u32| Example {
            words: vec![word << apart, 9 << apart],
            signs: vec![],
            rules: [0.0; 3],
            meaning: vec![],
        };
        let rows: Vec<(Example, &str)> = (0..20)
            .map(|row| if row % 2 == 0 { (example(1), "gov-fine") } else { (example(2), "rel-gift") })
            .collect();
        let weights = descend(
            &rows
                .iter()
                .map(|(example, slug)| Row {
                    columns: values(example).into_iter().collect(),
                    method: usize::from(*slug == "rel-gift"),
                })
                .collect::<Vec<_>>(),
            10,
        );
        assert!(weights[METHODS] > weights[METHODS + 1] && weights[2 * METHODS] < weights[2 * METHODS + 1]);
        let head = fit(rows.iter().map(|(example, slug)| (example, *slug)));
        assert_eq!(head, fit(rows.iter().map(|(example, slug)| (example, *slug))));
    }
}
