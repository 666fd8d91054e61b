//! The reverse question: whose name does this host carry, that it does not belong to?

use model::{Indicator, Method};

use crate::Engine;
use crate::indicator_rules::brands::Likeness;
use crate::normalise::fold::fold_str;

/// Whom a host imitates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imitated<'e> {
    /// Name of the owner, in Vietnamese.
    pub owner: &'e str,
    /// The owner in the table of official channels; `None` for a bank that has no channel there.
    pub owner_slug: Option<&'e str>,
    /// How the host carries the name: `name`, `inside`, `joined`, `misspelt`, `beside`.
    pub likeness: &'static str,
    /// The fraud that imitating this owner points to.
    pub method: Method,
}

impl Engine {
    /// Whom the host of this domain or link imitates; `None` when it imitates nobody known, belongs to an official
    /// channel, or is a name that only verified institutions get.
    pub fn imitated(&self, indicator: &Indicator) -> Option<Imitated<'_>> {
        let host = indicator.host()?;
        let knowledge = self.knowledge();
        let restricted =
            [".gov.vn", ".edu.vn", ".ac.vn", ".int.vn"].iter().any(|suffix| host.ends_with(suffix));
        let known = knowledge.official.find_host(host).is_some() || knowledge.popular.find(host).is_some();
        if restricted || known || knowledge.hosts.is_shortener(host) {
            return None;
        }
        let seen = fold_str(&model::indicator::host::to_unicode(host));
        let found = knowledge.brands.imitated(&seen);
        let (brand, likeness) = found.filter(|(_, likeness)| *likeness != Likeness::Alone)?;
        Some(Imitated {
            owner: &brand.owner.vi,
            owner_slug: Some(brand.owner_slug.as_str()).filter(|slug| !slug.is_empty()),
            likeness: match likeness {
                Likeness::Part | Likeness::Alone => "name",
                Likeness::Inside => "inside",
                Likeness::Offer | Likeness::Filler | Likeness::Bait => "joined",
                Likeness::Typo => "misspelt",
                Likeness::Edge => "beside",
            },
            method: brand.method,
        })
    }
}
