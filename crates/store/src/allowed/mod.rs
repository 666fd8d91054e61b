//! What the desk itself keeps off the list: proposed, confirmed by a second officer, ended. `registry` is what a node
//! holds in memory, `clash` what of the list an entry hits.

use desk::allow::{self, NewAllowed};
use desk::guard;
use model::{AllowedId, Indicator, OfficerId, Serial, Time};
use sqlx::any::AnyRow;

use crate::audit::{self, Deed, Who};
use crate::error::conflict_if_unique;
use crate::officer::{decider, officer_in};
use crate::publication::{By, Change, append, listing_in, lock_head};
use crate::row::{Columns as _, new_uuid};
use crate::{Store, StoreError, Tx};

mod clash;
mod registry;

pub(crate) use registry::{Registry, refuse_in, standing_in};

/// One entry, in force, waiting or ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// Which.
    pub id: AllowedId,
    /// What it says.
    pub entry: NewAllowed,
    /// By whom it was proposed.
    pub proposed_by: OfficerId,
    /// When.
    pub proposed_at: Time,
    /// Who confirmed it; `None` while it waits.
    pub confirmed_by: Option<OfficerId>,
    /// When; `None` while it waits.
    pub confirmed_at: Option<Time>,
    /// Who ended it; `None` while it stands, and when it ended by itself.
    pub ended_by: Option<OfficerId>,
    /// When; `None` while it stands.
    pub ended_at: Option<Time>,
    /// On what ground; empty while it stands.
    pub ended_why: String,
}

/// The ground of an end that came by itself.
const GROUND: &str = "expired";

impl Store {
    /// Proposes an entry, for a second officer to confirm.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`]; [`StoreError::Conflict`] when one for the same thing waits or is in force.
    pub async fn propose_allowed(
        &self,
        entry: &NewAllowed,
        by: OfficerId,
        now: Time,
    ) -> Result<AllowedId, StoreError> {
        let mut tx = self.begin().await?;
        let officer = officer_in(&mut tx, by).await?;
        allow::propose(decider(&officer))?;
        let id = AllowedId(new_uuid(now)?);
        sqlx::query(
            "INSERT INTO allowed (id, indicator, owner, source, reason, expires_at, proposed_by, proposed_at,
                ended_why)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '')",
        )
        .bind(id.to_string())
        .bind(entry.indicator.to_string())
        .bind(entry.owner.as_str())
        .bind(entry.source.as_str())
        .bind(entry.reason.as_str())
        .bind(entry.expires_at.millis())
        .bind(by.to_string())
        .bind(now.millis())
        .execute(&mut *tx)
        .await
        .map_err(|error| conflict_if_unique(error, "entry of the allow-list"))?;
        let why = format!("{}: {} ({})", entry.owner, entry.reason, entry.source);
        let target = entry.indicator.to_string();
        audit::append(&mut tx, now, Who::Officer(by), Deed::ProposeAllowed, &target, &why).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Confirms an entry: it is in force, and what of the list it hits is taken off in the same transaction. Answers
    /// how many entries of the list that were.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] (one's own, no permission), [`StoreError::NotFound`], [`StoreError::Conflict`] when
    /// it does not wait.
    pub async fn confirm_allowed(&self, id: AllowedId, by: OfficerId, now: Time) -> Result<u64, StoreError> {
        // Looked for before the log is held: it reads the whole list.
        let seen = self.head_serial().await?;
        let found = {
            let mut tx = self.begin_read().await?;
            let entry = allowed_in(&mut tx, id).await?;
            let found = clash::listed(&mut tx, &entry.entry.indicator).await?;
            tx.commit().await?;
            found
        };
        let mut tx = self.begin().await?;
        let officer = officer_in(&mut tx, by).await?;
        lock_head(&mut tx).await?;
        let allowed = allowed_in(&mut tx, id).await?;
        allow::confirm(decider(&officer), allowed.proposed_by)?;
        let done = sqlx::query(
            "UPDATE allowed SET confirmed_by = $2, confirmed_at = $3
             WHERE id = $1 AND confirmed_at IS NULL AND ended_at IS NULL",
        )
        .bind(id.to_string())
        .bind(by.to_string())
        .bind(now.millis())
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::Conflict("entry of the allow-list"));
        }
        let mut hit = found;
        hit.extend(clash::listed_since(&mut tx, &allowed.entry.indicator, seen).await?);
        let (count, last) = self.take_off(&mut tx, &allowed, hit, by, now).await?;
        let target = allowed.entry.indicator.to_string();
        let why = format!("{}; {count} taken off the list", allowed.entry.owner);
        audit::append(&mut tx, now, Who::Officer(by), Deed::ConfirmAllowed, &target, &why).await?;
        tx.commit().await?;
        if let Some(serial) = last {
            self.announce(serial);
        }
        self.load_allowed().await?;
        Ok(count)
    }

    /// Takes what is still listed of these off.
    async fn take_off(
        &self,
        tx: &mut Tx,
        allowed: &Allowed,
        hit: Vec<Indicator>,
        by: OfficerId,
        now: Time,
    ) -> Result<(u64, Option<Serial>), StoreError> {
        let by = By { proposed_by: Some(allowed.proposed_by), approved_by: Some(by) };
        let ground = format!("{}: {}", allowed.entry.owner, allowed.entry.reason);
        let (mut count, mut last) = (0, None);
        for indicator in hit {
            if listing_in(tx, &indicator).await?.is_some() {
                let change = Change::Remove(indicator, ground.clone());
                last = Some(append(self, tx, change, by, now).await?);
                count += 1;
            }
        }
        Ok((count, last))
    }

    /// Ends an entry, or refuses one that waits, on a ground. What was taken off the list stays off.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`], [`StoreError::NotFound`], [`StoreError::Conflict`] when it has ended.
    pub async fn end_allowed(
        &self,
        id: AllowedId,
        ground: &str,
        by: OfficerId,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let officer = officer_in(&mut tx, by).await?;
        allow::end(decider(&officer), ground)?;
        let allowed = allowed_in(&mut tx, id).await?;
        end(&mut tx, &allowed, Who::Officer(by), ground.trim(), now).await?;
        tx.commit().await?;
        self.load_allowed().await
    }

    /// Ends the entries whose end is at or before `now`, and reads what other nodes have changed. To be called every
    /// few seconds; several nodes may do so at the same time. Answers how many ended.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn refresh_allowed(&self, now: Time) -> Result<u64, StoreError> {
        let due = sqlx::query("SELECT id FROM allowed WHERE ended_at IS NULL AND expires_at <= $1")
            .bind(now.millis())
            .fetch_all(&self.inner.read)
            .await?;
        let mut count = 0;
        if !due.is_empty() {
            let mut tx = self.begin().await?;
            for row in &due {
                let allowed = allowed_in(&mut tx, row.parsed("id")?).await?;
                match end(&mut tx, &allowed, Who::System, GROUND, now).await {
                    Ok(()) => count += 1,
                    // Another node was first.
                    Err(StoreError::Conflict(_)) => {}
                    Err(error) => return Err(error),
                }
            }
            tx.commit().await?;
        }
        self.load_allowed().await?;
        Ok(count)
    }

    /// Every entry that waits or is in force, oldest first, then the ended ones, newest first, at most `ended_max` of
    /// those.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn allowed(&self, ended_max: u32) -> Result<Vec<Allowed>, StoreError> {
        let standing = sqlx::query("SELECT * FROM allowed WHERE ended_at IS NULL ORDER BY proposed_at, id")
            .fetch_all(&self.inner.read)
            .await?;
        let ended = sqlx::query(
            "SELECT * FROM allowed WHERE ended_at IS NOT NULL ORDER BY ended_at DESC, id LIMIT $1",
        )
        .bind(i64::from(ended_max))
        .fetch_all(&self.inner.read)
        .await?;
        standing.iter().chain(&ended).map(from_row).collect()
    }

    /// Refuses an indicator that an entry in force protects. Reads memory only.
    ///
    /// # Errors
    /// [`guard::Refusal`].
    pub fn check_allowed(&self, indicator: &Indicator) -> Result<(), guard::Refusal> {
        guard::check_allowed(indicator, &self.allow_list())
    }
}

async fn end(tx: &mut Tx, allowed: &Allowed, who: Who, ground: &str, now: Time) -> Result<(), StoreError> {
    let by = match who {
        Who::Officer(id) => Some(id.to_string()),
        _ => None,
    };
    let done = sqlx::query(
        "UPDATE allowed SET ended_by = $2, ended_at = $3, ended_why = $4 WHERE id = $1 AND ended_at IS NULL",
    )
    .bind(allowed.id.to_string())
    .bind(by)
    .bind(now.millis())
    .bind(ground)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 {
        return Err(StoreError::Conflict("entry of the allow-list"));
    }
    let target = allowed.entry.indicator.to_string();
    audit::append(tx, now, who, Deed::EndAllowed, &target, ground).await
}

async fn allowed_in(tx: &mut Tx, id: AllowedId) -> Result<Allowed, StoreError> {
    let row = sqlx::query("SELECT * FROM allowed WHERE id = $1")
        .bind(id.to_string())
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(StoreError::NotFound("entry of the allow-list"))?;
    from_row(&row)
}

fn from_row(row: &AnyRow) -> Result<Allowed, StoreError> {
    Ok(Allowed {
        id: row.parsed("id")?,
        entry: NewAllowed {
            indicator: row.indicator()?,
            owner: row.text("owner")?,
            source: row.text("source")?,
            reason: row.text("reason")?,
            expires_at: row.time("expires_at")?,
        },
        proposed_by: row.parsed("proposed_by")?,
        proposed_at: row.time("proposed_at")?,
        confirmed_by: row.parsed_or_none("confirmed_by")?,
        confirmed_at: row.time_or_none("confirmed_at")?,
        ended_by: row.parsed_or_none("ended_by")?,
        ended_at: row.time_or_none("ended_at")?,
        ended_why: row.text("ended_why")?,
    })
}
