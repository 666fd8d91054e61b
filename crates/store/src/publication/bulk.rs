//! Many entries at once, by command.

use std::collections::HashSet;

use desk::guard::{ClearedListing, NewListing};
use model::publication::ActHash;
use model::{Act, Action, Serial, Time};
use sqlx::query::Query;

use super::append::{leave_head, lock_head, take_head};
use crate::allowed::standing_in;
use crate::audit::{self, Deed, Who};
use crate::row::{Columns as _, column};
use crate::{Store, StoreError, Tx};

/// What became of the entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BulkListed {
    /// Entries that were added.
    pub listed: u64,
    /// Entries left out because the list has the indicator already, or it came before in the same call.
    pub already_listed: u64,
    /// Entries left out because the desk's allow-list protects them, or a second officer's ground would be needed.
    pub protected: u64,
    /// The serial after the call.
    pub serial: Serial,
}

/// Entries in one transaction: long enough to be fast, short enough that a report that comes in meanwhile
/// does not wait.
const BATCH: usize = 1_000;

/// Rows in one statement. Not more: SQLite looks a parameter's name up in a list from its start, so that a
/// statement of 5,000 parameters spends most of its time counting. Measured on the same machine: 4,200
/// listings a second at 500 rows, 57,600 at 40.
const ROWS: usize = 40;

impl Store {
    /// Adds entries that are not listed yet, 1,000 to a transaction. `why` says where they come from; it
    /// goes into the audit trail.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; the batches before the one that failed stay.
    pub async fn bulk_list(
        &self,
        listings: &[ClearedListing],
        why: &str,
        now: Time,
    ) -> Result<BulkListed, StoreError> {
        let mut outcome = BulkListed { serial: self.head_serial().await?, ..BulkListed::default() };
        for batch in listings.chunks(BATCH) {
            let (listed, protected, serial) = self.bulk_list_batch(batch, why, now).await?;
            outcome.listed += listed;
            outcome.protected += protected;
            outcome.already_listed += batch.len() as u64 - listed - protected;
            outcome.serial = serial.max(outcome.serial);
        }
        Ok(outcome)
    }

    async fn bulk_list_batch(
        &self,
        batch: &[ClearedListing],
        why: &str,
        now: Time,
    ) -> Result<(u64, u64, Serial), StoreError> {
        let mut tx = self.begin().await?;
        lock_head(&mut tx).await?;
        let allowed = standing_in(&mut tx).await?;
        let is_protected = |cleared: &&ClearedListing| {
            cleared.awaits_ground() || allowed.conflict(&cleared.listing().indicator).is_some()
        };
        let protected = batch.iter().filter(is_protected).count() as u64;
        let mut seen = listed_already(&mut tx, batch).await?;
        let new: Vec<&NewListing> = batch
            .iter()
            .filter(|cleared| !is_protected(cleared))
            .map(ClearedListing::listing)
            .filter(|listing| seen.insert(listing.indicator.to_string()))
            .collect();
        if new.is_empty() {
            return Ok((0, protected, Serial(0)));
        }
        let head = take_head(&mut tx, new.len() as u64).await?;
        let mut previous = head.hash;
        let mut serial = head.serial;
        let mut acts: Vec<(Act, ActHash)> = Vec::with_capacity(new.len());
        for listing in &new {
            serial = serial.next();
            let act = act_of(listing, serial, now);
            previous = act.hash(previous);
            acts.push((act, previous));
        }
        for rows in acts.chunks(ROWS) {
            insert_acts(&mut tx, rows).await?;
            insert_listings(&mut tx, rows).await?;
        }
        leave_head(self, &mut tx, serial, previous, now).await?;
        let why = format!("serial {} to {serial}: {why}", head.serial.next());
        audit::append(&mut tx, now, Who::Command, Deed::ImportActs, "", &why).await?;
        tx.commit().await?;
        self.announce(serial);
        Ok((new.len() as u64, protected, serial))
    }
}

/// The indicators of the batch that the list has.
async fn listed_already(tx: &mut Tx, batch: &[ClearedListing]) -> Result<HashSet<String>, StoreError> {
    let mut found = HashSet::with_capacity(batch.len());
    for rows in batch.chunks(ROWS) {
        let sql = format!("SELECT indicator FROM listings WHERE indicator IN ({})", places(1, rows.len()));
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
        for cleared in rows {
            query = query.bind(cleared.listing().indicator.to_string());
        }
        for row in query.fetch_all(&mut **tx).await? {
            found.insert(row.text("indicator")?);
        }
    }
    Ok(found)
}

fn act_of(listing: &NewListing, serial: Serial, now: Time) -> Act {
    Act {
        serial,
        at: now,
        action: Action::List,
        indicator: listing.indicator.clone(),
        method: listing.method,
        level: listing.level,
        reason: listing.reason,
        expires_at: listing.expires_at,
        proposed_by: None,
        approved_by: None,
        evidence: listing.evidence.clone(),
    }
}

async fn insert_acts(tx: &mut Tx, acts: &[(Act, ActHash)]) -> Result<(), StoreError> {
    let start = "INSERT INTO acts (serial, at, action, indicator, method, level, reason, expires_at,
        evidence, hash) VALUES ";
    let sql = start.to_owned() + &rows_of(acts.len(), 10);
    let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
    for (act, hash) in acts {
        query = query
            .bind(column(act.serial.0))
            .bind(act.at.millis())
            .bind(act.action.slug())
            .bind(act.indicator.to_string())
            .bind(act.method.slug())
            .bind(act.level.slug())
            .bind(act.reason.slug())
            .bind(act.expires_at.millis())
            .bind(act.evidence.as_str())
            .bind(hash.to_string());
    }
    run(query, tx).await
}

async fn insert_listings(tx: &mut Tx, acts: &[(Act, ActHash)]) -> Result<(), StoreError> {
    let start =
        "INSERT INTO listings (serial, indicator, method, level, reason, listed_at, expires_at) VALUES ";
    let sql = start.to_owned() + &rows_of(acts.len(), 7);
    let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
    for (act, _) in acts {
        query = query
            .bind(column(act.serial.0))
            .bind(act.indicator.to_string())
            .bind(act.method.slug())
            .bind(act.level.slug())
            .bind(act.reason.slug())
            .bind(act.at.millis())
            .bind(act.expires_at.millis());
    }
    run(query, tx).await
}

async fn run(query: Query<'_, sqlx::Any, sqlx::any::AnyArguments>, tx: &mut Tx) -> Result<(), StoreError> {
    // Two commands that import at once may both find an indicator missing; the second starts again.
    query.execute(&mut **tx).await.map_err(|error| crate::error::conflict_if_unique(error, "listing"))?;
    Ok(())
}

/// `($1, $2), ($3, $4)` for two rows of two columns.
fn rows_of(rows: usize, columns: usize) -> String {
    let row = |index: usize| format!("({})", places(index * columns + 1, columns));
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

/// `$3, $4` for two places from 3.
fn places(first: usize, count: usize) -> String {
    (first..first + count).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
}
