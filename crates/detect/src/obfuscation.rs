//! How far the writing of a text hides what it says, as one number with its reasons.

use model::{Disguise, Obfuscation};

use crate::normalise::noise::Noise;
use crate::normalise::{Folded, Words};

/// What one of each sort presses. Set by hand: four disguised letters in a short message are half the scale.
const PRESSES: [(Disguise, f32); 6] = [
    (Disguise::Lookalikes, 0.20),
    (Disguise::Invisible, 0.20),
    (Disguise::Masked, 0.25),
    (Disguise::Joints, 0.15),
    (Disguise::MixedCase, 0.10),
    (Disguise::NoWords, 0.15),
];
/// Capitals inside words that names explain: `MoMo`, `VNeID`.
const NAMES_SWITCH: usize = 3;
/// Characters of a short message; the same disguises in a longer one hide less of it.
const SHORT: f32 = 160.0;

/// Measures a text.
pub(crate) fn measure(folded: &Folded<'_>, words: &Words, noise: &Noise) -> Obfuscation {
    let odd = if noise.is_english { 0 } else { noise.odd_long };
    let counts = [
        folded.lookalikes,
        folded.invisibles,
        words.repaired,
        words.joints,
        folded.case_switches.saturating_sub(NAMES_SWITCH),
        odd,
    ];
    let mut met: Vec<(Disguise, u32, f32)> = Vec::new();
    for ((way, press), count) in PRESSES.into_iter().zip(counts) {
        if count > 0 {
            met.push((way, u32::try_from(count).unwrap_or(u32::MAX), press * count as f32));
        }
    }
    met.sort_by(|a, b| b.2.total_cmp(&a.2));
    let length = (folded.text.len() as f32 / SHORT).max(1.0);
    let pressure = met.iter().map(|(_, _, press)| press).sum::<f32>() / length;
    Obfuscation {
        score: 1.0 - (-pressure).exp(),
        ways: met.into_iter().map(|(way, count, _)| (way, count)).collect(),
    }
}
