//! What of the list an entry of the allow-list hits.

use model::indicator::host;
use model::publication::AllowList;
use model::{Indicator, IndicatorKind, Serial};

use crate::row::{Columns as _, column};
use crate::{StoreError, Tx};

/// Every entry of the list that the entry hits: in whose text it stands, by one reading of the list, and the names
/// above it.
pub(super) async fn listed(tx: &mut Tx, entry: &Indicator) -> Result<Vec<Indicator>, StoreError> {
    // Finds too much where the value has signs that the pattern gives a meaning; each is looked at again.
    let rows = sqlx::query("SELECT indicator FROM listings WHERE indicator LIKE $1")
        .bind(format!("%{}%", package_or_value(entry)))
        .fetch_all(&mut **tx)
        .await?;
    let mut found: Vec<Indicator> = rows.iter().map(|row| row.indicator()).collect::<Result<_, _>>()?;
    if entry.kind() == IndicatorKind::Domain {
        let parents = host::with_parents(entry.value()).skip(1);
        found.extend(parents.filter_map(|name| Indicator::parse(IndicatorKind::Domain, name).ok()));
    }
    found.retain(|indicator| AllowList::hits(indicator, entry));
    Ok(found)
}

/// The same of what was listed after `serial`.
pub(super) async fn listed_since(
    tx: &mut Tx,
    entry: &Indicator,
    serial: Serial,
) -> Result<Vec<Indicator>, StoreError> {
    let rows = sqlx::query("SELECT DISTINCT indicator FROM acts WHERE serial > $1 AND action <> 'delist'")
        .bind(column(serial.0))
        .fetch_all(&mut **tx)
        .await?;
    let mut found: Vec<Indicator> = rows.iter().map(|row| row.indicator()).collect::<Result<_, _>>()?;
    found.retain(|indicator| AllowList::hits(indicator, entry));
    Ok(found)
}

/// What every entry that is hit has in its text: the value, of an app its package.
fn package_or_value(entry: &Indicator) -> &str {
    match entry.kind() {
        IndicatorKind::App => entry.value().split('#').next().unwrap_or_default(),
        _ => entry.value(),
    }
}
