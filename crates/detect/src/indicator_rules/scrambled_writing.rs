//! Writing that no reader would produce by accident.

use super::{Context, Grounds};
use crate::facts::Fact;
use crate::normalise::noise::SCRAMBLED;
use crate::rules::file::RuleKind;

/// Log-odds of spam.
const WEIGHT: f32 = 4.0;

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    // A host or an address alone is no writing.
    if context.is_whole {
        return;
    }
    let points = context.noise.points;
    if points >= SCRAMBLED || (points + 1 == SCRAMBLED && context.facts.has(Fact::Link)) {
        grounds.add("scrambled-writing", RuleKind::Spam, WEIGHT, None, None, &[]);
    }
}
