//! Officers' decisions about the list, each by the rules of `desk::policy` inside its transaction.

use desk::guard::{self, ClearedListing, NewListing};
use desk::policy::{self, Step};
use desk::{NotAllowed, ProposalState};
use model::{Action, Indicator, OfficerId, ProposalId, Reference, ReportId, Serial, Time};

use super::append::{By, Change, append};
use super::{Proposal, listing_in, proposal_from_row};
use crate::allowed;
use crate::audit::{self, Deed, Who};
use crate::error::conflict_if_unique;
use crate::officer::{decider, officer_in};
use crate::row::{column, new_uuid};
use crate::{Store, StoreError, Tx, sight};

/// What became of a proposal when it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proposed {
    /// One officer was enough: it is published.
    Published(ProposalId, Serial),
    /// It waits for a second officer.
    Waiting(ProposalId),
}

impl Store {
    /// Proposes that this entry stands on the list; a `warn` is published at once.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`]; [`StoreError::Conflict`] when a proposal about this indicator is open;
    /// [`StoreError::NotFound`] when there is no such report or officer.
    pub async fn propose(
        &self,
        listing: ClearedListing,
        by: OfficerId,
        report: Option<ReportId>,
        now: Time,
    ) -> Result<Proposed, StoreError> {
        let mut tx = self.begin().await?;
        let officer = officer_in(&mut tx, by).await?;
        if let Some(report) = report {
            sight::require_seen(&mut tx, &officer, report, now).await?;
        }
        let awaits_ground = listing.awaits_ground();
        let listing = listing.into_listing();
        let step = policy::propose(decider(&officer), listing.level)?;
        // Again when it is published; here so that nobody waits for a decision that cannot be taken.
        allowed::refuse_in(&mut tx, &listing.indicator).await?;
        let current = listing_in(&mut tx, &listing.indicator).await?;
        let action = if current.is_some() { Action::Revise } else { Action::List };
        let id = insert_proposal(&mut tx, action, &listing, by, report, now).await?;
        let target = listing.indicator.to_string();
        let why = format!("{} {} proposal:{id}", action.slug(), listing.level.slug());
        let outcome = match step {
            Step::AwaitSecondOfficer => Proposed::Waiting(id),
            Step::Publish if awaits_ground => Proposed::Waiting(id),
            Step::Publish => {
                let by_both = By { proposed_by: Some(by), approved_by: Some(by) };
                let serial = append(self, &mut tx, Change::Put(listing), by_both, now).await?;
                decide(&mut tx, id, ProposalState::Approved, by, "", Some(serial), now).await?;
                Proposed::Published(id, serial)
            }
        };
        let who = Who::Officer(by);
        audit::append(&mut tx, now, who, Deed::Propose, &target, &why).await?;
        if let Proposed::Published(_, serial) = outcome {
            let why = format!("serial {serial}");
            audit::append(&mut tx, now, who, Deed::AppendAct, &target, &why).await?;
            tx.commit().await?;
            self.announce(serial);
        } else {
            tx.commit().await?;
        }
        Ok(outcome)
    }

    /// Proposes to take an entry off, on this ground, for somebody with the permission to decide.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`], [`StoreError::NotFound`] when it is not listed,
    /// [`StoreError::Conflict`] when a proposal about it is open.
    pub async fn propose_delist(
        &self,
        indicator: &Indicator,
        ground: &str,
        by: OfficerId,
        now: Time,
    ) -> Result<ProposalId, StoreError> {
        let mut tx = self.begin().await?;
        let officer = officer_in(&mut tx, by).await?;
        policy::propose_delist(decider(&officer), ground)?;
        let current = listing_in(&mut tx, indicator).await?.ok_or(StoreError::NotFound("listing"))?;
        let listing = NewListing {
            indicator: current.indicator,
            method: current.method,
            level: current.level,
            reason: current.reason,
            expires_at: current.expires_at,
            evidence: ground.trim().to_owned(),
        };
        let id = insert_proposal(&mut tx, Action::Delist, &listing, by, None, now).await?;
        let why = format!("delist proposal:{id}");
        let target = indicator.to_string();
        audit::append(&mut tx, now, Who::Officer(by), Deed::Propose, &target, &why).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Approves an open proposal and publishes it, as [`Store::approve_over`] without a ground.
    ///
    /// # Errors
    /// As [`Store::approve_over`].
    pub async fn approve(
        &self,
        id: ProposalId,
        by: OfficerId,
        reference: &Reference,
        now: Time,
    ) -> Result<Serial, StoreError> {
        self.approve_over(id, "", by, reference, now).await
    }

    /// Approves an open proposal and publishes it. The over-block guard is asked again, because its tables
    /// may have grown since. `ground` lets a block of a name that very many people visit pass, and stands in the audit
    /// trail; empty for everything else.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] (one's own `block`, no permission, decided already),
    /// [`StoreError::Refused`] by the guard, [`StoreError::NotFound`], [`StoreError::Conflict`].
    pub async fn approve_over(
        &self,
        id: ProposalId,
        ground: &str,
        by: OfficerId,
        reference: &Reference,
        now: Time,
    ) -> Result<Serial, StoreError> {
        let mut tx = self.begin().await?;
        let officer = officer_in(&mut tx, by).await?;
        let proposal = proposal_in(&mut tx, id).await?;
        let change = match proposal.action {
            Action::Delist => {
                open(proposal.state)?;
                policy::delist(decider(&officer), &proposal.listing.evidence)?;
                Change::Remove(proposal.listing.indicator, proposal.listing.evidence)
            }
            Action::List | Action::Revise => {
                let level = proposal.listing.level;
                policy::approve(decider(&officer), proposal.proposed_by, level, proposal.state)?;
                Change::Put(clear(proposal.listing, ground.trim(), reference, now)?.into_listing())
            }
        };
        let target = match &change {
            Change::Put(listing) => listing.indicator.to_string(),
            Change::Remove(indicator, _) => indicator.to_string(),
        };
        // Takes the row first: of two who approve at once, the second finds it decided.
        decide(&mut tx, id, ProposalState::Approved, by, ground.trim(), None, now).await?;
        let by_both = By { proposed_by: Some(proposal.proposed_by), approved_by: Some(by) };
        let serial = append(self, &mut tx, change, by_both, now).await?;
        sqlx::query("UPDATE proposals SET serial = $2 WHERE id = $1")
            .bind(id.to_string())
            .bind(column(serial.0))
            .execute(&mut *tx)
            .await?;
        let why = format!("proposal:{id} serial {serial} {}", ground.trim()).trim_end().to_owned();
        audit::append(&mut tx, now, Who::Officer(by), Deed::Approve, &target, &why).await?;
        tx.commit().await?;
        self.announce(serial);
        Ok(serial)
    }

    /// Rejects an open proposal on a ground.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`], [`StoreError::NotFound`], [`StoreError::Conflict`].
    pub async fn reject(
        &self,
        id: ProposalId,
        ground: &str,
        by: OfficerId,
        now: Time,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let officer = officer_in(&mut tx, by).await?;
        let proposal = proposal_in(&mut tx, id).await?;
        policy::reject(decider(&officer), proposal.state, ground)?;
        decide(&mut tx, id, ProposalState::Rejected, by, ground.trim(), None, now).await?;
        let target = proposal.listing.indicator.to_string();
        let why = format!("proposal:{id} {}", ground.trim());
        audit::append(&mut tx, now, Who::Officer(by), Deed::Reject, &target, &why).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes one's own open proposal back.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`], [`StoreError::NotFound`], [`StoreError::Conflict`].
    pub async fn withdraw(&self, id: ProposalId, by: OfficerId, now: Time) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let officer = officer_in(&mut tx, by).await?;
        let proposal = proposal_in(&mut tx, id).await?;
        policy::withdraw(decider(&officer), proposal.proposed_by, proposal.state)?;
        decide(&mut tx, id, ProposalState::Withdrawn, by, "", None, now).await?;
        let target = proposal.listing.indicator.to_string();
        let why = format!("proposal:{id}");
        audit::append(&mut tx, now, Who::Officer(by), Deed::Withdraw, &target, &why).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes an entry off at once, whatever its level, on a ground. An open proposal about it stays open.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`], [`StoreError::NotFound`] when it is not listed.
    pub async fn delist(
        &self,
        indicator: &Indicator,
        ground: &str,
        by: OfficerId,
        now: Time,
    ) -> Result<Serial, StoreError> {
        let mut tx = self.begin().await?;
        let officer = officer_in(&mut tx, by).await?;
        policy::delist(decider(&officer), ground)?;
        let change = Change::Remove(indicator.clone(), ground.trim().to_owned());
        let by_both = By { proposed_by: Some(by), approved_by: Some(by) };
        let serial = append(self, &mut tx, change, by_both, now).await?;
        let why = format!("delist serial {serial}");
        let target = indicator.to_string();
        audit::append(&mut tx, now, Who::Officer(by), Deed::AppendAct, &target, &why).await?;
        tx.commit().await?;
        self.announce(serial);
        Ok(serial)
    }

    /// One proposal.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn proposal(&self, id: ProposalId) -> Result<Proposal, StoreError> {
        let mut tx = self.begin_read().await?;
        let proposal = proposal_in(&mut tx, id).await?;
        tx.commit().await?;
        Ok(proposal)
    }

    /// Proposals in this state, oldest first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn proposals(&self, state: ProposalState, limit: u32) -> Result<Vec<Proposal>, StoreError> {
        let rows = sqlx::query("SELECT * FROM proposals WHERE state = $1 ORDER BY proposed_at, id LIMIT $2")
            .bind(state.slug())
            .bind(i64::from(limit))
            .fetch_all(&self.inner.read)
            .await?;
        rows.iter().map(proposal_from_row).collect()
    }

    /// Every proposal about an indicator, newest first, at most 100.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn proposals_about(&self, indicator: &Indicator) -> Result<Vec<Proposal>, StoreError> {
        let rows =
            sqlx::query("SELECT * FROM proposals WHERE indicator = $1 ORDER BY proposed_at DESC LIMIT 100")
                .bind(indicator.to_string())
                .fetch_all(&self.inner.read)
                .await?;
        rows.iter().map(proposal_from_row).collect()
    }

    /// Every proposal that came from a report, oldest first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn proposals_from_report(&self, report: ReportId) -> Result<Vec<Proposal>, StoreError> {
        let rows = sqlx::query("SELECT * FROM proposals WHERE report_id = $1 ORDER BY proposed_at, id")
            .bind(report.to_string())
            .fetch_all(&self.inner.read)
            .await?;
        rows.iter().map(proposal_from_row).collect()
    }
}

/// The guard for an approver: with a ground it lets a name pass that very many people visit.
fn clear(
    listing: NewListing,
    ground: &str,
    reference: &Reference,
    now: Time,
) -> Result<ClearedListing, guard::Refusal> {
    if ground.is_empty() {
        guard::clear(listing, reference, now)
    } else {
        guard::clear_over_popular(listing, reference, now)
    }
}

fn open(state: ProposalState) -> Result<(), NotAllowed> {
    if state == ProposalState::Open { Ok(()) } else { Err(NotAllowed::AlreadyDecided(state)) }
}

async fn proposal_in(tx: &mut Tx, id: ProposalId) -> Result<Proposal, StoreError> {
    let row = sqlx::query("SELECT * FROM proposals WHERE id = $1")
        .bind(id.to_string())
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(StoreError::NotFound("proposal"))?;
    proposal_from_row(&row)
}

async fn insert_proposal(
    tx: &mut Tx,
    action: Action,
    listing: &NewListing,
    by: OfficerId,
    report: Option<ReportId>,
    now: Time,
) -> Result<ProposalId, StoreError> {
    let id = ProposalId(new_uuid(now)?);
    sqlx::query(
        "INSERT INTO proposals (id, action, indicator, method, level, reason, expires_at, evidence,
            report_id, proposed_by, proposed_at, state, decided_by, decided_at, ground, serial, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'open', NULL, NULL, '', NULL, 1)",
    )
    .bind(id.to_string())
    .bind(action.slug())
    .bind(listing.indicator.to_string())
    .bind(listing.method.slug())
    .bind(listing.level.slug())
    .bind(listing.reason.slug())
    .bind(listing.expires_at.millis())
    .bind(listing.evidence.as_str())
    .bind(report.map(|id| id.to_string()))
    .bind(by.to_string())
    .bind(now.millis())
    .execute(&mut **tx)
    .await
    .map_err(|error| match error.as_database_error() {
        Some(database) if database.is_foreign_key_violation() => StoreError::NotFound("report"),
        _ => conflict_if_unique(error, "proposal about this indicator"),
    })?;
    Ok(id)
}

/// Moves an open proposal to its end.
async fn decide(
    tx: &mut Tx,
    id: ProposalId,
    state: ProposalState,
    by: OfficerId,
    ground: &str,
    serial: Option<Serial>,
    now: Time,
) -> Result<(), StoreError> {
    let done = sqlx::query(
        "UPDATE proposals SET state = $2, decided_by = $3, decided_at = $4, ground = $5, serial = $6,
            version = version + 1
         WHERE id = $1 AND state = 'open'",
    )
    .bind(id.to_string())
    .bind(state.slug())
    .bind(by.to_string())
    .bind(now.millis())
    .bind(ground)
    .bind(serial.map(|serial| column(serial.0)))
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Conflict("proposal")) }
}
