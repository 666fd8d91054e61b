//! What the invented desk has published.

use std::collections::HashSet;

use desk::guard::{self, ClearedListing, NewListing};
use model::{Indicator, IndicatorKind, Level, ListingReason, Method, Time};

use super::dice::Dice;
use super::{CAMPAIGNS, DemoYear, MARK};

/// Stream of random numbers that listings take.
const STREAM: u64 = 3;

/// Days from the start of a campaign until the desk publishes what it uses.
const DELAY_DAYS: i64 = 2;

/// Months of the year, 30 days each and a few more in the last.
const MONTHS: u64 = 12;

/// The entries of one month, published together at its end.
pub(crate) struct DemoMonth {
    /// When.
    pub(crate) at: Time,
    /// What.
    pub(crate) listings: Vec<ClearedListing>,
}

pub(super) fn months(year: &DemoYear<'_>, count: usize) -> Vec<DemoMonth> {
    let candidates = candidates(year);
    let mut months = Vec::new();
    let mut taken = candidates
        .iter()
        .enumerate()
        // Evenly through the year: the positions at which the share taken so far passes a whole number.
        .filter(|(index, _)| (index + 1) * count / candidates.len() > index * count / candidates.len())
        .map(|(_, candidate)| candidate)
        .peekable();
    for month in 1..=MONTHS {
        let last = month * CAMPAIGNS / MONTHS;
        let at = year.campaign_start(last - 1).plus_days(DELAY_DAYS).min(year.end);
        let mut listings = Vec::new();
        while let Some((index, method, indicator)) = taken.next_if(|(index, ..)| *index < last) {
            listings.extend(cleared(year, *index, *method, indicator, at));
        }
        months.push(DemoMonth { at, listings });
    }
    months
}

/// Everything the campaigns of the year use, each thing once, with its campaign and method.
fn candidates(year: &DemoYear<'_>) -> Vec<(u64, Method, Indicator)> {
    let mut seen = HashSet::new();
    let mut candidates = Vec::new();
    for index in 0..CAMPAIGNS {
        let campaign = year.campaign(index);
        let method = campaign.script.method;
        for indicator in campaign.indicators {
            if seen.insert(indicator.clone()) {
                candidates.push((index, method, indicator));
            }
        }
    }
    candidates
}

/// The entry as the guard lets it through; `None` when it refuses.
fn cleared(
    year: &DemoYear<'_>,
    index: u64,
    method: Method,
    indicator: &Indicator,
    at: Time,
) -> Option<ClearedListing> {
    let mut dice = Dice::new(year.seed, STREAM, index);
    let (block_share, reason) = match indicator.kind() {
        IndicatorKind::Domain | IndicatorKind::Url => (0.8, ListingReason::Impersonation),
        IndicatorKind::App | IndicatorKind::File => (0.9, ListingReason::Malware),
        _ => (0.3, ListingReason::VictimReports),
    };
    let days = 20 + i64::try_from(dice.below(345)).expect("less than a year");
    let listing = NewListing {
        indicator: indicator.clone(),
        method,
        level: if dice.happens(block_share) { Level::Block } else { Level::Warn },
        reason,
        expires_at: year.end.plus_days(days),
        evidence: format!("{MARK} {} phản ánh cùng nội dung", 2 + dice.below(40)),
    };
    guard::clear(listing, year.reference, at).ok()
}
