//! The caller check: whose number rang, and whether the office it claims to be can call from it.

use model::reference::{CallerClaim, Calls};
use model::{Assessment, Indicator, IndicatorKind, Reference};

use crate::engine::Engine;
use crate::facts::Fact;
use crate::list::ListLookup;

pub use model::reference::CallerShape;

/// What is known of a number that rang.
#[derive(Debug)]
pub struct CallerAnswer<'r> {
    /// The number, canonical; `None` when none was shown or it cannot be read.
    pub number: Option<Indicator>,
    /// What to know about numbers of its kind.
    pub shape: &'r CallerShape,
    /// What the caller claims to be; `None` when that was not told.
    pub claim: Option<&'r CallerClaim>,
    /// Who is known to own the number; the caller may still be somebody else, who shows it.
    pub owner: Option<&'r model::reference::Official>,
    /// The verdict. Never `official`: a display can be forged.
    pub assessment: Assessment,
}

impl Engine {
    /// Looks at the number that rang and at what its caller claims to be (a code of `callers.toml`).
    ///
    /// `number` is as the telephone showed it; empty or unreadable counts as hidden.
    pub fn check_caller<'r>(
        &self,
        reference: &'r Reference,
        number: &str,
        claim: Option<&str>,
        list: &impl ListLookup,
    ) -> CallerAnswer<'r> {
        let number = Indicator::parse(IndicatorKind::Phone, number).ok();
        let shape = reference.callers.shape_of(number.as_ref().map(Indicator::value));
        let claim = claim.and_then(|code| reference.callers.claim(code));
        let owner = number.as_ref().and_then(|number| reference.official.find(number));
        let mut facts = vec![Fact::Call];
        facts.extend(match (shape.kind.as_str(), shape.calls) {
            ("hidden", _) => Some(Fact::CallHidden),
            ("foreign", _) => Some(Fact::CallForeign),
            (_, Calls::Never) => Some(Fact::CallCannot),
            _ => None,
        });
        let another = |owner: &model::reference::Official| {
            claim.is_some_and(|claim| !claim.owners.is_empty() && !claim.owners.contains(&owner.owner_slug))
        };
        if owner.is_some_and(another) {
            facts.push(Fact::CallOfAnother);
        }
        let rules: Vec<u16> = claim
            .and_then(|claim| self.rules().index_of(&format!("claims-{}", claim.code)))
            .into_iter()
            .collect();
        let assessment = self.assess_told(&facts, rules, number.clone(), list);
        CallerAnswer { number, shape, claim, owner, assessment }
    }
}
