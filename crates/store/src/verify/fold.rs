//! Compares the current listings with what the log leads to.

use std::collections::HashMap;

use model::{Indicator, Listing};

use super::{Problem, VerifyReport};
use crate::publication::listing_from_row;
use crate::row::Columns as _;
use crate::{StoreError, Tx};

/// Listings read at a time.
const PAGE: i64 = 5_000;

/// Takes each entry out of `folded`; what is left is missing from the list.
pub(super) async fn compare(
    tx: &mut Tx,
    mut folded: HashMap<Indicator, Listing>,
    report: &mut VerifyReport,
) -> Result<(), StoreError> {
    let mut after = 0;
    loop {
        let rows = sqlx::query("SELECT * FROM listings WHERE serial > $1 ORDER BY serial LIMIT $2")
            .bind(after)
            .bind(PAGE)
            .fetch_all(&mut **tx)
            .await?;
        let Some(last) = rows.last() else { break };
        after = last.number("serial")?;
        for row in &rows {
            report.listings += 1;
            let Ok(indicator) = row.indicator() else {
                report.push(Problem::ListingSurplus(row.text("indicator")?));
                continue;
            };
            match folded.remove(&indicator) {
                None => report.push(Problem::ListingSurplus(indicator.to_string())),
                Some(expected) if listing_from_row(row).is_ok_and(|listing| listing == expected) => {}
                Some(_) => report.push(Problem::ListingDiffers(indicator)),
            }
        }
    }
    let mut missing: Vec<Indicator> = folded.into_keys().collect();
    missing.sort();
    for indicator in missing {
        report.push(Problem::ListingMissing(indicator));
    }
    Ok(())
}
