//! Figures over scores of labelled messages: recall at a share of false alarms, area, calibration.

/// False alarms at which recall is told.
pub(crate) const FALSE_ALARMS: [f64; 3] = [0.001, 0.005, 0.01];
/// Parts of equal width in which calibration is compared.
const BINS: usize = 10;

/// Share of `scores` above the score that this share of honest messages passes. `honest` is descending.
pub(crate) fn recall(scores: &[f64], honest: &[f64], share: f64) -> f64 {
    let passed = (share * honest.len() as f64).floor() as usize;
    let Some(threshold) = honest.get(passed.min(honest.len().saturating_sub(1))) else { return f64::NAN };
    scores.iter().filter(|score| *score > threshold).count() as f64 / scores.len().max(1) as f64
}

/// Probability that a scam has the higher score; half for equal ones. `honest` is descending.
pub(crate) fn area(scores: &[f64], honest: &[f64]) -> f64 {
    let above = |score: f64| {
        let higher = honest.partition_point(|other| *other > score);
        let level = honest.partition_point(|other| *other >= score) - higher;
        honest.len() as f64 - higher as f64 - level as f64 / 2.0
    };
    scores.iter().map(|score| above(*score)).sum::<f64>() / (scores.len() * honest.len()) as f64
}

/// Mean distance of score and share of unwanted messages over parts of equal width, weighted by rows. Each row is
/// its score, whether it is unwanted, and what it weighs.
pub(crate) fn calibration(rows: impl Iterator<Item = (f64, bool, f64)>) -> f64 {
    let mut bins = [(0.0, 0.0); BINS];
    let mut all = 0.0;
    for (score, is_unwanted, weight) in rows {
        let bin = &mut bins[((score * BINS as f64) as usize).min(BINS - 1)];
        bin.0 += score * weight;
        bin.1 += f64::from(u8::from(is_unwanted)) * weight;
        all += weight;
    }
    bins.iter().map(|(told, unwanted)| (told - unwanted).abs()).sum::<f64>()
        / f64::max(all, f64::MIN_POSITIVE)
}

/// In descending order.
pub(crate) fn descending(mut scores: Vec<f64>) -> Vec<f64> {
    scores.sort_by(|a, b| b.total_cmp(a));
    scores
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn area_counts_pairs_and_halves_ties() {
        let honest = [0.9, 0.5, 0.1, 0.1];
        assert!((area(&[0.95], &honest) - 1.0).abs() < 1e-9);
        assert!((area(&[0.5], &honest) - 0.625).abs() < 1e-9);
        assert!((area(&[0.1, 0.95], &honest) - 0.625).abs() < 1e-9);
    }

    #[test]
    fn recall_lets_no_more_than_the_share_of_honest_pass() {
        let honest: Vec<f64> = (0..200).rev().map(|step| f64::from(step) / 200.0).collect();
        // One of 200 may pass at 0.5 %: the second highest, 0.99, is the threshold.
        assert!((recall(&[0.991, 0.99, 0.5], &honest, 0.005) - 1.0 / 3.0).abs() < 1e-9);
        assert!((recall(&[0.996, 0.991], &honest, 0.001) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn scores_that_are_shares_have_no_calibration_error() {
        let rows = [(0.25, true, 1.0), (0.25, false, 3.0), (0.85, true, 0.85), (0.85, false, 0.15)];
        assert!(calibration(rows.into_iter()) < 1e-9);
        assert!((calibration([(0.75, false, 2.0)].into_iter()) - 0.75).abs() < 1e-9);
    }
}
