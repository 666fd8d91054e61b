//! Writing that hides words from filters.

use super::{Context, Grounds};
use crate::facts::Fact;
use crate::rules::file::RuleKind;

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    if context.facts.has(Fact::Disguised) {
        grounds.add("disguised-writing", RuleKind::Scam, 1.0, None, None, &[]);
    }
}
