//! A synthetic year of one province, so that a newcomer sees every page alive: own sentences, invented
//! people, everything marked as sample. Pure: the same seed gives the same year.
//!
//! - [`messages.toml`](script): what people write, and how often;
//! - `campaign`: who cheats them, with indicators from reserved spaces only;
//! - `report`: one report; `listing`: what the desk has published; `officer`: who works there.

use model::reference::Province;
use model::{Reference, Time};

mod campaign;
mod dice;
mod listing;
mod officer;
mod report;
mod script;

pub(crate) use listing::DemoMonth;
pub(crate) use officer::officers;
pub(crate) use report::DemoReport;

#[cfg(test)]
mod tests;

use campaign::Campaign;
use script::Script;

/// Reports of a year, about what a province gets (the design's figure for one province).
pub(crate) const REPORTS: u64 = 50_000;
/// Entries of its list.
pub(crate) const LISTINGS: usize = 5_000;
/// Code of the province the year plays in: Đà Nẵng.
pub(crate) const PROVINCE: &str = "48";

/// What every text starts with.
pub(crate) const MARK: &str = "[MẪU]";

/// Campaigns in a year: one comes every hour and a half, and lives for some weeks.
const CAMPAIGNS: u64 = 6_000;
const DAYS: i64 = 365;

/// The synthetic year that ends at an instant.
pub(crate) struct DemoYear<'a> {
    seed: u64,
    end: Time,
    reference: &'a Reference,
    home: &'a Province,
    script: &'static Script,
}

impl<'a> DemoYear<'a> {
    /// The year of `seed` that ends at `end`. `None` when the tables know neither the province nor a bank.
    pub(crate) fn new(seed: u64, end: Time, reference: &'a Reference) -> Option<DemoYear<'a>> {
        let home = reference.places.province(PROVINCE)?;
        reference.banks.banks.first()?;
        Some(DemoYear { seed, end, reference, home, script: Script::embedded() })
    }

    /// Its reports, oldest first, made one at a time.
    pub(crate) fn reports(&self, count: u64) -> impl Iterator<Item = DemoReport> + '_ {
        (0..count).map(move |index| report::report(self, index, count))
    }

    /// The entries of its list by month, oldest first, `count` together.
    pub(crate) fn months(&self, count: usize) -> Vec<DemoMonth> {
        listing::months(self, count)
    }

    fn start(&self) -> Time {
        self.end.plus_days(-DAYS)
    }

    fn campaign(&self, index: u64) -> Campaign<'_> {
        Campaign::new(self.seed, index, self.script, &self.reference.banks.banks)
    }

    /// When a campaign begins: they follow each other evenly.
    fn campaign_start(&self, index: u64) -> Time {
        let millis = DAYS as u64 * 86_400_000 / CAMPAIGNS * index;
        Time::from_millis(self.start().millis() + i64::try_from(millis).expect("less than a year"))
    }
}
