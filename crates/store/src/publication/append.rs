//! One act: the only way into the log.

use desk::guard::NewListing;
use model::publication::ActHash;
use model::{Act, Action, Indicator, Listing, OfficerId, Serial, Time};

use super::listing_in;
use crate::allowed;
use crate::job::{self, JobKind};
use crate::row::{Columns as _, column};
use crate::{Store, StoreError, Tx};

/// What an act does to the list.
pub(crate) enum Change {
    /// Leaves this entry, new or revised.
    Put(NewListing),
    /// Takes the entry away, on this ground.
    Remove(Indicator, String),
}

/// Who stands behind an act. Both `None`: the system or a command.
#[derive(Clone, Copy, Default)]
pub(crate) struct By {
    pub(crate) proposed_by: Option<OfficerId>,
    pub(crate) approved_by: Option<OfficerId>,
}

/// The next free position of the log, held until the transaction ends.
pub(super) struct Head {
    pub(super) serial: Serial,
    pub(super) hash: ActHash,
}

/// Keeps everybody else from appending until the transaction ends, before anything is read that the act
/// rests on.
pub(crate) async fn lock_head(tx: &mut Tx) -> Result<(), StoreError> {
    sqlx::query("UPDATE log_heads SET position = position WHERE name = 'publication'")
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Takes `acts` positions at the head of the log; nobody else can until the transaction ends. Answers the
/// head as it was before.
pub(super) async fn take_head(tx: &mut Tx, acts: u64) -> Result<Head, StoreError> {
    let row = sqlx::query(
        "UPDATE log_heads SET position = position + $1 WHERE name = 'publication'
         RETURNING position, hash",
    )
    .bind(column(acts))
    .fetch_one(&mut **tx)
    .await?;
    Ok(Head { serial: Serial(row.unsigned("position")? - acts), hash: row.parsed("hash")? })
}

/// Writes the hash of the last act back to the head, adds the follow-up job, and tells the other nodes at
/// commit.
pub(super) async fn leave_head(
    store: &Store,
    tx: &mut Tx,
    serial: Serial,
    hash: ActHash,
    now: Time,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE log_heads SET hash = $1 WHERE name = 'publication'")
        .bind(hash.to_string())
        .execute(&mut **tx)
        .await?;
    job::enqueue(tx, JobKind::Published, &serial.to_string(), now, now).await?;
    if let Some(notify) = store.inner.engine.notify() {
        sqlx::query(notify).bind(serial.to_string()).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Appends one act and changes the current listings with it. Call [`Store::announce`] after the commit.
///
/// # Errors
/// [`StoreError::NotFound`] when an entry is to be removed that is not there; [`StoreError::Refused`] when the
/// allow-list of the desk protects what is to be listed.
pub(crate) async fn append(
    store: &Store,
    tx: &mut Tx,
    change: Change,
    by: By,
    now: Time,
) -> Result<Serial, StoreError> {
    let head = take_head(tx, 1).await?;
    if let Change::Put(listing) = &change {
        allowed::refuse_in(tx, &listing.indicator).await?;
    }
    let indicator = match &change {
        Change::Put(listing) => &listing.indicator,
        Change::Remove(indicator, _) => indicator,
    };
    let current = listing_in(tx, indicator).await?;
    let act = act_of(change, current.as_ref(), by, head.serial.next(), now)?;
    let hash = act.hash(head.hash);
    insert_act(tx, &act, hash).await?;
    match act.listing(current.map_or(now, |listing| listing.listed_at)) {
        Some(listing) => put_listing(tx, &listing).await?,
        None => {
            sqlx::query("DELETE FROM listings WHERE indicator = $1")
                .bind(act.indicator.to_string())
                .execute(&mut **tx)
                .await?;
        }
    }
    leave_head(store, tx, act.serial, hash, now).await?;
    Ok(act.serial)
}

fn act_of(
    change: Change,
    current: Option<&Listing>,
    by: By,
    serial: Serial,
    now: Time,
) -> Result<Act, StoreError> {
    let By { proposed_by, approved_by } = by;
    match (change, current) {
        (Change::Put(new), current) => Ok(Act {
            serial,
            at: now,
            action: if current.is_some() { Action::Revise } else { Action::List },
            indicator: new.indicator,
            method: new.method,
            level: new.level,
            reason: new.reason,
            expires_at: new.expires_at,
            proposed_by,
            approved_by,
            evidence: new.evidence,
        }),
        (Change::Remove(indicator, ground), Some(current)) => Ok(Act {
            serial,
            at: now,
            action: Action::Delist,
            indicator,
            method: current.method,
            level: current.level,
            reason: current.reason,
            expires_at: current.expires_at,
            proposed_by,
            approved_by,
            evidence: ground,
        }),
        (Change::Remove(..), None) => Err(StoreError::NotFound("listing")),
    }
}

async fn insert_act(tx: &mut Tx, act: &Act, hash: ActHash) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO acts (serial, at, action, indicator, method, level, reason, expires_at, proposed_by,
            approved_by, evidence, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(column(act.serial.0))
    .bind(act.at.millis())
    .bind(act.action.slug())
    .bind(act.indicator.to_string())
    .bind(act.method.slug())
    .bind(act.level.slug())
    .bind(act.reason.slug())
    .bind(act.expires_at.millis())
    .bind(act.proposed_by.map(|id| id.to_string()))
    .bind(act.approved_by.map(|id| id.to_string()))
    .bind(act.evidence.as_str())
    .bind(hash.to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn put_listing(tx: &mut Tx, listing: &Listing) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO listings (serial, indicator, method, level, reason, listed_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (indicator) DO UPDATE SET serial = excluded.serial, method = excluded.method,
            level = excluded.level, reason = excluded.reason, listed_at = excluded.listed_at,
            expires_at = excluded.expires_at",
    )
    .bind(column(listing.serial.0))
    .bind(listing.indicator.to_string())
    .bind(listing.method.slug())
    .bind(listing.level.slug())
    .bind(listing.reason.slug())
    .bind(listing.listed_at.millis())
    .bind(listing.expires_at.millis())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
