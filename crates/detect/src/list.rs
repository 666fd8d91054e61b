//! How the published list is asked.

use model::publication::Listing;
use model::{Indicator, ListedAs, Snapshot};

/// Answers whether an indicator is listed.
pub trait ListLookup {
    /// The entry that covers this indicator: itself, or a broader one (the host of a link); `None` when it
    /// is not listed.
    fn covering(&self, indicator: &Indicator) -> Option<ListedAs>;
}

impl ListLookup for Snapshot {
    fn covering(&self, indicator: &Indicator) -> Option<ListedAs> {
        Snapshot::covering(self, indicator).map(listed_as)
    }
}

/// The list with nothing on it.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoList;

impl ListLookup for NoList {
    fn covering(&self, _: &Indicator) -> Option<ListedAs> {
        None
    }
}

fn listed_as(listing: Listing) -> ListedAs {
    ListedAs {
        indicator: listing.indicator,
        method: listing.method,
        level: listing.level,
        listed_at: listing.listed_at,
    }
}
