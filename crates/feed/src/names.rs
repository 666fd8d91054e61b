//! Which hosts go into the formats that refuse names: the rule of [`model::publication::policy_zone`].

use model::publication::policy_zone;
use model::publication::{LeftOut, ZonePart};
use model::{Indicator, IndicatorKind, Level, Listing, Snapshot};

use crate::FeedOptions;
use crate::report::{Reason, Report, Unrepresentable};

/// What the formats that refuse names share: the level, the allow-list and the rules for names.
pub(crate) struct Names<'a> {
    snapshot: &'a Snapshot,
    options: &'a FeedOptions<'a>,
    part: ZonePart,
}

impl<'a> Names<'a> {
    /// For names that stand alone.
    pub(crate) fn alone(snapshot: &'a Snapshot, options: &'a FeedOptions<'a>) -> Names<'a> {
        Names::below("", snapshot, options)
    }

    /// For names below the policy zone.
    pub(crate) fn in_zone(snapshot: &'a Snapshot, options: &'a FeedOptions<'a>) -> Names<'a> {
        Names::below(&options.zone, snapshot, options)
    }

    fn below(zone: &str, snapshot: &'a Snapshot, options: &'a FeedOptions<'a>) -> Names<'a> {
        let mut part = ZonePart::blocked(zone);
        if options.include_warn {
            part.levels.push(Level::Warn);
        }
        Names { snapshot, options, part }
    }

    /// Entries of this kind at the wanted level, in order.
    pub(crate) fn listings(&self, kind: IndicatorKind) -> impl Iterator<Item = Listing> {
        self.snapshot.of_kind(kind).filter(|listing| self.is_wanted(listing))
    }

    /// The names to write, each with what to write for it; the others go to the report.
    pub(crate) fn for_each(
        &self,
        report: &mut Report,
        mut write: impl FnMut(&str) -> std::io::Result<()>,
    ) -> std::io::Result<()> {
        for listing in self.listings(IndicatorKind::Domain) {
            match self.owner_name(&listing) {
                Ok(name) => {
                    report.entries += 1;
                    write(name)?;
                }
                Err(reason) => report.unrepresentable.push(left_out(&listing, reason.into())),
            }
        }
        Ok(())
    }

    /// Like [`Names::for_each`] for formats in which a name covers everything below it: a host below
    /// another one that is written is only counted.
    pub(crate) fn for_each_top(
        &self,
        report: &mut Report,
        mut write: impl FnMut(&str) -> std::io::Result<()>,
    ) -> std::io::Result<()> {
        for listing in self.listings(IndicatorKind::Domain) {
            match self.owner_name(&listing) {
                Ok(_) if self.is_covered(&listing.indicator) => report.covered += 1,
                Ok(name) => {
                    report.entries += 1;
                    write(name)?;
                }
                Err(reason) => report.unrepresentable.push(left_out(&listing, reason.into())),
            }
        }
        Ok(())
    }

    /// Whether a parent is listed at the wanted level and can itself be written.
    fn is_covered(&self, indicator: &Indicator) -> bool {
        indicator
            .lookups()
            .iter()
            .filter(|parent| parent.kind() == IndicatorKind::Domain && *parent != indicator)
            .filter_map(|parent| self.snapshot.get(parent))
            .any(|parent| self.is_wanted(&parent) && self.owner_name(&parent).is_ok())
    }

    fn is_wanted(&self, listing: &Listing) -> bool {
        self.part.levels.contains(&listing.level)
    }

    fn owner_name<'b>(&self, listing: &'b Listing) -> Result<&'b str, LeftOut> {
        self.part.owner_name(listing, self.options.reference)
    }

    /// Refuses a host or link on the allow-list.
    pub(crate) fn check_allowed(&self, indicator: &Indicator) -> Result<(), Reason> {
        Ok(policy_zone::check_allowed(indicator, self.options.reference)?)
    }
}

pub(crate) fn left_out(listing: &Listing, reason: Reason) -> Unrepresentable {
    Unrepresentable { indicator: listing.indicator.clone(), serial: listing.serial, reason }
}
