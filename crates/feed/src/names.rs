//! Which hosts go into the formats that refuse names.

use model::publication::zone_name;
use model::{Indicator, IndicatorKind, Level, Listing, Snapshot};

use crate::FeedOptions;
use crate::report::{Reason, Report, Unrepresentable};

/// The suffix of the state's own names, which no feed ever refuses.
const STATE_SUFFIX: &str = "gov.vn";

/// What the formats that refuse names share: the level, the allow-list and the rules for names.
pub(crate) struct Names<'a> {
    snapshot: &'a Snapshot,
    options: &'a FeedOptions<'a>,
    /// Octets of the zone name on the wire; 1 (the root) where names stand alone.
    zone_octets: usize,
}

impl<'a> Names<'a> {
    /// For names that stand alone.
    pub(crate) fn alone(snapshot: &'a Snapshot, options: &'a FeedOptions<'a>) -> Names<'a> {
        Names { snapshot, options, zone_octets: 1 }
    }

    /// For names below the policy zone.
    pub(crate) fn in_zone(snapshot: &'a Snapshot, options: &'a FeedOptions<'a>) -> Names<'a> {
        Names { snapshot, options, zone_octets: zone_name::octets(&options.zone) }
    }

    /// Entries of this kind at the wanted level, in order.
    pub(crate) fn listings(&self, kind: IndicatorKind) -> impl Iterator<Item = &'a Listing> {
        let include_warn = self.options.include_warn;
        // The order of a snapshot is kind first, so the rest need not be read.
        self.snapshot
            .iter()
            .skip_while(move |listing| listing.indicator.kind() < kind)
            .take_while(move |listing| listing.indicator.kind() == kind)
            .filter(move |listing| include_warn || listing.level == Level::Block)
    }

    /// The names to write, each with what to write for it; the others go to the report.
    pub(crate) fn for_each(
        &self,
        report: &mut Report,
        mut write: impl FnMut(&str) -> std::io::Result<()>,
    ) -> std::io::Result<()> {
        for listing in self.listings(IndicatorKind::Domain) {
            match self.owner_name(&listing.indicator) {
                Ok(name) => {
                    report.entries += 1;
                    write(&name)?;
                }
                Err(reason) => report.unrepresentable.push(left_out(listing, reason)),
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
            match self.owner_name(&listing.indicator) {
                Ok(_) if self.is_covered(&listing.indicator) => report.covered += 1,
                Ok(name) => {
                    report.entries += 1;
                    write(&name)?;
                }
                Err(reason) => report.unrepresentable.push(left_out(listing, reason)),
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
            .any(|parent| self.is_wanted(parent) && self.owner_name(&parent.indicator).is_ok())
    }

    fn is_wanted(&self, listing: &Listing) -> bool {
        self.options.include_warn || listing.level == Level::Block
    }

    fn owner_name(&self, indicator: &Indicator) -> Result<String, Reason> {
        self.check_allowed(indicator)?;
        Ok(zone_name::owner_name(indicator.value(), self.zone_octets)?)
    }

    /// Refuses a host or link on the allow-list. The guard keeps such entries off the list; this holds
    /// when the allow-list has grown since.
    pub(crate) fn check_allowed(&self, indicator: &Indicator) -> Result<(), Reason> {
        let reference = self.options.reference;
        let Some(host) = indicator.host() else { return Ok(()) };
        let is_state = host == STATE_SUFFIX || host.ends_with(".gov.vn");
        // A page on a shared host may be refused, the host may not.
        let is_protected = indicator.covers_whole_host() && reference.hosts.protection(host).is_some();
        let is_shared_page = !indicator.covers_whole_host() && reference.hosts.protection(host).is_some();
        if is_state || is_protected || (!is_shared_page && reference.official.find(indicator).is_some()) {
            return Err(Reason::Protected(host.to_owned()));
        }
        Ok(())
    }
}

pub(crate) fn left_out(listing: &Listing, reason: Reason) -> Unrepresentable {
    Unrepresentable { indicator: listing.indicator.clone(), serial: listing.serial, reason }
}
