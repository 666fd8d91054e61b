//! The published list: proposals, the log of acts, the current listings.
//!
//! In reading order: `append` (one act, the only way into the log), `propose` (officers' decisions),
//! `bulk` (imports), `expire`, `read` (log and list), `editions` (the log as versions of entries), `load` (a
//! whole snapshot), `follow` (a stream of new serials).

use desk::ProposalState;
use desk::guard::NewListing;
use model::{
    Act, Action, Indicator, Level, Listing, ListingReason, Method, OfficerId, ProposalId, ReportId, Serial,
    Time,
};
use sqlx::any::AnyRow;

use crate::StoreError;
use crate::row::Columns as _;

mod append;
mod bulk;
mod editions;
mod expire;
mod follow;
mod load;
mod propose;
mod read;

pub(crate) use append::{By, Change, append, lock_head};
pub use bulk::BulkListed;
pub use propose::Proposed;
pub use read::ListFilter;

/// What an officer wants done to the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Which.
    pub id: ProposalId,
    /// What it would do, as it was when proposed.
    pub action: Action,
    /// The entry it would leave; for `delist` the entry as it stood, with the ground as evidence.
    pub listing: NewListing,
    /// The report it came from; `None` when it came from none.
    pub report_id: Option<ReportId>,
    /// By whom.
    pub proposed_by: OfficerId,
    /// When.
    pub proposed_at: Time,
    /// Where it stands.
    pub state: ProposalState,
    /// Who decided; `None` while open.
    pub decided_by: Option<OfficerId>,
    /// When; `None` while open.
    pub decided_at: Option<Time>,
    /// Why it was rejected; empty otherwise.
    pub ground: String,
    /// The act it became; `None` when it has not.
    pub serial: Option<Serial>,
}

pub(crate) fn act_from_row(row: &AnyRow) -> Result<Act, StoreError> {
    Ok(Act {
        serial: Serial(row.unsigned("serial")?),
        at: row.time("at")?,
        action: row.slug("action", Action::from_slug)?,
        indicator: row.indicator()?,
        method: row.parsed("method")?,
        level: row.slug("level", Level::from_slug)?,
        reason: row.slug("reason", ListingReason::from_slug)?,
        expires_at: row.time("expires_at")?,
        proposed_by: row.parsed_or_none("proposed_by")?,
        approved_by: row.parsed_or_none("approved_by")?,
        evidence: row.text("evidence")?,
    })
}

pub(crate) fn listing_from_row(row: &AnyRow) -> Result<Listing, StoreError> {
    Ok(Listing {
        indicator: row.indicator()?,
        method: row.parsed::<Method>("method")?,
        level: row.slug("level", Level::from_slug)?,
        reason: row.slug("reason", ListingReason::from_slug)?,
        listed_at: row.time("listed_at")?,
        expires_at: row.time("expires_at")?,
        serial: Serial(row.unsigned("serial")?),
    })
}

fn proposal_from_row(row: &AnyRow) -> Result<Proposal, StoreError> {
    Ok(Proposal {
        id: row.parsed("id")?,
        action: row.slug("action", Action::from_slug)?,
        listing: NewListing {
            indicator: row.indicator()?,
            method: row.parsed("method")?,
            level: row.slug("level", Level::from_slug)?,
            reason: row.slug("reason", ListingReason::from_slug)?,
            expires_at: row.time("expires_at")?,
            evidence: row.text("evidence")?,
        },
        report_id: row.parsed_or_none("report_id")?,
        proposed_by: row.parsed("proposed_by")?,
        proposed_at: row.time("proposed_at")?,
        state: row.slug("state", ProposalState::from_slug)?,
        decided_by: row.parsed_or_none("decided_by")?,
        decided_at: row.time_or_none("decided_at")?,
        ground: row.text("ground")?,
        serial: row.number_or_none("serial")?.map(|serial| Serial(serial.unsigned_abs())),
    })
}

/// The entry of the list for exactly this indicator, read within a transaction; `None` when there is none.
pub(crate) async fn listing_in(
    tx: &mut crate::Tx,
    indicator: &Indicator,
) -> Result<Option<Listing>, StoreError> {
    let row = sqlx::query(
        "SELECT indicator, method, level, reason, listed_at, expires_at, serial
         FROM listings WHERE indicator = $1",
    )
    .bind(indicator.to_string())
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| listing_from_row(&row)).transpose()
}
